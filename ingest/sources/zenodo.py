"""Zenodo (https://developers.zenodo.org): one work is one "concept", each version a record."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ingest.errors import UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.deposits import check_is_text, person_names, posted_moments
from ingest.parsing.dois import bare_doi, claims, doi_url, published_as
from ingest.parsing.fields import (
    line_of,
    number_of,
    parse_object,
    part_of,
    parts_of,
    text_of,
    texts_of,
)
from ingest.parsing.finishing import finished
from ingest.parsing.licences import creative_commons
from ingest.parsing.limits import (
    check_fields_of_names,
    first_authors,
    first_categories,
    joined_affiliations,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.orcids import bare_orcid
from ingest.sources.base import Adapter, Ref
from preprints.known_sources import DOI, SourceFacts
from preprints.record import Record, RecordAuthor, RecordLocation, RecordRelation

_DOI = re.compile(r"(?<![0-9a-z.])10\.5281/zenodo\.(?P<id>[0-9]{1,12})(?![0-9])", re.IGNORECASE)
_PATH = re.compile(r"/(?:api/)?records?/(?P<id>[0-9]{1,12})(?:/.*)?")
_RECORD_ID = re.compile("[0-9]{1,12}")
_VERSION_RELATIONS = frozenset(
    {"isVersionOf", "isNewVersionOf", "isPreviousVersionOf", "isIdenticalTo", "hasVersion"}
)
_OWN_DOI = "10.5281/zenodo."


class Zenodo:
    key = "zenodo"
    name = "Zenodo"
    pace = Pace(key="zenodo", domains=("zenodo.org",))
    facts = SourceFacts(
        label="Zenodo", work_url="https://zenodo.org/records/{external_id}", is_cited_by_id=True
    )
    forms = (
        _("a record on Zenodo: https://zenodo.org/records/8120771"),
        _("a Zenodo DOI: 10.5281/zenodo.8120771"),
    )

    def recognise(self, text: str) -> Ref | None:
        text = text.strip()
        match = _DOI.search(unquote(text))
        if match is None:
            address = read_address(text)
            if address is None or address.host != "zenodo.org":
                return None
            match = _PATH.fullmatch(re.sub("//+", "/", address.path.strip()))
        if match is None:
            return None
        record_id = match["id"].lstrip("0")
        return Ref(self.key, record_id, None, _url(record_id)) if record_id else None

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """The version whose record was named; of a concept, which redirects, the newest."""
        answer = client.get(
            f"{settings.ZENODO_API_URL.rstrip('/')}/records/{ref.external_id}",
            params={},
            pace_key=self.pace.key,
        )
        if answer.status in (404, 410):
            raise WorkNotFound(f"{ref.external_id}: HTTP {answer.status}")
        if answer.status != 200:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return parse_record(answer.content, asked_for=ref.external_id)


def parse_record(content: bytes, *, asked_for: str = "") -> Record:
    """asked_for: the id that the record, or its concept, must have.

    Raises NotAWork, WorkNotPublic, ChallengePage, UnexpectedAnswer.
    """
    deposit = parse_object(content, "Zenodo")
    metadata = part_of(deposit, "metadata")
    record_id, concept_id = _id(deposit, "id"), _id(deposit, "conceptrecid")
    if asked_for and asked_for not in (record_id, concept_id):
        raise UnexpectedAnswer(f"asked for {asked_for}, got {record_id}")
    _check(metadata)
    concept_id = concept_id or record_id
    index = _version_index(metadata)
    posted_at, first_posted_at = posted_moments(
        text_of(deposit, "created"), text_of(metadata, "publication_date"), index or 1
    )
    locations, relations = _dois(deposit)
    authors = first_authors(_authors(metadata))
    if not authors:
        raise UnexpectedAnswer(f"record {record_id} lacks its creators")
    return finished(
        Record(
            location=RecordLocation(Zenodo.key, concept_id, _url(concept_id)),
            title=plain_line(text_of(metadata, "title")),
            authors=authors,
            posted_at=posted_at,
            first_posted_at=first_posted_at,
            abstract=plain_paragraphs(text_of(metadata, "description")),
            source_version=f"v{index}" if index else line_of(metadata, "version"),
            licence=creative_commons(line_of(part_of(metadata, "license"), "id")),
            categories=first_categories(map(plain_line, texts_of(metadata, "keywords"))),
            comment=plain_line(text_of(metadata, "notes")),
            other_locations=locations,
            relations=relations,
        )
    )


def _check(metadata: dict[str, Any]) -> None:
    resource = part_of(metadata, "resource_type")
    kind, special = line_of(resource, "type"), line_of(resource, "subtype")
    check_is_text(f"{kind}-{special}" if special else kind)
    access = line_of(metadata, "access_right")
    if access not in ("", "open"):
        raise WorkNotPublic(
            f"access: {access!r:.50}",
            message=_("The files of this record are not open. Please make them public on Zenodo."),
        )


def _id(deposit: dict[str, Any], field: str) -> str:
    """Sent as a number or as a string."""
    value = str(deposit.get(field) or "")
    if value and not _RECORD_ID.fullmatch(value):
        raise UnexpectedAnswer(f"{field} is no record id: {value!r:.50}")
    if field == "id" and not value:
        raise UnexpectedAnswer("a record without its id")
    return value


def _version_index(metadata: dict[str, Any]) -> int | None:
    """The version's place, from 1. What the depositor calls it ("final") may come twice."""
    for version in parts_of(part_of(metadata, "relations"), "version"):
        index = number_of(version, "index")
        if index is not None:
            return index + 1
    return None


def _dois(
    deposit: dict[str, Any],
) -> tuple[tuple[RecordLocation, ...], tuple[RecordRelation, ...]]:
    """Zenodo's own DOIs, the concept's first, name this work. Another DOI, which a depositor may
    give in their place, is a journal's as a rule: that of a work related to this one.
    """
    locations, relations = [], []
    for field in ("conceptdoi", "doi"):
        doi = bare_doi(line_of(deposit, field))
        if doi.startswith(_OWN_DOI):
            locations.append(RecordLocation(DOI, doi, doi_url(doi)))
        elif doi:
            relations.append(published_as(doi))
    for related in parts_of(part_of(deposit, "metadata"), "related_identifiers"):
        doi = bare_doi(line_of(related, "identifier"))
        is_version = line_of(related, "relation") in _VERSION_RELATIONS
        if is_version and doi.startswith(_OWN_DOI):
            place = RecordLocation(DOI, doi, doi_url(doi))
            # Without a concept it is Zenodo that says so; else somebody who made two deposits.
            if not locations[1:] and line_of(related, "relation") == "isVersionOf":
                locations.append(place)
            elif place not in locations:
                relations.append(claims(place))
    return tuple(dict.fromkeys(locations)), tuple(dict.fromkeys(relations))


def _authors(metadata: dict[str, Any]) -> Iterator[RecordAuthor]:
    creators = parts_of(metadata, "creators")
    check_fields_of_names(text_of(creator, "name") for creator in creators)
    for creator in creators:
        names = person_names(text_of(creator, "name"))
        orcid = bare_orcid(line_of(creator, "orcid")) if len(names) == 1 else ""
        place = joined_affiliations([line_of(creator, "affiliation")])
        yield from (RecordAuthor(name, orcid, place) for name in names)


def _url(record_id: str) -> str:
    return Zenodo.facts.work_url.format(external_id=record_id)


SOURCES: tuple[Adapter, ...] = (Zenodo(),)
