"""What a reviewer has written, for the mails that say that it is not published."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from drafts.selectors import FieldText, written_texts
from drafts.services import find_draft
from reviews.models import Review
from reviews.models.reviews import PARTS
from reviews.services.reviewing import draft_key


@dataclass(frozen=True, slots=True)
class DraftMail:
    """text: the fields that were written, as Markdown under their headings; "" for none. Texts of
    another tab that were not saved, because newer ones had been, are among them. Of a review that
    was submitted it is what was submitted: then there is no draft of it any more."""

    review: Review
    text: str


def draft_mail(review: Review) -> DraftMail:
    key = draft_key(review)
    draft = find_draft(review.reviewer, key)
    if draft is None:
        submitted = {part: str(getattr(review, part)) for part in PARTS}
        return DraftMail(review, _in_markdown(written_texts(key, submitted)))
    rows, kept = written_texts(key, draft.fields), list[FieldText]()
    for other in draft.others:
        for row in written_texts(key, other["fields"]):
            if row not in rows:
                heading = _("%(field)s, kept from another tab") % {"field": row.label}
                kept.append(replace(row, label=heading))
    return DraftMail(review, _in_markdown([*rows, *kept]))


def _in_markdown(rows: Iterable[FieldText]) -> str:
    return "\n\n".join(f"# {row.label}\n\n{row.text}" for row in rows)
