"""The part of a form in which somebody declares competing interests; one for all acts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reviews.fields import long_text
from reviews.interests import DECLARED, FIELDS, NONE, PART_FIELDS, InterestKind, Interests

WORDS_LABEL = _("The interests you declare")
WHAT_COUNTS = _(
    "What ties you to an author of the work, or to what it finds, in the last four years; family "
    "and advisers for good."
)


class KeptTick(forms.CheckboxInput):
    """A box that also says when it is not ticked, so that a saved draft can lose its tick."""

    def render(self, name: str, value: Any, *args: Any, **kwargs: Any) -> SafeString:
        box = super().render(name, value, *args, **kwargs)
        return format_html('<input type="hidden" name="{}" value="">{}', name, box)


def _box(kind: str) -> forms.BooleanField:
    return forms.BooleanField(label=InterestKind(kind).label, required=False, widget=KeptTick)


class InterestsPart(forms.Form):
    """none, or which kinds, with words. Who reads it, the form that has this part says in the help
    text of `competing_interests`."""

    interests_choice = forms.ChoiceField(
        label=_("Competing interests"),
        help_text=WHAT_COUNTS,
        choices=[(NONE, _("I have none")), (DECLARED, _("I declare:"))],
        widget=forms.RadioSelect,
    )
    interest_co_author = _box(InterestKind.CO_AUTHOR)
    interest_employer = _box(InterestKind.EMPLOYER)
    interest_adviser = _box(InterestKind.ADVISER)
    interest_personal = _box(InterestKind.PERSONAL)
    interest_financial = _box(InterestKind.FINANCIAL)
    interest_funder = _box(InterestKind.FUNDER)
    interest_rival = _box(InterestKind.RIVAL)
    interest_other = _box(InterestKind.OTHER)
    competing_interests = long_text(WORDS_LABEL, rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        choice, words = answers.get("interests_choice"), answers.get("competing_interests", "")
        ticked = [name for name in FIELDS if answers.get(name)]
        if choice == DECLARED and not ticked:
            self.add_error("interests_choice", _("Please tick at least one kind."))
        if choice == DECLARED and not words and "competing_interests" in answers:
            self.add_error(
                "competing_interests", _("Please write it here, or choose that there is none.")
            )
        if choice == NONE and (ticked or words):
            self.add_error(
                "interests_choice",
                _("You chose none, but ticked a kind or wrote a text. Please choose again."),
            )
        return answers

    def other_fields(self) -> Iterator[BoundField]:
        """Those that stand apart from this part."""
        return (field for field in self if field.name not in PART_FIELDS)

    @property
    def interests(self) -> Interests:
        """Of a valid form."""
        kinds = tuple(kind for name, kind in FIELDS.items() if self.cleaned_data[name])
        return Interests(kinds=kinds, words=self.cleaned_data["competing_interests"])

    def interest_boxes(self) -> Iterator[BoundField]:
        return (self[name] for name in FIELDS)


class AgreePart(InterestsPart):
    """What is asked of who agrees to review, invited or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competing_interests"].help_text = _(
            "Now the two editors of this work read it. You are asked again with your review."
        )


class PublishedPart(InterestsPart):
    """What is asked of who writes under their own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competing_interests"].help_text = _("It is published with what you write.")

    def content(self) -> dict[str, Any]:
        """Of a valid form, as its service takes it."""
        apart = {
            name: value for name, value in self.cleaned_data.items() if name not in PART_FIELDS
        }
        return {**apart, "interests": self.interests}


class VolunteerForm(AgreePart):
    """Offering to review."""


class EditorPart(InterestsPart):
    """What is asked of who handles a work or seconds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competing_interests"].help_text = _(
            "The journal’s editors read it now; everybody does, below an assessment of the "
            "work, or below the reasons of a decline that an author publishes."
        )


class DeclareForm(EditorPart):
    """Declaring before anything else is done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_declare_%s", **kwargs)


class AskedEditorPart(EditorPart):
    """The same where it is asked. asks: whether it is."""

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        if not asks:
            for name in PART_FIELDS:
                del self.fields[name]

    @property
    def declared(self) -> Interests | None:
        """Of a valid form."""
        return self.interests if self.asks else None
