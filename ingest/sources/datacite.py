"""DataCite's records (https://support.datacite.org/docs/api): arXiv, repositories, data centres."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ingest.errors import NotAWork, UnexpectedAnswer, WorkNotFound, WorkNotPublic
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.dates import is_possible, real_day, real_moment
from ingest.parsing.dois import bare_doi, claims, doi_segment, published_as
from ingest.parsing.fields import parse_object, part_of, parts_of, text_of
from ingest.parsing.finishing import finished
from ingest.parsing.kinds import refusal
from ingest.parsing.licences import licence_of
from ingest.parsing.limits import (
    check_fields_of_names,
    first_authors,
    first_categories,
    joined_affiliations,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.names import (
    given_name_first,
    is_cut_body,
    is_placeholder,
    name_of_parts,
    without_degrees,
)
from ingest.parsing.orcids import bare_orcid
from ingest.parsing.people import people_in
from ingest.parsing.tidy_names import without_marks
from ingest.parsing.versioned_dois import (
    DoiVersion,
    is_of_all_versions,
    is_of_same_registrant,
    read_version,
)
from ingest.sources.doi_places import doi_location
from preprints.known_sources import ARXIV, DOI
from preprints.record import Record, RecordAuthor, RecordLocation, RecordRelation

PACE = Pace(key="datacite", domains=("api.datacite.org",), seconds=0.5)

# Source: https://datacite-metadata-schema.readthedocs.io, resourceTypeGeneral
_TEXTS = frozenset(
    {
        "Book",
        "BookChapter",
        "ConferencePaper",
        "DataPaper",
        "Dissertation",
        "JournalArticle",
        "Preprint",
        "Report",
        "Standard",
        "Text",
    }
)
_NO_TEXTS = frozenset(
    {
        "Audiovisual",
        "Award",
        "Collection",
        "ComputationalNotebook",
        "ConferenceProceeding",
        "Dataset",
        "Event",
        "Image",
        "Instrument",
        "InteractiveResource",
        "Journal",
        "Model",
        "Other",
        "OutputManagementPlan",
        "PeerReview",
        "PhysicalObject",
        "Poster",
        "Presentation",
        "Project",
        "Service",
        "Software",
        "Sound",
        "StudyRegistration",
        "Workflow",
    }
)
# Free words that depositors put beside "Text".
_NO_TEXTS_AFTER_ALL = frozenset({"dataset", "peer review", "poster", "presentation", "slides"})
_UNKNOWN_KIND = _("Its record does not say that this is a text, so it cannot be reviewed here.")
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_VERSION_RELATIONS = frozenset(
    {"HasVersion", "IsVersionOf", "IsNewVersionOf", "IsPreviousVersionOf"}
    | {"IsObsoletedBy", "Obsoletes"}
)
_PUBLISHED_AS = frozenset({"IsPreprintOf", "IsPreviousVersionOf"})


def fetch(doi: str, client: SourceClient) -> Record:
    answer = client.get(
        f"{settings.DATACITE_API_URL.rstrip('/')}/dois/{doi_segment(doi)}",
        params={},
        pace_key=PACE.key,
    )
    if answer.status == HTTPStatus.NOT_FOUND:
        raise WorkNotFound(f"DataCite: {doi}")
    if answer.status != HTTPStatus.OK:
        raise UnexpectedAnswer(f"DataCite: HTTP {answer.status}")
    record = parse_datacite(answer.content)
    if record.location != doi_location(doi):
        raise UnexpectedAnswer(f"asked for {doi}, got {record.location.external_id}")
    return record


def parse_datacite(content: bytes) -> Record:
    """Read one record, as the API sends it or as it stands in a dump, without an envelope.

    Raises NotAWork, WorkNotPublic, ChallengePage, UnexpectedAnswer.
    """
    answer = parse_object(content, "DataCite")
    work = part_of(part_of(answer, "data") or answer, "attributes")
    doi = bare_doi(text_of(work, "doi"))
    if not doi:
        raise UnexpectedAnswer("a work without its DOI")
    if work.get("state") not in (None, "findable"):
        raise WorkNotPublic(f"DataCite's state {work['state']!r:.100}")
    _check_is_text(part_of(work, "types"))
    location = doi_location(doi)
    is_arxiv = location.source == ARXIV
    first_posted_at, posted_at = _posted_at(work)
    version = read_version(doi, is_preprint=_is_preprint(work))
    # arXiv's own labels ("v2") come from arXiv.
    label = "" if is_arxiv else _label(work, doi, version)
    if is_of_all_versions(doi) and not label:
        posted_at = first_posted_at  # whatever its version: its DOI stands for the first one, too
    same = _other_places(work, doi, version)
    return finished(
        Record(
            location=location,
            title=_title(work),
            authors=first_authors(_authors(work)),
            posted_at=posted_at,
            first_posted_at=first_posted_at,
            abstract=_abstract(work),
            source_version=label,
            licence=_licence(work),
            categories=_subjects(work),
            other_locations=tuple(place for place in same if _has_prefix_of(doi, place)),
            relations=(
                *_relations(work, doi, is_arxiv),
                *(claims(place) for place in same if not _has_prefix_of(doi, place)),
            ),
        )
    )


def _check_is_text(types: dict[str, Any]) -> None:
    kind = text_of(types, "resourceTypeGeneral")
    if not kind:
        raise NotAWork("DataCite names no type", message=_UNKNOWN_KIND)
    if kind in _NO_TEXTS:
        raise NotAWork(f"DataCite's type {kind}", message=refusal(kind))
    if kind not in _TEXTS:
        raise UnexpectedAnswer(f"DataCite's type {kind!r:.100}")
    special = text_of(types, "resourceType").lower()
    if special in _NO_TEXTS_AFTER_ALL:
        raise NotAWork(f"DataCite's type {kind}: {special}", message=refusal(special))


def _title(work: dict[str, Any]) -> str:
    """The title that is no subtitle, translation or alternative; else the first."""
    titles = sorted(parts_of(work, "titles"), key=lambda title: bool(text_of(title, "titleType")))
    found = (plain_line(text_of(one, "title"), keeps_lone_tags=True) for one in titles)
    title = next((one for one in found if one and not is_placeholder(one)), "")
    if not title:
        raise UnexpectedAnswer("a work without a title")
    return title


def _authors(work: dict[str, Any]) -> Iterator[RecordAuthor]:
    creators = parts_of(work, "creators")
    check_fields_of_names(text_of(creator, "name") for creator in creators)
    return chain.from_iterable(map(_authors_of, creators))


def _authors_of(creator: dict[str, Any]) -> Iterator[RecordAuthor]:
    """One as a rule; some depositors give several people as one."""
    names = [name for name in _names(creator) if any(map(str.isalnum, name))]
    ids = (bare_orcid(text_of(x, "nameIdentifier")) for x in parts_of(creator, "nameIdentifiers"))
    orcid = next(filter(None, ids), "") if len(names) == 1 else ""
    place = joined_affiliations(_affiliations(creator))
    return (RecordAuthor(name, orcid=orcid, affiliation=place) for name in names)


def _names(creator: dict[str, Any]) -> list[str]:
    """Without a type it may be an institution and its town; bodies are called people, too."""
    name, kind = plain_line(text_of(creator, "name")), text_of(creator, "nameType")
    if kind == "Organizational":
        return [name]
    given, family = (plain_line(text_of(creator, f"{x}Name")) for x in ("given", "family"))
    spoken = name_of_parts(given, family) if given and family else given or family
    if is_cut_body(family, given):
        return [name or f"{family}, {given}"]
    if spoken:
        return [spoken]
    people = people_in(name)
    if kind == "Personal" and len(people) == 1:
        return [given_name_first(without_degrees(without_marks(name)), is_person=True)]
    return people


def _affiliations(creator: dict[str, Any]) -> Iterator[str]:
    """Names, or, where they were asked for, objects with a name."""
    places = creator.get("affiliation")
    if not isinstance(places, list | None):
        raise UnexpectedAnswer("affiliation is no list")
    for place in places or ():
        name = text_of(place, "name") if isinstance(place, dict) else place
        if isinstance(name, str) and (line := plain_line(name)):
            yield line


def _abstract(work: dict[str, Any]) -> str:
    texts = (
        plain_paragraphs(text_of(description, "description"))
        for description in parts_of(work, "descriptions")
        if text_of(description, "descriptionType") == "Abstract"
    )
    return next(filter(None, texts), "")


def _posted_at(work: dict[str, Any]) -> tuple[datetime, datetime]:
    """When the work was posted, and when this version was.

    Depositors write dates as they like; what is no date is passed over.
    """
    found: dict[str, list[datetime]] = {}
    is_exact: dict[str, bool] = {}
    for date in parts_of(work, "dates"):
        kind, text = text_of(date, "dateType"), text_of(date, "date").strip()
        if moment := _moment(text):
            found.setdefault(kind, []).append(moment)
            is_exact[kind] = is_exact.get(kind, True) and _names_day(text)
    kinds = [kind for kind in ("Submitted", "Available", "Issued") if kind in found]
    if not kinds:
        year = _moment(str(work.get("publicationYear") or ""))
        if year is None:
            raise UnexpectedAnswer("a work without a date")
        return year, max([year, *found.get("Updated", ())])
    kind = next((kind for kind in kinds if is_exact[kind]), kinds[0])
    # arXiv gives the day of each version; elsewhere a later version is an update.
    later = found["Submitted"] if kind == "Submitted" else found.get("Updated", [])
    return min(found[kind]), max([*found[kind], *later])


def _moment(text: str) -> datetime | None:
    """A year, month, day or moment, or the first of a span."""
    text = text.partition("/")[0].strip()
    try:
        if match := _DAY.fullmatch(text):
            year, month, day = (int(part or 0) or 1 for part in match.groups())
            moment = datetime(year, month, day, tzinfo=UTC)
        elif _MOMENT.fullmatch(text):
            return real_moment(text)
        else:
            return None
    except ValueError:
        return None
    if _names_day(text):
        return real_day(moment)
    return moment if is_possible(moment) else None


def _names_day(text: str) -> bool:
    return len(text.partition("/")[0]) >= len("2019-02-07")


def _label(work: dict[str, Any], doi: str, version: DoiVersion | None) -> str:
    if version:
        return version.label
    label = _version(work)  # as the DOI of that version is read, where it has one of its own
    return f"v{label}" if is_of_all_versions(doi) and label.isdecimal() else label


def _version(work: dict[str, Any]) -> str:
    version = work.get("version")
    if isinstance(version, int | float) and not isinstance(version, bool):
        return str(version)
    return plain_line(text_of(work, "version"))


def _licence(work: dict[str, Any]) -> str:
    rights = parts_of(work, "rightsList")
    fields = ("rightsUri", "rightsIdentifier", "rights")
    return licence_of(text_of(one, field) for field in fields for one in rights)


def _subjects(work: dict[str, Any]) -> tuple[str, ...]:
    names = (plain_line(text_of(subject, "subject")) for subject in parts_of(work, "subjects"))
    return first_categories(names)


def _has_prefix_of(doi: str, place: RecordLocation) -> bool:
    """Whether the place is of the same repository, which knows what is one work; of works elsewhere
    a depositor says so.
    """
    return place.source == DOI and place.external_id.startswith(doi.partition("/")[0] + "/")


def _other_places(
    work: dict[str, Any], doi: str, version: DoiVersion | None
) -> list[RecordLocation]:
    """All places that are said to be of the same work, each once."""
    named = (*(version.places() if version else ()), *_same_work(work), *_versions(work, doi))
    return list(dict.fromkeys(place for place in named if place != doi_location(doi)))


def _same_work(work: dict[str, Any]) -> Iterator[RecordLocation]:
    """Other places of the same work: by identifiers of its own, and what is identical to it."""
    for field in ("identifiers", "alternateIdentifiers"):
        kind, value = f"{field[:-1]}Type", field[:-1]
        for identifier in parts_of(work, field):
            yield from _place(text_of(identifier, kind), text_of(identifier, value))
    for related in parts_of(work, "relatedIdentifiers"):
        if text_of(related, "relationType") == "IsIdenticalTo":
            kind = text_of(related, "relatedIdentifierType")
            yield from _place(kind, text_of(related, "relatedIdentifier"))


def _is_preprint(work: dict[str, Any]) -> bool:
    return text_of(part_of(work, "types"), "resourceTypeGeneral") == "Preprint"


def _versions(work: dict[str, Any], doi: str) -> Iterator[RecordLocation]:
    """The other versions of the work in its own repository, and what stands for all of them."""
    for related in parts_of(work, "relatedIdentifiers"):
        other = bare_doi(text_of(related, "relatedIdentifier"))
        if (
            text_of(related, "relationType") in _VERSION_RELATIONS
            and text_of(related, "relatedIdentifierType") == "DOI"
            and other
            and is_of_same_registrant(doi, other)
        ):
            yield doi_location(other)


def _place(kind: str, value: str) -> Iterator[RecordLocation]:
    if kind == "DOI" and (doi := bare_doi(value)):
        yield doi_location(doi)
    if kind == "arXiv":
        identifier = re.sub(r"(?i)\Aarxiv:", "", value.strip())
        place = doi_location(f"10.48550/arxiv.{identifier.lower()}")
        if place.source == ARXIV:
            yield place


def _relations(work: dict[str, Any], doi: str, is_arxiv: bool) -> tuple[RecordRelation, ...]:
    """The journal's version; arXiv names it as that of which its own is a version.

    A DOI with the same prefix is a version in the same repository.
    """
    kinds = _PUBLISHED_AS | {"IsVersionOf"} if is_arxiv else _PUBLISHED_AS
    prefix = doi.partition("/")[0] + "/"
    dois = [
        bare_doi(text_of(related, "relatedIdentifier"))
        for related in parts_of(work, "relatedIdentifiers")
        if text_of(related, "relationType") in kinds
        and text_of(related, "relatedIdentifierType") == "DOI"
    ]
    others = (other for other in dict.fromkeys(dois) if other and not other.startswith(prefix))
    return tuple(map(published_as, others))
