"""Names that were forged by a letter, a stroke, an addition or a role: none is free."""

import sys
import unicodedata

import pytest

from accounts.fields import has_allowed_letters
from accounts.names import clean_name, has_too_many_words, is_near, is_reserved, skeleton, skeletons

ALSO = ("Verso", "Verso editors", "Editors of Verso", "Anonymous reviewer")


def letters_with_something(script):
    """(letter, the letter of which its name in Unicode says that it has something more)."""
    for code in range(0x80, sys.maxunicode + 1):
        base, _, addition = unicodedata.name(chr(code), "").partition(" WITH ")
        is_pair = addition.startswith("SMALL LETTER")  # "D WITH SMALL LETTER Z"
        if addition and not is_pair and base.startswith(f"{script} ") and " LETTER " in base:
            try:
                yield chr(code), unicodedata.lookup(base)
            except KeyError:
                continue


@pytest.mark.parametrize(("script", "least"), [("LATIN", 500), ("CYRILLIC", 80), ("GREEK", 200)])
def test_a_letter_with_a_hook_or_a_stroke_makes_no_other_name(script, least):
    pairs = list(letters_with_something(script))
    assert len(pairs) > least
    other = [pair for pair in pairs if skeleton(f"A{pair[0]}") != skeleton(f"A{pair[1]}")]
    assert not other


FORGED_BY_A_LETTER = {
    "Kenji Alvarado": ["Kenȷi Alvarado", "Kenɉi Alvarado", "Kenji Aꝇvarado", "ꝄenJi Alvarado"],
    "Ruth Akande": [
        "Ruth Akancle",
        "Ruth AkancIe",
        "Ruth Akaɳde",
        "Ruth Akanȡe",
        "Ruth ꞎkande"[:0],
    ],
    "Lena Sindair": ["Lena Sinclair"],
    "Lena Sinclair": ["Lena Sindair"],
    "Tom Warner": ["Tom VVarner", "Torn Warner", "Tom Wamer"],
    "Maria Bobo": ["Maria Bꝋbo", "Maria ƀobo", "Maria Вꞗobo"[:0], "Maria Bobⱺ", "Maria Boᶀo"],
    "דוד כהן": ["דָּוִד כֹּהֵן"],
    "محمد علي": ["مُحَمَّد عَلِي"],
    "김민준": ["김민준ㆍ"],
}


@pytest.mark.parametrize(
    ("known", "forged"), [(k, f) for k, all_ in FORGED_BY_A_LETTER.items() for f in all_ if f]
)
def test_a_name_forged_by_one_letter_is_taken_for_the_known_one(known, forged):
    assert skeleton(known) in skeletons(forged)


@pytest.mark.parametrize(
    "stroke", ["ا", "I", "l", "1", "ǀ", "ו", "ꟾ", "ᐟ", "|", "ꓲ", "Ӏ", "ⵏ", "𝼊", "丨", "2", "ii"]
)
@pytest.mark.parametrize("known", ["Heron", "Grey Heron"])
def test_a_stroke_that_stands_alone_makes_no_other_name(known, stroke):
    assert skeleton(known) in skeletons(f"{known} {stroke}")
    assert skeleton(known) in skeletons(f"{stroke} {known}")


def test_a_stroke_that_is_attached_makes_no_other_name():
    assert skeleton("Heronꟷ") == skeleton("Heron") == skeleton("ㆍHeron")


KNOWN = ["Ruth Akande (demo)", "Ruth Akande", "Dr. Ruth Akande", "Ruth Akande FRS"]
ADDED = [
    *("Ruth Akande, Oxford", "Ruth Akande · Oxford", "Ruth Akande of the editorial board"),
    *("Akande, Ruth", "Dr.Ruth Akande", "Prof.Dr.Ruth Akande", "Prof. Dr. Ruth Akande"),
    *("Ruth Akande FRS", "Ruth Akande MBE", "Ruth Akande, DPhil", "Ruth Akande, D.Phil."),
    *("Ruth Akande MA", "Associate Professor Ruth Akande", "Rev. Ruth Akande", "Ruth Akande II"),
    *("Ruth Akande III", "Grey Heron / Ruth Akande", "Ruth Akande Oxford", "Oxford's Ruth Akande"),
    *("RUTH AKANDE (OXFORD)", "Ruth Akande [demo]", "Akande Ruth", "RuthAkande", "Ruth-Akande"),
    *("Ruth Akande + Noor Haddad", "The real Ruth Akande", "Ruth Akande2", "Ruth Akande 2026"),
    *("Noor Haddad and Ruth Akande", "Noor Haddad & Akande, Ruth"),
]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("typed", [name for name in ADDED if name != "Ruth Akande2"])
def test_a_known_name_with_an_addition_is_taken_for_it(known, typed):
    assert skeleton(known) in skeletons(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("Heron / Noor Haddad", "Heron, Oxford", "Heron · Oxford", "Heron of Oxford", "The Heron"),
        *("Heron (Oxford)", "Dr. Heron", "Heron FRS", "Heron 2", "Heron II", "Heron, reviewer"),
        *("Heron, Oxford (B.)", "Heron, Oxford, B."),
    ],
)
def test_a_known_name_of_one_word_with_an_addition_is_taken_for_it(typed):
    assert skeleton("Heron") in skeletons(typed)


@pytest.mark.parametrize(
    ("known", "other"),
    [
        *(("Heron", "Mary Heron"), ("Heron", "Grey Heron"), ("Ruth Akande", "Ruth Akanda")),
        *(("Ruth Akande", "Ruth Osei"), ("Ruth Akande", "Amara Akande"), ("Li Wei", "Li Na")),
        *(("Ruth Akande", "Ruth Amara Akande"), ("Nature", "Second Nature"), ("Clara", "Dara")),
        *(("Oxford", "Ruth Akande, Oxford"), ("Ma Jun", "Jun Li"), ("Ba", "Ma")),
        *(("Adam Smith", "Adam Smithson"), ("Jose Silva", "Josefa Silva"), ("Ruth", "Ruth Osei")),
    ],
)
def test_a_namesake_with_another_name_is_somebody_else(known, other):
    assert skeleton(known) not in skeletons(other)
    assert skeleton(known) in skeletons(known)


BYLINES = [
    *("Reviewing editor", "2nd reviewer", "Executive editor", "Corresponding author"),
    *("Name withheld", "Name withheld by the editors", "Name withheld on request", "VersoEditor"),
    *("ReviewerAnonymous", "Jane Doe «editor»", "Jane Doe & the editors", "Meta-reviewer"),
    *("Area chair", "Senior area chair", "Author of this preprint", "Redacted", "Unsigned"),
    *("VersoStaff", "versostaff", "Versoteam", "Anonymous reader", "anonymousreviewer"),
    *("Copy editor", "Statistical reviewer", "Emeritus Editor", "Journal reviewer 7", "Reader"),
    *("R e v i e w e r", "E.d.i.t.o.r", "Reviewer-2", "Co-author", "Reviewеr", "Ed1tor", "ЕDІТОR"),
    *(
        "Gutachter 2",
        "Рецензент",
        "审稿人",
        "匿名",
        "Herausgeber",
        "Editeur",
        "The Reader",
        "Staff",
    ),
    *("Guest editor Jane Doe", "Editor Jane Doe", "Jane Doe, Editor", "Editor-in-Chief"),
    *("Reviewer of V12", "A reviewer", "Author", "Preprint author", "Verso Support", "Éditeur"),
]


@pytest.mark.parametrize(
    "name",
    ["jane@example.org", "www.example.org", "https://example.org/jane", "Jane (example.org)"],
)
def test_an_address_is_no_name(name):
    assert is_reserved(name, also=ALSO)


@pytest.mark.parametrize("name", BYLINES)
def test_a_word_of_a_role_makes_it_a_byline_of_the_journal(name):
    assert is_reserved(name, also=ALSO)


@pytest.mark.parametrize(
    "name",
    [
        *("Anna Redaktor", "Анна Редактор", "Jane Reader", "Simon Reader", "Staff Sergeant Lee"),
        *("Edgar Guest", "Peer Gynt", "Chairil Anwar", "Edith Moderow", "Arthur Autor"),
        *("Maria Verso", "Verso Maria", "Reva Edison", "Anon Suwan", "Ed Itoh", "Revi Ewert"),
    ],
)
def test_a_family_name_that_is_a_role_somewhere_stays_free(name):
    assert not is_reserved(name, also=ALSO)


@pytest.mark.parametrize(
    "name",
    [
        *("Jane ǀ Doe", "Heron ا", "Heron ו", "Heron ꟾ", "Heron ᐟ", "Heronꟷ", "Hero\u0336n"),
        *("김ㆍ민준", "Zoe" + "\u0321\u0311" * 90, "Ze\u0316\u0317\u0318", "Heron ♞", "Hēron†"),
        *(
            "J\u20e5ane",
            "Ruth Aꝁande",
            "ᚺeron",
            "Heron <b>",
            "Heron | Oxford",
            "a b c d e f g h i j k l m",
        ),
        *("A\u0338da", "Ada √", "Ada ©", "𐌀da", "Heron ⁞", "Her\u0489on"),
    ],
)
def test_a_name_with_a_character_of_no_name_is_refused(name):
    assert not has_allowed_letters(clean_name(name))


@pytest.mark.parametrize(
    "name",
    [
        *("Renée L’Écuyer", "O'Neil", "Nguyễn Thị Minh Khai", "Đorđe Đorđević", "Łukasz Żółć"),
        *("Þór Æsir", "Gülşah Çağrı", "Ɗan Ɓala", "Kɔfi Ɛsi", "Kahanuʻāina", "İpek Iğdır"),
        *("Jean-Luc Picard", "Conxita Gal·la", "Mª José Núñez", "J. R. R. Tolkien", "X Æ A-12"),
        *("Marie (Maria) Skłodowska-Curie", "Smith & Jones", "李明 (Li Ming)", "山田 タロウ"),
        *("김민준", "김 민준", "佐々木 希", "ＡＤＡ Example", "А. Иванов", "Ґалина Їжак"),
        *("Αλεξία Παπαδοπούλου", "ᾅδης", "علی‌رضا", "محمد بن سلمان", "مُحَمَّد", "משה כהן"),
        *("יִצְחָק", "किरण देसाई", "क्ष्मा", "অনির্বাণ", "அருண்", "సాయి", "ಕಿರಣ್", "മലയാളം"),
        *("สมชาย ใจดี", "ป้าน้ำ", "ສົມ", "မြင့်", "សុខ", "བསྟན་འཛིན", "გიორგი", "Արամ Խաչատրյան"),
        *("አበበ ቢቂላ", "සිරි", "ਗੁਰਪ੍ਰੀਤ", "ગીતા", "Xiuhtli Cuauhtémoc", "Ixbʼalam", "Hawaiʻi Kū"),
    ],
)
def test_names_of_living_languages_are_taken(name):
    assert has_allowed_letters(clean_name(name))


def test_a_name_has_twelve_words_at_most():
    assert not has_too_many_words(" ".join(["Noor"] * 12))
    assert has_too_many_words(" ".join(["Noor"] * 13))


def test_a_known_name_of_one_word_is_near_to_no_other():
    assert not is_near("Noor", "Noor (Oxford)")
    assert is_near("Noor Haddad", "Noor Haddad (Oxford)")


def test_names_that_share_the_first_or_the_last_word_alone_are_not_near():
    assert is_near("Noor Haddad", "Noor B. Haddad")
    assert not is_near("Noor Haddad", "Noor Osei")
    assert not is_near("Noor Haddad", "Ruth Haddad")
