"""The name by which Django finds the backend: `ENGINE = "journal.postgresql"`."""

from typing import Any

from django.db.backends.postgresql import base, operations
from django.utils.asyncio import async_unsafe
from psycopg import IsolationLevel

from journal.postgresql.planned import Cursor
from journal.postgresql.waiting import BoundedConnection, patience
from web.planned_once import PlannedOnce

HURRIED_CONNECT_SECONDS = 2  # the least psycopg knows


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """What is logged of a statement with a plan is its words, not the name of the plan."""
        if isinstance(sql, PlannedOnce):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        parameters["cursor_factory"] = Cursor
        if patience.limit_seconds is not None:
            milliseconds = int(patience.limit_seconds * 1000)
            given = parameters.get("options", "")
            parameters["options"] = f"{given} -c statement_timeout={milliseconds}".strip()
        if patience.is_hurried():
            parameters["connect_timeout"] = HURRIED_CONNECT_SECONDS
        return parameters

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> BoundedConnection:
        # Django has no setting for the class of connections, and makes them in this method.
        self.isolation_level = IsolationLevel.READ_COMMITTED
        connection = BoundedConnection.connect(**conn_params)
        options = self.settings_dict["OPTIONS"]
        connection.keeps_plans = options.get("prepare_threshold", 0) is not None
        return connection
