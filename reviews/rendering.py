"""The parts of a review as HTML, with its points numbered on from one part to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.models.reviews import PARTS, PUBLIC_PARTS
from text.markdown.points import Points
from text.markdown.render import render_markdown


@dataclass(frozen=True, slots=True)
class RenderedParts:
    """html: of each part that was written, by its name. points: the words of each point."""

    html: dict[str, str]
    points: list[str]

    @classmethod
    def of(cls, texts: Mapping[str, str], *, id_prefix: str) -> "RenderedParts":
        """texts: of the parts, by their names. id_prefix: of all ids, as "r57-"."""
        html, points = {}, Points(f"{id_prefix}point-")
        for part in PARTS:
            if texts[part].strip():
                counted = points if part in PUBLIC_PARTS else None
                html[part] = render_markdown(
                    texts[part], id_prefix=f"{id_prefix}{part}-", points=counted
                )
        return cls(html, points.texts)
