"""The shape of what people send; the rules are in `rules.py`."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.errors import AccountError
from accounts.fields import AddressField, NameField
from accounts.limits import MAX_NAME, MAX_PSEUDONYM
from accounts.models import User
from accounts.services import check_pseudonym_is_free, pseudonym_of
from drafts.errors import DraftError
from drafts.others import size_of
from drafts.posted_forms import form_fields
from drafts.rules import check_form_size
from drafts.seen_form import SeenForm
from preprints.models import Kind, Preprint, Subject
from reviews.author_forms import AddressesField, name_months
from reviews.confidence import CONFIDENCES
from reviews.errors import AssessmentWrittenAnew, NoPseudonym, ReviewError
from reviews.fields import (
    CleanTextField,
    TermChoiceField,
    long_text,
    validate_due_day,
)
from reviews.interest_fields import InterestsPart, PublishedPart
from reviews.interests import PART_FIELDS
from reviews.invited_people import InvitedPerson, people_field
from reviews.models import Byline, Term, Vocabulary
from reviews.models.reviews import PART_HEADINGS
from reviews.selectors.named_works import find_named_work
from reviews.services.reviewing import ReviewContent
from reviews.wishes_errors import WishesOfAuthors
from reviews.wishes_forms import WISHES, WishesForm

# Of a reviewer: what happens to the text depends on the name they choose.
DECLARATION_HELP = _(
    "If you sign the review, readers see this text. If you do not, only the two editors of this "
    "work see it, and readers see: “Declared to the editors, who found it compatible.”"
)
SENTENCE_END = re.compile(r"[.!?…][\"”’)]?(?=\s|$)")


class LinkForm(forms.Form):
    link = CleanTextField(
        label=_("Link or identifier"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={
                "placeholder": "arXiv:2310.01405 · https://www.lesswrong.com/posts/…",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )


class SubmissionTexts(WishesForm):
    """shown: which version the page shows."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    role = forms.ChoiceField(
        label=_("You are"),
        choices=[
            ("author", _("an author of this work, and you agree to its open review")),
            ("reader", _("a reader who suggests it for review")),
        ],
        widget=forms.RadioSelect,
    )
    reason = long_text(
        _("Why should it be reviewed?"),
        _("Needed when you are a reader; one or two sentences."),
        rows=3,
        required=False,
    )
    author_addresses = AddressesField(
        label=_("Authors to be asked"),
        help_text=_(
            "E-mail addresses of authors whom you know, one a line. They are asked whether they "
            "agree to the review, and their answer is public; they are notified of what becomes of "
            "the work. The addresses are used for this alone, and erased after %(months)d months."
        ),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SubmissionForm(InterestsPart, SubmissionTexts):
    """Confirming the work and asking for its review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competing_interests"].help_text = _("Only the journal’s editors read it.")
        name_months(self.fields["author_addresses"])

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("role") == "reader":
            for name in WISHES:
                if answers.get(name):
                    self.add_error(name, WishesOfAuthors.message)
        return answers

    @property
    def has_wishes(self) -> bool:
        return any(str(self[name].value() or "").strip() for name in WISHES)


class InviteForm(forms.Form):
    name = NameField(label=_("Name"), max_length=MAX_NAME)
    email = AddressField(label=_("E-mail address"))
    due_on = forms.DateField(
        validators=[validate_due_day],
        label=_("Review due on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    message = long_text(
        _("A personal line"), _("Optional; why you ask them."), rows=3, required=False
    )
    others = people_field()
    in_spite = long_text(
        _("Why you invite them in spite of a competing interest"),
        _(
            "Only where the journal finds that somebody wrote or works with an author, or that the "
            "authors oppose them."
        ),
        rows=2,
        required=False,
    )

    @property
    def people(self) -> list[InvitedPerson]:
        """Everybody who is asked; of a valid form."""
        first = InvitedPerson(self.cleaned_data["name"], self.cleaned_data["email"])
        return [first, *self.cleaned_data["others"]]


class ReviewTexts(forms.Form):
    """The choice of the name stands before the ratings, so that neither sways the other."""

    summary = long_text(
        PART_HEADINGS["summary"],
        _("What the work asks, does and finds, in your own words."),
        rows=6,
    )
    strengths = long_text(
        PART_HEADINGS["strengths"], _("What is new, careful or useful, and why."), rows=8
    )
    weaknesses = long_text(
        PART_HEADINGS["weaknesses"], _("Numbered points; each with what would mend it."), rows=8
    )
    evidence = long_text(
        PART_HEADINGS["evidence"],
        _("Claim by claim where they differ."),
        rows=6,
    )
    recommendations = long_text(
        _("Recommendations to the authors"),
        _("Suggestions and small points. Only authors and editors see these."),
        rows=6,
        required=False,
    )
    byline_kind = forms.ChoiceField(
        label=_("How the review is signed"), choices=Byline, widget=forms.RadioSelect
    )
    pseudonym = NameField(
        label=_("Your pseudonym"),
        max_length=MAX_PSEUDONYM,
        required=False,
        help_text=_(
            "Only for “Under my pseudonym”: a lasting name, the same for all your reviews that "
            "are not signed. Once a review stands under it, it stays."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    significance = TermChoiceField(
        Vocabulary.Scale.SIGNIFICANCE, label=_("Significance of the findings")
    )
    strength = TermChoiceField(Vocabulary.Scale.STRENGTH, label=_("Strength of the evidence"))
    confidence = forms.TypedChoiceField(
        label=_("Your confidence in these ratings"),
        coerce=int,
        choices=[(step, words.on_form) for step, words in CONFIDENCES.items()],
        widget=forms.RadioSelect,
    )


class ReviewForm(InterestsPart, ReviewTexts):
    """A review as its reviewer writes it."""

    ai_choice = forms.ChoiceField(
        label=_("Use of AI tools"),
        choices=[("none", _("I used none")), ("declared", _("I used some:"))],
        widget=forms.RadioSelect,
    )
    ai_use = long_text(_("Which AI tools, and for what"), DECLARATION_HELP, rows=2, required=False)

    def __init__(
        self, *args: Any, terms: dict[str, list[Term]], writer: User | None = None, **kwargs: Any
    ) -> None:
        """writer: who has no pseudonym yet is asked for one."""
        super().__init__(*args, **kwargs)
        self.writer = writer
        self.terms = terms
        self.fields["competing_interests"].help_text = DECLARATION_HELP
        offer_terms(self, terms)
        if writer is None or pseudonym_of(writer):
            del self.fields["pseudonym"]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        check_together(self)
        self._check_use_of_ai(answers)
        self._check_pseudonym(answers)
        return answers

    def _check_use_of_ai(self, answers: dict[str, Any]) -> None:
        chosen, typed = answers.get("ai_choice"), answers.get("ai_use")
        if chosen == "declared" and "ai_use" in answers and not typed:
            self.add_error("ai_use", _("Please write it here, or choose that there is none."))
        if chosen == "none" and typed:
            self.add_error(
                "ai_choice",
                _("You chose none, but wrote a text. Please choose again or remove it."),
            )

    def _check_pseudonym(self, answers: dict[str, Any]) -> None:
        """A name typed by who does not write under a pseudonym is not taken."""
        if answers.get("byline_kind") != Byline.PSEUDONYM or "pseudonym" not in self.fields:
            answers["pseudonym"] = ""
            return
        try:
            if not answers.get("pseudonym", ""):
                raise NoPseudonym
            if self.writer is not None:
                check_pseudonym_is_free(self.writer, answers["pseudonym"])
        except (AccountError, ReviewError) as error:
            if "pseudonym" not in self.errors:
                self.add_error("pseudonym", str(error.message))

    def content(self) -> ReviewContent:
        """A declaration is empty where there is none."""
        apart = ("ai_choice", *PART_FIELDS)
        return ReviewContent(
            interests=self.interests,
            **{name: value for name, value in self.cleaned_data.items() if name not in apart},
        )


class AssessmentTexts(SeenForm):
    significance = TermChoiceField(
        Vocabulary.Scale.SIGNIFICANCE, label=_("Significance of the findings")
    )
    strength = TermChoiceField(Vocabulary.Scale.STRENGTH, label=_("Strength of the evidence"))
    text = long_text(
        _("Assessment"),
        _(
            "Two to four sentences for a reader outside the subfield: what was done, how "
            "significant it is, how strong the evidence is and why, and who will care."
        ),
        rows=6,
    )


class AssessmentForm(PublishedPart, AssessmentTexts):
    """An assessment as its editor writes it."""

    def __init__(self, *args: Any, terms: dict[str, list[Term]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        offer_terms(self, terms)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(SENTENCE_END.findall(text)) < 2:
            raise forms.ValidationError(_("Please write two to four sentences."))
        return text

    def refuse(self, error: ReviewError | DraftError) -> None:
        """Say why it was not proposed, and show what was proposed meanwhile."""
        self.add_error(None, str(error.message))
        if isinstance(error, AssessmentWrittenAnew):
            self.show_saved(conflicts=error.conflicts, newer=error.newer, seen=error.seen)


class ResponseTexts(forms.Form):
    text = long_text(
        _("Your response"),
        _("To all reviews together; take the points in their order. Markdown and LaTeX work."),
        rows=14,
    )


class ResponseForm(PublishedPart, ResponseTexts):
    """A response as its author writes it."""


class KindForm(forms.Form):
    """What kind of work it is and what it is about; editors set it at triage."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    subjects = forms.ModelMultipleChoiceField(
        label=_("Subjects"),
        queryset=Subject.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class PairForm(forms.Form):
    """Two works of this journal, as an editor names them."""

    one = CleanTextField(
        label=_("One work"),
        max_length=2000,
        help_text=_("Its identifier (V12), its address here, or a link to where it is public."),
    )
    other = CleanTextField(label=_("The other work"), max_length=2000)

    def clean_one(self) -> Preprint:
        return self._found("one")

    def clean_other(self) -> Preprint:
        return self._found("other")

    def _found(self, name: str) -> Preprint:
        preprint = find_named_work(self.cleaned_data[name])
        if preprint is None:
            raise forms.ValidationError(
                _("This names no work of this journal. Please look the identifier up on its page.")
            )
        return preprint


class MergeForm(forms.Form):
    """Which work stands and which is merged into it, as the editor was shown, and why."""

    kept = forms.ModelChoiceField(Preprint.objects.all(), widget=forms.HiddenInput)
    merged = forms.ModelChoiceField(Preprint.objects.all(), widget=forms.HiddenInput)
    reason = CleanTextField(
        label=_("Why they are one work"),
        max_length=300,
        help_text=_("One sentence; it is kept in the public log."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def check_together(form: forms.Form) -> None:
    """All texts of a form together have one limit, the same as when they are saved as a draft."""
    try:
        typed = {name: str(form.data.get(name, "")) for name in form.fields}
        check_form_size(size_bytes=size_of(form_fields(typed, form.fields)))
    except DraftError as error:
        form.add_error(None, str(error.message))


def offer_terms(form: forms.Form, terms: dict[str, list[Term]]) -> None:
    """Fill the scales from terms loaded once: two scales, one query."""
    for field in form.fields.values():
        if isinstance(field, TermChoiceField):
            offered = terms[field.scale]
            field.queryset = Term.objects.filter(pk__in=[term.pk for term in offered])
            field.choices = [(term.pk, field.label_from_instance(term)) for term in offered]
