"""Characters that names may have, and those that are taken for others: an example of each."""

import unicodedata

import pytest

from accounts.names import (
    clean_name,
    has_foreign_characters,
    has_lone_stroke,
    has_piled_marks,
    mixes_scripts,
    skeleton,
)
from accounts.orcid import read_orcid


def foreign(characters):
    return [char for char in characters if has_foreign_characters(f"A{char}a")]


@pytest.mark.parametrize(
    "characters",
    [
        "ƁɓƊɗƘƙƳƴƓɠƉɖƑƒƔɣƆɔƐɛƝɲƖɩƱʊƲʋƎǝẞßꞋꞌʾʿ",
        "\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05ba\u05bb\u05bc",
        "\u05c1\u05c2\u05c7\u05be\u05f3\u05f4",
        "\u00b7\u30fb\u30a0\u0f0b -\u2010\u2011\u2013\u2014'\u2018\u2019.,()&/_#+\"\u201c\u201d",
        "\u200c\u200d",
        "AZaz09ÄéßłőŠžđÑαΩЯжא李김あアअಕกა",
    ],
    ids=["letters", "points", "more points", "signs", "joiners", "alphabets"],
)
def test_what_people_write_their_names_with_is_taken(characters):
    assert foreign(characters) == []


@pytest.mark.parametrize(
    "characters",
    [
        "\u0334\u0335\u0336\u0337\u0338\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20ea\u20eb",
        "\u05af\u05bd\u05bf\u05c0\u05c3\u05c4",
        "✓★♞©√†|<>[]{}*=~^`@$%!?:;\\\u2012\u2015\u2212",
        "ǀǁꟾᐟᚺ𐌀",
    ],
    ids=["overlays", "Hebrew signs", "signs", "letters of no name"],
)
def test_what_nobody_writes_a_name_with_is_foreign(characters):
    assert foreign(characters) == list(characters)


@pytest.mark.parametrize(
    "letter", ["a", "α", "я", "ա", "ა", "Ꭰ", "ⲁ", "ꓐ", "\u2014", "\u0301"], ids=ascii
)
def test_in_scripts_whose_marks_are_accents_two_stand_on_a_letter(letter):
    has_one = letter == "\u0301"
    most = "\u0301\u0302"[has_one:]
    assert not has_piled_marks(f"a{letter}{most}")
    assert has_piled_marks(f"a{letter}{most}\u0303")


@pytest.mark.parametrize("letter", ["क", "ক", "མ", "မ", "א"])
def test_in_other_scripts_three_stand_on_a_letter(letter):
    assert not has_piled_marks(f"{letter}\u093c\u093f\u0902")
    assert has_piled_marks(f"{letter}\u093c\u093f\u0902\u0902")


@pytest.mark.parametrize(
    ("word", "is_mixed"),
    [
        *(("A漢あア", False), ("A漢ㄅ", False), ("A漢한", False), ("Abc·Абв", False)),
        *(("Ab–Аб", False), ("Ab—Аб", False), ("Ab.Аб", False), ("Ab(Аб)", False)),
        *(("Ab\u05beאב", False), ("A2-Аб", False), ("Ab Аб", False), ("Ab-Аб", False)),
        *(("あㄅ", True), ("한あ", True), ("漢я", True), ("Abя", True), ("Aα", True)),
        *(("Ab'Аб", True), ("한ㄅ", True), ("Ꭰa", True)),
    ],
)
def test_scripts_that_people_write_together_within_one_word(word, is_mixed):
    assert mixes_scripts(word) is is_mixed
    assert mixes_scripts(f"Grey {word} Heron") is is_mixed


@pytest.mark.parametrize(
    ("name", "is_lone"),
    [
        *(("Heron 李", False), ("Heron 김", False), ("Heron あ", False), ("Heron ア", False)),
        *(("Heron J", False), ("Heron 2", False), ("א ב", False), ("Иванов А", False)),
        *(("Heron ا", True), ("ו Heron", True), ("Heron Я", True), ("Heron-α", True)),
    ],
)
def test_a_letter_alone_is_of_the_names_own_script_or_a_word_of_its_own(name, is_lone):
    assert has_lone_stroke(name) is is_lone


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟɴᴏᴘʀꜱᴛᴜᴠʏᴢ", "abcdeghijklnoprstuvyz"),
        ("ᴍᴡʍĸꜰꞯ", "mwmkfq"),
        ("iwm", "lvvrn"),
        ("°@$€|", "oasel"),
        ("🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("🇦🇧🇨🇩🇪🇫🇬🇭🇮🇯🇰🇱🇲🇳🇴🇵🇶🇷🇸🇹🇺🇻🇼🇽🇾🇿", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("o0OcCsSxXzZ1lI", "ooOccssxxzzlll"),
        ("асеорхуАВЕКМНОРСТХ", "aceopxyABEKMHOPCTX"),
        ("αονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aovpABEZHIKMNOPTYX"),
    ],
)
def test_each_letter_looks_like_the_one_it_is_taken_for(typed, seen):
    assert skeleton(f"No{typed}o") == skeleton(f"No{seen}o")


@pytest.mark.parametrize("char", "\u0640\u07fa\ua7f7\ua7fe\u119e\u318d\u30fb\u0387\u01c0\u01c1")
def test_a_stroke_or_a_longer_line_makes_no_other_name(char):
    assert skeleton(f"He{char}ron") == skeleton(f"Heron{char}") == skeleton("Heron")


@pytest.mark.parametrize("char", "\u02be\u02bf\ua78b\ua78c")
def test_a_glottal_stop_makes_no_other_name(char):
    assert skeleton(f"He{char}ron") == skeleton("Heron")


def test_a_capital_with_a_bar_is_a_capital():
    """Of small letters alone "cl" looks like "d"."""
    assert skeleton("BiꞒlo") == skeleton("BiClo") != skeleton("Bido")
    assert skeleton("Biꞓlo") == skeleton("Bido")


def test_of_a_long_name_four_hundred_characters_are_compared():
    assert skeleton("a" * 401) == "a" * 400
    assert skeleton("m" * 300) == "rn" * 200, "some letters look like two"


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0097?lang=en",
        "0000-0002-1825-0097#about",
        "0000-0002-\x071825-0097",
        "0000-0002-1825\t-0097",
        "\u2060(0000–0002—1825−0097)",
        "orcid:0000-0002-1825-0097",
        "ORCID#0000-0002-1825-0097",
        "orcidid 0000-0002-1825-0097",
        "www.orcid.org//0000-0002-1825-0097",
        "[me](https://orcid.org/0000-0002-1825-0097 'mine')",
    ],
)
def test_an_orcid_id_is_read_beside_what_is_pasted_with_it(typed):
    assert read_orcid(typed) == "0000-0002-1825-0097"


def test_of_two_orcid_ids_none_is_chosen():
    two = "https://orcid.org/0000-0002-1825-0097 https://orcid.org/0000-0002-1694-233X"
    assert read_orcid(two) not in ("0000-0002-1825-0097", "0000-0002-1694-233X")


def test_a_long_row_of_marks_is_cut_and_still_refused():
    cut = clean_name("Ada e" + "\u0323\u0301" * 300 + "n")
    assert has_piled_marks(cut)
    assert (cut[:4], cut[-1], len(cut) < 40) == ("Ada ", "n", True)
    long = "Ada é\u0323n " * 100
    assert clean_name(long) == unicodedata.normalize("NFC", long.strip()), "nothing else is cut"
