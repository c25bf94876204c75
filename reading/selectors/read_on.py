"""Where the version that a page shows is read in full: the first thing a reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from preprints.known_sources import source_facts
from preprints.models import Version
from preprints.version_names import cited_publisher, pdf_url, version_url
from reading.selectors.locations import LocationView, location_of


@dataclass(frozen=True, slots=True)
class ReadOn:
    """words: "Read on arXiv". url: of the version where its source has addresses for versions.
    pdf_url: "" where none is known. location_id: of the place that it leads to."""

    words: str
    url: str
    pdf_url: str
    location_id: int


def read_on(version: Version, locations: Sequence[LocationView]) -> ReadOn | None:
    """At the place where the version was seen; where it is gone from there, at the first place
    that still has the work. None where it is nowhere to be read."""
    seen_at = location_of(version, locations)
    there = [place for place in locations if not place.gone_since and _is_read_there(place)]
    place = seen_at if seen_at in there else next(iter(there), None)
    if place is None:
        return None
    label = version.source_version if place == seen_at else ""
    return ReadOn(
        words=_("Read on %(source)s") % {"source": cited_publisher(place)},
        url=version_url(place, label),
        pdf_url="" if version.is_withdrawn else pdf_url(place, label),
        location_id=place.location_id,
    )


def _is_read_there(place: LocationView) -> bool:
    return source_facts(place.source).is_read_there
