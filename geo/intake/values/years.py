"""Years as planners write them: in digits, as a date, as Excel's day number, in words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from geo.intake.values.cells import ShortDate, is_nothing, text_of
from geo.intake.values.codes import KEPT
from geo.intake.values.moments import year_of_epoch

EXCEL_START = date(1899, 12, 30)
SERIALS = (20_000, 60_000)
"""Day numbers of Excel from 1954 to 2064; no year and no other number of years is so high."""
ONES = ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
TEENS = [
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
]
TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
UNITS = {
    **{word: n for n, word in enumerate([*ONES, *TEENS], 1)},
    **{word: 20 + 10 * n for n, word in enumerate(TENS)},
    **{
        f"{one}en{ten}": 20 + 10 * n + m
        for n, ten in enumerate(TENS)
        for m, one in enumerate(ONES, 1)
    },
}
"""Dutch words for 1 to 99, without signs on their letters."""
SHORT = (
    (r"^['’`´]\s*(\d\d)$", 1),
    (r"^\d{1,2}[-/.]\d{1,2}[-/.]['’`´]?(\d\d)$", 1),
    (r"\b(?:jaren|the)\s*['’`´]?\s*(\d)0(?:'?s)?\b", 10),
)
"""Years of two digits, and what their digits are to be taken times."""
NOT_OVER = re.compile(
    r"(?:.*\d{4}\s*(?:-|–|t/m|tot(?: en met)?|until|to)\s*)?"
    r"(?:tot |t/m )?(?:heden|nu|lopend|doorlopend|nog open|open|onbepaald|present|now|ongoing)",
    re.I,
)
"""An end that has not come: of "2010 - heden" too the last year is not known."""
PACKED = re.compile(
    r"((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])(?:[0-5]\d){1,2})?"
)
"""A date without signs, and perhaps the time behind it."""
DAY_FIRST = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])((?:19|20)\d\d)")
"""The same with the day first; Excel takes its leading zero."""


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
        "epoch" (seconds since 1970 or parts of them, a guess), "missing" or "unreadable".

    Examples
    --------
    >>> year_of("2014"), year_of("ca. 2010"), year_of(41640), year_of("'14"), year_of("1-3-2015")
    ((2014, 'plain'), (2010, 'words'), (2014, 'serial'), (2014, 'short'), (2015, 'date'))
    >>> year_of("2014-2018", last=True), year_of("tweeduizend veertien"), year_of("ooit")
    ((2018, 'words'), (2014, 'words'), (None, 'unreadable'))
    >>> year_of("begin jaren 90"), year_of("20150301"), year_of("2.014"), year_of("1-2-05")
    ((1990, 'short'), (2015, 'date'), (2014, 'plain'), (2005, 'short'))
    >>> year_of("31122010"), year_of("1032015"), year_of("20122012")
    ((2010, 'date'), (2015, 'date'), (2012, 'date'))
    >>> year_of("heden", last=True), year_of("2010 - heden", last=True), year_of("2010 - heden")
    ((None, 'missing'), (None, 'missing'), (2010, 'words'))
    """
    if isinstance(value, date | ShortDate):
        return (value.day if isinstance(value, ShortDate) else value).year, "date"
    text = text_of(value)
    if is_nothing(text) or text is None:
        return None, "missing"
    if NOT_OVER.fullmatch(text.strip()[:60]) and (last or not re.search(r"\d", text)):
        return None, "missing"
    text = re.sub(r"^(\d{5})[.,]0+$", r"\1", re.sub(r"^([12])\.(\d{3})$", r"\1\2", text))
    whole = _of_digits(text) or _of_four_digits(text, last)
    return whole or _of_two_digits(text) or _in_words(text) or (None, "unreadable")


Year = tuple[int | None, str]


def _of_digits(text: str) -> Year | None:
    """Read Excel's day number, a date without signs, or seconds since 1970."""
    if (day := day_of_serial(text)) is not None:
        return day.year, "serial"
    if packed := PACKED.fullmatch(text) or DAY_FIRST.fullmatch(text):
        return int(packed.group(1)), "date"
    since_1970 = year_of_epoch(text)
    return (since_1970, "epoch") if since_1970 is not None else None


def day_of_serial(text: str) -> date | None:
    """Return the day that a number of Excel stands for; None when it is no such number.

    Examples
    --------
    >>> day_of_serial("41640"), day_of_serial("2014")
    (datetime.date(2014, 1, 1), None)
    """
    if re.fullmatch(r"\d{5}", text) and SERIALS[0] < int(text) < SERIALS[1]:
        return EXCEL_START + timedelta(days=int(text))
    return None


def _of_four_digits(text: str, last: bool) -> Year | None:
    years = [int(y) for y in re.findall(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text[:100])]
    return (years[-1 if last else 0], _how(text)) if years else None


def _of_two_digits(text: str) -> Year | None:
    """Read '14, 1-2-14 and "jaren 90"; all are guesses."""
    for pattern, tens in SHORT:
        if found := re.search(pattern, text[:100], re.I):
            return _century(int(found.group(1)) * tens), "short"
    return None


def _how(text: str) -> str:
    if re.fullmatch(r"\d{4}(?:\.0)?", text):
        return "plain"
    dated = r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}(?:[ T].*)?"
    return "date" if re.fullmatch(dated, text) else "words"


def _century(short: int) -> int:
    """Take two digits for the latest year that has come."""
    now = datetime.now().year  # noqa: DTZ005 - a year needs no zone
    return 2000 + short if 2000 + short <= now else 1900 + short


def _in_words(text: str) -> Year | None:
    words = re.sub(r"[^a-z]", "", text.lower().replace("ë", "e"))
    found = re.fullmatch(
        r"(?:sinds|vanaf|circa|ca)?(tweeduizend|twintig|negentienhonderd|negentien)(?:en)?(.*)",
        words,
    )
    if not found or (found.group(2) and found.group(2) not in UNITS):
        return None
    whole = found.group(1) in ("tweeduizend", "negentienhonderd")
    if not (whole or found.group(2)):
        return None
    start = 2000 if found.group(1).startswith("tw") else 1900
    return start + UNITS.get(found.group(2), 0), "words"
