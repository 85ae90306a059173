from __future__ import annotations

from geo.intake.rules.rule import FactRule


class VacantRows(FactRule):
    """Rooms that nobody rents, in a list of who does: "leegstand", "- vrij -"."""

    code = "vacant_rows"
    level = "mended"
