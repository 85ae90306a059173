"""A plan area that was set on the map, as a layer of its own: on screen, sheet and slide alike."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geo.data.crs import RD_NEW
from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import decimal

HECTARE_M2 = 10_000
FILL, WIDTH = 0.1, 3.0


def plan_layer(context: LayerContext, ref: str, shape: shapely.Geometry) -> MapLayer:
    """One area; below everything else, as it is asked about and holds the rest."""
    title = context.text("area.plan")
    hectares = round(shape.area / HECTARE_M2, 1)
    said = context.text("area.size", hectares=decimal(hectares, context.lang, 1))
    one = gpd.GeoDataFrame({"hectares": [hectares]}, geometry=[shape], crs=RD_NEW)
    frame = with_symbols(
        one,
        ref=ref,
        label=title,
        tip=f"{title}: {said}",
        colour=style.TITLE,
        opacity=FILL,
        stroke=style.TITLE,
        size=WIDTH,
        dash="",
    )
    return MapLayer(
        "plan",
        title,
        "polygons",
        frame,
        (LegendEntry(title, "area", style.TITLE, style.TITLE, WIDTH),),
        title,
        ("hectares",),
        {ref: lines((title, said))},
    )
