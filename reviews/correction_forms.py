"""The forms of factual corrections: what an author asks for, and what the editor answers."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.interest_fields import AskedEditorPart
from reviews.limits import CORRECTION_CHARACTERS as MOST
from reviews.models import Review
from reviews.points import first_words

ASSESSMENT = ""
SHOWN = 60  # characters of a point, at most: a list of them has to fit on a phone


class CorrectionForm(forms.Form):
    """reviews: the held ones of the round, with the numbers that they are posted with."""

    place = forms.ChoiceField(
        label=_("Where is the error?"),
        help_text=_("In the assessment, or in a review: in one of its numbered points, if it is."),
        required=False,
    )
    wrong = long_text(_("What is wrong?"), _("Quote the words."), rows=3, max_length=MOST)
    right = long_text(
        _("What would be right?"), _("And how one can see that."), rows=3, max_length=MOST
    )

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {review.number: review.pk for review in reviews}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (ASSESSMENT, _("In the assessment")),
            *(
                (f"{review.identifier}, {review.byline()}", list(_places_in(review)))
                for review in reviews
            ),
        ]

    def content(self) -> dict[str, Any]:
        """The arguments of `services.correcting.ask_for_correction` that come from it."""
        cleaned = dict(self.cleaned_data)
        review, _dot, point = cleaned.pop("place").partition(".")
        return {
            **cleaned,
            "review_id": self.ids[int(review)] if review else None,
            "point": int(point) if point else None,
        }


def _places_in(review: Review) -> Iterator[tuple[str, str]]:
    """The review as a whole, as "2", and each of its points, as "2.3": not by the number of its
    row, from which one could tell in which order reviewers had agreed."""
    whole = _("In %(review)s, in no numbered point") if review.points else _("In %(review)s")
    yield str(review.number), whole % {"review": review.identifier}
    for number, words in enumerate(review.points, start=1):
        name = review.point_identifier(number)
        yield f"{review.number}.{number}", f"{name}: {first_words(words, most=SHOWN)}"


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
