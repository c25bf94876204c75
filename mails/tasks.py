from celery import shared_task
from django.utils import timezone

from mails import digests


@shared_task
def make_digests() -> int:
    return digests.make_due_digests(now=timezone.now())
