"""What the authors answered to the single points of the reviews, below these points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reading.selectors.reviews import ResponseView, ReviewView
from reading.selectors.revisions import RevisionView
from text.markdown.answers import PointAnswer, answers_by_point, place_answers


@dataclass(frozen=True, slots=True)
class AuthorAnswer:
    """A text of the authors that stands on the same page. name, url: its own."""

    by: str
    name: str
    url: str
    html: str


def answer_of_response(response: ResponseView) -> AuthorAnswer:
    name = response.identifier
    return AuthorAnswer(response.name, name, f"#{name}", response.html)


def answers_of_revision(revision: RevisionView) -> list[AuthorAnswer]:
    name = revision.identifier
    return [
        AuthorAnswer(revision.name, name, f"#{name}", answer.html) for answer in revision.answers
    ]


def with_answers(
    reviews: Sequence[ReviewView], answers: Iterable[AuthorAnswer]
) -> list[ReviewView]:
    """The reviews, with the answers below the points that they name."""
    by_review: defaultdict[str, defaultdict[int, list[PointAnswer]]]
    by_review = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        for point, html in answers_by_point(answer.html).items():
            review, _dot, number = point.rpartition(".")
            words = _("Answer by %(name)s") % {"name": answer.by}
            placed = PointAnswer(words, answer.name, answer.url, html)
            by_review[review][int(number)].append(placed)
    return [
        _with_answers(review, by_review[review.identifier])
        if review.identifier in by_review
        else review
        for review in reviews
    ]


def _with_answers(review: ReviewView, answers: Mapping[int, Sequence[PointAnswer]]) -> ReviewView:
    parts = [(heading, place_answers(html, answers)) for heading, html in review.public_parts]
    return replace(review, public_parts=parts)
