"""The form in which managing editors change the journal's policy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import Policy
from reviews.policies import policy_words


def _field(field: Any, **options: Any) -> forms.Field:
    """Each field is sent with the value that the page showed: what somebody else has changed
    meanwhile stays, unless this person changed the same field."""
    made: forms.Field = field.formfield(show_hidden_initial=True, **options)
    return made


class PolicyForm(forms.ModelForm[Policy]):
    class Meta:
        model = Policy
        fields = tuple(policy_words())
        formfield_callback = _field

    def clean(self) -> dict[str, Any]:
        """Nobody is warned of a lapse before the wait for it has begun."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        warning = given.get("lapse_warning_days", 0)
        for name in ("lapse_without_reviewer_days", "lapse_without_answer_days"):
            if given.get(name, warning + 1) <= warning:
                self.add_error(name, _("This must be more than the days of warning."))
        return given

    def changes(self) -> dict[str, Any]:
        """What this person has changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}
