"""The forms in which a day is proposed or set."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import validate_due_day


class DayForm(forms.Form):
    """prefix: where several stand on one page, one for each row."""

    due_on = forms.DateField(
        label=_("Day"),
        validators=[validate_due_day],
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["due_on"].label = label
