"""Numbers as a reader of the language expects them: the one place that writes them for the eye.

The signs are those of Babel: Dutch has a comma before the decimals and a point between thousands,
English the other way round. What a program reads is written by `layers.words.machine_numbers`.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from functools import cache

import numpy as np
from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

UNKNOWN = "–"
KILO = 1024
FIGURE = re.compile(r"[+−]?[\d.,]+(?: %)?")


def number(value: float, lang: str, most: int = 1, least: int = 0) -> str:
    """Write a number with as few decimals as it needs: from ``least`` to ``most``.

    Examples
    --------
    >>> number(2.5, "nl"), number(3.0, "nl"), number(1234, "nl"), number(1234, "en")
    ('2,5', '3', '1.234', '1,234')
    >>> number(0.0125, "nl", 4, 2), number(0.5, "nl", 4, 2)
    ('0,0125', '0,50')
    """
    return _written(value, lang, least, most)


def decimal(value: float, lang: str, digits: int = 1) -> str:
    """Write a number with so many decimals, noughts and all; a dash where it is not known.

    Examples
    --------
    >>> decimal(1.25, "nl", 2), decimal(3, "en"), decimal(float("nan"), "nl")
    ('1,25', '3.0', '–')
    """
    return _written(value, lang, digits, digits)


def signed(value: float, lang: str) -> str:
    """Write a change: with its sign, and nought without one.

    Examples
    --------
    >>> signed(-1200, "nl"), signed(3, "nl"), signed(0, "nl")
    ('−1.200', '+3', '0')
    """
    written = number(abs(value), lang)
    return f"−{written}" if value < 0 else f"+{written}" if value > 0 else written


def is_figure(words: str) -> bool:
    """Tell whether a cell of a table in words holds a number alone, which stands to the right.

    Examples
    --------
    >>> [is_figure(cell) for cell in ("1.866", "−64", "62 %", "0", "Pand 1", "")]
    [True, True, True, True, False, False]
    """
    return bool(FIGURE.fullmatch(words))


def whole(value: float, lang: str) -> str:
    """Write a number without decimals: a count, or metres and minutes whose unit stands beside.

    Examples
    --------
    >>> whole(1480.4, "nl"), whole(1480.4, "en")
    ('1.480', '1,480')
    """
    return _written(value, lang, 0, 0)


def hundredths(share: float, lang: str) -> str:
    """Write a share as whole hundredths, for a text that has the sign of percent itself.

    Examples
    --------
    >>> hundredths(0.4667, "nl")
    '47'
    """
    return whole(100 * share, lang)


def percent(share: float, lang: str) -> str:
    """Write a share as a whole percentage.

    Examples
    --------
    >>> percent(0.4667, "nl"), percent(0.4667, "en")
    ('47 %', '47 %')
    """
    return f"{hundredths(share, lang)} %"


def metres(value: float, lang: str) -> str:
    """Write a distance in whole metres, or a dash where none is known.

    Examples
    --------
    >>> metres(1120.4, "nl"), metres(float("nan"), "nl")
    ('1.120 m', '–')
    """
    return UNKNOWN if math.isnan(value) else f"{whole(value, lang)} m"


def minutes(value: float, lang: str) -> str:
    """Write a time on the way in whole minutes.

    Examples
    --------
    >>> minutes(7.6, "nl")
    '8 min'
    """
    return f"{whole(value, lang)} min"


def distance(value: float, lang: str) -> str:
    """Write a distance on a scale bar: in metres, and from a thousand on in kilometres.

    Examples
    --------
    >>> distance(500, "nl"), distance(2500, "nl"), distance(2500, "en")
    ('500 m', '2,5 km', '2.5 km')
    """
    kilometre = 1000
    if value < kilometre:
        return f"{number(value, lang)} m"
    return f"{number(value / kilometre, lang, 3)} km"


def map_scale(metres_a_metre: int, lang: str, paper: str = "") -> str:
    """Write the scale of a map, and on which paper it holds.

    Examples
    --------
    >>> map_scale(12_500, "nl"), map_scale(12_500, "en", "A3")
    ('1:12.500', '1:12,500 (A3)')
    """
    return f"1:{whole(metres_a_metre, lang)}" + (f" ({paper})" if paper else "")


def file_size(n_bytes: int, lang: str) -> str:
    """Write how large a file is.

    Examples
    --------
    >>> file_size(2 * 1024, "nl"), file_size(int(1.5 * 1024**2), "nl")
    ('2 kB', '1,5 MB')
    """
    kilobytes = n_bytes / KILO
    if kilobytes < KILO:
        return f"{number(kilobytes, lang)} kB"
    return f"{number(kilobytes / KILO, lang)} MB"


def day(iso: str, lang: str) -> str:
    """Write a day in a sentence.

    Examples
    --------
    >>> day("2026-11-25", "nl"), day("2026-03-01", "en")
    ('25 november 2026', '1 March 2026')
    """
    known = date.fromisoformat(iso)
    return f"{known.day} {_locale(lang).months['format']['wide'][known.month]} {known.year}"


def spreadsheet_cell(value: float) -> str:
    """Write a number for a CSV file that a Dutch Excel opens: all its digits, and a comma.

    Examples
    --------
    >>> spreadsheet_cell(-12.5), spreadsheet_cell(121000.0), spreadsheet_cell(1e-7)
    ('-12,5', '121000', '0,0000001')
    """
    return np.format_float_positional(value, trim="-").replace(".", ",")


def _written(value: float, lang: str, least: int, most: int) -> str:
    if math.isnan(value):
        return UNKNOWN
    # Rounded here and not by Babel, which would round the shortest notation and not the value;
    # nought added so that what rounds to nothing has no minus before it.
    rounded = Decimal(f"{value:.{most}f}") + 0
    return str(_pattern(least, most).apply(rounded, _locale(lang)))


@cache
def _pattern(least: int, most: int) -> NumberPattern:
    decimals = "0" * least + "#" * (most - least)
    return parse_pattern(f"#,##0.{decimals}" if most else "#,##0")


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)
