"""Where an identifier or a link leads that somebody typed or pasted as a search."""

import re

from django.http import Http404

from accounts.requests import AnyUser
from ingest.sources.base import Ref
from ingest.sources.recognise import recognise
from preprints.known_sources import source_facts
from reading.selectors.by_id import SourceName, find_work
from reading.selectors.identifiers import PATTERN, Identifier, address_of
from search.queries import Query

_OWN = re.compile(PATTERN)
_SPOKEN = re.compile(r"(?:arxiv|doi):\s", re.IGNORECASE)  # with a blank, as people write it
LONGEST_NAME = 1000  # characters


def typed_name(typed: str, query: Query) -> str:
    """What may name one work in a search: all of it, or what follows `id:`; "" for words."""
    name = query.identifier or typed.strip()
    is_one = bool(query.identifier) or " " not in _SPOKEN.sub("", name)
    return name if is_one and len(name) <= LONGEST_NAME and "\0" not in name else ""


def address_of_name(name: str, user: AnyUser) -> str | None:
    """The page that an identifier of ours, or of a source, leads to; None where there is none."""
    if _OWN.fullmatch(name.upper()[:1] + name[1:]):
        try:
            return address_of(Identifier.read(name.upper()[:1] + name[1:]), user)
        except Http404:
            return None
    ref = recognise(name)
    work = find_work(_source_name(ref)) if ref else None
    return work.get_absolute_url() if work else None


def link_to_submit(name: str) -> str:
    """The link of a work that can be asked for; "" where the name is no work's."""
    ref = recognise(name) if name else None
    return ref.url if ref else ""


def _source_name(ref: Ref) -> SourceName:
    locations = [(ref.source, ref.external_id)]
    if other := source_facts(ref.source).shares_ids_with:
        locations.append((other, ref.external_id))
    return SourceName(locations, ref.version, ref.url)
