"""Many points as counts: above some thousands nobody sees them one by one.

Rows that are placed finely are counted in squares, those that are known to their neighbourhood in
its outline.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.map.area_layers import class_breaks
from layers.map.layer_context import LayerContext, with_symbols
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import whole

SIDES_M = (100, 200, 500, 1_000, 2_000)
MOST_CELLS = 2_500
MOST_CHAINS = 4
COLUMNS = ("cell", "n", "chains")


def crowd_layer(context: LayerContext, layer: MapLayer) -> MapLayer:
    """Count the points of a layer that has more than `layers.view.levels.MOST_POINTS` in cells.

    Parameters
    ----------
    context : LayerContext
    layer : MapLayer
        Of points, without anything drawn yet: ``chain, city, precision, neighbourhood_code`` and
        places of rows, its key, title, sources and the columns that files hold.
    """
    rows, t, lang = layer.frame, context.text, context.lang
    cells, side = _cells(rows, context.dataset.neighbourhoods)
    names = context.palette.chain
    mixes = _mixes(rows.assign(cell=cells["cell"]))
    table = cells.groupby("cell").agg(n=("cell", "size"), geometry=("geometry", "first"))
    table = gpd.GeoDataFrame(table.reset_index(), geometry="geometry", crs=rows.crs)
    words = [
        ", ".join(f"{names(chain)} {whole(n, lang)}" for chain, n in mixes[cell])
        for cell in table["cell"]
    ]
    limits = class_breaks(table["n"], len(style.CLASSES)) if len(table) else []
    which = np.minimum(np.searchsorted(limits, table["n"]), len(limits) - 1)
    counts = [whole(n, lang) for n in table["n"]]
    frame = with_symbols(
        table.assign(chains=words),
        ref=f"crowd:{layer.key}:" + table["cell"],
        label="",
        tip=[f"{layer.title}: {n} ({mix})" for n, mix in zip(counts, words, strict=True)],
        colour=[style.CLASSES[i] for i in which],
        opacity=0.7,
        stroke=style.WHITE,
        size=0.4,
        dash="",
    )
    card = {
        ref: ((t("crowd.n"), n), (t("column.chain"), mix))
        for ref, n, mix in zip(frame["ref"], counts, words, strict=True)
    }
    return replace(
        layer,
        kind="polygons",
        frame=frame,
        legend=_legend(table["n"], limits, lang),
        legend_title=t("crowd.legend", layer=layer.title, m=whole(side, lang)),
        data_columns=COLUMNS,
        card=card,
        counted=layer,
    )


def _cells(rows: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, int]:
    """The cell of every row with its shape, and the side of the squares in metres."""
    coarse = rows["precision"].eq("neighbourhood").to_numpy()
    xy = shapely.get_coordinates(rows.geometry.to_numpy())
    for side in SIDES_M:
        corner = np.floor(xy / side).astype(np.int64) * side
        if len(np.unique(corner[~coarse], axis=0)) <= MOST_CELLS:
            break
    square = pd.Series([f"{x}-{y}-{side}" for x, y in corner], index=rows.index)
    area = rows["city"] + "-" + rows["neighbourhood_code"].fillna("")
    outlines = pd.Series(areas.geometry.to_numpy(), areas["city"] + "-" + areas["code"])
    outlines = outlines[~outlines.index.duplicated()]
    known = coarse & area.isin(outlines.index).to_numpy()
    cell = square.mask(known, area)
    shapes = shapely.box(*corner.T, *(corner + side).T)
    shapes = np.where(known, area.map(outlines).to_numpy(dtype=object), shapes)
    found = gpd.GeoDataFrame({"cell": cell}, geometry=shapes, index=rows.index, crs=rows.crs)
    return found, side


def _mixes(rows: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """The chains of which most are in each cell; of several chains the first."""
    chain = rows["chain"].fillna("unknown").str.split(";").str[0]
    counted = chain.groupby([rows["cell"], chain]).size()
    mixes: dict[str, list[tuple[str, int]]] = {}
    for (cell, code), n in sorted(counted.items(), key=lambda each: -each[1]):
        mixes.setdefault(cell, []).append((code, n))
    return {cell: mix[:MOST_CHAINS] for cell, mix in mixes.items()}


def _legend(n: pd.Series, limits: list[float], lang: str) -> tuple[LegendEntry, ...]:
    lows = [0.0, *limits][: len(limits)]
    return tuple(
        LegendEntry(
            f"{whole(low + 1, lang)} – {whole(high, lang)}",
            "area",
            style.CLASSES[i],
            style.WHITE,
            0.4,
            count=int(n[(n > low) & (n <= high)].sum()),
        )
        for i, (low, high) in enumerate(zip(lows, limits, strict=True))
    )
