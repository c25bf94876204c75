"""Pairs that are suggested to editors by an identifier or by a word: the whole row, once a pair."""

from datetime import timedelta

import pytest

from preprints.duplicates.candidates import call_different, suggest_pair, suggestion_of
from preprints.models import Likeness
from tests.factories.accounts import UserFactory
from tests.factories.preprints import PreprintFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def bystander():
    """A pair of other works, which stays as it is."""
    other = suggest_pair(PreprintFactory(), PreprintFactory(), reason="Others.", now=NOW)
    before = rows(pk=other.pk)
    yield
    assert rows(pk=other.pk) == before


def rows(**fields):
    return list(Likeness.objects.filter(**fields).order_by("pk").values())


@pytest.mark.parametrize("is_older_first", [True, False])
def test_a_pair_is_one_row_whichever_is_named_first(is_older_first):
    older, newer = PreprintFactory(), PreprintFactory()
    pair = (older, newer) if is_older_first else (newer, older)
    found = suggest_pair(*pair, reason="Alike.", now=NOW)
    assert suggest_pair(newer, older, reason="Other words.", now=LATER) == found
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


def test_what_was_told_apart_stays_so_when_it_is_suggested_again():
    one, other = PreprintFactory(), PreprintFactory()
    editor = UserFactory(editor=True)
    suggest_pair(one, other, reason="Alike.", now=NOW)
    call_different(other, one, reason="Two works.", by=editor, now=LATER)
    before = rows(one=one)
    suggest_pair(one, other, reason="Alike.", now=LATER)
    assert rows(one=one) == before
    assert [(row["state"], row["reason"], row["decided_by_id"]) for row in before] == [
        ("different", "Alike.", editor.pk)
    ]
    assert suggestion_of(one, other) is None


def test_of_two_suggestions_about_one_pair_the_newest_is_named():
    """Two rows are about one pair once a third work has been merged into one of the two."""
    one, other, third = PreprintFactory(), PreprintFactory(), PreprintFactory()
    suggest_pair(one, other, reason="The first.", now=NOW)
    newest = suggest_pair(one, third, reason="The newest.", now=LATER)
    third.merged_into = other
    third.save()
    assert suggestion_of(one, other) == suggestion_of(other, one) == newest
