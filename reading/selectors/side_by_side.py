"""The text of a version beside the reviews of it, with links between what they quote and say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from preprints.models import Version
from reading.selectors.preprint import PreprintPage
from reading.selectors.reviews import ResponseView, ReviewView
from text.quotations import QuotingText, link_quotations


@dataclass(frozen=True, slots=True)
class SideBySidePage:
    version: Version
    version_words: str
    body_html: str
    reviews: list[ReviewView]
    responses: list[ResponseView]


def side_by_side_page(page: PreprintPage) -> SideBySidePage:
    """page: of one version, with its full text and at least one review."""
    body, htmls = link_quotations(
        page.body_html,
        [text for review in page.reviews for text in _texts(review)],
        back=_("Quoted in"),
        forth=_("Where it stands in the text"),
    )
    return SideBySidePage(
        version=page.version,
        version_words=page.chips.shown,
        body_html=body,
        reviews=_with_parts(page.reviews, htmls),
        responses=page.responses,
    )


def _texts(review: ReviewView) -> Iterator[QuotingText]:
    label = _("Review %(number)s") % {"number": review.number}
    point_label = _("Review %(number)s, point") % {"number": review.number}
    for _heading, html in review.public_parts:
        yield QuotingText(html, label, f"{point_label} %d")


def _with_parts(reviews: Sequence[ReviewView], htmls: Sequence[str]) -> list[ReviewView]:
    left = iter(htmls)
    return [
        replace(review, public_parts=[(heading, next(left)) for heading, _ in review.public_parts])
        for review in reviews
    ]
