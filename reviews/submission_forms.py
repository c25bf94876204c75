"""The forms on a submission's page: empty, as their draft, or as they were sent and refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from drafts.posted_forms import PostedForm, save_posted
from drafts.selectors import FieldText, field_texts, form_draft_of
from drafts.services import NOT_WRITTEN, find_draft
from reviews.forms import DeclineForm, InviteForm, KindForm, ReturnForm, TriageForm
from reviews.models import Assessment, Round, Submission
from reviews.selectors.submission import SubmissionPage


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


def decline_key(submission: Submission) -> str:
    return f"decline:{submission.pk}"


def invite_key(asked_for: Round) -> str:
    return f"invite:{asked_for.pk}"


def return_key(assessment: Assessment) -> str:
    return f"return:{assessment.pk}"


def save_short_form(
    owner: User, key: str, form: forms.BaseForm, posted: Mapping[str, str]
) -> PostedForm:
    """Save a posted form as its draft. A page that does not say what it was loaded with replaces
    what is saved, which goes into the draft's `others`."""
    if "draft_revision" not in posted:
        stored = find_draft(owner, key)
        revision = str(stored.revision if stored else 0)
        posted = {**posted, "draft_revision": revision, "draft_replaces": "1"}
    return save_posted(owner, key, form, posted, now=timezone.now())


def submission_context(
    page: SubmissionPage, editor: User, refused: RefusedForm | None = None
) -> dict[str, Any]:
    """What the page's template needs. refused: shown in its place, or apart where that is gone."""
    context: dict[str, Any] = {"page": page, "kind_form": _kind_form(page.submission)}
    if page.may_triage:
        context["triage_form"] = TriageForm(submission=page.submission, editor=editor)
        context |= _with_draft("decline", DeclineForm(), decline_key(page.submission), editor)
    if page.is_handling and page.round is not None and page.round.state == Round.State.OPEN:
        due_on = timezone.localdate() + timedelta(days=settings.JOURNAL_REVIEW_DUE_DAYS)
        blank = InviteForm(initial={"due_on": due_on})
        context |= _with_draft("invite", blank, invite_key(page.round), editor)
    if page.is_second and page.assessment and page.assessment.state == Assessment.State.PROPOSED:
        blank_return = ReturnForm(initial={"seen": page.assessment.fingerprint})
        context |= _with_draft("return", blank_return, return_key(page.assessment), editor)
    return _with_refused(context, refused, editor) if refused else context


def _kind_form(one: Submission) -> KindForm:
    return KindForm(initial={"kind": one.preprint.kind, "subjects": one.preprint.subjects.all()})


def _with_draft(name: str, form: forms.Form, key: str, editor: User) -> dict[str, Any]:
    """The form with its draft in it. What the page itself sends along is never an earlier page's:
    the writer has this page before them."""
    draft = find_draft(editor, key)
    initial = dict(form.initial)
    typed = draft.fields if draft else {}
    own = {name: text for name, text in typed.items() if name not in NOT_WRITTEN}
    form.initial = {**form.initial, **own}
    shown = form_draft_of(editor, key, form, draft, initial=initial)
    return {f"{name}_form": form, f"{name}_draft": shown}


def _with_refused(context: dict[str, Any], refused: RefusedForm, editor: User) -> dict[str, Any]:
    place = f"{refused.name}_form"
    if place not in context:
        return {**context, "refused": _refused_text(refused)}
    if "seen" in refused.form.fields:
        # The page shows the newest text, so whoever sends the form again has seen that.
        seen = context[place].initial["seen"]
        refused.form.data = {**dict(refused.form.data.items()), "seen": seen}
    context = {**context, place: refused.form}
    if refused.posted is not None:
        before = context[f"{refused.name}_draft"]
        draft = find_draft(editor, before.key)
        context[f"{refused.name}_draft"] = form_draft_of(
            editor, before.key, refused.form, draft, initial={}, posted=refused.posted
        )
    return context


def _refused_text(refused: RefusedForm) -> RefusedText:
    posted = {name: str(refused.form.data.get(name, "")) for name in refused.form.fields}
    problems = [*refused.form.non_field_errors(), refused.problem]
    texts = [row for row in field_texts(refused.form, posted) if row.text.strip()]
    return RefusedText(next((str(one) for one in problems if one), ""), texts)
