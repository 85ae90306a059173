"""What the matrix and the curve of *Nabijheid* say in a scene, beside their statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from geo.data.verdicts import MARKED
from geo.evidence.association import tally, told_pairs
from layers.sentences.explanation import (
    MOST_FIGURES,
    MOST_ROWS,
    Bars,
    ContentTable,
    Explanation,
    KeyFigure,
)
from layers.words.numbers import decimal, number, whole
from layers.words.plain_text import one_line
from layers.words.text import text

Name = Callable[[str], str]
NONE = Bars("", (), ())  # the figure is the drawing


def explanation_of_matrix(
    tables: Mapping[tuple[str, str], pd.DataFrame], name: Name, statement: str, lang: str
) -> Explanation:
    """Say how many pairs differ from chance in each city and scale, and which do so most.

    Parameters
    ----------
    tables : mapping of city and scale to DataFrame
        `geo.evidence.association.house_matrix` ("house") and
        `geo.evidence.association.between_matrix` ("between") of each
        city that has points.
    name : callable
        From the code of a stage or chain to its name.
    """
    figures = tuple(_out(*place, table, lang) for place, table in tables.items())
    return Explanation(statement, figures[:MOST_FIGURES], _strongest(tables, name, lang), NONE)


def _out(city: str, scale: str, table: pd.DataFrame, lang: str) -> KeyFigure:
    tested, out, _ = tally(table)
    label = text(f"scene.pairs_{scale}", lang, city=city)
    return KeyFigure(f"{number(out, lang)} / {number(tested, lang)}", label)


def _strongest(
    tables: Mapping[tuple[str, str], pd.DataFrame], name: Name, lang: str
) -> ContentTable:
    every = pd.concat(
        [
            told_pairs(table).assign(city=city, scale=text(f"nabijheid.scale_{scale}", lang))
            for (city, scale), table in tables.items()
        ]
    )
    told = every[every["verdict"].isin(MARKED)]
    far = np.log(told["ratio"].astype(float).clip(lower=1e-6)).abs()
    first = told.loc[:, ["city", "scale", "a", "b", "ratio"]].assign(far=far)
    first = first.sort_values("far", ascending=False, kind="stable").head(MOST_ROWS)
    rows = tuple(
        (city, scale, one_line(name(a)), one_line(name(b)), decimal(float(ratio), lang))
        for city, scale, a, b, ratio, _ in first.itertuples(index=False)
    )
    names = ("column.city", "nabijheid.scale", "nabijheid.from", "nabijheid.with")
    headings = (*(text(key, lang) for key in names), text("nabijheid.ratio", lang))
    title = text("scene.pairs_table", lang, n=len(rows), total=len(told))
    return ContentTable(title, headings, rows)


def explanation_of_curve(
    curves: Mapping[str, pd.DataFrame], statement: str, lang: str
) -> Explanation:
    """Say how likely the line of each city is by chance, and on how many points it rests.

    Parameters
    ----------
    curves : mapping of city to DataFrame
        `geo.evidence.association.association_curve` of each city with enough points.
    """
    rows = tuple(
        (
            city,
            whole(curve["n_a"].iloc[0], lang),
            whole(curve["n_b"].iloc[0], lang),
            decimal(float(curve["p_overall"].iloc[0]), lang, 3),
        )
        for city, curve in curves.items()
    )
    figures = tuple(KeyFigure(row[3], text("scene.curve_p", lang, city=row[0])) for row in rows)
    names = ("column.city", "nabijheid.n_from", "nabijheid.n_to")
    headings = (*(text(key, lang) for key in names), "p")
    table = ContentTable(text("scene.curve_table", lang), headings, rows)
    return Explanation(statement, figures[:MOST_FIGURES], table, NONE)
