"""What a cell says: text, nothing, or a number in one of the ways a planner writes it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time

MAX_CELL = 200
"""A number or address never needs more; longer text is not looked at for one."""

WRITTEN_EMPTY = frozenset(["", "nan", "null", "none", "nil", "<null>", "(null)", "<na>"])
"""What programs write for a cell without a value."""
NOTHING = frozenset(
    [
        "-",
        "--",
        "---",
        ".",
        "?",
        "??",
        "x",
        "nvt",
        "n.v.t.",
        "n.v.t",
        "nv",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "nil",
        "leeg",
        "geen",
        "onbekend",
        "unknown",
        "empty",
        "#n/a",
        "#n/b",
        "#naam?",
        "#name?",
        "#ref!",
        "#verw!",
        "#value!",
        "#waarde!",
        "#div/0!",
        "#deel/0!",
        "<na>",
        "n.b.",
        "nb",
    ]
)
"""Words that stand for an empty cell."""

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_UNIT = re.compile(r"(?<=\d)(?:meter|mtr|m|km|°|graden|deg)?\.?$", re.I)
LONGEST_UNIT = 8
"""Characters of the longest unit and what stands on both its sides."""
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.A)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,']\d+)*|[.,]\d+)(?:e[-+]?\d{1,3})?", re.I)
_PREFIX = re.compile(r"^[A-Za-z]{1,4}\s*[=:]\s*(?=[-+\d])")
_SIDE = r"(NB|ZB|OL|WL|[NZSOEW])?"
_DECIMAL = re.compile(rf"{_SIDE}\s*(-?\d{{1,3}}[.,]\d+)\s*[°º˚∘ᵒ]?\s*{_SIDE}", re.I)
_DEGREES = re.compile(
    r"(?P<before>NB|ZB|OL|WL|[NZSOEW])?\s*(?P<sign>-?)(?P<d>\d{1,3})(?:\s*[°º˚∘ᵒd:]\s*|\s+)"
    r"(?P<m>\d{1,2}(?:[.,]\d+)?)?\s*(?:['′’‘‛´`ʹʼm:]\s*|\s*)"
    r"(?P<s>\d{1,2}(?:[.,]\d+)?)?\s*(?:[\"″”“‟ʺ˝]|['′’‘´`ʹʼ]{2}|s)?\s*(?P<after>NB|ZB|OL|WL|[NZSOEW])?",
    re.I,
)
_SPACED = re.compile(r"\d{1,3}\s+[0-5]?\d(?:[.,]\d+|\s+[0-5]?\d(?:[.,]\d+)?)")
"""Degrees, minutes and perhaps seconds with blanks only: no thousands, for they come in threes."""
_NORTH_SOUTH = ("N", "NB", "S", "Z", "ZB")
_NEGATIVE = ("S", "Z", "ZB", "W", "WL")
THOUSAND = 3
EXACT = 1e15
"""Whole numbers up to here are exact as floats."""


@dataclass(frozen=True)
class ShortDate:
    """A date that shows no year, or no day: most often a house number that Excel took for one.

    Attributes
    ----------
    day : date
    shows : str
        "day_month" or "month_year".
    """

    day: date
    shows: str

    def __str__(self) -> str:
        return self.day.isoformat()


def text_of(value: object) -> str | None:
    """Return the text of a cell without outer blanks; None when there is nothing in it.

    Examples
    --------
    >>> text_of(" Loods 7 "), text_of(2014.0), text_of(True), text_of(""), text_of(float("nan"))
    ('Loods 7', '2014', 'ja', None, None)
    """
    if isinstance(value, str):
        return value.strip() or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return _float_text(value)
    return _date_text(value) if isinstance(value, date | time) else str(value).strip() or None


def is_blank(value: object) -> bool:
    """Say whether there is nothing in a cell, without making a text of it.

    Examples
    --------
    >>> is_blank(" "), is_blank(None), is_blank(float("nan")), is_blank(0.0)
    (True, True, True, False)
    """
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value != value  # noqa: PLR0124 - a missing number is not itself


def _date_text(value: date | time) -> str:
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat()


def _float_text(value: float) -> str | None:
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)


def is_nothing(text: str | None) -> bool:
    """Say whether a text stands for an empty cell.

    Examples
    --------
    >>> is_nothing("n.v.t."), is_nothing(" - "), is_nothing("0"), is_nothing(None)
    (True, True, False, True)
    """
    return text is None or not text.strip() or text.strip().lower() in NOTHING


def is_written_empty(text: str | None) -> bool:
    """Say whether a cell is empty, or holds what a program writes for one.

    Examples
    --------
    >>> is_written_empty("NaN"), is_written_empty(None), is_written_empty("onbekend")
    (True, True, False)
    """
    return text is None or text.strip().lower() in WRITTEN_EMPTY


def bare_number(text: str) -> str | None:
    """Strip blanks, thousands blanks and units from a number; None when it is no number.

    Examples
    --------
    >>> bare_number("121\\u00a0230,5 m"), bare_number("1,2123E+05"), bare_number("Weena 5")
    ('121230,5', '1,2123E+05', None)
    """
    if len(text) > MAX_CELL or _SPACED.fullmatch(text.strip()):
        return None
    joined = (
        _SPACES.sub("", _PREFIX.sub("", text.strip()))
        .replace("\u2212", "-")
        .replace("’", "'")
        .lstrip("'")
    )
    # A unit stands at the end: there alone it is looked for.
    joined = joined[:-LONGEST_UNIT] + _UNIT.sub("", joined[-LONGEST_UNIT:])
    return joined if _NUMBER.fullmatch(joined) else None


def number_of(value: object) -> float:
    """Return the number a cell most plainly says; NaN when it says none.

    One comma is a decimal comma; of dots and commas together the last is the decimal sign; several
    of one kind are thousands when groups of three follow, else the last is the decimal sign.

    Examples
    --------
    >>> number_of("121.230,5"), number_of("52,4009"), number_of("1,2E+05"), number_of("1.234.567")
    (121230.5, 52.4009, 120000.0, 1234567.0)
    """
    if isinstance(value, bool) or value is None:
        return math.nan
    if isinstance(value, int | float):
        return _finite(float(value)) if abs(value) < 1e300 else math.inf  # noqa: PLR2004
    if not isinstance(value, str):
        return math.nan
    if _PLAIN.fullmatch(value):
        return float(value)
    bare = bare_number(value)
    return _finite(float(_with_point(bare.replace("'", "")))) if bare else math.nan


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan


def _with_point(bare: str) -> str:
    """Write a number with a decimal point and nothing else between its digits."""
    mantissa, exponent = _mantissa(bare)
    marks = [c for c in mantissa if c in ".,"]
    if len(set(marks)) > 1:
        head, tail = mantissa[: mantissa.rindex(marks[-1])], mantissa[mantissa.rindex(marks[-1]) :]
        mantissa = head.replace(".", "").replace(",", "") + "." + tail[1:]
    elif len(marks) > 1:
        groups = re.split("[.,]", mantissa)
        whole = all(len(group) == THOUSAND for group in groups[1:])
        mantissa = "".join(groups) if whole else "".join(groups[:-1]) + "." + groups[-1]
    return mantissa.replace(",", ".") + exponent


def _mantissa(bare: str) -> tuple[str, str]:
    parts = re.split("(e)", bare, maxsplit=1, flags=re.I)
    return parts[0], "".join(parts[1:])


def thousands_of(value: object) -> float:
    """Return the number when its only point or comma is a thousands sign; NaN when it cannot be.

    Examples
    --------
    >>> thousands_of("121.230"), thousands_of("52.4009")
    (121230.0, nan)
    """
    bare = bare_number(value) if isinstance(value, str) else None
    found = re.fullmatch(r"([-+]?\d{1,3})[.,](\d{3})", bare or "")
    return float(found.group(1) + found.group(2)) if found else math.nan


def digits_of(value: object) -> str:
    """Return the digits of a number that lost its decimal sign, "" when there are none.

    Examples
    --------
    >>> digits_of("52.353.996"), digits_of(524009993.0), digits_of("onbekend")
    ('52353996', '524009993', '')
    """
    text = text_of(value) or ""
    bare = bare_number(text)
    return re.sub(r"\D", "", bare) if bare and "e" not in bare.lower() else ""


def step_of(value: object) -> float:
    """Return the smallest step the notation of a number can show, in its own unit.

    Examples
    --------
    >>> step_of("1,2123E+05"), round(step_of("52.40"), 2), step_of("121230")
    (10.0, 0.01, 1.0)
    >>> [round(step_of(angle), 6) for angle in ("52°24.12'N", "4 53 31", "52.37°")]
    [0.000167, 0.000278, 0.01]
    """
    bare = bare_number(text_of(value) or "")
    if bare is None:
        return _step_of_angle(value)
    mantissa, exponent = _mantissa(_with_point(bare.replace("'", "")))
    decimals = len(mantissa.partition(".")[2])
    return float(10.0 ** (int(exponent[1:] or 0) - decimals))


def _step_of_angle(value: object) -> float:
    """Return the step of an angle: of its seconds, else its minutes, else its degrees."""
    if degrees_of(value) is None:
        return math.nan
    numbers = re.findall(r"\d+(?:[.,]\d+)?", str(value))[:3]
    decimals = len(re.sub(r"^\d+[.,]?", "", numbers[-1]))
    return float(10.0**-decimals / 60 ** (len(numbers) - 1))


def degrees_of(value: object) -> tuple[float, str] | None:
    """Read degrees, minutes and seconds; returns decimal degrees and "lat", "lon" or "".

    The Dutch O is east and Z is south.

    Examples
    --------
    >>> degrees_of("52°24'3.6\\"N"), degrees_of("4° 53,5' OL"), degrees_of("Weena 5")
    ((52.401, 'lat'), (4.891667, 'lon'), None)
    >>> degrees_of("52 24 3,6"), degrees_of("121 230")
    ((52.401, ''), None)
    """
    if not isinstance(value, str) or len(value) > MAX_CELL:
        return None
    decimal = _DECIMAL.fullmatch(value.strip())
    if decimal and (decimal[1] or decimal[3]):
        return _with_side(float(decimal[2].replace(",", ".")), decimal[1] or decimal[3])
    found = _DEGREES.fullmatch(value.strip())
    marked = re.search(r"[°º˚∘ᵒd'′’‘‛´`ʹʼ:NZSOEWB]", value, re.I) or _SPACED.fullmatch(
        value.strip()
    )
    if not found or not marked:
        return None
    parts = [float((found[key] or "0").replace(",", ".")) for key in "dms"]
    size = parts[0] + parts[1] / 60 + parts[2] / 3600
    size = round(-size if found["sign"] else size, 6 if parts[2] == 0 else 7)
    return _with_side(size, found["before"] or found["after"] or "")


def _with_side(size: float, letters: str) -> tuple[float, str]:
    """Give an angle the sign of its hemisphere; says which axis that is."""
    side = letters.upper()
    axis = "" if not side else "lat" if side in _NORTH_SOUTH else "lon"
    return -abs(size) if side in _NEGATIVE else size, axis
