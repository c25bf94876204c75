"""What a reader takes for one name is one name, and nothing unseen stands in any."""

import pytest

from accounts.names import clean_name, is_reserved, mixes_scripts, skeleton, skeletons
from accounts.orcid import read_orcid

ALIKE = {
    "Blue Heron": [
        *("Blue\u200b Heron", "Blue  Heron", "Blue\xa0Heron", "Blue Heron\u200f"),
        *("\uff22lue Heron", "𝐁lue Heron", "Ⓑlue Heron", "Blu\u212e Heron"),
        *("blue heron", "BLUEHERON", "Blue-Heron", "Blue_Heron", "Blue Heron.", "“Blue Heron”"),
        *("Blu\u0435 Heron", "Βlue Heron", "Blue Ηeron", "Blue Her\u03bfn"),
        *("B1ue Heron", "B|ue Heron", "Bl\u00fce Heron", "Blue Heron\u0336"),
        *("Blue\U000e0041 Heron", "Blue\u00ad Heron", "Blue\u2060Heron", "Blue\u3164Heron"),
        *("Blue\u202e Heron", "\u2066Blue Heron\u2069", "Blue \u2800Heron", "Blue\x07 Heron"),
        *("Dr. Blue Heron", "Blue Heron, PhD", "Heron, Blue"),
        *("Blue\ufe0f Heron", "Blue Heron\ue000"),
    ],
    "Marguerite Osei": [
        *("Ⲙarguerite Osei", "Marguerite 0sei", "Marguerite Oseı", "Rnarguerite Osei"),
    ],
    "William Vane": ["VVilliam Vane", "Wi\u0323lliam Vane", "Wllliam Vane", "William Vаne"],
    "ВЕРА": ["Вера", "вера", "BEPA"],
    "Νίκος": ["ΝΙΚΟΣ", "νίκος"],
    "किरण": ["किरण\u200d", "किरण "],
}


@pytest.mark.parametrize(("name", "other"), [(n, o) for n, others in ALIKE.items() for o in others])
def test_names_that_look_alike_have_a_skeleton_in_common(name, other):
    assert skeleton(name) in skeletons(other)
    assert skeleton(other) in skeletons(name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Blue Heron", "Blue Herons"),
        ("Blue Heron", "Grey Heron"),
        ("Blue Heron", "Blue Heron 2"),
        ("किरण", "कुरण"),
        ("李明", "李朋"),
        ("Renée Example", "Rene Example"),
        ("Dara", "Clara"),
        ("Jun Mori", "Jan Mori"),
        ("علی", "علا"),
    ],
)
def test_other_names_are_told_apart(name, other):
    assert not skeletons(name) & skeletons(other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada\t Example\n", "Ada Example"),
        ("Ada\u202eelpmaxE", "AdaelpmaxE"),
        ("Ada\u200f \u061cExample", "Ada Example"),
        ("\uff21da\u3000Example", "Ada Example"),
        ("Ada\u0000 Exam\ud800ple", "Ada Example"),
        ("O\u00b4Neil", "O\u2019Neil"),
        ("O'Neil", "O'Neil"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("e\u0301", "é"),
        ("\u200b\u202e", ""),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "Anonymous reviewer",
        "Anonymous\u200b reviewer",
        "Anonymous  reviewer",
        "ANONYM0US REVIEWER",
        "Reviewer, anonymous",
        "Аnonymous",
        "Reviewer 2",
        "Reviewer #1",
        "The Editors",
        "Verso",
        "Verso editors",
        "Anonymous Referee",
        "Anon",
        "Anon.",
        "Admin",
        "Associate Editor",
        "Chief Editor",
        "Reviewer Two",
        "Reviewer II",
        "Referee B",
        "Verified reviewer",
        "Deleted user",
        "Verso Team",
        "Verso editorial board",
        "Ada Example ✓",
        "Ada Example ✅",
        "Ada Example (verified)",
    ],
)
def test_the_journals_own_bylines_are_nobodys_name(name):
    assert is_reserved(name, also=("Verso", "Verso editors"))


@pytest.mark.parametrize(
    "name", ["Heron", "Ada Reviewer", "Nona", "Editha", "Guesty McGuest", "Anona", "Boardman"]
)
def test_other_names_are_not_reserved(name):
    assert not is_reserved(name, also=("Verso",))


@pytest.mark.parametrize("name", ["Gr\u0430ce", "Αda Example", "Ada Еxample", "Ꭺlice"])
def test_a_word_of_two_scripts_is_found(name):
    assert mixes_scripts(name)


@pytest.mark.parametrize(
    "name",
    ["Ada Example", "李明 (Li Ming)", "Αλεξία Smith", "Jean-Luc O’Neil", "山田 タロウ", "X 2"],
)
def test_names_of_several_scripts_are_allowed_word_by_word(name):
    assert not mixes_scripts(name)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://www.orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097?lang=en", "0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("ORCID: 0000-0002-1825-0097", "0000-0002-1825-0097"),
        (" 0000-0002-1825-0097 ", "0000-0002-1825-0097"),
        ("0000‐0002‐1825‐0097", "0000-0002-1825-0097"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("\ufeff0000-0002-1825-0097\u200b", "0000-0002-1825-0097"),
        ("0000-0002-\u200e1825-0097", "0000-0002-1825-0097"),
        ("００００-０００２-１８２５-００９７", "0000-0002-1825-0097"),
        ("ORCID iD: https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("ORCID 0000-0002-1825-0097.", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097#x", "0000-0002-1825-0097"),
        ("‹https://orcid.org/0000-0002-1825-0097›", "0000-0002-1825-0097"),
        ("<https://orcid.org/0000-0002-1825-0097>,", "0000-0002-1825-0097"),
        ("https://example.org/0000-0002-1825-0097", "HTTPS://EXAMPLE.ORG/0000-0002-1825-0097"),
        ("nonsense", "NONSENSE"),
    ],
)
def test_an_orcid_id_is_read_in_any_form(typed, read):
    assert read_orcid(typed) == read


@pytest.mark.parametrize("name", ["🅱lue Heron", "BIue-Her°n", "🅑lue Heron", "Blue Her0n"])
def test_letters_in_boxes_and_signs_that_pass_for_letters_are_alike(name):
    assert skeleton(name) == skeleton("Blue Heron")
    assert skeleton(name) != skeleton("Blue Herring")
