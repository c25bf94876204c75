"""What the schedule does in the review process; each may run twice, or in two workers at once."""

from celery import shared_task
from django.utils import timezone

from reviews.services import consent


@shared_task
def close_unanswered_consent() -> int:
    """Runs every day; returns of how many submissions the authors have not answered."""
    return consent.close_unanswered(now=timezone.now())


@shared_task
def erase_consent_addresses() -> int:
    """Runs every day; returns how many addresses of authors were erased."""
    return consent.erase_addresses(now=timezone.now())
