"""Pages by cursor: a cursor names the row where the page begins, so a deep page costs as the first.

The order is the view's `ordering`: one direction, the last field unique ("-published_at", "-id").
"""

import base64
import binascii
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.db.models import Q
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_ID = 2**63 - 1

Position = tuple[Any, ...]


class NewestFirst(BasePagination):
    """`{"next", "previous", "results"}`; `?limit=` up to 100, `?cursor=` from those addresses."""

    query_parameters = frozenset({"cursor", "limit"})

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The primary keys of one page, in order; one query."""
        self.request, self.limit = request, _read_limit(request)
        ordering: tuple[str, ...] = view.ordering if view else ("-id",)
        self.fields = tuple(name.removeprefix("-") for name in ordering)
        is_descending = ordering[0].startswith("-")
        cursor = request.query_params.get("cursor")
        goes_back, position = _read_cursor(cursor, self.fields) if cursor else (False, None)
        if position is not None:
            queryset = queryset.filter(_beyond(self.fields, position, is_descending != goes_back))
        if goes_back:
            ordering = tuple(_reverse(name) for name in ordering)
        keys = list(queryset.order_by(*ordering).values_list(*self.fields, "pk")[: self.limit + 1])
        has_more = len(keys) > self.limit
        keys = keys[: self.limit]
        if goes_back:
            keys.reverse()
        self.next_position = keys[-1][:-1] if keys and (has_more or goes_back) else None
        is_inside = has_more if goes_back else position is not None
        self.previous_position = keys[0][:-1] if keys and is_inside else None
        return [key[-1] for key in keys]

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
        return f"{settings.SITE_URL}{self.request.path}?{urlencode(pairs)}"

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
                    "maximum": MAX_LIMIT,
                    "default": DEFAULT_LIMIT,
                },
            },
        ]


def _read_limit(request: Request) -> int:
    words = request.query_params.get("limit")
    if words is None:
        return DEFAULT_LIMIT
    if words.isascii() and words.isdigit() and 1 <= int(words[:9]) <= MAX_LIMIT:
        return int(words)
    raise ValidationError({"limit": [f"A whole number from 1 to {MAX_LIMIT}."]})


def _beyond(fields: tuple[str, ...], position: Position, is_descending: bool) -> Q:
    """The rows after `position`: (a, b) < (x, y), or > when the order rises."""
    side = "lt" if is_descending else "gt"
    first, value = fields[0], position[0]
    if len(fields) == 1:
        return Q((f"{first}__{side}", value))
    ties = _beyond(fields[1:], position[1:], is_descending)
    # The first condition is implied by the second; it is what an index can be entered with.
    return Q((f"{first}__{side}e", value)) & (Q((f"{first}__{side}", value)) | ties)


def _reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


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
