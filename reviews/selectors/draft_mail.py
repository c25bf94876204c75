"""What a reviewer had written, for the mail that says that their invitation was withdrawn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drafts.selectors import written_texts
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
    written = written_texts(key, draft.fields)
    parts = [f"# {row.label}\n\n{row.text}" for row in written]
    for other in draft.others:
        for row in written_texts(key, other["fields"]):
            if row not in written:
                heading = _("%(field)s, kept from another tab") % {"field": row.label}
                parts.append(f"# {heading}\n\n{row.text}")
    return DraftMail(review, "\n\n".join(parts))
