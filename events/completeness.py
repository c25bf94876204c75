"""Whether the log and what the database shows as published say the same, in both directions.

The log stands below the apps whose rows it names, so each app registers what it has published:
`@published("review.published")` over a function that yields a `PublishedRow` for each row. Every
row needs its event, and every event of such a kind its row, as the event says it was published.

An event of format 1 names its row by identifier and holds a hash of its text alone; one of format
2 names it by its key and holds a hash of all that is public of it (without a key, the first ones of
some kinds are found by identifier, too), and one of format 4 a hash of that with the public salt of
the event; of some rows the hash covers more from format 5 on. Once a passage is redacted, the
salts of the events before are gone, and the newest one alone is compared. Identifiers change when
works are merged or separated, which the log says too: within such works another one is accepted.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from events.commitments import commitment
from events.kinds import CHANGED
from events.models import NEWEST, SALTED, Event


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """What stands in the database now.

    key: the row for ever, as "review 12". name: for people. subject, identifier: as an event of
    this moment would name it ("" where it has no identifier of its own). text_hash, full_hash: of
    format 1, and of 2 and 3. public: of what the hash is made now, with a salt; public_before: of
    what that of format 4 was, None where it is the same; hashes: those of it, by salt. facts: what
    its event says openly, None where it must say nothing. personal: what may have to be forgotten
    some day, and is in no hash without a secret salt. account: whose it is, where that is the last
    of personal; an event from before accounts were joined names another one, as the log says
    itself.
    """

    key: str
    name: str
    subject: str
    identifier: str
    at: datetime | None
    text_hash: str
    full_hash: str
    public: tuple[str, ...]
    facts: Mapping[str, Any]
    personal: tuple[str, ...]
    account: str = ""
    public_before: tuple[str, ...] | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)

    def hashed(self, formats: Mapping[str, int]) -> "PublishedRow":
        """With these hashes in place of the texts: those of a whole journal would be too much.

        formats: of the events that say how it stood, by their salts.
        """
        before = self.public if self.public_before is None else self.public_before
        hashes = {
            salt: commitment(salt, self.public if number >= NEWEST else before)
            for salt, number in formats.items()
        }
        return replace(self, public=(), public_before=None, hashes=hashes)


# Kinds whose events held neither row nor hash at first: those stand for what they say, and no more.
ONCE_WITHOUT_HASH = ("submission.reasons_published",)
# Facts that the first events of a kind did not say, with a row and a hash as they were.
SAID_LATER = {"submission.reasons_published": ("words",)}
Published = Callable[[], Iterable[PublishedRow]]
PUBLISHED: list[tuple[str, Published]] = []
MergedInto = Callable[[], Mapping[str, str]]
MERGED_INTO: list[MergedInto] = []
SealedTexts = Callable[[], Mapping[int, str]]
SEALED_TEXTS: list[SealedTexts] = []


@dataclass(frozen=True, slots=True)
class Differences:
    """unlogged: published rows without an event that says so, as they stand. unpublished: what
    events say was published, and is not there. merged_otherwise: works that are merged into
    another one than events say, or that only one of the two holds to be merged. resealed: sealed
    originals that are not as the event of their redaction says, or are gone.
    """

    unlogged: list[str]
    unpublished: list[str]
    merged_otherwise: list[str]
    resealed: list[str]


def published(kind: str) -> Callable[[Published], Published]:
    """Register a function that yields every row that has an event of this kind."""

    def register(function: Published) -> Published:
        PUBLISHED.append((kind, function))
        return function

    return register


def merged_into(function: MergedInto) -> MergedInto:
    """Register the function that names each work that is merged now, and what it is merged into."""
    MERGED_INTO.append(function)
    return function


def sealed_texts(function: SealedTexts) -> SealedTexts:
    """Register the function that has every sealed original, by the number in the event's data."""
    SEALED_TEXTS.append(function)
    return function


def has_published() -> bool:
    """Whether anything at all is published."""
    return any(True for _kind, rows in PUBLISHED for _row in rows())


def compare_with_published() -> Differences:
    works, unlogged, unpublished = _Joins(), [], []
    for kind in dict.fromkeys(kind for kind, _function in PUBLISHED):
        logged = _logged((kind, *CHANGED.get(kind, ())))
        works.read_changes(logged - {kind})
        events = list(_with_salts((kind,))) if kind in logged else []
        salts = works.public_salts_with(events)
        found = (row for known, rows in PUBLISHED if known == kind for row in rows())
        rows = {row.key: row.hashed(salts[row.key]) for row in found}
        left = _match(events, rows, works)
        unlogged += [row.name for row in rows.values()]
        names = {row.name for row in rows.values()}
        unpublished += [name for name in map(_name, left) if name not in names]
    return Differences(unlogged, unpublished, _merged_otherwise(), _resealed())


def _logged(kinds: Iterable[str]) -> set[str]:
    """Which of these kinds the log has any event of: most journals have few."""
    logged = Event.objects.filter(kind__in=kinds).order_by()
    return set(logged.values_list("kind", flat=True).distinct())


def _with_salts(kinds: Iterable[str]) -> "QuerySet[Event]":
    events = Event.objects.filter(kind__in=kinds, is_public=True)
    return events.select_related("salt", "public_salt", "forgotten").order_by("pk")


def _resealed() -> list[str]:
    """Of events whose actor was forgotten, and with them the salt, only whether it is there."""
    texts = {number: text for function in SEALED_TEXTS for number, text in function().items()}
    kinds = [kind for later in CHANGED.values() for kind in later]
    wrong = []
    for event in _with_salts(kinds).filter(data__has_key="sealed"):
        number = event.data["original"]
        text, salt = texts.get(number), getattr(event, "salt", None)
        is_other = (
            salt is not None
            and text is not None
            and (commitment(salt.value, (text,)) != event.data["sealed"])
        )
        if text is None or is_other:
            wrong.append(f"original {number} of {event.data['row']}")
    return wrong


def _merged_otherwise() -> list[str]:
    shown = {work: kept for function in MERGED_INTO for work, kept in function().items()}
    logged: dict[str, str] = {}
    events = Event.objects.filter(kind__in=("preprint.merged", "preprint.separated")).order_by("pk")
    for kind, data in events.values_list("kind", "data"):
        if kind == "preprint.merged":
            logged[data["merged"]] = data["kept"]
        else:
            logged.pop(data["merged"], None)
    return sorted(w for w in shown.keys() | logged.keys() if shown.get(w) != logged.get(w))


def _match(events: list[Event], rows: dict[str, PublishedRow], works: "_Joins") -> list[Event]:
    """Remove the rows that an event stands for; returns the events that stand for none.

    Those that name a row by its key come first, then those that name it as it is called now.
    """
    left, by_identity = [], {(row.subject, row.identifier): row for row in rows.values()}
    for event in events:
        if event.kind in ONCE_WITHOUT_HASH and "row" not in event.data:
            _remove_what_it_says(event, rows)
            continue
        if event.payload_format == 1 or "row" not in event.data:
            row = by_identity.get((event.subject, _identifier(event)))
        else:
            row = rows.get(str(event.data.get("row")))
        if row is None or row.key not in rows or not _is_about(event, row, works):
            left.append(event)
        else:
            del rows[row.key]
    return [event for event in left if not _match_renamed(event, rows, works)]


def _remove_what_it_says(event: Event, rows: dict[str, PublishedRow]) -> None:
    for key, row in list(rows.items()):
        if _says(event, row) and event.at == row.at:
            del rows[key]


def _match_renamed(event: Event, rows: dict[str, PublishedRow], works: "_Joins") -> bool:
    if event.payload_format != 1 or not works.was_merged(event.subject):
        return False
    for row in rows.values():
        if _is_about(event, row, works):
            del rows[row.key]
            return True
    return False


def _is_about(event: Event, row: PublishedRow, works: "_Joins") -> bool:
    """Whether this event is about this row, as it is now."""
    logged, data = (event.subject, _identifier(event)), event.data
    if logged != (row.subject, row.identifier) and not works.are_one(event.subject, row.subject):
        return False
    if event.at != row.at or not _says(event, row):
        return False
    changed = works.newest(row)
    if changed is None and event.payload_format == 1:
        return bool(data.get("hash") == row.text_hash)
    said = changed or event
    data, salt = said.data, getattr(said, "salt", None)
    if not _is_hash_of(said, row):
        return False
    if getattr(said, "forgotten", None) is not None:
        return True
    known = {""}
    if salt is not None and row.personal:
        known = {commitment(salt.value, personal) for personal in works.ever_personal(row)}
    return data.get("personal", "") in known


def _says(event: Event, row: PublishedRow) -> bool:
    """What the event says openly of the row is so."""
    later, data = SAID_LATER.get(event.kind, ()), event.data
    return all(
        data.get(name) == value or (name in later and name not in data)
        for name, value in row.facts.items()
    )


def _is_hash_of(event: Event, row: PublishedRow) -> bool:
    if event.payload_format < SALTED:
        return bool(event.data.get("hash") == row.full_hash)
    salt = getattr(event, "public_salt", None)
    return salt is not None and event.data.get("hash") == row.hashes.get(salt.value)


def _identifier(event: Event) -> str:
    names = ("review", "assessment", "response", "revision")
    return next((str(event.data[name]) for name in names if name in event.data), "")


def _name(event: Event) -> str:
    return _identifier(event) or event.subject


class _Joins:
    """Which works were ever merged with each other, and which accounts joined, by the log."""

    def __init__(self) -> None:
        self._newest: dict[str, Event] = {}
        self._accounts: dict[str, set[str]] = {}  # those that were joined into it, each by number
        joins = Event.objects.filter(kind="account.joined").order_by("pk")
        for data in joins.values_list("data", flat=True):
            kept, joined = str(data["kept"]), str(data["joined"])
            earlier = self._accounts.pop(joined, set())
            self._accounts.setdefault(kept, set()).update(earlier, {joined})
        self._first: dict[str, str] = {}
        merges = Event.objects.filter(kind="preprint.merged").order_by("pk")
        for data in merges.values_list("data", flat=True):
            merged, kept = self._of(data["merged"]), self._of(data["kept"])
            self._first = {
                work: kept if first == merged else first for work, first in self._first.items()
            } | {merged: kept, kept: kept, data["merged"]: kept, data["kept"]: kept}

    def _of(self, work: str) -> str:
        return self._first.get(work, work)

    def read_changes(self, kinds: Collection[str]) -> None:
        """By events of these kinds, which say how something published stands now."""
        changes = _with_salts(kinds) if kinds else ()
        self._newest = {str(event.data.get("row")): event for event in changes}

    def public_salts_with(self, events: Iterable[Event]) -> Mapping[str, Mapping[str, int]]:
        """By row, of these events and of the newest ones that say how it was changed; each with
        the format of its event."""
        salts: dict[str, dict[str, int]] = defaultdict(dict)
        for event in (*events, *self._newest.values()):
            if salt := getattr(event, "public_salt", None):
                salts[str(event.data.get("row"))][salt.value] = event.payload_format
        return salts

    def newest(self, row: PublishedRow) -> Event | None:
        """The event that says how it stands now, where it was changed since it was published."""
        return self._newest.get(row.key)

    def ever_personal(self, row: PublishedRow) -> list[tuple[str, ...]]:
        """As it is, and as it was while each of its account's earlier ones was one of its own."""
        earlier = self._accounts.get(row.account, set()) if row.account else set()
        return [row.personal, *((*row.personal[:-1], account) for account in sorted(earlier))]

    def was_merged(self, subject: str) -> bool:
        return subject.partition(".")[0] in self._first

    def are_one(self, subject: str, other: str) -> bool:
        works = [self._of(name.partition(".")[0]) for name in (subject, other)]
        return self.was_merged(subject) and works[0] == works[1]
