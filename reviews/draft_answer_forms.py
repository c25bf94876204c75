"""What a reviewer answers to the draft of the assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.models import DraftAnswer

ANSWERS = [
    ("agree", _("I agree with it")),
    ("dissent", _("I do not agree with it, for the reason below")),
]


class DraftAnswerForm(forms.Form):
    """seen: the fingerprint of the draft that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    text = long_text(
        _("What would you change?"),
        _("For the two editors alone. Needed when you do not agree. Markdown works."),
        rows=4,
        required=False,
    )

    @classmethod
    def of(cls, known: DraftAnswer | None, *, seen: str) -> "DraftAnswerForm":
        """The form as the page shows it: with the answer that was given, if any."""
        if known is None:
            return cls(initial={"seen": seen})
        answer = "agree" if known.agrees else "dissent"
        return cls(initial={"seen": seen, "answer": answer, "text": known.text})

    def content(self) -> dict[str, Any]:
        """The arguments of `services.draft_answers.answer_draft` that come from it."""
        cleaned = self.cleaned_data
        agrees = cleaned["answer"] == "agree"
        return {"agrees": agrees, "text": cleaned["text"], "seen": cleaned["seen"]}
