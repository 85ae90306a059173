"""What the matrix and the curve of *Nabijheid* say in a scene, beside their statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from geo.evidence.association import false_alarms
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
    tables: Mapping[str, pd.DataFrame], name: Name, statement: str, lang: str
) -> Explanation:
    """Say how many pairs differ from chance in each city, and which do so most.

    Parameters
    ----------
    tables : mapping of city to DataFrame
        `geo.evidence.association.association_matrix` of each city that has points.
    name : callable
        From the code of a stage or chain to its name.
    """
    figures = tuple(_out(city, table, lang) for city, table in tables.items())
    return Explanation(statement, figures[:MOST_FIGURES], _strongest(tables, name, lang), NONE)


def _out(city: str, table: pd.DataFrame, lang: str) -> KeyFigure:
    tested, chance, out, _ = false_alarms(table)
    label = text("scene.pairs_out", lang, city=city, chance=decimal(chance, lang))
    return KeyFigure(f"{number(out, lang)} / {number(tested, lang)}", label)


def _strongest(tables: Mapping[str, pd.DataFrame], name: Name, lang: str) -> ContentTable:
    every = pd.concat([table.assign(city=city) for city, table in tables.items()])
    told = every[every["verdict"].isin(["attracts", "avoids"])]
    far = np.log(told["ratio"].astype(float).clip(lower=1e-6)).abs()
    first = told.loc[:, ["city", "a", "b", "ratio"]].assign(far=far)
    first = first.sort_values("far", ascending=False, kind="stable").head(MOST_ROWS)
    rows = tuple(
        (city, one_line(name(a)), one_line(name(b)), decimal(float(ratio), lang))
        for city, a, b, ratio in first[["city", "a", "b", "ratio"]].itertuples(index=False)
    )
    names = ("column.city", "nabijheid.from", "nabijheid.to", "nabijheid.ratio")
    title = text("scene.pairs_table", lang, n=len(rows), total=len(told))
    return ContentTable(title, tuple(text(key, lang) for key in names), rows)


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
