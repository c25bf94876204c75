"""Why an assessment is looked at again, and what the handling editor decides then."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text, validate_due_day
from reviews.models import Reopening


class ReopenForm(forms.Form):
    reason = long_text(
        _("Why"),
        _("A sentence or two. Everybody reads it, beside the work’s entry in its issue, too."),
        rows=3,
    )


class ReopeningDecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What follows?"),
        help_text=_(
            "A full review invites everybody who has reviewed the work before, with a mail to "
            "each. Nobody but the two editors learns who was invited. A work that was withdrawn "
            "is not reviewed again."
        ),
        choices=Reopening.Decision,
        widget=forms.RadioSelect,
    )
    reason = long_text(
        _("Why"),
        _("One sentence or more. Everybody reads it, beside the work’s entry in its issue, too."),
        rows=3,
    )
    due_on = forms.DateField(
        label=_("New reviews are due on"),
        help_text=_("For a full review; otherwise it is not used."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_due_day],
    )
    # The newest of what the page named: nobody decides on what happened meanwhile.
    seen = forms.IntegerField(widget=forms.HiddenInput)
