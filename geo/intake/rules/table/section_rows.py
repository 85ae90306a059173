from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SectionRows(FactRule):
    """Headings within the table, merged over its columns."""

    code = "section_rows"
    level = "mended"
