"""Signing a review that was published under another name, or none."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.outbox import promise
from events.services import record_event
from reviews import moves, signing_rules
from reviews.models import Byline, Review
from reviews.published import review_key, review_personal, review_public
from reviews.services.bylines import check_can_appear
from reviews.services.published_changes import change_published
from reviews.services.reviewing import lock_round_or_work


@transaction.atomic
def sign_review(review_id: int, *, reviewer: User, now: datetime) -> Review:
    """Its declarations are read by everybody then, as with any signed review; not undone.

    Raises NotYoursToSign, SignedAlready, NotPublishedYet, PseudonymIsShared or NameOfAnother.
    """
    lock_round_or_work(review_id)
    locked = Review.objects.select_for_update(of=("self",))
    review = locked.select_related("version", "reviewer__profile", "invitation").get(pk=review_id)
    signing_rules.check_can_sign(
        person_id=reviewer.pk,
        writer_id=review.reviewer_id,
        is_guest=review.reviewer.is_guest,
        is_signed=review.is_signed,
        shares_pseudonym=shares_pseudonym(review),
    )
    moves.SIGN_REVIEW.check(review.status)
    check_can_appear(
        review.reviewer, byline_kind=Byline.SIGNED, preprint_id=review.version.preprint_id
    )
    review.byline_kind, review.byline_name = Byline.SIGNED, review.reviewer.profile.name
    if not review.is_confirmed:
        review.confirmed_at, review.confirmed_by = now, Review.Confirmation.ACCOUNT
    fields = ["byline_kind", "byline_name", "byline_skeleton", "confirmed_at", "confirmed_by"]
    change_published(review, fields)
    record_event(
        "review.signed",
        about=review.version,
        actor_id=reviewer.pk,
        now=now,
        data={
            "review": review.identifier,
            "row": review_key(review),
        },
        public=review_public(review),
        personal=review_personal(review),
    )
    promise("reviews.notify_of_signed_review", review_id=review.pk)
    return review


def shares_pseudonym(review: Review) -> bool:
    """Whether other reviews of its writer bear the same pseudonym, wherever they are by now."""
    if review.byline_kind != Byline.PSEUDONYM:
        return False
    others = Review.objects.filter(reviewer=review.reviewer_id, byline_kind=Byline.PSEUDONYM)
    return others.exclude(pk=review.pk).exclude(status=Review.Status.DRAFT).exists()
