"""What an editor answers to a submitted review in place of taking it."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reviews.models.reviews import Review


class ReviewReply(models.Model):
    """A review was returned with a question, or refused with a reason; its reviewer reads it.

    Private for good: for the reviewer and the two editors of the work. A review may be returned
    often, and refused once.
    """

    class Kind(models.TextChoices):
        RETURNED = "returned", _("Returned with a question")
        REFUSED = "refused", _("Refused")

    review = models.ForeignKey(Review, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    text_html = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["review"], condition=Q(kind="refused"), name="one_refusal_a_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.review}"
