"""What a reviewer had written, for the mail that says that their invitation was withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drafts.form_kinds import labels_of
from drafts.services import find_draft
from reviews.models import Review
from reviews.services.reviewing import draft_key


@dataclass(frozen=True, slots=True)
class DraftMail:
    """text: the fields that were written, as Markdown under their headings; "" for none. Texts of
    another tab that were not saved, because newer ones had been, are among them."""

    review: Review
    text: str


def draft_mail(review: Review) -> DraftMail:
    key = draft_key(review)
    draft = find_draft(review.reviewer, key)
    if draft is None:
        return DraftMail(review, "")
    written = _written(key, draft.fields)
    parts = [f"# {label}\n\n{text}" for label, text in written]
    for other in draft.others:
        for label, text in _written(key, other["fields"]):
            if (label, text) not in written:
                heading = _("%(field)s, kept from another tab") % {"field": label}
                parts.append(f"# {heading}\n\n{text}")
    return DraftMail(review, "\n\n".join(parts))


def _written(key: str, fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and text of each field of the form that holds text."""
    return [
        (str(label), str(fields[name]).strip())
        for name, label in labels_of(key).items()
        if str(fields.get(name, "")).strip()
    ]
