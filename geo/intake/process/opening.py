"""Open an upload by what it is, once it has passed inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.refusal import FileRefused
from geo.intake.process.inspection import inspect
from geo.intake.readers.alike_layers import about_layers, of_one_kind
from geo.intake.readers.archive import (
    Parts,
    inner_content,
    inner_files,
    refuse_unknown,
    shapefiles_in,
    short_names,
)
from geo.intake.readers.content import kind_of
from geo.intake.readers.cut_archive import before_the_end, is_cut
from geo.intake.readers.decoding import decode
from geo.intake.readers.delimited import cut
from geo.intake.readers.grid import to_table
from geo.intake.readers.no_table import is_prose

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
    "gpx": ("gpx",),
    "gml": ("gml", "xml"),
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
    cut = before_the_end(name, content) if is_cut(content) else None
    if cut:
        content, files = cut
    inspect(name, content)
    kind = kind_of(content)
    layers = _read(kind, name, content, chosen)
    if cut:
        told: Facts = {**layers[0].facts, "archive_cut": {"files": files}}
        layers = [replace(layers[0], facts=told), *layers[1:]]
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
    return _read_places(kind, name, content, chosen)


def _read_places(kind: str, name: str, content: bytes, chosen: Sequence[str]) -> list[Layer]:
    """Read one of the formats of text or blocks that hold geometries."""
    if kind == "gpx":
        from geo.intake.readers.gpx import read_gpx

        return read_gpx(name, content, chosen)
    if kind == "gml":
        from geo.intake.readers.gml import read_gml

        return read_gml(name, content, chosen)
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
        ``no_rows`` when there is no data row, ``kind_unsupported`` when it is a letter or notes.

    Examples
    --------
    >>> read_delimited("a.csv", b"naam;x;y\\nA;1;2\\n")[0].table.values.tolist()
    [['A', '1', '2']]
    """
    text = decode(content)
    found = cut(text.text, name)
    if is_prose(found.rows, found.delimiter):
        raise FileRefused("kind_unsupported", file=name, kind="text")
    table = to_table(found.rows, found.lines)
    if table is None:
        raise FileRefused("no_rows", file=name)
    facts = {**text.facts, **found.facts, **table.facts}
    layer = Layer("", table.frame, table.lines, None, "", facts, text.encoding, found.delimiter)
    return [layer]


def read_archive(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the shapefiles and other files of a zip that belong together, or the chosen ones.

    Without a choice the layer with most known headings is read, with those of the same kind of file
    and the same headings; the others are told, to be chosen.

    Raises
    ------
    FileRefused
        ``no_map_in_archive``, ``archive_in_archive`` or what the files in it are refused for.
    """
    groups, inner = shapefiles_in(name, content), inner_files(content)
    if not groups and not inner:
        raise refuse_unknown(name, content)
    shown = short_names(inner)
    found: list[tuple[str, Layer]] = []
    faults: list[FileRefused] = []
    for ending, label, read in (
        *(("shp", parts.name, partial(_shapefile, name, parts)) for parts in groups),
        *((_kind_of_member(n), shown[n], partial(open_inner, name, content, n)) for n in inner),
    ):
        if chosen and not any(c == label or c.startswith(f"{label}: ") for c in chosen):
            continue
        try:
            within = [c.removeprefix(f"{label}: ") for c in chosen if c.startswith(f"{label}: ")]
            found += [(ending, _called(layer, label)) for layer in read(within)]
        except FileRefused as fault:
            faults.append(fault)
    if not found:
        raise faults[0] if faults else FileRefused("no_rows", file=name)
    return _told(found, chosen)


def _shapefile(name: str, parts: Parts, _: Sequence[str]) -> list[Layer]:
    from geo.intake.readers.shapefiles import read_shapefile

    layer = read_shapefile(name, parts)
    return [layer] if layer else []


def _kind_of_member(member: str) -> str:
    """Return the kind of file by its ending; a text beside tables is most often about them."""
    ending = member.rpartition(".")[2].lower()
    kinds = (kind for kind, endings in ENDINGS.items() if ending in endings)
    return "txt" if ending == "txt" else next(kinds, ending)


def _called(layer: Layer, label: str) -> Layer:
    """Name a layer after its file in the zip, and its sheet when it has one."""
    return replace(layer, name=f"{label}: {layer.name}" if layer.name not in ("", label) else label)


def open_inner(name: str, content: bytes, member: str, chosen: Sequence[str]) -> list[Layer]:
    """Read one file in a zip; a zip in a zip is not unpacked further."""
    inside = inner_content(name, content, member)
    inspect(f"{name}: {member}", inside)
    kind = kind_of(inside)
    if kind in ("zip", "kmz"):
        raise FileRefused("archive_in_archive", file=name)
    return _read(kind, f"{name}: {member}", inside, chosen)


def _told(found: list[tuple[str, Layer]], chosen: Sequence[str]) -> list[Layer]:
    """Keep what belongs together, and tell what was read and what was left out."""
    layers = [layer for _, layer in found]
    tables = [layer for ending, layer in found if ending != "txt"] or layers
    kept = layers if chosen else of_one_kind(tables)
    kinds = [ending for ending, layer in found if layer is kept[0]]
    if not chosen:
        # The same rows in two kinds of file are the same rows.
        kept = [x for ending, x in found if ending == kinds[0] and any(x is y for y in kept)]
    about = about_layers(layers if chosen else tables, kept)
    first = replace(kept[0], facts={**kept[0].facts, **about})
    return [first, *kept[1:]]
