from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import ZIP_FAULTS, kind_of
from geo.intake.rules.content_rule import ContentRule

PROLOG = 65_536
"""A document type stands before the first element; no honest one stands further on than this."""
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


class XmlEntities(ContentRule):
    """XML that defines entities of its own: a bomb, or a way to read the server's files."""

    code = "xml_entities"

    def check(self, name: str, content: bytes) -> None:
        """Refuse a document type in XML, loose or in an archive."""
        kind = kind_of(content)
        if kind in ("kml", "xml", "gpx", "gml", "xml_2003"):
            heads: Iterable[bytes] = [_plain(content)]
        elif kind in ("xlsx", "xlsb", "ods", "kmz", "zip"):
            heads = _heads(content)
        else:
            return
        if any(DECLARATION.search(head) for head in heads):
            raise FileRefused(self.code, file=name)


def _plain(content: bytes) -> bytes:
    """Return the head with the zeros of UTF-16 left out, so that a mark can be found in it."""
    return content[: 2 * PROLOG].replace(b"\x00", b"")


def _heads(content: bytes) -> Iterator[bytes]:
    """Yield the beginning of each XML file in an archive, one at a time in memory."""
    with suppress(*ZIP_FAULTS), zipfile.ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            if _is_xml(info.filename):
                yield _head(archive, info)


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        return _plain(stream.read(PROLOG))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".kml", ".gpx", ".gml", ".rels", ".vml"))
