"""Walking arXiv's OAI-PMH page by page; a harvest can be continued after any page.

Two passes over the same days: format `arXiv` first, for names in parts, then `arXivRaw`, for all
versions and withdrawals. https://info.arxiv.org/help/oa/index.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from ingest.errors import SourceUnavailable, UnexpectedAnswer
from ingest.http.client import SourceClient
from ingest.parsing.dates import parse_moment
from ingest.sources.arxiv.ids import KEY
from ingest.sources.arxiv.oai import OaiError, OaiPage, parse_page
from ingest.sources.base import Cursor, HarvestPage, Recall, Window
from preprints.record import Record, RecordAuthor

_NAMES, _RECORDS, _END = "names", "records", "end"
_NAMES_FORMAT = "arXiv"
# The most detailed first; every server has the last one.
_RECORD_FORMATS = ("arXivRaw", "arXiv", "oai_dc")
# The server refuses earlier days, though nothing is older.
_EARLIEST = date(2007, 5, 23)
_LONGEST_TOKEN = 1_000  # characters
_MOST_RESTARTS = 3  # of one list, without reaching a later day
# More than this share of unreadable records means that the format has changed.
_MOST_REJECTED, _FEW = 0.2, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPosition:
    """Where a harvest stands; as a dictionary, the cursor.

    step: "names", "records" or "end". since, until: the days asked for, "" for open ends. start:
    where the list of this step begins again if its token is lost. newest: the latest day seen in
    it. is_ordered: no day in it was earlier than one before. done: records of it, behind: records
    of earlier lists. mark: an earlier token; if it comes again, the list has no end.
    """

    step: str = _NAMES
    format: str = _NAMES_FORMAT
    set: str = ""
    since: str = ""
    until: str = ""
    start: str = ""
    token: str = ""
    expires: str = ""
    newest: str = ""
    is_ordered: bool = True
    done: int = 0
    behind: int = 0
    pages: int = 0
    mark: str = ""
    restarts: int = 0

    @classmethod
    def of(cls, window: Window, cursor: Cursor) -> Self:
        known = {field.name for field in fields(cls)}
        if cursor:
            return cls(**{name: value for name, value in cursor.items() if name in known})
        since = window.since.isoformat() if window.since and window.since >= _EARLIEST else ""
        until = window.until.isoformat() if window.until else ""
        return cls(set=window.set, since=since, until=until, start=since)

    def parameters(self) -> dict[str, str]:
        """A token is sent with the verb and nothing else, as OAI-PMH demands."""
        if self.token:
            return {"verb": "ListRecords", "resumptionToken": self.token}
        wanted = {"from": self.start, "until": self.until, "set": self.set}
        return {
            "verb": "ListRecords",
            "metadataPrefix": self.format,
            **{name: value for name, value in wanted.items() if value},
        }

    def has_expired(self, now: datetime) -> bool:
        """A token of the present server counts records; after changes it would skip some."""
        if not self.token or not self.expires:
            return False
        try:
            return parse_moment(self.expires) <= now
        except UnexpectedAnswer:
            return False

    def after(self, page: OaiPage) -> Self:
        """Where the next page begins. Raises SourceUnavailable, UnexpectedAnswer."""
        if not page.count and not page.token:
            raise SourceUnavailable("arXiv sent an empty list")
        if len(page.token) > _LONGEST_TOKEN:  # no address could be made of it, now or later
            raise UnexpectedAnswer(f"arXiv's token has {len(page.token)} characters")
        if page.token and page.token in (self.token, self.mark):
            raise UnexpectedAnswer("arXiv's list runs in circles: a token came twice")
        days = [self.newest, *page.datestamps]
        pages = self.pages + 1
        here = replace(
            self,
            token=page.token,
            expires=page.expires,
            newest=max(days),
            is_ordered=self.is_ordered and days == sorted(days),
            done=self.done + page.count,
            pages=pages,
            # After 1, 2, 4, 8… pages, so that a loop of any length is found.
            mark=page.token if pages & (pages - 1) == 0 else self.mark,
        )
        return here if page.token else here.next_step()

    def restarted(self) -> Self:
        """Where to begin again after a lost token: at the newest day if the list is ordered."""
        start = self.newest if self.is_ordered and self.newest else self.start
        restarts = 0 if start > self.start else self.restarts + 1
        if restarts > _MOST_RESTARTS:
            raise UnexpectedAnswer("arXiv takes none of its own resumption tokens")
        return self._list(self.step, self.format, start=start, restarts=restarts)

    def next_step(self) -> Self:
        if self.step == _NAMES:
            return self._list(_RECORDS, _RECORD_FORMATS[0], start=self.since)
        return self._list(_END, self.format, start=self.since)

    def without_format(self) -> Self | None:
        """The next format, if the server does not know this one; None after the last."""
        if self.step == _NAMES:
            return self.next_step()
        following = _RECORD_FORMATS[_RECORD_FORMATS.index(self.format) + 1 :]
        return self._list(self.step, following[0], start=self.start) if following else None

    def _list(self, step: str, format: str, *, start: str, restarts: int = 0) -> Self:
        return type(self)(
            step=step,
            format=format,
            set=self.set,
            since=self.since,
            until=self.until,
            start=start,
            behind=self.behind + self.done,
            restarts=restarts,
        )

    def total(self, size: int | None) -> int | None:
        """Records in all lists; that of the names is as long as that of the records."""
        if size is None:
            return None
        return self.behind + size * (2 if self.step == _NAMES else 1)


def walk(
    window: Window, cursor: Cursor, client: SourceClient, recall: Recall
) -> Iterator[HarvestPage]:
    """See `Harvestable.pages`."""
    position = ListPosition.of(window, cursor)
    while position.step != _END:
        if position.has_expired(timezone.now()):
            position = position.restarted()
        try:
            answer = _ask(position, client)
        except OaiError as error:
            position = _continue_after(error, position)
            continue
        here, position = position, position.after(answer)
        page = HarvestPage(
            cursor=asdict(position), total=here.total(answer.total), done=answer.count
        )
        if here.step == _NAMES:
            yield replace(page, shelved=answer.names())
            continue
        _check_is_readable(answer)
        yield replace(
            page,
            records=tuple(_with_names(answer, recall)),
            rejected=tuple(answer.rejected),
            # The query API says whether a work that OAI-PMH calls deleted is gone.
            refs=tuple(answer.deleted),
        )


def _ask(position: ListPosition, client: SourceClient) -> OaiPage:
    answer = client.get(settings.ARXIV_OAI_URL, params=position.parameters(), pace_key=KEY)
    if answer.status != 200:
        raise UnexpectedAnswer(f"HTTP {answer.status}")
    return parse_page(answer.content)


def _continue_after(error: OaiError, position: ListPosition) -> ListPosition:
    """Where to continue after an error that a harvest can meet; raises any other."""
    if error.code == "noRecordsMatch":
        return position.next_step()
    if error.code == "badResumptionToken" and position.token:
        return position.restarted()
    if error.code == "cannotDisseminateFormat" and not position.token:
        following = position.without_format()
        if following:
            return following
    raise error


def _check_is_readable(answer: OaiPage) -> None:
    rejected = len(answer.rejected)
    if rejected > _FEW and rejected > answer.count * _MOST_REJECTED:
        raise UnexpectedAnswer(
            f"{rejected} of {answer.count} records cannot be read, "
            f"the first because: {answer.rejected[0].reason}"
        )


def _with_names(answer: OaiPage, recall: Recall) -> Iterator[Record]:
    """The records, with the names in parts that the first pass has shelved.

    If a version is twice in a page, the later record counts.
    """
    records = {(r.location.external_id, r.source_version): r for r in answer.records}
    named = {record.location.external_id for record in answer.named}
    nameless = [external_id for external_id, _label in records if external_id not in named]
    shelved = recall(nameless) if nameless else {}
    for (external_id, _label), record in records.items():
        authors = _shelved_authors(shelved, external_id)
        yield replace(record, authors=authors) if authors else record


def _shelved_authors(shelved: Mapping[str, Any], external_id: str) -> tuple[RecordAuthor, ...]:
    return tuple(
        RecordAuthor(name, affiliation=affiliation)
        for name, affiliation in shelved.get(external_id, ())
    )
