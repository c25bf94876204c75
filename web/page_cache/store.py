"""The pages that this process keeps, by address."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

ENTRY_BYTES = 2_000  # headers, key and places in the indexes, about
REMEMBERED_CHANGES = 2_000  # of which a page being made may have missed one


class Change(NamedTuple):
    """Rows of a table that were written.

    works: ids of the preprints they belong to; None where they belong to none, or to too many.
    """

    table: str
    works: frozenset[int] | None


@dataclass(slots=True)
class KeptPage:
    """An answer of 200.

    headers: without those that differ from reader to reader.
    compressed: the body, by gzip.
    etag: weak; "" for none.
    tables, works: as in `sources.Sources`.
    made_at, kept_until: seconds of `time.monotonic`.
    """

    headers: list[tuple[str, str]]
    compressed: bytes
    etag: str
    tables: frozenset[str]
    works: frozenset[int] | None
    made_at: float
    kept_until: float

    @property
    def size_bytes(self) -> int:
        return len(self.compressed) + ENTRY_BYTES

    def is_changed_by(self, change: Change) -> bool:
        if change.table not in self.tables:
            return False
        return self.works is None or change.works is None or not self.works.isdisjoint(change.works)


class PageStore:
    """Bounded in bytes; what was asked for longest ago goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._pages: OrderedDict[object, KeptPage] = OrderedDict()
        self._keys_of: dict[str, set[object]] = {}
        self._changes: deque[Change] = deque(maxlen=REMEMBERED_CHANGES)
        self._bytes = 0
        # How many changes were heard of, those of before the last emptying included.
        self._heard = getattr(self, "_heard", 0) + 1
        self._emptied_at = self._heard

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def size_bytes(self) -> int:
        return self._bytes

    def get(self, key: object) -> KeptPage | None:
        page = self._pages.get(key)
        if page is None:
            return None
        with self._lock:
            if key not in self._pages:  # dropped meanwhile
                return None
            if page.kept_until < time.monotonic():
                self._remove(key)
                return None
            self._pages.move_to_end(key)
        return page

    def moment(self) -> int:
        """To be taken before a page is made, and given to `put`."""
        return self._heard

    def put(self, key: object, page: KeptPage, *, since: int) -> bool:
        """Whether the page was kept: not where something it shows has changed since."""
        with self._lock:
            if since < self._emptied_at or self._heard - since > len(self._changes):
                return False
            missed = list(self._changes)[len(self._changes) - (self._heard - since) :]
            if page.size_bytes > self.most_bytes or any(map(page.is_changed_by, missed)):
                return False
            self._remove(key)
            self._pages[key] = page
            self._bytes += page.size_bytes
            for table in page.tables:
                self._keys_of.setdefault(table, set()).add(key)
            while self._bytes > self.most_bytes:
                self._remove(next(iter(self._pages)))
        return True

    def drop(self, changes: Collection[Change]) -> None:
        with self._lock:
            for change in changes:
                self._changes.append(change)
                self._heard += 1
                for key in tuple(self._keys_of.get(change.table, ())):
                    if self._pages[key].is_changed_by(change):
                        self._remove(key)

    def empty(self) -> None:
        with self._lock:
            self._begin()

    def _remove(self, key: object) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self._bytes -= page.size_bytes
        for table in page.tables:
            keys = self._keys_of[table]
            keys.discard(key)
            if not keys:
                del self._keys_of[table]
