"""OpenReview (https://docs.openreview.net): submissions to conferences and journals.

What was submitted since 2023 is asked of its second interface, older works of the first; there
a field is the value itself, here it is an object with a `value`.
"""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ingest.errors import (
    AccessForbidden,
    ChallengePage,
    NotAWork,
    UnexpectedAnswer,
    WorkNotFound,
    WorkNotPublic,
)
from ingest.http.answers import Answer
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from ingest.parsing.addresses import read_address
from ingest.parsing.dates import real_day
from ingest.parsing.fields import (
    line_of,
    lines_of,
    parse_object,
    part_of,
    parts_of,
    text_of,
    texts_of,
)
from ingest.parsing.finishing import finished
from ingest.parsing.licences import creative_commons
from ingest.parsing.limits import first_authors, first_categories
from ingest.parsing.markup import plain_line, plain_paragraphs
from ingest.sources.base import Adapter, Ref
from preprints.known_sources import SourceFacts
from preprints.record import Record, RecordAuthor, RecordLocation
from preprints.rules import ANONYMOUS

_ID = re.compile(r"[A-Za-z0-9_-]{5,40}")
_PATHS = frozenset(
    {"/forum", "/pdf", "/attachment", "/references", "/references/pdf", "/revisions"}
)
_ANONYMOUS = RecordAuthor(ANONYMOUS)
_HIDDEN_NAME = re.compile(r"anonymous\b", re.IGNORECASE)
_WITHDRAWN = re.compile("withdrawn[ _]submission", re.IGNORECASE)

_TURNED_AWAY = _(
    "OpenReview is refusing automatic requests, or shows this work only to people who are "
    "signed in. "
    "Please try again in a few hours, or give another link of the same work."
)
_A_REPLY = _(
    "This link leads to a review or a comment. Please give the link of the submission itself."
)


class OpenReview:
    key = "openreview"
    name = "OpenReview"
    pace = Pace(key="openreview", domains=("openreview.net",))
    facts = SourceFacts(
        label="OpenReview",
        work_url="https://openreview.net/forum?id={external_id}",
        is_cited_by_id=True,
    )
    forms = (_("a submission on OpenReview: https://openreview.net/forum?id=rJl-b3RcF7"),)

    def recognise(self, text: str) -> Ref | None:
        address = read_address(text)
        if address is None or address.host != "openreview.net":
            return None
        if address.path.rstrip("/") not in _PATHS:
            return None
        asked = parse_qs(urlsplit(text.strip()).query)
        name = (asked.get("id") or asked.get("referent") or [""])[0].strip()
        return Ref(self.key, name, None, _url(name)) if _ID.fullmatch(name) else None

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        for address in (settings.OPENREVIEW_API_URL, settings.OPENREVIEW_V1_API_URL):
            answer = self._ask(client, address, ref.external_id)
            if answer.status in (400, 404):  # 400: not an id as this interface makes them
                continue
            if answer.status != 200:
                raise UnexpectedAnswer(f"HTTP {answer.status}")
            record = parse_notes(answer.content, ref.external_id)
            if record is not None:
                return record
        raise WorkNotFound(ref.external_id)

    def _ask(self, client: SourceClient, address: str, forum: str) -> Answer:
        """Raises ChallengePage where OpenReview wants to see a person, or an account."""
        url = f"{address.rstrip('/')}/notes"
        try:
            answer = client.get(url, params={"id": forum}, pace_key=self.pace.key)
        except AccessForbidden as error:
            raise ChallengePage(str(error), message=_TURNED_AWAY) from error
        if answer.status == 401:
            raise ChallengePage("HTTP 401", message=_TURNED_AWAY)
        return answer


def parse_notes(content: bytes, forum: str) -> Record | None:
    """The submission in an answer of either interface; None where it holds no note.

    forum: the submission's id. Raises NotAWork (a reply), WorkNotPublic, WorkNotFound,
    ChallengePage, UnexpectedAnswer.
    """
    answer = parse_object(content, "OpenReview")
    if "notes" not in answer:
        raise UnexpectedAnswer(f"OpenReview: {line_of(answer, 'name')!r:.100}")
    notes = parts_of(answer, "notes")
    note = next((note for note in notes if note.get("id") == forum), None)
    if note is None:
        if notes:
            raise UnexpectedAnswer(f"asked for {forum}, got another note")
        return None
    if text_of(note, "forum") not in ("", forum):
        raise NotAWork("a reply", message=_A_REPLY)
    if note.get("ddate"):
        raise WorkNotFound("the submission was deleted")
    if "readers" in note and "everyone" not in texts_of(note, "readers"):
        raise WorkNotPublic("readers are named")
    return _record(note, forum)


def _record(note: dict[str, Any], forum: str) -> Record:
    fields = _plain_fields(part_of(note, "content"))
    venue = line_of(fields, "venue")
    first_posted_at = _first_posted_at(note)
    states = (venue, line_of(fields, "venueid"), line_of(note, "invitation"))
    return finished(
        Record(
            location=RecordLocation(OpenReview.key, forum, _url(forum)),
            title=plain_line(text_of(fields, "title")),
            authors=_authors(fields),
            posted_at=max(first_posted_at, _moment(note, "tmdate") or first_posted_at),
            first_posted_at=first_posted_at,
            abstract=plain_paragraphs(text_of(fields, "abstract")),
            licence=creative_commons(line_of(note, "license")),
            categories=_keywords(fields),
            comment=venue,
            is_withdrawn=any(map(_WITHDRAWN.search, (*states, *texts_of(note, "invitations")))),
        )
    )


def _plain_fields(content: dict[str, Any]) -> dict[str, Any]:
    """The fields as the first interface has them; of one hidden from us there is no value."""
    return {
        name: field.get("value") if isinstance(field, dict) else field
        for name, field in content.items()
    }


def _first_posted_at(note: dict[str, Any]) -> datetime:
    """When the work became public (odate, pdate); failing that, when it was submitted."""
    public = [moment for field in ("odate", "pdate") if (moment := _moment(note, field))]
    if public:
        return min(public)
    for field in ("cdate", "tcdate"):
        if moment := _moment(note, field):
            return moment
    raise UnexpectedAnswer("a note without a date")


def _moment(note: dict[str, Any], field: str) -> datetime | None:
    """Sent as milliseconds since 1970; None for what is no moment."""
    value = note.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return real_day(datetime.fromtimestamp(value / 1000, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _authors(fields: dict[str, Any]) -> tuple[RecordAuthor, ...]:
    """Names, or objects with a `fullname`; none while the reviewing is double-blind."""
    people = fields.get("authors") or []
    if not isinstance(people, list):
        raise UnexpectedAnswer(f"authors is {type(people).__name__}")
    names = filter(None, map(_name, people))
    named = (RecordAuthor(name) for name in names if not _HIDDEN_NAME.match(name))
    return first_authors(named) or (_ANONYMOUS,)


def _name(person: Any) -> str:
    if isinstance(person, dict):
        return plain_line(text_of(person, "fullname"))
    if isinstance(person, str):
        return plain_line(person)
    if person is not None:
        raise UnexpectedAnswer(f"an author is {type(person).__name__}")
    return ""


def _keywords(fields: dict[str, Any]) -> tuple[str, ...]:
    """A list; in some venues of the first interface, one text with commas."""
    if isinstance(fields.get("keywords"), str):
        return first_categories(map(plain_line, text_of(fields, "keywords").split(",")))
    return first_categories(lines_of(fields, "keywords"))


def _url(forum: str) -> str:
    return OpenReview.facts.work_url.format(external_id=forum)


SOURCES: tuple[Adapter, ...] = (OpenReview(),)
