"""A pin on the map: the place that a planner asks about, as a layer of its own."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geo.data.crs import RD_NEW
from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style

SHAPE, SIZE = "plus", 8.0


def pin_layer(context: LayerContext, ref: str, point: shapely.Point, where: str) -> MapLayer:
    """One point; ``where`` is the neighbourhood it lies in, "" for none."""
    title = context.text("pin.title")
    one = gpd.GeoDataFrame({"where": [where]}, geometry=[point], crs=RD_NEW)
    frame = with_symbols(
        one,
        ref=ref,
        label=title,
        tip=" · ".join(filter(None, (title, where))),
        shape=SHAPE,
        colour=style.HIGHLIGHT,
        stroke=style.TITLE,
        size=SIZE,
        parts=None,
    )
    return MapLayer(
        "pin",
        title,
        "points",
        frame,
        (LegendEntry(title, SHAPE, style.HIGHLIGHT, style.TITLE, SIZE),),
        title,
        ("where",),
        {ref: lines((title, where or context.text("pin.here")))},
    )
