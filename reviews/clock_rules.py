"""When people are reminded: arithmetic on days, without database or clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reviews.limits import MAILS_FROM_HOUR

DAY = timedelta(days=1)
SATURDAY = 5  # as `date.weekday` counts


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days (Monday to Friday) later, or earlier.

    >>> add_working_days(date(2026, 3, 6), 1), add_working_days(date(2026, 3, 9), -1)
    (datetime.date(2026, 3, 9), datetime.date(2026, 3, 6))
    """
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= SATURDAY:
            day += step
    return day


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """The day it is in a zone; until the morning still the day before."""
    return (now.astimezone(zone) - timedelta(hours=MAILS_FROM_HOUR)).date()


def latest_extension(due_on: date, today: date, *, days: int) -> date:
    """The latest day to which a reviewer may extend by themselves: from the due day, or from today
    where that has passed.

    >>> latest_extension(date(2026, 3, 2), date(2026, 3, 9), days=14)
    datetime.date(2026, 3, 23)
    """
    return max(due_on, today) + timedelta(days=days)


def reminder_due(
    due_on: date, *, today: date, since: date, working_days_before: int, working_days_after: int
) -> str:
    """Which reminder of a due day is to be mailed today; "" where none is.

    since: when the day was set. What would have been mailed by then is left out, and of several
    that were missed the last one stands for all.

    >>> days = {"since": date(2026, 3, 2), "working_days_before": 3, "working_days_after": 7}
    >>> reminder_due(date(2026, 3, 23), today=date(2026, 3, 18), **days)
    'before'
    """
    days = {
        "before": add_working_days(due_on, -working_days_before),
        "on-the-day": due_on,
        "after": add_working_days(due_on, working_days_after),
    }
    return _last_due(days, since=since, today=today)


def editor_reminder_due(
    due_on: date, *, today: date, since: date, working_days_after: int, days_neglected: int
) -> str:
    """The same of what waits for an editor; the last one goes to the managing editors, too.

    >>> days = {"since": date(2026, 3, 2), "working_days_after": 7, "days_neglected": 30}
    >>> editor_reminder_due(date(2026, 3, 9), today=date(2026, 3, 18), **days)
    'after'
    >>> editor_reminder_due(date(2026, 3, 9), today=date(2026, 4, 8), **days)
    'neglected'
    """
    days = {
        "on-the-day": due_on,
        "after": add_working_days(due_on, working_days_after),
        "neglected": due_on + timedelta(days=days_neglected),
    }
    return _last_due(days, since=since, today=today)


def _last_due(days: dict[str, date], *, since: date, today: date) -> str:
    due = [(day, kind) for kind, day in days.items() if since < day <= today]
    return max(due)[1] if due else ""
