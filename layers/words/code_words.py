"""What a code in a column means: one home for tables on pages and for every file that leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from geo.data.chains import load_chain_model
from geo.intake.model.result import PREFIX
from layers.words.palette import Palette, palette
from layers.words.plain_text import is_missing, named_codes, plain
from layers.words.text import table, text

TEXTS: Mapping[str, str] = {
    **{name: name for name in ("kind", "status", "precision", "category", "mode", "reason")},
    **{"tenure": "tenure", "chain_basis": "basis", "placed_by": "intake.placed"},
    **{"entity": "eigen.decided", "frame": "intake.frame"},
}
"""Columns of codes that have a text each, with where those stand: ``<here>.<code>``."""
CHAINS = ("chain", "chains", "top_chain", "sector")
STAGES = ("stage", "next_stage")
CHANCE_LISTS = ("chances_not_seen", "chances_low", "chances_high")
"""Columns for a program: as many numbers in a cell as stages were not seen."""


def is_coded(column: str) -> bool:
    """Tell whether a column holds codes that have words; that of an own row begins with `PREFIX`.

    Examples
    --------
    >>> is_coded("chain"), is_coded("kk_placed_by"), is_coded("name")
    (True, True, False)
    """
    name = column.removeprefix(PREFIX)
    return name in TEXTS or name in CHAINS or name in STAGES


def coded_columns(columns: Iterable[str]) -> list[str]:
    """Columns of codes among those of a table; of a planner's own rows only those that we added.

    Examples
    --------
    >>> coded_columns(["name", "stage"]), coded_columns(["kind", "kk_row", "kk_stage"])
    (['stage'], ['kk_stage'])
    """
    names = list(columns)
    ours = any(name.startswith(PREFIX) for name in names)
    return [c for c in names if is_coded(c) and (c.startswith(PREFIX) or not ours)]


def meanings(table: pd.DataFrame, columns: Iterable[str], lang: str) -> dict[str, list[str]]:
    """Say of each column of codes what they mean, row by row; columns without words left out.

    Parameters
    ----------
    table : DataFrame
    columns : iterable of str
        Of that table, as `coded_columns` takes them.
    lang : str

    Examples
    --------
    >>> meanings(pd.DataFrame({"name": ["A"], "stage": ["make"]}), ["name", "stage"], "nl")
    {'stage': ['maken']}
    """
    return {
        name: words
        for name in coded_columns(columns)
        if any(words := [meaning(name, code, lang) for code in table[name]])
    }


def meaning(column: str, code: object, lang: str, look: Palette | None = None) -> str:
    """Say what a code means; empty for one that has no words.

    Parameters
    ----------
    column : str
        As `is_coded` knows it.
    code : object
        Of chains and stages also several, ``"music;design"``.
    lang : str
    look : Palette, optional
        Names of chains and stages; without it those of the shipped chain model.

    Examples
    --------
    >>> meaning("placed_by", "street", "en"), meaning("stage", "make", "nl")
    ('middle of the street or of its part in that neighbourhood', 'maken')
    >>> meaning("kind", "mystery", "nl"), meaning("chain", None, "nl")
    ('', '')
    """
    name = column.removeprefix(PREFIX)
    if is_missing(code) or code == "":
        return ""
    if name in TEXTS:
        key = f"{TEXTS[name]}.{plain(code)}"
        return text(key, lang) if key in table() else ""
    look = look or _shipped(lang)
    names = look.chain_names if name in CHAINS else look.stage_names
    return named_codes(code, lambda each: names.get(each, each))


@cache
def _shipped(lang: str) -> Palette:
    return palette(load_chain_model(), lang)
