"""Pages by cursor: a cursor names the row where the page begins, so a deep page costs as the first.

The order is the view's `ordering`: one direction, the last field unique ("-published_at", "-id").
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.statements import select
from web import addresses
from web.list_lengths import API_ROWS_A_PAGE, MOST_API_ROWS_A_PAGE

MAX_ID = 2**63 - 1

Position = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PublicRows:
    """The public rows of a list, compiled by Django once: the fields of the order, then the key.

    What follows the compiled statement depends on the page only, so PostgreSQL can keep its plan.
    """

    sql: str
    parameters: tuple[Any, ...]
    fields: tuple[str, ...]
    is_descending: bool

    @classmethod
    def of(cls, queryset: QuerySet[Any], ordering: tuple[str, ...]) -> "PublicRows":
        fields = tuple(name.removeprefix("-") for name in ordering)
        try:
            compiled = queryset.order_by().values_list(*fields, "pk").query.sql_with_params()
        except EmptyResultSet:
            compiled = ("", ())  # a number that the column cannot hold: no row has it
        return cls(*compiled, fields, ordering[0].startswith("-"))

    def read(self, position: Position | None, *, goes_back: bool, limit: int) -> list[Position]:
        """Rows beyond `position`, nearest first: the row's position, then its primary key."""
        if not self.sql:
            return []
        names = [f"at_{number}" for number in range(len(self.fields))]
        falls = self.is_descending != goes_back
        order = ", ".join(f"{name} {'DESC' if falls else 'ASC'}" for name in names)
        pieces = [f"SELECT * FROM ({self.sql}) AS public ({', '.join(names)}, key)"]  # noqa: S608
        if position is not None:
            marks = ", ".join(["%s"] * len(names))
            pieces.append(f"WHERE ({', '.join(names)}) {'<' if falls else '>'} ({marks})")
        pieces.append(f"ORDER BY {order} LIMIT %s")
        return select(" ".join(pieces), (*self.parameters, *(position or ()), limit))


class NewestFirst(BasePagination):
    """`{"next", "previous", "results"}`; `?limit=` up to 100, `?cursor=` from those addresses."""

    query_parameters = frozenset({"cursor", "limit"})

    def page_of(self, rows: PublicRows, request: Request) -> list[int]:
        """The primary keys of one page, in order; one query."""
        self.request, self.limit = request, _read_limit(request)
        cursor = request.query_params.get("cursor")
        goes_back, position = _read_cursor(cursor, rows.fields) if cursor else (False, None)
        positions = rows.read(position, goes_back=goes_back, limit=self.limit + 1)
        has_more = len(positions) > self.limit
        positions = positions[: self.limit]
        if goes_back:
            positions.reverse()
        self.next_position = positions[-1][:-1] if positions and (has_more or goes_back) else None
        is_inside = has_more if goes_back else position is not None
        self.previous_position = positions[0][:-1] if positions and is_inside else None
        return [row[-1] for row in positions]

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self._address("next", self.next_position),
                "previous": self._address("previous", self.previous_position),
                "results": data,
            }
        )

    def _address(self, direction: str, position: Position | None) -> str | None:
        if position is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = _write_cursor(direction, position)
        pairs = [(name, value) for name, values in query.lists() for value in values]
        return addresses.absolute(f"{self.request.path}?{urlencode(pairs)}")

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": address, "previous": address, "results": schema},
        }

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins; taken from `next` and `previous`.",
                "schema": {"type": "string"},
            },
            {
                "name": "limit",
                "in": "query",
                "description": "How many results a page has.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_API_ROWS_A_PAGE,
                    "default": API_ROWS_A_PAGE,
                },
            },
        ]


def _read_limit(request: Request) -> int:
    words = request.query_params.get("limit")
    if words is None:
        return API_ROWS_A_PAGE
    # Three digits are enough for the highest limit, so a longer number is never read.
    if (
        words.isascii()
        and words.isdecimal()
        and len(words) <= 3
        and 1 <= int(words) <= MOST_API_ROWS_A_PAGE
    ):
        return int(words)
    raise ValidationError({"limit": [f"A whole number from 1 to {MOST_API_ROWS_A_PAGE}."]})


def _write_cursor(direction: str, position: Position) -> str:
    packed = orjson.dumps([direction[0], *position])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _read_cursor(cursor: str, fields: tuple[str, ...]) -> tuple[bool, Position]:
    """(whether it goes back, the position). Raises ValidationError for what we did not write."""
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, *values = orjson.loads(packed)
        if direction not in ("n", "p") or len(values) != len(fields):
            raise ValueError(cursor)
        position = tuple(map(_read_value, fields, values))
    except (ValueError, TypeError, binascii.Error) as error:
        raise ValidationError({"cursor": ["This is not a cursor of this list."]}) from error
    return direction == "p", position


def _read_value(field: str, value: Any) -> Any:
    if field.endswith("_at"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment
    if field == "handle":
        if not isinstance(value, str) or "\0" in value:
            raise ValueError(value)
        return value
    if type(value) is not int or not 0 < value <= MAX_ID:
        raise ValueError(value)
    return value
