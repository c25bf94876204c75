from celery import shared_task

from web import throttle


@shared_task
def forget_unused_limits() -> int:
    return throttle.forget_unused_limits()
