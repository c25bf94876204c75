"""Hyphens, titles and bylines of Hebrew, Chinese, Japanese and Korean; names of the journal."""

import pytest

from accounts.fields import has_allowed_letters
from accounts.names import clean_name, is_reserved, skeleton, skeletons

ALSO = ("Verso", "Verso editors", "Editors of Verso", "Anonymous reviewer")


def test_a_hebrew_hyphen_is_a_hyphen():
    name = "ינון כהן\u05beצמח"
    assert has_allowed_letters(clean_name(name))
    assert "\u05be" in clean_name(name)
    for same in ("ינון כהן-צמח", "ינון כהן צמח"):
        assert skeleton(same) == skeleton(name)
    assert skeleton("ינון כהן") != skeleton(name)
    assert not has_allowed_letters("ינון כהן\u05c0צמח")


@pytest.mark.parametrize(
    "name",
    [
        *("审稿人2", "审稿人 2", "审稿人2号", "査読者2", "査読者 2", "심사자2", "심사자 2번"),
        *("匿名审稿人", "匿名査読者", "匿名査読者2", "익명", "익명 심사자", "익명심사자"),
        *("편집자1", "编辑3", "익명심사자2"),
        *("On behalf of Verso", "Publisher of Verso", "Approved by Verso", "Director of Verso"),
        *("Verso Publisher", "Managing Director, Verso", "Jane Doe for Verso", "Jane Doe of VERSО"),
    ],
)
def test_bylines_of_more_languages_and_of_the_journal_are_nobodys(name):
    assert is_reserved(name, also=ALSO)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "李明",
            "李明2",
            "山田 太郎",
            "김철수",
            "김익명",
            "匿名子",
            "李编",
            "田中博士",
            "王先生",
            "이교수",
        ),
        *("Maria Verso", "Verso Maria", "Botho Verso", "Anna of Versova", "Jane Director"),
        *("Director Lee", "Publisher Osei", "By Verson", "ינון כהן\u05beצמח", "Ada 2", "X Æ A-12"),
    ],
)
def test_people_stay_free(name):
    assert not is_reserved(name, also=ALSO)
    assert has_allowed_letters(clean_name(name))


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        *(
            ("李明", "李明博士"),
            ("김철수", "교수 김철수"),
            ("李明", "李明 博士"),
            ("李明", "李明教授"),
            ("李明", "李明先生"),
        ),
        *(
            ("김철수", "김철수 교수"),
            ("김철수", "김철수교수님"),
            ("김철수", "김철수 님"),
            ("김철수", "김철수님"),
        ),
        *(("山田 太郎", "山田太郎教授"), ("山田 太郎", "山田 太郎 博士")),
    ],
)
def test_a_title_behind_a_name_without_spaces_is_an_addition(known, typed):
    assert skeleton(known) in skeletons(typed)


@pytest.mark.parametrize(
    ("known", "other"),
    [
        *(
            ("李明", "李朋博士"),
            ("田", "田博士"),
            ("李明博士", "李明"),
            ("이", "이교수"),
            ("김철수", "김철호 교수"),
        ),
        *(("李", "李先生"), ("Khan", "Khan Lee 先生")),
    ],
)
def test_another_name_with_such_a_title_is_somebody_else(known, other):
    assert skeleton(known) not in skeletons(other)
    assert skeleton(known) in skeletons(known)
