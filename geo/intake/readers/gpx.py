"""GPX, as satellite navigation writes it: waypoints, else routes and tracks as lines."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.intake.model.draft import Layer
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.alike_layers import about_layers
from geo.intake.readers.wide import refuse_sparse
from geo.intake.readers.xml_features import bare_tag, parts_of, words_of

LABEL = "OGC:CRS84"
WORDS = {"name": "naam", "desc": "omschrijving", "cmt": "opmerking", "type": "soort"}
LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
POINTS = ("rtept", "trkpt")


def read_gpx(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the waypoints, or what is chosen of waypoints, routes and tracks.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``no_rows`` or ``too_many_columns``.

    Examples
    --------
    >>> layer = read_gpx("a", b'<gpx><wpt lat="52.4" lon="4.89"><name>A</name></wpt></gpx>')[0]
    >>> layer.table["naam"].tolist(), layer.shapes.tolist()
    (['A'], [<POINT (4.89 52.4)>])
    """
    _, parts, facts = parts_of(name, content, LAYERS.__contains__)
    layers = [
        _layer(name, LAYERS[tag], [part for part in parts if bare_tag(part) == tag], len(content))
        for tag in LAYERS
        if any(bare_tag(part) == tag for part in parts)
    ]
    if not layers:
        raise FileRefused("no_rows", file=name)
    kept = [layer for layer in layers if layer.name in chosen] or layers[:1]
    about = about_layers(layers, kept)
    return [replace(kept[0], facts={**facts, **about}), *kept[1:]]


def _layer(name: str, title: str, parts: list[Xml.Element], size: int) -> Layer:
    records = [_record(part) for part in parts]
    refuse_sparse(len(set().union(*records)), len(records), size, name)
    table = pd.DataFrame(records, index=range(len(parts)), dtype=object)
    table = table.astype(object).where(table.notna(), None)
    shapes = np.empty(len(parts), dtype=object)
    shapes[:] = [_shape(part) for part in parts]
    return Layer(title, table, np.arange(1, len(parts) + 1), shapes, LABEL, {}, "utf-8")


def _record(part: Xml.Element) -> dict[str, Any]:
    found: dict[str, Any] = {"naam": None}
    for child in part:
        tag = bare_tag(child)
        if tag in (*POINTS, "trkseg", "extensions"):
            continue
        found[WORDS.get(tag, tag)] = child.get("href") or words_of(child)
    return found


def _shape(part: Xml.Element) -> Any:
    if bare_tag(part) == "wpt":
        pair = _pair(part)
        return shapely.Point(pair) if pair else None
    pairs = [pair for node in part.iter() if bare_tag(node) in POINTS and (pair := _pair(node))]
    return shapely.LineString(pairs) if len(pairs) > 1 else None


def _pair(node: Xml.Element) -> tuple[float, float] | None:
    try:
        return float(node.get("lon", "")), float(node.get("lat", ""))
    except ValueError:
        return None
