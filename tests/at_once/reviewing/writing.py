"""Reviews: written, submitted, answered by the editor, signed; drafts and threads of rounds."""

from datetime import timedelta
from typing import Any

from drafts.limits import SENT_FORM_DAYS
from drafts.models import SentForm
from drafts.services import SentDraft, delete_draft, forget_sent_forms, save_draft
from reviews import errors
from reviews.interests import Interests
from reviews.services import accepting, consulting, replying, reviewing, signing
from reviews.signing_errors import SignedAlready
from tests.at_once.acts import Act, Call
from tests.factories.accounts import UserFactory
from tests.factories.reviews import ReviewFactory, RoundFactory, term
from tests.factories.times import DUE, NOW


def volunteer() -> Call:
    opened, reviewer = RoundFactory(), UserFactory()
    return lambda: reviewing.begin_review(
        opened.pk, reviewer=reviewer, due_on=DUE, email_verified=True, now=NOW
    )


def content(**changed: Any) -> reviewing.ReviewContent:
    fields = {
        **dict.fromkeys(("strengths", "weaknesses", "evidence", "recommendations"), ""),
        "summary": "It states four axioms.",
        "significance": term("significance", "important"),
        "strength": term("strength", "solid"),
        "confidence": 4,
        "byline_kind": "anonymous",
        "interests": Interests.none(),
        "ai_use": "",
    }
    return reviewing.ReviewContent(**{**fields, **changed})


def written_review() -> Call:
    review, written = ReviewFactory(), content()
    return lambda: reviewing.submit_review(
        review.pk, reviewer=review.reviewer, content=written, now=NOW
    )


def submitted_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: accepting.accept_review(review.pk, editor=editor, now=NOW)


def last_review() -> Call:
    review = ReviewFactory(submitted=True)
    ReviewFactory(round=review.round, accepted=True)
    editor = review.round.submission.editor
    return lambda: accepting.accept_review(review.pk, editor=editor, now=NOW)


def review_after_posting() -> Call:
    review = ReviewFactory(submitted=True, round__state="assessed")
    editor = review.round.submission.editor
    return lambda: accepting.publish_review(review.pk, editor=editor, now=NOW)


def write_as_reviewer() -> Call:
    review = ReviewFactory(round=RoundFactory(released=True), accepted=True)
    return lambda: consulting.write_as_reviewer(
        review.pk, reviewer=review.reviewer, text="I agree.", now=NOW
    )


def write_as_editor() -> Call:
    of = RoundFactory(released=True)
    editor = of.submission.editor
    return lambda: consulting.write_as_editor(of.pk, editor=editor, text="Thank you.", now=NOW)


def return_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: replying.return_review(review.pk, editor=editor, question="Why?", now=NOW)


def refuse_review() -> Call:
    review = ReviewFactory(submitted=True)
    editor = review.round.submission.editor
    return lambda: replying.refuse_review(review.pk, editor=editor, reason="Insults.", now=NOW)


def hidden_review() -> Call:
    review = ReviewFactory(published=True)
    return lambda: signing.sign_review(review.pk, reviewer=review.reviewer, now=NOW)


def autosave() -> Call:
    review = ReviewFactory()
    key, sent = reviewing.draft_key(review), SentDraft({"summary": "It states"})
    return lambda: save_draft(review.reviewer, key, sent=sent, now=NOW)


def discard() -> Call:
    review = ReviewFactory()
    key, sent = reviewing.draft_key(review), SentDraft({"summary": "It states"})
    save_draft(review.reviewer, key, sent=sent, now=NOW)
    return lambda: delete_draft(review.reviewer, key)


def old_sent_form() -> Call:
    old = NOW - timedelta(days=SENT_FORM_DAYS + 1)
    SentForm.objects.create(owner=UserFactory(), key="review:1", sequences={}, saved_at=old)
    return lambda: forget_sent_forms(now=NOW)


ACTS = [
    Act(reviewing.begin_review, volunteer, (errors.AlreadyReviewing,)),
    Act(reviewing.submit_review, written_review, (errors.ReviewAlreadySubmitted,)),
    Act(accepting.accept_review, submitted_review, (errors.ReviewNotSubmitted,)),
    Act(accepting.accept_review, last_review, (errors.ReviewNotSubmitted,), name="the last"),
    Act(accepting.publish_review, review_after_posting, (errors.ReviewNotSubmitted,)),
    Act(consulting.write_as_reviewer, write_as_reviewer),
    Act(consulting.write_as_editor, write_as_editor),
    Act(replying.return_review, return_review, (errors.ReviewNotSubmitted,)),
    Act(replying.refuse_review, refuse_review, (errors.ReviewNotSubmitted,)),
    Act(signing.sign_review, hidden_review, refusals=(SignedAlready,)),
    Act(save_draft, autosave),
    Act(forget_sent_forms, old_sent_form),
    Act(delete_draft, discard),
]
