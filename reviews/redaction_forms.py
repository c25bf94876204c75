"""Which passage of a published text is redacted, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.models import Review
from reviews.models.reviews import PART_HEADINGS


class PassageForm(forms.Form):
    passage = long_text(
        _("The passage"),
        _(
            "Copy it from the text above, as it was written. Wherever it stands there, readers see "
            "[redacted] instead."
        ),
        rows=4,
    )
    reason = long_text(
        _("Why"), _("Readers see it below the text, with the day. Name nobody in it."), rows=3
    )


class RedactionForm(PassageForm):
    """Of a response or an assessment."""


class ReviewRedactionForm(PassageForm):
    part = forms.ChoiceField(label=_("In which part"))
    field_order = ["part", "passage", "reason"]

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = [(p, heading) for p, heading in PART_HEADINGS.items() if getattr(review, p)]
        self.fields["part"].choices = written  # type: ignore[attr-defined]


class ReadOriginalForm(forms.Form):
    reason = long_text(
        _("Why do you need to read it?"),
        _("That you read it, and why, is kept in the log."),
        rows=3,
    )
