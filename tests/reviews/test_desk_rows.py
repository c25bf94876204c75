"""Whose decisions stand on an editor's desk: their own, and none of the other editors'."""

from datetime import timedelta

import pytest

from reviews.selectors import ROWS_A_KIND, editor_desk
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    RoundFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def other_editor():
    return UserFactory(editor=True)


def open_round(editor, second, **fields):
    submission = SubmissionFactory(state="accepted", editor=editor, second_editor=second)
    return RoundFactory(submission=submission, **fields)


def review_to_read(editor, second):
    """A submitted review, in a round that needs no further reviewer."""
    opened = open_round(editor, second)
    review = ReviewFactory(round=opened, submitted=True)
    ReviewFactory(round=opened)
    return review


def wordings(desk):
    return [(row.what, row.version) for row in desk.rows]


def test_a_submitted_review_is_read_by_the_handling_editor_alone(editor, other_editor):
    review = review_to_read(editor, other_editor)
    review_to_read(UserFactory(editor=True), other_editor)
    assert wordings(editor_desk(editor, now=NOW)) == [
        ("Read a review and publish it", review.version)
    ]
    assert wordings(editor_desk(other_editor, now=NOW)) == []


def test_neither_a_draft_nor_a_published_review_waits_to_be_read(editor, other_editor):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    ReviewFactory(round=opened, published=True)
    assert wordings(editor_desk(editor, now=NOW)) == []


def test_reviewers_are_looked_for_by_the_handling_editor_alone(editor, other_editor):
    opened = open_round(editor, other_editor)
    open_round(other_editor, UserFactory(editor=True))
    assert wordings(editor_desk(editor, now=NOW)) == [("Find 2 more reviewers", opened.version)]


def test_somebody_asked_and_somebody_writing_are_enough_reviewers(editor, other_editor):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    InvitationFactory(round=opened)
    assert wordings(editor_desk(editor, now=NOW)) == []


@pytest.mark.parametrize("state", ["declined", "revoked"])
def test_an_invitation_that_came_to_nothing_leaves_a_reviewer_to_find(editor, other_editor, state):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened)
    InvitationFactory(round=opened, state=state)
    assert wordings(editor_desk(editor, now=NOW)) == [("Find 1 more reviewer", opened.version)]


def test_a_closed_round_needs_no_reviewers(editor, other_editor):
    open_round(editor, other_editor, state="assessed", closed_at=NOW)
    assert wordings(editor_desk(editor, now=NOW)) == []


def test_two_published_reviews_wait_for_an_assessment_by_the_handling_editor(editor, other_editor):
    opened = open_round(editor, other_editor)
    ReviewFactory(round=opened, published=True)
    ReviewFactory(round=opened, published=True, number=2)
    assert wordings(editor_desk(editor, now=NOW)) == [("Write the assessment", opened.version)]
    assert wordings(editor_desk(other_editor, now=NOW)) == []


def test_a_proposed_assessment_waits_for_its_second_editor_alone(editor, other_editor):
    proposed = AssessmentFactory(round=open_round(editor, other_editor))
    AssessmentFactory(round=open_round(editor, UserFactory(editor=True)))
    assert wordings(editor_desk(editor, now=NOW)) == []
    assert wordings(editor_desk(other_editor, now=NOW)) == [
        ("Approve an assessment as second editor", proposed.version)
    ]


def answered_assessment(editor, second, state):
    approval = {"approved_by": second, "approved_at": NOW} if state == "approved" else {}
    return AssessmentFactory(round=open_round(editor, second), state=state, **approval)


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("returned", "Rewrite the assessment: the second editor asks for a change"),
        ("approved", "Publish the approved assessment"),
    ],
)
def test_an_answered_assessment_waits_for_the_handling_editor_alone(
    editor, other_editor, state, what
):
    answered = answered_assessment(editor, other_editor, state)
    answered_assessment(UserFactory(editor=True), other_editor, state)
    assert wordings(editor_desk(editor, now=NOW)) == [(what, answered.version)]
    assert wordings(editor_desk(other_editor, now=NOW)) == []


def test_a_published_assessment_waits_for_nobody(editor, other_editor):
    closed = open_round(editor, other_editor, state="assessed", closed_at=NOW)
    AssessmentFactory(round=closed, published=True)
    assert wordings(editor_desk(editor, now=NOW)) == []
    assert wordings(editor_desk(other_editor, now=NOW)) == []


def test_every_editor_sees_what_waits_for_triage_and_only_that(editor):
    waiting = SubmissionFactory()
    SubmissionFactory(state="declined", decline_code="other", decline_text="No")
    (row,) = editor_desk(editor, now=NOW).rows
    assert row.version == waiting.version
    assert row.waits == waiting.submitter.profile.name
    assert row.due == waiting.triage_due_at


def test_a_triage_is_late_only_after_the_moment_it_is_due(editor):
    SubmissionFactory(triage_due_at=NOW)
    assert [row.is_late for row in editor_desk(editor, now=NOW).rows] == [False]
    after = NOW + timedelta(seconds=1)
    assert [row.is_late for row in editor_desk(editor, now=after).rows] == [True]


def test_what_has_waited_longest_stands_first_whatever_its_kind(editor, other_editor):
    newest = SubmissionFactory(submitted_at=LATER, triage_due_at=LATER)
    oldest = open_round(editor, other_editor, opened_at=NOW - timedelta(days=9))
    middle = SubmissionFactory(submitted_at=NOW)
    assert [row.version for row in editor_desk(editor, now=NOW).rows] == [
        oldest.version,
        middle.version,
        newest.version,
    ]


def test_a_kind_with_too_many_rows_shows_those_that_waited_longest_and_says_so(editor):
    for age in range(ROWS_A_KIND):
        SubmissionFactory(submitted_at=NOW - timedelta(minutes=age))
    shown = editor_desk(editor, now=NOW).rows
    SubmissionFactory(submitted_at=LATER)
    desk = editor_desk(editor, now=NOW)
    assert [row.version for row in desk.rows] == [row.version for row in shown]
    assert desk.is_cut


def test_a_few_rows_are_not_called_cut(editor):
    SubmissionFactory()
    assert not editor_desk(editor, now=NOW).is_cut
