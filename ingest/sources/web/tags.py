"""Metadata in `meta` elements: Highwire's `citation_*`, Dublin Core, PRISM.

Google Scholar's inclusion guidelines ask repositories and journals for these.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.parsing.licences import licence_of
from ingest.parsing.limits import check_fields_of_names, first_authors, joined_affiliations
from ingest.parsing.markup import plain_line
from ingest.parsing.orcids import bare_orcid
from ingest.parsing.people import people_in
from ingest.sources.web.description import Description, split_list
from preprints.record import RecordAuthor

Tags = list[tuple[str, str]]  # names in small letters, as they follow each other

_CITATION = re.compile(r"(?:bepress_)?citation_")
_DUBLIN_CORE = re.compile(r"(?:dc|dcterms|dct)[.:_]")
_HIGHWIRE_AUTHORS = ("author", "authors")
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
    creators = _all(own, "creator", "contributor.author")
    check_fields_of_names(creators)
    return Description(
        title=_first(own, "title"),
        authors=first_authors(map(RecordAuthor, _people(creators))),
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
    """Authors in order; institution and ORCID iD follow their author, of several people in one
    field the last. No field is read before it is asked for.
    """
    check_fields_of_names(text for name, text in own if name in _HIGHWIRE_AUTHORS)
    people: list[str] = []
    places: list[str] = []
    orcid = ""
    for name, text in own:
        if name in _HIGHWIRE_AUTHORS:
            found = list(_people([text]))
            if found:
                yield from _with_details(people, places, orcid)
                people, places, orcid = found, [], ""
        elif people and name == "author_institution":
            places.append(plain_line(text))
        elif people and name == "author_orcid":
            orcid = bare_orcid(text)
    yield from _with_details(people, places, orcid)


def _with_details(people: list[str], places: list[str], orcid: str) -> Iterator[RecordAuthor]:
    yield from map(RecordAuthor, people[:-1])
    for last in people[-1:]:
        yield RecordAuthor(last, orcid, joined_affiliations(places))


def _people(values: Iterable[str]) -> Iterator[str]:
    """Names, each given once with its first name first; references end in semicolons, so they
    are read before.
    """
    known: set[str] = set()
    for value in values:
        for name in people_in(plain_line(value)):
            if name not in known:
                known.add(name)
                yield name


def _first(tags: Tags, *names: str) -> str:
    """The first of the names that a page has."""
    return next(iter(_all_in_order(tags, names)), "")


def _all(tags: Tags, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_all_in_order(tags, names)))


def _all_in_order(tags: Tags, names: tuple[str, ...]) -> Iterator[str]:
    for wanted in names:
        yield from (text for name, text in tags if name == wanted)
