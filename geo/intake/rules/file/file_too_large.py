from __future__ import annotations

from geo.intake.model.limits import MAX_FILE
from geo.intake.model.refusal import FileRefused
from geo.intake.rules.content_rule import ContentRule


class FileTooLarge(ContentRule):
    """A file larger than the limit."""

    code = "file_too_large"

    def check(self, name: str, content: bytes) -> None:
        """Refuse by the number of bytes."""
        if len(content) > MAX_FILE:
            size, limit = len(content) // 2**20, MAX_FILE // 2**20
            raise FileRefused(self.code, file=name, size=str(size), limit=str(limit))
