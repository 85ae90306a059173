"""The symbol of a legend line as SVG, for legends and charts alike."""

from __future__ import annotations

import math
from dataclasses import replace
from html import escape

from layers.view.map_model import LegendEntry
from layers.view.symbols import (
    HATCHED,
    LETTER_MIDDLES,
    OUTLINES,
    STRIPES,
    USUAL_WIDTH,
    letter_height,
)
from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.palette import ink_on

BOX = 20  # pixels, the side of the square that a symbol stands in
HALF = BOX // 2
LETTERED = 7.0  # radius from which a letter in a symbol is read with ease
SIGN = 8.0  # height of a sign in the swatch of an area


def symbol_svg(entry: LegendEntry) -> str:
    """Return the symbol of a legend line as SVG, in the same shape as on the map.

    Examples
    --------
    >>> symbol_svg(LegendEntry("a", "circle", "#cc6677", size=5)).count("<circle")
    1
    """
    drawers = {"line": _line, "area": _area, "pie": _pie, HATCHED: _hatched}
    inside = drawers.get(entry.symbol, _glyph)(entry)
    return (
        f'<svg width="{BOX}" height="{BOX}" viewBox="{-HALF} {-HALF} {BOX} {BOX}" '
        f'aria-hidden="true" focusable="false" style="flex:none">{inside}</svg>'
    )


def _paint(entry: LegendEntry, width: float) -> str:
    stroke = (
        f'stroke="{escape(entry.stroke)}" stroke-width="{dotted(width)}"' if entry.stroke else ""
    )
    dash = f' stroke-dasharray="{escape(entry.dash)}"' if entry.dash else ""
    return f'fill="{escape(entry.colour or "none")}" {stroke}{dash}'


def _radius(entry: LegendEntry) -> float:
    least = LETTERED if entry.letter else 2.0
    return max(least, min(entry.size, HALF - 2.5))


def _glyph(entry: LegendEntry) -> str:
    if entry.symbol == "ring":  # always hollow, else it is a circle
        entry = replace(entry, colour="", stroke=entry.colour or entry.stroke)
    r, paint = _radius(entry), _paint(entry, 1.0 if entry.colour else 1.8)
    outline = OUTLINES.get(entry.symbol)
    letter = _letter(entry, r)
    if outline is None:
        return f'<circle r="{dotted(r)}" {paint}/>{letter}'
    points = " ".join(dotted(x * r, y * r) for x, y in outline)
    return f'<polygon points="{points}" {paint}/>{letter}'


def _hatched(entry: LegendEntry) -> str:
    """Return a white circle with slanting stripes in the colour of its edge."""
    r, ink = _radius(entry), escape(entry.stroke or style.UNKNOWN)
    stripes = (" ".join(dotted(x * r, y * r) for x, y in stripe) for stripe in STRIPES)
    drawn = "".join(f'<polygon points="{points}" fill="{ink}"/>' for points in stripes)
    rim = f'fill="none" stroke="{ink}" stroke-width="1.8"'
    return f'<circle r="{dotted(r)}" fill="{style.WHITE}"/>{drawn}<circle r="{dotted(r)}" {rim}/>'


def _letter(entry: LegendEntry, r: float) -> str:
    """Return the letter in a symbol."""
    height = r * letter_height(entry.symbol, USUAL_WIDTH * max(len(entry.letter), 1))
    x, y = (r * share for share in LETTER_MIDDLES.get(entry.symbol, (0.0, 0.0)))
    return _written(entry.letter, (x, y), height, ink_on(entry.colour))


def _written(letter: str, middle: tuple[float, float], height: float, ink: str) -> str:
    """Return a bold letter with capitals so high round its middle."""
    if not letter:
        return ""
    x, y = middle
    return (
        f'<text x="{dotted(x)}" y="{dotted(y + height / 2)}" '
        f'font-size="{dotted(height / style.CAP_HEIGHT)}" font-weight="700" '
        f'font-family="{escape(style.FONT_STACK, quote=True)}" '
        f'text-anchor="middle" fill="{ink}">{escape(letter)}</text>'
    )


def _pie(entry: LegendEntry) -> str:
    r, turn, slices = _radius(entry), -0.25, []
    for colour, share in style.PIE_SAMPLE:
        start, end = _on_circle(turn, r), _on_circle(turn + share, r)
        large = int(share > 0.5)  # noqa: PLR2004 - SVG asks whether an arc is over half a turn
        path = f"M0 0L{start}A{dotted(r, r)} 0 {large} 1 {end}Z"
        slices.append(f'<path d="{path}" fill="{colour}"/>')
        turn += share
    edge = f'stroke="{escape(entry.stroke or style.INK_SOFT)}" stroke-width="1"'
    rim = f'<circle r="{dotted(r)}" fill="none" {edge}/>'
    return f"{''.join(slices)}{rim}"


def _on_circle(turn: float, r: float) -> str:
    return dotted(r * math.cos(math.tau * turn), r * math.sin(math.tau * turn))


def _line(entry: LegendEntry) -> str:
    dash = f' stroke-dasharray="{escape(entry.dash)}"' if entry.dash else ""
    colour = escape(entry.stroke or entry.colour or style.INK)
    half = HALF - 1
    width = max(1.0, min(entry.size, 6.0))
    pen = f'stroke="{colour}" stroke-width="{dotted(width)}"{dash}'
    line = f'<path d="M{-half} 0H{half}" {pen}/>'
    disc = LegendEntry("", "circle", style.WHITE, letter=entry.letter)
    return line + (_glyph(disc) if entry.letter else "")


def _area(entry: LegendEntry) -> str:
    width = max(1.0, min(entry.size, 3.0))
    swatch = f'<rect x="-8.5" y="-6" width="17" height="12" rx="1" {_paint(entry, width)}/>'
    return swatch + _written(entry.letter, (0.0, 0.0), SIGN, ink_on(entry.colour))
