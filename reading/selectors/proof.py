"""The proof of review of one version: what the journal states, and signs, of its own review of it.

Everything in it is public on the page of the version. How reviewers were chosen is counted for a
round, and nobody is counted over several: else it could tell who wrote an unsigned review.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.requests import AnyUser
from events.statements import SignedStatement, sign_statement
from preprints.version_names import cited_version
from reading.selectors.locations import location_of
from reading.selectors.scales import Judged, Scales
from reading.selectors.versions import VersionView, find_version
from reading.status_words import status_label
from reviews.models import Assessment, Response, Review
from reviews.policies import current_policy
from web.addresses import absolute

KIND = "Proof of review"


def proof_of_review(
    user: AnyUser, preprint_id: int, number: int, *, today: date
) -> SignedStatement | None:
    """Signed; None where the work was merged. Raises Http404 where no review of a round of this
    version is published."""
    shown = find_version(user, preprint_id, number)
    if shown is None:
        return None
    reviews = list(
        Review.objects.published()
        .in_rounds()
        .filter(version=shown.version)
        .defer("reviewer")
        .order_by("number")
    )
    if not reviews:
        raise Http404
    return sign_statement(_statement(shown, reviews, today=today))


def _statement(shown: VersionView, reviews: Sequence[Review], *, today: date) -> dict[str, Any]:
    version, scales, policy = shown.version, Scales(), current_policy()
    assessments = Assessment.objects.published().filter(version=version).order_by("number")
    responses = Response.objects.published().filter(version=version).order_by("number")
    for row in reviews:
        row.version = version
    return {
        "kind": KIND,
        "made_on": today.isoformat(),
        "journal": {"name": settings.JOURNAL_NAME, "url": settings.SITE_URL},
        "work": work_of(shown),
        "rounds": _rounds(shown),
        "reviews": [
            _text(f"r{row.number}", row.published_at, shown)
            | {"byline": row.byline(), "url": absolute(row.get_absolute_url())}
            | terms_of(row, scales)
            for row in reviews
        ],
        "assessments": [
            _text(f"a{row.number}", row.published_at, shown)
            | {"editors": 2}  # who wrote it, and who approved it
            | terms_of(row, scales)
            for row in assessments
        ],
        "responses": [_text(f"p{row.number}", row.posted_at, shown) for row in responses],
        "withdrawn": _withdrawn(shown),
        "policy": {
            "url": absolute(reverse("reading:about")),
            "reviews_before_assessment": policy.reviews_before_assessment,
            "response_days": policy.response_days,
            "one_editor_triages": policy.one_editor_triages,
        },
        "is_demo": settings.IS_DEMO,
    }


def work_of(shown: VersionView) -> dict[str, Any]:
    version = shown.version
    place = location_of(version, shown.locations)
    return {
        "identifier": version.identifier,
        "url": absolute(version.get_absolute_url()),
        "title": version.title_plain,
        "authors": [author.name for author in shown.authors],
        "author_count": version.author_count,
        "version": cited_version(
            place, version.source_version, posted_at=version.posted_at, seen_at=version.seen_at
        ),
        "source_url": place.url if place else "",
        "posted_on": day_of(version.posted_at),
        "status": status_label(shown.preprint),
    }


def _rounds(shown: VersionView) -> list[dict[str, Any]]:
    """In the order in which they were opened: how many reviews are public of each, of how many
    reviewers an editor invited; the others had offered to review, and an editor took theirs."""
    public = Review.objects.published().in_rounds().filter(version=shown.version)
    rounds = (
        public.order_by("round__opened_at", "round")
        .values("round")
        .annotate(
            reviews=Count("pk"),
            invited=Count("pk", filter=Q(invitation__isnull=False)),
        )
    )
    return [
        {"round": number, "reviews": row["reviews"], "invited": row["invited"]}
        for number, row in enumerate(rounds, start=1)
    ]


def _withdrawn(shown: VersionView) -> list[str]:
    """Names of what was published in its rounds and is withdrawn."""
    of = {"version": shown.version}
    reviews = Review.objects.shown().in_rounds().filter(withdrawn_at__isnull=False, **of)
    assessments = Assessment.objects.shown().filter(withdrawn_at__isnull=False, **of)
    names = [f"r{number}" for number in _numbers(reviews.values_list("number", flat=True))]
    names += [f"a{number}" for number in _numbers(assessments.values_list("number", flat=True))]
    return [f"{shown.version.identifier}.{name}" for name in names]


def _numbers(numbers: Iterable[int | None]) -> list[int]:
    return sorted(number for number in numbers if number is not None)


def _text(name: str, moment: datetime | None, shown: VersionView) -> dict[str, Any]:
    identifier = f"{shown.version.identifier}.{name}"
    return {
        "identifier": identifier,
        "url": absolute(f"/{identifier}"),
        "published_on": day_of(moment),
    }


def terms_of(judged: Judged, scales: Scales) -> dict[str, Any]:
    return {
        name: {
            "scale": scale.label,
            "term": scale.word,
            "position": scale.position,
            "terms": [tick.word for tick in scale.ticks],
        }
        for name, scale in zip(("significance", "strength"), scales.pair(judged), strict=True)
    }


def day_of(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
