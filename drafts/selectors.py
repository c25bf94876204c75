"""What the page of a form that has a draft shows of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from accounts.models import User
from drafts.form_kinds import labels_of
from drafts.merging import fingerprints
from drafts.models import Draft
from drafts.posted_forms import KeptPost
from drafts.services import find_draft, form_fields, owner_fingerprint


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
class LeftTexts:
    """What a page needs to show texts that are kept in the browser alone
    (`components/_left_texts.html`). owner: the fingerprint of its writer. known: the form's
    labels and the texts that were sent, which need no copy.
    """

    key: str
    owner: str
    known: dict[str, Any]


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


def too_late_texts(
    form: forms.BaseForm, posted: Mapping[str, str], sent: Mapping[str, str]
) -> list[FieldText]:
    """The texts of a form posted once more that are not those that were `sent` before."""
    texts = form_fields(posted, sent)
    other = {name: text for name, text in texts.items() if text.strip() != sent[name].strip()}
    return field_texts(form, {name: text for name, text in other.items() if text.strip()})


def left_texts(owner: User, key: str, sent: Mapping[str, str]) -> LeftTexts:
    labels = {name: str(label) for name, label in labels_of(key).items() if name in sent}
    return LeftTexts(key, owner_fingerprint(owner), {"labels": labels, "sent": dict(sent)})
