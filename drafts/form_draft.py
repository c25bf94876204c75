"""A form whose text is kept while it is written: what its page shows, and what it posted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from drafts import errors
from drafts.form_kinds import labels_of
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.services import find_draft, form_fields, owner_fingerprint, save_draft, sent_form


@dataclass(frozen=True, slots=True)
class FieldText:
    """One field's text, to be read and copied."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class OtherText:
    """A text of the same form that met a newer one."""

    saved_at: datetime | None
    fields: list[FieldText]


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What a page needs to keep a form's text (`components/_draft.html`).

    base: fingerprints of the stored texts, as JSON. owner: of whom the form is made for.
    problem: why what was posted has to be read once more. is_unsaved: whether it was not even
    saved. conflicts: stored texts that the page's own would replace.
    """

    key: str
    revision: int
    base: str
    owner: str
    saved_at: datetime | None
    problem: str
    is_unsaved: bool
    conflicts: list[FieldText]
    others: list[OtherText]


@dataclass(frozen=True, slots=True)
class KeptPost:
    """What became of a posted form. texts: what the page shows again, with parts that another tab
    changed. problem: why the text did not become the draft, in words; "" where it did."""

    texts: dict[str, str]
    revision: int | None = None
    problem: str = ""
    conflicts: dict[str, str] = field(default_factory=dict)
    is_merged: bool = False

    def why_not_sent(self) -> str:
        """Why a form that was to be sent has to be read once more; "" where it has not."""
        if self.problem or not self.is_merged:
            return self.problem
        return _(
            "What you wrote since, or in another tab or on another device, stands in this page "
            "now. Please read it once more, then send it."
        )


def keep_posted(
    owner: User, key: str, form: forms.BaseForm, posted: Mapping[str, str], *, now: datetime
) -> KeptPost:
    """Save what a page posted as a draft, before anything else is asked of it."""
    texts = form_fields(posted, form.fields)
    problem = ""
    try:
        sent = sent_form(owner, posted, form.fields)
        try:
            saved = save_draft(owner, key, sent=sent, now=now)
        except errors.DraftOutOfDate:
            saved = save_draft(owner, key, sent=replace(sent, revision=0), now=now)
            problem = _(
                "This form was sent meanwhile from another tab or device. Your text here is "
                "saved. Please read it once more before you send it again."
            )
    except errors.DraftError as error:
        return KeptPost(texts, problem=str(error.message))
    if saved.conflicts:
        problem = _(
            "A newer text was saved from another tab or device. Both are kept: that one is shown "
            "here, yours is in the form and replaces it when you save or send the form again."
        )
    return KeptPost(
        texts={**texts, **saved.newer},
        revision=saved.revision,
        problem=problem,
        conflicts=saved.conflicts,
        is_merged=bool(saved.newer),
    )


def form_draft(
    owner: User,
    key: str,
    form: forms.BaseForm,
    *,
    initial: Mapping[str, Any] | None = None,
    kept: KeptPost | None = None,
) -> FormDraft:
    """initial: what the form shows where there is no draft. kept: what was posted just now."""
    draft = find_draft(owner, key)
    return form_draft_of(owner, key, form, draft, initial=initial or {}, kept=kept)


def form_draft_of(
    owner: User,
    key: str,
    form: forms.BaseForm,
    draft: Draft | None,
    *,
    initial: Mapping[str, Any],
    kept: KeptPost | None = None,
) -> FormDraft:
    """`form_draft` for a draft that is at hand."""
    shown = {name: str(initial.get(name) or "") for name in form.fields}
    stored = {**shown, **(draft.fields if draft else {})}
    return FormDraft(
        key=key,
        revision=draft.revision if draft else 0,
        base=json.dumps(fingerprints(stored)),
        owner=owner_fingerprint(owner),
        saved_at=draft.saved_at if draft else None,
        problem=kept.why_not_sent() if kept else "",
        is_unsaved=kept is not None and kept.revision is None,
        conflicts=field_texts(form, kept.conflicts if kept else {}),
        others=[
            OtherText(parse_datetime(one["saved_at"]), field_texts(form, one["fields"]))
            for one in (reversed(draft.others) if draft else ())
        ],
    )


def status_of(request: HttpRequest, kept: KeptPost | None) -> int:
    """200 for a page or a preview, 422 for a form not sent, 409 for one not even saved."""
    if kept is None:
        return 200
    if kept.problem and "save" in request.POST:
        return 409
    return 200 if is_preview(request) else 422


def is_preview(request: HttpRequest) -> bool:
    return "preview" in request.POST


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asks for the preview alone. It saves what is typed itself."""
    return is_preview(request) and "HX-Request" in request.headers


def field_texts(form: forms.BaseForm, texts: Mapping[str, str]) -> list[FieldText]:
    """With the form's words for the fields and for what was chosen; without hidden fields."""
    return [
        FieldText(name, str(form.fields[name].label or name), _in_words(form.fields[name], text))
        for name, text in texts.items()
        if name in form.fields and not form.fields[name].widget.is_hidden
    ]


def _in_words(asked: forms.Field, value: str) -> str:
    choices = getattr(asked, "choices", ())
    return next((str(label) for choice, label in choices if str(choice) == value), value)


def draft_texts(draft: Draft) -> list[FieldText]:
    """The draft's own texts, then those that met a newer one."""
    labels = labels_of(draft.key)
    return [
        FieldText(name, str(labels[name]), fields[name])
        for fields in [draft.fields, *(other["fields"] for other in reversed(draft.others))]
        for name in labels
        if fields.get(name, "").strip()
    ]
