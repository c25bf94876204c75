"""What stood in a published text before a passage of it was redacted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.assessments import Assessment, Response
from reviews.models.reviews import PART_HEADINGS, Review
from reviews.models.submissions import Round

PART_NAMES = {
    **PART_HEADINGS,
    "recommendations": _("Recommendations to the authors"),
    "text": _("Text"),
    "competing_interests": _("Competing interests"),
    "ai_use": _("Use of AI"),
}


class SealedOriginal(models.Model):
    """One part of a published text as it was, from before one redaction of it.

    Nobody reads it but a managing editor, by `services.redacting.read_original`, whose reason is
    logged. It is never changed; triggers see to that.
    """

    review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    response = models.ForeignKey(
        Response, models.PROTECT, null=True, blank=True, related_name="originals"
    )
    part = models.CharField(max_length=20, choices=list(PART_NAMES.items()))
    text = models.TextField()
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    redacted_at = models.DateTimeField()

    class Meta:
        ordering = ["redacted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sealed_original_is_of_one_text",
                condition=Q(review__isnull=False, assessment=None, response=None)
                | Q(review=None, assessment__isnull=False, response=None)
                | Q(review=None, assessment=None, response__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"original {self.part} of {self.of}"

    @property
    def round(self) -> Round:
        return self.of.round

    @property
    def reason(self) -> str:
        """As readers see it: that of the redaction before which the part read so."""
        kept = [one.pk for one in type(self).objects.filter(**self._same_text()).only("pk")]
        reason: str = self.of.redactions[kept.index(self.pk)]["reason"]
        return reason

    def _same_text(self) -> dict[str, int | None]:
        return {
            "review": self.review_id,
            "assessment": self.assessment_id,
            "response": self.response_id,
        }

    @property
    def of(self) -> Review | Assessment | Response:
        found = self.review or self.assessment or self.response
        if found is None:  # which a constraint refuses
            raise ValueError
        return found
