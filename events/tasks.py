from celery import shared_task
from django.utils import timezone

from events import outbox, services


@shared_task
def work_outbox() -> int:
    return outbox.work()


@shared_task
def sweep_outbox() -> int:
    """Do what a lost wake-up left behind, and forget what was done long ago."""
    outbox.forget_done(timezone.now())
    return outbox.work()


@shared_task
def seal_events() -> int:
    """All that waits, batch by batch: a harvest may have written thousands."""
    sealed = 0
    while count := services.seal_new_events():
        sealed += count
    return sealed
