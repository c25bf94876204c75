"""A reviewer's certificate: that they wrote one published review, signed by the journal.

For its writer alone. It joins a name to a review that may be unsigned, so whoever is given it
learns who wrote that; the form without the work says only that they reviewed one, and the year.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from events.statements import SignedStatement, sign_statement
from reading.selectors.proof import day_of
from reviews.models import Review
from web.addresses import absolute

KIND = "Certificate of review"


def own_published_review(user: User, review_id: int) -> Review:
    """Raises Http404 for a review of somebody else, and one that is not published."""
    own = Review.objects.published().filter(reviewer=user)
    return get_object_or_404(own.select_related("version", "reviewer__profile"), pk=review_id)


def certificate_of(review: Review, *, names_work: bool, today: date) -> SignedStatement:
    """review: as `own_published_review` gives it."""
    published_at = review.published_at
    year = timezone.localtime(published_at).year if published_at else today.year
    return sign_statement(
        {
            "kind": KIND,
            "made_on": today.isoformat(),
            "journal": {"name": settings.JOURNAL_NAME, "url": settings.SITE_URL},
            "reviewer": review.reviewer.profile.name,
            "year": year,
            "review": _review(review) if names_work else None,
            "is_demo": settings.IS_DEMO,
        }
    )


def _review(review: Review) -> dict[str, Any]:
    version = review.version
    return {
        "identifier": review.identifier,
        "url": absolute(review.get_absolute_url()),
        "title": version.title_plain,
        "authors": version.author_line,
        "published_on": day_of(review.published_at),
        "byline": review.byline(),
        "is_of_a_round": review.round_id is not None,
        "was_invited": review.invitation_id is not None,
    }
