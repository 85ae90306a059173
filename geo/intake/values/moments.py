"""Moments with a time: which day, and year, they are in the Netherlands."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from geo.intake.values.cells import is_blank, text_of

HERE = ZoneInfo("Europe/Amsterdam")
_WRITTEN = re.compile(
    r"(?P<day>\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})[T ]+"
    r"(?P<time>\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[-+]\d\d(?::?\d\d)?)?",
    re.I,
)
EPOCH_UNITS = ((9, 10, 1.0), (12, 13, 1e3), (15, 16, 1e6))
"""Digits of seconds, milliseconds and microseconds since 1970, from 1973 on, and what they are of
a second."""
LATEST = 2100


def moment_of(value: object) -> datetime | None:
    """Return the day and time of a cell, with its zone when it has one; None when it has no time.

    Examples
    --------
    >>> moment_of("2014-12-31T23:00:00Z").isoformat()
    '2014-12-31T23:00:00+00:00'
    >>> moment_of("31-12-2014 23:00").isoformat(), moment_of("31-12-2014")
    ('2014-12-31T23:00:00', None)
    """
    if isinstance(value, datetime):
        return value
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    parts = re.split(r"[-/.]", found["day"])
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]  # noqa: PLR2004
    zone = (found["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    clock = found["time"].zfill(5 if found["time"].count(":") == 1 else 8)
    try:
        return datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{clock}{zone}")
    except ValueError:
        return None


def in_dutch_time(moment: datetime) -> datetime:
    """Return a moment by the Dutch clock; one without a zone is taken for world time (UTC).

    Examples
    --------
    >>> in_dutch_time(datetime(2014, 12, 31, 23)).isoformat()
    '2015-01-01T00:00:00'
    >>> in_dutch_time(datetime(2014, 6, 30, 22, tzinfo=UTC)).isoformat()
    '2014-07-01T00:00:00'
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(HERE).replace(tzinfo=None)
    except (OverflowError, ValueError):  # the first and last day there is
        return moment.replace(tzinfo=None)


def dutch_years(cells: list[object]) -> list[int | None]:
    """Return the year of each moment in a column by the Dutch clock; None where it says no zone.

    A column without zones of which every moment is midnight here when it is taken for world time
    was written in world time.

    Examples
    --------
    >>> dutch_years(["2014-12-31T23:00:00Z", "2015-01-01T00:00:00+01:00", "2014"])
    [2015, 2015, None]
    >>> dutch_years(["2014-12-31 23:00", "2014-06-30 22:00"])
    [2015, 2014]
    >>> dutch_years(["2014-12-31 23:00", "2014-06-30 20:00"])
    [None, None]
    """
    moments = [moment_of(cell) for cell in cells]
    bare = [m is None or m.tzinfo is None for m in moments]
    filled = [m for cell, m in zip(cells, moments, strict=True) if not is_blank(cell)]
    shifted = all(
        m is not None and m.tzinfo is None and in_dutch_time(m).time() == time(0) for m in filled
    )
    return [
        None if m is None or (alone and not shifted) else in_dutch_time(m).year
        for m, alone in zip(moments, bare, strict=True)
    ]


def year_of_epoch(value: object) -> int | None:
    """Return the Dutch year of seconds, or parts of them, since 1970; None for any other number.

    Examples
    --------
    >>> year_of_epoch("1420066800"), year_of_epoch(1420066800000.0), year_of_epoch("41640")
    (2015, 2015, None)
    """
    digits = text_of(value) or ""
    if not re.fullmatch(r"\d{9,16}", digits):
        return None
    units = [unit for least, most, unit in EPOCH_UNITS if least <= len(digits) <= most]
    if not units:
        return None
    year = in_dutch_time(datetime.fromtimestamp(int(digits) / units[0], UTC)).year
    return year if year <= LATEST else None
