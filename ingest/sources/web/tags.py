"""Metadata in `meta` elements: Highwire's `citation_*`, Dublin Core, PRISM.

Google Scholar's inclusion guidelines ask repositories and journals for these.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.parsing.licences import licence_of
from ingest.parsing.limits import first_authors, joined_affiliations
from ingest.parsing.markup import plain_line
from ingest.parsing.orcids import bare_orcid
from ingest.parsing.people import people_in
from ingest.sources.web.description import Description, split_list
from preprints.record import RecordAuthor

Tags = list[tuple[str, str]]  # names in small letters, as they follow each other

_CITATION = re.compile(r"(?:bepress_)?citation_")
_DUBLIN_CORE = re.compile(r"(?:dc|dcterms|dct)[.:_]")
_HIGHWIRE_DATES = ("publication_date", "date", "online_date", "year", "cover_date")
_CORE_DATES = ("date", "issued", "date.issued", "created", "date.created", "available")
_PRISM_DATES = ("prism.publicationdate", "prism.onlinedate")
# What is no text, by Dublin Core's types and by HAL's.
_KINDS = {
    "dataset": "dataset",
    "software": "software",
    "poster": "poster",
    "slides": "slides",
    "image": "image",
    "img": "image",
    "son": "sound",
    "stillimage": "image",
    "movingimage": "video",
    "video": "video",
    "sound": "sound",
    "physicalobject": "image",
    "collection": "collection",
}


def highwire(tags: Tags) -> Description:
    own = [(_CITATION.sub("", name), text) for name, text in tags if _CITATION.match(name)]
    return Description(
        title=_first(own, "title"),
        authors=first_authors(_highwire_authors(own)),
        dates=_all(own, *_HIGHWIRE_DATES),
        abstract=_first(own, "abstract"),
        identifiers=(*_all(own, "doi"), *(f"arXiv:{id_}" for id_ in _all(own, "arxiv_id"))),
        keywords=tuple(split_list(_all(own, "keywords", "keyword"))),
        licence=licence_of(_all(own, "license", "licence", "rights")),
    )


def dublin_core(tags: Tags) -> Description:
    own = [(_DUBLIN_CORE.sub("", name), text) for name, text in tags if _DUBLIN_CORE.match(name)]
    kinds = [re.sub(r"[\s_-]|.*/", "", kind.lower()) for kind in _all(own, "type")]
    names = _people(_all(own, "creator", "contributor.author"))
    return Description(
        title=_first(own, "title"),
        authors=first_authors(RecordAuthor(name) for name in names),
        dates=_all(own, *_CORE_DATES) or _all(tags, *_PRISM_DATES),
        abstract=_first(own, "abstract") or _first(own, "description.abstract", "description"),
        identifiers=(
            *_all(own, "identifier", "identifier.doi", "identifier.uri"),
            *_all(tags, "prism.doi", "doi"),
        ),
        keywords=tuple(split_list(_all(own, "subject"))),
        licence=licence_of(
            _all(own, "license", "rights.license", "rights", "rights.uri", "rights.url")
        ),
        # "Text" beside another type is a text.
        kind=_KINDS[kinds[0]] if kinds and all(kind in _KINDS for kind in kinds) else "",
    )


def preview(tags: Tags) -> Description:
    """Hints for what a vocabulary for works leaves out; on every site's every page.

    A description is of the page, not of its whole site, where the page's previews say the same.
    """
    description = _first(tags, "description")
    shown = _all(tags, "og:description", "twitter:description")
    is_own = any(text[:100] == description[:100] for text in shown)
    return Description(
        title=_first(tags, "og:title"),
        dates=_all(tags, "article:published_time", "article:modified_time"),
        abstract=description if is_own else "",
        keywords=_all(tags, "article:tag"),
    )


def _highwire_authors(own: Tags) -> Iterator[RecordAuthor]:
    """Authors in order; institution and ORCID iD follow their author."""
    names: list[str] = []
    places: list[list[str]] = []
    orcids: list[str] = []
    for name, text in own:
        if name in ("author", "authors"):
            for person in _people([text]):
                names.append(person)
                places.append([])
                orcids.append("")
        elif names and name == "author_institution":
            places[-1].append(plain_line(text))
        elif names and name == "author_orcid":
            orcids[-1] = bare_orcid(text)
    for person, places_of_one, orcid in zip(names, places, orcids, strict=True):
        yield RecordAuthor(person, orcid, joined_affiliations(places_of_one))


def _people(values: Iterable[str]) -> list[str]:
    """Names, each given once with its first name first; references end in semicolons, so they
    are read before.
    """
    return list(dict.fromkeys(name for value in values for name in people_in(plain_line(value))))


def _first(tags: Tags, *names: str) -> str:
    """The first of the names that a page has."""
    return next(iter(_all_in_order(tags, names)), "")


def _all(tags: Tags, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_all_in_order(tags, names)))


def _all_in_order(tags: Tags, names: tuple[str, ...]) -> Iterator[str]:
    for wanted in names:
        yield from (text for name, text in tags if name == wanted)
