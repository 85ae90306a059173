from __future__ import annotations

from geo.intake.rules.rule import FactRule


class QuoteOpen(FactRule):
    """A quote that is never closed and would swallow the rest of the file."""

    code = "quote_open"
    level = "mended"
