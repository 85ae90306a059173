"""Own rows on a map among shipped ones: a ring round each, a legend line, and their files named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.data.crs import RD_NEW
from geo.own.corrected import MARK, MARK_SOURCE
from geo.own.forms import OWN
from geo.own.rows import HASH_SHOWN
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.plain_text import one_line
from layers.words.text import text

KEY = "own_rows"
ROOM = 3.5
"""How much wider the ring is than the symbol it stands round, in screen pixels."""


def with_glyphs(layers: Sequence[MapLayer], lang: str) -> tuple[MapLayer, ...]:
    """Put a ring under every point that is an own row, and let files tell own rows apart.

    Parameters
    ----------
    layers : sequence of MapLayer
        As drawn, bottom to top. A layer whose frame has a column ``own`` may hold own rows.
    lang : str

    Returns
    -------
    tuple of MapLayer
        The layers as they were when no row is the planner's own.
    """
    told = [_told_apart(layer) for layer in layers]
    points = [layer for layer in told if layer.kind == "points" and _own(layer).any()]
    if not points:
        return tuple(told)
    first = next(i for i, layer in enumerate(told) if layer.kind == "points")
    return (*told[:first], _rings(points, lang), *told[first:])


def _own(layer: MapLayer) -> pd.Series:
    frame = layer.frame
    return frame[OWN].astype(bool) if OWN in frame else pd.Series(False, index=frame.index)


def _told_apart(layer: MapLayer) -> MapLayer:
    if layer.counted is not None:
        return replace(layer, counted=_told_apart(layer.counted))
    if OWN not in layer.frame or OWN in layer.data_columns or not layer.data_columns:
        return layer
    told = [name for name in (OWN, MARK, MARK_SOURCE) if name in layer.frame]
    return replace(layer, data_columns=(*layer.data_columns, *told))


def _rings(points: Sequence[MapLayer], lang: str) -> MapLayer:
    """One ring a thing: a building and the pie that stands on it have one."""
    rows = pd.concat([_ring_rows(layer) for layer in points], ignore_index=True)
    rows = rows.sort_values("size", ascending=False, kind="stable").drop_duplicates("ref")
    frame = gpd.GeoDataFrame(rows.reset_index(drop=True), geometry="geometry", crs=RD_NEW)
    corrected = any(MARK in layer.frame for layer in points)
    title = text("own.ring_or_correction" if corrected else "own.ring", lang)
    entry = LegendEntry(title, "ring", "", style.OWN, 7, count=len(frame))
    columns = ("id", "label", OWN, "synthetic")
    return MapLayer(KEY, title, "points", frame, (entry,), title, columns, _cards(frame, lang))


def _ring_rows(layer: MapLayer) -> pd.DataFrame:
    mine = layer.frame[_own(layer)]
    thing = mine["ref"].str.split(":", n=1).str[-1]
    return pd.DataFrame(
        {
            "id": thing,
            OWN: True,
            "synthetic": False,
            "ref": f"{OWN}:" + thing,
            "label": mine["label"],
            "tip": mine["tip"],
            "shape": "ring",
            "colour": "",
            "stroke": style.OWN,
            "size": mine["size"] + ROOM,
            "parts": None,
            "geometry": mine.geometry,
        }
    )


def _cards(frame: gpd.GeoDataFrame, lang: str) -> dict[str, tuple[tuple[str, str], ...]]:
    line = (text("own.ring", lang),)
    return {
        ref: ((*line, one_line(label)),)
        for ref, label in zip(frame["ref"], frame["label"], strict=True)
    }


def own_notes(package: Mapping[str, object], lang: str) -> tuple[str, ...]:
    """Say of every own file that takes part its name, hash, date and number of rows.

    Parameters
    ----------
    package : mapping
        The data package of a dataset; its own resources as `geo.own.rows.with_own` makes them.
    lang : str
    """
    resources = package["resources"]
    assert isinstance(resources, list)
    return tuple(
        text(
            "own.note_corrected" if each.get(MARK) else "own.note",
            lang,
            name=one_line(each["title"]),
            table=text(f"own.{each['table']}", lang, n=each["rows"]),
            date=each["date"],
            hash=each["hash"].removeprefix("sha256:")[:HASH_SHOWN],
        )
        for each in resources
        if each.get(OWN)
    )
