from __future__ import annotations

from geo.intake.model.refusal import FileRefused
from geo.intake.rules.content_rule import ContentRule


class FileEmpty(ContentRule):
    """A file without content, or with blanks only."""

    code = "no_rows"

    def check(self, name: str, content: bytes) -> None:
        """Refuse when nothing but blanks stands in the file."""
        if not content[: 2**20].strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            raise FileRefused(self.code, file=name)
