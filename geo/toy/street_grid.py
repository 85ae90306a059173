"""A street grid small enough to work out every distance by hand.

::

    y=200   8 ---- 9 ==== 10 --- 11     9-10: steps, no bicycles
            |                     |
    y=100   4 ---- 5 .... 6 ----- 7     5-6: footpath, a bicycle is pushed
            ~ ferry               # bridge
    y=0     0 ---- 1 ---- 2 ----- 3
           x=0    100    200     300

Every edge is 100 m: 75 s on foot and 24 s by bicycle, 75 s where it is pushed, 60 s by ferry. The
river lies between y=0 and y=100.
"""

from __future__ import annotations

import pandas as pd
import shapely

from geo.data.travel_modes import SPEED
from geo.network.graph import StreetNetwork, network_of

FERRY_SECONDS = 60.0
# u, v, kind; "path" is a footpath where a bicycle is pushed, "steps" one that no bicycle may use.
STREETS = (
    (0, 1, "street"),
    (1, 2, "street"),
    (2, 3, "street"),
    (4, 5, "street"),
    (5, 6, "path"),
    (6, 7, "street"),
    (8, 9, "street"),
    (9, 10, "steps"),
    (10, 11, "street"),
    (4, 8, "street"),
    (7, 11, "street"),
    (0, 4, "ferry"),
    (3, 7, "bridge"),
)


def toy_edges() -> pd.DataFrame:
    """Return the edges of the toy network, in the columns of a network file.

    Examples
    --------
    >>> toy_edges()["length_m"].unique().tolist()
    [100.0]
    """
    return pd.DataFrame([_edge(*street) for street in STREETS])


def toy_network() -> StreetNetwork:
    """Return the toy network.

    Examples
    --------
    >>> toy_network().travel["walk"].steady
    False
    """
    return network_of("Toy", toy_edges())


def _edge(u: int, v: int, kind: str) -> dict[str, object]:
    line = shapely.LineString([(u % 4 * 100.0, u // 4 * 100.0), (v % 4 * 100.0, v // 4 * 100.0)])
    walk, cycle = line.length / SPEED["walk"], line.length / SPEED["cycle"]
    seconds = {
        "ferry": (FERRY_SECONDS, FERRY_SECONDS),
        "path": (walk, walk),
        "steps": (walk, float("nan")),
    }
    on_foot, by_bike = seconds.get(kind, (walk, cycle))
    return {
        "u": u,
        "v": v,
        "length_m": line.length,
        "seconds_walk": on_foot,
        "seconds_cycle": by_bike,
        "mode": kind,
        "geometry": line,
    }
