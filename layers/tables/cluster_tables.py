"""The clusters in order of strength, a row each."""

from __future__ import annotations

import pandas as pd

from layers.sentences.cluster_words import (
    chains_words,
    open_stages_words,
    place_words,
    stages_words,
)
from layers.words.numbers import decimal, whole
from layers.words.palette import Palette
from layers.words.text import text_in


def clusters_table(clusters: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write clusters and groups with the measure they are ordered by.

    Parameters
    ----------
    clusters : DataFrame
        As `layers.sentences.cluster_words.in_order` gives them.
    """
    t, rows = text_in(lang), clusters.to_dict("records")
    return pd.DataFrame(
        {
            t("column.cluster"): [place_words(row, lang) for row in rows],
            t("column.city"): clusters["city"],
            t("cluster.kind"): [t(f"cluster.kind_{row['verdict']}") for row in rows],
            t("cluster.creative"): [whole(row["n_creative"], lang) for row in rows],
            t("cluster.rooms"): [whole(row["n_rooms"], lang) for row in rows],
            t("column.n_hubs"): clusters["n_hubs"],
            t("column.top_chain"): [chains_words(row, look, lang) for row in rows],
            t("column.stages_present"): [stages_words(row["lines"], 1, look, lang) for row in rows],
            t("cluster.nobody_known"): [open_stages_words(row, look, lang) for row in rows],
            t("cluster.times"): [decimal(row["times"], lang, 1) for row in rows],
            t("cluster.p"): [decimal(row["p"], lang, 2) for row in rows],
            t("column.stability"): [decimal(row["stability"], lang, 2) for row in rows],
        }
    )
