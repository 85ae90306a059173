"""Data on its way into a script or page: as base64 of JSON, which no reader on the way can open.

A name from the data passes Jinja (branca compiles the finished page once more), HTML and
JavaScript. Base64 has no brace, quote, angle bracket, backslash or underscore, so that none of
them can take a name for code; the browser reads it with ``JSON.parse``, never as HTML.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.crs import WGS84
from layers.view.levels import level_of
from layers.view.map_model import MapLayer

UNIT_POINTS = 1_000_000  # steps of one degree: about a decimetre
UNIT_PATHS = 200_000  # about half a metre

# Layers whose names stand at the edge of the area, not in its middle where the symbols are.
LABEL_AT_EDGE = frozenset({"clusters"})

TEXT_COLUMNS = {
    "points": ("ref", "label", "tip", "shape", "colour", "stroke"),
    "lines": ("ref", "label", "tip", "colour", "dash"),
    "polygons": ("ref", "label", "tip", "colour", "stroke", "dash"),
}
BESIDE = ("letter", "hatch")  # a layer may do without


def as_base64(content: object) -> str:
    """Return any JSON content as one run of ``A-Za-z0-9+/=``.

    Raises
    ------
    ValueError
        When the content holds NaN or infinity, which JSON does not know.

    Examples
    --------
    >>> as_base64(["{{ 7*7 }}"])
    'WyJ7eyA3KjcgfX0iXQ=='
    """
    # ASCII, so that the browser needs no decoding after atob().
    compact = json.dumps(content, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(compact.encode("ascii")).decode("ascii")


def as_text(value: object) -> str:
    """Return a cell as plain text; missing is "".

    Examples
    --------
    >>> as_text(None), as_text(float("nan")), as_text("NaN")
    ('', '', 'NaN')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    return str(value)


class Words:
    """Every different text of a layer once; the rest of the content refers to it by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, value: object) -> int:
        """Return the number of a text, a new one when it was not seen before."""
        return self._numbers.setdefault(as_text(value), len(self._numbers))

    def all(self) -> list[str]:
        """Return the texts in the order of their numbers."""
        return list(self._numbers)


def layer_content(layer: MapLayer, order: int) -> dict[str, object]:
    """Describe one layer for ``static/ketenkaart/chart.js``.

    Parameters
    ----------
    layer : MapLayer
    order : int
        Place in the view, bottom is 0.

    Returns
    -------
    dict
        JSON content: ``words`` (all texts), ``columns`` and ``card`` (numbers of texts, a row
        each), ``level`` (what is seen from how near), ``counts`` (whether it counts
        what is drawn one by one from near), ``size`` (px), ``opacity``,
        ``geometry`` (WGS84, whole numbers of ``1/unit`` degree, longitude first; a path is a run
        of steps).

    Raises
    ------
    ValueError
        When a drawing column is missing.
    """
    missing = [name for name in TEXT_COLUMNS[layer.kind] if name not in layer.frame.columns]
    # Tenants carry their name as a data column already; others may draw nothing but shapes.
    if missing:
        raise ValueError(f"layer {layer.key!r} lacks the drawing columns {missing}")
    words, frame = Words(), layer.frame
    content: dict[str, object] = {
        "key": layer.key,
        "title": layer.title,
        "kind": layer.kind,
        "order": order,
        "labelled": layer.labelled,
        "counts": layer.counted is not None,
        "level": level_of(layer.key, len(frame)) if layer.kind == "points" else None,
        "columns": {
            name: [words.number(value) for value in frame[name]]
            for name in (*TEXT_COLUMNS[layer.kind], *BESIDE)
            if name in frame
        },
        "size": [round(float(size), 2) for size in frame["size"]],
        **({"alpha": round(layer.alpha, 2)} if layer.alpha < 1 else {}),
        "card": [_card(layer.card.get(ref, ()), words) for ref in frame["ref"]],
        **_drawing(layer, words),
    }
    return content | {"words": words.all()}


def _card(lines: Iterable[tuple[str, str]], words: Words) -> list[int]:
    return [words.number(text) for line in lines for text in line]


def _drawing(layer: MapLayer, words: Words) -> dict[str, object]:
    frame = layer.frame
    degrees = frame.to_crs(WGS84).geometry.to_numpy()
    if layer.kind == "points":
        return {
            "unit": UNIT_POINTS,
            "geometry": _whole(shapely.get_coordinates(degrees), UNIT_POINTS).tolist(),
            "parts": [_parts(parts, words) for parts in frame["parts"]],
        }
    columns: dict[str, object] = {
        "unit": UNIT_PATHS,
        "geometry": [_paths(shape) for shape in degrees],
    }
    if layer.kind == "polygons":
        columns["opacity"] = [round(float(value), 2) for value in frame["opacity"]]
        if "letter" in frame:
            columns["letter_at"] = _label_points(frame)
    if layer.labelled:
        columns["label_style"] = "edge" if layer.key in LABEL_AT_EDGE else "middle"
        columns["label_at"] = _label_points(frame)
    return columns


def _parts(parts: object, words: Words) -> list[tuple[int, float, int]] | None:
    if not isinstance(parts, list | tuple):
        return None
    return [
        (words.number(colour), round(float(weight), 3), words.number(letter))
        for colour, weight, letter in parts
    ]


def _label_points(frame: gpd.GeoDataFrame) -> list[list[int]]:
    points = frame.representative_point().to_crs(WGS84).to_numpy()
    pairs: list[list[int]] = _whole(shapely.get_coordinates(points), UNIT_PATHS).tolist()
    return pairs


def _whole(degrees: np.ndarray, unit: int) -> np.ndarray:
    return np.round(degrees * unit).astype(np.int64)


def _paths(shape: shapely.Geometry) -> list[list[int]]:
    """Return every line or ring of a geometry as a run of steps in whole numbers."""
    runs = []
    for part in shapely.get_parts(shape):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            points = _whole(shapely.get_coordinates(ring), UNIT_PATHS)
            steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            moved = steps.any(axis=1)
            runs.append(steps[moved].ravel().tolist())
    return runs
