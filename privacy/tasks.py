from celery import shared_task
from django.utils import timezone

from privacy import retention


@shared_task
def forget_what_is_old() -> dict[str, int]:
    """Runs every day."""
    return retention.forget_what_is_old(now=timezone.now())
