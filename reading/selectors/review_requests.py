"""The preprints that look for reviewers."""

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from accounts.requests import AnyUser
from reading.selectors.preprint_rows import (
    HEAVY_VERSION_FIELDS,
)
from reviews.models import Invitation, Review, Round, is_away
from reviews.moves import HELD
from web.paging import Page, page_of


def open_rounds(reader: int | None) -> "QuerySet[Round]":
    """Rounds that are open, with their version, how many reviews are in and being written, and
    whether the reader may write one. What a withdrawn reviewer had begun is not being written.

    reader: id of who is signed in; None where nobody is.
    """
    is_submitted = Q(reviews__status__in=[*HELD, Review.Status.PUBLISHED])
    being_written = Q(reviews__status=Review.Status.DRAFT) & ~Q(
        reviews__invitation__state=Invitation.State.REVOKED
    )
    heavy = [f"version__{field}" for field in HEAVY_VERSION_FIELDS]
    return (
        Round.objects.taking_reviews()
        .exclude(is_away("submission"))
        .with_may_review(reader)
        .select_related("version__preprint")
        .defer(*heavy)
        .annotate(
            reviews_in=Count("reviews", filter=is_submitted),
            reviews_promised=Count("reviews", filter=being_written),
        )
    )


def round_page(user: AnyUser, query: QueryDict) -> Page[Round]:
    """One query."""
    return page_of(open_rounds(user.pk), moment="opened_at", query=query)
