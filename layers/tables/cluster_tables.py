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
    several = clusters["city"].nunique() > 1
    columns = {
        # First what it is ordered by: a narrow drawer shows no more.
        "column.cluster": [place_words(row, lang) for row in rows],
        "cluster.creative": [whole(row["n_creative"], lang) for row in rows],
        "column.top_chain": [chains_words(row, look, lang) for row in rows],
        "cluster.p": [decimal(row["p"], lang, 2) for row in rows],
        "cluster.kind": [t(f"cluster.kind_{row['verdict']}") for row in rows],
        "cluster.times": [decimal(row["times"], lang, 1) for row in rows],
        **({"column.city": clusters["city"]} if several else {}),
        "column.n_hubs": clusters["n_hubs"],
        "cluster.rooms": [whole(row["n_rooms"], lang) for row in rows],
        "column.stages_present": [stages_words(row["lines"], 1, look, lang) for row in rows],
        "cluster.nobody_known": [open_stages_words(row, look, lang) for row in rows],
        "column.stability": [decimal(row["stability"], lang, 2) for row in rows],
    }
    return pd.DataFrame({t(name): cells for name, cells in columns.items()})
