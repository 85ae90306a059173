"""Which rows and columns of an own table a planner sees, and which of them may be typed in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.intake.model.records import OUTLINE, PREFIX

HIDDEN = ("row", "line", "layer", "frame", "entity", OUTLINE)
PLACED = ("placed_by", "accuracy_m", "in_city")


def found_rows(rows: gpd.GeoDataFrame, words: str) -> gpd.GeoDataFrame:
    """Return the rows that hold some words, in small letters, in one of their text columns.

    All rows where there are no words.

    Examples
    --------
    >>> rows = gpd.GeoDataFrame({"naam": ["De Kade", "Loods"]}, geometry=[None, None])
    >>> found_rows(rows, "kade")["naam"].tolist(), len(found_rows(rows, ""))
    (['De Kade'], 2)
    """
    if not words:
        return rows
    texts = pd.DataFrame(rows.drop(columns="geometry")).select_dtypes("str")
    hits = [texts[name].str.casefold().str.contains(words, regex=False, na=False) for name in texts]
    return rows[pd.concat(hits, axis=1).any(axis=1)] if hits else rows.iloc[:0]


def hidden_columns(rows: pd.DataFrame) -> list[str]:
    """Columns that the intake keeps for itself; they stay in the project and out of sight."""
    return [f"{PREFIX}{name}" for name in HIDDEN if f"{PREFIX}{name}" in rows]


def fixed_columns(rows: pd.DataFrame) -> list[str]:
    """Columns that say how a row was placed: they follow from its place and are not typed."""
    return [f"{PREFIX}{name}" for name in PLACED if f"{PREFIX}{name}" in rows]


def name_of_row(rows: gpd.GeoDataFrame, number: int) -> str:
    """The name of a row, in whichever column it stands; "" where it has none."""
    columns = [name for name in (f"{PREFIX}name", "name", "naam") if name in rows]
    cell = rows.at[number, columns[0]] if columns else None
    return cell if isinstance(cell, str) else ""
