"""Open an upload by what it is, once it has passed inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.refusal import FileRefused
from geo.intake.process.inspection import inspect
from geo.intake.readers.archive import (
    inner_content,
    inner_files,
    refuse_unknown,
    shapefiles_in,
    short_names,
)
from geo.intake.readers.content import kind_of
from geo.intake.readers.delimited import cut, decode
from geo.intake.readers.grid import to_table

ENDINGS: dict[str, tuple[str, ...]] = {
    "csv": ("csv", "tsv", "tab", "txt"),
    "xlsx": ("xlsx", "xlsm"),
    "xlsb": ("xlsb",),
    "xls": ("xls",),
    "ods": ("ods",),
    "geojson": ("geojson", "json", "geojsonl", "ndjson", "geojsons", "jsonl"),
    "sqlite": ("gpkg",),
    "zip": ("zip", "shz"),
    "kml": ("kml",),
    "kmz": ("kmz",),
    "parquet": ("parquet", "geoparquet", "pq"),
    "flatgeobuf": ("fgb",),
}
"""Kind of content to the endings that go with it."""


def open_upload(name: str, content: bytes, chosen: Sequence[str] = ()) -> tuple[str, list[Layer]]:
    """Inspect an upload and read its layers.

    Parameters
    ----------
    name : str
        File name as the planner gave it; never opened.
    content : bytes
    chosen : sequence of str
        Sheets or layers to read; empty for the default.

    Returns
    -------
    str
        Kind of content.
    list of Layer
        At least one, each with at least one row.

    Raises
    ------
    FileRefused
    """
    inspect(name, content)
    kind = kind_of(content)
    layers = _read(kind, name, content, chosen)
    ending = name.rpartition(".")[2].lower()
    known = {e for endings in ENDINGS.values() for e in endings}
    if ending in known and ending not in ENDINGS.get(kind, ()):
        facts: Facts = {**layers[0].facts, "kind_differs": {"ending": ending, "kind": kind}}
        layers = [replace(layers[0], facts=facts), *layers[1:]]
    return kind, layers


WORKBOOKS = ("xlsx", "xls", "xlsb", "ods")


def _read(kind: str, name: str, content: bytes, chosen: Sequence[str]) -> list[Layer]:
    """Read a content by its kind; a reader is loaded when it is needed, for speed."""
    if kind == "csv":
        return read_delimited(name, content)
    if kind in ("zip", "kmz"):
        return read_archive(name, content, chosen)
    if kind in WORKBOOKS:
        from geo.intake.readers.workbook import read_workbook

        return read_workbook(name, content, chosen)
    if kind == "sqlite":
        from geo.intake.readers.geopackage import read_geopackage

        return read_geopackage(name, content, chosen)
    return _read_places(kind, name, content)


def _read_places(kind: str, name: str, content: bytes) -> list[Layer]:
    """Read one of the formats that hold geometries and a single layer."""
    if kind == "geojson":
        from geo.intake.readers.geojson import read_geojson

        return read_geojson(name, content)
    if kind == "kml":
        from geo.intake.readers.kml import read_kml

        return read_kml(name, content)
    if kind == "parquet":
        from geo.intake.readers.parquet_files import read_parquet

        return read_parquet(name, content)
    from geo.intake.readers.flatgeobuf import read_flatgeobuf

    return read_flatgeobuf(name, content)


def read_delimited(name: str, content: bytes) -> list[Layer]:
    """Read a text table.

    Raises
    ------
    FileRefused
        ``no_rows`` when there is no data row.

    Examples
    --------
    >>> read_delimited("a.csv", b"naam;x;y\\nA;1;2\\n")[0].table.values.tolist()
    [['A', '1', '2']]
    """
    text = decode(content)
    found = cut(text.text, name)
    table = to_table(found.rows, found.lines)
    if table is None:
        raise FileRefused("no_rows", file=name)
    facts = {**text.facts, **found.facts, **table.facts}
    layer = Layer("", table.frame, table.lines, None, "", facts, text.encoding, found.delimiter)
    return [layer]


def read_archive(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the shapefiles of a zip, or the one other file in it.

    Raises
    ------
    FileRefused
        ``no_map_in_archive``, ``archive_several``, ``archive_in_archive`` or what the inner file is
        refused for.
    """
    groups = shapefiles_in(name, content)
    if groups:
        wanted = [parts for parts in groups if not chosen or parts.name in chosen]
        from geo.intake.readers.shapefiles import read_shapefile

        layers = [layer for parts in wanted if (layer := read_shapefile(name, parts))]
        if not layers:
            raise FileRefused("no_rows", file=name)
        return _told(layers)
    inner = inner_files(content)
    if not inner:
        raise refuse_unknown(name, content)
    named = [n for n in inner if n in chosen] or _of_one_ending(inner)
    if not named:
        raise FileRefused("archive_several", file=name, found=", ".join(inner)[:300])
    shown = short_names(named)
    layers = [
        replace(layer, name=layer.name or shown[member])
        for member in named
        for layer in open_inner(name, content, member)[1]
    ]
    return _told(layers)


def _of_one_ending(inner: list[str]) -> list[str]:
    """Return the files when all are of one kind; a text beside them is a note about them."""
    tables = [n for n in inner if not n.lower().endswith(".txt")] or inner
    endings = {n.rpartition(".")[2].lower() for n in tables}
    return tables if len(endings) == 1 else []


def open_inner(name: str, content: bytes, member: str) -> tuple[str, list[Layer]]:
    """Read the one file in a zip; a zip in a zip is not unpacked further."""
    inside = inner_content(name, content, member)
    inspect(f"{name}: {member}", inside)
    kind = kind_of(inside)
    if kind in ("zip", "kmz"):
        raise FileRefused("archive_in_archive", file=name)
    return kind, _read(kind, f"{name}: {member}", inside, ())


def _told(layers: list[Layer]) -> list[Layer]:
    if len(layers) == 1:
        return layers
    words = ", ".join(f"{layer.name} ({len(layer.table)})" for layer in layers)
    first = replace(layers[0], facts={**layers[0].facts, "several_layers": {"layers": words}})
    return [first, *layers[1:]]
