"""The time zones that people choose from."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UTC = "UTC"
# Places, as the IANA names them; the rest are old names and fixed distances from UTC.
AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe"}
AREAS |= {"Indian", "Pacific"}


@cache
def time_zone_names() -> tuple[str, ...]:
    """UTC, then every place by the alphabet."""
    return (UTC, *sorted(name for name in available_timezones() if name.split("/")[0] in AREAS))


def choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in time_zone_names()]


def zone(name: str) -> ZoneInfo:
    """UTC for a name that this machine does not know (any more)."""
    return ZoneInfo(name if name in time_zone_names() else UTC)
