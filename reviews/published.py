"""What the event log must hold for reviews, assessments and responses, and the hashes in it."""

from collections.abc import Iterator

from events.completeness import published
from reviews.models import Assessment, Response, Review
from reviews.models.reviews import PUBLIC_PARTS
from text.hashing import content_hash


def review_hash(review: Review) -> str:
    return content_hash(*(getattr(review, part) for part in PUBLIC_PARTS))


def assessment_hash(assessment: Assessment) -> str:
    return content_hash(assessment.text)


def response_hash(response: Response) -> str:
    return content_hash(response.text)


@published("review.published")
def published_reviews() -> Iterator[tuple[str, str]]:
    rows = Review.objects.published().select_related("version")
    shown = rows.only("number", "version__preprint_id", "version__number", *PUBLIC_PARTS)
    for review in shown.iterator(500):
        yield review.identifier, review_hash(review)


@published("assessment.published")
def published_assessments() -> Iterator[tuple[str, str]]:
    rows = Assessment.objects.published().select_related("version")
    for assessment in rows.only("text", "version__preprint_id", "version__number").iterator(500):
        yield assessment.identifier, assessment_hash(assessment)


@published("response.posted")
def posted_responses() -> Iterator[tuple[str, str]]:
    rows = Response.objects.select_related("version")
    shown = rows.only("number", "text", "version__preprint_id", "version__number")
    for response in shown.iterator(500):
        yield response.identifier, response_hash(response)
