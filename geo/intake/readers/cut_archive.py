"""What can be saved of a zip that breaks off: its directory is gone, its files stand one by one.

Each file has a head of its own (PKWARE, "ZIP File Format Specification", 4.3.7). What was packed is
unpacked as far as it goes, within a bound, and put into a zip that has a directory again.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from geo.intake.model.limits import MAX_MEMBERS, MAX_UNPACKED
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.archive import READABLE_ENDINGS, SHAPEFILE
from geo.intake.readers.content import end_of_zip

HEAD = struct.Struct("<4s2xHH8xLL HH")
MARK, MARK_BEHIND = b"PK\x03\x04", b"PK\x07\x08"
LOCKED, SIZE_BEHIND = 1, 8
STORED, DEFLATED = 0, 8
SIZES_BEHIND = (12, 20)
"""Bytes of a checksum and two sizes that follow on a file, without the mark; of a large file."""
PIECE = 2**16
MOST = MAX_UNPACKED // 4
"""It is held twice while it is put together."""


@dataclass(frozen=True)
class Saved:
    """A file in a zip that breaks off; ``whole`` is false of one that does so itself."""

    name: str
    content: bytes
    whole: bool


def is_cut(content: bytes) -> bool:
    """Say whether bytes begin as a zip of which the directory is gone.

    Examples
    --------
    >>> is_cut(b"PK\x03\x04"), is_cut(b"naam;x;y")
    (True, False)
    """
    return content.startswith(b"PK") and end_of_zip(content) < 0


def before_the_end(name: str, content: bytes) -> tuple[bytes, str] | None:
    """Return a zip with what stands before the cut, and the names of the files in it.

    The name of a file of which only the beginning is there is followed by "…". None when there is
    nothing that can be read, or the files are parts of a workbook.

    Raises
    ------
    FileRefused
        ``archive_bomb``.

    Examples
    --------
    >>> stream = BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("a.csv", "naam;x;y")
    >>> before_the_end("a.zip", stream.getvalue()[:40])[1]
    'a.csv …'
    """
    found = [each for each in _files(name, content) if each.content and _is_read(each.name)]
    if not found:
        return None
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each in found:
            archive.writestr(each.name, each.content)
    shown = (each.name.rpartition("/")[2][:60] + ("" if each.whole else " …") for each in found)
    return stream.getvalue(), ", ".join(shown)[:200]


def _is_read(name: str) -> bool:
    return name.rpartition(".")[2].lower() in (*SHAPEFILE, *READABLE_ENDINGS)


def _files(name: str, content: bytes) -> Iterator[Saved]:
    """Give the files one after the other, as far as each says where the next one begins."""
    at, left = 0, MOST
    for _ in range(MAX_MEMBERS):
        if len(content) < at + HEAD.size or content[at : at + 4] != MARK:
            return
        _, flags, method, size, _, long, more = HEAD.unpack_from(content, at)
        start = at + HEAD.size + long + more
        called = content[at + HEAD.size : at + HEAD.size + long].decode("utf-8", errors="replace")
        if flags & LOCKED or method not in (STORED, DEFLATED):
            return
        if method == STORED and flags & SIZE_BEHIND:
            return  # nothing says where it ends
        unpacked, end = (
            _inflated(name, content, start, left)
            if method == DEFLATED
            else (content[start : start + size], start + size)
        )
        left -= len(unpacked)
        whole = 0 <= end <= len(content)
        yield Saved(called, unpacked, whole)
        if not whole:
            return
        at = _behind_sizes(content, end) if flags & SIZE_BEHIND else end


def _inflated(name: str, content: bytes, start: int, left: int) -> tuple[bytes, int]:
    """Unpack from a place on; says where the packed bytes end, or -1 when they are cut or wrong."""
    unpacking, parts = zlib.decompressobj(-zlib.MAX_WBITS), []
    for at in range(start, len(content), PIECE):
        try:
            parts.append(unpacking.decompress(content[at : at + PIECE], left + 1))
        except zlib.error:
            break
        left -= len(parts[-1])
        if left < 0:
            packed = f"{len(content) / 2**20:.1f}"
            raise FileRefused("archive_bomb", file=name, size=str(MOST // 2**20), packed=packed)
        if unpacking.eof:
            return b"".join(parts), min(at + PIECE, len(content)) - len(unpacking.unused_data)
    return b"".join(parts), -1


def _behind_sizes(content: bytes, at: int) -> int:
    """Return where the next file begins behind sizes that follow on one."""
    start = at + 4 * (content[at : at + 4] == MARK_BEHIND)
    places = [start + long for long in SIZES_BEHIND]
    return next((place for place in places if content[place : place + 4] == MARK), len(content))
