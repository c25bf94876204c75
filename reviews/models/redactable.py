"""What is published here can have a passage redacted."""

from collections.abc import Sequence
from typing import Any

from django.db import models

ACT = "interests-"  # and which of what its editor declared with it, from 1
DECISION_ACT = "decision_interests-"  # the same, with the decision
REDACTION = "redaction-"  # and of which redaction of the row it is the reason, from 1


class Redactable(models.Model):
    """redactions: in order, each as {"part", "reason", "on"}: all of it is public.

    Only `services.published_changes` sets it, and takes the passages out of the texts.
    """

    redactions = models.JSONField(blank=True, default=list)

    class Meta:
        abstract = True

    def redacted_places(self) -> tuple[str, ...]:
        """The part and the day of each; of a text that is as it was published none."""
        return places_of(self.redactions_of_text())

    def redaction_reasons(self) -> tuple[str, ...]:
        """They may be about a person."""
        return reasons_of(self.redactions_of_text())

    def redactions_of_text(self) -> Sequence[Any]:
        """All of them, unless something else of it can be redacted, too."""
        return list(self.redactions)


def redactions_under(redactions: Sequence[Any], *parts: str) -> Sequence[Any]:
    """Those of parts that begin so, and those of the reasons that were given for them."""
    return [one for one in redactions if text_part(redactions, one["part"]).startswith(parts)]


def text_part(redactions: Sequence[Any], part: str) -> str:
    """The part of the text that this one is, or is about, as the reason of a redaction."""
    while part.startswith(REDACTION):
        part = redactions[int(part.removeprefix(REDACTION)) - 1]["part"]
    return part


def places_of(redactions: Sequence[Any]) -> tuple[str, ...]:
    return tuple(one[name] for one in redactions for name in ("part", "on"))


def reasons_of(redactions: Sequence[Any]) -> tuple[str, ...]:
    return tuple(one["reason"] for one in redactions)
