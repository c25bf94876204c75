"""Crossref's records (https://www.crossref.org/documentation/retrieve-metadata/rest-api/)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings

from ingest.errors import NotAWork, UnexpectedAnswer, WorkNotFound
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.dates import is_possible, real_day
from ingest.parsing.dois import bare_doi, claims, doi_segment, published_as
from ingest.parsing.fields import parse_object, part_of, parts_of, text_of, texts_of
from ingest.parsing.finishing import finished
from ingest.parsing.kinds import refusal
from ingest.parsing.licences import is_creative_commons, licence_address
from ingest.parsing.limits import first_authors, first_categories, joined_affiliations
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.names import is_cut_body, is_degree, name_of_parts
from ingest.parsing.orcids import bare_orcid
from ingest.parsing.versioned_dois import DoiVersion, is_of_same_registrant, read_version
from ingest.parsing.withdrawals import titled_retracted
from ingest.sources.doi_places import doi_location
from preprints.record import Record, RecordAuthor, RecordLocation, RecordRelation

PACE = Pace(key="crossref", domains=("api.crossref.org",), seconds=0.5)

# Source: https://api.crossref.org/types
_TEXTS = frozenset(
    {
        "book",
        "book-chapter",
        "book-part",
        "book-section",
        "book-track",
        "dissertation",
        "edited-book",
        "journal-article",
        "monograph",
        "other",
        "posted-content",
        "proceedings-article",
        "reference-book",
        "reference-entry",
        "report",
        "report-component",
        "standard",
    }
)
_NO_TEXTS = frozenset(
    {
        "book-series",
        "book-set",
        "component",
        "database",
        "dataset",
        "grant",
        "journal",
        "journal-issue",
        "journal-volume",
        "peer-review",
        "proceedings",
        "proceedings-series",
        "report-series",
        "standard-series",
    }
)
# The most telling day first; parts of "issued" may be null.
_DATES = ("posted", "published-online", "issued", "published", "created")
_RETRACTION = "retraction"
_WITHDRAWALS = frozenset({"removal", _RETRACTION, "withdrawal"})
_VERSION_RELATIONS = (
    "has-version",
    "is-version-of",
    "is-identical-to",
    "is-same-as",
    "replaces",
    "is-replaced-by",
)
_NOTICES = _WITHDRAWALS | {
    "addendum",
    "clarification",
    "correction",
    "corrigendum",
    "erratum",
    "expression_of_concern",
    "partial_retraction",
}
_LICENCE_ORDER = ("vor", "unspecified", "am")  # of three texts; "tdm" is for machines


def fetch(doi: str, client: SourceClient) -> Record:
    answer = client.get(
        f"{settings.CROSSREF_API_URL.rstrip('/')}/works/{doi_segment(doi)}",
        params={"mailto": settings.CONTACT_EMAIL},
        pace_key=PACE.key,
    )
    if answer.status == HTTPStatus.NOT_FOUND:
        raise WorkNotFound(f"Crossref: {doi}")
    if answer.status != HTTPStatus.OK:
        raise UnexpectedAnswer(f"Crossref: HTTP {answer.status}")
    record = parse_crossref(answer.content)
    # Of two DOIs for one work Crossref answers with the one that is in use.
    if doi not in (record.location.external_id, *(x.external_id for x in record.other_locations)):
        raise UnexpectedAnswer(f"asked for {doi}, got {record.location.external_id}")
    return record


def parse_crossref(content: bytes) -> Record:
    """Read one work. Raises NotAWork, ChallengePage, UnexpectedAnswer."""
    answer = parse_object(content, "Crossref")
    if answer.get("message-type") != "work":
        raise UnexpectedAnswer(f"Crossref sent {answer.get('message-type')!r:.100}, not a work")
    work = part_of(answer, "message")
    doi = bare_doi(text_of(work, "DOI"))
    if not doi:
        raise UnexpectedAnswer("a work without its DOI")
    _check_is_text(work, doi)
    posted_at = _posted_at(work)
    version = read_version(doi, is_preprint=_is_preprint(work))
    title, notices = _title(work), _notices(work, doi)
    return finished(
        Record(
            location=doi_location(doi),
            title=title,
            authors=first_authors(_authors(work)),
            posted_at=posted_at,
            first_posted_at=posted_at,
            abstract=plain_paragraphs(text_of(work, "abstract")),
            licence=_licence(work),
            categories=_categories(work),
            is_withdrawn=bool(_WITHDRAWALS & notices),
            is_retracted=_RETRACTION in notices or titled_retracted(title),
            source_version=version.label if version else "",
            other_locations=_other_locations(work, doi, version),
            relations=_relations(work, doi),
        )
    )


def _check_is_text(work: dict[str, Any], doi: str) -> None:
    kind = text_of(work, "type")
    if kind in _NO_TEXTS:
        raise NotAWork(f"Crossref's type {kind}", message=refusal(kind))
    if kind not in _TEXTS:
        raise UnexpectedAnswer(f"Crossref's type {kind!r:.100}")
    for update in parts_of(work, "update-to"):
        update_kind = text_of(update, "type")
        if update_kind in _NOTICES and bare_doi(text_of(update, "DOI")) != doi:
            raise NotAWork(f"a notice of {update_kind}", message=refusal("notice"))


def _title(work: dict[str, Any]) -> str:
    found = (plain_line(text, keeps_lone_tags=True) for text in texts_of(work, "title"))
    titles = list(filter(None, found))
    if not titles:
        raise UnexpectedAnswer("a work without a title")
    title = titles[0]
    for subtitle in map(plain_line, texts_of(work, "subtitle")[:1]):
        if subtitle and subtitle.lower() not in title.lower():
            title = f"{title}: {subtitle}"
    return title


def _authors(work: dict[str, Any]) -> Iterator[RecordAuthor]:
    """People by their names, groups by theirs; a collaboration's lone colon is no author."""
    for person in parts_of(work, "author"):
        given, family, *more = (
            plain_line(text_of(person, field)) for field in ("given", "family", "suffix", "name")
        )
        name = name_of_parts(given, family, *more)
        if is_cut_body(family, given):
            name = f"{family}, {given}"
        elif is_degree(family):  # "Jane Doe," "PhD"
            name = given.rstrip(" ,")
        if any(character.isalnum() for character in name):
            places = (plain_line(text_of(p, "name")) for p in parts_of(person, "affiliation"))
            orcid = bare_orcid(text_of(person, "ORCID"))
            yield RecordAuthor(name, orcid, joined_affiliations(places))


def _posted_at(work: dict[str, Any]) -> datetime:
    for field in _DATES:
        date = work.get(field)  # of the wrong type it says nothing, but refuses no work
        if isinstance(date, dict) and (day := _day(date)):
            return day
    raise UnexpectedAnswer("a work without a date")


def _day(date: dict[str, Any]) -> datetime | None:
    """The first day of what "date-parts" names: [[year]], [[year, month]] or [[y, m, d]].

    None for what is no date, so that another of the work's dates is looked at.
    """
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else parts
    numbers = [part for part in first if part] if isinstance(first, list) else []
    try:
        year, month, day = (*numbers, 1, 1)[:3]
        moment = datetime(year, month, day, tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    if len(numbers) > 2:
        return real_day(moment)
    return moment if is_possible(moment) else None


def _licence(work: dict[str, Any]) -> str:
    found: dict[str, str] = {}
    for licence in parts_of(work, "license"):
        if address := licence_address(text_of(licence, "URL")):
            # Of two for one text, say the publisher's terms and CC BY, the open one counts.
            version = text_of(licence, "content-version")
            if version not in found or (
                is_creative_commons(address) and not is_creative_commons(found[version])
            ):
                found[version] = address
    wanted = [found[text] for text in _LICENCE_ORDER if text in found]
    return next(filter(is_creative_commons, wanted), wanted[0] if wanted else "")


def _categories(work: dict[str, Any]) -> tuple[str, ...]:
    """A preprint server's section; of a blog it would be the blog's name."""
    names = [*texts_of(work, "subject")]
    if text_of(work, "subtype") == "preprint":
        names.append(text_of(work, "group-title"))
    return first_categories(map(plain_line, names))


def _notices(work: dict[str, Any], doi: str) -> set[str]:
    """What kinds of notice there are about this work, which may be its own, under its DOI."""
    own_notices = (
        update for update in parts_of(work, "update-to") if bare_doi(text_of(update, "DOI")) == doi
    )
    updates = [*parts_of(work, "updated-by"), *own_notices]
    return {text_of(update, "type") for update in updates}


def _is_preprint(work: dict[str, Any]) -> bool:
    return text_of(work, "type") == "posted-content"


def _other_locations(
    work: dict[str, Any], doi: str, version: DoiVersion | None
) -> tuple[RecordLocation, ...]:
    """Its other DOIs, and those of its versions, as far as one registrant gave them all."""
    found = [doi_location(alias) for alias in map(bare_doi, texts_of(work, "aliases")) if alias]
    if version:
        found += version.places()
    found += [
        doi_location(other) for other in _versions(work, doi) if _is_one_work(work, doi, other)
    ]
    return tuple(dict.fromkeys(place for place in found if place != doi_location(doi)))


def _versions(work: dict[str, Any], doi: str) -> tuple[str, ...]:
    """The DOIs of other versions of the work, as its record names them."""
    related = part_of(work, "relation")
    named = [
        text_of(other, "id") for kind in _VERSION_RELATIONS for other in parts_of(related, kind)
    ]
    named += [
        text_of(update, "DOI")
        for field in ("update-to", "updated-by")
        for update in parts_of(work, field)
        if text_of(update, "type") in ("new_version", "new_edition")
    ]
    found = dict.fromkeys(map(bare_doi, named))
    return tuple(other for other in found if other not in ("", doi))


def _is_one_work(work: dict[str, Any], doi: str, other: str) -> bool:
    """Preprint servers give each version a DOI; a journal may call an extended article so."""
    return _is_preprint(work) and is_of_same_registrant(doi, other)


def _relations(work: dict[str, Any], doi: str) -> tuple[RecordRelation, ...]:
    """The journal's version of a preprint; the other direction has no name in our records."""
    found = parts_of(part_of(work, "relation"), "is-preprint-of")
    dois = dict.fromkeys(bare_doi(text_of(article, "id")) for article in found)
    articles = [published_as(other) for other in dois if other not in ("", doi)]
    others = [other for other in _versions(work, doi) if not _is_one_work(work, doi, other)]
    return (*articles, *(claims(doi_location(other)) for other in others if other not in dois))
