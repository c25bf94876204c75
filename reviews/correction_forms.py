"""The forms of factual corrections: what an author asks for, and what the editor answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.interest_fields import AskedEditorPart
from reviews.limits import CORRECTION_CHARACTERS as MOST
from reviews.models import Review

ASSESSMENT = ""


class CorrectionForm(forms.Form):
    """reviews: the held ones of the round, with the numbers that they are posted with."""

    review = forms.ChoiceField(label=_("Where is the error?"), required=False)
    point = forms.IntegerField(
        label=_("Number of the point"),
        help_text=_("Of a review whose points are numbered, if the error is in one of them."),
        required=False,
        min_value=1,
    )
    wrong = long_text(_("What is wrong?"), _("Quote the words."), rows=3, max_length=MOST)
    right = long_text(
        _("What would be right?"), _("And how one can see that."), rows=3, max_length=MOST
    )

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].choices = [  # type: ignore[attr-defined]
            (ASSESSMENT, _("In the assessment")),
            *((str(review.pk), f"{review.identifier}, {review.byline()}") for review in reviews),
        ]

    def content(self) -> dict[str, Any]:
        """The arguments of `services.correcting.ask_for_correction` that come from it."""
        cleaned = dict(self.cleaned_data)
        review = cleaned.pop("review")
        return {**cleaned, "review_id": int(review) if review else None}


class CorrectionAnswerForm(AskedEditorPart):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("accept", _("Accept it: the note below stands beside the text")),
            ("refuse", _("Do not accept it, for the reason below")),
        ],
        widget=forms.RadioSelect,
    )
    note = long_text(
        _("Note for readers"),
        _("It is public with the posting, beside what the authors wrote."),
        rows=4,
        max_length=MOST,
    )
