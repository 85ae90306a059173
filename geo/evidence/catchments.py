"""How near is much: what fades with time on foot, and places per head of those who share them.

`decay` is the impedance of Hansen (1959), *How accessibility shapes land use*, J. Am. Inst. Plann.
25(2): A = sum of S exp(-beta t), here with a half-life. `per_head` is the first step of the
two-step floating catchment area of Luo & Wang (2003), *Measures of spatial accessibility to health
care in a GIS environment*, Environ. Plan. B 30(6): what each place has for each head round it; the
second step is the sum over the places within reach.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

HALF_LIFE_MIN = 5.0
LEAST_HEADS = 1000.0
"""Round a café in an empty harbour hardly anybody lives, which makes nobody well served."""
HEADS = 1000.0

Floats = npt.NDArray[np.float64]


def decay(minutes: npt.ArrayLike, half_life: float = HALF_LIFE_MIN) -> Floats:
    """Weigh what lies so many minutes away: 1 here, a half after each half-life.

    Examples
    --------
    >>> decay([0, 5, 10]).tolist()
    [1.0, 0.5, 0.25]
    """
    return np.asarray(np.exp(-np.log(2) / half_life * np.asarray(minutes, dtype=float)))


def per_head(places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, radius_m: float) -> pd.Series:
    """Places per thousand residents that each place is, among those who live round it.

    Parameters
    ----------
    places : GeoDataFrame
        ``id`` and a point in EPSG:28992.
    areas : GeoDataFrame
        ``residents`` and polygons in EPSG:28992; residents count as spread evenly over an area.
    radius_m : float
        Of the catchment, as the crow flies.

    Returns
    -------
    Series
        By id; missing where no area with a number of residents lies within the radius. Fewer than
        `LEAST_HEADS` residents count as that many.

    Examples
    --------
    Two thousand live in a square of 100 by 100 m, all within 200 m of the café in it:

    >>> from geo.data.crs import RD_NEW
    >>> areas = gpd.GeoDataFrame({"residents": [2000]}, geometry=[shapely.box(0, 0, 100, 100)],
    ...                          crs=RD_NEW)
    >>> cafe = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.Point(50, 50)], crs=RD_NEW)
    >>> per_head(cafe, areas, 200).to_dict()
    {'a': 0.5}
    """
    known = areas[areas["residents"].notna() & areas.geometry.notna()]
    round_ = shapely.buffer(places.geometry.to_numpy(), radius_m)
    shapes = known.geometry.to_numpy()
    place, area = shapely.STRtree(shapes).query(round_, predicate="intersects")
    part = (
        shapely.area(shapely.intersection(round_[place], shapes[area]))
        / known.area.to_numpy()[area]
    )
    heads = pd.Series(part * known["residents"].to_numpy(dtype=float)[area]).groupby(place).sum()
    each = HEADS / heads.clip(lower=LEAST_HEADS).reindex(range(len(places)))
    return each.set_axis(places["id"].to_numpy(dtype=object))
