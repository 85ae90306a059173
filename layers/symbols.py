"""Outlines of the symbols, once for the canvas in the browser and for the SVG of the legend."""

from __future__ import annotations

import math

Outline = tuple[tuple[float, float], ...]


def _regular(corners: int, radius: float, turn: float = 0.0) -> Outline:
    angles = (turn - 0.25 + i / corners for i in range(corners))
    return tuple(
        (radius * math.cos(math.tau * angle), radius * math.sin(math.tau * angle))
        for angle in angles
    )


def _cross(reach: float, half: float) -> Outline:
    return (
        (-half, -reach),
        (half, -reach),
        (half, -half),
        (reach, -half),
        (reach, half),
        (half, half),
        (half, reach),
        (-half, reach),
        (-half, half),
        (-reach, half),
        (-reach, -half),
        (-half, -half),
    )


# For a symbol of radius 1, y downwards. Sizes differ so that all look equally heavy beside a
# circle of radius 1; a shape that is not here (circle, ring, pie) is round.
OUTLINES: dict[str, Outline] = {
    "square": _regular(4, 1.25, 0.125),
    "triangle": _regular(3, 1.4),
    "diamond": _regular(4, 1.3),
    "plus": _cross(1.2, 0.42),
}

# The white core of a pie, as a share of its radius.
PIE_CORE = 0.5
