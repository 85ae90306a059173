"""Outlines that cross themselves, made sound before anything is reckoned with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

MOST_CORNERS = 1_000
"""Of an outline that crosses itself and is mended. A star of n corners has n × n / 2 crossings, and
mending makes a corner of each: beyond this the hull stands for the outline."""
MOST_LOOKED_AT, FEWER = 50_000, 5_000
"""Corners of an outline that is looked through for crossings; of more, so few are taken."""


def sound_outlines(outlines: Sequence[shapely.Geometry]) -> np.ndarray:
    """Return outlines without crossings of their own.

    Examples
    --------
    >>> bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> [shape.area for shape in sound_outlines([bow, shapely.box(0, 0, 1, 1)])]
    [2.0, 1.0]
    """
    shapes = np.array(outlines, dtype=object)
    many = shapely.get_num_coordinates(shapes) > MOST_LOOKED_AT
    shapes[many] = [_thinned(shape) for shape in shapes[many]]
    broken = ~shapely.is_valid(shapes)
    large = broken & (many | (shapely.get_num_coordinates(shapes) > MOST_CORNERS))
    shapes[large] = shapely.convex_hull(shapes[large])
    shapes[broken & ~large] = shapely.make_valid(shapes[broken & ~large])
    return shapes


def _thinned(outline: shapely.Geometry) -> shapely.Geometry:
    """Return an outline of fewer corners, spread evenly over it; its holes are left out."""
    corners = shapely.get_coordinates(shapely.get_exterior_ring(outline))
    return shapely.Polygon(corners[:: 1 + len(corners) // FEWER])
