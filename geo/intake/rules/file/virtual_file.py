from __future__ import annotations

import re

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import head_text, kind_of
from geo.intake.rules.content_rule import ContentRule

REFERENCE = re.compile(
    r"^\s*(?:/vsi\w+/|https?://|ftp://|file:|WFS:|PG:|MYSQL:|MVT:|CARTO:)\S*\s*$"
)


class VirtualFile(ContentRule):
    """A file that only points to another: on the server's disk or on the network."""

    code = "virtual_file"

    def check(self, name: str, content: bytes) -> None:
        """Refuse GDAL's virtual files and files that are one address."""
        if kind_of(content) == "gdal_virtual" or REFERENCE.match(head_text(content)):
            raise FileRefused(self.code, file=name)
