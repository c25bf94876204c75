"""What the pages of a form show of its draft, and of texts that were never saved."""

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
from drafts.posted_forms import PostedForm, form_fields
from web.form_owner import owner_fingerprint


@dataclass(frozen=True, slots=True)
class FieldText:
    """One field's text, to be read and copied."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class OtherText:
    """Texts of the same form that were not saved, because newer ones had been."""

    saved_at: datetime | None
    fields: list[FieldText]


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What a page needs to save a form while it is written (`components/_draft.html`).

    base: fingerprints of the saved texts, as JSON. owner: fingerprint of whom the form is for.
    problem: why what was posted has to be read once more. is_unsaved: whether it was not even
    saved. conflicts: saved texts that the page's own would replace. shown: `services.Shown` of
    `others`, as text. is_shown_again: whether the form was posted and has to be read.
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
    shown: str = "0 0"
    is_shown_again: bool = False


@dataclass(frozen=True, slots=True)
class BrowserTexts:
    """What a page needs to show texts that only the browser keeps
    (`components/_browser_texts.html`).

    owner: fingerprint of the writer. known: the form's labels, and the texts that were sent or
    saved: of these nobody needs a copy.
    """

    key: str
    owner: str
    known: dict[str, Any]


def form_draft(
    owner: User,
    key: str,
    form: forms.BaseForm,
    draft: Draft | None,
    *,
    initial: Mapping[str, Any] | None = None,
    posted: PostedForm | None = None,
) -> FormDraft:
    """draft: None where there is none. initial: what the form shows then. posted: what was posted
    just now and is shown: a text that was saved since is not, so nothing says that it was seen.
    """
    shown = fingerprints({name: str((initial or {}).get(name) or "") for name in form.fields})
    if posted is not None:
        revision, base = posted.loaded_revision, posted.base
    else:
        revision, base = (draft.revision, fingerprints(draft.fields)) if draft else (0, {})
    return FormDraft(
        key=key,
        revision=revision,
        base=json.dumps({**shown, **base}),
        owner=owner_fingerprint(owner.pk),
        saved_at=draft.saved_at if draft else None,
        problem=posted.why_not_sent() if posted else "",
        is_unsaved=posted is not None and posted.revision is None,
        conflicts=field_texts(form, posted.conflicts if posted else {}),
        others=[
            OtherText(parse_datetime(other["saved_at"]), field_texts(form, other["fields"]))
            for other in (reversed(draft.others) if draft else ())
        ],
        shown=f"{draft.pk} {draft.revision}" if draft else "0 0",
        is_shown_again=posted is not None,
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
    """What was saved, then the texts that were not because newer ones had been."""
    others = [
        row for other in reversed(draft.others) for row in written_texts(draft.key, other["fields"])
    ]
    return [*written_texts(draft.key, draft.fields), *others]


def written_texts(key: str, fields: Mapping[str, str]) -> list[FieldText]:
    """Of the fields of a saved form those that hold text, in the order of the form."""
    return [
        FieldText(name, str(label), text)
        for name, label in labels_of(key).items()
        if (text := fields.get(name, "").strip())
    ]


def unsent_texts(
    form: forms.BaseForm, posted: Mapping[str, str], sent: Mapping[str, str]
) -> list[FieldText]:
    """The texts of a form posted again that differ from those that were `sent` before."""
    texts = form_fields(posted, sent)
    differing = {name: text for name, text in texts.items() if text.strip() != sent[name].strip()}
    return field_texts(form, {name: text for name, text in differing.items() if text.strip()})


def sent_draft(owner: User, key: str) -> str:
    """Says in a message that the form needs no copy in the browser any more
    (`static/js/sent-drafts.js`). The next person there may have a copy of the same form."""
    return f"{key} {owner_fingerprint(owner.pk)}"


def browser_texts(owner: User, key: str, sent: Mapping[str, str]) -> BrowserTexts:
    """sent: the form's texts as they were sent in the end, or, of a form that can be sent no more,
    as they are saved, "" for those that are not."""
    labels = {name: str(label) for name, label in labels_of(key).items() if name in sent}
    return BrowserTexts(key, owner_fingerprint(owner.pk), {"labels": labels, "sent": dict(sent)})
