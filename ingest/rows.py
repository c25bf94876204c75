"""Rows that many are written of at once (`preprints.copying`)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledFetchRow:
    """version: 0 for the newest one."""

    source: str
    external_id: str
    why: str
    url: str
    due_at: datetime
    version: int = 0
    attempts: int = 0
    last_error: str = ""
    every_hours: int | None = None
