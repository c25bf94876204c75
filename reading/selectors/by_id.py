"""A work named by its source's own identifier, to the page it has here."""

import re
from dataclasses import dataclass

from django.db.models import Q

from ingest.sources.recognise import recognise, without_prefix
from preprints.known_sources import DOI, WEB, is_known_source, source_facts
from preprints.models import Location, Preprint, Version

_ALIASES = {"url": WEB}
_BARE_DOI = re.compile(r"10\.[0-9]{4,9}/")
_WEB = re.compile(r"(https?):/+", re.IGNORECASE)  # proxies make one slash of two


@dataclass(frozen=True, slots=True)
class SourceName:
    """locations: where a work of that name may be, the likeliest first. link: what to submit."""

    locations: list[tuple[str, str]]
    version: int | None
    link: str


def read_name(scheme: str, external_id: str) -> SourceName | None:
    """None for a scheme that is no source's."""
    source = _ALIASES.get(scheme.lower(), scheme.lower())
    if not is_known_source(source):
        return None
    bare = without_prefix(external_id.strip().rstrip("/"))
    name = _WEB.sub(r"\1://", bare, count=1)
    link = name
    if not _WEB.match(name):
        form = source_facts(DOI if _BARE_DOI.match(name) else source).work_url
        link = (form or "{external_id}").format(external_id=name)
    ref = recognise(link)
    locations = [(source, name), (source, name.lower())]
    if ref is not None:
        locations.insert(0, (ref.source, ref.external_id))
    locations += [
        (other, known) for at, known in locations if (other := source_facts(at).shares_ids_with)
    ]
    return SourceName(locations, ref.version if ref else None, link)


def find_work(name: SourceName) -> Preprint | Version | None:
    """The version that was named, where it is stored; else its preprint."""
    wanted = Q()
    for source, external_id in name.locations:
        wanted |= Q(source=source, external_id=external_id)
    known = {
        (location.source, location.external_id): location
        for location in Location.objects.filter(wanted).select_related("preprint")
    }
    location = next((known[location] for location in name.locations if location in known), None)
    if location is None or name.version is None:
        return location.preprint if location else None
    seen_there = Q(location=location) | Q(location=None)
    versions = location.preprint.versions.filter(seen_there, source_version=f"v{name.version}")
    return versions.only("preprint", "number").first() or location.preprint
