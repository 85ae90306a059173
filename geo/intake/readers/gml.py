"""GML, as web feature services of municipalities and PDOK answer: features with their shapes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.data.curved_shapes import circular
from geo.intake.model.draft import Layer
from geo.intake.model.limits import MAX_DEPTH, MAX_LAYERS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.alike_layers import about_layers, of_one_kind
from geo.intake.readers.grid import unique_names
from geo.intake.readers.wide import refuse_sparse
from geo.intake.readers.xml_features import bare_tag, groups_of, parts_of, words_of
from geo.intake.values.frames import label_of

MEMBERS = ("featureMember", "member", "featureMembers", "Members")
SIMPLE = ("Point", "LineString", "LinearRing", "LineStringSegment", "Arc", "ArcString", "Circle")
AREAS = ("Polygon", "PolygonPatch", "Rectangle", "Triangle")
MANY = (
    *("MultiPoint", "MultiLineString", "MultiCurve", "MultiPolygon", "MultiSurface"),
    *("MultiGeometry", "Surface", "Curve", "CompositeCurve", "CompositeSurface"),
)
SHAPES = frozenset((*SIMPLE, *AREAS, *MANY))
LEFT_OUT = ("boundedBy", "metaDataProperty")
WORD = re.compile(r"\S+")
LATITUDE_FIRST = re.compile(r"urn:|https?://www\.opengis\.net/def/crs", re.I)
"""Names of systems under which degrees stand in the order of the system itself."""


def read_gml(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the features of a GML file, one layer a kind of feature.

    None chosen means the kind with most known headings, and those with the same.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``no_rows``, ``too_many_layers`` or ``too_many_columns``.
    """
    _, members, facts = parts_of(name, content, MEMBERS.__contains__)
    kinds: dict[str, list[Xml.Element]] = {}
    # A list of members may hold single ones again: each feature counts once.
    for feature in dict.fromkeys(child for member in members for child in member):
        if bare_tag(feature) not in MEMBERS:
            kinds.setdefault(bare_tag(feature), []).append(feature)
    if not kinds:
        raise FileRefused("no_rows", file=name)
    if len(kinds) > MAX_LAYERS:
        raise FileRefused("too_many_layers", file=name, count=len(kinds), limit=MAX_LAYERS)
    layers = [_layer(name, kind, features, len(content)) for kind, features in kinds.items()]
    kept = [layer for layer in layers if layer.name in chosen] or of_one_kind(layers)
    about = about_layers(layers, kept)
    return [replace(kept[0], facts={**facts, **about}), *kept[1:]]


def _layer(name: str, kind: str, features: list[Xml.Element], size: int) -> Layer:
    records = [_record(feature) for feature in features]
    names = list(dict.fromkeys(key for record, _ in records for key in record))
    refuse_sparse(len(names), len(records), size, name)
    columns = {key: [record.get(key) for record, _ in records] for key in names}
    table = pd.DataFrame(columns, index=range(len(records)), dtype=object)
    table.columns = pd.Index(unique_names(names)[0], dtype=object)
    said = next((found for f in features if (found := _system(f))), "")
    shapes = np.empty(len(records), dtype=object)
    shapes[:] = [_of_feature(node, _turned(said)) for _, node in records]
    return Layer(kind, table, np.arange(1, len(records) + 1), shapes, said, {}, "utf-8")


def _record(feature: Xml.Element) -> tuple[dict[str, Any], Xml.Element | None]:
    """Return the data of a feature, and the element of its first geometry."""
    record: dict[str, Any] = {}
    shape: Xml.Element | None = None
    for child in feature:
        tag = bare_tag(child)
        inside = next((node for node in child.iter() if bare_tag(node) in SHAPES), None)
        if tag in LEFT_OUT:
            continue
        if inside is not None:
            shape = inside if shape is None else shape
        else:
            record.setdefault(tag, words_of(child))
    return record, shape


def _system(feature: Xml.Element) -> str:
    return next((said for node in feature.iter() if (said := node.get("srsName"))), "")


def _turned(said: str) -> bool:
    """Say whether latitude comes first: in degrees, when the system is named in full."""
    label = label_of(said) if LATITUDE_FIRST.match(said) and "CRS84" not in said else None
    return label is not None and label.frame.degrees


def _of_feature(node: Xml.Element | None, turned: bool) -> Any:
    """Return the geometry of a feature: an empty one where there is none, None when broken."""
    if node is None:
        return shapely.GeometryCollection()
    try:
        made = list(_shapes(node, 0))
    except (ValueError, IndexError, shapely.GEOSException):
        return None
    if not made:
        return None
    whole = made[0] if len(made) == 1 else shapely.GeometryCollection(made)
    return shapely.transform(whole, lambda pairs: pairs[:, ::-1]) if turned else whole


def _shapes(node: Xml.Element, depth: int) -> Iterator[Any]:
    """Yield points, lines and polygons below a geometry."""
    kind = bare_tag(node)
    if depth > MAX_DEPTH:
        raise ValueError(depth)
    if kind in AREAS:
        rings = [_ring(n) for n in node if bare_tag(n) in ("exterior", "outerBoundaryIs")]
        holes = [_ring(n) for n in node if bare_tag(n) in ("interior", "innerBoundaryIs")]
        yield shapely.Polygon(rings[0], holes)
    elif kind in SIMPLE:
        pairs = _pairs(node)
        if kind in ("Arc", "ArcString"):
            pairs = circular(pairs)
        yield shapely.Point(pairs[0]) if kind == "Point" else shapely.LineString(pairs)
    else:
        for child in node:
            yield from _shapes(child, depth + 1)


def _ring(node: Xml.Element) -> list[tuple[float, float]]:
    lines = [line for child in node for line in _shapes(child, 1)]
    return [pair for line in lines for pair in line.coords]


def _pairs(node: Xml.Element) -> list[tuple[float, float]]:
    """Read positions in any of the ways of GML 2 and 3; a third number is left out."""
    found: list[tuple[float, float]] = []
    for child in node.iter():
        tag, text = bare_tag(child), child.text or ""
        if tag == "coordinates":
            groups = [group.split(",") for group in groups_of(text)]
            found += [(float(group[0]), float(group[1])) for group in groups]
        elif tag == "pos":
            numbers = text.split()
            found.append((float(numbers[0]), float(numbers[1])))
        elif tag == "posList":
            said = child.get("srsDimension") or node.get("srsDimension") or "2"
            size = 3 if said == "3" else 2
            # One after another: a list of all words would be larger than the numbers.
            each = (float(word.group()) for word in WORD.finditer(text))
            found += [(group[0], group[1]) for group in zip(*[each] * size, strict=False)]
    return found
