"""The table of a planner's corrections on *Mijn project*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from geo.data.crs import RD_NEW
from geo.own.corrections import COLUMNS, Correction, to_rows
from layers.sentences.correction_words import correction_words
from layers.words.numbers import whole
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text, text_in

CRS, IN_WORDS = "x_y_crs", "in_woorden"
"""Columns of the file beside those that are read back."""


def corrections_table(
    corrections: Sequence[Correction],
    outcomes: Sequence[str],
    look: Palette,
    hub_names: Mapping[str, str],
    areas: gpd.GeoDataFrame,
    lang: str,
) -> pd.DataFrame:
    """Write what each correction says, by what source, and whether it counts.

    Parameters
    ----------
    corrections : sequence of Correction
    outcomes : sequence of str
        `geo.own.rows.Joined.corrections`, in the same order.
    look : Palette
    hub_names : mapping of str to str
        Names of buildings by id.
    areas : GeoDataFrame
        Neighbourhoods: ``name`` and shape.
    lang : str
    """
    t = text_in(lang)
    said = [correction_words(each, look, hub_names, lang) for each in corrections]
    return pd.DataFrame(
        {
            t("correction.table"): [t(f"correction.table_{each.table}") for each in corrections],
            t("correction.what"): said,
            t("correction.place"): [_place_words(each, areas, lang) for each in corrections],
            t("correction.source_short"): [each.source for each in corrections],
            t("correction.noted"): [each.noted for each in corrections],
            t("correction.outcome"): [t(f"correction.outcome_{found}") for found in outcomes],
        }
    )


def _place_words(correction: Correction, areas: gpd.GeoDataFrame, lang: str) -> str:
    """The point that was shown: its neighbourhood, and metres in the system of the country."""
    if correction.x is None or correction.y is None:
        return ""
    point = shapely.Point(correction.x, correction.y)
    around = areas.loc[areas.contains(point), "name"]
    x, y = whole(correction.x, lang), whole(correction.y, lang)
    metres = text("correction.place_rd", lang, x=x, y=y)
    said = f"{one_line(around.iloc[0])}: {metres}" if len(around) else metres
    if correction.within_m is None:
        return said
    return text("correction.place_within", lang, place=said, metres=correction.within_m)


def file_rows(
    corrections: Sequence[Correction], look: Palette, hub_names: Mapping[str, str]
) -> pd.DataFrame:
    """Write the rows of the file that the data step reads back, whatever the language of a page.

    Beside its codes stand what they say in Dutch, and the coordinate system of ``x`` and ``y``.
    """
    rows = pd.DataFrame(to_rows(corrections), columns=list(COLUMNS))
    return rows.assign(
        **{
            CRS: [RD_NEW if each.x is not None else "" for each in corrections],
            IN_WORDS: [correction_words(each, look, hub_names, "nl") for each in corrections],
        }
    )
