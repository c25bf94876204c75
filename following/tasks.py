from celery import shared_task
from django.utils import timezone

from following.news import mails


@shared_task
def notify_followers() -> int:
    return mails.notify_followers(now=timezone.now())
