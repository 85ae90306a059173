from __future__ import annotations

from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.content_rule import ContentRule


class WebPage(ContentRule):
    """A web page under the name of a workbook or map file."""

    code = "web_page"

    def check(self, name: str, content: bytes) -> None:
        """Refuse HTML."""
        if kind_of(content) == "html":
            raise FileRefused(self.code, file=name)
