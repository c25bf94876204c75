"""The home page: the latest issue, what was reviewed lately, what looks for reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.requests import AnyUser
from preprints.models import Preprint
from reading.selectors.issues import IssueContents, latest_contents
from reading.selectors.preprint_rows import (
    ListedPreprint,
    LoadedPreprint,
    preprint_rows,
    with_row_fields,
)
from reading.selectors.review_requests import open_rounds
from reading.selectors.scales import Scales
from reviews.models import Round
from search.facets import REVIEWED
from web.compiled import compiled
from web.list_lengths import OPEN_ROUNDS_ON_HOME, RECENT_ON_HOME


@dataclass(frozen=True, slots=True)
class HomePage:
    latest: IssueContents | None
    recent: list[ListedPreprint]
    rounds: Sequence[Round]


def home_page(user: AnyUser) -> HomePage:
    """Four queries."""
    scales = Scales()
    return HomePage(
        latest=latest_contents(scales),
        recent=preprint_rows(_recently_reviewed(), scales),
        rounds=_newest_rounds(reader=user.pk),
    )


@compiled
def _recently_reviewed() -> "QuerySet[LoadedPreprint]":
    reviewed = Preprint.objects.public().filter(status__in=REVIEWED)
    return with_row_fields(reviewed).order_by("-status_at", "-pk")[:RECENT_ON_HOME]


@compiled
def _newest_rounds(*, reader: int | None) -> "QuerySet[Round]":
    return open_rounds(reader).order_by("-opened_at", "-pk")[:OPEN_ROUNDS_ON_HOME]
