"""Own rows, or counts that were brought, with their margins in words."""

from __future__ import annotations

import pandas as pd

from geo.data.count_guard import TOTAL, cross_table
from layers.words.palette import Palette
from layers.words.text import text_in

WITHHELD = "•"


def counted_rows(values: pd.DataFrame, way: str, look: Palette) -> pd.DataFrame:
    """Count rows by what was asked, over the two cities and elsewhere.

    Parameters
    ----------
    values : DataFrame
        `geo.intake.model.result.Intake.values`.
    way : str
        One of its columns; chains are named.
    """
    counts = cross_table(values, way, "in_city")
    if way == "chain":
        names = look.chain_names
        counts.index = pd.Index(
            [" + ".join(names.get(code, code) for code in cell.split(";")) for cell in counts.index]
        )
    return counts


def counts_table(counts: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Name the margins and what is missing; withheld cells stay empty.

    Parameters
    ----------
    counts : DataFrame
        As `geo.data.count_guard.guarded_counts` gives them.
    """
    t = text_in(lang)
    words = {TOTAL: t("eigen.count_total"), "": t("eigen.count_unknown")}
    named = counts.rename(index=words, columns=words)
    return named.rename_axis(t("eigen.count_rows")).reset_index()


def with_withheld(table: pd.DataFrame) -> pd.DataFrame:
    """Mark the cells that are withheld, for the screen."""
    return table.astype("object").where(table.notna(), WITHHELD).astype("str")
