"""A feed an editor added: any RSS, Atom or JSON Feed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from ingest.errors import ChallengePage, SourceGone, SourceUnavailable, UnexpectedAnswer
from ingest.http.answers import OpenedPage, Validators
from ingest.http.client import SourceClient
from ingest.sources.base import Cursor, HarvestPage, Recall, Ref, Rejected, Window
from ingest.sources.feed.contents import FeedContents
from ingest.sources.feed.entries import FetchedEntry, record_of
from ingest.sources.feed.reading import read_feed
from preprints.known_sources import WEB
from preprints.record import Record

__all__ = ["FeedAdapter", "at_once", "read_feed"]

Recognise = Callable[[str], Ref | None]

READS_BEFORE_MOVING = 3  # of one and the same permanent redirect
LONGEST_REST = timedelta(hours=20)  # whatever the feed asks, a daily run reads it

_GONE = _("This feed has been taken down for good. If it has a new address, please add that.")
_MISSING = _(
    "There is no feed at this address any more. Please pause it; if it has a new address, add that."
)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FeedAdapter:
    """recognise: names the work behind a link, as `sources.recognise` does; entries that are works
    of other sources are only announced. clock: for tests.

    Its cursor is kept from run to run: {"read_at", "etag", "modified", "ttl", "skip_hours",
    "skip_days", "url", "moved_to", "sightings"}.
    """

    slug: str
    name: str
    url: str
    recognise: Recognise
    clock: Callable[[], datetime] = field(default=_now)

    @property
    def key(self) -> str:
        return f"feed:{self.slug}"

    def pages(
        self, window: Window, cursor: Cursor, client: SourceClient, recall: Recall
    ) -> Iterator[HarvestPage]:
        """One page, of what the feed holds now; none if nothing has changed since `cursor`.

        window: only entries of these days; with a first day, the whole feed is asked for again.
        """
        now = self.clock()
        is_scheduled = window.since is None
        if is_scheduled and _is_resting(cursor, now):
            return
        url = cursor.get("url") or self.url
        with client.answering_for(url):
            answer = client.open_page(url, headers=_conditions(cursor) if is_scheduled else {})
            if answer.status == HTTPStatus.NOT_MODIFIED:
                return
            _check_status(answer)
        contents = read_feed(
            answer.content,
            content_type=answer.headers.get("content-type", ""),
            base_url=answer.url,
        )
        yield self.page_of(contents, window, _next_cursor(cursor, answer, contents, now))

    def page_of(self, contents: FeedContents, window: Window, cursor: Cursor) -> HarvestPage:
        """Each work once: of two entries for one address the first counts, which is the newer."""
        records: dict[tuple[str, str], Record] = {}
        refs: dict[tuple[str, str], Ref] = {}
        rejected = []
        for entry in contents.entries:
            try:
                ref = self._ref(entry)
                if ref.source != WEB:
                    refs.setdefault((ref.source, ref.external_id), ref)
                    continue
                record = record_of(entry, ref, self.name)
            except UnexpectedAnswer as error:
                rejected.append(Rejected(entry.key(), entry.to_bytes(), str(error)))
                continue
            if _is_within(record, window):
                records.setdefault((ref.source, ref.external_id), record)
        if contents.total > len(contents.entries):
            reason = f"the feed has {contents.total} entries; the rest was not read"
            rejected.append(Rejected("", reason.encode(), reason))
        return HarvestPage(
            cursor=cursor,
            records=tuple(records.values()),
            rejected=tuple(rejected),
            refs=tuple(refs.values()),
            total=contents.total,
            done=len(contents.entries),
        )

    def reread(self, content: bytes) -> Record:
        entry = FetchedEntry.from_bytes(content)
        ref = self._ref(entry)
        if ref.source != WEB:
            raise UnexpectedAnswer(f"{ref.url} is read from its own source")
        return record_of(entry, ref, self.name)

    def _ref(self, entry: FetchedEntry) -> Ref:
        """The work of another source, if one of the entry's names is; else the entry's address."""
        if entry.is_cut:
            raise UnexpectedAnswer("the feed breaks off in this entry")
        found = [ref for text in entry.identifiers if (ref := self.recognise(text))]
        if not found:
            raise UnexpectedAnswer("the entry has no link to a page on the web")
        return next((ref for ref in found if ref.source != WEB), found[0])


def _is_within(record: Record, window: Window) -> bool:
    day = record.posted_at.date()
    return (window.since or day) <= day <= (window.until or day)


def _is_resting(cursor: Cursor, now: datetime) -> bool:
    """Whether the feed has been read lately and asks not to be read just now."""
    if not cursor.get("read_at"):
        return False
    since_then = now - datetime.fromisoformat(cursor["read_at"])
    if since_then >= LONGEST_REST:
        return False
    return (
        since_then < timedelta(minutes=cursor.get("ttl", 0))
        or now.hour in cursor.get("skip_hours", ())
        or f"{now:%A}" in cursor.get("skip_days", ())
    )


def at_once(cursor: Cursor) -> Cursor:
    """The cursor of a feed that is to be read now, whatever it asks of programs that poll it."""
    return {name: value for name, value in cursor.items() if name != "read_at"}


def _conditions(cursor: Cursor) -> dict[str, str]:
    """Headers with which the feed is sent only if it has changed."""
    return Validators(cursor.get("etag", ""), cursor.get("modified", "")).conditions()


def _next_cursor(
    cursor: Cursor, answer: OpenedPage, contents: FeedContents, now: datetime
) -> Cursor:
    """The next cursor; without validators after a truncated feed, which is then sent again."""
    validators = Validators.of({} if contents.is_cut else answer.headers)
    found = {
        "read_at": now.isoformat(),
        "etag": validators.etag,
        "modified": validators.last_modified,
        "ttl": contents.ttl_minutes,
        "skip_hours": list(contents.skip_hours),
        "skip_days": list(contents.skip_days),
        "url": cursor.get("url", ""),
    }
    if answer.moved_to:
        is_same = cursor.get("moved_to") == answer.moved_to
        sightings = cursor.get("sightings", 0) * is_same + 1
        if sightings >= READS_BEFORE_MOVING:
            found["url"] = answer.moved_to
        else:
            found |= {"moved_to": answer.moved_to, "sightings": sightings}
    return {name: value for name, value in found.items() if value}


def _check_status(answer: OpenedPage) -> None:
    detail = f"HTTP {answer.status} from {answer.url}"
    if answer.status == HTTPStatus.OK:
        return
    if answer.status == HTTPStatus.GONE:
        raise SourceGone(detail, message=_GONE)
    if answer.status == HTTPStatus.NOT_FOUND:
        raise UnexpectedAnswer(detail, message=_MISSING)
    if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS) and answer.is_html():
        raise ChallengePage(detail)
    if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS) or (
        answer.status >= 500
    ):
        raise SourceUnavailable(detail)
    raise UnexpectedAnswer(detail)
