"""Pieces of the SVG that charts are made of; every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.palette import ink_on

GAP = 32.0  # between drawings side by side
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
LETTER_SIZE, LEAST_LETTER_SIZE = 15.0, 10.0
LETTER_WIDTH = 0.72  # of the size, of a bold capital
LIFT = 4.0  # of a letter above a bar too narrow to hold it


def document(width: float, height: float, body: str, label: str) -> str:
    """Return a drawing whose label a screen reader reads instead of it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {dotted(width)} {dotted(height)}" '
        f'role="img" '
        f'aria-label="{escape(label, quote=True)}" '
        f'font-family="{escape(style.FONT_STACK, quote=True)}" width="100%">{body}</svg>'
    )


def size_of(drawing: str) -> tuple[float, float]:
    """Return width and height of one of our drawings.

    Examples
    --------
    >>> size_of('<svg viewBox="0 0 620 400"></svg>')
    (620.0, 400.0)
    """
    found = VIEW_BOX.search(drawing)
    if not found:
        raise ValueError("a drawing without a view box that starts at 0 0")
    return float(found[1]), float(found[2])


def side_by_side(drawings: Sequence[str], label: str) -> str:
    """Return several of our drawings as one, from left to right.

    Examples
    --------
    >>> one, other = document(100, 40, "", "a"), document(60, 50, "", "b")
    >>> size_of(side_by_side([one, other], "both"))
    (192.0, 50.0)
    """
    parts, left, height = [], 0.0, 0.0
    for drawing in drawings:
        width, tall = size_of(drawing)
        inside = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
        place = f'x="{dotted(left)}" width="{dotted(width)}" height="{dotted(tall)}"'
        parts.append(f"<svg {place}>{inside}</svg>")
        left, height = left + width + GAP, max(height, tall)
    return document(left - GAP, height, "".join(parts), label)


def written(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    weight: str = "400",
    fill: str = style.INK,
    anchor: str = "start",
) -> str:
    """Return one line of text with its base line at ``y``.

    Examples
    --------
    >>> written(1, 2, "<b>", size=14).partition(">")[2]
    '&lt;b&gt;</text>'
    """
    return (
        f'<text x="{dotted(x)}" y="{dotted(y)}" font-size="{dotted(size)}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    edge: str = "none",
    opacity: float = 1.0,
) -> str:
    """Return a rectangle."""
    pale = f' fill-opacity="{dotted(opacity)}"' if opacity < 1 else ""
    stroke = f' stroke="{edge}"' if edge != "none" else ""
    return (
        f'<rect x="{dotted(x)}" y="{dotted(y)}" width="{dotted(width)}" height="{dotted(height)}" '
        f'fill="{fill}"{stroke}{pale}/>'
    )


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: its width, colours and the letter that tells it apart without them."""

    width: float
    fill: str
    letter: str
    edge: str = style.WHITE  # keeps neighbours of one grey apart


def lettered_bar(
    x: float, y: float, height: float, pieces: Iterable[Piece], opacity: float = 1.0
) -> str:
    """Return pieces side by side, each with its letter: in it, or above it where it is narrow."""
    drawn, free = [], x
    for piece in pieces:
        drawn.append(rectangle(x, y, piece.width, height, piece.fill, piece.edge, opacity))
        size = min(LETTER_SIZE, (piece.width - 3) / LETTER_WIDTH)
        middle = x + piece.width / 2
        if size >= LEAST_LETTER_SIZE:
            ink = ink_on(piece.fill) if opacity == 1 else style.INK
            base = y + height / 2 + size * style.CAP_HEIGHT / 2
            drawn.append(_letter(middle, base, piece.letter, size, ink))
        elif piece.letter:
            # Letters above narrow neighbours stand aside for one another.
            half = LEAST_LETTER_SIZE * LETTER_WIDTH / 2 + 0.5
            middle = max(middle, free + half)
            free = middle + half
            drawn.append(_letter(middle, y - LIFT, piece.letter, LEAST_LETTER_SIZE, style.INK))
        x += piece.width
    return "".join(drawn)


def lettered_swatch(x: float, base: float, piece: Piece) -> str:
    """Return the square of a legend with its letter, beside words whose base line is ``base``."""
    top = base - piece.width + 4
    return lettered_bar(x, top, piece.width, [piece])


def _letter(x: float, base: float, letter: str, size: float, ink: str) -> str:
    return written(x, base, letter, size=round(size, 1), weight="700", fill=ink, anchor="middle")


def hatch(name: str, colour: str) -> str:
    """Return a pattern of slanting stripes, to be filled with as ``url(#name)``."""
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{style.WHITE}"/>'
        f'<rect width="2.6" height="6" fill="{colour}"/></pattern></defs>'
    )
