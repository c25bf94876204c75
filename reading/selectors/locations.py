"""Where a work is public, as a page names it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Value, When
from django.db.models.functions import JSONObject

from preprints.known_sources import source_label
from preprints.models import Location, Version
from preprints.version_names import version_url


class LoadedLocation(TypedDict):
    """As `find_version` or `location_of_version` load it; the latter without its history."""

    id: int
    source: str
    url: str
    external_id: str
    gone_since: NotRequired[str | None]
    history: NotRequired[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class LocationView:
    """history: the source's own list of versions, as `Location.history`. id_apart: the identifier
    there, where the work has two identifiers at one source; "" elsewhere.
    """

    location_id: int
    source: str
    words: str
    url: str
    external_id: str
    gone_since: datetime | None
    history: list[dict[str, Any]]
    id_apart: str = ""

    def url_of(self, label: str) -> str:
        return version_url(self, label)


def location_of_version() -> ArraySubquery:
    """Where a version was seen, else the work's first place, if any; for a query of versions."""
    seen_there = Case(When(pk=OuterRef("location"), then=Value(0)), default=Value(1))
    locations = Location.objects.filter(preprint=OuterRef("preprint")).annotate(distance=seen_there)
    locations = locations.order_by("distance", "-is_canonical", "pk")
    fields = JSONObject(id="pk", source="source", url="url", external_id="external_id")
    return ArraySubquery(locations.values(fields=fields)[:1])


def location_view(row: LoadedLocation) -> LocationView:
    gone_since = row.get("gone_since")
    return LocationView(
        location_id=row["id"],
        source=row["source"],
        words=source_label(row["source"]),
        url=row["url"],
        external_id=row["external_id"],
        gone_since=datetime.fromisoformat(gone_since) if gone_since else None,
        history=row.get("history", []),
    )


def location_views(rows: Sequence[LoadedLocation]) -> list[LocationView]:
    """All locations of one work; after a merge two may be of one source."""
    locations = [location_view(row) for row in rows]
    named = Counter(location.words for location in locations)
    return [
        replace(location, id_apart=location.external_id) if named[location.words] > 1 else location
        for location in locations
    ]


def present_locations(locations: Sequence[LocationView]) -> Sequence[LocationView]:
    """Where the work still is; all, where it is nowhere any more."""
    return [location for location in locations if not location.gone_since] or locations


def location_of(version: Version, locations: Sequence[LocationView]) -> LocationView | None:
    """Where it was seen; where nobody kept it, the work's first location."""
    if version.location_id is None:
        return next(iter(locations), None)
    return next(
        (location for location in locations if location.location_id == version.location_id), None
    )
