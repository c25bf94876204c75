"""The forms of a revision: what its author declares, and what the handling editor decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reviews.act_interests import ActPart
from reviews.fields import long_text, validate_due_day
from reviews.forms import check_together
from reviews.limits import ANSWERED_REVIEWS
from reviews.models import Review, Revision
from reviews.points import with_points


def answer_field(number: int | None) -> str:
    return f"answer_{number}"


class RevisionForm(forms.Form):
    """A note of what changed, and an answer to each review of the round before.

    The fields of the answers are numbered like the reviews. The class has all of them, so that a
    draft finds their labels; those without a review are left out of the form.
    """

    note = long_text(
        _("What has changed"),
        _("For readers, editors and reviewers. It is published. Markdown and LaTeX work."),
        rows=8,
    )

    def __init__(self, *args: Any, reviews: Iterable[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reviews = {review.number: review for review in reviews}
        for number in range(1, ANSWERED_REVIEWS + 1):
            if number not in self.reviews:
                del self.fields[answer_field(number)]

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or {}
        check_together(self)
        return fields

    @property
    def answers(self) -> dict[int, str]:
        """What was typed, by the number of the review."""
        numbers = [number for number in self.reviews if answer_field(number) in self.fields]
        return {number: self.cleaned_data[answer_field(number)] for number in numbers if number}

    def with_points(self, typed: Mapping[str, str]) -> dict[str, str]:
        """The answers as typed, with the points of their reviews to be answered."""
        names = {answer_field(number): review for number, review in self.reviews.items()}
        return {
            name: with_points(typed.get(name, ""), [review])
            for name, review in names.items()
            if name in self.fields
        }

    def answer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("answer_")]


for _number in range(1, ANSWERED_REVIEWS + 1):
    RevisionForm.base_fields[answer_field(_number)] = long_text(
        format_lazy(_("Your answer to review {number}"), number=_number),
        _("If you like, point by point. It is published beside the new version."),
        rows=6,
        required=False,
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What follows?"),
        help_text=_(
            "A full review invites everybody who has reviewed the work before, with a mail to "
            "each. Nobody but the two editors learns who was invited."
        ),
        choices=Revision.Decision,
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Why"), _("One sentence or more. The authors read it."), rows=3)
    due_on = forms.DateField(
        label=_("New reviews are due on"),
        help_text=_("For a full review; otherwise it is not used."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_due_day],
    )


class ConfirmAssessmentForm(ActPart):
    reason = long_text(_("Why it still holds"), _("A sentence or two. Everybody reads it."), rows=2)
    # The version that the page showed: nobody confirms it for one that appeared meanwhile.
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_confirm_%s", **kwargs)
