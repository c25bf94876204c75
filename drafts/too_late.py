"""Text typed into a form that had been sent already: what its pages show, for copying."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import User
from drafts.form_draft import FieldText, field_texts
from drafts.form_kinds import labels_of
from drafts.services import form_fields, owner_fingerprint


@dataclass(frozen=True, slots=True)
class LeftTexts:
    """What a page needs to show texts that are kept in the browser alone
    (`components/_left_texts.html`). owner: the fingerprint of its writer. known: the form's
    labels and the texts that were sent, which need no copy.
    """

    key: str
    owner: str
    known: dict[str, Any]


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
