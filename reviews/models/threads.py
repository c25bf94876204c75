"""What the reviewers and editors of a round write to each other once it is released."""

from datetime import UTC, date

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint

from reviews.models.review_queries import ReviewQuerySet
from reviews.models.reviews import Review
from reviews.models.submissions import Round

# The reviews whose writers take part; one that was withdrawn or set aside takes its writer out.
IN_THREAD = (Review.Status.ACCEPTED, Review.Status.PUBLISHED)


class ThreadEntry(models.Model):
    """One entry of a round's private thread, by the writer of a review or by an editor.

    Private for good: for the reviewers whose reviews were accepted and the two editors. It is never
    changed; triggers see to that. A reviewer's account is found by their review alone.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="thread")
    number = models.PositiveSmallIntegerField()
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="thread_entries"
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    text_html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "number"]
        verbose_name_plural = "thread entries"
        constraints = [
            UniqueConstraint(fields=["round", "number"], name="one_thread_entry_a_number"),
            models.CheckConstraint(
                name="thread_entry_has_one_writer",
                condition=Q(review=None, editor__isnull=False)
                | Q(review__isnull=False, editor=None),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.number} of {self.round}"  # not whose

    @property
    def written_on(self) -> date:
        """The same day for every reader, wherever they are: a border of days would give hours."""
        return self.written_at.astimezone(UTC).date()


def reviews_in_thread(of: Round) -> ReviewQuerySet:
    """Those whose writers read the round's thread; none before the release. One that came too late
    for the round was never accepted into it."""
    if of.released_at is None:
        return Review.objects.none()
    return Review.objects.filter(round=of, status__in=IN_THREAD, accepted_at__isnull=False)


def is_in_thread(review: Review) -> bool:
    """As `reviews_in_thread`, of one review with its round loaded."""
    is_accepted = review.status in IN_THREAD and review.accepted_at is not None
    return is_accepted and review.round is not None and review.round.released_at is not None
