"""One pace for each host, over all our processes and machines."""

import time
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ingest.models import Host

# Seconds between two requests, by pace key, as the sources' terms ask.
INTERVALS = {"arxiv": 3.0, "lesswrong": 3.0, "ea-forum": 3.0, "crossref": 0.5, "datacite": 0.5}
OTHERS_INTERVAL = 1.0


def keep_pace(pace_key: str) -> None:
    """Wait until the host may be asked again: one request in `interval` seconds."""
    wait = (take_slot(pace_key, timezone.now()) - timezone.now()).total_seconds()
    if wait > 0:
        time.sleep(wait)


def take_slot(pace_key: str, now: datetime) -> datetime:
    """Take the host's next free moment and return it; whoever comes later gets a later one.

    Call it outside a transaction, which would keep the row locked until its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Host._meta.db_table} AS pace (key, next_at, failures, reason)
            VALUES (%(host)s, %(now)s::timestamptz + make_interval(secs => %(seconds)s), 0, '')
            ON CONFLICT (key) DO UPDATE
              SET next_at = greatest(pace.next_at, %(now)s) + make_interval(secs => %(seconds)s)
            RETURNING next_at - make_interval(secs => %(seconds)s)
            """,  # noqa: S608 - the table's name is ours
            {"host": pace_key, "now": now, "seconds": interval(pace_key)},
        )
        slot: datetime = cursor.fetchone()[0]
    return slot


def interval(pace_key: str) -> float:
    """Seconds between two requests to a host: the setting's, or the source's own default."""
    if settings.INGEST_MIN_INTERVAL is not None:
        return settings.INGEST_MIN_INTERVAL
    return INTERVALS.get(pace_key, OTHERS_INTERVAL)
