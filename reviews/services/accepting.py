"""The editor accepts a review, which is held until its round is posted; or publishes a late one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import ending_rules, left_work_rules, moves, rules
from reviews.models import Review
from reviews.published import review_key, review_personal, review_public
from reviews.services.asked_authors import (
    addresses_of_reviewer,
    check_has_not_answered_as_author,
)
from reviews.services.bylines import check_byline_is_free
from reviews.services.confirming import lock_review
from reviews.services.editor_interests import check_acts_for
from reviews.services.other_addresses import note_signature
from reviews.services.releasing import release_if_complete
from reviews.services.reopened_assessments import look_again_at


def accept_review(review_id: int, *, editor: User, now: datetime) -> Review:
    """Take a review, unless its name waits for the second editor by now; that it does is kept,
    though the act is refused. Who reads it then: `ReviewQuerySet`.

    Where it was the last one, the reviewers see each other's reviews from now on. Raises
    NotTheHandlingEditor, ReviewNotSubmitted, RoundClosed, ReviewNotConfirmed, BylineNotApproved,
    ReviewerIsInvolved, BylineOfAnother, PseudonymOfAuthor or WorkWithdrawn.
    """
    _note_signature(review_id, editor=editor, now=now)
    return _accept(review_id, editor=editor, now=now)


@transaction.atomic
def _accept(review_id: int, *, editor: User, now: datetime) -> Review:
    review = _lock_checked(moves.ACCEPT_REVIEW, review_id, editor=editor)
    left_work_rules.check_is_not_away(is_away=review.own_round.submission.is_away)
    numbered = review.own_round.reviews.aggregate(top=Max("reviewer_number"))["top"]
    review.reviewer_number = (numbered or 0) + 1
    review.status, review.accepted_at = Review.Status.ACCEPTED, now
    review.save(update_fields=["reviewer_number", "status", "accepted_at"])
    record_event(
        "review.accepted",
        about=review.version,
        actor_id=editor.pk,
        now=now,
        data={"review": review.pk},
    )
    release_if_complete(review.own_round, actor_id=editor.pk, now=now)
    return review


def publish_review(review_id: int, *, editor: User, now: datetime) -> Review:
    """Make a review public that came too late to be posted with its round.

    Raises RoundGoesOn, LeftWorkNotPosted, or what `accept_review` does.
    """
    _note_signature(review_id, editor=editor, now=now)
    return _publish_late(review_id, editor=editor, now=now)


@transaction.atomic
def _publish_late(review_id: int, *, editor: User, now: datetime) -> Review:
    review = _lock_checked(moves.PUBLISH_LATE, review_id, editor=editor)
    left_work_rules.check_can_post(is_away=review.own_round.submission.is_away)
    make_public(review, actor_id=editor.pk, now=now)
    promise("reviews.notify_of_published_review", review_id=review.pk)
    look_again_at(review.own_round.submission.preprint)
    return review


def next_number(review: Review) -> int:
    """Within its version; the caller has locked its round."""
    highest = Review.objects.filter(version=review.version).aggregate(top=Max("number"))["top"]
    return (highest or 0) + 1


def make_public(review: Review, *, actor_id: int | None, now: datetime) -> None:
    """Number a review and publish it; the caller has locked its round and asked the rules."""
    review.number = review.number or next_number(review)
    review.status, review.published_at = Review.Status.PUBLISHED, now
    review.save(update_fields=["number", "status", "published_at"])
    record_event(
        "review.published",
        about=review.version,
        actor_id=actor_id,
        now=now,
        data={
            "review": review.identifier,
            "row": review_key(review),
            "byline_kind": review.byline_kind,
        },
        public=review_public(review),
        personal=review_personal(review),
    )


@transaction.atomic
def _note_signature(review_id: int, *, editor: User, now: datetime) -> None:
    review = lock_review(review_id)
    check_acts_for(review.own_round.submission, editor)
    if review.status == Review.Status.SUBMITTED:
        note_signature(review, now=now)


def _lock_checked(move: moves.Move, review_id: int, *, editor: User) -> Review:
    review = lock_review(review_id)
    check_acts_for(review.own_round.submission, editor)
    ending_rules.check_not_withdrawn(review.round_state)
    rules.check_can_accept_review(
        move,
        status=review.status,
        round_state=review.round_state,
        byline_kind=review.byline_kind,
        is_confirmed=review.is_confirmed,
        waits_for_second_editor=review.waits_for_second_editor,
    )
    addresses = addresses_of_reviewer(review.reviewer, review.invitation)
    check_has_not_answered_as_author(review.own_round, addresses)
    check_byline_is_free(review)
    return review
