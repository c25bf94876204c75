"""Factual corrections that the authors ask for before their round is posted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, UniqueConstraint, When
from django.utils.translation import gettext_lazy as _

from reviews.models.redactable import Redactable
from reviews.models.review_queries import NOT_TAKEN
from reviews.models.reviews import Review
from reviews.models.submissions import Round


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def undecided(self) -> "CorrectionQuerySet":
        return self.not_void().filter(state=Correction.State.WAITING, posted_at=None)

    def not_void(self) -> "CorrectionQuerySet":
        """Without those of reviews that were set aside meanwhile, for nobody reads the text, and
        those asked before the round was sent to its authors again."""
        of_these_texts = self.filter(asked_at__gte=F("round__sent_at"))
        return of_these_texts.exclude(review__status__in=NOT_TAKEN)

    def posted(self) -> "CorrectionQuerySet":
        return self.filter(posted_at__isnull=False)

    def shown(self) -> "CorrectionQuerySet":
        """Those that readers see: while the text that each corrects is there to be read, the
        assessment or a review. One quotes the other's words."""
        of_assessment = Q(review=None, round__assessment__withdrawn_at=None)
        of_review = Q(review__isnull=False) & ~Q(review__status=Review.Status.WITHDRAWN)
        return self.posted().filter(of_assessment | of_review)


class Correction(Redactable):
    """What the authors say is wrong in the assessment or in a review, and what would be right.

    review, point: which text, and which of its numbered points; without a review it is the
    assessment. note: what the handling editor says to it. One that is posted while it waits was
    not answered.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not answered")
        ACCEPTED = "accepted", _("Accepted by the editor")
        REFUSED = "refused", _("Not accepted by the editor")

    round = models.ForeignKey(Round, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()  # within the round, from 1
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    point = models.PositiveSmallIntegerField(null=True, blank=True)
    wrong = models.TextField()
    right = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            UniqueConstraint(fields=["round", "number"], name="one_correction_a_number"),
            models.CheckConstraint(
                name="decided_correction_has_note",
                condition=Q(state="waiting") | ~Q(note="") & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.number} of {self.round}"

    @property
    def is_void(self) -> bool:
        """It is neither answered nor posted: see `CorrectionQuerySet.not_void`."""
        return self.is_of_earlier_texts or (
            self.review is not None and self.review.status in NOT_TAKEN
        )

    @property
    def is_of_earlier_texts(self) -> bool:
        """Asked before the round went back to its editors."""
        sent_at = self.round.sent_at
        return sent_at is None or self.asked_at < sent_at


def posted_by() -> Case:
    """By when a round that is with its authors is posted: later where a correction waits."""
    waiting = Correction.objects.undecided().filter(round=OuterRef("pk"))
    waits = Q(Exists(waiting), post_by__isnull=False)
    return Case(When(waits, then=F("post_by")), default=F("respond_until"))


def read_until(today: Any) -> Case:
    """Until when the authors of such a round read it first: the last day of `posted_by` only once
    their own has passed, for all is posted as soon as the corrections are answered."""
    return Case(When(respond_until__date__gte=today, then=F("respond_until")), default=posted_by())
