"""Why an assessment is looked at again, and what the handling editor decides then."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.act_interests import ActPart
from reviews.fields import long_text, validate_due_day
from reviews.models import Reopening

_Decision = Reopening.Decision
_OF_WORKS_THAT_LEFT = (_Decision.ENDED, _Decision.STANDS)
_OF_OTHERS = (_Decision.STANDS, _Decision.EDITORS, _Decision.FULL)


class ReopenForm(ActPart):
    reason = long_text(
        _("Why"),
        _("A sentence or two. Everybody reads it, beside the work’s entry in its issue, too."),
        rows=3,
    )


class ReopeningDecisionForm(ActPart):
    """has_left: the work was withdrawn or retracted, so that it is not reviewed again. What was
    chosen on an older page is refused by the service, which says why."""

    decision = forms.ChoiceField(
        label=_("What follows?"),
        help_text=_(
            "A full review invites everybody who has reviewed the work before, with a mail to "
            "each. Nobody but the two editors learns who was invited. A work that was withdrawn "
            "or retracted is not reviewed again."
        ),
        choices=_Decision,
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
        required=False,
    )
    # The newest of what the page named: nobody decides on what happened meanwhile.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_left: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("decision", "")
        offered = {*(_OF_WORKS_THAT_LEFT if has_left else _OF_OTHERS), chosen}
        choices = [pair for pair in _Decision.choices if pair[0] in offered]
        cast("forms.ChoiceField", self.fields["decision"]).choices = choices

    def clean_due_on(self) -> date | None:
        """Of a full review alone: a page that was left open past the day decides the rest."""
        due_on: date | None = self.cleaned_data["due_on"]
        if self.data.get("decision") == _Decision.FULL:
            if due_on is None:
                raise forms.ValidationError(_("Please choose the day on which reviews are due."))
            validate_due_day(due_on)
        return due_on
