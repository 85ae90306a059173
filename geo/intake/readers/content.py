"""What a file really is, by its first bytes; its name is only a wish."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO

HEAD = 4096
FEW_CONTROL = 8
LONGEST_TYPE = 200
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
    (b"\x00\x01\x00\x00Standard ", "access"),
    (b"AC10", "cad"),
    (b"AutoCAD Binary DXF", "cad"),
    (b"8BPS", "image"),
    (b"%!PS", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1a\x45\xdf\xa3", "media"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"$FL2", "statistics"),
    (b"$FL3", "statistics"),
    (b"<stata_dta>", "statistics"),
    (bytes(12) + b"\xc2\xea\x81\x60", "statistics"),
)
"""First bytes and what they mean."""

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("index/document.iwa", "numbers"),
    ("datamodel", "power_bi"),
    ("gisproject.xml", "map_project"),
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
    (r"qgis|qlr|qgis-layer-definition", "map_project"),
    (r"osm|osmchange", "osm"),
    (r"exceptionreport|serviceexceptionreport", "service_error"),
)
"""Names of the first element of an XML file."""

OLD_OFFICE = (
    ("WordDocument", "docx"),
    ("PowerPoint Document", "pptx"),
    ("__substg1.0_", "mail"),
)
"""Names of parts in an old file of Office, and what they tell."""
WITHIN_ZIP = ((".gdbtable", "geodatabase"), (".qgs", "map_project"))
"""Endings of members that tell it as well, beside nothing that can be read."""
DATA = (".shp", ".csv", ".xlsx", ".geojson", ".json", ".gpkg", ".kml", ".gml", ".fgb", ".parquet")
OPEN_DOCUMENTS = (
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "pptx"),
    (b"opendocument.graphics", "image"),
    (b"opendocument.base", "access"),
    (b"opendocument", "docx"),
)
TEXTS: tuple[tuple[str, str], ...] = (
    (r"BEGIN:VCARD", "contacts"),
    (r"\{\|[^\n]{0,900}\n", "text"),
    (r"BEGIN:VCALENDAR", "calendar"),
    (r"(?:[A-Z][A-Za-z-]{1,40}: [^\n]{0,900}\n(?:[ \t][^\n]{0,900}\n){0,9}){3,}", "mail"),
    (r"(?:999\s{0,4}\n[^\n]{0,900}\n){0,9}\s{0,4}0\s{0,4}\n\s{0,4}SECTION\b", "cad"),
    (r"\[InternetShortcut\]", "shortcut"),
    (r"!table\s*\n!version|version\s+\d+\s*\n(?:charset|delimiter|columns|coordsys)", "mapinfo"),
    (r"(?:PROJCS|GEOGCS|COMPD_CS|PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS)\s*\[", "shape_part"),
    (r"(?:UTF-?8|(?:ISO[- ]?)?8859-\d+|(?:ANSI |CP)?125\d|LDID/\d+)\s*$", "shape_part"),
    (r"(?:(?:--|SET|BEGIN|PRAGMA|USE|/\*)[^\n]{0,900}\n\s{0,9})*(?:INSERT|CREATE|DROP) \w", "sql"),
    (r"(?:---[ \t]*\n)?(?:- )?\w{1,40}:(?: [^\n]{0,900})?\n(?:[ \t]+|- )\w{1,40}: ", "yaml"),
)
"""How texts begin that are no table, and what they are."""
MAIL = re.compile(r"(?m)^(?:Subject|MIME-Version|Message-ID):", re.I)
DBF = (0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8B, 0xF5)
"""First bytes of a dBase table."""
LOCK_SIZES, LOCK_NAME = (162, 165), 55
"""Bytes of the small file that Office keeps beside one that is open, and of the name in it."""


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
    return _by_place(content) or _text_kind(head)


def _by_place(content: bytes) -> str:
    """Tell what shows its kind further on than in its first bytes; "" for others."""
    if content[4:8] == b"ftyp":
        return "image" if content[8:11] in (b"hei", b"mif", b"avi") else "media"
    if content[:4] == b"RIFF":
        return "image" if content[8:12] == b"WEBP" else "media"
    if content[257:262] == b"ustar":
        return "packed"
    if b"OSMHeader" in content[:32]:
        return "osm"
    return "lock" if _is_lock(content) else "loose_dbf" if _is_dbf(content) else ""


def _is_lock(content: bytes) -> bool:
    n = content[0] if len(content) in LOCK_SIZES else 0
    return 0 < n < LOCK_NAME and not content[n + 1 : LOCK_NAME].strip(b" \x00")


def _is_dbf(content: bytes) -> bool:
    if len(content) < 65 or content[0] not in DBF:  # noqa: PLR2004 - a head and one column
        return False
    _, month, day, _, size = struct.unpack_from("<BBBIH", content, 1)
    return 1 <= month <= 12 and 1 <= day <= 31 and size > 64 and size % 32 in (1, 2, 8)  # noqa: PLR2004


def _ole_kind(content: bytes) -> str:
    """Tell an old workbook from a locked new one and from Word; the names stand in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "locked"
    for name, kind in OLD_OFFICE:
        if name.encode("utf-16-le") in content:
            return kind
    books = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return "xls" if any(book in content for book in books) else "ole"


def _zip_kind(content: bytes) -> str:
    names = [name.lower() for name in member_names(content)]
    said = _mimetype(content) if "mimetype" in names else b""
    for words, kind in OPEN_DOCUMENTS if said else ():
        if words in said:
            return kind
    for member, kind in ZIP_MEMBERS:
        if member in names:
            return kind
    if any(name.endswith(DATA) for name in names):
        return "zip"
    kinds = (kind for ending, kind in WITHIN_ZIP for name in names if name.endswith(ending))
    return next(kinds, "zip")


def _mimetype(content: bytes) -> bytes:
    """Return what an open document says it is, also where somebody packed it again."""
    try:
        with opened_zip(content).open("mimetype") as stream:
            return stream.read(LONGEST_TYPE)
    except (*ZIP_FAULTS, KeyError):
        return b""


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


@lru_cache(maxsize=1)
def opened_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip; its directory is read once, however many of its files are asked for.

    Raises
    ------
    Exception
        One of ``ZIP_FAULTS`` when the directory is damaged.
    """
    return zipfile.ZipFile(BytesIO(content))


def members(content: bytes) -> list[zipfile.ZipInfo]:
    """Entries of a zip's directory; none when it is damaged. Nothing is unpacked."""
    try:
        return opened_zip(content).infolist()
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
    # "{|" begins a table of a wiki.
    if re.match(r"\{(?!\|)", text) or re.match(r'\[\s*[{\["\]]', text):
        return "geojson" if not text.startswith("{{") and not text.startswith("{%") else "csv"
    if text.startswith("ID;PWXL") or text.startswith("ID;P"):
        return "slk"
    if not _looks_like_text(head):
        return "binary"
    return _kind_of_words(text) or "csv"


def _kind_of_words(text: str) -> str:
    """Tell texts that are no table by how they begin; "" for others."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    found = next((kind for pattern, kind in TEXTS if re.match(pattern, plain, re.I)), "")
    return "" if found == "mail" and not MAIL.search(plain) else found


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
