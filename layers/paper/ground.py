"""The ground of the printed map: water, parks, streets and rail of both cities, and the paint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd

from geo.data.crs import RD_NEW
from geo.data.folders import DATA
from layers.words import style

FILES = ("water", "parks", "rail", "outline", "base_streets", "water_names", "street_lines")

LOCAL_RANK = 5
LOCAL_STREETS_TO = 75_000  # beyond this scale local streets are a grey haze
# Rank of a street (1 motorway ... 5 local street): colour and width in points on A4.
STREETS = {
    5: (style.STREET, 0.25),
    4: (style.STREET, 0.5),
    3: (style.STREET_MAIN, 0.45),
    2: (style.STREET_MAIN, 0.7),
    1: (style.STREET_MAIN, 1.2),
}
MAIN_STREETS_FROM = 3  # rank up to which a street counts as main road in the legend
RAILS = ("train", "metro")


# Two base maps are the same when they are one object: what is made of one can then be kept.
@dataclass(frozen=True, eq=False)
class Ground:
    """The base map in EPSG:28992.

    Attributes
    ----------
    water, parks : GeoDataFrame
        ``city`` and polygons.
    rail : GeoDataFrame
        ``city``, ``mode`` and lines.
    outline : GeoDataFrame
        ``city`` and its boundary.
    streets : GeoDataFrame
        ``city``, ``rank`` (1 motorway ... 5 local street) and lines.
    names : GeoDataFrame
        ``city``, ``label`` and a point in the water of that name.
    street_lines : GeoDataFrame
        ``city``, ``name`` and the line of a street, where its name may stand.
    """

    water: gpd.GeoDataFrame
    parks: gpd.GeoDataFrame
    rail: gpd.GeoDataFrame
    outline: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    names: gpd.GeoDataFrame
    street_lines: gpd.GeoDataFrame

    def available(self) -> bool:
        """Say whether there is anything to draw."""
        return bool(len(self.water) or len(self.streets))

    @property
    def city_bounds(self) -> dict[str, tuple[float, float, float, float]]:
        """Bounds of every city, RD metres."""
        rows = zip(self.outline["city"], self.outline.geometry, strict=True)
        return {city: shape.bounds for city, shape in rows}


def no_ground() -> Ground:
    """Return a base map with nothing on it, for when its files are missing."""
    columns = ["city", "mode", "rank", "label", "name", "geometry"]
    empty = gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=RD_NEW)
    return Ground(*[empty] * len(FILES))


@cache
def load_ground(folder: Path = DATA) -> Ground:
    """Read the base map once; an empty one where a file is missing, which the sheet says.

    Parameters
    ----------
    folder : Path
        Holds ``water.parquet``, ``parks.parquet``, ``rail.parquet``, ``outline.parquet``,
        ``base_streets.parquet``, ``water_names.parquet`` and ``street_lines.parquet``.
    """
    if not all((folder / f"{name}.parquet").exists() for name in FILES):
        return no_ground()
    return Ground(*(gpd.read_parquet(folder / f"{name}.parquet") for name in FILES))
