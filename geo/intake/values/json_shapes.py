"""Geometries written as JSON: GeoJSON's and Esri's, as a file or a cell holds them."""

from __future__ import annotations

from typing import Any

import shapely

from geo.intake.values.outlines import sound_outlines

GEOMETRIES = frozenset(
    [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ]
)
EMPTY = shapely.GeometryCollection()


def shape_of(geometry: dict[str, Any]) -> Any:
    """Build a geometry in two dimensions; an empty one when its coordinates make none."""
    if "type" not in geometry:
        return _esri_shape(geometry)
    try:
        return _build(str(geometry["type"]), geometry)
    except (TypeError, ValueError, KeyError, IndexError, OverflowError, shapely.GEOSException):
        return EMPTY


def _build(kind: str, geometry: dict[str, Any]) -> Any:
    if kind == "GeometryCollection":
        return shapely.GeometryCollection([shape_of(g) for g in geometry.get("geometries") or []])
    if kind not in GEOMETRIES:
        return EMPTY
    parts = geometry.get("coordinates")
    if kind == "Point":
        return shapely.Point(_pair(parts)) if parts else EMPTY
    makers: dict[str, Any] = {
        "MultiPoint": lambda c: shapely.MultiPoint([_pair(p) for p in c]),
        "LineString": lambda c: shapely.LineString([_pair(p) for p in c]),
        "MultiLineString": lambda c: shapely.MultiLineString([[_pair(p) for p in x] for x in c]),
        "Polygon": _polygon,
        "MultiPolygon": lambda c: shapely.MultiPolygon([_polygon(p) for p in c]),
    }
    return makers[kind](parts) if parts else EMPTY


def _polygon(rings: Any) -> shapely.Polygon:
    made = [[_pair(p) for p in ring] for ring in rings]
    return shapely.Polygon(made[0], made[1:])


def _pair(position: Any) -> tuple[float, float]:
    """Take the first two numbers; height and measure are left out."""
    return float(position[0]), float(position[1])


def _esri_shape(geometry: dict[str, Any]) -> Any:
    try:
        if "x" in geometry:
            return shapely.Point(float(geometry["x"]), float(geometry["y"]))
        if "rings" in geometry:
            rings = [shapely.Polygon([_pair(p) for p in ring]) for ring in geometry["rings"]]
            return shapely.union_all(sound_outlines(rings))
        parts = geometry.get("paths") or geometry.get("points") or []
        kind = "MultiLineString" if "paths" in geometry else "MultiPoint"
        return _build(kind, {"coordinates": parts})
    except (TypeError, ValueError, KeyError, IndexError, OverflowError, shapely.GEOSException):
        return EMPTY
