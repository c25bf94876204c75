"""The page of one review: the review, what the authors answered, and the reviews beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import AnyUser
from preprints.models import Version
from reading.links import Link
from reading.selectors.cite_box import CiteBox, cite_review
from reading.selectors.head_tags import HeadTags, tags_of_review
from reading.selectors.point_answers import AuthorAnswer, answer_of_response, with_answers
from reading.selectors.reviews import (
    ResponseView,
    ReviewView,
    published_reviews,
    response_views,
    review_view,
)
from reading.selectors.scales import Scales
from reading.selectors.version_chips import version_with_source
from reading.selectors.versions import VersionView, may_read_recommendations
from reviews.models import Response, Review, RevisionAnswer


@dataclass(frozen=True, slots=True)
class LaterAnswer:
    """What the author of a revision answered to the review; url: of the revision."""

    name: str
    html: str
    declared_at: datetime
    identifier: str
    url: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """before, after: the reviews of the same version around it; None where there is none."""

    review: ReviewView
    version: Version
    version_words: str
    responses: list[ResponseView]
    later_answers: list[LaterAnswer]
    before: Link | None
    after: Link | None
    cite: CiteBox
    head_tags: HeadTags


def find_review(version: Version, number: int) -> Any:
    """A published or withdrawn review of the version, with what `review_page` needs beside it. One
    query; raises Http404 where there is none."""
    beside = Review.objects.published().filter(version=OuterRef("version"))
    before = beside.filter(number__lt=OuterRef("number")).order_by("-number")
    after = beside.filter(number__gt=OuterRef("number")).order_by("number")
    answers = RevisionAnswer.objects.filter(review=OuterRef("pk"))
    fields = JSONObject(
        name="revision__author_name",
        html="text_html",
        declared_at="revision__declared_at",
        work="revision__version__preprint",
        number="revision__version__number",
    )
    found = published_reviews().annotate(
        before=Subquery(before.values("number")[:1]),
        after=Subquery(after.values("number")[:1]),
        answered=ArraySubquery(answers.order_by("revision__declared_at").values(fields=fields)),
    )
    review = get_object_or_404(found, version=version, number=number)
    review.version = version
    return review


def review_page(review: Any, shown: VersionView, user: AnyUser) -> ReviewPage:
    """review: of `find_review`, published. Two queries."""
    version = shown.version
    view = review_view(
        review,
        Scales(),
        shown=version,
        shows_recommendations=may_read_recommendations(shown, user),
    )
    responses = response_views(_responses(review), shown=version)
    later = _later_answers(review.answered)
    (answered,) = with_answers([view], [*map(answer_of_response, responses), *map(_answer, later)])
    return ReviewPage(
        review=answered,
        version=version,
        version_words=version_with_source(version, shown.locations),
        responses=responses,
        later_answers=later,
        before=_link(version, review.before),
        after=_link(version, review.after),
        cite=cite_review(review, version, shown.locations),
        head_tags=tags_of_review(review, shown),
    )


def _answer(later: LaterAnswer) -> AuthorAnswer:
    return AuthorAnswer(later.name, later.identifier, later.url, later.html)


def _responses(review: Review) -> Sequence[Response]:
    """To the reviews of its round; nobody responds to a review without one in that way."""
    if review.round_id is None:
        return []
    responses = list(Response.objects.published().filter(round=review.round_id).order_by("number"))
    for response in responses:
        response.version = review.version
    return responses


def _later_answers(answered: Sequence[dict[str, Any]]) -> list[LaterAnswer]:
    return [
        LaterAnswer(
            name=answer["name"],
            html=answer["html"],
            declared_at=datetime.fromisoformat(answer["declared_at"]),
            identifier=f"V{answer['work']}.{answer['number']}.c",
            url=f"/V{answer['work']}.{answer['number']}.c",
        )
        for answer in answered
    ]


def _link(version: Version, number: int | None) -> Link | None:
    if number is None:
        return None
    url = reverse("reading:review", args=[version.preprint_id, version.number, number])
    return Link(_("Review %(number)s") % {"number": number}, url)
