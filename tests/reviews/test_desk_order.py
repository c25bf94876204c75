"""What each row of an editor's desk says, and how many reviewers a round still needs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.selectors.desk import DeskAct, DeskRow
from tests.factories.accounts import UserFactory
from tests.factories.reviews import (
    AssessmentFactory,
    InvitationFactory,
    ReviewFactory,
    SubmissionFactory,
)
from tests.factories.times import NOW
from tests.reviews.desks import corrected_signature, decisions, desk_of, open_round

pytestmark = pytest.mark.django_db


def day(number):
    return NOW + timedelta(days=number)


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def second():
    return UserFactory(editor=True)


# --- One row of each kind: what is made returns its submission and the row's own fields ---------


def triage(editor, second, since):
    waiting = SubmissionFactory(submitted_at=since, triage_due_at=since + timedelta(days=7))
    return waiting, {
        "what": "Decide whether to send it for review",
        "waits": waiting.submitter.profile.name,
        "role": "Submitted by",
        "acts": "Accept or decline",
        "due": since + timedelta(days=7),
        "is_late": True,
        "place": "triage",
    }


def review_to_read(editor, second, since):
    opened = open_round(editor, second)
    ReviewFactory(round=opened, due_on=day(90).date())
    review = ReviewFactory(round=opened, submitted=True, submitted_at=since)
    return opened.submission, {
        "what": "Read a review and accept it",
        "waits": review.reviewer.profile.name,
        "role": "Reviewer",
        "acts": "Read the review",
        "place": f"review-{review.pk}",
    }


def signature(editor, second, since):
    """For the second editor of the work: it waits since the reviewer has confirmed the review."""
    confirmed = {"confirmed_at": since, "confirmed_by": "mailbox"}
    review = corrected_signature(second, editor, submitted_at=day(-9), **confirmed)
    return review.round.submission, {
        "what": "Approve the signature of a review as second editor",
        "waits": review.reviewer.profile.name,
        "role": "Reviewer",
        "acts": "Read the review",
        "place": f"review-{review.pk}",
    }


def round_without_reviewers(editor, second, since):
    opened = open_round(editor, second, opened_at=since)
    return opened.submission, {
        "what": "Find 2 more reviewers",
        "waits": opened.submission.submitter.profile.name,
        "role": "Submitted by",
        "acts": "Invite",
        "place": "invitations",
    }


def round_to_assess(editor, second, since):
    """It waits since the reviews are in, whenever it was opened."""
    opened = open_round(editor, second, state="released", released_at=since)
    return opened.submission, {
        "what": "Write the assessment",
        "waits": opened.submission.submitter.profile.name,
        "role": "Submitted by",
        "acts": "Write it",
        "url": reverse("reviews:write_assessment", args=[opened.pk]),
    }


def proposed_assessment(editor, second, since):
    proposed = AssessmentFactory(round=open_round(second, editor), proposed_at=since)
    return proposed.round.submission, {
        "what": "Approve an assessment as second editor",
        "waits": second.profile.name,
        "role": "Written by",
        "acts": "Read the assessment",
        "place": "assessment",
    }


def returned_assessment(editor, second, since):
    opened = open_round(editor, second)
    AssessmentFactory(round=opened, state="returned", proposed_at=since)
    return opened.submission, {
        "what": "Rewrite the assessment: the second editor asks for a change",
        "waits": opened.submission.submitter.profile.name,
        "role": "Submitted by",
        "acts": "Rewrite it",
        "place": "assessment",
    }


def approved_assessment(editor, second, since):
    """It waits since it was approved, whenever it was proposed."""
    opened = open_round(editor, second)
    fields = {"approved_by": second, "approved_at": since, "proposed_at": since - timedelta(days=5)}
    AssessmentFactory(round=opened, state="approved", **fields)
    return opened.submission, {
        "what": "Send an approved assessment to the authors, or post it",
        "waits": opened.submission.submitter.profile.name,
        "role": "Submitted by",
        "acts": "Send it or post it",
        "place": "assessment",
    }


KINDS = [
    triage,
    review_to_read,
    signature,
    round_without_reviewers,
    round_to_assess,
    proposed_assessment,
    returned_assessment,
    approved_assessment,
]


@pytest.mark.parametrize("make", KINDS)
def test_a_row_says_what_waits_for_whom_since_when_and_leads_there(editor, second, make):
    submission, fields = make(editor, second, day(1))
    page = reverse("reviews:submission", args=[submission.pk])
    url = fields.pop("url", f"{page}#{fields.pop('place', '')}")
    row = {
        "version": submission.version,
        "since": day(1),
        "due": None,
        "is_late": False,
        "url": url,
        **fields,
        "acts": [DeskAct(fields["acts"], url)],
    }
    (group,) = desk_of(editor, now=day(30)).groups
    assert group.rows == [DeskRow(**row)]
    assert (group.count, group.is_cut) == (1, False)


# --- How many reviewers a round needs ------------------------------------------------------------


def reviewers_missing(opened):
    return [row.what for row in decisions(opened.submission.editor)]


def came_to_nothing(opened, times=2):
    for number in range(times):
        InvitationFactory(round=opened, state="declined", email=f"no{number}@example.org")


def test_a_review_counts_once_however_many_were_asked(editor, second):
    opened = open_round(editor, second)
    ReviewFactory(round=opened)
    came_to_nothing(opened)
    assert reviewers_missing(opened) == ["Find 1 more reviewer"]


def test_one_published_review_is_not_enough_however_many_were_asked(editor, second):
    opened = open_round(editor, second)
    ReviewFactory(round=opened, published=True)
    came_to_nothing(opened)
    assert reviewers_missing(opened) == ["Find 1 more reviewer"]


@pytest.mark.parametrize("status", ["disowned", "refused"])
def test_somebody_asked_counts_once_and_reviews_not_taken_not_at_all(editor, second, status):
    opened = open_round(editor, second)
    for _ in range(2):
        ReviewFactory(round=opened, submitted=True, status=status)
    InvitationFactory(round=opened)
    assert reviewers_missing(opened) == ["Find 1 more reviewer"]


@pytest.mark.parametrize(
    ("state", "missing"),
    [("accepted", "Find 1 more reviewer"), ("revoked", "Find 2 more reviewers")],
)
def test_a_review_whose_invitation_was_withdrawn_is_not_waited_for(editor, second, state, missing):
    opened = open_round(editor, second)
    invitation = InvitationFactory(round=opened, state=state)
    ReviewFactory(round=opened, invitation=invitation)
    assert reviewers_missing(opened) == [missing]
