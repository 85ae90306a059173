from __future__ import annotations

import struct

from geo.data.foreign_sqlite import HEADER
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of, members
from geo.intake.readers.cut_archive import before_the_end, is_cut
from geo.intake.rules.content_rule import ContentRule

CFB_HEADER = 512
SECTOR_POWERS = (9, 12)
"""Sectors have 512 or 4096 bytes ([MS-CFB], 2.2)."""
NO_SECTOR, FREE_SECTOR = 0xFFFFFFFA, 0xFFFFFFFF


class FileDamaged(ContentRule):
    """Half a file: an archive without its directory, an old workbook cut short."""

    code = "file_damaged"

    def check(self, name: str, content: bytes) -> None:
        """Refuse a Parquet file that breaks off, a zip of which nothing is left, and so on."""
        kind = kind_of(content)
        broken = {
            "zip": content.startswith(b"PK") and not members(content) and not _saved(name, content),
            "database": kind == "sqlite" and len(content) < HEADER,
            "workbook": kind == "xls" and not _holds_its_sectors(content),
            "map_file": kind == "parquet" and not content.endswith(b"PAR1"),
        }
        if damage := next((what for what, found in broken.items() if found), ""):
            raise FileRefused(self.code, file=name, damage=damage)


def _saved(name: str, content: bytes) -> bool:
    """Say whether something can be read of a zip that breaks off."""
    return is_cut(content) and before_the_end(name, content) is not None


def _holds_its_sectors(content: bytes) -> bool:
    """Say whether every sector that a compound file uses is there ([MS-CFB], 2.2 and 2.3)."""
    if len(content) < CFB_HEADER:
        return False
    (power,) = struct.unpack_from("<H", content, 30)
    if power not in SECTOR_POWERS:
        return False
    size = 1 << power
    tables = struct.unpack_from("<109L", content, 76)
    used = 0
    for sector in (number for number in tables if number < NO_SECTOR):
        table = content[(sector + 1) * size : (sector + 2) * size]
        if len(table) < size:
            return False
        entries = struct.unpack(f"<{size // 4}L", table)
        first = tables.index(sector) * (size // 4)
        used = max(used, *(first + i for i, entry in enumerate(entries) if entry != FREE_SECTOR), 0)
    return bool(tables) and len(content) >= (used + 2) * size
