"""What adapters declare, take and give: protocols and plain values."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from functools import cache
from typing import Any, Protocol, runtime_checkable

from django.utils.functional import Promise

from ingest.errors import IngestError
from ingest.http.answers import Validators
from ingest.http.client import SourceClient
from ingest.http.hosts import Pace
from preprints.known_sources import SourceFacts
from preprints.record import Record


@dataclass(frozen=True, slots=True)
class Ref:
    """A work named by a link: where it is and what it is called there.

    version: the number a person asked for, None for the newest. url: the address of the work
    without its version, made by us, never the text that was typed.
    """

    source: str
    external_id: str
    version: int | None
    url: str


class Adapter(Hashable, Protocol):
    """How works of one source are recognised and fetched.

    facts: what is the same for all its works. pace: how often its servers are asked. forms:
    examples, for people, of what `recognise` takes.
    """

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def pace(self) -> Pace: ...

    @property
    def facts(self) -> SourceFacts: ...

    @property
    def forms(self) -> tuple[str | Promise, ...]: ...

    def recognise(self, text: str) -> Ref | None:
        """Read one link or identifier, without the network; None if it is not this source's."""

    def fetch(self, ref: Ref, client: SourceClient) -> Record:
        """Fetch one work. Raises IngestError."""


@runtime_checkable
class AsksOthers(Protocol):
    """An adapter that also asks servers of another pace than its own."""

    @property
    def other_paces(self) -> tuple[Pace, ...]: ...


class Reach(IntEnum):
    """Which links a source takes; those of the least reach are asked first."""

    OWN_LINKS = 0
    ANY_DOI = 1  # other sources know theirs better
    ANY_PAGE = 2  # only where nothing else is named in the whole text


@runtime_checkable
class TakesOthersLinks(Protocol):
    """An adapter that recognises links of other sources, too, and so comes after them."""

    @property
    def reach(self) -> Reach: ...


@cache  # Python takes its time with protocols, and links are offered to every source
def reach_of(adapter: Adapter) -> Reach:
    return adapter.reach if isinstance(adapter, TakesOthersLinks) else Reach.OWN_LINKS


@runtime_checkable
class HasPrefix(Protocol):
    """An adapter before whose identifiers people write a word: "arXiv: 2310.01405"."""

    @property
    def prefix(self) -> str: ...


@cache
def prefix_of(adapter: Adapter) -> str:
    """The word before an adapter's identifiers; "" if it has none."""
    return adapter.prefix if isinstance(adapter, HasPrefix) else ""


@dataclass(frozen=True, slots=True)
class Window:
    """What to harvest: a set, by the source's own name, from `since` to `until` inclusive."""

    set: str = ""
    since: date | None = None
    until: date | None = None


Cursor = dict[str, Any]  # plain JSON; {} before the first page


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record of a page that could not be read: its bytes as received, and why."""

    external_id: str
    content: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class HarvestPage:
    """One page of a harvest, stored together with `cursor` in one transaction.

    cursor: where the next page begins, should the harvest be interrupted after this one.
    records: complete works. refs: works the page only announces, each to be fetched by its id.
    shelved: by external id, what a later pass over the source needs (see `Recall`).
    total: how many records the source says there are in the whole answer, for the progress bar;
    None where it does not say. done: how many of them were in this page.
    """

    cursor: Cursor
    records: tuple[Record, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    refs: tuple[Ref, ...] = ()
    shelved: Mapping[str, Any] = field(default_factory=dict)
    total: int | None = None
    done: int = 0


@dataclass(frozen=True, slots=True)
class Announcements:
    """Works that a feed names; etag and modified are the validators for the next request."""

    refs: tuple[Ref, ...]
    etag: str = ""
    modified: str = ""
    rejected: tuple[Rejected, ...] = ()


# What earlier pages shelved for these external ids.
Recall = Callable[[Sequence[str]], Mapping[str, Any]]


@runtime_checkable
class Harvestable(Protocol):
    """An adapter whose source can be harvested."""

    def pages(
        self, window: Window, cursor: Cursor, client: SourceClient, recall: Recall
    ) -> Iterator[HarvestPage]:
        """Pages from `cursor` on, oldest changes first; it ends after the last one.

        Each page is asked for only when the one before has been stored. Raises IngestError; the
        stored cursor then still leads to what has not been read.
        """

    def reread(self, content: bytes) -> Record:
        """The record in a `Rejected`'s bytes, after the adapter was fixed.

        Raises UnexpectedAnswer.
        """


@runtime_checkable
class ListsLate(Protocol):
    """An adapter whose source may list a work long after the day under which it is listed."""

    @property
    def overlap(self) -> timedelta:
        """How long before the last harvest the next one begins."""


@runtime_checkable
class HasSets(Protocol):
    """An adapter whose source can be taken in parts, each a set with a name of its own."""

    @property
    def name(self) -> str: ...

    @property
    def sets_help(self) -> str | Promise:
        """Examples of what `read_set` takes, for people."""

    def read_set(self, text: str) -> str:
        """A set as `Window` has it, from what somebody typed. Raises IngestError if unknown."""

    def set_as_typed(self, name: str) -> str:
        """What somebody would type for a set."""

    def set_in_words(self, name: str) -> str:
        """What a set holds, as it stands after "takes"."""


@runtime_checkable
class Announces(Protocol):
    """An adapter whose source has feeds that only name new works."""

    @property
    def feed_pause(self) -> timedelta:
        """Time between two requests for a feed."""

    def feeds(self, sets: Sequence[str]) -> tuple[str, ...]:
        """The feeds that name what is new in these sets of a harvest, by the adapter's own names.

        Raises IngestError for an unknown set.
        """

    def announced(
        self, feed: str, client: SourceClient, *, etag: str = "", modified: str = ""
    ) -> Announcements:
        """What a feed names; nothing if it is unchanged. Raises IngestError."""


@runtime_checkable
class FetchesIfChanged(Protocol):
    """An adapter whose source sends a work only if it has changed since an earlier answer."""

    def fetch_if_changed(
        self, ref: Ref, client: SourceClient, known: Validators
    ) -> tuple[Record | None, Validators]:
        """The work, None if it is unchanged, and the answer's validators. Raises IngestError."""


@runtime_checkable
class FetchesMany(Protocol):
    """An adapter whose source answers for several works at once."""

    most_at_once: int

    def fetch_many(
        self, refs: Sequence[Ref], client: SourceClient
    ) -> Mapping[Ref, Record | IngestError]:
        """One request for up to `most_at_once` works; each ref is in the answer.

        Raises IngestError where the request as a whole failed.
        """
