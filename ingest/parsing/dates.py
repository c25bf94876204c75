"""Dates as sources write them, and which of them are possible for a work."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ingest.errors import UnexpectedAnswer
from ingest.parsing.dois import FIRST_YEAR

# Zero in the calendars of computers: what programs write where there is no date.
_ZERO_DAYS = frozenset(
    {(1601, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1)}
    | {(1969, 12, 31), (1970, 1, 1)}
)
_FUTURE = timedelta(days=2)  # zones and clocks differ
_LONGEST_DATE = 60  # characters

_END_OF_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)[T ]24:00(?=$|:00(?![1-9])|[Z+-])")
_LEAP_SECOND = re.compile(r"([T ]\d\d:59):60(?![0-9])")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_NAMES = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2})\b.*)?)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?:[a-z]+,?\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{_NAMES},?[\s-](?P<year>\d{{4}})",
        rf"(?:[a-z]+,?\s)?{_NAMES}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[\s-]{_NAMES}(?:[\s-](?P<day>\d{{1,2}}))?",
        rf"{_NAMES},?\s(?P<year>\d{{4}})",
        # 5/6/2018 may be a day in May or in June; 1/1/1970 is no day, nor is the day before it.
        r"(?!0?1[/.]0?1[/.]19[07]0|(?:12[/.]31|31[/.]12)[/.](?:1969|1899))\d{1,2}[/.]\d{1,2}[/.](?P<year>\d{4})",
    )
)
_WHOLE_DAY = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_DAY_AND_CLOCK = re.compile(r"(?P<day>\S.{5,29}?)(?:T|\s)(?P<clock>\d\d:\d\d.*)")
_EARLY_YEAR = re.compile(rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?[\s-]0\d{{3}}\b", re.IGNORECASE)
_HAS_TIME = re.compile(r"\d:\d")
_ISO_MONTH = re.compile(r"\d{4}(?:-\d{2})?")
_ISO_TIME = re.compile(
    r"(?P<day>\d{4}([-/])\d{2}\2\d{2})(?:T|\s)(?P<clock>\d{2}:\d{2}(?::\d{2})?)"
    r"(?P<fraction>[.,]\d{1,12})?(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
_ZONE = r"(?:[+-](?:0\d|1[0-4]):?[0-5]\d|[A-Z]{1,5})"  # letters that nobody knows mean UTC
_MAIL_TIME = re.compile(
    rf"(?:[a-z]+\.?,?\s)?\d{{1,2}}[\s-](?:{'|'.join(_MONTHS)})[a-z]*\.?[\s-](?:[1-9]\d)?\d\d,?"
    rf"\s\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?{_ZONE})?(?:\s?\([\w +:-]{{1,20}}\))?",
    re.IGNORECASE,
)
# As C's asctime writes it.
_C_TIME = re.compile(
    rf"(?:[a-z]+,?\s)?({'|'.join(_MONTHS)})[a-z]*\s(\d{{1,2}}),?\s(\d{{1,2}}:\d{{2}}:\d{{2}})"
    r"(\s[A-Z]{1,5})?\s([1-9]\d{3})",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})[a-z]*\.?(?=[\s-])", re.IGNORECASE)


def is_possible(date: datetime, *, now: datetime | None = None) -> bool:
    """Whether a work can have been posted then: once books were printed, and not in the future."""
    return date.year >= FIRST_YEAR and date <= (now or datetime.now(UTC)) + _FUTURE


def parse_moment(text: str | None) -> datetime:
    """Read an RFC 3339 moment as aware UTC; one without a zone is taken as UTC."""
    try:
        moment = _moment_of_iso((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # OverflowError: the first or last day there is
        raise UnexpectedAnswer(f"not a date: {text!r}") from error


def _moment_of_iso(text: str) -> datetime:
    """ISO 8601 also has the end of a day, 24:00, and a leap second, 60."""
    moment = datetime.fromisoformat(_LEAP_SECOND.sub(r"\1:59", _END_OF_DAY.sub(r"\1T00:00", text)))
    return moment + timedelta(days=1) if _END_OF_DAY.match(text) else moment


def real_moment(text: str | None) -> datetime | None:
    """An RFC 3339 moment or day at which a work can have been posted; None for anything else."""
    try:
        moment = parse_moment(text)
    except UnexpectedAnswer:
        return None
    return real_day(moment)


def real_day(moment: datetime | None) -> datetime | None:
    """The moment; None if it is impossible for a work, or the zero day of a calendar of computers.

    Only for dates that name a day: a year alone may well be 1970.
    """
    if moment is None or _parts(moment) in _ZERO_DAYS or not is_possible(moment):
        return None
    return moment


def feed_moment(text: str) -> datetime | None:
    """A moment or a day as feeds write it (RFC 822, RFC 3339, and what people make of them).

    None for anything else. A month or a year stands for its first day only in W3C's form.

    >>> feed_moment("2024/03/05"), feed_moment("05-03-2024")
    (datetime.datetime(2024, 3, 5, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    text = " ".join(text.split())[:_LONGEST_DATE]
    if _HAS_TIME.search(text):
        return _feed_time(text)
    found = _read(text)
    if found is None:
        return None
    is_whole = found[1] == 3 or (_ISO_MONTH.fullmatch(text) and found[1] == 1 + len(text) // 7)
    return found[0] if is_whole and is_possible(found[0]) else None


def embargo_end(text: str) -> datetime | None:
    """When what is closed until then opens, aware, in UTC: a month or a year has to be over.

    None for what is no date, or more than one. It may lie in the future, and be written in any
    digits.

    >>> [str(embargo_end(text)) for text in ("2099/1/2", "2099")]
    ['2099-01-02 00:00:00+00:00', '2100-01-01 00:00:00+00:00']
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST_DATE:
        return None
    day = re.sub(r"\d", lambda digit: str(int(digit[0])), text)
    clock = ""
    if match := _DAY_AND_CLOCK.fullmatch(day):
        day, clock = match["day"], re.sub(r"\s?(?:UTC|GMT)\Z", "Z", match["clock"])
    for form in (_WHOLE_DAY, *_FORMS[1:-1]):  # the last one says no day
        if match := form.fullmatch(day):
            return _end_of(match.groupdict(), clock.replace(" ", ""))
    return None


def _end_of(parts: dict[str, str | None], clock: str) -> datetime | None:
    name, month, day = (parts.get(key) for key in ("name", "month", "day"))
    year = int(parts["year"] or 0)
    number = _MONTHS.index(name.lower()) + 1 if name else int(month or 0)
    if not year:
        return None
    try:
        if clock:
            return parse_moment(f"{year:04}-{number:02}-{int(day or 0):02}T{clock}")
        if int(day or 0):
            return datetime(year, number, int(day or 0), tzinfo=UTC)
        return datetime(year + number // 12 + (not number), number % 12 + 1, 1, tzinfo=UTC)
    except (ValueError, UnexpectedAnswer):
        return None


def read_dates(texts: Iterable[str], latest: datetime) -> list[datetime]:
    """The moments that texts name, aware, in UTC, the earliest first.

    A year alone says nothing where a day of the same year is given. What lies after `latest` is
    left out: journals print the dates of issues to come.
    """
    found = list(filter(None, map(_read, texts)))
    precise = {part for date, precision in found for part in _wholes(date, precision)}
    return sorted(
        date
        for date, precision in found
        if date <= latest and _parts(date)[:precision] not in precise
    )


def _wholes(date: datetime, precision: int) -> list[tuple[int, ...]]:
    """The year of a date, and its year and month, as far as its precision exceeds them."""
    return [_parts(date)[:length] for length in range(1, precision)]


def _parts(date: datetime) -> tuple[int, ...]:
    return date.year, date.month, date.day


def _read(text: str) -> tuple[datetime, int] | None:
    """A moment and its precision: 1 a year, 2 a month, 3 a day."""
    text = " ".join(text.split())[:_LONGEST_DATE]
    # Eight digits, and a year with its week, are ISO dates, too; ":" tells a time of day.
    if ":" in text and (moment := _moment(text)):
        return moment, 3
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _day(match.groupdict())
    return None


def _feed_time(text: str) -> datetime | None:
    """A date and a time of day. parsedate_to_datetime is lenient, so the form is checked first."""
    if match := _ISO_TIME.fullmatch(text):
        day = match["day"].replace("/", "-")
        zone = (match["zone"] or "").strip().upper().replace("UTC", "Z").replace("GMT", "Z")
        clock = f"{match['clock']}{match['fraction'] or ''}"
        return real_moment(f"{day}T{clock}{zone}")
    text = _C_TIME.sub(r"\2 \1 \5 \3\4", text)
    if not _MAIL_TIME.fullmatch(text):
        return None
    return _moment(_NAMED_MONTH.sub(r"\1", text))


def _moment(text: str) -> datetime | None:
    """A date with a time of day, as ISO 8601 or as in mail."""
    # parsedate_to_datetime takes the year 1, which programs write, for 2001.
    is_early = _EARLY_YEAR.search(text) is not None
    for read in (datetime.fromisoformat, *(() if is_early else (parsedate_to_datetime,))):
        try:
            moment = read(text)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return real_day(aware.astimezone(UTC))
        except (ValueError, OverflowError):
            continue
    return None


def _day(parts: dict[str, str | None]) -> tuple[datetime, int] | None:
    name, month, day = (parts.get(key) for key in ("name", "month", "day"))
    number = _MONTHS.index(name.lower()) + 1 if name else int(month or 0)
    try:
        date = datetime(int(parts["year"] or 0), number or 1, int(day or 0) or 1, tzinfo=UTC)
    except ValueError:
        return None
    precision = 1 + bool(number) + bool(number and day and int(day))
    if date.year < FIRST_YEAR or (precision == 3 and _parts(date) in _ZERO_DAYS):
        return None
    return date, precision
