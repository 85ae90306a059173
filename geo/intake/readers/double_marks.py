"""Text tables whose cells are divided by two signs ("::") or by any number of tabs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

PAIRS = ("::", "||", ";;", ",,", "##", "$$", "@@", "~~", "^^")
MOST = 0.8
SINGLE = "\x1d"
"""Stands for the two signs while a text is cut: control characters are out by then."""


def double_mark(sample: Sequence[str], also_single: str) -> str:
    """Return the two signs that divide the cells of most lines; "" where one sign does.

    Parameters
    ----------
    sample : sequence of str
        The first lines.
    also_single : str
        Signs that divide cells by themselves: twice in a row is an empty cell, unless the headings
        never have one alone and a later cell does.

    Examples
    --------
    >>> double_mark(["naam::x", "A: noord::1"], ";|"), double_mark(["naam;x", "A;;"], ";|")
    ('::', '')
    >>> double_mark(["naam||x", "A | B||1"], ";|"), double_mark(["a||b", "1||2"], ";|")
    ('||', '')
    """
    lines = [line for line in sample if line.strip()]
    return next((pair for pair in PAIRS if _divides(lines, pair, also_single)), "")


def _divides(lines: list[str], pair: str, also_single: str) -> bool:
    counts = [line.count(pair) for line in lines]
    if not any(counts) or len(lines) < 2:  # noqa: PLR2004 - headings and a row
        return False
    n, times = Counter(counts).most_common(1)[0]
    if not n or times < MOST * len(lines):
        return False
    runs = [re.findall(f"{re.escape(pair[0])}+", line) for line in lines]
    if any(len(run) != 2 for run in runs[counts.index(n)]):  # noqa: PLR2004
        return False
    alone = any(len(run) == 1 for found in runs for run in found)
    return pair[0] not in also_single or alone


def even_by_tabs(sample: Sequence[str]) -> bool:
    """Say whether lines are even when any number of tabs is one, and uneven when each counts.

    Examples
    --------
    >>> even_by_tabs(["naam\\t\\tx", "Lange naam\\t1"]), even_by_tabs(["naam\\tx\\ty", "A\\t\\t1"])
    (True, False)
    """
    lines = [line.strip() for line in sample if line.strip()]
    joined = {len(re.split("\t+", line)) for line in lines}
    apart = {line.count("\t") for line in lines}
    return len(joined) == 1 and joined != {1} and len(apart) > 1
