"""The forms of the second editor, who approves an assessment or returns it.

Whom somebody else named declares competing interests first, in a form of its own.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text


class SecondingForm(forms.Form):
    """Shown like the forms that may ask for interests, too (`_seconding_form.html`)."""

    asks = False

    def other_fields(self) -> Iterator[BoundField]:
        return iter(self)


class ApprovalForm(SecondingForm):
    """is_early: whether reviewers are waited for, so that a reason is asked."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    early_reason = long_text(
        _("Why do you not wait for the reviewers?"),
        _("For the two editors of the work."),
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, is_early: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_approve_%s", **kwargs})
        if not is_early:
            del self.fields["early_reason"]

    def content(self) -> dict[str, Any]:
        """The arguments of `services.assessing.approve_assessment` that come from it."""
        return {name: self.cleaned_data.get(name, "") for name in ("seen", "early_reason")}


class ReturnForm(SecondingForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    comment = long_text(_("What should change?"), rows=3)
