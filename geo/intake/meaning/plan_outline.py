"""The one area that a file of outlines stands for, with no more corners than an address holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.intake.meaning.systems import in_metres
from geo.intake.model.draft import Layer
from geo.intake.model.refusal import FileRefused
from geo.intake.values.outlines import sound_outlines

MOST_OUTLINES = 1_000
"""Parts that are put together; whoever gives more gave the wrong file."""
TOUCHING_M = 1.0
"""Parts no further apart than this are one: neighbours drawn by hand leave slits."""
POLYGON = 3
"""Number of the type in shapely; `shapely.get_parts` takes those of many apart."""


@dataclass(frozen=True)
class PlanOutline:
    """An area from a file.

    Attributes
    ----------
    corners : tuple of (x, y)
        Of its edge, EPSG:28992, the first not repeated at the end.
    given : int
        How many corners the edge had in the file.
    off_m : float
        How far the edge lies from the one in the file at most, in metres.
    holes : int
        Holes in it, which count as part of it.
    """

    corners: tuple[tuple[float, float], ...]
    given: int
    off_m: float
    holes: int


def plan_outline(name: str, layers: Sequence[Layer], most: int) -> PlanOutline:
    """Make one outline of all areas in a file.

    Parameters
    ----------
    name : str
        Of the file, for what is said of it.
    layers : sequence of Layer
    most : int
        Corners that it may have.

    Raises
    ------
    FileRefused
        When it holds no area, too many, areas apart from each other, or one elsewhere.

    Examples
    --------
    Two squares side by side, in RD:

    >>> import pandas as pd
    >>> boxes = np.array([shapely.box(0, 0, 50, 80), shapely.box(50, 0, 100, 80)], dtype=object)
    >>> moved = shapely.transform(boxes, lambda xy: xy + [121_000, 487_000])
    >>> layer = Layer("a", pd.DataFrame(index=range(2)), np.arange(2), moved)
    >>> found = plan_outline("a.geojson", [layer], 30)
    >>> sorted(found.corners)[0], len(found.corners), found.off_m
    ((121000.0, 487000.0), 4, 0.0)
    """
    whole = _in_one(name, _outlines(name, layers))
    edge = shapely.Polygon(whole.exterior)
    fewer = _with_fewer_corners(edge, most)
    off = float(shapely.hausdorff_distance(edge.exterior, fewer.exterior))
    corners = shapely.get_coordinates(fewer.exterior)[:-1]
    return PlanOutline(
        tuple((float(x), float(y)) for x, y in corners),
        len(whole.exterior.coords) - 1,
        off,
        len(whole.interiors),
    )


def _outlines(name: str, layers: Sequence[Layer]) -> np.ndarray:
    """Every area of a file, in metres."""
    shapes = [layer.shapes for layer in layers if layer.shapes is not None]
    parts = (
        shapely.get_parts(shapely.get_parts(np.concatenate(shapes)))
        if shapes
        else np.array([], dtype=object)
    )
    areas = parts[(shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)]
    if not len(areas):
        raise FileRefused("outline_none", file=name)
    if len(areas) > MOST_OUTLINES:
        raise FileRefused("outline_many", file=name, n=str(len(areas)), limit=str(MOST_OUTLINES))
    return sound_outlines(shapely.transform(areas, lambda pairs: _metres(name, pairs)))


def _metres(name: str, pairs: np.ndarray) -> np.ndarray:
    made = np.column_stack(in_metres(pairs[:, 0], pairs[:, 1]))
    if np.isnan(made).any():
        raise FileRefused("outline_elsewhere", file=name)
    return made


def _in_one(name: str, areas: np.ndarray) -> shapely.Polygon:
    """Put areas together that touch; refuse what stays apart."""
    whole = shapely.union_all(areas)
    if whole.geom_type != "Polygon":
        whole = shapely.buffer(areas, TOUCHING_M / 2, join_style="mitre", quad_segs=1)
        whole = shapely.buffer(shapely.union_all(whole), -TOUCHING_M / 2, join_style="mitre")
    if whole.geom_type != "Polygon" or whole.is_empty:
        raise FileRefused("outline_apart", file=name, n=str(len(shapely.get_parts(whole))))
    return whole


def _with_fewer_corners(edge: shapely.Polygon, most: int) -> shapely.Polygon:
    """Leave out corners, those that say least first (Douglas and Peucker 1973)."""
    slack, fewer = 0.0, edge.simplify(0.0)
    while len(fewer.exterior.coords) - 1 > most:
        slack = slack * 1.2 + 0.5
        fewer = edge.simplify(slack)
    return fewer
