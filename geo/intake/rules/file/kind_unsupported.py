from __future__ import annotations

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.content_rule import ContentRule

READABLE = frozenset(
    [
        "csv",
        "xlsx",
        "xls",
        "xlsb",
        "ods",
        "geojson",
        "sqlite",
        "zip",
        "kml",
        "kmz",
        "gpx",
        "gml",
        "parquet",
        "flatgeobuf",
    ]
)
"""Kinds of `geo.intake.readers.content.kind_of` that are read."""


class KindUnsupported(ContentRule):
    """A file of a kind that holds no table or map that can be read."""

    code = "kind_unsupported"

    def check(self, name: str, content: bytes) -> None:
        """Refuse every kind that is not on the list, and name it."""
        kind = kind_of(content)
        if kind not in READABLE:
            raise FileRefused(self.code, file=name, kind=kind)
