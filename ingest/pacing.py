"""One pace for each host, over all our processes and machines."""

import time
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ingest.models import HostPace


def keep_pace(pace_key: str) -> None:
    """Wait until the host may be asked again: one request in INGEST_MIN_INTERVAL seconds."""
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
            INSERT INTO {HostPace._meta.db_table} AS pace (host, next_at)
            VALUES (%(host)s, %(now)s::timestamptz + make_interval(secs => %(seconds)s))
            ON CONFLICT (host) DO UPDATE
              SET next_at = greatest(pace.next_at, %(now)s) + make_interval(secs => %(seconds)s)
            RETURNING next_at - make_interval(secs => %(seconds)s)
            """,  # noqa: S608 - the table's name is ours
            {"host": pace_key, "now": now, "seconds": settings.INGEST_MIN_INTERVAL},
        )
        slot: datetime = cursor.fetchone()[0]
    return slot
