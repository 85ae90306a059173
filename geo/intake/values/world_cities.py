"""The large city nearest to degrees that lie abroad: to say where a row seems to be."""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

KM_A_DEGREE = 111.195
NEAR_KM = 60.0
"""Within this a place may be said to lie near a city."""


@cache
def _cities() -> tuple[tuple[str, float, float], ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return tuple((row["city"], float(row["lat"]), float(row["lon"])) for row in rows)


def city_near(lat: float, lon: float) -> str:
    """Return the key of the large city within an hour's drive; "" for none.

    Examples
    --------
    >>> city_near(51.5052, -0.0931), city_near(0.0, 0.0)
    ('london', '')
    """
    narrowing = math.cos(math.radians(lat))
    far = {
        key: KM_A_DEGREE * math.hypot(lat - to_lat, (lon - to_lon) * narrowing)
        for key, to_lat, to_lon in _cities()
    }
    nearest = min(far, key=far.__getitem__)
    return nearest if far[nearest] <= NEAR_KM else ""
