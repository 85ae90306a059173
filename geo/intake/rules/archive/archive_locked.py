from __future__ import annotations

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of, members
from geo.intake.rules.content_rule import ContentRule


class ArchiveLocked(ContentRule):
    """A workbook or zip with a password."""

    code = "file_locked"

    def check(self, name: str, content: bytes) -> None:
        """Refuse an encrypted workbook, or a zip with an encrypted member."""
        locked_zip = content.startswith(b"PK") and any(i.flag_bits & 1 for i in members(content))
        if locked_zip or kind_of(content) == "locked":
            raise FileRefused(self.code, file=name)
