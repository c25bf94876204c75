"""A published review that belongs to no round, with what the log says of it."""

from typing import Any

from preprints.models import Version
from reviews.models import Review
from reviews.services.accepting import make_public
from tests.factories.reviews import ReviewFactory
from tests.factories.times import NOW


def volunteered_review(version: Version, **fields: Any) -> Review:
    given = {"submitted": True, "confirmed": True, "status": "draft", **fields}
    review: Review = ReviewFactory(round=None, version=version, **given)
    make_public(review, actor_id=review.reviewer_id, now=NOW)
    return review
