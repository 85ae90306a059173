"""The layers of a view as matplotlib artists: the same shapes and colours as on the screen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, IdentityTransform, Transform

from layers.paper.letter_outlines import centred, letter_width
from layers.view.map_model import MapLayer
from layers.view.symbols import (
    HATCHED,
    LETTER_MIDDLES,
    OUTLINES,
    STRIPES,
    letter_height,
    wedge_room,
)
from layers.words import style
from layers.words.palette import ink_on

POINT_PER_PIXEL = 0.5  # a symbol of 6 px on the screen has a radius of 1 mm on A4
STROKE_PT = 0.45  # white edge round a filled symbol
POINTS_PER_INCH = 72.0
HOLLOW_STROKE_PT = 0.9  # outline of a hollow symbol, which carries its colour
HATCH = "////"
FILLED = 0.3  # opacity above which an area hides the water below it
LEAST_LETTER_PT = 1.6  # height of a capital: about 0.6 mm
LINE_LETTER_PT = 2.6
AREA_SIGN_PT = 5.5
LINE, POLYGON = 1, 3  # the type numbers that shapely gives


Part = tuple[str, float, str]  # colour, weight and letter of a piece of a pie


def _closed(corners: Iterable[tuple[float, float]]) -> Outline:
    # The outlines are drawn for a screen, where y runs downwards.
    points = [(x, -y) for x, y in corners]
    return Outline([*points, points[0]], closed=True)


CIRCLE = Outline.unit_circle()
SHAPES = {name: _closed(corners) for name, corners in OUTLINES.items()}


@dataclass(frozen=True)
class Glyph:
    """One outline to fill: symbol of a point, or one piece of a pie.

    Attributes
    ----------
    outline : matplotlib Path
        For a symbol of radius 1.
    radius : float
        Points.
    fill, stroke : str
        ``#rrggbb``; "" for none.
    width : float
        Width of the outline in points.
    """

    outline: Outline
    radius: float
    fill: str
    stroke: str
    width: float


def symbol_glyphs(
    shape: str,
    colour: str,
    stroke: str,
    radius: float,
    parts: Iterable[Part] | None = None,
    letter: str = "",
) -> list[Glyph]:
    """Return the marks of one symbol, bottom to top.

    Parameters
    ----------
    shape : str
        "circle", "square", "triangle", "diamond", "plus", "ring", "hatched" or "pie".
    colour, stroke : str
        Fill ("" is hollow) and outline.
    radius : float
        Points.
    parts : list of (colour, weight, letter), optional
        The pieces of a pie.
    letter : str
        Written in the symbol where it can be read.
    """
    if shape == "pie":
        return _pie_glyphs(list(parts or []), stroke, radius)
    if shape == HATCHED:
        return _hatched_glyphs(stroke, radius)
    if shape == "ring":  # always hollow, else it is a circle
        colour, stroke = "", colour or stroke
    outline = SHAPES.get(shape, CIRCLE)
    light = not stroke or stroke.lower() == style.WHITE
    glyph = Glyph(outline, radius, colour, stroke, STROKE_PT if light else HOLLOW_STROKE_PT)
    height = radius * letter_height(shape, letter_width(letter)) if letter else 0.0
    x, y = LETTER_MIDDLES.get(shape, (0.0, 0.0))
    return [glyph, *_letter_glyphs(letter, height, ink_on(colour), (radius * x, -radius * y))]


def _hatched_glyphs(stroke: str, radius: float) -> list[Glyph]:
    """Return a white circle, its stripes and its rim."""
    stripes = [Glyph(_closed(stripe), radius, stroke, "", 0.0) for stripe in STRIPES]
    rim = Glyph(CIRCLE, radius, "", stroke, HOLLOW_STROKE_PT)
    return [Glyph(CIRCLE, radius, style.WHITE, "", 0.0), *stripes, rim]


def _letter_glyphs(
    letter: str, height: float, ink: str, middle: tuple[float, float]
) -> list[Glyph]:
    """Return a letter of so many points as a mark; none where it is too small to be read."""
    if not letter or height < LEAST_LETTER_PT:
        return []
    # Its place is in its outline, of which the unit is the height.
    shift = Affine2D().translate(middle[0] / height, middle[1] / height)
    return [Glyph(shift.transform_path(centred(letter)), height, ink, "", 0)]


def _pie_glyphs(parts: list[Part], stroke: str, radius: float) -> list[Glyph]:
    total = sum(weight for _, weight, _ in parts)
    pieces, letters, start = [], [], 0.0
    for colour, weight, letter in parts:
        if total <= 0 or weight <= 0:
            continue
        share = weight / total
        # Clockwise from twelve o'clock, as a pie is read; a whole one is a circle.
        turns = 90 - 360 * (start + share), 90 - 360 * start
        piece = Outline.wedge(*turns) if share < 1 else CIRCLE
        pieces.append(Glyph(piece, radius, colour, style.WHITE if share < 1 else "", 0.25))
        room, out = wedge_room(share)
        height = radius * room * letter_height("circle", letter_width(letter)) if letter else 0.0
        middle = math.tau * (0.25 - start - share / 2)
        place = (radius * out * math.cos(middle), radius * out * math.sin(middle))
        letters += _letter_glyphs(letter, height, ink_on(colour), place)
        start += share
    return [*pieces, *letters, Glyph(CIRCLE, radius, "", stroke, HOLLOW_STROKE_PT)]


def add_glyphs(
    axes: Axes,
    places: np.ndarray,
    glyphs: list[Glyph],
    transform: Transform,
    zorder: float,
) -> None:
    """Draw marks at their places (n, 2) in the given order, as one collection."""
    if not glyphs:
        return
    collection = PathCollection(
        [glyph.outline for glyph in glyphs],
        sizes=[glyph.radius**2 for glyph in glyphs],
        facecolors=[to_rgba(glyph.fill) if glyph.fill else (0, 0, 0, 0) for glyph in glyphs],
        edgecolors=[to_rgba(glyph.stroke) if glyph.stroke else (0, 0, 0, 0) for glyph in glyphs],
        linewidths=[glyph.width if glyph.stroke else 0.0 for glyph in glyphs],
        offsets=places,
        offset_transform=transform,
        zorder=zorder,
    )
    collection.set_transform(IdentityTransform())
    # Snapped to whole pixels, straight letters would be heavier than round ones.
    collection.set_snap(False)
    axes.add_collection(collection, autolim=False)


def draw_layer(
    axes: Axes,
    layer: MapLayer,
    window: shapely.Polygon,
    enlargement: float,
    zorder: float,
    aside: np.ndarray | None = None,
    water: np.ndarray | None = None,
) -> None:
    """Draw one layer on map axes in RD metres.

    Parameters
    ----------
    axes : Axes
        Their limits are the window of the frame.
    layer : MapLayer
    window : Polygon
        Ground to draw; shapes are cut off here.
    enlargement : float
        Of symbols and lines, 1 on A4.
    zorder : float
    aside : array (n, 2), optional
        How far each symbol stands from its spot, in screen pixels to the right and upwards.
    water : array of polygons, optional
        Left out of filled areas, so that the rivers by which a reader finds the way stay in sight.
    """
    seen = layer.frame.intersects(window).to_numpy()
    rows = layer.frame[seen]
    if rows.empty:
        return
    factor, before = POINT_PER_PIXEL * enlargement, len(axes.collections)
    if layer.kind == "points":
        shift = np.zeros((len(rows), 2)) if aside is None else aside[seen]
        _draw_points(axes, rows, shift, factor, zorder)
    elif layer.kind == "lines":
        _draw_lines(axes, rows, window, factor, zorder)
    else:
        filled = bool((rows["colour"].ne("") & rows["opacity"].gt(FILLED)).any())
        land = _on_land(rows, water) if filled and water is not None else rows
        _draw_areas(axes, land, window, factor, zorder)
    if layer.alpha < 1:
        for collection in axes.collections[before:]:
            _thin(collection, layer.alpha)


def _thin(collection: Collection, alpha: float) -> None:
    """Make what was drawn of a layer as opaque as the layer is, on top of its own opacity."""
    faces, edges = np.array(collection.get_facecolor()), np.array(collection.get_edgecolor())
    collection.set_facecolor([(r, g, b, a * alpha) for r, g, b, a in faces])
    collection.set_edgecolor([(r, g, b, a * alpha) for r, g, b, a in edges])


def _on_land(rows: gpd.GeoDataFrame, water: np.ndarray) -> gpd.GeoDataFrame:
    """Return areas without the water in them."""
    tree = shapely.STRtree(water)
    areas, waters = tree.query(rows.geometry.to_numpy(), predicate="intersects")
    shapes = rows.geometry.to_numpy().copy()
    for area in np.unique(areas):
        shapes[area] = shapely.difference(
            shapes[area], shapely.union_all(water[waters[areas == area]])
        )
    return rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=rows.crs))


def _draw_points(
    axes: Axes, rows: gpd.GeoDataFrame, shift: np.ndarray, factor: float, zorder: float
) -> None:
    glyphs, owners = [], []
    columns = ("shape", "colour", "stroke", "size", "parts")
    letters = letters_of(rows)
    for i, (shape, colour, stroke, size, parts) in enumerate(
        zip(*(rows[name] for name in columns), strict=True)
    ):
        pieces = parts if isinstance(parts, list | tuple | np.ndarray) else None
        radius = float(size) * factor
        found = symbol_glyphs(shape, colour or "", stroke or "", radius, pieces, letters[i])
        glyphs += found
        owners += [i] * len(found)
    places = _moved(axes, shapely.get_coordinates(rows.geometry.to_numpy()), shift * factor)
    add_glyphs(axes, places[owners], glyphs, axes.transData, zorder)


def letters_of(rows: gpd.GeoDataFrame) -> list[str]:
    """Return the letter of each row, "" where there is none."""
    return rows["letter"].fillna("").tolist() if "letter" in rows else [""] * len(rows)


def _moved(axes: Axes, places: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Move places in RD metres by a length on paper in points."""
    figure = axes.get_figure(root=True)
    inches = axes.get_position().width * figure.get_size_inches()[0] if figure else 1.0
    minx, maxx = axes.get_xlim()
    return places + points / POINTS_PER_INCH * (maxx - minx) / inches


def dashes(pattern: str, factor: float) -> tuple[float, tuple[float, ...] | None]:
    """Return a Leaflet dash pattern as a matplotlib line style in points.

    Examples
    --------
    >>> dashes("6 4", 0.5), dashes("", 0.5)
    ((0, (3.0, 2.0)), (0, None))
    """
    lengths = [float(length) * factor for length in pattern.replace(",", " ").split()]
    # Leaflet repeats an odd pattern; matplotlib wants pairs.
    lengths = lengths * 2 if len(lengths) % 2 else lengths
    return (0, tuple(lengths) if lengths else None)


def _draw_lines(
    axes: Axes, rows: gpd.GeoDataFrame, window: shapely.Polygon, factor: float, zorder: float
) -> None:
    for dash, same in rows.groupby(rows["dash"].fillna(""), sort=False):
        cut = shapely.clip_by_rect(same.geometry.to_numpy(), *window.bounds)
        segments, owners = line_segments(cut)
        collection = LineCollection(
            segments,
            colors=np.array([to_rgba(colour) for colour in same["colour"]])[owners],
            linewidths=same["size"].to_numpy(float)[owners] * factor,
            linestyles=[_unscaled(dash, factor, float(same["size"].iloc[0]) * factor)],
            capstyle="butt" if dash else "round",
            zorder=zorder,
        )
        axes.add_collection(collection, autolim=False)
    letters = letters_of(rows)
    if len(set(letters)) > 1:
        _draw_letters_on_lines(axes, rows, letters, window, factor, zorder)


def line_letter_glyphs(letter: str, enlargement: float = 1.0) -> list[Glyph]:
    """Return a letter on a white disc, as it stands on a line."""
    return symbol_glyphs("circle", style.WHITE, "", LINE_LETTER_PT * enlargement, letter=letter)


def _draw_letters_on_lines(
    axes: Axes,
    rows: gpd.GeoDataFrame,
    letters: list[str],
    window: shapely.Polygon,
    factor: float,
    zorder: float,
) -> None:
    """Write the letter of each line on a white disc halfway along what is seen of it."""
    cut = shapely.clip_by_rect(rows.geometry.to_numpy(), *window.bounds)
    middles = shapely.line_interpolate_point(shapely.line_merge(cut), 0.5, normalized=True)
    for middle, letter in zip(middles, letters, strict=True):
        if letter and middle is not None and not middle.is_empty:
            glyphs = line_letter_glyphs(letter, factor / POINT_PER_PIXEL)
            places = np.repeat(shapely.get_coordinates(middle), len(glyphs), axis=0)
            add_glyphs(axes, places, glyphs, axes.transData, zorder)


def _unscaled(pattern: str, factor: float, width: float) -> tuple[float, tuple[float, ...] | None]:
    # Collections multiply dashes by the width of the line; Leaflet does not.
    offset, lengths = dashes(pattern, factor)
    return offset, tuple(length / width for length in lengths) if lengths and width else None


def line_segments(shapes: np.ndarray) -> tuple[list[np.ndarray], list[int]]:
    """Return the coordinates of every line in ``shapes`` and the row each belongs to."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    lines = shapely.get_type_id(parts) == LINE
    segments = [shapely.get_coordinates(part) for part in parts[lines]]
    return segments, owners[lines].tolist()


def _draw_areas(
    axes: Axes, rows: gpd.GeoDataFrame, window: shapely.Polygon, factor: float, zorder: float
) -> None:
    for dash, same in rows.groupby(rows["dash"].fillna(""), sort=False):
        cut = shapely.clip_by_rect(same.geometry.to_numpy(), *window.bounds)
        fills = [
            to_rgba(colour, float(opacity)) if colour else (0, 0, 0, 0)
            for colour, opacity in zip(same["colour"], same["opacity"], strict=True)
        ]
        width = float(same["size"].iloc[0]) * factor
        collection = PathCollection(
            [area_outline(shape) for shape in cut],
            facecolors=fills,
            edgecolors=[to_rgba(s) if s else (0, 0, 0, 0) for s in same["stroke"]],
            linewidths=same["size"].to_numpy(float) * factor,
            linestyles=[_unscaled(dash, factor, width)],
            transform=axes.transData,
            zorder=zorder,
        )
        axes.add_collection(collection, autolim=False)
    _draw_stripes(axes, rows, window, zorder)
    _draw_signs_on_areas(axes, rows, window, factor, zorder)


def _draw_stripes(
    axes: Axes, rows: gpd.GeoDataFrame, window: shapely.Polygon, zorder: float
) -> None:
    """Draw slanting stripes over the areas of which something is not seen."""
    if "hatch" not in rows:
        return
    for colour, same in rows[rows["hatch"].ne("")].groupby("hatch"):
        cut = shapely.clip_by_rect(same.geometry.to_numpy(), *window.bounds)
        collection = PathCollection(
            [area_outline(shape) for shape in cut],
            facecolors="none",
            edgecolors=str(colour),
            linewidths=0.0,
            hatch=HATCH,
            transform=axes.transData,
            zorder=zorder,
        )
        axes.add_collection(collection, autolim=False)


def _draw_signs_on_areas(
    axes: Axes, rows: gpd.GeoDataFrame, window: shapely.Polygon, factor: float, zorder: float
) -> None:
    """Write the sign of each area that has one in the midst of what is seen of it."""
    height = AREA_SIGN_PT * factor / POINT_PER_PIXEL
    cut = shapely.clip_by_rect(rows.geometry.to_numpy(), *window.bounds)
    for shape, letter, colour in zip(cut, letters_of(rows), rows["colour"], strict=True):
        if letter and not shape.is_empty:
            glyphs = _letter_glyphs(letter, height, ink_on(colour), (0.0, 0.0))
            place = shapely.get_coordinates(shape.representative_point())
            add_glyphs(axes, place, glyphs, axes.transData, zorder)


def area_outline(shape: shapely.Geometry) -> Outline:
    """Return all rings of the polygons in a geometry as one outline; holes stay holes."""
    return areas_outline(np.array(flat_parts(shape), dtype=object))


def areas_outline(shapes: np.ndarray) -> Outline:
    """Return all rings of the polygons among many geometries as one outline."""
    parts = shapely.get_parts(shapes)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == POLYGON])
    places, owners = shapely.get_coordinates(rings, return_index=True)
    if not len(places):
        return Outline(np.empty((0, 2)))
    codes = _codes(owners)
    codes[np.flatnonzero(np.diff(owners, append=-1))] = Outline.CLOSEPOLY
    return Outline(places, codes)


def lines_outlines(shapes: np.ndarray, most: int) -> list[Outline]:
    """Return the lines among many geometries as outlines of at most so many lines each."""
    parts = shapely.get_parts(shapes)
    lines = parts[shapely.get_type_id(parts) == LINE]
    places, owners = shapely.get_coordinates(lines, return_index=True)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    bounds = [*starts[::most].tolist(), len(places)]
    codes = _codes(owners)
    return [Outline(places[a:b], codes[a:b]) for a, b in zip(bounds, bounds[1:], strict=False)]


def _codes(owners: np.ndarray) -> np.ndarray:
    """Return the codes of vertices: each line or ring, a run of one owner, begins anew."""
    codes = np.full(len(owners), Outline.LINETO, dtype=Outline.code_type)
    codes[np.flatnonzero(np.diff(owners, prepend=-1))] = Outline.MOVETO
    return codes


def flat_parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the single geometries of a collection, however deep."""
    if shape is None or shape.is_empty:
        return []
    if not hasattr(shape, "geoms"):
        return [shape]
    return [part for inner in shape.geoms for part in flat_parts(inner)]
