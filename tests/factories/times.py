"""Fixed moments, so that no test depends on today."""

from datetime import UTC, date, datetime

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
POSTED = datetime(2026, 1, 5, 18, 0, tzinfo=UTC)
DUE = date(2026, 3, 23)
