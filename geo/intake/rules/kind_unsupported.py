from __future__ import annotations

from geo.intake.content import kind_of
from geo.intake.refusal import FileRefused
from geo.intake.rules.rule import ContentRule

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
        "parquet",
        "flatgeobuf",
    ]
)
"""Kinds of `geo.intake.content.kind_of` that are read."""


class KindUnsupported(ContentRule):
    """A file of a kind that holds no table or map that can be read."""

    code = "kind_unsupported"

    def check(self, name: str, content: bytes) -> None:
        """Refuse every kind that is not on the list, and name it."""
        kind = kind_of(content)
        if kind not in READABLE:
            raise FileRefused(self.code, file=name, kind=kind)
