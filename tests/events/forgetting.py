"""Which rows of the outbox are too old, for `events.outbox.forget_done`."""

from datetime import datetime, timedelta

from django.db.models import Q

from events.outbox import Over


def a_month_before(now: datetime) -> Over:
    moment = now - timedelta(days=30)
    return lambda field: Q(**{f"{field}__lt": moment})
