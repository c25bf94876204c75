"""Words that make a byline or a title of a name: an example of each, typed here by hand."""

import pytest

from accounts.names import is_reserved, skeleton, skeletons

ALSO = ("Verso", "Verso editors")


def reserved(names):
    return [name for name in names if is_reserved(name, also=ALSO)]


def each(pattern, words):
    return [pattern.format(word) for word in words.split()]


ROLES = """reviewer reviewers referee referees editor editors editorial editorship coeditor
subeditor author authors coauthor coauthors administrator administrators moderator moderators admin
admins anonymous anonymised anonymized annonymous anonimous anonymus anonymously anonymity withdrawn
retracted redacted unsigned withheld chair chairperson cochair metareviewer reviewing refereeing
preprint pseudonymous pseudonym undisclosed anonreviewer"""
WEAK = """anon staff reader readers review reviews reviser curator moderation commentator assessor
examiner redaktion redaktor redakteur gutachter gutachterin rezensent herausgeber autor autorin
autores autora revisor revisora relecteur relectrice rapporteur editeur auteur anonyme anonimo
anonym anoniem anonimno redactor recensore revisore редактор рецензент автор аноним анонимный
编辑 审稿人 作者 匿名 匿名审稿人 編集者 査読者 著者 편집자 심사자 익명 匿名者 심사위원 리뷰어
审稿 評者"""
BESIDE = """a an the of by for in no number not named name guest peer chief handling second managing
associate academic section deputy senior invited verified official board office team under and first
third this work journal user desk fellow area expert independent external internal blind blinded
hidden meta unnamed unknown masked secret double scholar scientist person researcher colleague
specialist bot executive corresponding lead paper article manuscript submission programme program
committee"""
COUNTS = """one two three four five six seven eight nine ten ii iii iv vi vii viii ix 1st 2nd 3rd
4th 5th A b 7 12 3b"""
SPEAKERS = """team board staff office support admin desk journal official bot robot crew press help
service system"""
OFFICES = """publisher director founder owner manager president secretary ceo trustee spokesperson
representative moderation management"""
VOUCHED = "verified official confirmed checked real invited"
BEFORE = """Dr Drs Doctor Prof Professor Mr Mrs Ms Miss Mx Sir Dame Lord Lady Rev Reverend Fr
Emeritus Emerita Dr. Prof. Hon. DR DRS MR MRS MX SIR REV PROFESSOR LADY"""
BEHIND = """PhD DPhil MD MSc BSc MPhil MBA BSN LLM LLB JD Jr Sr Esq FRS FREng MBE OBE CBE FRSC FRSE
FRCP habil emeritus emerita Ph.D. M.D. MA BA MS BS DO RN KBE DBE II III IV OM CH MEng BEng"""
GLUED = "博士 教授 副教授 先生 교수님 교수 박사님 박사 선생님 님"
SET_BEFORE = "博士 教授 교수님 교수 박사님 박사"
KINDS = [
    *("Deleted user", "Deleted account", "Former user", "Support", "System", "Staff", "Guest"),
    *("No name", "No name given", "Nobody", "Unknown", "Under a pseudonym", "Anonymous peer"),
    *("Name withheld", "Not named", "Verified", "Reader", "The journal", "The board"),
]


@pytest.mark.parametrize(
    "names",
    [
        each("Jane {}", ROLES),
        each("{} Doe", ROLES),
        each("{}", WEAK),
        each("{} staff", BESIDE),
        each("Staff {}", COUNTS),
        each("Verso {}", SPEAKERS),
        each("{}, Verso", SPEAKERS),
        each("Jane {} Verso", "of for by from at with the chez von bei"),
        each("{} Lee, Verso", OFFICES),
        each("Jane Doe, {}", VOUCHED),
        each("Jane Doe — {}", VOUCHED),
        KINDS,
        [name.upper() for name in KINDS],
    ],
    ids=lambda names: names[0],
)
def test_each_word_of_a_byline_makes_a_name_one_of_the_journals(names):
    assert reserved(names) == names


@pytest.mark.parametrize(
    "names",
    [
        each("Jane {}", WEAK.replace("匿名审稿人", "").replace("匿名者", "")),
        each("{} Doe", "chief handling second guest peer hidden paper lead an of"),
        each("{} Staff", "b two ii"),  # a number stands behind
        each("{}", "Crew Press Help Service Robot Team"),  # without the journal's name
        each("Jane {} Versova", "of for by from"),
        each("{} Lee", OFFICES),
        ["Maria Verso", "Director Lee", "Jane Doe, Oxford", "Real Madrid", "Jane Doe — Oxford"],
    ],
    ids=lambda names: names[0],
)
def test_beside_another_word_most_of_them_are_a_name(names):
    assert reserved(names) == []


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *(("Jane Reviewerx", True), ("Jane Xreviewer", True)),
        *(("Jane Authorx", True), ("Jane Xauthor", True)),  # six letters
        *(("Jane Chairx", False), ("Jane Xchair", False)),  # five
        *(("Jane Xreviewerx", False), ("Jane Review", False)),
    ],
)
def test_a_word_that_begins_or_ends_with_a_long_role_is_nobodys_name(name, is_one):
    assert (reserved([name]) == [name]) is is_one


def test_a_role_in_capitals_is_one_where_its_small_letters_look_otherwise():
    """ "cl" looks like "d", "CL" does not."""
    assert reserved(["Jane UNDISCLOSED", "UNDISCLOSED Doe", "Jane CLAIR"]) == [
        *("Jane UNDISCLOSED", "UNDISCLOSED Doe"),
    ]


def test_a_role_of_seven_letters_is_one_with_a_space_in_it_too():
    assert reserved(["Ref Eree", "An Onymous", "Au Thor", "Ann Onymous"]) == [
        *("Ref Eree", "An Onymous"),
    ]


@pytest.mark.parametrize("title", BEFORE.split())
def test_each_title_before_a_name_is_an_addition(title):
    assert skeleton(f"{title} Ruth Akande") == skeleton("Ruth Akande")


@pytest.mark.parametrize("title", BEHIND.split())
def test_each_title_behind_a_name_is_an_addition(title):
    assert skeleton(f"Ruth Akande {title}") == skeleton("Ruth Akande")
    assert skeleton(f"Ruth Akande, {title}") == skeleton("Ruth Akande")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "MS Ruth Akande",
            "FR Ruth Akande",
            "Hon Ruth Akande",
            "Ma Ruth Akande",
            "Ruth Akande Ma",
        ),
        *(
            "Ruth Akande Ba",
            "Ruth Akande Do",
            "Ruth Akande Om",
            "Ruth Akande ii",
            "PhD Ruth Akande",
        ),
        *("Ruth Akande Sir", "Ruth Akande Mrs"),
    ],
)
def test_what_is_a_title_in_capitals_or_at_the_other_end_alone_is_a_name(name):
    assert skeleton(name) != skeleton("Ruth Akande")


def test_of_titles_two_words_are_left():
    assert skeleton("Dr. Akande") == skeleton("DrAkande") != skeleton("Akande")
    assert skeleton("Lord MA") == skeleton("LordMA")
    assert skeleton("Dr.Ruth Akande") == skeleton("Prof. Dr. Ruth Akande, PhD, MBA")


@pytest.mark.parametrize("title", GLUED.split())
def test_each_title_glued_to_a_name_is_an_addition(title):
    assert skeleton("李明") in skeletons(f"李明{title}")
    assert skeleton("李朋") not in skeletons(f"李明{title}")


@pytest.mark.parametrize("title", SET_BEFORE.split())
def test_each_title_set_before_such_a_name_is_an_addition(title):
    assert skeleton("김철수") in skeletons(f"{title} 김철수")
    assert skeleton("김철호") not in skeletons(f"{title} 김철수")


@pytest.mark.parametrize(
    "typed",
    [
        *("Heron verified", "Heron official", "Heron confirmed", "Heron checked", "Heron real"),
        *("Heron invited", "An Heron", "The Heron", "Heron and", "Heron 2", "Heron ii"),
        *("Heron staff", "Heron, reviewer", "Heron reviewerx", "Heron xreviewer"),
        "A\u030b Heron",  # an article with a mark, for which there is no letter
    ],
)
def test_a_name_of_one_word_is_found_beside_words_that_are_none(typed):
    assert skeleton("Heron") in skeletons(typed)
    assert skeleton("Heron") not in skeletons(typed.replace("Heron", "Heron Grey"))


EIGHT = "Anna Berta Carla Dora Emma {} {} Frieda"


@pytest.mark.parametrize(
    "typed",
    [
        *("Ruth Akande B", "B. Ruth Akande", "Ruth Akande B. C.", "A. B. Ruth Akande"),
        *(EIGHT.format("Ruth", "Akande"), EIGHT.format("Akande", "Ruth")),
        "Gerda " + EIGHT.format("Ruth", "Akande"),
    ],
)
def test_a_known_name_is_found_beside_initials_and_among_many_words(typed):
    assert skeleton("Ruth Akande") in skeletons(typed)


def test_of_nine_words_no_other_order_is_looked_at():
    typed = "Gerda " + EIGHT.format("Akande", "Ruth")
    assert skeleton("Ruth Akande") not in skeletons(typed)
    assert skeleton("Akande Ruth") in skeletons(typed)


def test_a_known_name_of_four_words_is_found_in_any_order():
    assert skeleton("Ruth Ann Akande Osei") in skeletons("Osei Akande Ann Ruth")
    assert skeleton("Ruth Ann Akande Osei") not in skeletons("Osei Akande Ann Rita")
