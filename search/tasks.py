from time import monotonic

from celery import shared_task
from django.utils import timezone

from search import services

SLICE_SECONDS = 5.0  # after a large harvest others need the worker's place, too


@shared_task
def follow_events() -> int:
    """What waits, batch by batch, for some seconds; the next run goes on."""
    until, followed = monotonic() + SLICE_SECONDS, 0
    while count := services.follow_events(now=timezone.now()):
        followed += count
        if monotonic() >= until:
            return followed
    while services.learn_words() and monotonic() < until:
        pass
    return followed
