"""What the authors of a submitted work tell its editors: for the editors alone, but for aspects."""

from django.conf import settings
from django.db import models

from accounts.limits import MAX_NAME
from reviews.models.submissions import Submission


class AuthorWishes(models.Model):
    """What the authors wish of the review. aspects: what they want reviewed, which who is invited
    reads too. sensitive_why: "" where the work is not flagged as sensitive. typed_by: who wrote
    these, and the people named with them, last."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="wishes")
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    aspects = models.TextField(blank=True)
    sensitive_why = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"wishes for {self.submission}"


class NamedReviewerQuerySet(models.QuerySet["NamedReviewer"]):
    def suggested(self) -> "NamedReviewerQuerySet":
        return self.filter(stance=NamedReviewer.Stance.SUGGESTED)

    def opposed(self) -> "NamedReviewerQuerySet":
        return self.filter(stance=NamedReviewer.Stance.OPPOSED)


class NamedReviewer(models.Model):
    """Somebody whom the authors suggest as a reviewer, or oppose, with the reason."""

    class Stance(models.TextChoices):
        SUGGESTED = "suggested"
        OPPOSED = "opposed"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="named_reviewers")
    stance = models.CharField(max_length=9, choices=Stance)
    name = models.CharField(max_length=MAX_NAME)
    email = models.EmailField(blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    reason = models.TextField()

    objects = NamedReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.stance} reviewer of {self.submission}"
