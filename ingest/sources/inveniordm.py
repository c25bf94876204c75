"""Repositories that run InvenioRDM (https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/).

Only those listed here: an address alone does not tell what software answers at it.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.deposits import check_is_text, person_names, posted_moments
from ingest.parsing.dois import bare_doi, doi_url, published_as
from ingest.parsing.fields import line_of, number_of, parse_object, part_of, parts_of, text_of
from ingest.parsing.finishing import finished
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import (
    check_fields_of_names,
    first_authors,
    first_categories,
    joined_affiliations,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.names import is_cut_body, name_of_parts
from ingest.parsing.orcids import bare_orcid
from ingest.sources.base import Adapter, Ref
from preprints.known_sources import DOI, SourceFacts
from preprints.record import Record, RecordAuthor, RecordLocation, RecordRelation
from preprints.rules import is_open_licence
from text.plain import clean_characters

APIS = {
    "rogue-scholar.org": "https://rogue-scholar.org/api",
    "authors.library.caltech.edu": "https://authors.library.caltech.edu/api",
    "repository.tugraz.at": "https://repository.tugraz.at/api",
}

_RECORD_ID = re.compile("[0-9a-z]{5}-[0-9a-z]{5}")
_PATH = re.compile(rf"/(?:api/)?records/(?P<id>{_RECORD_ID.pattern})(?:/.*)?", re.IGNORECASE)


class InvenioRdm:
    """apis: for each repository's host, where its programs ask."""

    key = "inveniordm"
    name = "InvenioRDM"
    # No domains: pages of these repositories that are no records may well be works.
    pace = Pace(key="inveniordm")
    facts = SourceFacts(label=_("Repository (InvenioRDM)"), is_cited_by_id=True)
    forms = (
        _(
            "a record of Rogue Scholar, CaltechAUTHORS or Graz University of Technology: "
            "https://rogue-scholar.org/records/n5tg4-5h654"
        ),
    )

    def __init__(self, apis: Mapping[str, str] = APIS) -> None:
        self._apis = apis

    def recognise(self, text: str) -> Ref | None:
        address = read_address(text)
        if address is None or address.host not in self._apis:
            return None
        match = _PATH.fullmatch(re.sub("//+", "/", address.path.strip()))
        if match is None:
            return None
        record_id = match["id"].lower()
        return Ref(self.key, f"{address.host}/{record_id}", None, _url(address.host, record_id))

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """The version whose record was named; of a parent, which redirects, the newest."""
        host, _slash, record_id = ref.external_id.partition("/")
        answer = client.get(
            f"{self._apis[host]}/records/{record_id}", params={}, pace_key=self.pace.key
        )
        if answer.status in (404, 410):
            raise WorkNotFound(f"{ref.external_id}: HTTP {answer.status}")
        if answer.status != 200:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return parse_record(answer.content, host)


def parse_record(content: bytes, host: str) -> Record:
    """host: the repository that sent it. Raises NotAWork, WorkNotPublic, WorkNotFound,
    ChallengePage, UnexpectedAnswer.

    A repository may redirect from a version that has been replaced to the newest one, so the
    record need not have the id that was asked for.
    """
    deposit = parse_object(content, host)
    metadata = part_of(deposit, "metadata")
    record_id = _id(deposit)
    _check(deposit)
    parent_id = _id(part_of(deposit, "parent")) or record_id
    if not record_id:
        raise UnexpectedAnswer(f"{host} sent a record without its id")
    index = number_of(part_of(deposit, "versions"), "index")
    posted_at, first_posted_at = posted_moments(
        text_of(deposit, "created"), text_of(metadata, "publication_date"), index or 1
    )
    authors = _authors(metadata)
    if not authors:
        raise UnexpectedAnswer(f"{record_id} lacks its creators")
    licence = _licence(metadata)
    locations, relations = _dois(deposit)
    return finished(
        Record(
            location=RecordLocation(InvenioRdm.key, f"{host}/{parent_id}", _url(host, parent_id)),
            title=plain_line(text_of(metadata, "title")),
            authors=authors,
            posted_at=posted_at,
            first_posted_at=first_posted_at,
            abstract=plain_paragraphs(text_of(metadata, "description")),
            body_html=_body(deposit) if is_open_licence(licence) else "",
            source_version=f"v{index}" if index else line_of(metadata, "version"),
            licence=licence,
            categories=_subjects(metadata),
            other_locations=locations,
            relations=relations,
        )
    )


def _id(parent: dict[str, Any]) -> str:
    value = text_of(parent, "id")
    if value and not _RECORD_ID.fullmatch(value):
        raise UnexpectedAnswer(f"not a record id: {value!r:.50}")
    return value


def _check(deposit: dict[str, Any]) -> None:
    if part_of(deposit, "deletion_status").get("is_deleted"):
        raise WorkNotFound("the record was deleted")
    check_is_text(line_of(part_of(part_of(deposit, "metadata"), "resource_type"), "id"))
    access = part_of(deposit, "access")
    # The files of a record may be restricted though the record is not.
    for field in ("record", "files"):
        if line_of(access, field) not in ("", "public"):
            raise WorkNotPublic(f"{field}: {access[field]!r:.50}")


def _authors(metadata: dict[str, Any]) -> tuple[RecordAuthor, ...]:
    creators = parts_of(metadata, "creators")
    people = (part_of(creator, "person_or_org") for creator in creators)
    check_fields_of_names(text_of(person, "name") for person in people)
    return first_authors(
        author for creator in creators for author in _authors_of(creator) if author.name
    )


def _authors_of(creator: dict[str, Any]) -> list[RecordAuthor]:
    person = part_of(creator, "person_or_org")
    given, family = (plain_line(text_of(person, name)) for name in ("given_name", "family_name"))
    if line_of(person, "type") == "organizational":
        names = [plain_line(text_of(person, "name"))]
    elif given and family and not is_cut_body(family, given):
        names = [name_of_parts(given, family)]
    else:
        names = person_names(text_of(person, "name"))
    orcids = (
        bare_orcid(line_of(identifier, "identifier"))
        for identifier in parts_of(person, "identifiers")
        if line_of(identifier, "scheme") == "orcid"
    )
    places = (line_of(place, "name") for place in parts_of(creator, "affiliations"))
    orcid, place = next(filter(None, orcids), ""), joined_affiliations(places)
    return [RecordAuthor(name, orcid if len(names) == 1 else "", place) for name in names]


def _licence(metadata: dict[str, Any]) -> str:
    rights = parts_of(metadata, "rights")
    return licence_of(
        text
        for right in rights
        for text in (line_of(part_of(right, "props"), "url"), line_of(right, "id"))
    )


def _body(deposit: dict[str, Any]) -> str:
    """The post itself, which Rogue Scholar keeps beside its metadata."""
    return clean_characters(text_of(part_of(deposit, "custom_fields"), "rs:content_html"))


def _subjects(metadata: dict[str, Any]) -> tuple[str, ...]:
    return first_categories(
        line_of(subject, "subject") for subject in parts_of(metadata, "subjects")
    )


def _dois(
    deposit: dict[str, Any],
) -> tuple[tuple[RecordLocation, ...], tuple[RecordRelation, ...]]:
    """The DOIs the repository gave to the work and to this version of it. One that it did not
    give itself ("external") is a journal's as a rule: that of a work related to this one.
    """
    locations, relations = [], []
    for holder in (part_of(deposit, "parent"), deposit):
        pid = part_of(part_of(holder, "pids"), "doi")
        doi = bare_doi(line_of(pid, "identifier"))
        if doi and line_of(pid, "provider") == "external":
            relations.append(published_as(doi))
        elif doi:
            locations.append(RecordLocation(DOI, doi, doi_url(doi)))
    return tuple(dict.fromkeys(locations)), tuple(dict.fromkeys(relations))


def _url(host: str, record_id: str) -> str:
    return f"https://{host}/records/{record_id}"


SOURCES: tuple[Adapter, ...] = (InvenioRdm(),)
