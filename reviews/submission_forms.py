"""The forms on a submission's page: empty, as their draft, or as they were sent and refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from drafts.posted_forms import PostedForm, save_posted
from drafts.selectors import FieldText, field_texts, form_draft
from drafts.services import NOT_WRITTEN, find_draft
from reviews import moves, rules
from reviews.forms import InviteForm, KindForm
from reviews.interest_fields import DeclareForm
from reviews.models import Submission
from reviews.policies import current_policy
from reviews.proposed_values import proposed_acceptance, proposed_decline
from reviews.revision_forms import ConfirmAssessmentForm, DecisionForm
from reviews.round_forms import ReleaseForm
from reviews.seconding_forms import ApprovalForm, ReturnForm
from reviews.selectors.submission import SubmissionPage
from reviews.services.act_interests import known_interests
from reviews.services.assessing import return_draft_key
from reviews.services.invitations import invite_draft_key
from reviews.services.owed_assessments import is_assessment_owed
from reviews.services.reopening_decisions import reopenings_answered_by
from reviews.services.revising import decision_draft_key
from reviews.services.submissions import decline_draft_key
from reviews.triage_forms import AgreeForm, DeclineForm, TriageForm


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A form that was sent and not carried out. name: of the form on the page. problem: why, where
    the form itself does not say it. posted: what became of its draft, where it has one."""

    name: str
    form: forms.BaseForm
    problem: str = ""
    posted: PostedForm | None = None


@dataclass(frozen=True, slots=True)
class RefusedText:
    """What was typed into a form that the page does not have any more."""

    problem: str
    texts: list[FieldText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A form of the page that has a draft, under its `key`, as the page shows it without one."""

    name: str
    key: str
    form: forms.BaseForm


def save_short_form(
    owner: User, key: str, form: forms.BaseForm, posted: Mapping[str, str]
) -> PostedForm:
    """Save a posted form as its draft. If the page does not say what it was loaded with, its text
    replaces the saved text, which is kept in the draft's `others`."""
    if "draft_revision" not in posted:
        stored = find_draft(owner, key)
        revision = str(stored.revision if stored else 0)
        posted = {**posted, "draft_revision": revision, "draft_replaces": "1"}
    return save_posted(owner, key, form, posted, now=timezone.now())


def submission_context(
    page: SubmissionPage, editor: User, refused: RefusedForm | None = None
) -> dict[str, Any]:
    """What the page's template needs. refused: shown in its place, or apart where that is gone."""
    context: dict[str, Any] = {
        "page": page,
        "kind_form": _kind_form(page.submission),
        "policy": current_policy(),
        **_declare_form(page),
        **_triage_forms(page, editor),
    }
    if page.may_confirm and page.later is not None:
        blank = {"version": page.later.version.pk}
        context["confirm_form"] = ConfirmAssessmentForm(
            initial=blank, known=known_interests(page.submission, editor)
        )
    if page.may_release:
        context["release_form"] = ReleaseForm()
    if page.shows_seconding and page.assessment is not None:
        context["approve_form"] = ApprovalForm(
            initial={"seen": page.assessment.fingerprint},
            is_early=page.may_approve_early,
        )
    if page.may_decide and page.revision is not None:
        context["owes_assessment"] = is_assessment_owed(page.submission)
        context["answers_reopening"] = reopenings_answered_by(page.revision).exists()
    for short in _short_forms(page, editor):
        context |= _with_draft(short, editor, refused)
    if refused is None and page.chosen is not None and "invite_form" in context:
        context["invite_form"].initial |= {"name": page.chosen.name, "email": page.chosen.email}
    if refused is None:
        return context
    place = f"{refused.name}_form"
    if place not in context:
        return {**context, "refused": _refused_text(refused)}
    return {**context, place: refused.form}


def _triage_forms(page: SubmissionPage, editor: User) -> dict[str, Any]:
    if not page.may_triage:
        return {}
    accept = TriageForm(
        submission=page.submission,
        editor=editor,
        step=page.triage_step,
        initial=proposed_acceptance(page.proposal, editor),
    )
    if page.proposal is None:
        return {"triage_form": accept}
    agree = AgreeForm(proposal=page.proposal, has_declared=page.has_declared)
    return {"triage_form": accept, "agree_form": agree}


def _declare_form(page: SubmissionPage) -> dict[str, Any]:
    """In place of the forms of the second editor: whatever they do first, they declare here."""
    fits = moves.DECLARE_INTERESTS.refusal(page.submission.state) is None
    if not (page.asks_to_declare and fits):
        return {}
    return {"declare_form": DeclareForm()}


def _kind_form(submission: Submission) -> KindForm:
    return KindForm(
        initial={"kind": submission.preprint.kind, "subjects": submission.preprint.subjects.all()}
    )


def _short_forms(page: SubmissionPage, editor: User) -> Iterator[ShortForm]:
    if page.may_triage:
        known = proposed_decline(page.proposal, editor)
        proposed = DeclineForm(initial=known, asks=not page.has_declared)
        yield ShortForm("decline", decline_draft_key(page.submission), proposed)
    if page.may_decide and page.revision is not None:
        blank_decision = DecisionForm(initial={"due_on": first_due_day()})
        yield ShortForm("decision", decision_draft_key(page.revision), blank_decision)
    if page.may_invite and page.round is not None:
        blank = InviteForm(initial={"due_on": first_due_day()})
        yield ShortForm("invite", invite_draft_key(page.round), blank)
    if page.shows_seconding and page.assessment is not None:
        seen = {"seen": page.assessment.fingerprint}
        blank_return = ReturnForm(initial=seen)
        yield ShortForm("return", return_draft_key(page.assessment), blank_return)


def first_due_day() -> date:
    return rules.first_due_day(timezone.localdate(), days=current_policy().review_days)


def _with_draft(short: ShortForm, editor: User, refused: RefusedForm | None) -> dict[str, Any]:
    """The form with its draft in it, or as it was refused. Its field `seen` is always of this page,
    never of the page that was posted or drafted: the writer sees this one."""
    draft, form, initial = find_draft(editor, short.key), short.form, dict(short.form.initial)
    posted = None
    if refused is not None and refused.name == short.name:
        form, posted = refused.form, refused.posted
        if "seen" in form.fields:
            form.data = {**dict(form.data.items()), "seen": initial["seen"]}
    elif draft is not None:
        own = {name: text for name, text in draft.fields.items() if name not in NOT_WRITTEN}
        form.initial = {**initial, **own}
    shown = form_draft(editor, short.key, form, draft, initial=initial, posted=posted)
    return {f"{short.name}_form": form, f"{short.name}_draft": shown}


def _refused_text(refused: RefusedForm) -> RefusedText:
    posted = {name: str(refused.form.data.get(name, "")) for name in refused.form.fields}
    problems = [*refused.form.non_field_errors(), refused.problem]
    texts = [row for row in field_texts(refused.form, posted) if row.text.strip()]
    return RefusedText(next((str(problem) for problem in problems if problem), ""), texts)
