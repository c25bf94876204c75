"""The home page: the latest issue, what was reviewed lately, what looks for reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.requests import AnyUser
from preprints.models import Preprint
from reading.selectors.issues import IssueContents, latest_contents
from reading.selectors.preprint_list import REVIEWED
from reading.selectors.preprint_rows import (
    ListedPreprint,
    preprint_rows,
    with_row_fields,
)
from reading.selectors.review_requests import open_rounds
from reading.selectors.scales import Scales
from reviews.models import Round
from web.list_lengths import OPEN_ROUNDS_ON_HOME, RECENT_ON_HOME


@dataclass(frozen=True, slots=True)
class HomePage:
    latest: IssueContents | None
    recent: list[ListedPreprint]
    rounds: Sequence[Round]


def home_page(user: AnyUser) -> HomePage:
    """Four queries."""
    scales = Scales()
    reviewed = Preprint.objects.visible_to(user).filter(status__in=REVIEWED)
    recent = with_row_fields(reviewed).order_by("-status_at", "-pk")[:RECENT_ON_HOME]
    return HomePage(
        latest=latest_contents(scales),
        recent=preprint_rows(recent, scales),
        rounds=list(open_rounds(user).order_by("-opened_at", "-pk")[:OPEN_ROUNDS_ON_HOME]),
    )
