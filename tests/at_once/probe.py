"""Which rows and advisory locks a call holds when it writes, as a second connection finds them.

Before each write the second connection asks for all rows at once which of them it could share
(`FOR KEY SHARE`, which a row that is locked for update refuses). Of a table that was written
already nothing more is learned, for writing locks its rows as well: what counts is what the call
had locked by itself.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, models

from events.locks import Lock

OURS = {
    *("accounts", "curation", "drafts", "events", "ingest", "mails", "preprints", "reviews"),
    *("following", "search"),
}
ADVISORY = {
    Lock.NAMES: "names",
    Lock.ASSEMBLE: "assembly",
    Lock.NEWS: "news",
    Lock.SEAL: "seal",
    Lock.CATALOGUE: "catalogue",
    Lock.FOLLOW: "index",
    Lock.FEEDS: "feeds",
    Lock.ROLES: "roles",
}
# A call that copies rows takes their numbers first.
WRITE = re.compile(
    r"^\s*(?:(?P<changes>UPDATE|DELETE FROM)|INSERT INTO|SELECT nextval)\b\W*(?P<table>\w+)",
    re.IGNORECASE | re.MULTILINE,
)
Connection = psycopg.Connection[Any]


def locks_held(call: Callable[[], Any], other: Connection) -> Counter[str]:
    """How many rows of each model, and which advisory locks, are held while the call writes."""
    probe = Probe(other)
    with connection.execute_wrapper(probe.before_statement):
        call()
    assert probe.writes, "it wrote nothing"
    return probe.held()


class Probe:
    def __init__(self, other: Connection) -> None:
        self.other = other
        self.models = {
            model._meta.db_table: model
            for model in apps.get_models()
            if model._meta.app_label in OURS
        }
        self.question = "SELECT " + ", ".join(map(_locked, self.models, self.models.values()))
        self.writes = 0
        self.written: set[str] = set()
        self.rows: dict[str, int] = {}
        self.advisory: set[str] = set()

    def before_statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if found := WRITE.search(sql):
            self.writes += 1
            self.rows |= {
                table: count
                for table, count in self._count_locked_rows().items()
                if table not in self.written
            }
            self.advisory |= self._advisory_locks()
            if found["changes"]:
                self.written.add(found["table"])
        return execute(sql, params, many, context)

    def held(self) -> Counter[str]:
        rows = {self.models[table].__name__: count for table, count in self.rows.items() if count}
        return Counter(rows) + Counter(self.advisory)

    def _count_locked_rows(self) -> dict[str, int]:
        """Rows that others have committed, less those that another session may share now."""
        row = self.other.execute(self.question, prepare=True).fetchone()
        assert row is not None
        return dict(zip(self.models, row, strict=True))

    def _advisory_locks(self) -> set[str]:
        found = self.other.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND mode = 'ExclusiveLock' AND pid = %s",
            [connection.connection.info.backend_pid],
        )
        return {ADVISORY[objid] for (objid,) in found}


def _locked(table: str, model: type[models.Model]) -> str:
    """Only a row with an `xmax` can be locked: the others need not be shared to find out."""
    rows = f"FROM {table} WHERE xmax <> 0"
    free = f"SELECT 1 {rows} {_share(model)} SKIP LOCKED"
    return f"(SELECT count(*) {rows}) - (SELECT count(*) FROM ({free}) AS free)"


def _share(model: type[models.Model]) -> str:
    """People are locked without their keys, so that what refers to them can be written
    meanwhile: only who asks for more than the keys finds them locked."""
    return "FOR SHARE" if model.__name__ == "User" else "FOR KEY SHARE"
