"""What every layer of the map is made with: the rows, the looks, the language, small words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.answers.lease_end import LeaseEnd
from geo.data.coarseness import DERIVED
from geo.data.selection import Selection
from geo.data.store import Dataset
from geo.network.street_names import streets_along
from layers.sentences.house_words import lease_words
from layers.view.map_model import LegendEntry
from layers.words import style
from layers.words.numbers import hundredths, number, whole
from layers.words.palette import Palette
from layers.words.plain_text import plain
from layers.words.text import LANGUAGES, text

# What a fact sheet says of a hub, on screen and on paper.
HUB_FACTS = (
    "address",
    "postcode",
    "district",
    "neighbourhood",
    "operator",
    "opened",
    "closed",
    "tenure",
    "lease_end",
    "floor_area_m2",
    "studios",
    "tenants_published",
)
MOST_STREETS = 8  # said of one way: its first and its last
NAMED_SHARE = 0.9  # of less it is said how much of a way has a name
HUB_AMOUNTS = {"floor_area_m2", "studios", "tenants_published"}


@dataclass(frozen=True)
class LayerContext:
    """What every layer function needs: the rows, the looks and the language."""

    dataset: Dataset
    selection: Selection
    palette: Palette
    lang: str

    def text(self, key: str, /, **values: object) -> str:
        """Return a text in the language of the drawing."""
        return text(key, self.lang, **values)


def hub_radius(n_tenants: float) -> float:
    """Radius in pixels: area grows with the number of tenants.

    Examples
    --------
    >>> hub_radius(0), hub_radius(25)
    (5.0, 14.0)
    """
    return 5.0 + 1.8 * math.sqrt(n_tenants)


def amount(value: object, lang: str) -> str:
    """Write one number of the data; missing is "".

    Examples
    --------
    >>> amount(1480.0, "nl"), amount(None, "nl")
    ('1.480', '')
    """
    return number(float(str(value)), lang) if plain(value) else ""


def hub_fact(hub: Mapping[str, Any] | pd.Series, name: str, lang: str) -> str:
    """Write one of `HUB_FACTS`; missing is "", and so is a tenure nobody tells of.

    Who keeps a hub is said in Dutch, in another language as the source writes it.
    """
    if name == "operator" and lang != LANGUAGES[0]:
        return plain(hub.get("operator_source")) or plain(hub[name])
    if name == "tenure":
        return "" if hub[name] == "unknown" else text(f"tenure.{hub[name]}", lang)
    return amount(hub[name], lang) if name in HUB_AMOUNTS else plain(hub[name])


def hub_facts(hub: pd.Series, lease: LeaseEnd | None, lang: str) -> list[tuple[str, str]]:
    """Heading and value of every one of `HUB_FACTS`, the end of the lease with who says so."""
    ends = lease_words(lease, lang, own=plain(hub["source_title"]))
    return [
        (text(f"column.{name}", lang), ends if name == "lease_end" else hub_fact(hub, name, lang))
        for name in HUB_FACTS
    ]


def with_symbols(frame: gpd.GeoDataFrame, **columns: object) -> gpd.GeoDataFrame:
    """Copy a frame with fresh row numbers and the drawing columns added."""
    drawn = frame.reset_index(drop=True).copy()
    for name, value in columns.items():
        drawn[name] = list(value) if isinstance(value, list | pd.Series | np.ndarray) else value
    return drawn


def lines(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    """Keep the (heading, value) lines that have a value, written plainly."""
    return tuple((heading, plain(value)) for heading, value in pairs if plain(value))


def place_words(row: Mapping[str, Any] | pd.Series, lang: str) -> str:
    """Say how finely a row is placed: method, accuracy in metres, and what no source says of it."""
    words = text(f"precision.{row['precision']}", lang)
    if row["precision"] == "none" or pd.isna(row["accuracy_m"]):
        return words
    words = text("card.accuracy", lang, place=words, metres=whole(row["accuracy_m"], lang))
    if row.get("placed_by") == DERIVED:
        words = text("card.derived_point", lang, place=words)
    if row.get("place_basis") == "inferred":
        words = text("card.inferred", lang, place=words)
    return words


def way_words(way: shapely.LineString, lang: str) -> str:
    """Say the streets of a way in its order, and of how much of it a name is known; "" without."""
    streets, share = streets_along(way)
    if len(streets) > MOST_STREETS:
        streets = (*streets[: MOST_STREETS // 2], "…", *streets[-MOST_STREETS // 2 :])
    words = ", ".join(streets)
    if words and share < NAMED_SHARE:
        words = text("card.along", lang, streets=words, share=hundredths(share, lang))
    return words


def chain_legend(
    context: LayerContext, counts: Mapping[str, float], symbol: str = "circle"
) -> tuple[LegendEntry, ...]:
    """Legend lines of the chains that are drawn, in the order of the chain model.

    ``counts`` has each chain that is drawn; how many count may be none.
    """
    look = context.palette
    return tuple(
        LegendEntry(
            name,
            symbol,
            look.fill(code),
            look.stroke(code) if not look.fill(code) else "",
            6,
            count=round(counts[code]),
            letter=look.letter(code),
        )
        for code, name in look.chain_names.items()
        if code in counts
    )


def stage_legend(context: LayerContext, counts: Mapping[str, float]) -> tuple[LegendEntry, ...]:
    """Legend lines of the stages that are drawn, in the order of the line."""
    look = context.palette
    return tuple(
        LegendEntry(name, look.shape(code), style.INK_SOFT, "", 6, count=round(counts[code]))
        for code, name in look.stage_names.items()
        if code in counts
    )
