from __future__ import annotations

import re
import stat

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import members
from geo.intake.rules.content_rule import ContentRule

OUTWARD = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")


class ArchivePath(ContentRule):
    """A zip with names that lead outside it (``../``, ``/etc``, ``C:``) or with links.

    Nothing is ever written to a path from an archive; such a name only shows bad intent.
    """

    code = "archive_path"

    def check(self, name: str, content: bytes) -> None:
        """Refuse by the names and file modes in the directory."""
        if not content.startswith(b"PK"):
            return
        for info in members(content):
            if OUTWARD.search(info.filename) or stat.S_ISLNK(info.external_attr >> 16):
                raise FileRefused(self.code, file=name, member=info.filename[:80])
