"""What a file really is, by its first bytes; its name is only a wish."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO

HEAD = 4096
FEW_CONTROL = 8
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"SQLite format 3\x00", "sqlite"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x27\x0a", "loose_shp"),
    (b"{\\rtf", "rtf"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"ARROW1", "arrow"),
)
"""First bytes and what they mean."""

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("index/document.iwa", "numbers"),
    ("doc.kml", "kmz"),
)
"""A member that tells what kind of archive it is."""

ROOTS: tuple[tuple[str, str], ...] = (
    (r"ogrvrt\w*|vrtdataset|gdal_\w+|ogrwf\w*", "gdal_virtual"),
    (r"html|head|body|table|script|meta|div|style|title", "html"),
    (r"kml", "kml"),
    (r"gpx", "gpx"),
    (r"gml|featurecollection|citymodel", "gml"),
    (r"workbook", "xml_2003"),
    (r"svg", "image"),
)
"""Names of the first element of an XML file."""


def kind_of(content: bytes) -> str:
    """Return what the content is: "csv", "xlsx", "xls", "ods", "geojson", "sqlite", "zip", ...

    Examples
    --------
    >>> kind_of(b"naam;x;y"), kind_of(b' {"type": "FeatureCollection"}'), kind_of(b"%PDF-1.7")
    ('csv', 'geojson', 'pdf')
    """
    head = content[:HEAD]
    for start, kind in MAGIC:
        if head.startswith(start):
            return _ole_kind(content) if kind == "ole" else kind
    if head.startswith(b"PK"):
        return _zip_kind(content)
    return _text_kind(head)


def _ole_kind(content: bytes) -> str:
    """Tell an old workbook from a locked new one and from Word; the names stand in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "locked"
    if "WordDocument".encode("utf-16-le") in content:
        return "docx"
    books = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return "xls" if any(book in content for book in books) else "ole"


def _zip_kind(content: bytes) -> str:
    names = [name.lower() for name in member_names(content)]
    if "mimetype" in names and b"opendocument.spreadsheet" in content[:HEAD]:
        return "ods"
    if "mimetype" in names and b"opendocument" in content[:HEAD]:
        return "docx"
    for member, kind in ZIP_MEMBERS:
        if member in names:
            return kind
    return "zip"


def member_names(content: bytes) -> list[str]:
    """Names in a zip's directory; none when the directory is damaged."""
    return [info.filename for info in members(content)]


ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    RuntimeError,
    ValueError,
    NotImplementedError,
    OSError,
)
"""What reading a damaged or odd zip raises."""


END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535


def end_of_zip(content: bytes) -> int:
    """Return where the last record of a zip stands, which tells of its directory; -1 without one.

    Nothing is read: a directory of millions of entries is a bomb by itself.
    """
    at = content.rfind(END, max(0, len(content) - LONGEST_COMMENT - END_SIZE))
    return at if at + END_SIZE <= len(content) else -1


def members(content: bytes) -> list[zipfile.ZipInfo]:
    """Entries of a zip's directory; none when it is damaged. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except ZIP_FAULTS:
        return []


def head_text(content: bytes) -> str:
    """Return the first characters of a text file, whatever its encoding, for looking at only."""
    head = content[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    bare = head.removeprefix(b"\xef\xbb\xbf")
    return bare.replace(b"\x00", b"").decode("utf-8", errors="replace")


def _xml_kind(text: str) -> str:
    """Tell an XML file by its first element."""
    low = text.lower()
    if re.search(r"<!doctype\s+html", low):
        return "html"
    found = re.search(r"<(?:\w+:)?([a-z]\w*)", low)
    root = found.group(1) if found else ""
    return next((kind for names, kind in ROOTS if re.fullmatch(names, root, re.I)), "xml")


def _text_kind(head: bytes) -> str:
    text = head_text(head).lstrip("\ufeff \t\r\n\x1e")
    if text.startswith("<"):
        return _xml_kind(text)
    if re.match(r"(?:(?:var|let|const)\s+)?[A-Za-z_]\w*\s*=\s*[{\[]|\w+\(\s*\{", text):
        return "geojson"
    if text.startswith("{") or re.match(r'\[\s*[{\["\]]', text):
        return "geojson" if not text.startswith("{{") and not text.startswith("{%") else "csv"
    if text.startswith("ID;PWXL") or text.startswith("ID;P"):
        return "slk"
    return "csv" if _looks_like_text(head) else "binary"


def _looks_like_text(head: bytes) -> bool:
    """Say whether bytes are text: no control characters but tabs, breaks and UTF-16's zeros."""
    if head.startswith(BOMS) or not head:
        return True
    bare = head.strip(b"\x00")
    zeros = bare.count(b"\x00")
    control = sum(byte < 32 and byte not in (0, 9, 10, 11, 12, 13, 26, 27) for byte in bare)  # noqa: PLR2004
    # A few stray ones do not make a table binary; in a file of a few bytes they would.
    few = control <= max(len(bare) // 100, min(FEW_CONTROL, len(bare) // 20))
    padded = control == 0 and b"\n" in bare and bare.replace(b"\x00", b"").isascii()
    return bool(bare) and few and (zeros < 20 or zeros * 5 >= len(bare) or padded)  # noqa: PLR2004
