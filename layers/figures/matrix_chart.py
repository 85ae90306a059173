"""Pairs as half a heat matrix, each once: colour, sign and number say the same thing thrice."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pandas as pd

from geo.data.verdicts import ATTRACTS, AVOIDS, MARKED, NO_DIFFERENCE, TOO_FEW
from layers.figures.svg_pieces import document, rectangle, written
from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.numbers import decimal, number
from layers.words.palette import ink_on
from layers.words.text import text

SIGNS = {ATTRACTS: "▲", AVOIDS: "▼", NO_DIFFERENCE: "=", TOO_FEW: "·"}
UNSURE = "?"  # beside the sign: other draws might say otherwise
STRONG = 2.0  # twice, or half, as often as by chance: the darker colour
# A cell is little larger than its number: of ten chains a room reads the numbers, not the cells.
CELL, LABEL, HEAD, FOOT = 58, 176, 138, 110
LEAST_WIDTH = 560
MARGIN = 88  # the last turned name leans out to the right


def matrix_svg(
    matrix: pd.DataFrame, order: Sequence[str], name: Callable[[str], str], title: str, lang: str
) -> str:
    """Draw the pairs of one city, the lower half.

    Parameters
    ----------
    matrix : DataFrame
        ``a, b, ratio, n_a, verdict, borderline`` and, where they differ, ``n_b`` and ``radius``, a
        pair once, as `geo.evidence.association.told_pairs` gives it.
    order : sequence of str
        Categories from top to bottom and left to right; those without points are left out.
    name : callable
        From code to the name a reader sees.
    title, lang : str

    Returns
    -------
    str
        An SVG document; the same in words is `matrix_words`.
    """
    codes = [code for code in order if code in set(matrix["a"]) | set(matrix.get("b", ()))]
    width, height = LABEL + CELL * len(codes) + MARGIN, HEAD + CELL * len(codes) + FOOT
    sizes = _sizes(matrix)
    parts = [written(0, 22, title, size=20, weight="700", fill=style.TITLE)]
    for i, code in enumerate(codes):
        middle = HEAD + CELL * i + CELL / 2
        parts.append(written(LABEL - 10, middle - 1, name(code), size=17, anchor="end"))
        words = f"n = {number(sizes[code], lang)}"
        parts.append(
            written(LABEL - 10, middle + 17, words, size=13, anchor="end", fill=style.INK_SOFT)
        )
        x = LABEL + CELL * i + CELL / 2
        parts.append(_turned(x, HEAD - 8, name(code)))
    at = {code: i for i, code in enumerate(codes)}
    parts += [_cell(row, *_spot(at[row.a], at[row.b]), lang) for row in matrix.itertuples()]
    parts.append(_legend(HEAD + CELL * len(codes) + 22, lang))
    label = matrix_words(matrix, name, title, lang)
    return document(max(width, LEAST_WIDTH), height, "".join(parts), label)


def _sizes(matrix: pd.DataFrame) -> dict[str, float]:
    sizes = dict(zip(matrix["a"], matrix["n_a"], strict=True))
    if "n_b" in matrix:
        sizes |= dict(zip(matrix["b"], matrix["n_b"], strict=True))
    return sizes


def _spot(i: int, j: int) -> tuple[int, int]:
    """Row and column of a pair, below the diagonal."""
    return max(i, j), min(i, j)


def matrix_words(matrix: pd.DataFrame, name: Callable[[str], str], title: str, lang: str) -> str:
    """Say which pairs stand out, in words.

    Examples
    --------
    >>> row = {"a": "x", "b": "y", "ratio": 2.0, "verdict": "attracts"}
    >>> matrix_words(pd.DataFrame([row]), str.upper, "Stad", "nl")
    'Stad. X en Y: zoekt elkaar op (2,0 keer zo vaak als bij toeval).'
    """
    told = matrix[matrix["verdict"].isin(MARKED)]
    outstanding = "; ".join(
        text(
            "nabijheid.cell_words",
            lang,
            a=name(row.a),
            b=name(row.b),
            verdict=text(f"nabijheid.verdict_{row.verdict}", lang),
            ratio=decimal(row.ratio, lang),
        )
        for row in told.itertuples()
    )
    return f"{title}. {outstanding or text('nabijheid.nothing_stands_out', lang)}."


def fill_of(ratio: float, verdict: str) -> str:
    """Colour of a quotient: only what stands out is coloured, and what is strong is dark.

    Examples
    --------
    >>> fill_of(3.0, "attracts"), fill_of(3.0, "no_difference")
    ('#e66101', '#f2f0ec')
    """
    if verdict == TOO_FEW:
        return style.WHITE
    if verdict == NO_DIFFERENCE:
        return style.NEUTRAL
    strong = ratio >= STRONG or ratio <= 1 / STRONG
    return (style.ATTRACTS if verdict == ATTRACTS else style.AVOIDS)[0 if strong else 1]


def _cell(row: pd.Series, i: int, j: int, lang: str) -> str:
    x, y = LABEL + CELL * j, HEAD + CELL * i
    fill = fill_of(row.ratio, row.verdict)
    ink = ink_on(fill)
    told = row.verdict in MARKED or row.borderline
    edge = f'stroke="{style.INK if told else style.NEUTRAL_EDGE}"'
    dash = ' stroke-dasharray="5 4"' if row.borderline else ""
    sign = SIGNS[row.verdict] + (UNSURE if row.borderline else "")
    shown = row.verdict != TOO_FEW and math.isfinite(row.ratio)
    metres = getattr(row, "radius", None) if told else None
    inset, middle = 3, x + CELL / 2
    return (
        f'<rect x="{x + inset}" y="{y + inset}" width="{CELL - 2 * inset}" '
        f'height="{CELL - 2 * inset}" fill="{fill}" {edge}{dash}/>'
        + written(middle, y + 19, sign, size=17, anchor="middle", fill=ink)
        + written(
            middle,
            y + 41,
            decimal(row.ratio, lang) if shown else "",
            size=21,
            weight="600",
            anchor="middle",
            fill=ink,
        )
        + (_metres(middle, y + 53, metres, ink, lang) if metres else "")
    )


def _metres(x: float, y: float, metres: float, ink: str, lang: str) -> str:
    return written(x, y, f"≤ {number(metres, lang)} m", size=12, anchor="middle", fill=ink)


def _legend(y: float, lang: str) -> str:
    parts = []
    swatches = (
        (ATTRACTS, style.ATTRACTS[1], SIGNS[ATTRACTS]),
        (AVOIDS, style.AVOIDS[1], SIGNS[AVOIDS]),
        ("borderline", style.WHITE, UNSURE),
        (NO_DIFFERENCE, style.NEUTRAL, SIGNS[NO_DIFFERENCE]),
        (TOO_FEW, style.WHITE, SIGNS[TOO_FEW]),
    )
    for i, (verdict, fill, sign) in enumerate(swatches):
        x, top = (i % 2) * 250, y + (i // 2) * 26
        parts.append(
            rectangle(x, top - 14, 20, 20, fill, style.SWATCH_EDGE)
            + written(x + 10, top + 2, sign, size=14, anchor="middle")
            + written(x + 28, top + 1, text(f"nabijheid.verdict_{verdict}", lang), size=15)
        )
    return "".join(parts)


def _turned(x: float, y: float, words: str) -> str:
    return (
        f'<g transform="translate({dotted(x, y)}) rotate(-38)">'
        + written(0, 0, words, size=17)
        + "</g>"
    )
