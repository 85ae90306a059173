"""Shapefiles from the members of a zip, read in memory, with the encoding the bytes really have."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import shapefile
import shapely

from geo.intake.model.draft import Layer
from geo.intake.model.limits import MAX_ROWS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.archive import Parts
from geo.intake.readers.decoding import decode
from geo.intake.readers.grid import unique_names
from geo.intake.values.outlines import sound_outlines

EMPTY = shapely.GeometryCollection()
CODE_PAGES = {
    "1252": "windows-1252",
    "88591": "iso-8859-1",
    "885915": "iso-8859-15",
    "utf8": "utf-8",
    "65001": "utf-8",
    "850": "cp850",
    "437": "cp437",
}
HEAD, RECORD_HEAD = 100, 8
"""Bytes before the first record, and before what each record holds (ESRI, 1998, pp. 3-5)."""
DBF_HEAD = 32
PYSHP_FAULTS = (
    AssertionError,
    shapefile.ShapefileException,
    struct.error,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    OSError,
)
"""What pyshp raises on a damaged file."""


def read_shapefile(name: str, parts: Parts) -> Layer | None:
    """Read one shapefile; None when it has no row.

    Parameters
    ----------
    name : str
        Name of the upload, for the message.
    parts : Parts
        With at least ``shp``; without ``dbf`` there are no columns, without ``prj`` no label.

    Raises
    ------
    FileRefused
        ``file_damaged``.
    """
    try:
        return _read(parts)
    except PYSHP_FAULTS as error:
        raise FileRefused(
            "file_damaged", file=f"{name}: {parts.name}", damage="shapefile"
        ) from error


def _read(parts: Parts) -> Layer | None:
    files = {**parts.files, "shx": _index(parts)}
    if not _has_head(files.get("dbf", b"")):
        files.pop("dbf", None)
    streams = {key: BytesIO(files[key]) for key in ("shp", "shx", "dbf") if key in files}
    # Latin-1 keeps every byte as it is, so that the true encoding can be found afterwards.
    with shapefile.Reader(**streams, encoding="latin-1") as reader:
        if max(reader.numShapes or 0, reader.numRecords or 0) > MAX_ROWS:
            raise FileRefused("too_many_rows", file=parts.name, limit=str(MAX_ROWS))
        shapes = _shapes(reader)
        names, rows, lost = _records(reader) if "dbf" in files else ([], [], 0)
    if shapes and not rows and all(shape is None for shape in shapes):
        raise ValueError(len(shapes))  # neither a place nor a name is left
    n, read = max(len(shapes), len(rows)), len(rows)
    if n == 0:
        return None
    shapes += [EMPTY] * (n - len(shapes))
    rows += [[None] * len(names)] * (n - len(rows))
    frame = pd.DataFrame(rows, columns=pd.Index(names, dtype=object), dtype=object, index=range(n))
    frame, encoding, facts = _decoded(frame, _said_encoding(parts))
    frame.columns = pd.Index(unique_names([str(c) for c in frame.columns])[0], dtype=object)
    if lost:
        facts["lines_lost"] = {"n": str(lost), "lines": f"{read + 1} … {read + lost}"}
    facts |= {} if "dbf" in files else {"dbf_missing": {"layer": parts.name}}
    if gone := _said_size(files["shp"]) - len(files["shp"]):
        whole = sum(shape is not None and shape is not EMPTY for shape in shapes)
        facts |= {"file_cut": {"n": str(whole), "lost": str(gone)}} if gone > 0 else {}
    label = parts.files.get("prj", b"").decode("utf-8", errors="replace").strip()[:5000]
    array = np.empty(n, dtype=object)
    array[:] = shapes
    return Layer(parts.name, frame, np.arange(1, n + 1), array, label, facts, encoding)


def _index(parts: Parts) -> bytes:
    """Return where each geometry stands: as the .shx says, or when that is not whole as they do."""
    given, shp = parts.files.get("shx", b""), parts.files["shp"]
    if len(given) >= HEAD and len(given) == _said_size(given):
        return given
    at, places = HEAD, []
    while at + RECORD_HEAD <= len(shp):
        _, half = struct.unpack_from(">LL", shp, at)
        places.append(struct.pack(">LL", at // 2, half))
        at += RECORD_HEAD + 2 * half
    size = HEAD + RECORD_HEAD * len(places)
    return shp[:24] + struct.pack(">L", size // 2) + shp[28:HEAD] + b"".join(places)


def _said_size(content: bytes) -> int:
    """Return how many bytes a .shp or .shx says it has; 0 without a whole head."""
    return 2 * int(struct.unpack_from(">L", content, 24)[0]) if len(content) >= HEAD else 0


def _has_head(dbf: bytes) -> bool:
    """Say whether the names of the columns are there: the ninth and tenth byte tell how far."""
    return len(dbf) > DBF_HEAD and len(dbf) >= struct.unpack_from("<H", dbf, 8)[0]


def _shapes(reader: shapefile.Reader) -> list[Any]:
    """Read the geometries one by one: None for one that is broken or of an unknown kind."""
    made = []
    for at in range(reader.numShapes or 0):
        try:
            made.append(_shape(reader.shape(at)))
        except PYSHP_FAULTS:
            made.append(None)
    return made


def _records(reader: shapefile.Reader) -> tuple[list[str], list[list[Any]], int]:
    """Read the data row by row; says how many rows stand behind the end of a table that is cut."""
    names = [str(f[0]) for f in reader.fields if f[0] != "DeletionFlag"]
    rows: list[list[Any]] = []
    n = reader.numRecords or 0
    for at in range(n):
        try:
            record = reader.record(at)
        except PYSHP_FAULTS:
            break
        if record is not None:
            rows.append(list(record))
    else:
        n = len(rows)
    return names, rows, n - len(rows)


def _shape(shape: shapefile.Shape) -> Any:
    """Build a geometry in two dimensions from points and part starts."""
    points = [(p[0], p[1]) for p in shape.points]
    if not points:
        return EMPTY
    kind = shape.shapeTypeName
    if kind.startswith("POINT"):
        return shapely.Point(points[0])
    if kind.startswith("MULTIPOINT"):
        return shapely.MultiPoint(points)
    starts = [*shape.parts, len(points)]
    parts = [points[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    try:
        if kind.startswith("POLYGON"):
            return _polygon(parts)
        return shapely.MultiLineString([part for part in parts if len(part) > 1])
    except (shapely.GEOSException, ValueError):
        return EMPTY


def _polygon(rings: list[list[tuple[float, float]]]) -> Any:
    """Join rings to polygons: a ring that runs clockwise is an outline, the others are holes."""
    made = [shapely.Polygon(ring) for ring in rings if len(ring) > 3]  # noqa: PLR2004
    outlines = [p for p in made if not p.exterior.is_ccw] or made
    holes = [p for p in made if all(p is not q for q in outlines)]
    whole = shapely.union_all(sound_outlines(outlines))
    if not holes:
        return whole
    return whole.difference(shapely.union_all(sound_outlines(holes)))


def _said_encoding(parts: Parts) -> str:
    """Return the encoding that the .cpg file names, "" when there is none that we know."""
    said = parts.files.get("cpg", b"").decode("ascii", errors="ignore").lower()
    bare = re.sub(r"[^a-z0-9]", "", said)
    bare = re.sub(r"^(?:ansi|windows|cp|iso)", "", bare)
    return CODE_PAGES.get(bare, "")


def _decoded(frame: pd.DataFrame, said: str) -> tuple[pd.DataFrame, str, dict[str, dict[str, str]]]:
    """Decode text that was read byte by byte; what is valid UTF-8 is, whatever the label says."""
    texts = [str(c) for c in frame.columns]
    texts += [cell for column in frame for cell in frame[column] if isinstance(cell, str)]
    raw = "\n".join(text for text in texts if not text.isascii()).encode("latin-1", "ignore")
    if not raw:
        return frame, said or "utf-8", {}
    encoding = _true_encoding(raw, said)
    codec = {"windows-1252": "cp1252", "mac-roman": "mac_roman"}.get(encoding, encoding)
    made = frame.map(lambda cell: _again(cell, codec) if isinstance(cell, str) else cell)
    made.columns = pd.Index([_again(str(c), codec) for c in frame.columns], dtype=object)
    facts: dict[str, dict[str, str]] = {}
    if said and said != encoding:
        facts["cpg_overruled"] = {"said": said, "found": encoding}
    return made, encoding, facts


def _true_encoding(raw: bytes, said: str) -> str:
    try:
        raw.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        found = decode(raw).encoding
        return said if said and said != "utf-8" else found


def _again(text: str, codec: str) -> str:
    return text.encode("latin-1", "ignore").decode(codec, "replace")
