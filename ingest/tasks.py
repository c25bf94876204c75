"""Scheduled work on sources.

Of each task one runs at a time, over all workers, in a slot (`events.fetch_slots`): sources are
slow, and a worker keeps processes for what people wait for.
"""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from celery import shared_task
from django.utils import timezone

from events.fetch_slots import fetch_slot
from ingest.errors import AlreadyHarvesting
from ingest.harvests import announcements, scheduled_fetches
from ingest.harvests import run as harvest_run
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.pictures.fetching import fetch_due, note_new_texts, remove_unshown

SLICE_SECONDS = 40.0  # a worker has other things to do as well; the next minute goes on


@shared_task
def harvest_due() -> int:
    """One slice of each source that is due; returns how many were at work."""
    worked = 0
    with (
        suppress(AlreadyHarvesting),
        harvest_run.only_one("all that is due"),
        fetch_slot(is_background=True) as may_fetch,
    ):
        for source in harvest_run.due_sources(timezone.now()) if may_fetch else ():
            until = monotonic() + SLICE_SECONDS
            worked += harvest_run.run_due(source, may_go_on=_before(until)) is not None
    return worked


@shared_task
def run_scheduled_fetches() -> int:
    """Read the feeds that are due, then run due fetches."""
    may_go_on = _before(monotonic() + SLICE_SECONDS)
    done: dict[str, int] = {}
    with (
        suppress(AlreadyHarvesting),
        harvest_run.only_one("all scheduled fetches"),
        fetch_slot(is_background=True) as may_fetch,
        SourceClient(hosts=SharedHosts()) as client,
    ):
        if may_fetch:
            announcements.read_feeds(client, may_go_on=may_go_on)
            done = scheduled_fetches.run_scheduled_fetches(client, may_go_on=may_go_on)
    return sum(done.values())


@shared_task
def fetch_pictures() -> int:
    """Pictures of texts that are shown in full; those of other texts are removed."""
    with suppress(AlreadyHarvesting), harvest_run.only_one("pictures of texts"):
        remove_unshown()
        note_new_texts(timezone.now())
        with fetch_slot(is_background=True) as may_fetch:
            if may_fetch:
                with SourceClient(hosts=SharedHosts()) as client:
                    return fetch_due(client, may_go_on=_before(monotonic() + SLICE_SECONDS))
    return 0


def _before(moment: float) -> Callable[[], bool]:
    return lambda: monotonic() < moment
