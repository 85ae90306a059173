"""A plan area that was drawn on the map, as one short word that fits in an address.

``area:`` and eight characters a corner: four of latitude, four of longitude, each in hundred
thousandths of a degree (a metre) from a corner south-west of both cities, in base 36.
``static/ketenkaart/tools.js`` writes it and draws it from there.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.data.crs import RD_NEW, WGS84

KIND = "area"
SOUTH, WEST, STEPS = 51.0, 3.0, 100_000
DIGITS, BASE = 4, 36
LEAST, MOST = 3, 30  # corners
DIGIT = "0123456789abcdefghijklmnopqrstuvwxyz"


def plan_shape(ref: str) -> shapely.Geometry | None:
    """Return the plan area of a reference in metres (EPSG:28992); None if it is none.

    Examples
    --------
    A tenth of a minute north and east of (52, 4), a triangle of 111 by 69 metres:

    >>> shape = plan_shape("area:255s255s255s258k258k255s")
    >>> round(shape.area, -2)
    3800.0
    >>> plan_shape("area:255s255s") is None, plan_shape("hub:a-lab") is None
    (True, True)
    """
    kind, _, word = ref.partition(":")
    size = 2 * DIGITS
    corners, rest = divmod(len(word), size)
    if kind != KIND or rest or not LEAST <= corners <= MOST or set(word) - set(DIGIT):
        return None
    numbers = [int(word[at : at + DIGITS], BASE) for at in range(0, len(word), DIGITS)]
    pairs = np.array(numbers, dtype=float).reshape(-1, 2) / STEPS
    ring = shapely.Polygon(np.column_stack([pairs[:, 1] + WEST, pairs[:, 0] + SOUTH]))
    # Lines that cross each other make two areas of one, not a hole of nothing.
    shape = gpd.GeoSeries([shapely.make_valid(ring)], crs=WGS84).to_crs(RD_NEW).iloc[0]
    areas = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(areas) if areas and sum(part.area for part in areas) > 1 else None
