from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.web_text import plain_of_web

NAMES = ("name", "hub")


class HtmlInCells(MendingRule):
    """Tags and letters of a web page in names and addresses: "Caf&eacute;", "Weena 5<br>"."""

    code = "html_in_cells"
    roles = ("name", "hub", "address", "street", "city")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the text that a page would show, for each cell where that is another."""
        found = {}
        for i, text in enumerate(draft.values[role].tolist()):
            # What a thing is called may hold anything: tags of a name are its own.
            if not isinstance(text, str) or (role in NAMES and "<" in text):
                continue
            if (plain := plain_of_web(text)) and plain != text:
                found[i] = plain
        return found
