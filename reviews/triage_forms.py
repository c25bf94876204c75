"""The forms of the triage: to accept a submission, or to decline it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from preprints.models import Author
from reviews.author_forms import consent_choices
from reviews.decline_reasons import offered_reasons
from reviews.fields import PersonChoiceField, long_text
from reviews.interest_fields import AskedEditorPart, EditorPart
from reviews.limits import AUTHORS_OFFERED
from reviews.models import Submission, TriageProposal
from reviews.policies import current_policy
from reviews.reason_errors import ReasonNotOffered
from reviews.services.consent_steps import is_authors_answer
from reviews.services.triage import Decision
from reviews.triage_rules import DECIDE, PROPOSE


def _within_limits(editors: "QuerySet[User]", submission: Submission) -> "QuerySet[User]":
    """Without those who are limited to subjects that the work does not have."""
    subjects = submission.preprint.subjects.all()
    if not subjects:
        return editors.distinct()
    managing = Role.objects.filter(name=Role.Name.MANAGING_EDITOR).values("user")
    free = Q(editor_subjects=None) | Q(editor_subjects__subject__in=subjects) | Q(pk__in=managing)
    return editors.filter(free).distinct()


class _HowToAccept(forms.Form):
    second_editor = PersonChoiceField(
        label=_("Second editor"),
        help_text=_("Reads the assessment and approves it before it is published."),
        queryset=User.objects.none(),
        empty_label=_("Choose a second editor"),
    )
    in_spite = long_text(
        _("Why them, in spite of a competing interest"),
        _("Only where you are asked: the catalogue may tie them to an author. Editors read it."),
        rows=2,
        required=False,
    )
    consent = forms.ChoiceField(
        label=_("Do the authors agree to the review?"),
        help_text=_(
            "The answer is public. If you confirm below that the submitter is an author, "
            "their agreement is recorded."
        ),
        choices=Submission.Consent,
    )
    claimed_author = forms.ModelChoiceField(
        label=_("The submitter is this author"),
        help_text=_(
            "Choose only after checking (their ORCID iD, their institution's page, "
            "an e-mail from the address in the work). Authors can respond to the reviews."
        ),
        queryset=Author.objects.none(),
        required=False,
        empty_label=_("Not checked"),
    )


class TriageForm(EditorPart, _HowToAccept):
    def __init__(
        self, *args: Any, submission: Submission, editor: User, step: str = DECIDE, **kwargs: Any
    ) -> None:
        """step: what the editor does thereby, in the words of `triage_rules`.

        What an author has answered is shown and not asked; the page of the authors changes it,
        with a reason.
        """
        super().__init__(*args, **kwargs)
        if step == PROPOSE:
            self.fields["second_editor"].required = False
            self.fields["second_editor"].help_text = _(
                "Approves the assessment later. Left open, it is whoever agrees to the proposal."
            )
        self.authors_answer = ""
        editors = (
            User.objects.filter(
                roles__name__in=[Role.Name.EDITOR, Role.Name.MANAGING_EDITOR], is_active=True
            )
            .exclude(pk=editor.pk)
            .exclude(pk=submission.submitter_id if submission.is_author else 0)
        )
        second = self.fields["second_editor"]
        assert isinstance(second, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        second.queryset = (
            _within_limits(editors, submission).select_related("profile").order_by("profile__name")
        )
        claimed = self.fields["claimed_author"]
        assert isinstance(claimed, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        if submission.is_author:
            first = submission.version.authors.order_by("position")[:AUTHORS_OFFERED]
            claimed.queryset = Author.objects.filter(pk__in=[author.pk for author in first])
        else:
            del self.fields["claimed_author"]
            self.fields["consent"].help_text = _("The answer is public.")
        self._ask_for_consent(submission)

    def _ask_for_consent(self, submission: Submission) -> None:
        if is_authors_answer(submission):
            self.authors_answer = submission.get_consent_display()
            del self.fields["consent"]
            return
        self.initial.setdefault("consent", submission.consent)
        consent = self.fields["consent"]
        assert isinstance(consent, forms.ChoiceField)  # noqa: S101 - narrows the type
        consent.choices = consent_choices(submission)

    @property
    def decision(self) -> Decision:
        """Of a valid form."""
        author = self.cleaned_data.get("claimed_author")
        return Decision(
            is_accepted=True,
            second_editor=self.cleaned_data["second_editor"],
            claimed_author_id=author.pk if author else None,
            consent=self.cleaned_data.get("consent", ""),
            interests=self.interests,
            in_spite=self.cleaned_data["in_spite"],
        )


class DeclineForm(AskedEditorPart):
    ground = forms.ChoiceField(
        label=_("Reason"), error_messages={"invalid_choice": ReasonNotOffered.message}
    )
    text = long_text(
        _("In your own words, to the submitter"),
        _("Say what would make it reviewable, or where it would fit better."),
        rows=5,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_decline_%s", **kwargs)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)  # noqa: S101 - narrows the type
        offered = offered_reasons(current_policy().reasons)
        words = [(reason.code, reason.words) for reason in offered]
        ground.choices = [("", _("Choose a reason")), *words]

    @property
    def decision(self) -> Decision:
        """Of a valid form."""
        return Decision(
            is_accepted=False,
            code=self.cleaned_data["ground"],
            text=self.cleaned_data["text"],
            interests=self.declared,
        )


class AgreeForm(AskedEditorPart):
    """Agreeing to what another editor proposed. To a decline whoever has declared is not asked
    again."""

    def __init__(
        self, *args: Any, proposal: TriageProposal, has_declared: bool, **kwargs: Any
    ) -> None:
        asks = proposal.decision == TriageProposal.Decision.ACCEPT or not has_declared
        super().__init__(*args, asks=asks, auto_id="id_agree_%s", **kwargs)
