"""Uploads made to hurt, by what they do. All are made here: kept as files they would be 400 MB."""

# ruff: noqa: E501, PLW0108 - what is made stands as it is

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterable

import pyarrow as arrow
from archives import zipped
from geopackages import made_geopackage
from nested_shapes import nested_wkb, nested_wkt
from pyarrow import parquet

from geo.intake.values.column_names import headings

DEEP = 150_000
MANY_ROWS = (
    "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < {n})"
    " INSERT INTO hubs (name) SELECT 'A' FROM t"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
"""By hand: ten letters, ten times as many at each of eight steps: 1 GB."""


def geoparquet(wkb: bytes) -> bytes:
    about = {"version": "1.0.0", "primary_column": "geometry"}
    about |= {"columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}
    table = arrow.table({"name": ["A"], "geometry": arrow.array([wkb], arrow.binary())})
    stream = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), stream)
    return stream.getvalue()


def repeated_parquet() -> bytes:
    """By hand: 100,000 times one text of a megabyte is 100 GB; in the file it stands once."""
    once = arrow.array(["x" * 1_000_000])
    column = arrow.DictionaryArray.from_arrays(arrow.array([0] * 100_000, arrow.int32()), once)
    stream = io.BytesIO()
    parquet.write_table(arrow.table({"name": column}), stream)
    return stream.getvalue()


def listed_parquet() -> bytes:
    stream = io.BytesIO()
    parquet.write_table(arrow.table({"naam": [[0] * 1_000_000] * 20}), stream)
    return stream.getvalue()


def long_parquet() -> bytes:
    stream = io.BytesIO()
    parquet.write_table(arrow.table({"x": arrow.nulls(20_000_000, arrow.int8())}), stream)
    return stream.getvalue()


def zip64(entries: int, said: int) -> bytes:
    """A zip of so many empty files whose last record says there are far fewer."""
    content = bytearray(zipped({f"{i}": b"" for i in range(entries)}, zipfile.ZIP_STORED))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", content, end + 8, said, said)
    return bytes(content)


def overlapping() -> bytes:
    """A zip of which every entry is the same 20 MB of zeros (after Fifield, WOOT 2019)."""
    content = zipped({"a.csv": b"\0" * 20_000_000})
    directory = content.rfind(b"PK\x01\x02")
    end = content.rfind(b"PK\x05\x06")
    entry = content[directory:end]
    many = entry * 2_000
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2_000, 2_000, len(many), directory, 0)
    return content[:directory] + many + last


def lying_size() -> bytes:
    content = bytearray(zipped({"hubs.csv": b"a" * 150 * 2**20}))
    struct.pack_into("<L", content, content.rfind(b"PK\x01\x02") + 24, 1000)
    return bytes(content)


def many_heads() -> bytes:
    """By hand: 3,000 XML files of 70 kB are 210 MB, of a packed size of a few hundred kB."""
    return zipped({f"{i}.xml": b"<a>" + b" " * 70_000 for i in range(3_000)})


def with_sheet(sheet: str, strings: str = "", behind: str = "", head: str = "") -> bytes:
    """A workbook of one sheet, with its XML as given."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    root = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": root,
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations,
            "xl/worksheets/sheet1.xml": (
                f'{head}<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData>{behind}</worksheet>'
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        }
    )


def shared_strings() -> bytes:
    """By hand: 200,000 cells of one text of 32,000 letters are 6.4 GB."""
    cells = '<c t="s"><v>0</v></c>' * 20
    rows = "".join(f'<row r="{r}">{cells}</row>' for r in range(1, 10_001))
    return with_sheet(rows, f"<si><t>{'x' * 32_000}</t></si>")


def many_sheets(n: int) -> bytes:
    """A workbook that names one sheet so many times."""
    with zipfile.ZipFile(io.BytesIO(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))) as book:
        files: dict[str, bytes | str] = {name: book.read(name) for name in book.namelist()}
    sheets = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, n + 1))
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets></workbook>'
    )
    return zipped(files)


def far_corner() -> bytes:
    one, last = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'
    return with_sheet(f'<row r="1">{one}</row><row r="1048576">{last}</row>')


def merged_over_all() -> bytes:
    """By hand: 4,000 ranges over 4,000 rows are 8 million cells to look at."""
    cell = '<c r="{c}{r}" t="n"><v>1</v></c>'
    rows = "".join(
        f'<row r="{r}">{cell.format(c="A", r=r)}{cell.format(c="C", r=r)}</row>'
        for r in range(1, 4_001)
    )
    ranges = "".join(f'<mergeCell ref="A{r}:B4000"/>' for r in range(1, 3_999))
    return with_sheet(rows, behind=f"<mergeCells>{ranges}</mergeCells>")


def ods(rows: str, styles: str = "") -> bytes:
    """An OpenDocument sheet with its rows as given."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = {"office": "office", "table": "table", "text": "text", "style": "style"}
    spaces = "".join(
        f' xmlns:{short}="{space}{name}:1.0"'
        for short, name in {**names, "number": "datastyle"}.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    body = (
        f"<office:document-content{spaces}>{styles}<office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    files = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": body}
    return zipped(files, zipfile.ZIP_STORED)


def ods_rows(columns: int, rows: int) -> str:
    """A row of one cell, so many times as the numbers say."""
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string"><text:p>A</text:p>'
        "</table:table-cell></table:table-row>"
    )


def ods_format(digits: int) -> bytes:
    """A cell of a format that shows so many digits."""
    styles = (
        '<office:automatic-styles><number:number-style style:name="n"><number:number '
        f'number:min-integer-digits="{digits}"/></number:number-style><style:style '
        'style:name="c" style:data-style-name="n"/></office:automatic-styles>'
    )
    cell = '<table:table-cell table:style-name="c" office:value-type="float" office:value="1"/>'
    return ods(ods_rows(1, 1) + f"<table:table-row>{cell}</table:table-row>", styles)


def xlsx_format(pattern: str) -> bytes:
    """Cells of a number format of any length."""
    cells = "".join(f'<row r="{i}"><c r="A{i}" s="0"><v>1</v></c></row>' for i in range(1, 300))
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{pattern}"/>'
        '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    with zipfile.ZipFile(io.BytesIO(with_sheet(cells))) as book:
        return zipped({**{n: book.read(n) for n in book.namelist()}, "xl/styles.xml": styles})


def deep_xml(root: str, inner: str, depth: int = DEEP) -> bytes:
    return f"<{root}>{f'<{inner}>' * depth}{f'</{inner}>' * depth}</{root}>".encode()


def shapefile(shp: bytes, dbf: bytes = b"") -> bytes:
    files: dict[str, bytes | str] = {"a.shp": shp}
    return zipped({**files, "a.dbf": dbf} if dbf else files)


def shp_head(kind: int, length: int) -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, length) + struct.pack(
        "<2i8d", 1000, kind, *[0.0] * 8
    )


def shp_of_parts() -> bytes:
    """One polygon that says it has two milliard rings and points."""
    body = struct.pack("<i4d2i", 5, 0, 0, 1, 1, 2**31 - 1, 2**31 - 1)
    record = struct.pack(">2i", 1, len(body) // 2) + body
    return shapefile(shp_head(5, 50 + len(record) // 2) + record)


def dbf_of_records() -> bytes:
    """A table that says it has four milliard records of no size."""
    head = struct.pack("<BBBBIHH20x", 3, 95, 1, 1, 2**32 - 1, 65, 1)
    column = struct.pack("<11sc4xBB14x", b"naam", b"C", 0, 0)
    record = struct.pack(">2i", 1, 10) + struct.pack("<i2d", 1, 121_000.0, 487_000.0)
    return shapefile(shp_head(1, 64) + record, head + column + b"\r")


def star(points: int) -> bytes:
    """An outline of which every edge crosses all others: a crossing for each pair of them."""
    half = points // 2
    ring = [
        [121_000 + (i * half % points) % 977, 487_000 + (i * 7919 % points) % 983]
        for i in range(points)
    ]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"naam": "A"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def wide_features() -> bytes:
    """By hand: 5,000 features of a property of their own are 25 million cells."""
    point = {"type": "Point", "coordinates": [4.9, 52.37]}
    features = [
        {"type": "Feature", "properties": {f"p{i}": i}, "geometry": point} for i in range(5_000)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def flat_header(size: int) -> bytes:
    return b"fgb\x03fgb\x01" + struct.pack("<I", size) + bytes(200)


def defaults(n: int, columns: int, size: int) -> bytes:
    added = (
        f"ALTER TABLE hubs ADD COLUMN b{i} TEXT DEFAULT '{'x' * size}'" for i in range(columns)
    )
    return made_geopackage(MANY_ROWS.format(n=n), *added)


def defaults_beside_the_map() -> bytes:
    return made_geopackage(
        "CREATE TABLE apart (a TEXT)",
        "INSERT INTO gpkg_contents VALUES ('apart', 'attributes', 'apart', NULL)",
        "DELETE FROM gpkg_contents WHERE table_name = 'hubs'",
        MANY_ROWS.format(n=20_000).replace("hubs (name)", "apart (a)"),
        f"ALTER TABLE apart ADD COLUMN b TEXT DEFAULT '{'x' * 100_000}'",
    )


def empty_columns() -> bytes:
    added = (f"ALTER TABLE hubs ADD COLUMN b{i} TEXT" for i in range(1000))
    return made_geopackage(MANY_ROWS.format(n=30_000), *added)


def only_view() -> bytes:
    return made_geopackage(
        "CREATE VIEW v AS SELECT fid, geom, hex(zeroblob(100000000)) AS n FROM hubs",
        "UPDATE gpkg_contents SET table_name = 'v'",
    )


def looping_tree() -> bytes:
    """A database whose pages name each other as their children.

    What it truly holds is read, and takes as long as in an honest file: no more of it than needed.
    """
    content = bytearray(made_geopackage(MANY_ROWS.format(n=10_000)))
    size = int.from_bytes(content[16:18])
    for page in range(1, len(content) // size):
        if content[page * size] == 5:  # an inner page of a table
            struct.pack_into(">I", content, page * size + 8, page + 1)
    return bytes(content)


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le", errors="surrogatepass")


def in_every_column(text: str) -> bytes:
    """A table of one row that says the same under each heading that is known."""
    names = [known[0] for known in headings().values()]
    return f"{';'.join(names)}\n{';'.join([text] * len(names))}\n".encode()


def features(inside: Iterable[str], root: str = "gml", member: str = "featureMember") -> bytes:
    """A file of XML with one feature for each text."""
    return f"<{root}>{''.join(f'<{member}>{x}</{member}>' for x in inside)}</{root}>".encode()


def many_columns(n: int) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(arrow.table({f"c{i}": ["a"] for i in range(n)}), stream)
    return stream.getvalue()


Made = tuple[str, Callable[[], bytes], set[str]]
"""The name it is brought under, what makes it, and the codes of which one may be said."""
MUCH = {
    "takes_too_much",
    "too_many_cells",
    "table_too_large",
    "too_many_rows",
    "too_many_columns",
    "cell_too_long",
}
UPLOADS: dict[str, Made] = {
    # ---- geometries
    "nested collections": (
        "a.gpkg",
        lambda: made_geopackage(geom=nested_wkb(DEEP)),
        {"shape_nesting"},
    ),
    "nested multipolygons, big-endian": (
        "a.gpkg",
        lambda: made_geopackage(geom=nested_wkb(DEEP, 6, ">")),
        {"shape_nesting"},
    ),
    "nested in Parquet": (
        "a.parquet",
        lambda: geoparquet(nested_wkb(DEEP, 7, "<", 0x80000000)),
        {"shape_nesting"},
    ),
    "a star of sixty thousand corners": ("a.geojson", lambda: star(60_001), {"read"}),
    "rings without end": ("a.zip", shp_of_parts, {"file_damaged"}),
    "records without end": ("a.zip", dbf_of_records, {"too_many_rows"}),
    # ---- databases
    "a default in every row": ("a.gpkg", lambda: defaults(20_000, 10, 10_000), {"table_too_large"}),
    "a default in every row of a table beside the map": (
        "a.gpkg",
        defaults_beside_the_map,
        {"table_too_large"},
    ),
    "a thousand empty columns": ("a.gpkg", empty_columns, {"table_too_large"}),
    "only a view": ("a.gpkg", only_view, {"only_views"}),
    "pages in a ring": ("a.gpkg", looping_tree, {"read"}),
    # ---- Parquet and FlatGeobuf
    "a megabyte in every row": ("a.parquet", repeated_parquet, MUCH),
    "twenty million empty rows": ("a.parquet", long_parquet, {"too_many_rows"}),
    "a head of two gigabytes": ("a.fgb", lambda: flat_header(2**31 - 1), {"file_damaged"}),
    "a head of four gigabytes": ("a.fgb", lambda: flat_header(2**32 - 1), {"file_damaged"}),
    # ---- JSON
    "one string of 30 MB": (
        "a.geojson",
        lambda: b'{"type": "FeatureCollection", "features": [], "a": "' + b"x" * 30_000_000 + b'"}',
        {"takes_too_much"},
    ),
    "a string of escapes": (
        "a.geojson",
        lambda: b'{"a": "' + b'\\"' * 10_000_000 + b'"}',
        {"takes_too_much"},
    ),
    "a string that never ends": (
        "a.geojson",
        lambda: b'{"a": "' + b'\\\\\\"[' * 5_000_000,
        {"takes_too_much"},
    ),
    "brackets next to each other": (
        "a.geojson",
        lambda: b'{"a": [' + b"[]," * 10_000_000 + b"[]]}",
        {"takes_too_much"},
    ),
    "brackets within each other": ("a.geojson", lambda: b"[" * 30_000_000, {"json_nesting"}),
    "objects within each other": ("a.geojson", lambda: b'{"a":' * 5_000_000, {"json_nesting"}),
    "brackets behind a long string": (
        "a.geojson",
        lambda: b'["' + b"\\\\" * 2_000_001 + b'",' + b"[" * 100,
        {"json_nesting"},
    ),
    "a property of its own in every feature": ("a.geojson", wide_features, MUCH),
    "a number of five million digits": (
        "a.geojson",
        lambda: b'{"type": "FeatureCollection", "features": ' + b"9" * 5_000_000 + b"}",
        {"json_broken"},
    ),
    # ---- XML
    "entities of entities in KML": (
        "a.kml",
        lambda: f"{ENTITIES}]><kml><name>&i;</name></kml>".encode(),
        {"xml_entities"},
    ),
    "entities of entities in GPX": (
        "a.gpx",
        lambda: f"{ENTITIES}]><gpx><name>&i;</name></gpx>".encode(),
        {"xml_entities"},
    ),
    "an entity that is a file": (
        "a.gml",
        lambda: (
            b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><FeatureCollection>&a;</FeatureCollection>'
        ),
        {"xml_entities"},
    ),
    "folders within each other": (
        "a.kml",
        lambda: deep_xml("kml", "Folder", 50_000),
        {"file_damaged", "no_rows", "xml_broken"},
    ),
    "extensions within each other": (
        "a.gpx",
        lambda: deep_xml("gpx", "a", 50_000),
        {"file_damaged", "no_rows", "xml_broken"},
    ),
    "members within each other": (
        "a.gml",
        lambda: deep_xml("FeatureCollection", "featureMember", 50_000),
        {"file_damaged", "no_rows", "xml_broken"},
    ),
    "entities of entities in UTF-16": (
        "a.kml",
        lambda: b"\xff\xfe" + utf16(f"{ENTITIES}]><kml>&i;</kml>"),
        {"xml_entities"},
    ),
    # ---- workbooks
    "a text in every cell": ("a.xlsx", shared_strings, MUCH),
    "a cell in the last corner": ("a.xlsx", far_corner, MUCH),
    "three thousand sheets": ("a.xlsx", lambda: many_sheets(3_000), {"too_many_layers"}),
    "a text of 30 MB in a cell": (
        "a.xlsx",
        lambda: with_sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' * 2,
            f"<si><t>{'xy' * 15_000_000}</t></si>",
        ),
        {"cell_too_long"},
    ),
    "cells that never end": (
        "a.xlsx",
        lambda: with_sheet('<row r="1">' + '<c t="e">' * 200_000),
        {"no_rows", "file_damaged"},
    ),
    "merged over everything": ("a.xlsx", merged_over_all, {"read"}),
    "entities of entities in a sheet": (
        "a.xlsx",
        lambda: with_sheet('<row r="1"><c t="str"><v>&i;</v></c></row>', head=f"{ENTITIES}]>"),
        {"xml_entities", "no_rows", "file_damaged"},
    ),
    "a cell repeated over a whole sheet": (
        "a.ods",
        lambda: ods(ods_rows(16_384, 1_048_576)),
        {"takes_too_much"},
    ),
    "a row repeated four hundred thousand times": (
        "a.ods",
        lambda: ods(ods_rows(1, 1) + ods_rows(2, 400_000)),
        {"takes_too_much"},
    ),
    "a cell repeated over many rows of their own": (
        "a.ods",
        lambda: ods(ods_rows(1_000_000, 1) * 100),
        {*MUCH},
    ),
    "a format of nine hundred million digits": ("a.ods", lambda: ods_format(900_000_000), {"read"}),
    "a format of three million digits": ("a.xlsx", lambda: xlsx_format("0" * 3_000_000), {"read"}),
    "a format of brackets": ("a.xlsx", lambda: xlsx_format("[" * 300_000), {"read"}),
    "rows that never end": (
        "a.xlsx",
        lambda: with_sheet(("<row " + "a" * 2_000) * 3_000),
        {"no_rows", "file_damaged"},
    ),
    "one firm at one door ten thousand times": (
        "a.csv",
        lambda: (
            b"naam;kvk;x;y;n\n"
            + b"".join(
                b"A;12345678;%d.%02d;490467;%d\n" % (121_230 + i % 3, i % 97, i)
                for i in range(8_000)
            )
        ),
        {"read"},
    ),
    "an old workbook of its first bytes": (
        "a.xls",
        lambda: OLE + utf16("Workbook"),
        {"file_damaged"},
    ),
    "an old workbook with sectors of no size": (
        "a.xls",
        lambda: OLE + bytes(22) + b"\x01\x00" + bytes(600) + utf16("Workbook"),
        {"file_damaged"},
    ),
    "an old workbook whose sectors go round": (
        "a.xls",
        lambda: (
            OLE
            + bytes(18)
            + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
            + bytes(10)
            + struct.pack("<9I", 1, 0, 0, 4096, 0, 1, 0, 1, 0)
            + struct.pack("<128I", *[0] * 128) * 3
            + utf16("Workbook")
        ),
        {"file_damaged"},
    ),
    # ---- text tables
    "a million columns": (
        "a.csv",
        lambda: b"naam;" * 1_000_000 + b"\n" + b"A;" * 1_000_000,
        MUCH | {"no_rows"},
    ),
    "a quote that never closes": (
        "a.csv",
        lambda: b'naam;x;y\n"' + b"a;b\n" * 7_000_000,
        MUCH | {"no_rows"},
    ),
    "quotes only": ("a.csv", lambda: b"naam;x;y\n" + b'"' * 20_000_000, MUCH | {"no_rows"}),
    "zeros only": (
        "a.csv",
        lambda: b"naam;x;y\n" + bytes(30_000_000),
        {"no_rows", "kind_unsupported"},
    ),
    "one line of 30 MB": ("a.csv", lambda: b"a" * 30_000_000, MUCH),
    "breaks only": ("a.csv", lambda: b"naam;x;y" + b"\n" * 30_000_000, MUCH),
    "half characters in UTF-16": (
        "a.csv",
        lambda: b"\xff\xfe" + utf16("naam\n" + "\ud800" * 300_000),
        {"read"},
    ),
    "a heading sixteen thousand times": (
        "a.csv",
        lambda: b";".join([b"naam"] * 16_000) + b"\nA;B\n",
        {"too_many_columns"},
    ),
    "headings that are nearly known": (
        "a.csv",
        lambda: ";".join(f"huisnumme{i}" for i in range(1_900)).encode() + b"\nA;B\n",
        {"read"},
    ),
    "wide rows without end": (
        "a.csv",
        lambda: b";".join(b"k%d" % i for i in range(1_900)) + (b"\n" + b"a;" * 1_899) * 4_000,
        {"too_many_columns"},
    ),
    "a print of two hundred columns": (
        "a.txt",
        lambda: (
            b"  ".join(b"k%03d" % i for i in range(200))
            + (b"\n" + b"  ".join([b"aaaa"] * 200)) * 20_000
        ),
        {"too_many_columns"},
    ),
    "sixteen thousand letters of a web page in a cell": (
        "a.csv",
        lambda: b"naam;x;y\n" + (b"&amp;" * 16_000 + b";1;2\n") * 60,
        {"read"},
    ),
    "another code in every row": (
        "a.csv",
        lambda: b"naam;sbi\n" + b"".join(b"A;%d\n" % (i * 7 % 99_991) for i in range(8_000)),
        {"read"},
    ),
    "another unknown building in every row": (
        "a.csv",
        lambda: b"naam;pand\n" + b"".join(b"A;Hal %x\n" % (i * 7919) for i in range(8_000)),
        {"read"},
    ),
    "another street written short in every row": (
        "a.csv",
        lambda: (
            b"naam;adres;plaats\n"
            + b"".join(b"A;J. v. %xstr. 5;Amsterdam\n" % (i * 7919) for i in range(400))
        ),
        {"read"},
    ),
    "half a million lines of dashes": ("a.txt", lambda: b"----------\n" * 500_000, {"no_rows"}),
    "thousands of second tables": (
        "a.csv",
        lambda: b"naam;adres\nA;B\n" + b"\nhuurder;pand;sector\nC;D;E\n" * 3_000,
        {"read"},
    ),
    "blocks of fields without end": (
        "a.txt",
        lambda: b"".join(b"Naam: A\nAdres: B\nk%d: C\n" % i for i in range(5_000)),
        {"read", "kind_unsupported", "no_rows"},
    ),
    # ---- what one pass over a file must bear
    "blanks between positions in KML": (
        "a.kml",
        lambda: features(
            [f"<Point><coordinates>{' ' * 3_000_000}</coordinates></Point>"], "kml", "Placemark"
        ),
        {"read"},
    ),
    "blanks between positions in GML": (
        "a.gml",
        lambda: features(
            [f"<k><g><Point><coordinates>{' ' * 3_000_000}</coordinates></Point></g></k>"]
        ),
        {"read"},
    ),
    "geometries within each other in KML": (
        "a.kml",
        lambda: features(
            ["<MultiGeometry>" * 60_000 + "</MultiGeometry>" * 60_000], "kml", "Placemark"
        ),
        {"read"},
    ),
    "a property of its own in every placemark": (
        "a.kml",
        lambda: features(
            (
                f'<ExtendedData><Data name="k{i}"><value>1</value></Data></ExtendedData>'
                for i in range(8_000)
            ),
            "kml",
            "Placemark",
        ),
        {"too_many_columns"},
    ),
    "a property of its own in every waypoint": (
        "a.gpx",
        lambda: features((f"<k{i}>1</k{i}>" for i in range(8_000)), "gpx", "wpt"),
        {"too_many_columns"},
    ),
    "a property of its own in every feature of GML": (
        "a.gml",
        lambda: features(f"<k><n{i}>1</n{i}></k>" for i in range(6_000)),
        {"too_many_columns"},
    ),
    "a kind of its own for every feature": (
        "a.gml",
        lambda: features(f"<k{i}><naam>A</naam></k{i}>" for i in range(20_000)),
        {"too_many_layers"},
    ),
    "routes within each other": (
        "a.gpx",
        lambda: f"<gpx>{'<rte>' * 400}{'<rtept/>' * 20_000}{'</rte>' * 400}</gpx>".encode(),
        {"file_damaged"},
    ),
    "a line of a hundred thousand arcs": (
        "a.gml",
        lambda: features(
            [
                "<k><g><Arc><posList>"
                + " ".join(f"{i % 7} {i * i % 11}" for i in range(100_001))
                + "</posList></Arc></g></k>"
            ]
        ),
        {"read"},
    ),
    "brackets that never close in every column": (
        "a.csv",
        lambda: in_every_column("a(" * 20_000),
        {"read"},
    ),
    "signs of mail in every column": ("a.csv", lambda: in_every_column("a@a." * 10_000), {"read"}),
    "twenty thousand columns": ("a.parquet", lambda: many_columns(20_000), {"too_many_columns"}),
    "a list of a million in every row": (
        "a.parquet",
        listed_parquet,
        {"takes_too_much"},
    ),
    "nine thousand tables in a zip": (
        "a.zip",
        lambda: zipped({f"{i}.csv": b"naam;x;y\nA;121230;490467" for i in range(9_000)}),
        {"archive_crowded"},
    ),
    "nine thousand shapefiles in a zip": (
        "a.zip",
        lambda: zipped({f"{i}.shp": b"x" for i in range(9_000)}),
        {"archive_crowded"},
    ),
    "objects of nothing": (
        "a.geojson",
        lambda: b'{"features":[' + b'{"":0},' * 3_000_000 + b"{}]}",
        {"takes_too_much"},
    ),
    "an object of one number on every line": (
        "a.ndjson",
        lambda: b'{"a":1}\n' * 1_000_000 + b'{"a"',
        {"takes_too_much"},
    ),
    "a comma behind the last of three million": (
        "a.geojson",
        lambda: b"[" + b'"a",' * 3_000_000 + b"]",
        {"json_unknown"},
    ),
    "a hundred megabytes of blanks": (
        "a.geojson",
        lambda: b"{" + b" " * 100_000_000 + b"}",
        {"takes_too_much"},
    ),
    # ---- archives
    "a directory that says too little": ("a.zip", lambda: zip64(20_000, 1), {"archive_crowded"}),
    "a directory beyond 65,535 names": ("a.zip", lambda: zip64(70_000, 1), {"archive_crowded"}),
    "entries on top of each other": ("a.zip", overlapping, {"archive_bomb"}),
    "a size that is a lie": (
        "a.zip",
        lying_size,
        {"file_damaged", "takes_too_much", "archive_bomb"},
    ),
    "many beginnings of XML": ("a.zip", many_heads, {"archive_bomb"}),
    "a path out of the folder": (
        "a.zip",
        lambda: zipped({"../../a.csv": b"naam;x;y\nA;1;2"}),
        {"archive_path"},
    ),
    "a zip in a zip in a zip": (
        "a.zip",
        lambda: zipped({"a.zip": zipped({"a.zip": zipped({"a.csv": b"naam\nA"})})}),
        {"archive_in_archive"},
    ),
    "a map of 240 MB of spaces": (
        "a.kmz",
        lambda: zipped({"doc.kml": b"<kml>" + b" " * 240_000_000}),
        {"archive_bomb"},
    ),
    # ---- texts that go on
    "headers of a mail without end": (
        "mail.eml",
        lambda: b"From: a\n" + b"X-A: b\n" * 1_000_000 + b"Subject: x\n",
        {"too_many_rows"},
    ),
    "remarks before a statement": (
        "dump.sql",
        lambda: b"-- x\n" * 2_000_000 + b"INSERT INTO a",
        {"too_many_rows"},
    ),
    "words without a table": (
        "a.txt",
        lambda: (b"woord " * 2_000 + b"\n") * 800,
        {"kind_unsupported"},
    ),
    "lines of dashes": ("a.txt", lambda: (b"-" * 4_000 + b"\n") * 1_500, {"no_rows"}),
    "tags that begin with a digit, within each other": (
        "a.gml",
        lambda: b"<gml>" + b"<1a>" * 1_000_000,
        {"file_damaged"},
    ),
    # ---- what is nothing of the kind
    "nothing": ("a.csv", bytes, {"no_rows"}),
    "a program": ("a.csv", lambda: b"\x7fELF" + bytes(2000), {"kind_unsupported"}),
    "a web page as a workbook": ("a.xls", lambda: b"<html>" + b"<table>" * 1_000_000, {"web_page"}),
    "a virtual file": (
        "a.geojson",
        lambda: (
            b'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
        ),
        {"virtual_file"},
    ),
}
NESTED_CELLS = [
    nested_wkt(1_500),
    nested_wkb(1_000).hex(),
    nested_wkt(DEEP),
    nested_wkb(DEEP).hex(),
]
