"""What a round's reviewers say of the draft of its assessment."""

from django.db import models
from django.db.models import Q, UniqueConstraint

from reviews.models.assessments import Assessment
from reviews.models.reviews import Review


class DraftAnswerQuerySet(models.QuerySet["DraftAnswer"]):
    def counting(self) -> "DraftAnswerQuerySet":
        """Those to the draft as it is now, by reviewers whose reviews the assessment sums up."""
        return self.filter(voided_at=None, review__status=Review.Status.ACCEPTED)


class DraftAnswer(models.Model):
    """A reviewer agrees with the draft of the assessment, or dissents.

    For the two editors of the work alone; readers see how many agreed
    (`Assessment.reviewers_agreed`). voided_at: when the draft was changed after it.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    review = models.ForeignKey(Review, models.PROTECT, related_name="draft_answers")
    agrees = models.BooleanField()
    text = models.TextField(blank=True)
    text_html = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = DraftAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["review__reviewer_number", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["assessment", "review"],
                condition=Q(voided_at=None),
                name="one_answer_to_a_draft",
            ),
            models.CheckConstraint(name="dissent_has_text", condition=Q(agrees=True) | ~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"answer to the draft of {self.assessment}"
