"""bioRxiv and medRxiv: two servers behind one interface (https://api.biorxiv.org).

It answers with one row for each version of a work. Neither a DOI nor a date says which server
a work is on; the rows do.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ingest.errors import SourceUnavailable, UnexpectedAnswer, WorkNotFound
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.dates import real_day, real_moment
from ingest.parsing.dois import bare_doi, doi_url, published_as
from ingest.parsing.fields import line_of, number_of, parse_object, parts_of, text_of
from ingest.parsing.finishing import finished
from ingest.parsing.highwire import without_marks, without_residue
from ingest.parsing.licences import creative_commons
from ingest.parsing.limits import (
    LONGEST_EXTERNAL_ID,
    MOST_AUTHORS,
    MOST_LISTED_VERSIONS,
    first_authors,
    first_categories,
)
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.parsing.people import people_in
from ingest.parsing.withdrawals import says_withdrawn, titled_withdrawn
from ingest.sources.base import Adapter, Cursor, HarvestPage, Recall, Ref, Rejected, Window
from preprints.known_sources import DOI, SourceFacts
from preprints.record import (
    DeclaredVersion,
    Record,
    RecordAuthor,
    RecordLocation,
    RecordRelation,
)

# The day a work was sent in and a number; before December 2019 six digits (medRxiv: eight, from
# 19). Under 10.1101 there are also Cold Spring Harbor's journals, which begin with letters.
_DAY = r"20[0-9]{2}\.(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01])"
_ID = rf"(?P<id>{_DAY}\.[0-9]{{6,8}}|[0-9]{{6}}|19[0-9]{{6}})"
_VERSION = r"(?:v(?P<version>[1-9][0-9]{0,2}))?"
_END = r"(?![0-9a-z_]|[.-][0-9])"
_DOI = re.compile(
    rf"(?<![0-9a-z.])(?P<prefix>10\.(?:1101|64898))/{_ID}{_VERSION}{_END}", re.IGNORECASE
)
_PATH = re.compile(
    rf"""
    /(?: content | cgi/content/(?:short|full|abstract|reprint) | lookup/(?:doi|content/[a-z]+) )/
    (?: (?P<prefix>10\.(?:1101|64898))/
      # Until 2024 pages were also named by the day they were posted.
      | (?:(?:bio|med)rxiv/)? early/(?:201[0-9]|202[0-4])/[0-9]{{2}}/[0-9]{{2}}/ )?
    {_ID} {_VERSION} {_END} .*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FIRST_PREFIX = "10.1101"

_DOI_DAY = re.compile(r"/(20[0-9]{2})\.([0-9]{2})\.([0-9]{2})\.")
# The servers' own word before the title, or a sentence in place of the abstract.
_WITHDRAWN_TITLE = re.compile(r"\W*WITHDRAWN\b")


@dataclass(frozen=True, slots=True)
class Biorxiv:
    """One of the two servers. `twin`: the other one's key."""

    key: str
    name: str
    host: str
    twin: str
    example: str
    # Both answer at one address.
    pace = Pace(key="biorxiv", domains=("biorxiv.org", "medrxiv.org"))

    @property
    def facts(self) -> SourceFacts:
        return SourceFacts(
            label=self.name,
            work_url=f"https://www.{self.host}/content/{{external_id}}",
            version_url="{url}{label}",
            pdf_url="{url}{label}.full.pdf",
            shares_ids_with=self.twin,
        )

    @property
    def forms(self) -> tuple[str | Promise, ...]:
        return (
            format_lazy(
                _("a preprint on {server}: {address}"), server=self.name, address=self.example
            ),
        )

    def recognise(self, text: str) -> Ref | None:
        """Addresses on this server; DOIs, which name no server, are bioRxiv's until it is asked."""
        text = text.strip()
        address = read_address(text)
        if address is not None and address.host == self.host:
            match = _PATH.fullmatch(address.path.strip())
        elif self is BIORXIV and not (address and address.host == MEDRXIV.host):
            match = _DOI.search(unquote(text))
        else:
            return None
        if match is None:
            return None
        doi = f"{match['prefix'] or _FIRST_PREFIX}/{match['id']}"
        version = int(match["version"]) if match["version"] else None
        return Ref(self.key, doi, version, _url(self.key, doi))

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """The version asked for, else the newest; of either server, whichever has the work."""
        records: tuple[Record, ...] = ()
        for server in (self.key, self.twin):
            records = parse_versions(self._ask(client, server, ref.external_id, "na/json"))
            if records:
                break
        if not records:
            raise WorkNotFound(ref.external_id)
        if records[-1].location.external_id != ref.external_id:
            raise UnexpectedAnswer(f"asked for {ref.external_id}, got another work")
        if ref.version is None:
            return records[-1]
        for record in records:
            if record.source_version == f"v{ref.version}":
                return record
        raise WorkNotFound(
            f"{ref.external_id}v{ref.version}",
            message=format_lazy(_("{server} has no such version of this work."), server=self.name),
        )

    def pages(
        self, window: Window, cursor: Cursor, client: SourceClient, recall: Recall
    ) -> Iterator[HarvestPage]:
        """Rows by the day they were posted; the last day is fixed when the walk begins."""
        until = str(window.until or datetime.now(UTC).date())
        cursor = {"from": str(window.since or until), "until": until, "at": 0} | cursor
        while True:
            interval = f"{cursor['from']}/{cursor['until']}"
            page = self.parse_page(self._ask(client, self.key, interval, str(cursor["at"])), cursor)
            yield page
            if not page.done or page.cursor["at"] >= (page.total or 0):
                return
            cursor = page.cursor

    def parse_page(self, content: bytes, cursor: Cursor) -> HarvestPage:
        """Raises SourceUnavailable (an empty page amid others), ChallengePage, UnexpectedAnswer."""
        answer = parse_object(content, self.name)
        rows = answer.get("collection") or []
        if not isinstance(rows, list):
            raise UnexpectedAnswer(f"{self.name}'s collection is {type(rows).__name__}")
        message = _message(answer)
        total = number_of(message, "total")
        if not rows:
            if total and total > cursor["at"]:
                raise SourceUnavailable(f"{self.name} sent an empty page at {cursor['at']}")
            if total is None and not _is_nothing_found(message):
                raise UnexpectedAnswer(f"{self.name}: {text_of(message, 'status')!r:.200}")
            return HarvestPage(cursor, total=total)
        if total is None:
            raise UnexpectedAnswer(f"{self.name} does not say how many rows there are")
        records, rejected = [], []
        for row in rows:
            try:
                records.append(parse_row(row))
            except UnexpectedAnswer as error:
                rejected.append(_rejected(row, error))
        return HarvestPage(
            cursor={**cursor, "at": cursor["at"] + len(rows)},
            records=tuple(records),
            rejected=tuple(rejected),
            total=total,
            done=len(rows),
        )

    def reread(self, content: bytes) -> Record:
        return parse_row(parse_object(content, self.name))

    def _ask(self, client: SourceClient, server: str, subject: str, rest: str) -> bytes:
        address = f"{settings.BIORXIV_API_URL.rstrip('/')}/details/{server}/{subject}/{rest}"
        answer = client.get(address, params={}, pace_key=self.pace.key)
        if answer.status != 200:
            raise UnexpectedAnswer(f"HTTP {answer.status}")
        return answer.content


def parse_versions(content: bytes) -> tuple[Record, ...]:
    """All versions of one work, oldest first, each with the whole history; () for an unknown DOI.

    Raises ChallengePage, UnexpectedAnswer.
    """
    answer = parse_object(content, "bioRxiv")
    rows = parts_of(answer, "collection")
    if not rows:
        message = _message(answer)
        if not _is_nothing_found(message):
            raise UnexpectedAnswer(f"bioRxiv: {text_of(message, 'status')!r:.200}")
        return ()
    if len(rows) > MOST_LISTED_VERSIONS:
        raise UnexpectedAnswer(f"bioRxiv sent {len(rows)} versions of one work")
    rows.sort(key=lambda row: number_of(row, "version") or 0)
    records = [parse_row(row) for row in rows]
    if len({record.location for record in records}) != 1:
        raise UnexpectedAnswer("bioRxiv sent several works at once")
    history = tuple(
        DeclaredVersion(record.source_version, record.posted_at, record.is_withdrawn)
        for record in records
    )
    return tuple(parse_row(row, history) for row in rows)


def parse_row(row: Any, history: tuple[DeclaredVersion, ...] = ()) -> Record:
    """One version of one work. Without its history, when the work was first posted is read in
    its DOI, which holds the day it was sent in. Raises UnexpectedAnswer.
    """
    if not isinstance(row, dict):
        raise UnexpectedAnswer(f"a row is {type(row).__name__}")
    doi, server = line_of(row, "doi").lower(), line_of(row, "server").lower()
    version = number_of(row, "version")
    if not _DOI.fullmatch(doi) or server not in SERVERS or version is None:
        raise UnexpectedAnswer(f"a row with doi {doi!r:.100}, {server!r:.20}, version {version}")
    posted_at = real_moment(line_of(row, "date")) or _sent_in_at(doi)
    if posted_at is None:
        raise UnexpectedAnswer(f"{doi} lacks its date")
    title = plain_line(without_marks(text_of(row, "title")))
    abstract = plain_paragraphs(without_residue(text_of(row, "abstract")))
    is_withdrawn = _is_withdrawn(row, title, abstract)
    authors = _authors(row)
    if not authors and not is_withdrawn:
        raise UnexpectedAnswer(f"{doi} lacks its authors")
    category = line_of(row, "category")
    return finished(
        Record(
            location=RecordLocation(server, doi, _url(server, doi)),
            title=title,
            authors=authors,
            posted_at=posted_at,
            first_posted_at=_first_posted_at(doi, version, posted_at, history),
            abstract=abstract,
            source_version=f"v{version}",
            licence=creative_commons(line_of(row, "license")),
            categories=first_categories([category] if category != "NA" else []),
            is_withdrawn=is_withdrawn,
            other_locations=(RecordLocation(DOI, doi, doi_url(doi)),),
            relations=_relations(row),
            history=history,
        )
    )


def _is_withdrawn(row: Any, title: str, abstract: str) -> bool:
    return (
        line_of(row, "type").lower().startswith("withdrawn")
        or _WITHDRAWN_TITLE.match(title) is not None
        or titled_withdrawn(title)
        or says_withdrawn(abstract, "")
    )


def _first_posted_at(
    doi: str, version: int, posted_at: datetime, history: tuple[DeclaredVersion, ...]
) -> datetime:
    """In the history, where it is known; else in the DOI."""
    if history or version == 1:
        return min([posted_at, *(known.posted_at for known in history)])
    return min(posted_at, _sent_in_at(doi) or posted_at)


def _url(server: str, doi: str) -> str:
    return SERVERS[server].facts.work_url.format(external_id=doi)


def _message(answer: dict[str, Any]) -> dict[str, Any]:
    return next(iter(parts_of(answer, "messages")), {})


def _is_nothing_found(message: dict[str, Any]) -> bool:
    return "no posts found" in text_of(message, "status").lower()


def _authors(row: dict[str, Any]) -> tuple[RecordAuthor, ...]:
    """Sent as one string, "Last, F.; Other, G."."""
    written = islice(plain_line(text_of(row, "authors")).split(";"), MOST_AUTHORS + 1)
    names = dict.fromkeys(name for part in written for name in people_in(part))
    return first_authors(RecordAuthor(name) for name in names if any(map(str.isalnum, name)))


def _relations(row: dict[str, Any]) -> tuple[RecordRelation, ...]:
    """The journal's version; "NA" where there is none."""
    doi = bare_doi(line_of(row, "published"))
    return (published_as(doi),) if doi else ()


def _sent_in_at(doi: str) -> datetime | None:
    match = _DOI_DAY.search(doi)
    if match is None:
        return None
    try:
        return real_day(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC))
    except ValueError:  # the 31st of a short month
        return None


def _rejected(row: Any, error: UnexpectedAnswer) -> Rejected:
    doi = row.get("doi") if isinstance(row, dict) else None
    return Rejected(
        external_id=doi[:LONGEST_EXTERNAL_ID] if isinstance(doi, str) else "",
        content=json.dumps(row).encode(),
        reason=str(error),
    )


BIORXIV = Biorxiv(
    key="biorxiv",
    name="bioRxiv",
    host="biorxiv.org",
    twin="medrxiv",
    example="https://www.biorxiv.org/content/10.1101/2020.12.01.406702v1",
)
MEDRXIV = Biorxiv(
    key="medrxiv",
    name="medRxiv",
    host="medrxiv.org",
    twin="biorxiv",
    example="https://www.medrxiv.org/content/10.1101/2020.03.24.20042291v1",
)
SERVERS = {server.key: server for server in (BIORXIV, MEDRXIV)}
SOURCES: tuple[Adapter, ...] = (BIORXIV, MEDRXIV)
