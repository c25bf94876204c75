"""Querysets within statements written by hand."""

from typing import Any

from django.db.models import QuerySet
from psycopg.sql import quote


def subquery(rows: QuerySet[Any]) -> str:
    """The rows of a queryset, to be read from and joined as if they were a table.

    Its values stand in the text, where PostgreSQL can plan with them: none may come from outside.
    The statement around it is bound once more, so a `%` of it is doubled.
    """
    sql, values = rows.order_by().query.sql_with_params()
    return f"({sql % tuple(map(quote, values))})".replace("%", "%%")
