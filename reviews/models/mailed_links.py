"""Links that are mailed to a reviewer without an account, besides the invitation's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailedLink(models.Model):
    """A link to one review, mailed to one address, for one purpose.

    The token is made from `nonce` and the journal's secret key when the mail is sent; the row
    holds its hash only. A newer link for the same purpose closes the older one.
    """

    class Purpose(models.TextChoices):
        CONFIRM_REVIEW = "confirm", _("Confirm that the review is theirs")
        KEEP_ACCOUNT = "keep", _("Make an account of it")

    purpose = models.CharField(max_length=10, choices=Purpose)
    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="mailed_links")
    email = models.EmailField()
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["review", "purpose", "made_at"])]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.review_id}"
