"""Outlines of the symbols and the room for a letter in them, once for canvas, SVG and paper."""

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

HATCHED = "hatched"  # a round symbol of stripes: what is not seen
STRIPE_OFFSETS, STRIPE_HALF = (-0.55, 0.0, 0.55), 0.13


def _stripe(offset: float) -> Outline:
    """One slanting stripe across a circle of radius 1, so far from its middle."""
    reach = math.sqrt(1.0 - (abs(offset) + STRIPE_HALF) ** 2)
    corners = (
        *((-reach, offset - STRIPE_HALF), (reach, offset - STRIPE_HALF)),
        *((reach, offset + STRIPE_HALF), (-reach, offset + STRIPE_HALF)),
    )
    turn = math.sqrt(0.5)  # an eighth of a turn: from the lower left to the upper right
    return tuple(((x + y) * turn, (y - x) * turn) for x, y in corners)


STRIPES = tuple(map(_stripe, STRIPE_OFFSETS))

LETTER_AIR = 0.86  # of the room there is, so that a letter does not touch the edge
USUAL_WIDTH = 0.82  # of a bold capital, as a share of its height
# Where in a symbol of radius 1 a letter stands: its middle, y downwards.
LETTER_MIDDLES = {"triangle": (0.0, 0.12)}


def letter_height(shape: str, wide: float) -> float:
    """Return how high a capital may be in a symbol of radius 1.

    Parameters
    ----------
    shape : str
    wide : float
        Width of the letter, or the two, as a share of its height.

    Examples
    --------
    >>> round(letter_height("circle", 0.75), 2), round(letter_height("plus", 0.75), 2)
    (1.38, 1.12)
    """
    half_diagonal = math.hypot(1.0, wide) / 2
    found = {
        "square": 2 * 1.25 * math.sqrt(0.5) / max(1.0, wide),
        "triangle": 0.75 / half_diagonal,
        "diamond": 2 * 1.3 / (1.0 + wide),
        "plus": 0.98 / wide,  # it may run over both arms of the beam that it stands on
    }
    return LETTER_AIR * found.get(shape, 1.0 / half_diagonal)


def letter_rooms() -> dict[str, dict[str, float]]:
    """Return of each shape the height of a capital of usual width, and how far down it stands."""
    return {
        shape: {
            "height": round(letter_height(shape, USUAL_WIDTH), 3),
            "down": LETTER_MIDDLES.get(shape, (0.0, 0.0))[1],
        }
        for shape in ("circle", *OUTLINES)
    }


def wedge_room(share: float) -> tuple[float, float]:
    """Return the largest circle in a piece of a pie of radius 1: its radius, and how far out.

    Examples
    --------
    >>> wedge_room(1.0), wedge_room(0.5)
    ((1.0, 0.0), (0.5, 0.5))
    """
    half_turn = 0.5
    if share >= 1.0:
        return 1.0, 0.0
    sine = math.sin(math.pi * min(share, half_turn))
    radius = sine / (1 + sine)
    return radius, 1 - radius
