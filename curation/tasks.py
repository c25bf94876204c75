from celery import shared_task
from django.utils import timezone

from curation.services import assembling


@shared_task
def assemble_candidates() -> int:
    """Runs every day; returns how many works became eligible since the last notification."""
    event = assembling.assemble_candidates(now=timezone.now())
    return len(event.data["preprints"]) if event else 0
