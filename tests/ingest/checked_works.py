"""Works that were pasted and submitted, and what a check at their source finds a while later."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ingest.harvests.scheduled_fetches import run_scheduled_fetches
from ingest.harvests.submitted_works import schedule_submitted_works
from ingest.http.client import SourceClient
from ingest.http.pacing import SharedHosts
from ingest.models import ScheduledFetch, Source
from ingest.services import links
from preprints.models import Preprint
from preprints.services import set_status
from tests.factories.times import NOW


def submitted(link: str, status: str = "submitted") -> Preprint:
    """A pasted work in this status, checked from now on, of a journal whose sources are paused."""
    assert not Source.objects.filter(is_paused=False).exists()
    preprint = links.ingest_link(link, now=NOW).preprint
    with transaction.atomic():
        set_status(preprint, status, now=NOW)
    schedule_submitted_works(now=NOW)
    return preprint


def make_due(days: int = 0) -> None:
    """As if all that has happened had happened so many days earlier, and every fetch were due."""
    for one in ScheduledFetch.objects.all():
        one.due_at = timezone.now() - timedelta(minutes=1)
        one.missed_at = one.missed_at and one.missed_at - timedelta(days=days)
        one.checked_at = one.checked_at and one.checked_at - timedelta(days=days)
        one.save()


def check_all(days: int = 0) -> dict[str, int]:
    make_due(days)
    with SourceClient(hosts=SharedHosts(), retries=0) as client:
        return run_scheduled_fetches(client)


def labels(preprint: Preprint) -> list[str]:
    return list(preprint.versions.order_by("number").values_list("source_version", flat=True))
