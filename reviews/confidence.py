"""A reviewer's confidence in the ratings: what each step says, on the form and to readers."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Confidence(NamedTuple):
    on_form: str | Promise
    to_readers: str | Promise


CONFIDENCES = {
    1: Confidence(_("1: an educated guess"), _("an educated guess")),
    2: Confidence(_("2: I know related work"), _("knows related work")),
    3: Confidence(_("3: I know the subject"), _("knows the subject")),
    4: Confidence(_("4: I checked the main points"), _("checked the main points")),
    5: Confidence(
        _("5: I work on exactly this and checked the details"),
        _("works on exactly this and checked the details"),
    ),
}


def confidence_words(step: int | None) -> str:
    """What readers read; "" for none."""
    return str(CONFIDENCES[step].to_readers) if step in CONFIDENCES else ""
