"""Where the rows of an editor's desk end: the oldest of many, a due moment, each condition."""

from datetime import timedelta

import pytest

from reviews.models import Review
from reviews.selectors import desk as desk_page
from reviews.selectors.desk import editor_desk
from tests.factories.accounts import UserFactory
from tests.factories.reviews import SubmissionFactory
from tests.factories.times import NOW
from tests.reviews.test_desk_order import KINDS, day
from tests.reviews.test_desk_rows import CONFIRMED, corrected_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def second():
    return UserFactory(editor=True)


@pytest.mark.parametrize("make", KINDS)
def test_of_many_rows_of_a_kind_those_that_waited_longest_are_shown(
    editor, second, monkeypatch, make
):
    monkeypatch.setattr(desk_page, "ROWS_A_KIND", 2)
    made = {number: make(editor, second, day(number))[0] for number in (3, 1, 2, 4)}
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [made[1].version, made[2].version]
    assert desk.is_cut


def test_a_triage_is_late_only_after_the_moment_it_is_due(editor):
    SubmissionFactory(triage_due_at=NOW)
    assert [row.is_late for row in editor_desk(editor, now=NOW).rows] == [False]
    after = NOW + timedelta(seconds=1)
    assert [row.is_late for row in editor_desk(editor, now=after).rows] == [True]


@pytest.mark.parametrize(
    "changed",
    [
        {"byline_kind": "pseudonym"},
        {"status": "disowned"},
        {"byline_approved_at": NOW},
        {"confirmed_at": None, "confirmed_by": ""},
    ],
)
def test_only_a_submitted_signature_waits_for_the_second_editor(editor, second, changed):
    kept, review = (corrected_signature(editor, second, **CONFIRMED) for _ in range(2))
    if "byline_approved_at" in changed:
        changed = {**changed, "byline_approved_by": second}
    Review.objects.filter(pk=review.pk).update(**changed)
    assert [row.version for row in editor_desk(second, now=NOW).rows] == [kept.version]
