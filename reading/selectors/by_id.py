"""A work named by its source's own identifier, to the page it has here."""

import re
from dataclasses import dataclass

from django.db.models import Q

from ingest.sources.recognise import recognise
from preprints.models import Location, Preprint, Source, Version

_ALIASES = {"url": Source.WEB}
# Where a source shows the work of that name: what a person would paste.
_ADDRESSES = {
    Source.ARXIV: "https://arxiv.org/abs/{}",
    Source.LESSWRONG: "https://www.lesswrong.com/posts/{}",
    Source.ALIGNMENT_FORUM: "https://www.alignmentforum.org/posts/{}",
    Source.EA_FORUM: "https://forum.effectivealtruism.org/posts/{}",
    Source.BIORXIV: "https://www.biorxiv.org/content/{}",
    Source.MEDRXIV: "https://www.medrxiv.org/content/{}",
    Source.OSF: "https://osf.io/{}",
    Source.OPENREVIEW: "https://openreview.net/forum?id={}",
    Source.ZENODO: "https://zenodo.org/records/{}",
    Source.DOI: "https://doi.org/{}",
}
# Two faces of one house: the name is the same at both.
_TWINS = {
    Source.LESSWRONG: Source.ALIGNMENT_FORUM,
    Source.ALIGNMENT_FORUM: Source.LESSWRONG,
    Source.BIORXIV: Source.MEDRXIV,
    Source.MEDRXIV: Source.BIORXIV,
}
_PREFIX = re.compile(r"(?:arxiv|doi):\s*", re.IGNORECASE)
_BARE_DOI = re.compile(r"10\.[0-9]{4,9}/")
_WEB = re.compile(r"(https?):/+", re.IGNORECASE)  # proxies make one slash of two


@dataclass(frozen=True, slots=True)
class Name:
    """places: where a work of that name may be known, the likeliest first. link: what to submit."""

    locations: list[tuple[str, str]]
    version: int | None
    link: str


def read_name(scheme: str, external_id: str) -> Name | None:
    """None for a scheme that is no source's."""
    source = _ALIASES.get(scheme.lower(), scheme.lower())
    if source not in Source.values:
        return None
    name = _WEB.sub(r"\1://", _PREFIX.sub("", external_id.strip().rstrip("/"), count=1), count=1)
    link = name
    if not _WEB.match(name):
        form = _ADDRESSES[Source.DOI] if _BARE_DOI.match(name) else _ADDRESSES.get(Source(source))
        link = (form or "{}").format(name)
    ref = recognise(link)
    locations = [(str(source), name), (str(source), name.lower())]
    if ref is not None:
        locations.insert(0, (ref.source, ref.external_id))
    locations += [(str(_TWINS[Source(at)]), known) for at, known in locations if at in _TWINS]
    return Name(locations, ref.version if ref else None, link)


def find_work(name: Name) -> Preprint | Version | None:
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
