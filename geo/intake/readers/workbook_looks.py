"""What a workbook shows beside its values: zeros in front, errors, formulas, hidden rows.

The fast reader gives values only. Each kind of workbook is read a second time for the looks of its
cells, row by row, whatever its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from geo.intake.model.draft import Facts
from geo.intake.values.cells import ShortDate

SHOWN = 10
START_1900, START_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of the two ways in which Excel counts days."""
LONGEST_FORMAT = 255
"""Characters of a number format that Excel takes."""
BUILT_IN = {16: "d-mmm", 17: "mmm-yy"}
"""Number formats that a workbook uses by number and does not write out."""


@dataclass(frozen=True)
class Look:
    """What a number format makes of a number where that differs from its value.

    Attributes
    ----------
    shows : str
        "zeros", "day_month" (no year) or "month_year" (no day).
    digits : int
        Least number of digits when it shows zeros in front.
    """

    shows: str
    digits: int = 0

    def of(self, number: float, start: date = START_1900) -> str | ShortDate | None:
        """Return what a cell shows; None when that is no more than its value.

        Examples
        --------
        >>> Look("zeros", 4).of(162), str(Look("day_month").of(45717))
        ('0162', '2025-03-01')
        """
        if self.shows == "zeros":
            whole = number >= 0 and float(number).is_integer()
            return str(int(number)).zfill(self.digits) if whole else None
        try:
            return ShortDate(start + timedelta(days=int(number)), self.shows)
        except (OverflowError, ValueError):
            return None


def look_of(pattern: str) -> Look | None:
    """Return the look of a number format; None for one that shows the value.

    Examples
    --------
    >>> look_of("0000"), look_of("d-mmm").shows, look_of("mmm-yy").shows, look_of("[h]:mm")
    (Look(shows='zeros', digits=4), 'day_month', 'month_year', None)
    """
    if len(pattern) > LONGEST_FORMAT:
        return None
    if re.fullmatch("0{2,}", pattern):
        return Look("zeros", len(pattern))
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|;.*', "", pattern.lower())
    if re.search("[hs:#0]", bare) or "m" not in bare:
        return None
    year, day = re.search("[yj]", bare), "d" in bare
    if day and not year:
        return Look("day_month")
    return Look("month_year") if year and not day else None


def looks_of(patterns: Iterable[str]) -> dict[int, Look]:
    """Return the looks by the place of their number format in a list; only those that matter.

    Examples
    --------
    >>> looks_of(["General", "0000"])
    {1: Look(shows='zeros', digits=4)}
    """
    looks = ((i, look_of(pattern)) for i, pattern in enumerate(patterns))
    return {i: look for i, look in looks if look is not None}


def day_zero(late: bool) -> date:
    """Return the day that a workbook counts from: Excel for Mac once began four years later."""
    return START_1904 if late else START_1900


@dataclass
class SheetLooks:
    """Cells of one sheet, by (row, column) from 0, that are not what their value says.

    Attributes
    ----------
    texts : dict
        What the cell shows: "0162" for the number 162 in format 0000.
    errors, formulas : list of str
        Coordinates of cells that hold an error, and of formulas whose outcome was never stored.
    hidden : int
        Hidden rows.
    """

    texts: dict[tuple[int, int], str | ShortDate] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    hidden: int = 0

    def show_number(
        self, where: tuple[int, int], look: Look | None, number: float, start: date
    ) -> None:
        """Remember what a cell with a number shows; without a look it shows its value."""
        if look is not None:
            self.show(*where, look.of(number, start))

    def show(self, row: int, column: int, shown: str | ShortDate | None) -> None:
        """Remember what a cell shows."""
        if shown is not None:
            self.texts[(row, column)] = shown

    def put_in(self, cells: list[list[Any]]) -> Facts:
        """Put what the cells show in ``cells`` and return the facts to tell."""
        for (row, column), text in self.texts.items():
            if row < len(cells) and column < len(cells[row]):
                cells[row][column] = text
        facts: dict[str, dict[str, str]] = {}
        for code, found in (
            ("formula_errors", self.errors),
            ("formulas_without_value", self.formulas),
        ):
            if found:
                facts[code] = {"cells": ", ".join(found[:SHOWN]), "n": str(len(found))}
        if self.errors or self.formulas:
            rows = {re.sub(r"\D", "", cell) for cell in (*self.errors, *self.formulas)}
            facts["formula_rows"] = {"lines": ",".join(sorted(rows))}
        if self.hidden:
            facts["hidden_rows"] = {"n": str(self.hidden)}
        return facts


def coordinate(row: int, column: int) -> str:
    """Return the name of a cell.

    Examples
    --------
    >>> coordinate(3, 7), coordinate(0, 26)
    ('H4', 'AA1')
    """
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def column_at(reference: str) -> int:
    """Return the position from 0 of the column in the name of a cell.

    Examples
    --------
    >>> column_at("H4"), column_at("AA1")
    (7, 26)
    """
    number = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
