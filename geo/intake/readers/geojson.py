"""GeoJSON and its kin (one feature a line, Esri's JSON, bare geometries), read without GDAL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.decoding import decode
from geo.intake.readers.grid import numbers, unique_names
from geo.intake.readers.salvage import FEATURES, before_the_cut, whole_lines, without_last_commas
from geo.intake.readers.wide import refuse_sparse
from geo.intake.values.cells import text_of
from geo.intake.values.json_shapes import EMPTY, GEOMETRIES, shape_of
from geo.intake.values.moments import in_dutch_time

SCRIPT = re.compile(r"^\s*(?:(?:(?:var|let|const)\s+)?[A-Za-z_]\w*\s*=\s*|\w+\()", re.A)
OSM_TYPES = ("node", "way", "relation")
WRAPPED = 3
"""Objects round a list of rows, in the answers of services: {"results": {"bindings": [...]}}."""
Properties = Mapping[str, Any]


def read_geojson(name: str, content: bytes) -> list[Layer]:
    """Read GeoJSON; also one feature a line, Esri's JSON, a bare geometry and a list of records.

    Returns
    -------
    list of Layer
        One, with the coordinates as they stand and the label of the ``crs`` member.

    Raises
    ------
    FileRefused
        ``json_broken`` (with the line), ``json_unknown``, ``json_topology``, ``kind_unsupported``,
        ``no_rows`` or ``too_many_columns``.

    Examples
    --------
    >>> layer = read_geojson("a", b'{"type": "Point", "coordinates": [4.9, 52.4]}')[0]
    >>> layer.shapes.tolist(), layer.label
    ([<POINT (4.9 52.4)>], '')
    """
    text = decode(content)
    found, facts = _parse(name, text.text)
    label = _label(found)
    pairs = list(_features(name, found))
    if not pairs:
        raise FileRefused("no_rows", file=name)
    shapes = None if all(shape is None for _, shape in pairs) else _array(s for _, s in pairs)
    names = _names(properties for properties, _ in pairs)
    refuse_sparse(len(names), len(pairs), len(content), name)
    table = _table([properties for properties, _ in pairs], names)
    lines = np.arange(1, len(pairs) + 1)
    return [Layer("", table, lines, shapes, label, {**text.facts, **facts}, text.encoding)]


def _array(shapes: Iterable[Any]) -> np.ndarray:
    made = list(shapes)
    array = np.empty(len(made), dtype=object)
    array[:] = made
    return array


def _parse(name: str, text: str) -> tuple[Any, Facts]:
    """Read JSON, and what is whole of JSON that is broken; says what was lost."""
    body = text.strip().lstrip("\ufeff")
    if found := SCRIPT.match(body):
        body = body[found.end() :].rstrip(" \n\r\t;)")
    try:
        return json.loads(body), {}
    except json.JSONDecodeError as error:
        return _mended(name, body, error.lineno)
    except RecursionError as error:
        raise FileRefused("json_nesting", file=name, limit="64") from error
    except ValueError as error:  # a number of thousands of digits
        raise FileRefused("json_broken", file=name, line="1") from error


def _mended(name: str, body: str, line: int) -> tuple[Any, Facts]:
    """Read what is whole of JSON that is broken, on a line."""
    try:
        read = _all_lines(body) or _without_last_commas(body) or _saved(body)
    except RecursionError as error:  # a quote that is gone hid how deep it is
        raise FileRefused("json_nesting", file=name, limit="64") from error
    if read is None:
        raise FileRefused("json_broken", file=name, line=str(line))
    return read


def _all_lines(text: str) -> tuple[Any, Facts] | None:
    """Read one object a line, a record separator in front allowed; None when it is not that."""
    lines = [line for line in (line.strip("\x1e \t\r,") for line in text.split("\n")) if line]
    if len(lines) < 2:  # noqa: PLR2004
        return None
    try:
        return [json.loads(line) for line in lines], {}
    except (json.JSONDecodeError, RecursionError):
        return None


def _saved(body: str) -> tuple[Any, Facts] | None:
    """Read the whole features before a cut, or the whole lines of a file with one object a line."""
    if cut := before_the_cut(body):
        found, rest = cut
        n = len(found["features"] if isinstance(found, dict) else found)
        return found, {"file_cut": {"n": str(n), "lost": str(len(rest.encode()))}}
    lines = None if FEATURES.search(body) else whole_lines(body)
    if lines is None:
        return None
    found, lost = lines
    return found, {"lines_lost": {"n": str(len(lost)), "lines": numbers(lost)}}


def _without_last_commas(text: str) -> tuple[Any, Facts] | None:
    """Read JSON with a comma behind the last item of a list; None when that is not the fault."""
    bare = without_last_commas(text)
    try:
        return (json.loads(bare), {}) if bare != text else None
    except json.JSONDecodeError:
        return None


def _label(found: Any) -> str:
    """Return the coordinate system the file names: the old ``crs`` member, or Esri's number."""
    if not isinstance(found, dict):
        return ""
    crs = found.get("crs")
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        properties = crs["properties"]
        return str(properties.get("name") or properties.get("code") or "")[:300]
    esri = found.get("spatialReference")
    if isinstance(esri, dict):
        number = esri.get("latestWkid") or esri.get("wkid")
        return f"EPSG:{number}" if number else str(esri.get("wkt") or "")[:3000]
    return str(crs)[:300] if isinstance(crs, str) else ""


def _features(name: str, found: Any) -> Iterable[tuple[Properties, Any]]:
    """Yield properties and geometry (None where absent) of everything in the file."""
    if isinstance(found, list):
        for item in _headed(found) or found:
            yield from _features(name, item)
        return
    if not isinstance(found, dict):
        raise FileRefused("json_unknown", file=name)
    kind = _type_of(found)
    if kind == "Topology":
        raise FileRefused("json_topology", file=name)
    inner = found.get("features")
    if isinstance(inner, list) and (kind == "FeatureCollection" or kind not in GEOMETRIES):
        dates = _date_fields(found)
        for item in inner:
            yield _feature(item, dates)
    elif kind == "Feature" or "attributes" in found:
        yield _feature(found, frozenset())
    elif kind == "GeometryCollection" and isinstance(found.get("geometries"), list):
        yield from (({}, shape_of(part)) for part in found["geometries"])
    elif kind in GEOMETRIES:
        yield {}, shape_of(found)
    elif (rows := _wrapped(found) or _columns(found)) is not None:
        yield from _features(name, rows)
    elif not kind or "coordinates" not in found:
        yield _record(name, found)


def _type_of(found: dict[str, Any]) -> str:
    kind = found.get("type")
    return kind if isinstance(kind, str) else ""


def _wrapped(found: dict[str, Any], depth: int = 0) -> list[Any] | None:
    """Return the one list of objects that an object holds, as web services answer.

    Examples
    --------
    >>> _wrapped({"success": True, "result": {"total": 1, "records": [{"naam": "A"}]}})
    [{'naam': 'A'}]
    """
    lists = [v for v in found.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
    if lists or depth >= WRAPPED:
        return lists[0] if len(lists) == 1 else None
    inner = (_wrapped(v, depth + 1) for v in found.values() if isinstance(v, dict))
    within = [rows for rows in inner if rows]
    return within[0] if len(within) == 1 else None


def _columns(found: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the rows of an object that holds a table column by column, as pandas writes it.

    Examples
    --------
    >>> _columns({"naam": ["A", "B"], "x": [1, 2]})
    [{'naam': 'A', 'x': 1}, {'naam': 'B', 'x': 2}]
    >>> _columns({"naam": {"0": "A"}, "x": {"0": 1}})
    [{'naam': 'A', 'x': 1}]
    """
    names, rows = found.get("columns"), found.get("data")
    if isinstance(names, list) and isinstance(rows, list):
        return _headed([names, *rows])
    if any(_is_wrapped(cell) for cell in found.values()):
        return None
    cells = [list(c.values()) if isinstance(c, dict) else c for c in found.values()]
    if len(cells) < 2 or not all(isinstance(c, list) for c in cells):  # noqa: PLR2004
        return None
    if len({len(c) for c in cells}) != 1 or not cells[0]:
        return None
    if any(isinstance(cell, dict | list) for column in cells for cell in column):
        return None
    return [dict(zip(found, row, strict=True)) for row in zip(*cells, strict=True)]


def _headed(found: list[Any]) -> list[dict[str, Any]] | None:
    """Return the rows of a list of lists whose first one holds the headings.

    Examples
    --------
    >>> _headed([["naam", "x"], ["A", 1]]), _headed([[4.9, 52.4], [4.9, 52.4]])
    ([{'naam': 'A', 'x': 1}], None)
    """
    lists = len(found) > 1 and all(isinstance(row, list) for row in found)
    if not lists or not all(isinstance(cell, str) for cell in found[0]):
        return None
    if any(len(row) != len(found[0]) for row in found):
        return None
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def _record(name: str, found: dict[str, Any]) -> tuple[Properties, Any]:
    """Take a plain object for a row of a table."""
    if "error" in found and not isinstance(found["error"], str | int | float):
        raise FileRefused("kind_unsupported", file=name, kind="service_error")
    found = _opened(found)
    if not any(isinstance(value, str | int | float) for value in found.values()):
        raise FileRefused("json_unknown", file=name)
    shape = found.get("geometry")
    if isinstance(shape, dict):
        return {k: v for k, v in found.items() if k != "geometry"}, shape_of(shape)
    return found, None


def _opened(found: dict[str, Any]) -> dict[str, Any]:
    """Open what services wrap: each value of SPARQL, and tags and middle of OpenStreetMap.

    Examples
    --------
    >>> _opened({"naam": {"type": "literal", "value": "A"}})
    {'naam': 'A'}
    >>> _opened({"type": "way", "center": {"lat": 52.4, "lon": 4.9}, "tags": {"name": "A"}})
    {'osm type': 'way', 'lat': 52.4, 'lon': 4.9, 'name': 'A'}
    """
    made = {
        key: value["value"]
        if isinstance(value, dict) and {"type", "value"} <= set(value)
        else value
        for key, value in found.items()
    }
    if made.get("type") not in OSM_TYPES:
        return made
    opened: dict[str, Any] = {}
    for key, value in made.items():
        if key in ("center", "tags") and isinstance(value, dict):
            opened |= {k: v for k, v in value.items() if k not in opened}
        elif key not in ("nodes", "members", "bounds"):
            opened["osm type" if key == "type" else key] = value
    return opened


def _is_wrapped(value: Any) -> bool:
    return isinstance(value, dict) and {"type", "value"} <= set(value)


def _date_fields(found: dict[str, Any]) -> frozenset[str]:
    """Names of Esri's date fields: milliseconds since 1970."""
    fields = found.get("fields")
    listed = fields if isinstance(fields, list) else []
    return frozenset(
        str(f.get("name")) for f in listed if isinstance(f, dict) and "Date" in str(f.get("type"))
    )


def _feature(item: Any, dates: frozenset[str]) -> tuple[Properties, Any]:
    if not isinstance(item, dict):
        return {}, EMPTY
    properties = item.get("properties", item.get("attributes"))
    made = dict(properties) if isinstance(properties, dict) else {}
    for field in dates & set(made):
        made[field] = _moment(made[field])
    if "id" in item and "id" not in made and isinstance(item["id"], str | int):
        made = {"id": item["id"], **made}
    shape = item.get("geometry")
    if _type_of(item) in GEOMETRIES and shape is None:
        shape = item
    if not isinstance(shape, dict):
        return made, EMPTY
    found = shape_of(shape)
    return made, None if found.is_empty and shape.get("coordinates") else found


def _moment(value: Any) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    moment = pd.to_datetime(value, unit="ms", errors="coerce", utc=True)
    if pd.isna(moment):
        return None
    day = moment.to_pydatetime()
    # Midnight in world time is a day without a time; any other moment is one by the Dutch clock.
    return day.replace(tzinfo=None) if day.time() == time(0) else in_dutch_time(day)


def _names(records: Iterable[Properties]) -> list[str]:
    return list(dict.fromkeys(str(key) for record in records for key in record))


def _table(records: list[Properties], names: list[str]) -> pd.DataFrame:
    columns = {key: [readable(record.get(key)) for record in records] for key in names}
    made = pd.DataFrame(columns, index=range(len(records)), dtype=object)
    made.columns = pd.Index(unique_names(names)[0], dtype=object)
    return made


def readable(value: Any) -> Any:
    """Return a value as a cell; lists and objects as words.

    Examples
    --------
    >>> readable(["9003", "7410"]), readable({"straat": "Werfkade", "nr": 12}), readable(1.5)
    ('9003, 7410', 'Werfkade 12', 1.5)
    """
    if isinstance(value, list):
        return ", ".join(filter(None, (text_of(readable(item)) for item in value))) or None
    if isinstance(value, dict):
        return " ".join(filter(None, (text_of(readable(v)) for v in value.values()))) or None
    return value
