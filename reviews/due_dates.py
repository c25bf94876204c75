"""The day a review is due: what is proposed, and which days an editor may choose.

An invitation carries the day its editor chose (`Invitation.due_on`); accepting it gives the review
the same day (`Review.due_on`).
"""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_DUE_DAYS = 366


def default_due_day(today: date) -> date:
    """Of an invitation until its editor chooses another, and of who volunteers."""
    return today + timedelta(days=settings.JOURNAL_REVIEW_DUE_DAYS)


def check_due_day(day: date) -> None:
    """Raises ValidationError for a day in the past, or more than a year away."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError(_("Please choose a day in the future."))
    if day > today + timedelta(days=MOST_DUE_DAYS):
        raise forms.ValidationError(
            _("Please choose a day within a year from today; most reviews are due in weeks.")
        )
