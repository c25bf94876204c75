"""Form fields for texts, terms and people."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import CleanTextField
from reviews.limits import MAX_TEXT, MOST_DUE_DAYS
from reviews.models import Term


def validate_due_day(day: date) -> None:
    """Raises ValidationError for a day in the past, or more than a year away."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError(_("Please choose a day in the future."))
    if day > today + timedelta(days=MOST_DUE_DAYS):
        raise forms.ValidationError(
            _("Please choose a day within a year from today; most reviews are due in weeks.")
        )


class LongTextField(CleanTextField):
    """A text whose limit is said, not enforced by the browser: that would cut what one pastes."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-limit": self.max_length}


def long_text(
    label: Any,
    help_text: Any = "",
    *,
    rows: int = 6,
    required: bool = True,
    max_length: int = MAX_TEXT,
) -> Any:
    return LongTextField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TermChoiceField(forms.ModelChoiceField):
    """One term of a scale, as radio buttons, each with its definition."""

    def __init__(self, scale: str, **kwargs: Any) -> None:
        super().__init__(
            queryset=Term.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs
        )
        self.scale = scale

    def label_from_instance(self, term: Any) -> str:
        return f"{term.word}: {term.definition}"


class PersonChoiceField(forms.ModelChoiceField):
    """A person, by the name in their profile."""

    def label_from_instance(self, person: Any) -> str:
        return str(person.profile.name)
