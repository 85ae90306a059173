"""The two coordinate systems of the house: metres to measure in, degrees for the web.

Everything that is kept, counted or drawn is in RD New (EPSG:28992, metres); WGS84 (EPSG:4326,
longitude and latitude) is what web maps and GeoJSON ask for. The systems of uploaded files are in
`geo.intake.values.frames`.
"""

from __future__ import annotations

import geopandas as gpd
import shapely
from pyproj import CRS

SRID = 28992
"""Number of RD New, as GeoPackage and PostGIS call it."""
RD_NEW = f"EPSG:{SRID}"
WGS84 = "EPSG:4326"
_WHOLE = CRS.from_user_input(RD_NEW)


def is_rd_new(crs: CRS | None) -> bool:
    """Say whether a frame is in RD New, compared whole.

    RD without its datum still answers 28992 and lies 115 m off: its number says too little.

    Examples
    --------
    >>> is_rd_new(CRS.from_epsg(28992)), is_rd_new(CRS.from_epsg(4326)), is_rd_new(None)
    (True, False, False)
    >>> is_rd_new(CRS.from_proj4("+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889"
    ...           " +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +units=m"))
    False
    """
    return crs is not None and crs.equals(_WHOLE, ignore_axis_order=True)


def point_at(lon: float, lat: float) -> shapely.Point:
    """Return the point in RD New at a longitude and latitude, as a click on a web map gives them.

    Examples
    --------
    >>> point_at(4.8910066, 52.4009993).wkt.split(".")[0]
    'POINT (121230'
    """
    return gpd.GeoSeries.from_xy([lon], [lat], crs=WGS84).to_crs(RD_NEW).iloc[0]


def lat_lon_of(x: float, y: float) -> tuple[float, float]:
    """Return the latitude and longitude of a point in RD New, as a web map wants them.

    Examples
    --------
    >>> [round(degrees, 4) for degrees in lat_lon_of(121230, 490467)]
    [52.401, 4.891]
    """
    point = gpd.GeoSeries.from_xy([x], [y], crs=RD_NEW).to_crs(WGS84).iloc[0]
    return point.y, point.x
