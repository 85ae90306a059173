from __future__ import annotations

import struct

from geo.intake.model.limits import (
    MAX_DIRECTORY,
    MAX_MEMBERS,
    MAX_UNPACKED,
    SUSPECT_RATIO,
    SUSPECT_SIZE,
)
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import end_of_zip, members
from geo.intake.rules.content_rule import ContentRule

ENTRY = b"PK\x01\x02"


class ArchiveBomb(ContentRule):
    """A small archive that unpacks to more than the server can hold; read from its directory."""

    code = "archive_bomb"

    def check(self, name: str, content: bytes) -> None:
        """Refuse by the sizes in the directory; nothing is unpacked."""
        if not content.startswith(b"PK"):
            return
        count, directory = _directory(content)
        # The last record may lie about both; what is listed begins with a mark.
        count = max(count, content.count(ENTRY))
        if count > MAX_MEMBERS or directory > MAX_DIRECTORY:
            raise FileRefused("archive_crowded", file=name, count=str(count))
        unpacked = sum(info.file_size for info in members(content))
        ratio = unpacked / max(1, len(content))
        if unpacked > MAX_UNPACKED or (ratio > SUSPECT_RATIO and unpacked > SUSPECT_SIZE):
            packed = f"{len(content) / 2**20:.1f}"
            raise FileRefused(self.code, file=name, size=str(unpacked // 2**20), packed=packed)


def _directory(content: bytes) -> tuple[int, int]:
    """Return the number of entries and the bytes of the directory, from the last record."""
    at = end_of_zip(content)
    if at < 0:
        return 0, 0
    count, size = struct.unpack_from("<HL", content, at + 10)
    return count, size
