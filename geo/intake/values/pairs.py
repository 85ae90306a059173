"""Two coordinates in one cell, in the ways people paste them."""

from __future__ import annotations

import math
import re

import shapely

from geo.data.errors import ArgumentError
from geo.data.written_shapes import shape_of_wkt, shapes_of_wkb
from geo.intake.values.cells import bare_number, degrees_of, number_of

LONGEST = 20_000
"""A geometry written out in a cell may be long; more than this is not looked at."""
SHORT = 300
DOT = r"[-+]?\d{1,7}\.\d+"
COMMA = r"[-+]?\d{1,7},\d+"
WKT = re.compile(
    r"(?:SRID\s*=\s*\d+\s*;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\b", re.I
)
NAMED = re.compile(
    r"\b(?:latitude|longitude|lat|lon|lng|long|nb|ol|rd|[xy])\s*[:=]?\s*(?=[-+\d])", re.I
)
"""What people write in front of each of the two numbers."""
EITHER = r"[-+]?\d{1,7}(?:\.\d+)?"
HALVES = (
    re.compile(rf"({DOT})[\s,;/|]+({EITHER})"),
    re.compile(rf"({EITHER})[\s,;/|]+({DOT})"),
    re.compile(rf"({COMMA})[\s,;/|]+({COMMA})"),
    re.compile(r"(?<![\d.,])([-+]?\d{1,7})[\s,;/|]+([-+]?\d{1,7})(?![\d.,])"),
)


def pair_of(value: object) -> tuple[float, float] | None:
    """Return the two numbers of a cell in the order in which they stand; None when it holds none.

    Examples
    --------
    >>> pair_of("52.4009993, 4.8910066"), pair_of("52,3539968; 4,9114946")
    ((52.4009993, 4.8910066), (52.3539968, 4.9114946))
    >>> pair_of("POINT (4.89 52.4)"), pair_of("52°24'N 4°53'27\\"E"), pair_of("Weena 5")
    ((4.89, 52.4), (52.4, 4.8908333), None)
    >>> pair_of("lat: 52.4 lon: 4.89"), pair_of("121230.5 490467")
    ((52.4, 4.89), (121230.5, 490467.0))
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = value.strip().replace("\u00a0", " ").replace("\u2212", "-")
    if WKT.match(text) or re.fullmatch(r"0[01][0-9a-f]{40,}", text, re.I):
        return _middle(_geometry(text))
    return _written(text[:SHORT]) if len(text) <= SHORT else None


def _geometry(text: str) -> shapely.Geometry | None:
    """Read well-known text or bytes; a number of a system in front is left out."""
    try:
        if text[:1] == "0":
            shape: shapely.Geometry | None = shapes_of_wkb([text])[0]
            return shape
        return shape_of_wkt(text.partition(";")[2] or text)
    except ArgumentError:  # nested too deep to be a place
        return None


def _middle(shape: shapely.Geometry | None) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    minx, miny, maxx, maxy = shape.bounds
    found = (minx + (maxx - minx) / 2, miny + (maxy - miny) / 2)
    return found if all(map(math.isfinite, found)) else None


def _written(text: str) -> tuple[float, float] | None:
    for split in (_by_sign, _by_degrees):
        if found := split(text):
            return found
    bare = NAMED.sub("", text)
    for pattern in HALVES:
        if match := pattern.search(bare):
            return number_of(match.group(1)), number_of(match.group(2))
    return None


def _by_sign(text: str) -> tuple[float, float] | None:
    """Cut at the one sign that cannot be part of a number."""
    for sign in (";", "|", "/", "\t"):
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) == 2 and all(bare_number(part) for part in parts):  # noqa: PLR2004
            return number_of(parts[0]), number_of(parts[1])
    return None


def _by_degrees(text: str) -> tuple[float, float] | None:
    """Read two angles with hemispheres or degree signs."""
    if not re.search(r"[°ºNZSOEW]", text, re.I):
        return None
    for cut in re.finditer(r"[,;/]\s*|\s+", text):
        first, second = degrees_of(text[: cut.start()]), degrees_of(text[cut.end() :])
        if (
            first
            and second
            and {first[1], second[1]} != {"lat"}
            and {first[1], second[1]} != {"lon"}
        ):
            return first[0], second[0]
    return None
