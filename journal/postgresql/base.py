"""The name by which Django finds the backend: `ENGINE = "journal.postgresql"`."""

from typing import Any

from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe
from psycopg import IsolationLevel

from journal.postgresql.planned import Cursor
from journal.postgresql.waiting import BoundedConnection, patience

HURRIED_CONNECT_SECONDS = 2  # the least psycopg knows


class DatabaseWrapper(base.DatabaseWrapper):
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
