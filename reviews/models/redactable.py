"""What is published here can have a passage redacted."""

from django.db import models


class Redactable(models.Model):
    """redactions: in order, each as {"part", "reason", "on"}: all of it is public.

    Only `services.published_changes` sets it, and takes the passages out of the texts.
    """

    redactions = models.JSONField(blank=True, default=list)

    class Meta:
        abstract = True

    def redacted_places(self) -> tuple[str, ...]:
        """The part and the day of each; of a text that is as it was published none."""
        return tuple(one[name] for one in self.redactions for name in ("part", "on"))

    def redaction_reasons(self) -> tuple[str, ...]:
        """They may be about a person."""
        return tuple(one["reason"] for one in self.redactions)
