"""Factual corrections as people read them: which text each is about, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.models import Correction, Review


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """about: the text and its point, in words. url: where that is read; "" before it is posted."""

    correction: Correction
    about: str
    url: str = ""


def correction_views(
    corrections: Iterable[Correction], *, numbers: Mapping[int, int] | None = None
) -> list[CorrectionView]:
    """corrections: with their reviews and the versions of these. numbers: by the id of a held
    review, the number that it is posted with."""
    return [_view(correction, numbers or {}) for correction in corrections]


def _view(correction: Correction, numbers: Mapping[int, int]) -> CorrectionView:
    review = correction.review
    if correction.is_of_earlier_texts:
        return CorrectionView(correction, _("Texts that were written anew: this is not posted"))
    if review is None:
        return CorrectionView(correction, _("The assessment"))
    number = review.number or numbers.get(review.pk)
    if number is None:
        return CorrectionView(correction, _in_round(review, correction.point))
    name = f"{review.version.identifier}.r{number}"
    about = f"{name}.{correction.point}" if correction.point else name
    if correction.is_void:
        about = _("%(about)s; the review was set aside, so this is not posted") % {"about": about}
    return CorrectionView(correction, about, url=f"/{about}" if review.is_published else "")


def _in_round(review: Review, point: int | None) -> str:
    """As the editors know a review before it is posted."""
    words = {"number": review.reviewer_number, "point": point}
    if point is None:
        return _("The review by reviewer %(number)s") % words
    return _("The review by reviewer %(number)s, point %(point)s") % words
