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
    return services.seal_new_events()
