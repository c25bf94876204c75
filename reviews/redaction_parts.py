"""The one table of what can be redacted: the parts of each published text, and how they are kept.

A part is a field of the row; where it is shown as HTML, the HTML is made anew with it.
"""

from collections.abc import Mapping

from reviews import redaction_rules
from reviews.models import Assessment, Response, Review
from reviews.models.reviews import PARTS
from reviews.models.sealed_originals import PART_NAMES
from reviews.rendering import RenderedParts
from reviews.services.assessing import RenderedAssessment
from text.markdown.render import render_markdown

Redactable = Review | Assessment | Response
DECLARED = ("competing_interests", "ai_use")


def parts_of(row: Redactable) -> list[str]:
    """Those that were written, in their order. What a hidden reviewer declares is not published."""
    if isinstance(row, Review):
        parts = (*PARTS, *DECLARED) if row.is_signed else PARTS
    else:
        parts = ("text", "competing_interests")
    return [part for part in parts if getattr(row, part)]


def name_of(part: str) -> str:
    return str(PART_NAMES[part])


def fields_with(row: Redactable, part: str, text: str) -> Mapping[str, object]:
    """What the row is to have once the part reads so. Raises PassageOverPoints."""
    if part in DECLARED:
        return {part: text}
    if isinstance(row, Review):
        texts = {name: getattr(row, name) for name in PARTS} | {part: text}
        rendered = RenderedParts.of(texts, id_prefix=f"r{row.pk}-")
        redaction_rules.check_points_stay(row.points, rendered.points)
        return {part: text, f"{part}_html": rendered.html[part], "points": rendered.points}
    if isinstance(row, Assessment):
        return RenderedAssessment.rendered(row.round_id, text).fields
    prefix = f"p{row.round_id}-{row.number}-"
    return {"text": text, "text_html": render_markdown(text, id_prefix=prefix)}
