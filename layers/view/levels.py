"""What is seen of a layer from how near: the drawing rules, apart from how a map is sent or drawn.

Zooms are those of web maps; about a district fits a screen at 13, some streets at 15.
"""

from __future__ import annotations

from dataclasses import dataclass

NAMED_ON_PAPER = ("hubs", "sectors", "places", "meeting_gaps")
"""Layers whose points carry their name on paper, which has no pointer to ask with."""
MOST_POINTS = 3_000
"""Points of one layer that are drawn one by one: above it nobody sees them so."""
MOST_ON_A_SPOT = 50
"""Symbols set side by side on one spot; a whole postcode area has one spot for all its rows."""
CROWD_NEAR = 15
"""Zoom from which the points of a layer with too many to draw are drawn one by one after all, where
the part of the ground that is seen has few enough."""
CROWD_NAMES = 18
"""Zoom from which those points are named: many names together are not read."""
MANY_ROWS = 150
"""Rows from which a layer is faint from afar: fewer are seen one by one there too."""


@dataclass(frozen=True)
class Level:
    """From which zoom on a layer of points says and shows what.

    Attributes
    ----------
    big_names, names : int
        Zoom from which the big ones, and from which all, are named where a name fits.
    big : float
        Radius in pixels from which one is big.
    faint_below : int
        Zoom below which a layer of many rows is faint; 0 for never.
    """

    big_names: int
    names: int
    big: float = 0.0
    faint_below: int = 0


LEVELS = {
    "hubs": Level(big_names=13, names=15, big=8.0),
    "partners": Level(big_names=16, names=16, faint_below=13),
    "meeting_places": Level(big_names=17, names=17, faint_below=13),
    "places": Level(big_names=13, names=14),
    "meeting_gaps": Level(big_names=14, names=15),
    "tenants": Level(big_names=17, names=17),
    "stops": Level(big_names=17, names=17, faint_below=13),
}


def level_of(key: str, rows: int, names_from: int = 0) -> dict[str, float] | None:
    """Return the level of a layer as its drawing needs it; None for one that is seen alike at all.

    Nothing is named from farther than the zoom ``names_from``.

    Examples
    --------
    >>> level_of("partners", 663)
    {'big_names': 16, 'names': 16, 'big': 0.0, 'faint_below': 13}
    >>> level_of("partners", 12)["faint_below"]
    0
    >>> level_of("clusters", 8) is None
    True
    """
    level = LEVELS.get(key)
    if level is None:
        return None
    faint_below = level.faint_below if rows >= MANY_ROWS else 0
    return {
        "big_names": max(level.big_names, names_from),
        "names": max(level.names, names_from),
        "big": level.big,
        "faint_below": faint_below,
    }
