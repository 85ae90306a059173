from __future__ import annotations

from geo.intake.rules.rule import FactRule


class LinksNotFollowed(FactRule):
    """Links in a KML to files elsewhere; they are not followed."""

    code = "links_not_followed"
    level = "note"
