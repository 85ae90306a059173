"""Codes as planners write them: SBI, KvK, postcodes, years, and what a date in a cell once was."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from geo.intake.cells import ShortDate, is_nothing, text_of

DATA = Path(__file__).parents[2] / "data"
EXCEL_START = date(1899, 12, 30)
SERIALS = (20_000, 60_000)
"""Day numbers of Excel from 1954 to 2064; no year and no other number of years is so high."""
YEARS = (1500, 2100)
KEPT = 2**16
"""Cells whose meaning is remembered: a register says the same few things very often."""
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
UNITS = dict(
    zip(
        [
            "een",
            "twee",
            "drie",
            "vier",
            "vijf",
            "zes",
            "zeven",
            "acht",
            "negen",
            "tien",
            "elf",
            "twaalf",
            "dertien",
            "veertien",
            "vijftien",
            "zestien",
            "zeventien",
            "achttien",
            "negentien",
            "twintig",
            "eenentwintig",
            "tweeentwintig",
            "drieentwintig",
            "vierentwintig",
            "vijfentwintig",
            "zesentwintig",
            "zevenentwintig",
            "achtentwintig",
            "negenentwintig",
            "dertig",
        ],
        range(1, 31),
        strict=True,
    )
)


@cache
def sbi_list() -> frozenset[str]:
    """All codes of SBI 2008 as shipped."""
    with (DATA / "sbi_codes.csv").open(encoding="utf-8-sig", newline="") as stream:
        return frozenset(row["sbi"] for row in csv.DictReader(stream, delimiter=";"))


@lru_cache(KEPT)
def is_sbi(code: str) -> bool:
    """Say whether digits are a code of SBI 2008 or the group that codes begin with.

    Examples
    --------
    >>> is_sbi("9003"), is_sbi("90"), is_sbi("9999")
    (True, True, False)
    """
    return len(code) > 1 and any(known.startswith(code) for known in sbi_list())


_DOTTED = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,2}(?![\d.])")
_CODE = re.compile(r"(?<!\d)\d{2,6}(?:[.,]0)?(?!\d)")


@lru_cache(KEPT, typed=True)
def sbi_codes(value: object) -> tuple[tuple[str, bool], ...]:
    """Read the SBI codes of a cell: digits, and whether they were written with dots.

    Examples
    --------
    >>> sbi_codes("74.10.1;59.11"), sbi_codes("7410.0"), sbi_codes("90031 - Schrijven")
    ((('74101', True), ('5911', True)), (('7410', False),), (('90031', False),))
    >>> sbi_codes("onbekend"), sbi_codes("16.2")
    ((), (('162', True),))
    """
    text = text_of(value) or ""
    if is_nothing(text):
        return ()
    found = []
    for part in re.split(r"[;|/+\n]|,\s|\s(?:en|and|&)\s", text[:200]):
        if match := _DOTTED.search(part):
            digits, dotted = match.group(), not re.fullmatch(r"\d{4,}\.0", match.group())
            found.append((digits.replace(".", ""), dotted))
        elif match := _CODE.search(part):
            found.append((re.sub(r"[.,]0$", "", match.group()), False))
    return tuple(found)


def postcode_text(value: object) -> str | None:
    """Return a postcode as "1033 ZX" or "1033"; None when the cell holds none.

    Examples
    --------
    >>> postcode_text("1033zx"), postcode_text("NL-1033  ZX Amsterdam"), postcode_text("103 ZX")
    ('1033 ZX', '1033 ZX', None)
    """
    text = (text_of(value) or "")[:100]
    found = re.search(r"(?<![\dA-Za-z])([1-9]\d{3})[\s\-\u00a0]*([A-Za-z]{2})(?![A-Za-z])", text)
    if found:
        return f"{found.group(1)} {found.group(2).upper()}"
    alone = re.fullmatch(r"(?:NL-?\s*)?([1-9]\d{3})(?:\.0)?", text, re.I)
    return alone.group(1) if alone else None


def postcode_guess(value: object) -> str | None:
    """Return the postcode that was meant when letters and digits that look alike were exchanged.

    Examples
    --------
    >>> postcode_guess("1O33 ZX"), postcode_guess("1033 2X"), postcode_guess("Weena")
    ('1033 ZX', '1033 ZX', None)
    """
    bare = re.sub(r"[\s\-]", "", text_of(value) or "").upper()
    if len(bare) != 6:  # noqa: PLR2004
        return None
    digits = bare[:4].translate(str.maketrans("OILSZB", "011528"))
    letters = bare[4:].translate(str.maketrans("015280", "OISZBO"))
    return postcode_text(f"{digits} {letters}")


@lru_cache(KEPT, typed=True)
def year_of(value: object, last: bool = False) -> tuple[int | None, str]:
    """Read a year; returns it and how it was written.

    Parameters
    ----------
    value : object
        Cell.
    last : bool
        Take the last year of "2014-2018" instead of the first.

    Returns
    -------
    int or None
    str
        "plain", "date", "words", "serial" (Excel's day number), "short" (two digits, a guess),
        "missing" or "unreadable".

    Examples
    --------
    >>> year_of("2014"), year_of("ca. 2010"), year_of(41640), year_of("'14"), year_of("1-3-2015")
    ((2014, 'plain'), (2010, 'words'), (2014, 'serial'), (2014, 'short'), (2015, 'date'))
    >>> year_of("2014-2018", last=True), year_of("tweeduizend veertien"), year_of("ooit")
    ((2018, 'words'), (2014, 'words'), (None, 'unreadable'))
    """
    if isinstance(value, date | ShortDate):
        return (value.day if isinstance(value, ShortDate) else value).year, "date"
    text = text_of(value)
    if is_nothing(text) or text is None:
        return None, "missing"
    if re.fullmatch(r"\d{5}", text) and SERIALS[0] < int(text) < SERIALS[1]:
        return (EXCEL_START + timedelta(days=int(text))).year, "serial"
    years = [int(y) for y in re.findall(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text[:100])]
    if years:
        return years[-1 if last else 0], _how(text)
    short = re.fullmatch(r"['’`´]\s*(\d\d)", text)
    if short:
        return _century(int(short.group(1))), "short"
    return _in_words(text)


def _how(text: str) -> str:
    if re.fullmatch(r"\d{4}(?:\.0)?", text):
        return "plain"
    dated = r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}(?:[ T].*)?"
    return "date" if re.fullmatch(dated, text) else "words"


def _century(short: int) -> int:
    """Take two digits for the latest year that has come."""
    now = datetime.now().year  # noqa: DTZ005 - a year needs no zone
    return 2000 + short if 2000 + short <= now else 1900 + short


def _in_words(text: str) -> tuple[int | None, str]:
    words = re.sub(r"[^a-z]", "", text.lower().replace("ë", "e"))
    found = re.fullmatch(
        r"(?:sinds|vanaf|circa|ca)?(tweeduizend|negentienhonderd)(?:en)?(.*)", words
    )
    if not found or (found.group(2) and found.group(2) not in UNITS):
        return None, "unreadable"
    start = 2000 if found.group(1) == "tweeduizend" else 1900
    return start + UNITS.get(found.group(2), 0), "words"


def house_number_of(value: object) -> str | None:
    """Return the house number that Excel turned into a date; None when the cell is no date.

    March 1 was 1-3; May 1930 was 5-30, for no month has thirty days to spare for a year.

    Examples
    --------
    >>> dates = (date(2025, 3, 1), date(1930, 5, 1), "14-dec")
    >>> tuple(house_number_of(cell) for cell in dates)
    ('1-3', '5-30', '14-12')
    >>> house_number_of("7-9")
    """
    if isinstance(value, ShortDate):
        return _from_day(value.day, value.shows)
    if isinstance(value, date):
        plain = value.date() if isinstance(value, datetime) else value
        return _from_day(plain, _likely_look(plain))
    text = (text_of(value) or "").lower()
    found = re.fullmatch(r"(\d{1,2})[- ]([a-z]{3})\.?", text)
    if found and found.group(2) in MONTHS:
        return f"{int(found.group(1))}-{MONTHS[found.group(2)]}"
    found = re.fullmatch(r"([a-z]{3})\.?[- ](\d{2})", text)
    if found and found.group(1) in MONTHS:
        return f"{MONTHS[found.group(1)]}-{int(found.group(2))}"
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[ t]00:00(?::00)?)?", text)
    if found and 1 <= int(found.group(2)) <= 12 and 1 <= int(found.group(3)) <= 31:  # noqa: PLR2004
        day = (int(found.group(1)), int(found.group(2)), int(found.group(3)))
        return house_number_of(date(*day)) if _exists(*day) else None
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _likely_look(day: date) -> str:
    """Without the cell's format: a first of the month in an odd year was month and year."""
    recent = 2000 <= day.year <= datetime.now().year + 1  # noqa: DTZ005, PLR2004
    return "day_month" if day.day > 1 or recent else "month_year"


def _from_day(day: date, shows: str) -> str:
    return f"{day.day}-{day.month}" if shows == "day_month" else f"{day.month}-{day.year % 100}"
