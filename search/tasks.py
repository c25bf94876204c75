from celery import shared_task

from search import services


@shared_task
def follow_events() -> int:
    followed = 0
    while count := services.follow_events():
        followed += count
    return followed
