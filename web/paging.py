"""Pages by key: the thousandth page costs what the first one costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.http import QueryDict

from web.list_lengths import ROWS_A_PAGE

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# Dates PostgreSQL and Python both know: the years 1 to 9999, counted in microseconds from 1970.
LOWEST, HIGHEST = -62_135_596_800_000_000, 253_402_300_799_999_999
HIGHEST_ID = 2**63 - 1
LONGEST_CURSOR = 400  # characters
_PATTERNS = {datetime: r"(-?[0-9]{1,18})", int: r"(-?[0-9]{1,19})", str: r"(.*)"}

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first; addresses of the neighbouring pages, "" where there is none.

    is_by_time: otherwise the pages before and behind are neither newer nor older."""

    rows: Sequence[Row]
    newer_url: str
    older_url: str
    is_by_time: bool = True


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column, or an annotation, that rows stand in order by. kind: datetime, int or str."""

    name: str
    kind: type = datetime


def page_of(
    queryset: "QuerySet[Row]", *, moment: str, query: QueryDict, size: int = ROWS_A_PAGE
) -> Page[Row]:
    """One page by (moment, id), newest first, in one query."""
    return page_by(queryset, [SortKey(moment)], query=query, size=size)


def page_by(
    queryset: "QuerySet[Row]",
    keys: Sequence[SortKey],
    *,
    query: QueryDict,
    size: int = ROWS_A_PAGE,
    is_ascending: bool = False,
) -> Page[Row]:
    """One page by the keys and then the id, all of them in one direction, in one query.

    `?after=<cursor>` asks for what stands behind a row, `?before=<cursor>` for what stands before
    it; a cursor that cannot be read is the first page.
    """
    after = parse_cursor(query.get("after", ""), keys)
    before = parse_cursor(query.get("before", ""), keys)
    names = [*(key.name for key in keys), "pk"]
    forwards, backwards = ("", "-") if is_ascending else ("-", "")
    if before is not None:
        found = queryset.filter(_beyond(names, before, is_higher=not is_ascending))
        rows = list(found.order_by(*(f"{backwards}{name}" for name in names))[: size + 1])
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    else:
        found = queryset
        if after is not None:
            found = queryset.filter(_beyond(names, after, is_higher=is_ascending))
        rows = list(found.order_by(*(f"{forwards}{name}" for name in names))[: size + 1])
        has_newer, has_older = after is not None, len(rows) > size
        rows = rows[:size]
    is_by_time = [key.kind for key in keys] == [datetime]
    if not rows:
        return Page(rows, newer_url="", older_url="", is_by_time=is_by_time)
    first, last = cursor_of(rows[0], keys), cursor_of(rows[-1], keys)
    return Page(
        rows,
        newer_url=_address(query, before=first) if has_newer else "",
        older_url=_address(query, after=last) if has_older else "",
        is_by_time=is_by_time,
    )


def cursor_of(row: Model, keys: Sequence[SortKey]) -> str:
    values = [getattr(row, key.name) for key in keys]
    return "-".join([*map(_written, values), str(row.pk)])


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return str((value - EPOCH) // MICROSECOND)
    return str(value)


def parse_cursor(text: str, keys: Sequence[SortKey]) -> list[Any] | None:
    """The values and the id that a cursor names; None when it names nothing.

    >>> parse_cursor("0-7", [SortKey("at")])
    [datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), 7]
    >>> parse_cursor("ada-example-7", [SortKey("name", str)])
    ['ada-example', 7]
    >>> parse_cursor("tomorrow", [SortKey("at")])
    """
    kinds = [*(key.kind for key in keys), int]
    pattern = "-".join(_PATTERNS[kind] for kind in kinds)
    match = re.fullmatch(pattern, text, re.DOTALL | re.ASCII)
    if match is None or len(text) > LONGEST_CURSOR or "\0" in text:
        return None
    values = [_read(part, kind) for part, kind in zip(match.groups(), kinds, strict=True)]
    return None if None in values or values[-1] < 0 else values


def _read(text: str, kind: type) -> Any:
    if kind is str:
        return text
    number = int(text)
    if kind is datetime:
        return EPOCH + number * MICROSECOND if LOWEST <= number <= HIGHEST else None
    return number if abs(number) <= HIGHEST_ID else None


def _beyond(names: Sequence[str], cursor: Sequence[Any], *, is_higher: bool) -> Func:
    """As rows, not key by key: so an index in this order starts at the right place."""
    rows = (Func(*map(F, names), function="ROW"), Func(*map(Value, cursor), function="ROW"))
    return Func(
        *rows,
        template="(%(expressions)s)",
        arg_joiner=" > " if is_higher else " < ",
        output_field=BooleanField(),
    )


def _address(query: QueryDict, **cursor: str) -> str:
    address = query.copy()
    address.pop("after", None)
    address.pop("before", None)
    for name in [name for name, value in address.items() if not value]:
        del address[name]
    address.update(cursor)
    return f"?{address.urlencode()}"
