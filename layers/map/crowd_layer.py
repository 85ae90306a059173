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
from numpy.typing import NDArray

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
    cell, table, side = _cells(rows, context.dataset.neighbourhoods)
    names = context.palette.chain
    words = [
        ", ".join(f"{names(chain)} {whole(n, lang)}" for chain, n in mix)
        for mix in _mixes(cell, rows)
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


def _cells(
    rows: gpd.GeoDataFrame, areas: gpd.GeoDataFrame
) -> tuple[NDArray[np.int64], gpd.GeoDataFrame, int]:
    """The number of the cell of every row, the cells, and the side of the squares in metres."""
    coarse = rows["precision"].eq("neighbourhood").to_numpy()
    xy = shapely.get_coordinates(rows.geometry.to_numpy())
    for side in SIDES_M:
        corner = np.floor(xy / side)
        # As complex numbers, which sort in one go.
        spot = corner[:, 0] + 1j * corner[:, 1]
        if len(np.unique(spot[~coarse])) <= MOST_CELLS:
            break
    area = pd.factorize(rows["city"] + "-" + rows["neighbourhood_code"].fillna(""))
    outlines = pd.Series(areas.geometry.to_numpy(), areas["city"] + "-" + areas["code"])
    outlines = outlines[~outlines.index.duplicated()]
    known = coarse & area[1].isin(outlines.index)[area[0]]
    squares, number = np.unique(spot[~known], return_inverse=True)
    wide, within = np.unique(area[0][known], return_inverse=True)
    cell = np.empty(len(rows), dtype=np.int64)
    cell[~known], cell[known] = number, len(squares) + within
    x, y = (part.astype(np.int64) * side for part in (squares.real, squares.imag))
    names = [*(f"{a}-{b}-{side}" for a, b in zip(x, y, strict=True)), *area[1][wide]]
    shapes = [*shapely.box(x, y, x + side, y + side), *outlines.reindex(area[1][wide])]
    found = gpd.GeoDataFrame({"cell": names}, geometry=shapes, crs=rows.crs)
    return cell, found.assign(n=np.bincount(cell, minlength=len(found))), side


def _mixes(cell: NDArray[np.int64], rows: pd.DataFrame) -> list[list[tuple[str, int]]]:
    """The chains of which most are in each cell; of several chains the first."""
    which, codes = pd.factorize(rows["chain"].fillna("unknown"))
    chains, first = np.unique([code.split(";")[0] for code in codes], return_inverse=True)
    pairs, counts = np.unique(cell * len(chains) + first[which], return_counts=True)
    mixes: list[list[tuple[str, int]]] = [[] for _ in range(int(cell.max(initial=-1)) + 1)]
    for i in np.argsort(-counts, kind="stable"):
        mix = mixes[pairs[i] // len(chains)]
        if len(mix) < MOST_CHAINS:
            mix.append((str(chains[pairs[i] % len(chains)]), int(counts[i])))
    return mixes


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
