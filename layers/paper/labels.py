"""Names on the printed map: placed one by one so that none covers another.

A name stands beside its symbol, right and above first, as Imhof (1975, "Positioning names on
maps", The American Cartographer 2(2)) advises; candidates are tried greedily in order of rank
(Christensen, Marks and Shieber 1995, "An empirical study of algorithms for point-feature label
placement", ACM Transactions on Graphics 14(3)). A name without a free place is left out and
counted: on paper nothing can be moved aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from layers.paper.artists import POINT_PER_PIXEL, flat_parts
from layers.paper.ground import Ground
from layers.paper.map_frame import Frame
from layers.paper.paper import MM_PER_POINT, line_height, text_width, wrapped
from layers.view.levels import NAMED_ON_PAPER
from layers.view.map_model import MapLayer, MapView
from layers.words import style
from layers.words.plain_text import one_line, shortened

LONGEST_NAME = 60  # characters; a longer name is cut with an ellipsis
NAME_WIDTH_EM = 14.5  # of the size of the type
NAME_LINES = 2
GAP_MM = 0.5  # between symbol and name
AIR_MM = 0.35  # round a name
AREA_GRID = 7  # an area tries this many places across and up
# (horizontal, vertical) place of the name seen from its symbol, best first.
AROUND = ((1, 1), (1, 0), (1, -1), (-1, 1), (-1, 0), (-1, -1), (0, 1), (0, -1))
STREET_NAMES_TO = 12_500  # a street between two corners is longer than its name from here on
MOST_STREETS = 60  # more names are a grey haze
STREET_SPOTS = (0.5, 0.35, 0.65, 0.2, 0.8)  # where along a street its name may stand
REACHES = (1.0, 2.2)  # distance from the symbol, in steps of the gap


@dataclass(frozen=True)
class Lettering:
    """How a kind of name is written: points, weight, slant, colour.

    Names that ``may_cover_symbols`` take the place that covers fewest; those not ``counted`` are
    ground, not rows. A name ``at_edge`` of an area leaves its middle to the symbols.
    """

    size: float
    weight: str = "normal"
    slant: str = "normal"
    colour: str = style.INK
    may_cover_symbols: bool = False
    counted: bool = True
    at_edge: bool = False


LETTERING = {
    "clusters": Lettering(7.0, "bold", colour=style.CLUSTER, may_cover_symbols=True, at_edge=True),
    "ranked": Lettering(6.6, "bold", colour=style.TITLE, may_cover_symbols=True),
    "changed_hubs": Lettering(6.6, "bold", colour=style.TITLE, may_cover_symbols=True),
    "subject": Lettering(6.6, "bold", colour=style.TITLE, may_cover_symbols=True, counted=False),
    "districts": Lettering(
        6.6, "bold", colour=style.INK_SOFT, may_cover_symbols=True, counted=False
    ),
    "streets": Lettering(5.0, colour=style.PLACE_NAME, counted=False),
    "water": Lettering(6.2, slant="italic", colour=style.WATER_LABEL, counted=False),
}
PLAIN = Lettering(5.8)


@dataclass(frozen=True)
class Name:
    """A name that wants a place.

    Attributes
    ----------
    lines : tuple of str
    lettering : Lettering
    width, height : float
        Millimetres.
    candidates : array (n, 2)
        Lower left corners in millimetres on the sheet, best first.
    """

    lines: tuple[str, ...]
    lettering: Lettering
    width: float
    height: float
    candidates: np.ndarray


@dataclass(frozen=True)
class PlacedName:
    """A name with its place: lower left corner in millimetres on the sheet."""

    name: Name
    left: float
    bottom: float


@dataclass
class _Taken:
    """Rectangles that are taken: (left, bottom, right, top) in millimetres."""

    symbols: np.ndarray
    names: list[tuple[float, float, float, float]] = field(default_factory=list)

    def cost(self, boxes: np.ndarray, may_cover_symbols: bool) -> np.ndarray:
        """Return of each box how many symbols it covers; infinite where it cannot stand."""
        covered: np.ndarray = _overlaps(boxes, self.symbols).sum(axis=1).astype(float)
        if not may_cover_symbols:
            covered[covered > 0] = np.inf
        if self.names:
            covered[_overlaps(boxes, np.array(self.names)).any(axis=1)] = np.inf
        return covered


def _overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Say of every pair of rectangles whether they overlap (n, m)."""
    a, b = a[:, None, :], b[None, :, :]
    apart_x = (a[..., 0] >= b[..., 2]) | (b[..., 0] >= a[..., 2])
    apart_y = (a[..., 1] >= b[..., 3]) | (b[..., 1] >= a[..., 3])
    return ~(apart_x | apart_y)


def place_names(names: list[Name], symbols: np.ndarray, frame: Frame) -> list[PlacedName]:
    """Give each name the best free place; names without one are left out.

    Parameters
    ----------
    names : list of Name
        The most important first.
    symbols : array (n, 4)
        Rectangles of the symbols: left, bottom, right, top in millimetres on the sheet.
    frame : Frame
        Names stay inside it.

    Returns
    -------
    list of PlacedName
        No two overlap.
    """
    taken, placed = _Taken(symbols), []
    for name in names:
        boxes = _boxes(name)
        cost = taken.cost(boxes, name.lettering.may_cover_symbols)
        cost[~_inside(boxes, frame)] = np.inf
        if not len(cost) or np.isinf(cost.min()):
            continue
        left, bottom, right, top = boxes[int(cost.argmin())]
        taken.names.append((left, bottom, right, top))
        placed.append(PlacedName(name, left + AIR_MM, bottom + AIR_MM))
    return placed


def _boxes(name: Name) -> np.ndarray:
    low = name.candidates - AIR_MM
    size = np.array([name.width + 2 * AIR_MM, name.height + 2 * AIR_MM])
    return np.hstack([low, low + size])


def _inside(boxes: np.ndarray, frame: Frame) -> np.ndarray:
    box = frame.box
    return (
        (boxes[:, 0] >= box.left)
        & (boxes[:, 1] >= box.bottom)
        & (boxes[:, 2] <= box.right)
        & (boxes[:, 3] <= box.top)
    )


def symbol_boxes(
    view: MapView, aside: Mapping[str, np.ndarray], frame: Frame, enlargement: float
) -> np.ndarray:
    """Return the rectangles of all point symbols in a frame, millimetres on the sheet (n, 4).

    ``aside`` says how far symbols stand from their spot, as `layers.paper.spreading.offsets` gives
    it.
    """
    found = [np.empty((0, 4))]
    window = shapely.box(*frame.window)
    for layer in view.layers:
        if layer.kind != "points":
            continue
        seen = layer.frame.intersects(window).to_numpy()
        rows = layer.frame[seen]
        middle = frame.on_sheet(shapely.get_coordinates(rows.geometry.to_numpy()))
        if len(rows):
            middle = middle + _length(aside[layer.key][seen], enlargement)
        reach = _length(rows["size"].to_numpy(float), enlargement)[:, None]
        found.append(np.hstack([middle - reach, middle + reach]))
    return np.concatenate(found)


def _length(pixels: np.ndarray, enlargement: float) -> np.ndarray:
    """Turn screen pixels into millimetres on the sheet."""
    return pixels * POINT_PER_PIXEL * enlargement * MM_PER_POINT


def wanted_names(
    view: MapView,
    aside: Mapping[str, np.ndarray],
    ground: Ground,
    frame: Frame,
    enlargement: float,
) -> list[Name]:
    """Return the names that belong on a frame, in order of rank.

    Clusters first, then the other labelled layers from the top down, hubs (largest first),
    districts, the water, and last the streets, where the scale has room for them.
    """
    names: list[Name] = []
    named: set[tuple[str, float, float]] = set()
    downwards = list(reversed(view.layers))
    for layer in sorted(downwards, key=_rank):
        if not layer.frame.empty and (layer.labelled or _named_on_paper(layer)):
            names += _layer_names(layer, frame, enlargement, aside.get(layer.key), named)
    names += _water_names(ground, frame, enlargement)
    return names + _street_names(ground, frame, enlargement)


def _named_on_paper(layer: MapLayer) -> bool:
    return layer.kind == "points" and layer.key in NAMED_ON_PAPER


def _rank(layer: MapLayer) -> int:
    return {"subject": -1, "clusters": 0, "neighbourhoods": 2, "districts": 1}.get(layer.key, 1)


def _layer_names(
    layer: MapLayer,
    frame: Frame,
    enlargement: float,
    aside: np.ndarray | None,
    named: set[tuple[str, float, float]],
) -> list[Name]:
    seen = layer.frame.intersects(shapely.box(*frame.window)).to_numpy()
    rows = layer.frame[seen]
    shifts = np.zeros((len(rows), 2)) if aside is None else _length(aside[seen], enlargement)
    radii = _length(rows["size"].to_numpy(float), enlargement)
    order = np.argsort(-radii, kind="stable") if layer.kind == "points" else range(len(rows))
    lettering = _scaled(LETTERING.get(layer.key, PLAIN), enlargement)
    shapes, labels = rows.geometry.to_numpy(), rows["label"].tolist()
    names = []
    for i in order:
        shape, words = shapes[i], shortened(one_line(labels[i]), LONGEST_NAME)
        place = (words, *shapely.get_coordinates(shape)[0].tolist())
        # A hub and the pie of its sectors lie on each other: one name is enough.
        if words and place not in named:
            named.add(place)
            names.append(_name(words, shape, float(radii[i]), shifts[i], lettering, frame))
    return names


def _scaled(lettering: Lettering, enlargement: float) -> Lettering:
    return replace(lettering, size=lettering.size * enlargement)


def _name(
    words: str,
    shape: shapely.Geometry,
    radius: float,
    shift: np.ndarray,
    lettering: Lettering,
    frame: Frame,
) -> Name:
    size, weight = lettering.size, lettering.weight
    lines = wrapped(words, NAME_WIDTH_EM * size * MM_PER_POINT, size, weight, NAME_LINES)
    width = max(text_width(line, size, weight) for line in lines)
    height = line_height(size) * (len(lines) - 1) + size * MM_PER_POINT
    if shape.geom_type == "Point":
        middle = frame.on_sheet(shapely.get_coordinates(shape))[0] + shift
        candidates = _beside(middle, radius, width, height)
    else:
        candidates = _within(shape, frame) - np.array([width, height]) / 2
        if lettering.at_edge:
            candidates = np.vstack([_at_edge(shape, frame, width, height), candidates])
    return Name(tuple(lines), lettering, width, height, candidates)


def _beside(middle: np.ndarray, radius: float, width: float, height: float) -> np.ndarray:
    """Return lower left corners of a name round a symbol, best first."""
    corners = []
    for reach in REACHES:
        for across, up in AROUND:
            # On the diagonal the name may come nearer: the symbol is round.
            away = (radius * (0.75 if across and up else 1.0)) + GAP_MM * reach + AIR_MM
            left = {1: away, 0: -width / 2, -1: -away - width}[across]
            low = {1: away * 0.6, 0: -height / 2, -1: -away * 0.6 - height}[up]
            if not across:
                low = away if up > 0 else -away - height
            corners.append((left, low))
    lower_left: np.ndarray = middle + np.array(corners)
    return lower_left


def _at_edge(shape: shapely.Geometry, frame: Frame, width: float, height: float) -> np.ndarray:
    """Return lower left corners of a name above, below, right and left of an area."""
    corners = frame.on_sheet(np.reshape(shape.bounds, (2, 2)))
    (left, low), (right, high) = corners
    middle_x, middle_y = corners.mean(axis=0)
    gap = GAP_MM + AIR_MM
    return np.array(
        [
            (middle_x - width / 2, high + gap),
            (middle_x - width / 2, low - gap - height),
            (right + gap, middle_y - height / 2),
            (left - gap - width, middle_y - height / 2),
        ]
    )


def _within(shape: shapely.Geometry, frame: Frame) -> np.ndarray:
    """Return middles for a name in an area, on the sheet, the one nearest its heart first."""
    seen = shapely.clip_by_rect(shapely.make_valid(shape), *frame.window)
    areas = [part for part in flat_parts(seen) if part.geom_type == "Polygon"]
    if not areas:
        return np.empty((0, 2))
    biggest = max(areas, key=lambda part: part.area)
    minx, miny, maxx, maxy = biggest.bounds
    steps = (np.arange(AREA_GRID) + 0.5) / AREA_GRID
    x, y = np.meshgrid(minx + steps * (maxx - minx), miny + steps * (maxy - miny))
    grid = np.column_stack([x.ravel(), y.ravel()])
    grid = grid[shapely.contains_xy(biggest, grid)]
    heart = shapely.get_coordinates(biggest.representative_point())
    away = np.hypot(*(grid - heart).T)
    return frame.on_sheet(np.vstack([heart, grid[away.argsort(kind="stable")]]))


def _water_names(ground: Ground, frame: Frame, enlargement: float) -> list[Name]:
    rows = ground.names[ground.names.intersects(shapely.box(*frame.window))]
    return [
        _water_name(one_line(row.label), row.geometry, frame, enlargement)
        for row in rows.itertuples()
    ]


def _street_names(ground: Ground, frame: Frame, enlargement: float) -> list[Name]:
    """Return the names of streets that are as long on the sheet as their name, longest first."""
    if frame.scale > STREET_NAMES_TO:
        return []
    lettering = _scaled(LETTERING["streets"], enlargement)
    seen = ground.street_lines.sindex.query(shapely.box(*frame.window), predicate="intersects")
    rows = ground.street_lines.iloc[np.sort(seen)]
    found = []
    for words, line in zip(rows["name"], rows.geometry, strict=True):
        part = max(flat_parts(shapely.clip_by_rect(line, *frame.window)), key=shapely.length)
        found.append((part.length, one_line(words), part))
    found.sort(key=lambda each: (-each[0], each[1]))
    names = [_street_name(words, part, lettering, frame) for _, words, part in found]
    metres = [length for length, _, _ in found]
    fits = [frame.metres(name.width) <= length for name, length in zip(names, metres, strict=True)]
    return [name for name, fit in zip(names, fits, strict=True) if fit][:MOST_STREETS]


def _street_name(words: str, line: shapely.LineString, lettering: Lettering, frame: Frame) -> Name:
    width, height = text_width(words, lettering.size), lettering.size * MM_PER_POINT
    spots = shapely.line_interpolate_point(line, STREET_SPOTS, normalized=True)
    middles = frame.on_sheet(shapely.get_coordinates(spots))
    return Name((words,), lettering, width, height, middles - np.array([[width, height]]) / 2)


def _water_name(words: str, place: shapely.Point, frame: Frame, enlargement: float) -> Name:
    lettering = _scaled(LETTERING["water"], enlargement)
    width, height = text_width(words, lettering.size), lettering.size * MM_PER_POINT
    middle = frame.on_sheet(shapely.get_coordinates(place))
    return Name((words,), lettering, width, height, middle - np.array([[width, height]]) / 2)
