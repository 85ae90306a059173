from __future__ import annotations

from geo.data.foreign_sqlite import said_size
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.content_rule import ContentRule


class NotAGeoPackage(ContentRule):
    """An ordinary SQLite database under the name of a GeoPackage."""

    code = "not_a_geopackage"

    def check(self, name: str, content: bytes) -> None:
        """Refuse a database that holds no list of GeoPackage layers."""
        if kind_of(content) != "sqlite" or said_size(content) > len(content):
            return  # of one that breaks off, the list may be what is gone
        if b"gpkg_contents" not in content:
            raise FileRefused(self.code, file=name)
