"""Fixed moments, so that no test depends on today."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
POSTED = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
DUE = date(2026, 3, 23)


def day_to_type(days: int = 30) -> str:
    """So many days from today, as a form takes it: some forms ask what day it is."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()
