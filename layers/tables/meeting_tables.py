"""Tables of *Waar ontbreken ontmoetingsplekken?*: a row a building, and a row a cluster."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from geo.answers.meeting_gaps import FEW, MAYBE, UNTOLD, VERDICTS
from layers.words.numbers import decimal, number
from layers.words.text import text_in


def buildings_table(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write what is known of every building, those with few first."""
    t = text_in(lang)
    told = rows.assign(order=rows["verdict"].map(VERDICTS.index))
    told = told.sort_values(["order", "most_per_head", "name"], kind="stable")
    known = told["found"].notna().tolist()
    return pd.DataFrame(
        {
            t("column.name"): told["name"],
            t("column.city"): told["city"],
            t("ontmoeting.verdict"): [
                t(f"ontmoeting.{v}") if v != UNTOLD else t(f"ontmoeting.why_{why}")
                for v, why in zip(told["verdict"], told["reason"], strict=True)
            ],
            t("ontmoeting.found"): _said(told["found"], known, lang),
            t("ontmoeting.most"): _said(told["most"], known, lang),
            t("ontmoeting.per_head"): [
                decimal(value, lang) if ok else "–"
                for value, ok in zip(told["per_head"], known, strict=True)
            ],
        }
    )


def clusters_table(
    clusters: pd.DataFrame, rows: pd.DataFrame, sayable: Collection[str], lang: str
) -> pd.DataFrame:
    """Write of every cluster how many of its buildings have few, or may have.

    Parameters
    ----------
    clusters, rows : DataFrame
    sayable : collection of str
        Cities whose lists carry that meeting places are few; of others nothing is said.
    """
    t, verdicts = text_in(lang), rows.set_index("id")["verdict"]
    said = []
    for cluster in clusters.to_dict("records"):
        mine = verdicts.reindex(list(cluster["hub_ids"])).fillna(UNTOLD)
        told = mine[mine.ne(UNTOLD)]
        counts = {verdict: number(told.eq(verdict).sum(), lang) for verdict in (FEW, MAYBE)}
        if not len(told) or cluster["city"] not in sayable:
            counts = dict.fromkeys(counts, t("ontmoeting.untold"))
        said.append(
            {
                t("ontmoeting.cluster"): cluster["place"],
                t("column.city"): cluster["city"],
                t("ontmoeting.told"): f"{len(told)} / {len(mine)}",
                t("ontmoeting.few"): counts[FEW],
                t("ontmoeting.maybe"): counts[MAYBE],
            }
        )
    return pd.DataFrame(said)


def _said(values: pd.Series, known: list[bool], lang: str) -> list[str]:
    return [number(value, lang) if ok else "–" for value, ok in zip(values, known, strict=True)]
