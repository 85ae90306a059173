from __future__ import annotations

from geo.data.foreign_sqlite import said_size
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.content_rule import ContentRule

SAYS_SO, MARK_AT = b"GPKG", slice(68, 72)
"""The number of its application (OGC 12-128r18, requirement 2)."""


class NotAGeoPackage(ContentRule):
    """An ordinary SQLite database under the name of a GeoPackage."""

    code = "not_a_geopackage"

    def check(self, name: str, content: bytes) -> None:
        """Refuse a database that holds no list of GeoPackage layers."""
        if kind_of(content) != "sqlite" or said_size(content) > len(content):
            return  # of one that breaks off, the list may be what is gone
        # Where the page with that list is damaged, the head still says what it is.
        if b"gpkg_contents" not in content and content[MARK_AT] != SAYS_SO:
            raise FileRefused(self.code, file=name)
