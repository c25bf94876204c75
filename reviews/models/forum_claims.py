"""That a person says to have written a forum post, and shows it by a token on the profile there."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _


class ForumClaim(models.Model):
    """One for a person and a post; deleted once the person is confirmed.

    nonce: the token is made from it (`services/forum_claims.py`). looked_at: the profiles of the
    last check, as {"name", "url"}. message: why the forum could not be asked. author: whom the
    token was found with, where that is left to the editors or to another person's confirmation.
    """

    class Outcome(models.TextChoices):
        """Of the last check."""

        NONE = "", _("not checked yet")
        NOT_FOUND = "not-found", _("the token was not there")
        AWAY = "away", _("the forum could not be asked")
        OTHER_NAME = "other-name", _("the list of authors does not have that name")
        TAKEN = "taken", _("somebody else is confirmed as that author")
        LEFT = "left", _("left to the editors")

    location = models.ForeignKey("preprints.Location", models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="forum_claims", db_index=False
    )
    nonce = models.CharField(max_length=32)
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    checks_on = models.DateField(null=True, blank=True)
    checks = models.PositiveSmallIntegerField(default=0)  # on that day
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    message = models.CharField(max_length=300, blank=True)
    looked_at = models.JSONField(default=list)
    author = models.ForeignKey(
        "preprints.Author", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "location"], name="one_claim_a_post")]

    def __str__(self) -> str:
        return f"{self.user_id} claims {self.location_id}"
