"""The reviews of a round, as its editors see them, and who was asked for one."""

from accounts.models import User
from reviews.models import (
    Invitation,
    Review,
    Round,
)
from reviews.models.review_queries import ReviewQuerySet


def reviews_of(current: Round, editor: User) -> list[Review]:
    return list(_with_what_is_shown(current.reviews.visible_to(editor)))


def unpublished_reviews_of(rounds: list[Round], editor: User) -> list[Review]:
    if not rounds:
        return []
    submitted = Review.objects.filter(round__in=rounds, status=Review.Status.SUBMITTED)
    return list(_with_what_is_shown(submitted.visible_to(editor)))


def _with_what_is_shown(reviews: ReviewQuerySet) -> ReviewQuerySet:
    return reviews.with_was_refused().select_related(
        "round",
        "reviewer__profile",
        "version",
        "significance",
        "strength",
        "invitation__corrected_by__profile",
        "byline_approved_by__profile",
    )


def invitations_of(current: Round) -> list[Invitation]:
    return list(
        current.invitations.select_related(
            "user__profile", "corrected_by__profile", "review__reviewer", "round"
        ).order_by("invited_at")
    )


def reviews_being_written(current: Round) -> list[Review]:
    """Of an open round, what is waited for."""
    if current.state != Round.State.OPEN:
        return []
    writing = current.reviews.being_written().select_related("reviewer__profile", "version")
    return list(writing.prefetch_related("reminders").order_by("due_on", "pk"))
