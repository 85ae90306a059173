"""Symbols that stand on one spot, set side by side; the rule of the map on the screen.

The largest lies on the spot itself, the others turn round it in a spiral by the golden angle
(Vogel 1979, "A better way to construct the sunflower head", Mathematical Biosciences 44) until
they touch nothing. What has one id ("hub:x" and "sector:x") is one thing and stays together.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import shapely

from layers.view.map_model import MapLayer, MapView

TURN = math.pi * (3 - math.sqrt(5))
GAP_PX = 1.0
STEP_PX = 1.5
SAME_SPOT_M = 0.1


def spread(radii: list[float]) -> list[tuple[float, float]]:
    """Return where discs of these radii stand so that none overlaps, round (0, 0).

    Examples
    --------
    >>> spread([5.0])
    [(0.0, 0.0)]
    """
    places: dict[int, tuple[float, float]] = {}
    step, last = 0, None
    for index in sorted(range(len(radii)), key=lambda i: (-radii[i], i)):
        radius = radii[index]
        step, last = (step if radius == last else 0), radius
        while not _free(step, radius, radii, places):
            step += 1
        places[index] = _spiral(step)
    return [places[index] for index in range(len(radii))]


def _spiral(step: int) -> tuple[float, float]:
    far = STEP_PX * math.sqrt(step)
    return (far * math.cos(step * TURN), far * math.sin(step * TURN))


def _free(
    step: int, radius: float, radii: list[float], places: dict[int, tuple[float, float]]
) -> bool:
    x, y = _spiral(step)
    return all(
        math.hypot(px - x, py - y) >= radii[i] + radius + GAP_PX for i, (px, py) in places.items()
    )


def offsets(view: MapView) -> dict[str, np.ndarray]:
    """Return of each point layer how far its symbols stand from their spot.

    Returns
    -------
    dict of layer key to array (n, 2)
        Screen pixels, to the right and upwards, in row order; zero where a symbol stands alone.
    """
    points = [layer for layer in view.layers if layer.kind == "points" and len(layer.frame)]
    found = {layer.key: np.zeros((len(layer.frame), 2)) for layer in points}
    if not points:
        return found
    rows = pd.concat([_things(layer) for layer in points], ignore_index=True)
    shared = rows[rows.duplicated(["x", "y"], keep=False)]
    for _, spot in shared.groupby(["x", "y"], sort=False):
        sizes: dict[str, float] = {}
        for thing, size in zip(spot["thing"], spot["size"], strict=True):
            sizes[thing] = max(size + 1, sizes.get(thing, 0.0))
        places = dict(zip(sizes, spread(list(sizes.values())), strict=True))
        for key, row, thing in zip(spot["key"], spot["row"], spot["thing"], strict=True):
            # The screen counts downwards, paper upwards.
            found[key][row] = (places[thing][0], -places[thing][1])
    return found


def _things(layer: MapLayer) -> pd.DataFrame:
    places = (shapely.get_coordinates(layer.frame.geometry.to_numpy()) / SAME_SPOT_M).round()
    return pd.DataFrame(
        {
            "key": layer.key,
            "row": np.arange(len(layer.frame)),
            "thing": layer.frame["ref"].astype(str).str.split(":", n=1).str[-1].to_numpy(),
            "size": layer.frame["size"].to_numpy(float),
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )
