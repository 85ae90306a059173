"""A chain drawn as stages from left to right: SVG for the page and for files."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.answers.chain_line import ChainLine
from geo.data.thresholds import FEW_BUILDINGS
from geo.evidence.knowledge import ABSENT, NEVER, NOT_SEEN, PRESENT, Knowledge
from layers.figures.svg_pieces import document, hatch, rectangle, written
from layers.sentences.chain_words import strip_words
from layers.sentences.knowledge_words import short_words
from layers.view.map_model import LegendEntry
from layers.view.symbol_svg import symbol_svg
from layers.words import style
from layers.words.numbers import metres, minutes, number
from layers.words.palette import Palette
from layers.words.text import text

WIDTH, ROW, TOP = 1180, 232, 16
LEFT, COLUMN, BOX = 128, 262, 150
PARTNERS = "partners"  # the pattern of their bar
UNSEEN = "unseen"  # the pattern of a box of which nobody is known
# Ground, frame and dash of a box, by what is known of its stage: told apart by more than colour.
BOXES = {
    PRESENT: (style.WHITE, style.STREET_MAIN, ""),
    ABSENT: (style.WHITE, style.HIGHLIGHT, ""),
    NOT_SEEN: (f"url(#{UNSEEN})", style.UNKNOWN, ' stroke-dasharray="7 5"'),
    NEVER: (style.LAND, style.UNKNOWN, ' stroke-dasharray="2 4"'),
}


def chain_strip_svg(lines: Sequence[ChainLine], look: Palette, lang: str) -> str:
    """Draw the chain of each city under one another on one scale.

    Parameters
    ----------
    lines : sequence of ChainLine
        One a city, all of the same chain.

    Returns
    -------
    str
        An SVG document with ``role="img"`` and the whole drawing in words as its label.
    """
    scale = max([1.0, *(_largest(line) for line in lines)])
    height = TOP + ROW * len(lines) + 34
    body = "".join(_city(line, look, lang, TOP + i * ROW, scale) for i, line in enumerate(lines))
    legend = _legend(look, lang, lines[0].chain, scale, height - 18)
    stripes = hatch(PARTNERS, look.colours.get(lines[0].chain, style.UNKNOWN))
    label = " ".join(strip_words(line, look, lang) for line in lines)
    grey = hatch(UNSEEN, style.NO_DATA)
    return document(WIDTH, height, f"{stripes}{grey}{body}{legend}", label)


def _largest(line: ChainLine) -> float:
    return float((line.stages["tenants"] + line.stages["partners"]).max())


def _city(line: ChainLine, look: Palette, lang: str, top: float, scale: float) -> str:
    stages = list(line.stages.itertuples())
    main, side = stages[:4], stages[4:]
    parts = [written(0, top + 92, line.city, size=19, weight="700", fill=style.TITLE)]
    for i, row in enumerate(main):
        parts.append(_box(LEFT + i * COLUMN, top + 40, row, line, look, lang, scale))
    for i, step in enumerate(line.steps.itertuples()):
        parts.append(_arrow(LEFT + i * COLUMN + BOX, top + 40, step, lang))
    names = (text("ketens.support", lang), text("ketens.unknown", lang))
    beside = " · ".join(
        f"{name}: {number(row.tenants + row.partners, lang)}"
        for name, row in zip(names, side, strict=True)
    )
    parts.append(written(LEFT, top + 216, beside, size=14, fill=style.INK_SOFT))
    return "".join(parts)


def _box(
    x: float, y: float, row: pd.Series, line: ChainLine, look: Palette, lang: str, scale: float
) -> str:
    colour = look.colours.get(line.chain, style.UNKNOWN)
    entry = LegendEntry("", look.shape(row.stage), colour, "", 7, letter=look.letter(line.chain))
    known = line.knowledge[row.stage] if row.stage in line.missing else None
    ground, frame, dash = BOXES[PRESENT if known is None else known.state]
    stroke = f'stroke="{frame}" stroke-width="2"{dash}'
    inside = _counted(row, colour, scale, lang) if known is None else _open(known, frame, lang)
    return (
        f'<g transform="translate({x},{y})">'
        f'<rect width="{BOX}" height="130" rx="8" fill="{ground}" {stroke}/>'
        f'<g transform="translate(10,10)">{symbol_svg(entry)}</g>'
        + written(36, 25, look.stage(row.stage), size=16, weight="700")
        + inside
        + "</g>"
    )


def _counted(row: pd.Series, colour: str, scale: float, lang: str) -> str:
    """How many tenants and partners are known, as a number and as a bar."""
    inner = BOX - 24
    tenants, partners = inner * row.tenants / scale, inner * row.partners / scale
    words = f"{number(row.tenants, lang)} + {number(row.partners, lang)}"
    return (
        written(12, 74, number(row.tenants + row.partners, lang), size=34, weight="700")
        + rectangle(12, 86, inner, 14, style.LAND)
        + rectangle(12, 86, tenants, 14, colour)
        + rectangle(12 + tenants, 86, partners, 14, f"url(#{PARTNERS})", colour)
        + written(12, 119, words, size=13, fill=style.INK_SOFT)
    )


def _open(known: Knowledge, frame: str, lang: str) -> str:
    """What is known of a stage of which nobody is: absent, or not seen with which chance."""
    state, chance = short_words(known, lang)
    ink = frame if known.state == ABSENT else style.INK_SOFT
    plate = rectangle(8, 52, BOX - 16, 70, style.WHITE)
    return (
        plate
        + written(12, 80, state, size=20, weight="700", fill=ink)
        + written(12, 108, chance, size=12, fill=style.INK_SOFT)
    )


def _arrow(x: float, y: float, step: pd.Series, lang: str) -> str:
    width = COLUMN - BOX
    few = pd.isna(step.median_m)
    colour = style.UNKNOWN if few else style.TITLE
    dash = ' stroke-dasharray="5 5"' if few else ""
    n = f"n = {number(step.n, lang)}"
    if few:
        first, second = text("common.too_few", lang), n
    else:
        first = metres(step.median_m, lang)
        second = f"{minutes(step.median_min, lang)} · {n}"
    third = text("ketens.in_house", lang, n=step.in_house) if step.in_house else ""
    middle = width / 2
    return (
        f'<g transform="translate({x},{y})"><path d="M6 65 H{width - 16}" stroke="{colour}" '
        f'stroke-width="3"{dash}/><path d="M{width - 18} 57 L{width - 4} 65 L{width - 18} 73 Z" '
        f'fill="{colour}"/>'
        + written(middle, 48, first, size=17, weight="700", fill=colour, anchor="middle")
        + written(middle, 88, second, size=13, fill=style.INK_SOFT, anchor="middle")
        + written(middle, 106, third, size=12, fill=style.INK_SOFT, anchor="middle")
        + "</g>"
    )


def _legend(look: Palette, lang: str, chain: str, scale: float, y: float) -> str:
    colour = look.colours.get(chain, style.UNKNOWN)
    return (
        rectangle(LEFT, y - 11, 14, 14, colour)
        + written(LEFT + 20, y, text("ketens.tenants", lang), size=13)
        + rectangle(LEFT + 200, y - 11, 14, 14, f"url(#{PARTNERS})", colour)
        + written(LEFT + 220, y, text("ketens.partners", lang), size=13)
        + written(LEFT + 400, y, text("ketens.scale", lang, n=number(scale, lang)), size=13)
        + written(LEFT + 640, y, text("ketens.few_rule", lang, k=FEW_BUILDINGS), size=13)
    )
