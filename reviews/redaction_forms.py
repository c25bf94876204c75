"""Which passage of a published text is redacted, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.redaction_parts import Redactable, name_of, parts_of


class RedactionForm(forms.Form):
    part = forms.ChoiceField(label=_("In which part"))
    passage = long_text(
        _("The passage"),
        _(
            "Copy it from the text above, as it stands now. Wherever it stands there as whole "
            "words, readers see [redacted] instead."
        ),
        rows=4,
    )
    reason = long_text(
        _("Why"), _("Readers see it below the text, with the day. Name nobody in it."), rows=3
    )

    def __init__(self, *args: Any, row: Redactable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(part, name_of(part)) for part in parts_of(row)]
        self.fields["part"].choices = parts  # type: ignore[attr-defined]


class ReadOriginalForm(forms.Form):
    reason = long_text(
        _("Why do you need to read it?"),
        _("That you read it, and why, is kept in the log."),
        rows=3,
    )
