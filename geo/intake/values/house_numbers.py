"""House numbers that a spreadsheet took for dates."""

from __future__ import annotations

import re
from datetime import date, datetime

from geo.intake.values.cells import ShortDate, text_of
from geo.intake.values.years import day_of_serial

LONGEST_ADDRESS = 200
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan",
            "feb",
            "mrt mar maa",
            "apr",
            "mei may",
            "jun",
            "jul",
            "aug",
            "sep",
            "okt oct",
            "nov",
            "dec",
        ],
        1,
    )
    for name in names.split()
}


def house_number_of(value: object) -> str | None:
    """Return the house number that Excel turned into a date; None when the cell is no date.

    March 1 was 1-3; May 1930 was 5-30, for no month has thirty days to spare for a year.

    Examples
    --------
    >>> dates = (date(2025, 3, 1), date(1930, 5, 1), "14-dec")
    >>> tuple(house_number_of(cell) for cell in dates)
    ('1-3', '5-30', '14-12')
    >>> house_number_of("7-9"), house_number_of("12-okt-25"), house_number_of("44986")
    (None, '12-10', '1-3')
    """
    if isinstance(value, ShortDate):
        return _from_day(value.day, value.shows)
    if isinstance(value, date):
        plain = value.date() if isinstance(value, datetime) else value
        return _from_day(plain, _likely_look(plain))
    text = (text_of(value) or "").lower()
    return _with_month(text) or _with_year(text)


def _with_month(text: str) -> str | None:
    """Read 1-mrt, 1-mrt-25 and mei-30."""
    found = re.fullmatch(r"(\d{1,2})[- /]([a-z]{3})\.?(?:[- /](?:\d\d|\d{4}))?", text)
    if found and found.group(2) in MONTHS:
        return f"{int(found.group(1))}-{MONTHS[found.group(2)]}"
    found = re.fullmatch(r"([a-z]{3})\.?[- ](\d{2})", text)
    if found and found.group(1) in MONTHS:
        return f"{MONTHS[found.group(1)]}-{int(found.group(2))}"
    return None


def _with_year(text: str) -> str | None:
    """Read 2025-03-01, 1-3-2025, and Excel's number of that day."""
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[ t]00:00(?::00)?)?", text):
        day = _day(found.group(1))
    elif found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](20\d\d)", text):
        day = _day(f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}")
    else:
        day = day_of_serial(text)
    return _from_day(day, _likely_look(day)) if day else None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def address_of(value: object) -> str | None:
    """Return an address whose house number became a date; None when it did not.

    Examples
    --------
    >>> address_of("Weena 1-mrt"), address_of("Overtoom mei-30"), address_of("Weena 7-9")
    ('Weena 1-3', 'Overtoom 5-30', None)
    """
    text = (text_of(value) or "")[:LONGEST_ADDRESS]
    found = re.fullmatch(r"(.*\D)\s+(\d{1,2}-[A-Za-z]{3}\.?|[A-Za-z]{3}\.?-\d{2})", text)
    number = house_number_of(found.group(2)) if found else None
    return f"{found.group(1)} {number}" if found and number else None


def _likely_look(day: date) -> str:
    """Without the cell's format: a first of the month in an odd year was month and year."""
    recent = 2000 <= day.year <= datetime.now().year + 1  # noqa: DTZ005, PLR2004
    return "day_month" if day.day > 1 or recent else "month_year"


def _from_day(day: date, shows: str) -> str:
    return f"{day.day}-{day.month}" if shows == "day_month" else f"{day.month}-{day.year % 100}"
