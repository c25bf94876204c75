from celery import shared_task
from django.utils import timezone

from reading.books import files


@shared_task
def follow_issue_files() -> int:
    return files.follow_changes(now=timezone.now())


@shared_task
def refresh_issue_files() -> int:
    return files.refresh_all()
