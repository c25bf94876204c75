from celery import shared_task
from django.utils import timezone

from drafts import services


@shared_task
def forget_sent_forms() -> int:
    return services.forget_sent_forms(now=timezone.now())
