"""The frame of a printed map: which ground it shows, at which round scale.

A scale of 1:10 000 means that a millimetre on the sheet is ten metres in the city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.paper.paper import Box
from layers.view.map_model import MapView

_LARGE = (5_000, 7_500, 10_000, 12_500, 15_000, 20_000, 25_000, 30_000)
SCALES: tuple[int, ...] = (*_LARGE, 40_000, 50_000, 60_000, 75_000, 90_000, 100_000)
# Only where 1:100 000 cannot hold what is drawn: better a smaller scale than rows off the map.
SMALL_SCALES = (*SCALES, 125_000, 150_000)
# Only for rows within their own city: none of them falls off the sheet.
SMALLEST_SCALES = (*SCALES, 125_000, 130_000, 150_000, 175_000, 200_000, 250_000, 300_000)
ALL_OF_IT = 0.6  # of the scale a city needs: a sheet that shows so much of it shows it whole
MOST = 0.98  # beyond 1:100 000, a few outliers do not set the scale: they are counted instead
EDGE_MM = 4.0  # room inside the frame for symbols on the outermost points
SUBJECT = "subject"  # key of the layer that draws what a sheet is about
# Where rows belong when two cities share a sheet; RD metres of both city halls.
CITY_CENTRES = {"Amsterdam": (121_900.0, 486_750.0), "Rotterdam": (92_500.0, 437_500.0)}
EMPTY_REACH_M = 4_000.0  # half the width of the ground shown where nothing is drawn

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """A map frame on the sheet.

    Attributes
    ----------
    box : Box
        Place on the sheet, millimetres.
    scale : int
        Denominator of the scale.
    centre : (float, float)
        RD metres of the middle of the frame.
    city : str
        The city it shows, "" for both or none.
    """

    box: Box
    scale: int
    centre: tuple[float, float]
    city: str = ""

    @property
    def window(self) -> Bounds:
        """Ground shown: minx, miny, maxx, maxy in RD metres."""
        half_x = self.box.width / 2000 * self.scale
        half_y = self.box.height / 2000 * self.scale
        x, y = self.centre
        return (x - half_x, y - half_y, x + half_x, y + half_y)

    def on_sheet(self, places: np.ndarray) -> np.ndarray:
        """Turn RD metres (n, 2) into millimetres on the sheet."""
        corner = np.array([self.box.left, self.box.bottom])
        away = (np.asarray(places) - np.array(self.window[:2])) * 1000 / self.scale
        on_sheet: np.ndarray = corner + away
        return on_sheet

    def metres(self, millimetres: float) -> float:
        """Return how many metres a length on the sheet stands for."""
        return millimetres / 1000 * self.scale


@dataclass(frozen=True)
class Region:
    """What a frame has to show: its city, all of it, where most of it lies, and every place.

    What a sheet is about, a ``subject``, is whole in the frame, however small the scale.
    """

    city: str
    whole: Bounds
    most: Bounds
    places: np.ndarray = field(default_factory=lambda: np.empty((0, 2)), compare=False)
    subject: bool = False


def round_scale(whole: Bounds, most: Bounds, box: Box) -> int:
    """Return the largest round scale at which the ground fits the frame.

    Parameters
    ----------
    whole, most : (minx, miny, maxx, maxy)
        RD metres of all that is drawn, and of nearly all (98 %).
    box : Box
        The frame.

    Returns
    -------
    int
        All fits at 1:5 000 to 1:100 000, or else nearly all fits at up to 1:150 000.

    Examples
    --------
    >>> round_scale((0, 0, 1900, 500), (0, 0, 1900, 500), Box(0, 0, 208, 108))
    10000
    """
    if _needed(whole, box) <= SCALES[-1]:
        return _first_of(SCALES, whole, box)
    return _first_of(SMALL_SCALES, most, box)


def _first_of(scales: tuple[int, ...], bounds: Bounds, box: Box) -> int:
    """The largest of some scales at which the ground fits, else the smallest there is."""
    needed = _needed(bounds, box)
    return next((scale for scale in scales if needed <= scale), scales[-1])


def _scale_of(region: Region, box: Box, city: Bounds | None, *, alone: bool) -> int:
    """The scale of a region: no row within its city falls off, and a city seen whole is whole."""
    if region.subject:
        return _first_of(SMALLEST_SCALES, region.whole, box)
    scale = round_scale(region.whole, region.most, box)
    own = _within(region.places, city) if city else np.empty((0, 2))
    if city is None or not len(own):
        return scale
    bounds = _bounds(own)
    if alone and _needed(bounds, box) >= ALL_OF_IT * _needed(city, box):
        bounds = city
    elif scale < SCALES[-1]:
        return scale  # near enough to see much of few: what lies apart is counted
    if _needed(bounds, box) <= scale:
        return scale
    return _first_of(SMALLEST_SCALES, bounds, box)


def _within(places: np.ndarray, bounds: Bounds) -> np.ndarray:
    inside = (places >= bounds[:2]) & (places <= bounds[2:])
    found: np.ndarray = places[inside.all(axis=1)]
    return found


def _needed(bounds: Bounds, box: Box) -> float:
    minx, miny, maxx, maxy = bounds
    wide, high = box.width - 2 * EDGE_MM, box.height - 2 * EDGE_MM
    # To the millimetre: a degree of rounding must not cost a step of the scale.
    return round(max((maxx - minx) / wide, (maxy - miny) / high) * 1000, 3)


def _centre(bounds: Bounds) -> tuple[float, float]:
    return ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)


def frames(
    regions: list[Region], boxes: list[Box], city_bounds: Mapping[str, Bounds] | None = None
) -> list[Frame]:
    """Return one frame a region, all at the scale of the one that needs most room.

    Where a whole city fits at that scale the frame is moved over it: none of its districts is cut.
    """
    pairs = list(zip(regions, boxes, strict=True))
    known, alone = city_bounds or {}, len(regions) == 1
    scale = max(_scale_of(each, box, known.get(each.city), alone=alone) for each, box in pairs)
    made = [
        Frame(box, scale, _centre(_shown(region, scale, box)), region.city) for region, box in pairs
    ]
    return [_over(frame, known[frame.city]) if frame.city in known else frame for frame in made]


def _over(frame: Frame, bounds: Bounds) -> Frame:
    """Move a frame the least that brings all of the bounds in sight; as it is if they do not fit.

    Examples
    --------
    >>> frame = Frame(Box(0, 0, 208, 108), 10_000, (0.0, 0.0))
    >>> _over(frame, (0.0, -700.0, 500.0, 200.0)).centre
    (0.0, -200.0)
    """
    room = frame.metres(EDGE_MM)
    if _needed(bounds, frame.box) > frame.scale:
        return frame
    minx, miny, maxx, maxy = frame.window
    ways = (
        max(bounds[2] + room - maxx, 0.0) - max(minx - bounds[0] + room, 0.0),
        max(bounds[3] + room - maxy, 0.0) - max(miny - bounds[1] + room, 0.0),
    )
    x, y = frame.centre
    return replace(frame, centre=(x + ways[0], y + ways[1]))


def _shown(region: Region, scale: int, box: Box) -> Bounds:
    return region.whole if _needed(region.whole, box) <= scale else region.most


def places_of_symbols(view: MapView) -> np.ndarray:
    """Return RD coordinates of the points and line ends that decide what a map shows (n, 2)."""
    shapes = [
        layer.frame.geometry.to_numpy()
        for layer in view.layers
        if layer.kind != "polygons" and layer.key != "stops" and len(layer.frame)
    ]
    return shapely.get_coordinates(np.concatenate(shapes)) if shapes else np.empty((0, 2))


def most_of(places: np.ndarray) -> Bounds:
    """Return the bounds of the 98 % of the places nearest to their median."""
    away = np.abs(places - np.median(places, axis=0)).max(axis=1)
    near = places[away <= np.quantile(away, MOST)]
    return _bounds(near)


def _bounds(places: np.ndarray) -> Bounds:
    (minx, miny), (maxx, maxy) = places.min(axis=0), places.max(axis=0)
    return (float(minx), float(miny), float(maxx), float(maxy))


def regions(view: MapView) -> list[Region]:
    """Return what the sheet shows: one region, or one for each of two cities.

    One city (or none named) is shown by the extent of the view; two by what is drawn in each. The
    extent of what a sheet is about, or that a view is framed by, is held whole.
    """
    known = [city for city in view.cities if city in CITY_CENTRES]
    places = places_of_symbols(view)
    framed = view.framed and len(known) < 2  # noqa: PLR2004
    if framed or any(layer.key == SUBJECT for layer in view.layers):
        return [Region(known[0] if known else "", view.extent, view.extent, places, subject=True)]
    if len(known) < 2:  # noqa: PLR2004
        most = most_of(places) if len(places) else view.extent
        return [Region(known[0] if known else "", view.extent, most, places)]
    centres = np.array([CITY_CENTRES[city] for city in known])
    away = np.hypot(*(places[:, None, :] - centres[None, :, :]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1) if len(places) else np.empty(0, int)
    return [_region(city, places[nearest == i]) for i, city in enumerate(known)]


def _region(city: str, places: np.ndarray) -> Region:
    if len(places):
        return Region(city, _bounds(places), most_of(places), places)
    x, y = CITY_CENTRES[city]
    around = (x - EMPTY_REACH_M, y - EMPTY_REACH_M, x + EMPTY_REACH_M, y + EMPTY_REACH_M)
    return Region(city, around, around)


def outside(view: MapView, shown: list[Frame]) -> int:
    """Count the rows of all layers that no frame shows; context such as stops included.

    Boundaries of districts and neighbourhoods are ground rather than rows and are not counted.
    """
    windows = [shapely.box(*frame.window) for frame in shown]
    layers = [layer for layer in view.layers if layer.key not in ("districts", "neighbourhoods")]
    return sum(int((~_seen(layer.frame, windows)).sum()) for layer in layers if len(layer.frame))


def _seen(frame: gpd.GeoDataFrame, windows: list[shapely.Polygon]) -> pd.Series:
    seen = pd.Series(False, index=frame.index)
    for window in windows:
        seen |= frame.intersects(window)
    return seen
