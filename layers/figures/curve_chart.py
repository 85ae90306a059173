"""A cross-K curve and its envelope, as a multiple of what chance gives."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from layers.figures.svg_pieces import document, written
from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.numbers import number, whole
from layers.words.text import text

WIDTH, HEIGHT = 620, 400
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 46, 62
LEAST_TOP = 2.0
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
MOST_LINES = 6
TYPE = 15


def curve_svg(curve: pd.DataFrame, title: str, lang: str, top: float = LEAST_TOP) -> str:
    """Draw K over its expectation against distance, with the envelope of random labelling.

    Parameters
    ----------
    curve : DataFrame
        ``radius, k, expected, low, high``, as `geo.evidence.cross_k.cross_k` gives it.
    title, lang : str
    top : float
        Highest value of the vertical axis; `axis_top` of all curves that share a scale.

    Returns
    -------
    str
        An SVG document.
    """
    rows = relative(curve)
    radius = rows["radius"].max() if len(rows) else 1.0
    step = next((s for s in STEPS if top / s <= MOST_LINES), top / MOST_LINES)
    grid = "".join(_level(value, top, lang) for value in np.arange(0.0, top + 1e-9, step))
    below = "".join(
        written(
            _x(value, radius), HEIGHT - BOTTOM + 20, whole(value, lang), size=TYPE, anchor="middle"
        )
        for value in np.arange(0.0, radius + 1, 250.0)
    )
    high = [(_x(r, radius), _y(v, top)) for r, v in zip(rows["radius"], rows["high"], strict=True)]
    low = [(_x(r, radius), _y(v, top)) for r, v in zip(rows["radius"], rows["low"], strict=True)]
    line = [(_x(r, radius), _y(v, top)) for r, v in zip(rows["radius"], rows["k"], strict=True)]
    one = _y(1.0, top)
    body = (
        f'<polygon points="{_points(high + low[::-1])}" fill="{style.ENVELOPE}"/>{grid}'
        f'<path d="M{LEFT} {dotted(one)}H{WIDTH - RIGHT}" stroke="{style.INK_SOFT}" '
        f'stroke-dasharray="6 5"/>'
        f'<polyline points="{_points(line)}" fill="none" stroke="{style.TITLE}" '
        f'stroke-width="4"/>{below}'
    )
    heading = written(0, 24, title, size=18, weight="700", fill=style.TITLE)
    axis = written(LEFT, HEIGHT - 18, text("nabijheid.curve_x", lang), size=TYPE)
    return document(WIDTH, HEIGHT, heading + body + axis, title)


def relative(curve: pd.DataFrame) -> pd.DataFrame:
    """Divide K and its envelope by what chance gives; radii at which chance gives none go out.

    Examples
    --------
    >>> row = {"radius": 50.0, "k": 6.0, "expected": 2.0, "low": 1.0, "high": 4.0}
    >>> relative(pd.DataFrame([row])).values.tolist()
    [[50.0, 3.0, 0.5, 2.0]]
    """
    known = curve[curve["expected"].gt(0)]
    parts = {name: known[name] / known["expected"] for name in ("k", "low", "high")}
    return pd.DataFrame({"radius": known["radius"], **parts})


def axis_top(curves: Sequence[pd.DataFrame]) -> float:
    """Highest value of an axis that holds all curves, rounded up.

    Examples
    --------
    >>> row = {"radius": 50.0, "k": 5.2, "expected": 2.0, "low": 1.0, "high": 4.0}
    >>> axis_top([pd.DataFrame([row])])
    3.0
    """
    highest = [relative(curve)[["k", "high"]].max().max() for curve in curves if len(curve)]
    return float(
        max([LEAST_TOP, *(math.ceil(value) for value in highest if not math.isnan(value))])
    )


def _x(radius: float, largest: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * radius / largest


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, top) / top


def _level(value: float, top: float, lang: str) -> str:
    y = _y(value, top)
    return f'<path d="M{LEFT} {dotted(y)}H{WIDTH - RIGHT}" stroke="{style.STREET}"/>' + written(
        LEFT - 8, y + 5, f"{number(value, lang, 2)}×", size=TYPE, anchor="end"
    )


def _points(pairs: list[tuple[float, float]]) -> str:
    return " ".join(dotted(x, y) for x, y in pairs)
