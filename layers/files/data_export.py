"""The data on the map as files: GeoPackage, GeoJSON, CSV and XLSX.

Each file holds the layers of the view with their data columns, and says where they come from: the
facts of `layers.view.caption.facts` stand in it as a table, sheet or member. Text from the data
stays text: nothing in a cell runs when the file is opened.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from geo.data.crs import RD_NEW, WGS84, is_rd_new
from geo.data.errors import ArgumentError
from layers.paper.artists import flat_parts
from layers.view.caption import Fact, facts
from layers.view.map_model import MapLayer, MapView
from layers.words.code_words import CHANCE_LISTS, meanings
from layers.words.numbers import spreadsheet_cell
from layers.words.plain_text import cell_text, is_missing, one_line
from layers.words.text import text

DEGREE_DECIMALS = 7  # about a centimetre
METRE_DECIMALS = 2
SHAPE_COLUMN = "wkt"
PLACE_COLUMNS = ("x_rd", "y_rd", "lon", "lat")
SOURCE_TABLE = "ketenkaart_bron"
SOURCE_COLUMNS = ("onderdeel", "naam", "waarde")
GPKG_MOST_NAME = 57  # characters: rule RQ21 of the PDOK GeoPackage validator
GPKG_RESERVED = ("fid", "geom", "ogc_fid", "rowid")
KINDS = {"points": 0, "lines": 1, "polygons": 3}  # the type number shapely gives
# 1.4 makes desktop programs of a few years old warn or refuse.
GPKG_MAKING = {"VERSION": "1.3"}
GPKG_TYPES = {"points": "Point", "lines": "MultiLineString", "polygons": "MultiPolygon"}
# Excel and its kin take a cell that begins so for a formula (OWASP, "CSV injection"); the wide
# forms count as well, and so does white space before them.
FORMULA = re.compile(r"[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
MOST_CELL = 32_767  # characters in a cell of Excel
MOST_SHEET_NAME = 31
PAPER_A4 = 9  # as Excel numbers papers
SHEET_UNWANTED = re.compile(r"[\[\]:*?/\\']")
COLUMN_WIDTHS = (9, 60)
ROWS_FOR_WIDTH = 200


def _tables(view: MapView) -> list[tuple[MapLayer, gpd.GeoDataFrame]]:
    """Return the layers that have rows, each with its data columns and geometry in RD.

    Raises
    ------
    ArgumentError
        When a layer is not in EPSG:28992: a wrong label would move everything, so nothing is
        transformed silently. A look-alike without the datum (115 m off) is refused as well.
    """
    found = []
    for layer in (each.single for each in view.layers):
        if layer.frame.empty:
            continue
        if not is_rd_new(layer.frame.crs):
            raise ArgumentError(
                "layer_not_in_rd", layer=layer.key, value=str(layer.frame.crs), allowed=RD_NEW
            )
        columns = [*layer.data_columns, layer.frame.geometry.name]
        table = layer.frame[columns].reset_index(drop=True)
        found.append(_with_meanings(layer, table, view.lang))
    return found


def _with_meanings(
    layer: MapLayer, table: gpd.GeoDataFrame, lang: str
) -> tuple[MapLayer, gpd.GeoDataFrame]:
    """Put beside each code that a program reads what it means, for who reads the rows."""
    told = {
        text("export.in_words", lang, name=name): words
        for name, words in meanings(table, layer.data_columns, lang).items()
    }
    new = {name: words for name, words in told.items() if name not in table}
    columns = (*layer.data_columns, *new)
    return replace(layer, data_columns=columns), table.assign(**new)


def unique_names(
    names: Iterable[str], reserved: Iterable[str] = (), most: int | None = None
) -> list[str]:
    """Give each name a form that no other has, upper and lower case being the same.

    Examples
    --------
    >>> unique_names(["naam", "Naam", "fid"], reserved=["fid"])
    ['naam', 'Naam_2', 'fid_2']
    """
    taken = {name.casefold() for name in reserved}
    found = []
    for name in names:
        new, number = name[:most], 1
        while new.casefold() in taken:
            number += 1
            ending = f"_{number}"
            new = name[: most - len(ending) if most else None] + ending
        taken.add(new.casefold())
        found.append(new)
    return found


def database_name(name: str) -> str:
    """Write a name as GeoPackage readers like it: small letters, digits and underscores.

    Examples
    --------
    >>> database_name("Oppervlakte (m²)"), database_name("2e naam"), database_name("שם")
    ('oppervlakte_m2', 'k_2e_naam', 'kolom')
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    tidy = re.sub(r"[^a-z0-9]+", "_", ascii_only.lower()).strip("_")
    if not tidy:
        return "kolom"
    return tidy if tidy[0].isalpha() else f"k_{tidy}"


# ---- GeoPackage


def to_geopackage(view: MapView) -> bytes:
    """Return the layers of a view as a GeoPackage.

    Returns
    -------
    bytes
        One layer each in EPSG:28992 with geometry ``geom`` and a spatial index, names in small
        letters, no empty layers; and the table ``ketenkaart_bron`` (onderdeel, naam, waarde) with
        filters, date, version, sources and numbers of rows. Two files of one view are equal byte
        for byte.

    Raises
    ------
    ArgumentError
        When a layer is not in EPSG:28992.
    """
    tables = _tables(view)
    keys = (database_name(layer.key) for layer, _ in tables)
    names = unique_names(keys, [SOURCE_TABLE], GPKG_MOST_NAME)
    # GDAL refuses two layers that are called the same.
    titles = unique_names((one_line(layer.title) for layer, _ in tables), [*names, SOURCE_TABLE])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ketenkaart.gpkg")
        for name, title, (layer, table) in zip(names, titles, tables, strict=True):
            pyogrio.write_dataframe(
                _for_geopackage(table, layer.kind),
                path,
                layer=name,
                driver="GPKG",
                geometry_type=GPKG_TYPES[layer.kind],
                promote_to_multi=layer.kind != "points",
                dataset_options=None if path.exists() else GPKG_MAKING,
                layer_options={
                    "GEOMETRY_NAME": "geom",
                    "FID": "fid",
                    "SPATIAL_INDEX": "YES",
                    "IDENTIFIER": title,
                },
            )
        about = pd.DataFrame(facts(view), columns=SOURCE_COLUMNS)
        pyogrio.write_dataframe(
            about,
            path,
            layer=SOURCE_TABLE,
            driver="GPKG",
            dataset_options=None if path.exists() else GPKG_MAKING,
        )
        _date(path, view.made_on)
        return path.read_bytes()


def _date(path: Path, day: str) -> None:
    """Give a GeoPackage the day of the view for its time of change: the same view, the same bytes.

    GDAL writes the clock, which is the only thing in which two files of one view differ.
    """
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (f"{day[:10]}T00:00:00.000Z",))


def _for_geopackage(table: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    columns = [name for name in table.columns if name != table.geometry.name]
    names = unique_names(map(database_name, columns), GPKG_RESERVED, GPKG_MOST_NAME)
    ready = {new: _typed(table[old]) for old, new in zip(columns, names, strict=True)}
    shapes = sound_shapes(table.geometry.to_numpy(), kind)
    # By its code: the label of the frame may be a copy without authority.
    return gpd.GeoDataFrame(ready, geometry=shapes, crs=RD_NEW)


def _typed(column: pd.Series) -> pd.Series:
    """Return a column as numbers or truth where it is so throughout, else as clean text."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return column
    return column.map(lambda value: None if is_missing(value) else cell_text(value)).astype("str")


def sound_shapes(shapes: np.ndarray, kind: str) -> np.ndarray:
    """Return valid geometries of one kind in two dimensions, outer rings counter-clockwise.

    Parameters
    ----------
    shapes : array of geometry
    kind : str
        "points", "lines" or "polygons"; parts of another kind are left out.

    Examples
    --------
    >>> bow = shapely.from_wkt(["POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"])
    >>> sound_shapes(bow, "polygons")[0].area
    2.0
    """
    flat = shapely.force_2d(shapes)
    valid: np.ndarray = np.where(shapely.is_valid(flat), flat, shapely.make_valid(flat))
    if kind == "points":
        return valid
    kept = np.array([_of_kind(shape, KINDS[kind]) for shape in valid], dtype=object)
    sound: np.ndarray = shapely.orient_polygons(kept) if kind == "polygons" else kept
    return sound


def _of_kind(shape: shapely.Geometry, wanted: int) -> shapely.Geometry:
    parts = [part for part in flat_parts(shape) if shapely.get_type_id(part) == wanted]
    if len(parts) == 1:
        return parts[0]
    return (
        shapely.MultiPolygon(parts)
        if wanted == KINDS["polygons"]
        else shapely.MultiLineString(parts)
    )


# ---- GeoJSON


def to_geojson(view: MapView) -> bytes:
    """Return the layers of a view as GeoJSON after RFC 7946.

    Returns
    -------
    bytes
        One FeatureCollection in longitude and latitude with seven decimals; a zip with one file
        a layer where several have rows. The member ``ketenkaart`` holds filters, date, version,
        sources and numbers of rows.

    Raises
    ------
    ArgumentError
        When a layer is not in EPSG:28992.
    """
    about = _about(view)
    files = {
        layer.key: _as_json(_collection(layer, table, about)) for layer, table in _tables(view)
    }
    if len(files) > 1:
        return _zipped({f"{name}.geojson": content for name, content in files.items()})
    nothing = {"type": "FeatureCollection", "ketenkaart": about, "features": []}
    return next(iter(files.values()), None) or _as_json(nothing)


def _as_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _about(view: MapView) -> dict[str, object]:
    return {
        "title": one_line(view.title),
        "filters": one_line(view.filters),
        "date": view.made_on,
        "version": view.version,
        "rows": {layer.key: layer.n_rows for layer in view.layers},
        "sources": [
            {
                "title": one_line(source.title),
                "credit": one_line(source.credit),
                "licence": one_line(source.licence),
                "date": one_line(source.date),
                "url": one_line(source.url),
            }
            for source in view.sources
        ],
        "facts": [fact._asdict() for fact in facts(view)],
    }


def _collection(
    layer: MapLayer, table: gpd.GeoDataFrame, about: Mapping[str, object]
) -> dict[str, object]:
    shapes = sound_shapes(table.geometry.to_crs(WGS84).to_numpy(), layer.kind)
    rounded = shapely.transform(shapes, lambda places: places.round(DEGREE_DECIMALS))
    columns = {name: [_json_value(value) for value in table[name]] for name in layer.data_columns}
    features = [
        {
            "type": "Feature",
            "properties": {name: values[i] for name, values in columns.items()},
            "geometry": shapely.geometry.mapping(shape),
        }
        for i, shape in enumerate(rounded)
    ]
    return {
        "type": "FeatureCollection",
        "name": layer.key,
        "ketenkaart": {**about, "layer": one_line(layer.title)},
        "features": features,
    }


def _json_value(value: object) -> object:
    if is_missing(value):
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return cell_text(value)


# ---- tables: CSV and XLSX


def _rows(layer: MapLayer, table: gpd.GeoDataFrame) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows of a layer: its data columns, then a point of each row."""
    names = unique_names([*layer.data_columns, *PLACE_COLUMNS])
    columns = [[_json_value(value) for value in table[name]] for name in layer.data_columns]
    # Lines and areas are named by a point on them: their shape does not fit a cell.
    places = table.geometry if layer.kind == "points" else table.representative_point()
    for crs, decimals in ((RD_NEW, METRE_DECIMALS), (WGS84, DEGREE_DECIMALS)):
        points = places.to_crs(crs)
        columns += [points.x.round(decimals).tolist(), points.y.round(decimals).tolist()]
    return names, [list(row) for row in zip(*columns, strict=True)]


def to_csv(view: MapView) -> bytes:
    """Return the layers of a view as CSV files in one zip, with ``bron.csv`` beside them.

    Returns
    -------
    bytes
        A zip with a file for each layer that has rows. UTF-8 with a mark, semicolons and decimal
        commas: a Dutch Excel opens it by a double click. Lines and areas have their shape in a file
        of its own (``districts_vorm.csv``, column ``wkt`` in RD metres), since an outline does not
        fit a cell of Excel. The facts about the file stand apart in ``bron.csv``, so that the
        tables can be read again as they are.

    Raises
    ------
    ArgumentError
        When a layer is not in EPSG:28992.
    """
    files = {"bron.csv": _csv_bytes(list(SOURCE_COLUMNS), facts(view), view.lang)}
    for layer, table in _tables(view):
        files[f"{layer.key}.csv"] = _csv_bytes(*_rows(layer, table), view.lang)
        if layer.kind != "points":
            files[f"{layer.key}_vorm.csv"] = _csv_bytes(*_shape_rows(layer, table), view.lang)
    return _zipped(files)


def _shape_rows(layer: MapLayer, table: gpd.GeoDataFrame) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows of a layer with its shapes as they are drawn, in well-known text."""
    names = unique_names([*layer.data_columns, SHAPE_COLUMN])
    columns = [[_json_value(value) for value in table[name]] for name in layer.data_columns]
    shapes = sound_shapes(table.geometry.to_numpy(), layer.kind)
    columns.append(shapely.to_wkt(shapes, rounding_precision=METRE_DECIMALS).tolist())
    return names, [list(row) for row in zip(*columns, strict=True)]


def _csv_bytes(names: list[str], rows: Iterable[Iterable[object]], lang: str) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in names])
    writer.writerows([csv_cell(value, lang) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def rows_to_csv(rows: pd.DataFrame, lang: str) -> bytes:
    """Return the rows of a table on a page as CSV, written as in `to_csv`.

    Examples
    --------
    >>> rows_to_csv(pd.DataFrame({"naam": ["=1+1"], "m": [2.5]}), "nl").decode("utf-8-sig")
    "naam;m\\r\\n'=1+1;2,5\\r\\n"
    """
    cells = ([_json_value(value) for value in row] for row in rows.to_numpy(dtype=object))
    return _csv_bytes([str(name) for name in rows.columns], cells, lang)


def csv_cell(value: object, lang: str) -> str:
    """Return a value as it stands in a CSV file.

    Examples
    --------
    >>> csv_cell(-12.5, "nl"), csv_cell("=1+1", "nl"), csv_cell("-12.5", "nl"), csv_cell(True, "nl")
    ('-12,5', "'=1+1", '-12.5', 'ja')
    """
    if isinstance(value, bool):
        return text("common.yes" if value else "common.no", lang)
    if isinstance(value, float):
        return spreadsheet_cell(value)
    return str(value) if isinstance(value, int) else harmless(cell_text(value))


def harmless(words: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before it where needed.

    Plain negative numbers stay as they are; a telephone number stays readable.

    Examples
    --------
    >>> harmless("@SUM(A1)"), harmless("+31 20 624 1111"), harmless("Loods 7"), harmless("-3")
    ("'@SUM(A1)", "'+31 20 624 1111", 'Loods 7', '-3')
    """
    return f"'{words}" if FORMULA.match(words) and not NUMBER.fullmatch(words) else words


def to_xlsx(view: MapView) -> bytes:
    """Return the layers of a view as a workbook: one sheet each, and one with the sources.

    Returns
    -------
    bytes
        Text cells are typed as text (leading zeros stay, nothing is a formula), numbers as
        numbers; the first row stays in sight. The last sheet holds filters, date, version,
        sources and numbers of rows.

    Raises
    ------
    ArgumentError
        When a layer is not in EPSG:28992.
    """
    tables = [(_for_readers(layer), table) for layer, table in _tables(view)]
    titles = [sheet_title(layer.title) for layer, _ in tables]
    *names, last = unique_names(
        [*titles, text("export.sheet_name", view.lang)], ["History"], MOST_SHEET_NAME
    )
    book = Workbook(write_only=True)
    for name, (layer, table) in zip(names, tables, strict=True):
        _fill_sheet(book.create_sheet(name), *_rows(layer, table))
    heads = [text(f"export.{key}", view.lang) for key in ("part", "name", "value")]
    about = [*facts(view), *_shape_facts(tables, view.lang)]
    _fill_sheet(book.create_sheet(last), heads, [_fact_cells(fact, view.lang) for fact in about])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _for_readers(layer: MapLayer) -> MapLayer:
    """Leave out cells with a list of numbers, which a program reads; words say the same."""
    columns = tuple(name for name in layer.data_columns if name not in CHANCE_LISTS)
    return replace(layer, data_columns=columns)


def _fact_cells(fact: Fact, lang: str) -> list[object]:
    """Cells of a fact; how many rows there are is a number, as in every other sheet."""
    counts = fact.name == text("export.rows", lang)
    return [fact.part, fact.name, int(fact.value) if counts else fact.value]


def _shape_facts(tables: list[tuple[MapLayer, gpd.GeoDataFrame]], lang: str) -> list[Fact]:
    """Say where the shapes are that fit no cell, of each layer of lines or areas."""
    return [
        Fact(
            text("export.layer_part", lang, title=one_line(layer.title)),
            text("export.shape", lang),
            text("export.shape_elsewhere", lang),
        )
        for layer, _ in tables
        if layer.kind != "points"
    ]


def sheet_title(title: str) -> str:
    """Return a title as the name of a sheet.

    Examples
    --------
    >>> sheet_title("Huurders [a/b]: '{{ 7*7 }}'")
    'Huurders  a b    {{ 7 7 }}'
    """
    return SHEET_UNWANTED.sub(" ", one_line(title)).strip()[:MOST_SHEET_NAME].strip() or "data"


def _fill_sheet(sheet: WriteOnlyWorksheet, names: list[str], rows: list[list[object]]) -> None:
    sheet.freeze_panes = "A2"
    _set_up_print(sheet)
    for number, width in enumerate(_widths(names, rows), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in names])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _set_up_print(sheet: WriteOnlyWorksheet) -> None:
    """Lying, as wide as the paper, the headings on every page: printed as it stands, it is read."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"


def _widths(names: list[str], rows: list[list[object]]) -> list[int]:
    low, high = COLUMN_WIDTHS
    sample = [names, *rows[:ROWS_FOR_WIDTH]]
    longest = [max(len(str(cell)) for cell in column) for column in zip(*sample, strict=True)]
    return [min(max(length + 2, low), high) for length in longest]


def _cell(sheet: WriteOnlyWorksheet, value: object, bold: bool = False) -> WriteOnlyCell | None:
    if value is None:
        return None
    if isinstance(value, bool | int | float):
        return WriteOnlyCell(sheet, value)
    words = cell_text(value)[:MOST_CELL]
    cell = WriteOnlyCell(sheet, words)
    # openpyxl takes text that begins with "=" for a formula unless told; the prefix keeps it text
    # also when a reader later edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = bool(FORMULA.match(words))
    if bold:
        cell.font = Font(bold=True)
    return cell


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
