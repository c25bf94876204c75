"""The last steps of a round by several at once: schedules, authors, reviewers and editors."""

from collections import Counter
from datetime import timedelta

import pytest

from events.models import Event, Outbox
from reviews import correction_errors, round_errors
from reviews.interests import Interests
from reviews.models import (
    Assessment,
    Correction,
    DraftAnswer,
    HeldResponse,
    Response,
    Review,
    Round,
)
from reviews.services import assessing, correcting, draft_answers, posting, responding
from tests.at_once.reviewing import assessments
from tests.at_once.sending import send
from tests.factories.reviews import AssessmentFactory, CorrectionFactory, ReviewFactory
from tests.factories.times import DUE, NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("events.outbox.waker.wake", lambda: None)


def kinds():
    return Counter(Event.objects.values_list("kind", flat=True))


def none_but(outcome, *named):
    assert [error for error in outcome.raised if not isinstance(error, named)] == []


def test_a_round_is_posted_once_while_its_author_and_editor_still_write():
    """What is written before is posted with it, what comes after is refused."""
    sent, author = assessments.round_with_authors()
    correction = CorrectionFactory(round=sent, author=author)
    due = sent.respond_until
    Round.objects.filter(pk=sent.pk).update(post_by=due + timedelta(days=7))
    late = due + timedelta(days=7)
    outcome = send(
        lambda: posting.post_due_rounds(now=late),
        lambda: posting.post_due_rounds(now=late),
        lambda: posting.post_round(sent.pk, author=author, now=late),
        lambda: correcting.accept_correction(
            correction.pk, editor=sent.submission.editor, note="So it is.", now=late
        ),
        lambda: responding.hold_response(
            sent.pk, author=author, text="We agree.", interests=Interests.none(), now=late
        ),
    )
    none_but(outcome, round_errors.NotWithAuthors, correction_errors.CorrectionsUndecided)
    happened = kinds()
    assert Round.objects.get().state == "assessed"
    assert list(Review.objects.values_list("status", flat=True)) == ["published"] * 2
    assert (happened["review.published"], happened["assessment.published"]) == (2, 1)
    correction.refresh_from_db()
    assert happened["correction.accepted"] == (correction.state == Correction.State.ACCEPTED)
    posted = Event.objects.get(kind="corrections.posted").data
    assert posted["accepted"] == happened["correction.accepted"]
    assert happened["response.held"] == happened["response.posted"] == Response.objects.count()
    assert not HeldResponse.objects.exists()
    tasks = Counter(Outbox.objects.values_list("task", flat=True))
    assert tasks["reviews.thank_reviewer"] == 2
    assert tasks["reviews.notify_of_published_assessment"] == 1


def test_reviewers_answer_a_draft_while_it_is_approved_and_rewritten():
    """Whoever is counted has answered what was approved."""
    assessment = AssessmentFactory(round=assessments.round_with_a_review(), answer_by=DUE)
    opened, seen = assessment.round, assessment.fingerprint
    reviews = [opened.reviews.get(), ReviewFactory(round=opened, accepted=True, reviewer_number=2)]
    outcome = send(
        *(
            lambda one=one: draft_answers.answer_draft(
                one.pk, reviewer=one.reviewer, agrees=True, text="", seen=seen, now=NOW
            )
            for one in reviews
        ),
        lambda: assessing.approve_assessment(
            assessment.pk,
            second_editor=opened.submission.second_editor,
            seen=seen,
            early_reason="They agreed by mail.",
            now=NOW,
        ),
    )
    none_but(outcome, round_errors.DraftIsApproved)
    found = Assessment.objects.get()
    assert (found.state, found.reviewers_asked) == ("approved", 2)
    assert found.reviewers_agreed == DraftAnswer.objects.count() == kinds()["assessment.answered"]
    is_early = found.reviewers_agreed < 2
    assert bool(found.early_reason) == is_early
