"""Geometries in the cells of a table: well-known text or binary, or GeoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import shapely

from geo.data.errors import ArgumentError
from geo.data.written_shapes import shape_of_wkt, shapes_of_wkb
from geo.intake.values.json_shapes import GEOMETRIES, shape_of

LONGEST = 1_000_000
"""The outline of a district is some hundred thousand characters; more is not looked at."""
DEEPEST = 64
"""Brackets within brackets; a multipolygon needs six."""
WKT = re.compile(
    r"(?:SRID\s*=\s*\d+\s*;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION|"
    r"CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE)"
    r"\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.I,
)
WKB = re.compile(r"(?:\\x|0x)?(0[01][0-9a-f]{40,})", re.I)
JSON = re.compile(r"\{[^{}]*?[\"'](?:type|coordinates)[\"']\s*:", re.I)


def is_written_shape(value: object) -> bool:
    """Say whether a cell reads as a geometry, by how it begins.

    Examples
    --------
    >>> is_written_shape("POINT (4.89 52.4)"), is_written_shape("Point of view")
    (True, False)
    """
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    text = value.strip()
    return bool(WKT.match(text) or JSON.match(text) or WKB.fullmatch(text))


def shape_in(value: object) -> shapely.Geometry | None:
    """Read the geometry in a cell, in two dimensions; None when there is none or an empty one.

    Examples
    --------
    >>> shape_in('{"type": "Point", "coordinates": [4.89, 52.4]}')
    <POINT (4.89 52.4)>
    >>> shape_in("SRID=28992;POINT(1 2)")
    <POINT (1 2)>
    >>> shape_in("{'type': 'Point', 'coordinates': [4.89, 52.4]}"), shape_in("POINT (4.89")
    (<POINT (4.89 52.4)>, None)
    """
    if not is_written_shape(value):
        return None
    text = str(value).strip()
    try:
        shape = _read(text)
    except ArgumentError:  # nested too deep to be a place
        return None
    return None if shape is None or shape.is_empty else shapely.force_2d(shape)


def _read(text: str) -> shapely.Geometry | None:
    if found := WKB.fullmatch(text):
        shape: shapely.Geometry | None = shapes_of_wkb([found.group(1)])[0]
        return shape
    return _of_json(text) if text.startswith("{") else shape_of_wkt(text.partition(";")[2] or text)


def _of_json(text: str) -> shapely.Geometry | None:
    """Read GeoJSON, a feature too; in single quotes it is what Python prints."""
    if _depth(text) > DEEPEST:
        return None
    try:
        found = json.loads(text if '"' in text else text.replace("'", '"'))
    except ValueError:
        return None
    shape = _geometry(found)
    return None if shape is None else shape_of(dict(shape))


def _geometry(found: Any) -> Mapping[str, Any] | None:
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    return found if isinstance(found, dict) and found.get("type") in GEOMETRIES else None


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
