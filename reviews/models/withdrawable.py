"""What is published can be withdrawn with a reason: a tombstone stands in its place for good."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.redactable import Redactable

TOMBSTONE = "withdrawal_reason"  # the part of it that is redacted once it is withdrawn


class WithdrawnBy(models.TextChoices):
    """In the form in which readers learn it: a hidden reviewer is not named."""

    REVIEWER = "reviewer", _("by its reviewer")
    AUTHOR = "author", _("by its author")
    EDITORS = "editors", _("by the editors of the work")
    JOURNAL = "journal", _("by the journal, for cause")


class Withdrawable(Redactable):
    """The tombstone of a review, an assessment or a response; it has none while it is published.

    The text stays in the row, for the journal to show what the log's hash was made of, and is read
    nowhere. Only `services.published_changes` sets these fields.
    """

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_as = models.CharField(max_length=8, choices=WithdrawnBy, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def redactions_of_text(self) -> Sequence[Any]:
        """Those from before it was withdrawn."""
        return list(self.redactions[: self._first_of_tombstone()])

    def redactions_of_tombstone(self) -> Sequence[Any]:
        return list(self.redactions[self._first_of_tombstone() :])

    def _first_of_tombstone(self) -> int:
        """A withdrawn text is not redacted any more: all others come later."""
        parts = [one["part"] for one in self.redactions]
        return parts.index(TOMBSTONE) if TOMBSTONE in parts else len(parts)
