"""The form in which managing editors change the reasons to decline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from reviews.decline_reasons import DeclineReason, ReasonChange
from reviews.limits import DECLINE_WORDS

PARTS = ("words", "place", "is_offered")


@dataclass(frozen=True, slots=True)
class ReasonFields:
    """What can be changed of one reason."""

    reason: DeclineReason
    fields: list[BoundField]


class DeclineReasonsForm(forms.Form):
    """Each field is sent with the value that the page showed: what somebody else has changed
    meanwhile stays, unless this person changed the same field."""

    added = forms.CharField(
        label=_("Words of a new reason"),
        help_text=_("Short, as the submitter reads it: “Not ready for review”. Left empty, none."),
        max_length=DECLINE_WORDS,
        required=False,
    )

    def __init__(self, *args: Any, reasons: Sequence[DeclineReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        for place, reason in enumerate(reasons, start=1):
            for part, field in _fields(reason, place, last=len(reasons)).items():
                self.fields[f"{reason.code}-{part}"] = field

    def rows(self) -> Iterator[ReasonFields]:
        for reason in self.reasons:
            names = [f"{reason.code}-{part}" for part in PARTS]
            yield ReasonFields(reason, [self[name] for name in names])

    def changes(self) -> dict[str, ReasonChange]:
        """What this person has changed, of a valid form."""
        changes: dict[str, dict[str, Any]] = {}
        for reason in self.reasons:
            for part in PARTS:
                name = f"{reason.code}-{part}"
                if name in self.changed_data:
                    changes.setdefault(reason.code, {})[part] = self.cleaned_data[name]
        return {code: ReasonChange(**changed) for code, changed in changes.items()}


def _fields(reason: DeclineReason, place: int, *, last: int) -> dict[str, forms.Field]:
    return {
        "words": forms.CharField(
            label=_("Words"),
            initial=reason.words,
            max_length=DECLINE_WORDS,
            show_hidden_initial=True,
        ),
        "place": forms.IntegerField(
            label=_("Place in the list"),
            initial=place,
            min_value=1,
            max_value=last,
            show_hidden_initial=True,
        ),
        "is_offered": forms.BooleanField(
            label=_("Offered to editors who decline"),
            initial=reason.is_offered,
            required=False,
            show_hidden_initial=True,
        ),
    }
