"""Amounts as planners write them: 1.250 is a thousand and a quarter thousand, 1250 m2 a number.

How one cell is meant shows from the others: a column in which a point is followed by one or two
digits writes decimals with it. Where a sign is always followed by three digits it counts thousands:
floor areas and numbers of tenants have no three decimals.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import pandas as pd

from geo.intake.values.cells import is_nothing, text_of

_AROUND = re.compile(
    r"^(?:ca\.?|circa|ongeveer|plusminus|±|~|\+/-|ruim|bijna|[€])?\s*"
    r"(?P<number>[-+]?\d[\d.,'’\s\u00a0\u2009\u202f]*(?:e[-+]?\d{1,2})?)\s*"
    r"(?P<behind>,-|,–|(?:[.,]-)?\s*(?:m2|m²|m\^2|m 2|㎡|vierkante meters?|meter2|sqm|qm|m|"
    r"huurders?|stuks?|bedrijven|leden|personen|units?|ateliers?|plekken|tenants?|x)?"
    r"(?:\s*(?:bvo|vvo|gbo|nvo|totaal|ca\.?|circa))?\.?)$",
    re.I,
)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]+")
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*")
_SURE = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:(?P<sign>[.,])(?!\d{3}$)\d{1,12})?")
LONGEST = 60


def amounts_of(cells: Sequence[object]) -> list[float]:
    """Read a column of amounts; NaN where a cell is empty or says none.

    Examples
    --------
    >>> amounts_of(["1.250", "1.250,5", "1250 m2", "ca. 900 m² bvo", 800.0, None])
    [1250.0, 1250.5, 1250.0, 900.0, 800.0, nan]
    >>> amounts_of(["1.25", "1.250"]), amounts_of(["1,250.5", "1,250"]), amounts_of([2.5, "1.250"])
    ([1.25, 1.25], [1250.5, 1250.0], [2.5, 1250.0])
    """
    # A cell that is a number has no sign of its own: it tells nothing of how others are written.
    bare = ["" if isinstance(cell, int | float) else _bare(cell) for cell in cells]
    decimal = _decimal_sign(bare)
    return [
        float(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool)
        else _number(text, decimal)
        for cell, text in zip(cells, bare, strict=True)
    ]


def in_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which columns of amounts are numbers; other columns stay as they are.

    Examples
    --------
    >>> in_numbers(pd.DataFrame({"wijk": ["Noord"], "film": ["1.250"]})).to_dict("list")
    {'wijk': ['Noord'], 'film': [1250.0]}
    """
    made = {}
    for name in table:
        cells = [None if pd.isna(cell) else cell for cell in table[name]]
        amounts = amounts_of(cells)
        filled = [not is_nothing(text_of(cell)) for cell in cells]
        whole = all(math.isfinite(a) for a, there in zip(amounts, filled, strict=True) if there)
        made[name] = amounts if whole and any(filled) else table[name]
    return pd.DataFrame(made, index=table.index)


def plain_numbers(cells: Sequence[object]) -> list[object] | None:
    """Return a column of text as numbers; None unless every filled cell surely is one.

    Zeros in front, three digits behind a single sign, and more digits than a workbook shows, are
    left as they are: they may be codes, or thousands.

    Examples
    --------
    >>> plain_numbers(["121230,5", "", "3"]), plain_numbers(["0162", "9003"])
    ([121230.5, None, 3], None)
    >>> plain_numbers(["1.250"]), plain_numbers(["A", "3"]), plain_numbers([])
    (None, None, None)
    """
    made: list[object] = []
    signs = set()
    for cell in cells:
        text = "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - missing
        found = _SURE.fullmatch(text)
        if text and not found:
            return None
        if found and found["sign"]:
            signs.add(found["sign"])
            made.append(float(text.replace(",", ".")))
        else:
            made.append(int(text) if text else None)
    return made if any(cell is not None for cell in made) and len(signs) < 2 else None  # noqa: PLR2004


def _bare(cell: object) -> str:
    """Return the digits and signs of an amount, "" when the cell holds none."""
    text = text_of(cell)
    if text is None or len(text) > LONGEST or is_nothing(text) or isinstance(cell, bool):
        return ""
    found = _AROUND.fullmatch(text.strip())
    return _SPACES.sub("", found["number"]).rstrip(".,") if found else ""


def _decimal_sign(texts: Sequence[str]) -> str:
    """Return the sign that a column writes decimals with; "" where it shows none."""
    for text in texts:
        mantissa = re.split("e", text, maxsplit=1, flags=re.I)[0]
        signs = re.findall(r"[.,]", mantissa)
        if len(set(signs)) > 1 or (len(signs) == 1 and not _GROUPS.fullmatch(mantissa)):
            return str(signs[-1])
    return ""


def _number(text: str, decimal: str) -> float:
    if not text:
        return math.nan
    if not decimal and _GROUPS.fullmatch(text):
        return float(re.sub("[.,]", "", text))
    other = "." if decimal == "," else ","
    plain = text.replace(other, "").replace(",", ".") if decimal else text.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return math.nan
