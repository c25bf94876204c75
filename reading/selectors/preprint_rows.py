"""A preprint as a list shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django_stubs_ext import WithAnnotations

from preprints.known_sources import source_label
from preprints.models import Kind, Location, Preprint, Version
from reading.selectors.scales import Scales
from reading.status_words import status_label
from reviews.models import Assessment
from web.term_scale import TermScale

# What may be megabytes long and no list shows.
HEAVY_VERSION_FIELDS = ("title", "abstract", "abstract_html", "body_html", "opening", "comment")


@dataclass(frozen=True, slots=True)
class ListedPreprint:
    """`words`: a sentence of the assessment, or the beginning of the abstract; `scales`: none, or
    significance and strength."""

    url: str
    title_html: str
    author_line: str
    status: str
    status_at: datetime
    source: str
    kind: str
    words: str
    is_assessed: bool
    scales: tuple[TermScale, ...]


class _Annotations(TypedDict):
    """latest_assessment: of what `_latest` loads one, or nothing."""

    source: str | None
    latest_assessment: list[dict[str, Any]]


LoadedPreprint: TypeAlias = "WithAnnotations[Preprint, _Annotations]"


def with_row_fields(preprints: "QuerySet[Preprint]") -> "QuerySet[LoadedPreprint]":
    """Load all that `preprint_rows` needs in the query of the preprints themselves."""
    heavy = [f"current_version__{field}" for field in HEAVY_VERSION_FIELDS]
    locations = Location.objects.filter(preprint=OuterRef("pk"), is_canonical=True)
    return (
        preprints.filter(current_version__isnull=False)
        .select_related("current_version")
        .defer(*heavy)
        .annotate(source=Subquery(locations.values("source")[:1]), latest_assessment=_latest())
    )


def _latest() -> ArraySubquery:
    assessments = Assessment.objects.published().filter(version__preprint=OuterRef("pk"))
    fields = JSONObject(significance="significance_id", strength="strength_id", teaser="teaser")
    return ArraySubquery(assessments.order_by("-published_at", "-pk").values(fields=fields)[:1])


def preprint_rows(preprints: Iterable[LoadedPreprint], scales: Scales) -> list[ListedPreprint]:
    return [
        _preprint_row(preprint, preprint.current_version, scales)
        for preprint in preprints
        if preprint.current_version
    ]


def _preprint_row(preprint: LoadedPreprint, version: Version, scales: Scales) -> ListedPreprint:
    assessment = preprint.latest_assessment[0] if preprint.latest_assessment else None
    return ListedPreprint(
        url=reverse("reading:preprint", args=[preprint.pk]),
        title_html=version.title_html,
        author_line=version.author_line,
        status=status_label(preprint),
        status_at=preprint.status_at,
        source=source_label(preprint.source) if preprint.source else "",
        kind="" if preprint.kind == "unknown" else str(Kind(preprint.kind).label),
        words=(assessment and assessment["teaser"]) or version.teaser,
        is_assessed=assessment is not None,
        scales=(scales.of(assessment["significance"]), scales.of(assessment["strength"]))
        if assessment
        else (),
    )
