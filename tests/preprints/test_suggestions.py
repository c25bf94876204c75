"""Pairs that are suggested to editors by an identifier or by a word: the whole row, once a pair."""

from datetime import timedelta

import pytest

from preprints.duplicates.candidates import (
    add_candidate,
    mark_different,
    open_candidate,
    suggest_pairs,
)
from preprints.duplicates.merge import merge_preprints
from preprints.models import DuplicateCandidate
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def bystander():
    """A pair of other works, which stays as it is."""
    other = add_candidate(PreprintFactory(), PreprintFactory(), reason="Others.", now=NOW)
    before = rows(pk=other.pk)
    yield
    assert rows(pk=other.pk) == before


def rows(**fields):
    return list(DuplicateCandidate.objects.filter(**fields).order_by("pk").values())


@pytest.mark.parametrize("is_older_first", [True, False])
def test_a_pair_is_one_row_whichever_is_named_first(is_older_first):
    older, newer = PreprintFactory(), PreprintFactory()
    pair = (older, newer) if is_older_first else (newer, older)
    found = add_candidate(*pair, reason="Alike.", now=NOW)
    assert add_candidate(newer, older, reason="Other words.", now=LATER) == found
    assert rows(one=older) == [
        {
            "id": found.pk,
            "one_id": older.pk,
            "other_id": newer.pk,
            "reason": "Alike.",
            "state": "open",
            "created_at": NOW,
            "decided_at": None,
            "decided_by_id": None,
        }
    ]


def test_different_works_stay_different_when_they_are_suggested_again():
    one, other = PreprintFactory(), PreprintFactory()
    editor = UserFactory(editor=True)
    add_candidate(one, other, reason="Alike.", now=NOW)
    mark_different(other, one, reason="Two works.", by=editor, now=LATER)
    before = rows(one=one)
    add_candidate(one, other, reason="Alike.", now=LATER)
    assert rows(one=one) == before
    assert [(row["state"], row["reason"], row["decided_by_id"]) for row in before] == [
        ("different", "Alike.", editor.pk)
    ]
    assert open_candidate(one, other) is None


def test_of_two_suggestions_about_one_pair_the_newest_is_named():
    """Two rows are about one pair once a third work has been merged into one of the two."""
    one, other, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    add_candidate(one, other, reason="The first.", now=NOW)
    newest = add_candidate(one, third, reason="The newest.", now=LATER)
    third.merged_into = other
    third.save()
    assert open_candidate(one, other) == open_candidate(other, one) == newest


def test_claimed_pairs_are_suggested_in_as_many_queries_as_one(django_assert_num_queries):
    works = PreprintFactory.create_batch(10)
    pairs = [(works[0].pk, other.pk) for other in works[1:]]
    with django_assert_num_queries(3):
        suggest_pairs(pairs[:1], reason="Claimed.", now=NOW)
    with django_assert_num_queries(3):
        suggest_pairs([(other, one) for one, other in pairs], reason="Again.", now=LATER)
    found = DuplicateCandidate.objects.filter(one=works[0]).order_by("other_id")
    assert [(row.other_id, row.reason, row.state, row.created_at) for row in found] == [
        (pairs[0][1], "Claimed.", "open", NOW),
        *((other, "Again.", "open", LATER) for _one, other in pairs[1:]),
    ]


def test_a_claim_about_a_merged_work_is_about_the_one_that_stands():
    one, kept, merged = PreprintFactory(), PreprintFactory(), PreprintFactory()
    merge_preprints(kept.pk, merged.pk, reason="One work.", now=NOW)
    suggest_pairs([(merged.pk, one.pk), (merged.pk, kept.pk)], reason="Claimed.", now=NOW)
    assert [(row.one, row.other) for row in DuplicateCandidate.objects.filter(one=one)] == [
        (one, kept)
    ]
    assert not DuplicateCandidate.objects.filter(one=kept).exists()


def test_a_claim_about_works_that_were_kept_apart_is_not_suggested():
    one, other, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    mark_different(one, other, reason="Two works.", by=UserFactory(editor=True), now=NOW)
    merge_preprints(third.pk, other.pk, reason="One work.", now=NOW)
    suggest_pairs([(one.pk, other.pk), (third.pk, one.pk)], reason="Claimed.", now=LATER)
    assert [row["state"] for row in rows(one=one)] == ["different"]
    bystander = PreprintFactory()
    suggest_pairs([(bystander.pk, one.pk)], reason="Claimed.", now=LATER)
    assert [row["state"] for row in rows(other=bystander)] == ["open"]


def test_two_works_that_nobody_suggested_are_kept_apart_in_two_statements(
    django_assert_num_queries,
):
    one, other = PreprintFactory(), PreprintFactory()
    editor = UserFactory(editor=True)
    with django_assert_num_queries(4):  # two groups are read, and two statements
        mark_different(other, one, reason="Two works.", by=editor, now=LATER)
    (row,) = rows(one=one, other=other)
    assert (row["state"], row["reason"], row["decided_by_id"]) == (
        *("different", "Two works."),
        editor.pk,
    )
    assert (row["created_at"], row["decided_at"]) == (LATER, LATER)
