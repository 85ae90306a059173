"""Draw the ground of the printed map, its scale bar, its north arrow and the inset of the city."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import PathPatch, Polygon, Rectangle

from layers.paper.artists import area_outline, areas_outline, lines_outlines
from layers.paper.ground import (
    LOCAL_RANK,
    LOCAL_STREETS_TO,
    MAIN_STREETS_FROM,
    RAILS,
    STREETS,
    Ground,
)
from layers.paper.map_frame import Frame
from layers.paper.paper import MM_PER_POINT, Box, Paper, bare_axes, text_width
from layers.view.map_model import LegendEntry
from layers.words import style
from layers.words.numbers import distance, map_scale, whole
from layers.words.text import text

BAR_SHARE = 0.24  # of the frame's width
BAR_HEIGHT_MM = 1.1
THOUSAND = 1000
NEAT = (1, 2, 5)  # a length on the bar is one of these times a power of ten
SIMPLER_INSET_M = 60.0
LEAST_WATER_M2 = 60_000.0  # smaller water cannot be seen in the inset
INSET_AIR = 0.02  # round the city, as a share of its size
TICK_STEPS_M = (100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000)
TICK_APART_MM = 24.0  # at least
TICK_MM = 1.0
TICK_PT = 4.6
TICK_ROOM_MM = 4.0  # half a number
BUNDLE = 100  # streets; a longer outline is slow to fill with colour
RAIL_DASH = (0, (7.0, 3.0))


def seen(frame: gpd.GeoDataFrame, window: shapely.Polygon) -> gpd.GeoDataFrame:
    """Return the rows that a window shows."""
    return frame.iloc[_shown(frame, window)]


def _shown(frame: gpd.GeoDataFrame, window: shapely.Polygon | None) -> np.ndarray:
    """Return the numbers of the rows that a window shows; all without a window."""
    if window is None:
        return np.arange(len(frame))
    return np.sort(frame.sindex.query(window, predicate="intersects"))


def draw_ground(axes: Axes, ground: Ground, frame: Frame, enlargement: float) -> None:
    """Draw water, parks, streets and rail inside a frame, on axes in RD metres."""
    window = shapely.box(*frame.window)
    axes.set_facecolor(style.LAND)
    for layer, colour, zorder in (
        (ground.parks, style.PARK, 1.0),
        (ground.water, style.WATER, 1.1),
    ):
        _fill(axes, seen(layer, window), window, colour, zorder)
    streets = seen(ground.streets, window)
    for rank, (colour, width) in STREETS.items():
        if rank < LOCAL_RANK or frame.scale <= LOCAL_STREETS_TO:
            rows = streets[streets["rank"].eq(rank)]
            _stroke(axes, rows, window, colour, width * enlargement, 2 + (LOCAL_RANK - rank) / 10)
    rails = seen(ground.rail, window)
    rails = rails[rails["mode"].isin(RAILS)]
    _stroke(axes, rails, window, style.RAIL, 0.7 * enlargement, 3, RAIL_DASH)


def _fill(
    axes: Axes, rows: gpd.GeoDataFrame, window: shapely.Polygon, colour: str, zorder: float
) -> None:
    cut = shapely.clip_by_rect(rows.geometry.to_numpy(), *window.bounds)
    patch = PathPatch(
        areas_outline(cut), facecolor=colour, edgecolor="none", linewidth=0, zorder=zorder
    )
    axes.add_artist(patch)


def _stroke(
    axes: Axes,
    rows: gpd.GeoDataFrame,
    window: shapely.Polygon,
    colour: str,
    width: float,
    zorder: float,
    dash: object = "solid",
) -> None:
    cut = shapely.clip_by_rect(rows.geometry.to_numpy(), *window.bounds)
    lines = PathCollection(
        # Many streets in one outline: ten thousand single ones take seconds to write.
        lines_outlines(cut, BUNDLE),
        facecolors="none",
        edgecolors=colour,
        linewidths=width,
        linestyles=[dash],
        capstyle="butt",
        zorder=zorder,
    )
    axes.add_collection(lines, autolim=False)


def ground_legend(ground: Ground, shown: list[Frame], lang: str) -> tuple[LegendEntry, ...]:
    """Return the legend of the ground the frames really show; of all ground without frames."""
    windows = shapely.union_all([shapely.box(*frame.window) for frame in shown]) if shown else None
    ranks = ground.streets["rank"].to_numpy()[_shown(ground.streets, windows)]
    # Each city names what it has: of Amsterdam no lines of trains are known.
    rails = {*RAILS} & {*ground.rail["mode"].to_numpy()[_shown(ground.rail, windows)]}
    drawn = {
        "water": len(_shown(ground.water, windows)),
        "park": len(_shown(ground.parks, windows)),
        "street": any(ranks <= MAIN_STREETS_FROM),
        "rail": len(rails),
    }
    looks = {
        "water": ("area", style.WATER, "", 1.0, ""),
        "park": ("area", style.PARK, "", 1.0, ""),
        "street": ("line", "", style.STREET_MAIN, 2.4, ""),
        "rail": ("line", "", style.RAIL, 1.4, "9.8 4.2"),
    }
    names = {key: text(f"export.{key}", lang) for key in ("water", "park", "street")}
    names["rail"] = text(f"export.rail.{'_'.join(sorted(rails)) or 'metro_train'}", lang)
    return tuple(LegendEntry(names[key], *look) for key, look in looks.items() if drawn[key])


def bar_length(frame: Frame) -> int:
    """Return the length of the scale bar: the longest neat one that is not too wide.

    Returns
    -------
    int
        Metres: 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> bar_length(Frame(Box(0, 0, 200, 100), 25_000, (0, 0)))
    1000
    """
    room = frame.metres(frame.box.width * BAR_SHARE)
    power = 10 ** int(np.floor(np.log10(room)))
    return int(max(neat * power for neat in NEAT if neat * power <= room))


def grid_step(frame: Frame) -> int:
    """Return the distance in metres between two ticks of the RD grid.

    Examples
    --------
    >>> grid_step(Frame(Box(0, 0, 200, 100), 25_000, (0, 0)))
    1000
    """
    least = frame.metres(TICK_APART_MM)
    return next((step for step in TICK_STEPS_M if step >= least), TICK_STEPS_M[-1])


def draw_grid_ticks(paper: Paper, frame: Frame, lang: str) -> None:
    """Draw short ticks of the RD grid round a frame, with their metres below it and left of it."""
    k, box, step = paper.enlargement, frame.box, grid_step(frame)
    minx, miny, maxx, maxy = frame.window
    reach, size = TICK_MM * k, TICK_PT * k
    capital = style.CAP_HEIGHT * size * MM_PER_POINT
    ticks: list[list[tuple[float, float]]] = []
    for metres in np.arange(np.ceil(minx / step) * step, maxx, step):
        x = box.left + (metres - minx) * THOUSAND / frame.scale
        ticks += [[(x, box.bottom), (x, box.bottom - reach)], [(x, box.top), (x, box.top + reach)]]
        place = (x, box.bottom - reach - 0.5 * k - capital)
        paper.write(place, whole(metres, lang), size, style.INK_SOFT, align="center")
    for metres in np.arange(np.ceil(miny / step) * step, maxy, step):
        y = box.bottom + (metres - miny) * THOUSAND / frame.scale
        ticks += [[(box.left, y), (box.left - reach, y)], [(box.right, y), (box.right + reach, y)]]
        words, place = whole(metres, lang), (box.left - reach - 0.5 * k, y)
        # A number at the corner would run past the frame.
        if box.bottom + TICK_ROOM_MM * k < y < box.top - TICK_ROOM_MM * k:
            paper.write(place, words, size, style.INK_SOFT, align="center", turn=90)
    lines = LineCollection(ticks, colors=style.INK_SOFT, linewidths=0.4 * k, zorder=45)
    paper.page.add_collection(lines, autolim=False)


def draw_scale_bar(paper: Paper, frame: Frame, left: float, bottom: float, lang: str) -> None:
    """Draw a bar of two halves with its lengths, and the scale behind it."""
    metres, size = bar_length(frame), 6.2 * paper.enlargement
    length = metres * THOUSAND / frame.scale
    height = BAR_HEIGHT_MM * paper.enlargement
    for start, colour in ((0.0, style.INK), (0.5, "white")):
        bar = Rectangle((left + start * length, bottom), length / 2, height)
        bar.set(facecolor=colour, edgecolor=style.INK, linewidth=0.5, zorder=40)
        paper.page.add_artist(bar)
    over = bottom + height + 0.7 * paper.enlargement
    places = (
        (0.0, "0"),
        (0.5, distance(metres / 2, lang)),
        (1.0, distance(metres, lang)),
    )
    # On a small map there is room for both ends only.
    widest = max(text_width(words, size) for _, words in places[1:])
    for share, words in places if length >= 2 * (widest + paper.enlargement) else places[::2]:
        paper.write((left + share * length, over), words, size, align="center")
    paper.write(
        (left + length + 7 * paper.enlargement, bottom),
        map_scale(frame.scale, lang, paper.format),
        7.5 * paper.enlargement,
        weight="bold",
    )


def draw_north_arrow(paper: Paper, right: float, bottom: float, lang: str) -> None:
    """Draw a small arrow to grid north, which in both cities is within a degree of true north."""
    k = paper.enlargement
    x, tall, half = right - 1.6 * k, 5.4 * k, 1.5 * k
    for side, colour in ((-1, style.INK), (1, "white")):
        corners = [(x, bottom + tall), (x + side * half, bottom), (x, bottom + 1.2 * k)]
        half_arrow = Polygon(corners, closed=True, facecolor=colour, edgecolor=style.INK)
        half_arrow.set(linewidth=0.5, zorder=40)
        paper.page.add_artist(half_arrow)
    paper.write(
        (x - 2.6 * k, bottom + 1.2 * k),
        text("export.north", lang),
        8 * k,
        weight="bold",
        align="center",
    )


def draw_inset(paper: Paper, ground: Ground, frame: Frame, box: Box, lang: str) -> None:
    """Draw the whole city small, with the frame of the map on it and its name below.

    Nothing is drawn for a city without an outline.
    """
    shape, water = city_outlines(ground, frame.city)
    if shape.is_empty:
        return
    label = 4.0 * paper.enlargement
    place = Box(box.left, box.bottom + label, box.width, box.height - label)
    axes = bare_axes(paper.figure, place, paper.width, paper.height)
    window = _inset_window(np.array(shape.bounds), frame.window, place)
    axes.set_xlim(window[0], window[2])
    axes.set_ylim(window[1], window[3])
    axes.patch.set_visible(False)
    axes.add_artist(
        PathPatch(
            area_outline(shape), facecolor=style.LAND, edgecolor=style.BOUNDARY, linewidth=0.4
        )
    )
    axes.add_artist(PathPatch(area_outline(water), facecolor=style.WATER, linewidth=0, zorder=2))
    minx, miny, maxx, maxy = frame.window
    view = Rectangle((minx, miny), maxx - minx, maxy - miny)
    view.set(facecolor=f"{style.HIGHLIGHT}22", edgecolor=style.HIGHLIGHT, linewidth=1.0, zorder=3)
    axes.add_artist(view)
    words = text("export.inset", lang, city=frame.city)
    paper.write((box.left, box.bottom + 0.8), words, 6.2 * paper.enlargement, style.INK_SOFT)


@lru_cache(maxsize=4)
def city_outlines(ground: Ground, city: str) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the boundary of a city and its wide water, coarse enough for an inset."""
    boundary = ground.outline[ground.outline["city"].eq(city)].geometry.union_all()
    shape = shapely.simplify(boundary, SIMPLER_INSET_M)
    wide = ground.water[ground.water["city"].eq(city) & ground.water.area.gt(LEAST_WATER_M2)]
    # Made valid once more: a simpler outline may cross itself.
    simpler = shapely.make_valid(shapely.simplify(wide.geometry.to_numpy(), SIMPLER_INSET_M))
    return shape, shapely.GeometryCollection(shapely.intersection(simpler, shape).tolist())


def _inset_window(city: np.ndarray, shown: tuple[float, ...], box: Box) -> tuple[float, ...]:
    """Return the ground of the inset: city and frame whole, lying in the lower left of the box."""
    low = np.minimum(city[:2], shown[:2])
    size = np.maximum(city[2:], shown[2:]) - low
    low, size = low - INSET_AIR * size, size * (1 + 2 * INSET_AIR)
    metres = max(size[0] / box.width, size[1] / box.height)
    return (*low, *(low + np.array([box.width, box.height]) * metres))
