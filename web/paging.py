"""Pages by key: the thousandth page costs what the first one costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from web.list_lengths import ROWS_A_PAGE

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# Dates PostgreSQL and Python both know: the years 1 to 9999, counted in microseconds from 1970.
LOWEST, HIGHEST = -62_135_596_800_000_000, 253_402_300_799_999_999
HIGHEST_ID = 2**63 - 1

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first; addresses of the neighbouring pages, "" where there is none."""

    rows: Sequence[Row]
    newer_url: str
    older_url: str


def page_of(
    queryset: "QuerySet[Row]", *, moment: str, query: QueryDict, size: int = ROWS_A_PAGE
) -> Page[Row]:
    """One page by (moment, id), newest first, in one query.

    `?after=<cursor>` asks for what is older than a row, `?before=<cursor>` for what is newer; a
    cursor that cannot be read is the first page.
    """
    after, before = parse_cursor(query.get("after", "")), parse_cursor(query.get("before", ""))
    if before is not None:
        found = _beyond(queryset, moment, before, is_newer=True)
        rows = list(found.order_by(moment, "pk")[: size + 1])
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        found = queryset if after is None else _beyond(queryset, moment, after, is_newer=False)
        rows = list(found.order_by(f"-{moment}", "-pk")[: size + 1])
        has_newer, has_older = after is not None, len(rows) > size
        rows = rows[:size]
    if not rows:
        return Page(rows, newer_url="", older_url="")
    newest, oldest = rows[0], rows[-1]
    return Page(
        rows,
        newer_url=_address(query, before=cursor_of(newest, moment)) if has_newer else "",
        older_url=_address(query, after=cursor_of(oldest, moment)) if has_older else "",
    )


def cursor_of(row: Model, moment: str) -> str:
    at: datetime = getattr(row, moment)
    return f"{(at - EPOCH) // MICROSECOND}-{row.pk}"


def parse_cursor(text: str) -> tuple[datetime, int] | None:
    """The moment and id a cursor names; None when it names nothing.

    >>> parse_cursor("0-7")
    (datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), 7)
    >>> parse_cursor("tomorrow")
    """
    moment, _, pk = text.rpartition("-")
    if not (moment.removeprefix("-").isascii() and moment.removeprefix("-").isdecimal()):
        return None
    if not (pk.isascii() and pk.isdecimal()) or len(moment) > 20 or len(pk) > 19:
        return None
    if not (LOWEST <= int(moment) <= HIGHEST and int(pk) <= HIGHEST_ID):
        return None
    return EPOCH + int(moment) * MICROSECOND, int(pk)


def _beyond(
    queryset: "QuerySet[Row]", moment: str, cursor: tuple[datetime, int], *, is_newer: bool
) -> "QuerySet[Row]":
    at, pk = cursor
    way = "gt" if is_newer else "lt"
    # The plain bound beside the exact one lets the index start at the right place.
    bound: dict[str, Any] = {f"{moment}__{way}e": at}
    return queryset.filter(Q(**bound) & (Q(**{f"{moment}__{way}": at}) | Q(**{f"pk__{way}": pk})))


def _address(query: QueryDict, **cursor: str) -> str:
    address = query.copy()
    address.pop("after", None)
    address.pop("before", None)
    for name in [name for name, value in address.items() if not value]:
        del address[name]
    address.update(cursor)
    return f"?{address.urlencode()}"
