"""Curves as lines: GEOS reads no arcs, CAD and QGIS write them.

Well-known binary and text of circular strings, compound curves, curve polygons, multicurves and
multisurfaces (OGC 06-103r4, 8.2 and 7.2) become lines and polygons of short straight pieces.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Sequence
from typing import TypeVar

import shapely

Part = TypeVar("Part")
Pairs = list[tuple[float, float]]
STEPS = 64
"""Pieces of a whole circle: of one of 100 m across none is further off than 6 cm."""
DEEPEST = 8
"""Collections within collections, of curves or not; a multipolygon is one, and no honest file has
four."""
MANY = 10_000
"""Points of a string of so many arcs that each is short: its middle point is enough."""
MOST_POINTS = 2_000_000
KINDS = {
    1: "POINT",
    2: "LINESTRING",
    3: "POLYGON",
    4: "MULTIPOINT",
    5: "MULTILINESTRING",
    6: "MULTIPOLYGON",
    7: "GEOMETRYCOLLECTION",
    8: "CIRCULARSTRING",
    9: "COMPOUNDCURVE",
    10: "CURVEPOLYGON",
    11: "MULTICURVE",
    12: "MULTISURFACE",
}
TOKEN = re.compile(r"\s*([A-Za-z]+|[(),]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)", re.I)
FAULTS = (struct.error, IndexError, ValueError, KeyError, TypeError, shapely.GEOSException)


def arc(start: Sequence[float], middle: Sequence[float], end: Sequence[float]) -> Pairs:
    """Return points along the arc through three points, without the first.

    Examples
    --------
    >>> points = arc((-1, 0), (0, 1), (1, 0))
    >>> len(points), [round(n, 3) for n in points[len(points) // 2 - 1]], points[-1]
    (32, [0.0, 1.0], (1, 0))
    """
    (ax, ay), (bx, by), (cx, cy) = start[:2], middle[:2], end[:2]
    if (ax, ay) == (cx, cy):  # a whole circle, the middle point across it
        x, y, turn = (ax + bx) / 2, (ay + by) / 2, 2 * math.pi
    else:
        cross = 2 * ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))
        if abs(cross) < 1e-12 * max(1.0, abs(ax), abs(ay)):
            return [(bx, by), (cx, cy)]
        b2, c2 = (bx - ax) ** 2 + (by - ay) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2
        x = ax + ((cy - ay) * b2 - (by - ay) * c2) / cross
        y = ay + ((bx - ax) * c2 - (cx - ax) * b2) / cross
        turn = (math.atan2(cy - y, cx - x) - math.atan2(ay - y, ax - x)) % (2 * math.pi)
        turn -= 2 * math.pi if cross < 0 else 0
    radius, begin = math.hypot(ax - x, ay - y), math.atan2(ay - y, ax - x)
    n = max(2, math.ceil(abs(turn) / (2 * math.pi) * STEPS))
    angles = (begin + turn * i / n for i in range(1, n))
    return [*((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles), (cx, cy)]


def circular(points: Sequence[Sequence[float]]) -> Pairs:
    """Return the points of a circular string as those of a line."""
    if len(points) > MANY:
        return [(x, y) for x, y, *_ in points]
    made: Pairs = [(points[0][0], points[0][1])]
    for i in range(0, len(points) - 2, 2):
        made += arc(points[i], points[i + 1], points[i + 2])
    return made


def _built(kind: str, parts: list[shapely.Geometry]) -> shapely.Geometry:
    """Join parts, lines and polygons already, to the geometry of a kind."""
    if kind == "COMPOUNDCURVE":
        points = [p for i, part in enumerate(parts) for p in part.coords[(1 if i else 0) :]]
        return shapely.LineString(points)
    if kind in ("CURVEPOLYGON", "POLYGON"):
        rings = [list(part.coords) for part in parts]
        return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()
    if kind in ("MULTICURVE", "MULTILINESTRING"):
        return shapely.MultiLineString(parts)
    if kind in ("MULTISURFACE", "MULTIPOLYGON"):
        return shapely.MultiPolygon(parts)
    return shapely.MultiPoint(parts) if kind == "MULTIPOINT" else shapely.GeometryCollection(parts)


def _simple(kind: str, points: Sequence[Sequence[float]]) -> shapely.Geometry:
    if kind == "POINT":
        return shapely.Point(points[0][:2])
    pairs = circular(points) if kind == "CIRCULARSTRING" else [(p[0], p[1]) for p in points]
    return shapely.LineString(pairs)


def of_binary(content: bytes) -> shapely.Geometry | None:
    """Read well-known binary with curves in it; None when it is broken.

    Examples
    --------
    >>> numbers = struct.pack("<BII6d", 1, 8, 3, -1, 0, 0, 1, 1, 0)
    >>> round(of_binary(numbers).length, 2)  # half a circle
    3.14
    """
    try:
        return _Binary(content).read(0)
    except FAULTS:
        return None


class _Binary:
    """Well-known binary, read from a position on."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def read(self, depth: int) -> shapely.Geometry:
        """Read one geometry and all its parts."""
        order = "<" if self.content[self.at] else ">"
        self.at += 1
        code = self._whole(order)
        if code & 0x20000000:
            self.at += 4
        thousands = (code & 0xFFFF) // 1000
        size = 2 + bool(code & 0x80000000 or thousands in (1, 3))
        size += bool(code & 0x40000000 or thousands in (2, 3))
        kind = KINDS[(code & 0xFFFF) % 1000]
        if kind == "POINT":
            return _simple(kind, [self._take(order, f"{size}d")])
        n = self._whole(order)
        if n > len(self.content) or depth > DEEPEST:
            raise ValueError(n)
        if kind in ("LINESTRING", "CIRCULARSTRING"):
            return _simple(kind, [self._take(order, f"{size}d") for _ in range(n)])
        if kind == "POLYGON":
            rings = [self._ring(order, size) for _ in range(n)]
            return _built(kind, rings)
        return _built(kind, [self.read(depth + 1) for _ in range(n)])

    def _ring(self, order: str, size: int) -> shapely.Geometry:
        n = self._whole(order)
        return _simple("LINESTRING", [self._take(order, f"{size}d") for _ in range(n)])

    def _whole(self, order: str) -> int:
        return int(self._take(order, "I")[0])

    def _take(self, order: str, what: str) -> tuple[float, ...]:
        form = struct.Struct(order + what)
        found = form.unpack_from(self.content, self.at)
        self.at += form.size
        return found


def of_text(words: str) -> shapely.Geometry | None:
    """Read well-known text with curves in it; None when it is broken.

    Examples
    --------
    >>> half = "CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (-1 0, 0 1, 1 0), (1 0, -1 0)))"
    >>> round(of_text(half).area, 2)
    1.57
    """
    tokens = TOKEN.findall(words)
    if len(tokens) > MOST_POINTS:
        return None
    try:
        return _Text(tokens).read("", 0)
    except FAULTS:
        return None


class _Text:
    """The words, brackets and numbers of well-known text."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def read(self, inside: str, depth: int) -> shapely.Geometry:
        """Read one geometry; within another without a word of its own it is a plain one."""
        kind = PLAIN.get(inside, "LINESTRING")
        if self.tokens[self.at].isalpha():
            kind = self.tokens[self.at].upper()
            self.at += 1
        while self.tokens[self.at].upper() in ("Z", "M", "ZM"):
            self.at += 1
        if kind not in KINDS.values() or depth > DEEPEST:
            raise ValueError(kind)
        if kind in ("POINT", "LINESTRING", "CIRCULARSTRING"):
            return _simple(kind, self._listed(self._numbers))
        return _built(kind, self._listed(lambda: self.read(kind, depth + 1)))

    def _listed(self, one: Callable[[], Part]) -> list[Part]:
        self._past("(")
        found = [one()]
        while self.tokens[self.at] == ",":
            self.at += 1
            found.append(one())
        self._past(")")
        return found

    def _numbers(self) -> list[float]:
        start = self.at
        while self.tokens[self.at] not in (",", ")"):
            self.at += 1
        return [float(token) for token in self.tokens[start : self.at]]

    def _past(self, token: str) -> None:
        if self.tokens[self.at] != token:
            raise ValueError(token)
        self.at += 1


PLAIN = {"MULTISURFACE": "POLYGON", "MULTIPOLYGON": "POLYGON", "MULTIPOINT": "POINT"}
"""What a part without a word of its own is; elsewhere a line."""
