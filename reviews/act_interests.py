"""What an editor declares with one act: asked in full the first time, later confirmed in one tick.

The forms of these acts have `ActPart`; what was declared stands beside what the editor says there.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from reviews.interest_fields import EditorPart
from reviews.interests import Interests, words_for_readers


class ActPart(EditorPart):
    """known: what they have declared of the work before; None asks for everything."""

    still_so = forms.BooleanField(required=False)

    def __init__(self, *args: Any, known: Interests | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["competing_interests"].help_text = self.who_reads_it()
        if known is None:
            del self.fields["still_so"]
            return
        label: Any = _("I declared no competing interests of this work, and that is still so.")
        if known.are_declared:
            words = _("What I declared of this work is still so: %(words)s")
            label = words % {"words": words_for_readers(known)}
        self.fields["still_so"].label = label
        self.fields["still_so"].help_text = self.who_reads_it()
        self.fields["interests_choice"].required = False

    def who_reads_it(self) -> Any:
        return _("Everybody reads it, beside what you say here.")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.known is None or "interests_choice" not in answers:
            return answers
        is_same, is_anew = answers["still_so"], answers["interests_choice"]
        if is_same and is_anew:
            self.add_error(
                "still_so",
                _("You ticked that it is still so, and declared anew. Please choose one of both."),
            )
        if not is_same and not is_anew:
            self.add_error(
                "still_so", _("Please tick that it is still so, or declare below what is so now.")
            )
        return answers

    def other_fields(self) -> Iterator[BoundField]:
        return (field for field in super().other_fields() if field.name != "still_so")

    @property
    def declared(self) -> Interests:
        """Of a valid form."""
        if self.known is not None and self.cleaned_data["still_so"]:
            return self.known
        return self.interests

    def content(self) -> dict[str, Any]:
        """Of a valid form, as its service takes it."""
        apart = {field.name: self.cleaned_data[field.name] for field in self.other_fields()}
        return {**apart, "interests": self.declared}
