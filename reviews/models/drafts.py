"""What somebody is typing, saved every few seconds."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint


class Draft(models.Model):
    """The unsent contents of one form of one person.

    `key` names the form ("review:12", "assessment:3"); `fields` are the raw values as typed;
    `revision` grows with every save, so that a second tab cannot overwrite newer text unseen.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["owner", "key"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.key
