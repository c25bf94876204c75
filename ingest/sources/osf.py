"""Preprints on the Open Science Framework: PsyArXiv, SocArXiv and others
(https://developer.osf.io). Its projects, files and registrations are not works.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from httpx import QueryParams

from ingest.errors import UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.dates import real_moment
from ingest.parsing.dois import bare_doi, doi_url, published_as
from ingest.parsing.fields import (
    line_of,
    lines_of,
    number_of,
    parse_object,
    part_of,
    parts_of,
    text_of,
)
from ingest.parsing.finishing import finished
from ingest.parsing.licences import licence_address
from ingest.parsing.limits import (
    MOST_AUTHORS,
    check_fields_of_names,
    first_authors,
    first_categories,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.sources.base import Adapter, Ref
from preprints.known_sources import DOI, SourceFacts
from preprints.record import (
    DeclaredVersion,
    Record,
    RecordAuthor,
    RecordLocation,
    RecordRelation,
)

_GUID = r"(?P<guid>[23456789a-hjkmnp-z]{5})(?:_v(?P<version>[1-9][0-9]{0,2}))?"
_PATH = re.compile(
    rf"/(?:preprints/(?:[a-z0-9_-]{{2,30}}/)?)?{_GUID}(?:/(?:download/?)?)?", re.IGNORECASE
)
# 10.17605 are projects; the others belong to services that have left the OSF.
_DOI = re.compile(
    rf"(?<![0-9a-z.])10\.(?!17605|31223|31224|31229|31236|32942)[0-9]{{5}}/osf\.io/{_GUID}"
    r"(?![0-9a-z_])",
    re.IGNORECASE,
)
# Services with an address of their own whose preprints are kept on the OSF.
_HOSTS = frozenset(
    {
        "osf.io",
        "psyarxiv.com",
        "arabixiv.org",
        "biohackrxiv.org",
        "edarxiv.org",
        "frenxiv.org",
        "mediarxiv.org",
        "paleorxiv.org",
        "thesiscommons.org",
    }
)
_VERSIONED = re.compile(_GUID, re.IGNORECASE)
_VERSION_OF_DOI = re.compile(r"_v[0-9]{1,3}\Z")

_PAGE_SIZE = "100"  # the most the OSF gives at once
_MOST_PAGES = 50
_NOT_FOUND = _(
    "There is no preprint at this address of the OSF. Projects, files and registrations cannot "
    "be reviewed; please give the link of the preprint."
)
_NOT_PUBLIC = _("This preprint is not public on the OSF: it may be pending, or rejected.")


class Osf:
    key = "osf"
    name = "OSF Preprints"
    pace = Pace(key="osf", domains=("osf.io",))
    facts = SourceFacts(
        label="OSF Preprints",
        work_url="https://osf.io/{external_id}",
        version_url="{url}_{label}",
        is_cited_by_id=True,
    )
    forms = (
        _("a preprint on the OSF: https://osf.io/preprints/psyarxiv/nx2b4"),
        _("a DOI of the OSF: 10.31234/osf.io/nx2b4"),
    )

    def recognise(self, text: str) -> Ref | None:
        text = text.strip()
        match = _DOI.search(unquote(text))
        if match is None:
            address = read_address(text)
            if address is None or address.host not in _HOSTS:
                return None
            match = _PATH.fullmatch(re.sub("//+", "/", address.path.strip()))
        if match is None:
            return None
        guid = match["guid"].lower()
        version = int(match["version"]) if match["version"] else None
        return Ref(self.key, guid, version, _url(guid))

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """One request, as a rule; more for a work of many authors, or with several versions."""
        guid = ref.external_id + (f"_v{ref.version}" if ref.version else "")
        embedded = QueryParams([("embed", "contributors"), ("embed", "license")])
        content = self._ask(client, f"preprints/{guid}/", embedded)
        record = parse_preprint(content)
        if record.location.external_id != ref.external_id or (
            ref.version and record.source_version != f"v{ref.version}"
        ):
            raise UnexpectedAnswer(f"asked for {guid}, got another preprint")
        authors: tuple[RecordAuthor, ...] = ()
        history: tuple[DeclaredVersion, ...] = ()
        if has_more_contributors(content):
            authors = self._fetch_authors(guid, client)
        if record.source_version != "v1":
            history = self._fetch_history(guid, client)
        return parse_preprint(content, authors, history) if authors or history else record

    def _fetch_authors(self, guid: str, client: SourceClient) -> tuple[RecordAuthor, ...]:
        """Page by page, at addresses of our own making: the OSF's `next` may lead anywhere."""
        authors: list[RecordAuthor] = []
        for number in range(1, _MOST_PAGES + 1):
            params = {"page": str(number), "page[size]": _PAGE_SIZE}
            page = parse_contributors(self._ask(client, f"preprints/{guid}/contributors/", params))
            authors += page.authors
            check_fields_of_names(author.name for author in authors)
            if len(authors) > MOST_AUTHORS:
                break
            if not page.has_more:
                return tuple(authors)
        raise UnexpectedAnswer(f"{guid} has too many contributors")

    def _fetch_history(self, guid: str, client: SourceClient) -> tuple[DeclaredVersion, ...]:
        params = {"page[size]": _PAGE_SIZE}
        try:
            return parse_history(self._ask(client, f"preprints/{guid}/versions/", params))
        except WorkNotFound:  # the list is an extra: a work does not fail for it
            return ()

    def _ask(self, client: SourceClient, path: str, params: Mapping[str, str]) -> bytes:
        address = f"{settings.OSF_API_URL.rstrip('/')}/{path}"
        answer = client.get(address, params=params, pace_key=self.pace.key)
        if answer.status in (404, 410):
            raise WorkNotFound(f"{path}: HTTP {answer.status}", message=_NOT_FOUND)
        if answer.status == 401:
            raise WorkNotPublic(f"{path}: HTTP 401", message=_NOT_PUBLIC)
        if answer.status != 200:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return answer.content


@dataclass(frozen=True, slots=True)
class Contributors:
    """A page of a work's contributors: those who count as authors, in order."""

    authors: tuple[RecordAuthor, ...]
    has_more: bool


def parse_preprint(
    content: bytes,
    authors: tuple[RecordAuthor, ...] = (),
    history: tuple[DeclaredVersion, ...] = (),
) -> Record:
    """authors: all of them, where the answer embeds only the first. history: see `parse_history`.

    Raises WorkNotPublic, ChallengePage, UnexpectedAnswer.
    """
    preprint = _preprint(content)
    attributes, links = part_of(preprint, "attributes"), part_of(preprint, "links")
    guid, label = _name(preprint)
    is_withdrawn = bool(text_of(attributes, "date_withdrawn"))
    if not is_withdrawn and attributes.get("is_published") is not True:
        raise WorkNotPublic(line_of(attributes, "reviews_state"), message=_NOT_PUBLIC)
    if attributes.get("public") is False:
        raise WorkNotPublic("not public", message=_NOT_PUBLIC)
    authors = authors or _contributors(_embedded(preprint, "contributors")).authors
    if not authors:
        raise UnexpectedAnswer(f"{guid} lacks its authors")
    posted_at = _posted_at(attributes)
    doi = bare_doi(line_of(links, "preprint_doi"))
    licence = part_of(part_of(_embedded(preprint, "license"), "data"), "attributes")
    return finished(
        Record(
            location=RecordLocation(Osf.key, guid, _url(guid)),
            title=plain_line(text_of(attributes, "title")),
            authors=authors,
            posted_at=posted_at,
            first_posted_at=min([posted_at, *(version.posted_at for version in history)]),
            abstract=plain_paragraphs(text_of(attributes, "description")),
            source_version=label,
            licence=licence_address(line_of(licence, "url")),
            categories=_categories(attributes),
            is_withdrawn=is_withdrawn,
            other_locations=_dois(doi),
            relations=_relations(attributes, doi),
            history=history,
        )
    )


def has_more_contributors(content: bytes) -> bool:
    """Whether the answer embeds only the first of a work's contributors."""
    return _contributors(_embedded(_preprint(content), "contributors")).has_more


def parse_contributors(content: bytes) -> Contributors:
    return _contributors(parse_object(content, "OSF"))


def parse_history(content: bytes) -> tuple[DeclaredVersion, ...]:
    """The versions of one preprint that were ever public, oldest first."""
    versions = {}
    for preprint in parts_of(parse_object(content, "OSF"), "data"):
        attributes = part_of(preprint, "attributes")
        posted_at = real_moment(text_of(attributes, "date_published"))
        if posted_at:
            label = _name(preprint)[1]
            is_withdrawn = bool(text_of(attributes, "date_withdrawn"))
            versions[int(label[1:])] = DeclaredVersion(label, posted_at, is_withdrawn)
    return tuple(versions[number] for number in sorted(versions))


def _preprint(content: bytes) -> dict[str, Any]:
    preprint = part_of(parse_object(content, "OSF"), "data")
    if text_of(preprint, "type") != "preprints":
        raise UnexpectedAnswer(f"OSF sent {text_of(preprint, 'type')!r:.50}, not a preprint")
    return preprint


def _name(preprint: dict[str, Any]) -> tuple[str, str]:
    """The id without its version, and the version's label; ids before 2025 carried none."""
    match = _VERSIONED.fullmatch(text_of(preprint, "id"))
    if match is None:
        raise UnexpectedAnswer(f"no id of the OSF: {text_of(preprint, 'id')!r:.50}")
    version = match["version"] or number_of(part_of(preprint, "attributes"), "version") or 1
    return match["guid"].lower(), f"v{version}"


def _posted_at(attributes: dict[str, Any]) -> datetime:
    for field in ("date_published", "date_created", "original_publication_date"):
        if moment := real_moment(text_of(attributes, field)):
            return moment
    raise UnexpectedAnswer("a work without a date")


def _embedded(preprint: dict[str, Any], name: str) -> dict[str, Any]:
    return part_of(part_of(preprint, "embeds"), name)


def _contributors(page: dict[str, Any]) -> Contributors:
    return Contributors(
        first_authors(_authors(page)), has_more=bool(text_of(part_of(page, "links"), "next"))
    )


def _authors(page: dict[str, Any]) -> Iterator[RecordAuthor]:
    for contributor in parts_of(page, "data"):
        attributes = part_of(contributor, "attributes")
        name = plain_line(text_of(attributes, "unregistered_contributor"))
        name = name or _user_name(contributor)
        if name and attributes.get("bibliographic") is not False:
            yield RecordAuthor(name)


def _user_name(contributor: dict[str, Any]) -> str:
    """The name of an account; of one that was never confirmed, or is closed, in the error."""
    user = _embedded(contributor, "users")
    errors = (part_of(error, "meta") for error in parts_of(user, "errors"))
    holders = (part_of(part_of(user, "data"), "attributes"), *errors)
    names = (plain_line(text_of(holder, "full_name")) for holder in holders)
    return next(filter(None, names), "")


def _categories(attributes: dict[str, Any]) -> tuple[str, ...]:
    """The subjects, each with those above it, then the authors' own tags."""
    subjects = attributes.get("subjects") or []
    if not isinstance(subjects, list):
        raise UnexpectedAnswer(f"subjects is {type(subjects).__name__}")
    names = (
        line_of(subject, "text")
        for path in subjects
        for subject in parts_of({"subjects": path}, "subjects")
    )
    return first_categories(chain(names, lines_of(attributes, "tags")))


def _dois(doi: str) -> tuple[RecordLocation, ...]:
    """The DOI of the work and, since 2025, that of the version."""
    names = dict.fromkeys(filter(None, (_VERSION_OF_DOI.sub("", doi), doi)))
    return tuple(RecordLocation(DOI, name, doi_url(name)) for name in names)


def _relations(attributes: dict[str, Any], own_doi: str) -> tuple[RecordRelation, ...]:
    """The attribute `doi` is that of the journal's article."""
    doi = bare_doi(line_of(attributes, "doi"))
    if not doi or doi == own_doi:
        return ()
    return (published_as(doi),)


def _url(guid: str) -> str:
    return Osf.facts.work_url.format(external_id=guid)


SOURCES: tuple[Adapter, ...] = (Osf(),)
