"""A plan area or a pin that was set on the map, as one short word that fits in an address.

``area:`` or ``pin:`` and eight characters a corner, of which a pin has one: four of latitude, four
of longitude, each in hundred thousandths of a degree (a metre) from a corner south-west of both
cities, in base 36. A pin that was set from afar has two characters more: metres that it may be off.
``static/ketenkaart/tools.js`` writes it and draws it from there.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geo.data.crs import RD_NEW, WGS84

KIND, PIN = "area", "pin"
SOUTH, WEST, STEPS = 51.0, 3.0, 100_000
DIGITS, BASE = 4, 36
WITHIN_DIGITS = 2
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
    corners = _corners(ref, KIND)
    if not LEAST <= len(corners) <= MOST:
        return None
    ring = shapely.Polygon(corners)
    # Lines that cross each other make two areas of one, not a hole of nothing.
    shape = gpd.GeoSeries([shapely.make_valid(ring)], crs=WGS84).to_crs(RD_NEW).iloc[0]
    areas = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(areas) if areas and sum(part.area for part in areas) > 1 else None


def plan_ref(corners: Sequence[tuple[float, float]]) -> str:
    """Return the reference of the area within corners in metres (EPSG:28992).

    "" where a corner lies south or west of all that a reference can say.

    Examples
    --------
    >>> ref = plan_ref([(121_000.0, 487_000.0), (121_100.0, 487_000.0), (121_000.0, 487_080.0)])
    >>> round(plan_shape(ref).area, -2)
    4000.0
    >>> plan_ref([(190_000.0, 310_000.0)] * 3)
    ''
    """
    degrees = gpd.GeoSeries(shapely.points(np.array(corners)), crs=RD_NEW).to_crs(WGS84)
    steps = np.round(np.column_stack([degrees.y - SOUTH, degrees.x - WEST]) * STEPS).astype(int)
    if steps.min() < 0 or steps.max() >= BASE**DIGITS:
        return ""
    return f"{KIND}:" + "".join(_digits(int(step)) for step in steps.ravel())


def _digits(step: int) -> str:
    powers = [step // BASE**place % BASE for place in reversed(range(DIGITS))]
    return "".join(DIGIT[power] for power in powers)


def pin_point(ref: str) -> shapely.Point | None:
    """Return the place of a pin in metres (EPSG:28992); None if it is none.

    Examples
    --------
    >>> pin_point("pin:255s255s").distance(plan_shape("area:255s255s255s258k258k255s")) < 0.1
    True
    >>> pin_point("pin:255s"), pin_point("area:255s255s")
    (None, None)
    """
    corners = _corners(ref[: len(PIN) + 1 + 2 * DIGITS] if _within(ref) else ref, PIN)
    if len(corners) != 1:
        return None
    point = gpd.GeoSeries([shapely.Point(corners[0])], crs=WGS84).to_crs(RD_NEW).iloc[0]
    return point if point.is_valid and not point.is_empty else None


def pin_within(ref: str) -> int:
    """Return how many metres a pin may be off since it was set from afar; 0 where it is a door's.

    Examples
    --------
    >>> pin_within("pin:255s255s1y"), pin_within("pin:255s255s"), pin_within("hub:a-lab")
    (70, 0, 0)
    >>> pin_point("pin:255s255s1y").equals(pin_point("pin:255s255s"))
    True
    """
    word = _within(ref)
    return int(word, BASE) if word and pin_point(ref) is not None else 0


def _within(ref: str) -> str:
    """The characters behind the corner of a pin; "" where there are no two."""
    kind, _, word = ref.partition(":")
    behind = word[2 * DIGITS :]
    told = kind == PIN and len(behind) == WITHIN_DIGITS and not set(behind) - set(DIGIT)
    return behind if told else ""


def place_ref(ref: str) -> str:
    """Return a reference if it is of a place that was set on the map, else "".

    Examples
    --------
    >>> place_ref("pin:255s255s"), place_ref("hub:a-lab")
    ('pin:255s255s', '')
    """
    return ref if pin_point(ref) is not None or plan_shape(ref) is not None else ""


def _corners(ref: str, of: str) -> np.ndarray:
    """Return longitude and latitude of the corners of a reference; none if of another kind."""
    kind, _, word = ref.partition(":")
    if kind != of or len(word) % (2 * DIGITS) or set(word) - set(DIGIT):
        return np.empty((0, 2))
    numbers = [int(word[at : at + DIGITS], BASE) for at in range(0, len(word), DIGITS)]
    pairs = np.array(numbers, dtype=float).reshape(-1, 2) / STEPS
    return np.column_stack([pairs[:, 1] + WEST, pairs[:, 0] + SOUTH])
