"""Where a map opens: with its whole city in view, or with some ground that fits."""

from __future__ import annotations

import math

import geopandas as gpd

from geo.data.crs import WGS84

Place = tuple[tuple[float, float], float]  # centre (lat, lon) and zoom
CITY_PLACES: dict[str, Place] = {
    "Amsterdam": ((52.3700, 4.9050), 12),
    "Rotterdam": ((51.9180, 4.4750), 12),
}
# Two maps side by side are narrow: one step further away shows as much.
SMALLER = 1
METRES_A_PIXEL_AT_ZOOM_0 = 96_400.0
MOST_ZOOM = 16
SCREEN_PX = 520  # what a laptop's screen leaves a map from top to bottom


def at_start(city: str, alone: bool) -> Place:
    """Centre (lat, lon) and zoom the map of a city opens with; the same for the whole session.

    The base map may never change while it is open, else it is mounted anew. A single map also
    opens where the URL says, and does so by itself.
    """
    centre, zoom = CITY_PLACES[city]
    return centre, zoom if alone else zoom - SMALLER


def around(grounds: gpd.GeoDataFrame, pixels: int) -> Place:
    """Centre and the largest whole zoom at which some ground fits in a square of pixels.

    Parameters
    ----------
    grounds : GeoDataFrame
        At least one geometry, in EPSG:28992 (metres).
    pixels : int
    """
    centre, zoom = _just_around(grounds, pixels)
    return centre, math.floor(zoom)


def _just_around(grounds: gpd.GeoDataFrame, pixels: int) -> Place:
    """The same with the zoom at which it just fits, parts of a step included."""
    minx, miny, maxx, maxy = grounds.total_bounds
    middle = gpd.GeoSeries.from_xy([(minx + maxx) / 2], [(miny + maxy) / 2], crs=grounds.crs)
    point = middle.to_crs(WGS84).iloc[0]
    metres_a_pixel = max(maxx - minx, maxy - miny, 1.0) / pixels
    # At 52 degrees north zoom 0 has about 96 km a pixel, and each step halves it.
    zoom = math.log2(METRES_A_PIXEL_AT_ZOOM_0 / metres_a_pixel)
    return (point.y, point.x), min(zoom, MOST_ZOOM)


def fitting(points: gpd.GeoSeries, city: str) -> Place:
    """Where a map opens on what it is about: all of it in view, or the city where it is nothing.

    A map takes whole steps of zoom; what is left of one tells a larger map that it may come nearer.

    Parameters
    ----------
    points : GeoSeries
        What the view is about, EPSG:28992 (metres).
    city : str
    """
    if points.empty:
        return at_start(city, alone=True)
    centre, zoom = _just_around(gpd.GeoDataFrame(geometry=points), SCREEN_PX)
    return centre, max(zoom, CITY_PLACES[city][1])
