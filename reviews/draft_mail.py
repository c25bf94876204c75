"""What a reviewer had written, for the mail that says that their invitation was withdrawn."""

from dataclasses import dataclass

from reviews.forms import ReviewForm
from reviews.models import Draft, Review
from reviews.models.reviews import PARTS


@dataclass(frozen=True, slots=True)
class DraftMail:
    """text: the parts that were written, as Markdown under their headings; "" for none."""

    review: Review
    text: str


def draft_mail(review: Review) -> DraftMail:
    draft = Draft.objects.filter(owner=review.reviewer_id, key=f"review:{review.pk}").first()
    fields = draft.fields if draft else {}
    parts = [
        f"# {ReviewForm.base_fields[part].label}\n\n{fields[part].strip()}"
        for part in PARTS
        if fields.get(part, "").strip()
    ]
    return DraftMail(review, "\n\n".join(parts))
