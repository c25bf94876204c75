"""Metadata as schema.org's JSON-LD (https://schema.org/CreativeWork).

Sites write it by hand and by plug-in: whatever is of another shape than expected is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import orjson

from ingest.parsing.licences import licence_of
from ingest.parsing.limits import first_authors, joined_affiliations
from ingest.parsing.markup import plain_line
from ingest.parsing.orcids import bare_orcid
from ingest.sources.web.description import Description, split_list
from preprints.record import RecordAuthor

Node = dict[str, Any]

_PREFIX = re.compile(r"(?:https?://schema\.org/|schema:)")
# The more telling types first: beside an Article, a CreativeWork is often the page's logo.
_WORKS = (
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "Thesis",
    "Report",
    "TechArticle",
    "Chapter",
    "BlogPosting",
    "Article",
    "NewsArticle",
    "CreativeWork",
)
_OTHERS = {
    "Dataset": "dataset",
    "DataCatalog": "dataset",
    "PresentationDigitalDocument": "slides",
    "Poster": "poster",
    "VideoObject": "video",
    "AudioObject": "audio",
    "PodcastEpisode": "audio",
    "SoftwareSourceCode": "software",
    "SoftwareApplication": "software",
    "Collection": "collection",
    "Periodical": "journal",
    "PublicationIssue": "journal issue",
    "Review": "review",
}
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 4  # levels from the script's outside to the work
_MOST_NODES = 2_000


def linked_data(scripts: Iterable[str]) -> Description:
    """What the page's first work of the most telling type says of itself.

    kind: what the page shows where it shows no work but, say, a data set.
    """
    found = chain.from_iterable(_nodes(_parse(script), _DEEPEST) for script in scripts)
    nodes = list(islice(found, _MOST_NODES))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for kind in _WORKS:
        for node in nodes:
            if kind in _types(node) and (title := _title(node)):
                return _described(node, title, by_id)
    kinds = [_OTHERS[kind] for node in nodes for kind in _types(node) if kind in _OTHERS]
    return Description(kind=kinds[0] if kinds else "")


def _parse(script: str) -> Any:
    # Line ends within strings, which plug-ins forget to escape, and comments around it all.
    script = re.sub(r"[\x00-\x1f]", " ", script).strip()
    script = script.removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return orjson.loads(script.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    """Things a page is about: at the top, in a graph, or as another's main entity.

    Lists may stand within lists, more of them than Python's functions may call each other.
    """
    waiting = [(value, depth)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, list):
            waiting += [(item, depth) for item in reversed(value)]
        elif isinstance(value, dict) and depth:
            yield value
            waiting += [(value.get(field), depth - 1) for field in reversed(_WITHIN)]


def _types(node: Node) -> list[str]:
    return [_PREFIX.sub("", kind) for kind in _texts(node.get("@type"))]


def _title(node: Node) -> str:
    return next(iter([*_texts(node.get("headline")), *_texts(node.get("name"))]), "")


def _described(node: Node, title: str, by_id: dict[str, Node]) -> Description:
    licences = [
        text for field in ("@id", "url", "name") for text in _texts(node.get("license"), field)
    ]
    return Description(
        title=title,
        authors=first_authors(_authors(node.get("author") or node.get("creator"), by_id)),
        dates=(
            *_texts(node.get("datePublished")),
            *_texts(node.get("dateCreated")),
            *_texts(node.get("dateModified")),
        ),
        abstract=next(iter([*_texts(node.get("abstract")), *_texts(node.get("description"))]), ""),
        identifiers=(
            *_texts(node.get("identifier"), "value"),
            *_texts(node.get("sameAs")),
            *_texts(node.get("@id")),
        ),
        keywords=tuple(split_list(tuple(_texts(node.get("keywords"), "name")))),
        licence=licence_of(licences),
    )


def _authors(value: Any, by_id: dict[str, Node]) -> Iterator[RecordAuthor]:
    """Persons and organisations, given in full, by name, or by reference to another node."""
    referred: dict[str, RecordAuthor | None] = {}  # many references may lead to one long node
    for item in value if isinstance(value, list) else [value]:
        person = item if isinstance(item, dict) else {"name": item}
        reference = person.get("@id")
        if "name" in person or not isinstance(reference, str):
            author = _author(person)
        else:
            if reference not in referred:
                referred[reference] = _author(by_id.get(reference, person))
            author = referred[reference]
        if author is not None:
            yield author


def _author(person: Node) -> RecordAuthor | None:
    parts = [*_texts(person.get("givenName")), *_texts(person.get("familyName"))]
    name = plain_line(next(iter(_texts(person.get("name"))), " ".join(parts)))
    if not name:
        return None
    addresses = (
        *_texts(person.get("@id")),
        *_texts(person.get("sameAs")),
        *_texts(person.get("url")),
        *_texts(person.get("identifier"), "value"),
    )
    places = map(plain_line, _texts(person.get("affiliation"), "name"))
    orcid = next(filter(None, map(bare_orcid, addresses)), "")
    return RecordAuthor(name, orcid, joined_affiliations(places))


def _texts(value: Any, field: str = "@value") -> list[str]:
    """The texts in a value that may be one, several, or objects that hold one in `field`."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        text = item.get(field) if isinstance(item, dict) else item
        if isinstance(text, str) and text.strip():
            found.append(text.strip())
    return found
