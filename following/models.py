"""Who follows what. Read by that person alone: it is on no page of anybody else."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from following.limits import LONGEST_NAME, LONGEST_THING


class Follow(models.Model):
    """One thing that one person follows.

    thing: what, in one word (`following.things`); not a foreign key, for works are merged and
    accounts joined while the row stays. name: what its owner calls a search, "" for its own words.
    started_position: the last link of the event log's chain when it began; what is older is not
    new. notified_until: the last link that was looked at for a mail; looked_at: when.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    thing = models.CharField(max_length=LONGEST_THING)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    since_at = models.DateTimeField()
    started_position = models.BigIntegerField()
    notified_until = models.BigIntegerField()
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "thing"], name="one_follow_a_thing")]
        indexes = [models.Index(fields=["thing"], name="follow_thing")]

    def __str__(self) -> str:
        return str(self.pk)  # neither who nor what
