"""Codes as planners write them: activities (SBI) and postcodes."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache

from geo.data.chains import MOST_SBI_DIGITS
from geo.data.folders import DATA
from geo.intake.values.cells import is_nothing, text_of

DIVISION = 2  # digits
KEPT = 2**16
"""Cells whose meaning is remembered: a register says the same few things very often."""


@cache
def sbi_list() -> frozenset[str]:
    """All codes of SBI 2008 as shipped."""
    with (DATA / "sbi_codes.csv").open(encoding="utf-8-sig", newline="") as stream:
        return frozenset(row["sbi"] for row in csv.DictReader(stream, delimiter=";"))


@cache
def sbi_beginnings() -> frozenset[str]:
    """All codes of SBI 2008 as shipped, and the digits that they begin with."""
    return frozenset(code[:n] for code in sbi_list() for n in range(1, len(code) + 1))


@lru_cache(KEPT)
def is_sbi(code: str) -> bool:
    """Say whether digits are a code of SBI 2008 or the group that codes begin with.

    Examples
    --------
    >>> is_sbi("9003"), is_sbi("90"), is_sbi("9999")
    (True, True, False)

    Of some divisions the list has two digits alone; finer codes of those are taken as given:

    >>> is_sbi("3109"), is_sbi("3109123")
    (True, False)
    """
    if code[:DIVISION] in sbi_list():
        return len(code) <= MOST_SBI_DIGITS
    return len(code) > 1 and code in sbi_beginnings()


_DOTTED = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d{1,2}(?:\.\d{1,2}){0,2}(?![\d.,])")
_CODE = re.compile(r"(?<!\d)\d{2,}(?:[.,]0)?(?!\d)")


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
            found.append((re.sub("[.,]", "", digits), dotted))
        elif match := _CODE.search(part):
            found.append((re.sub(r"[.,]0$", "", match.group()), False))
    return tuple(found)


NEVER_ISSUED = ("SA", "SD", "SS")
"""Letters that no Dutch postcode has, for what they stood for in the war."""


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
        letters = found.group(2).upper()
        return None if letters in NEVER_ISSUED else f"{found.group(1)} {letters}"
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
