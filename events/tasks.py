from celery import shared_task
from django.utils import timezone

from events import checkpoints, outbox, sealing


@shared_task
def work_outbox() -> int:
    return outbox.work()


@shared_task
def sweep_outbox() -> int:
    """Do what a lost wake-up left behind. `privacy.retention` forgets what was done long ago."""
    return outbox.work()


@shared_task
def seal_events() -> int:
    """All that waits, batch by batch: a harvest may have written thousands."""
    sealed = 0
    while count := sealing.seal_new_events():
        sealed += count
    return sealed


@shared_task
def make_checkpoint() -> int:
    """Once a day; returns how many links it is of."""
    checkpoint = checkpoints.make_checkpoint(timezone.now())
    return checkpoint.links if checkpoint else 0
