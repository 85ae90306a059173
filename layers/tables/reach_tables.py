"""Tables of *Bereik*: what lies within some minutes, by kind, by chain and stage, and by row."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.answers.reach_content import KINDS, MINUTES, ReachContent
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Cell
from layers.sentences.knowledge_words import cell_words
from layers.sentences.reach_words import kind_words
from layers.tables.coded_table import source_columns
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.text import text_in


def reach_counts_table(content: ReachContent, grounds: gpd.GeoDataFrame, lang: str) -> pd.DataFrame:
    """Write the counts of each kind within each limit, and the ground itself in hectares.

    Parameters
    ----------
    content : ReachContent
    grounds : GeoDataFrame
        ``minutes`` and polygons in EPSG:28992.
    """
    t, counts = text_in(lang), content.counts()
    shown = pd.DataFrame({t("bereik.kind"): [kind_words(kind, content, lang) for kind in KINDS]})
    hectares = grounds.set_index("minutes").geometry.area / 1e4
    for limit in MINUTES:
        values = [number(value, lang) for value in counts[limit]]
        shown[t("bereik.within", minutes=number(limit, lang))] = values
    ground = [t("bereik.hectares"), *(number(hectares[limit], lang) for limit in MINUTES)]
    shown.loc[len(shown)] = ground
    return shown


def reach_matrix_table(
    matrix: pd.DataFrame, known: Mapping[Cell, Knowledge], look: Palette, lang: str
) -> pd.DataFrame:
    """Write how much of each chain and stage lies within reach; of nobody, what is known.

    Parameters
    ----------
    matrix : DataFrame
        `geo.answers.reach_content.ReachContent.by_chain_and_stage`.
    known : mapping of (chain, stage) to Knowledge
        Of the stages of the line; beside it an empty cell says nothing.
    """
    chains = [code for code in look.chain_names if code in matrix.index]
    stages = [code for code in look.stage_names if code in matrix.columns]
    shown = matrix.loc[chains, stages].map(lambda n: number(n, lang) if n else "")
    for (chain, stage), each in known.items():
        if chain in shown.index and stage in shown.columns and not shown.at[chain, stage]:
            shown.loc[chain, stage] = cell_words(each, lang)
    return shown.rename(index=look.chain, columns=look.stage).rename_axis(None)


def reach_rows_table(content: ReachContent, limit: float, look: Palette, lang: str) -> pd.DataFrame:
    """Write every row within some minutes with its minutes and its source."""
    t, rows = text_in(lang), content.rows[content.rows["minutes"].le(limit)]
    kinds = {kind: kind_words(kind, content, lang) for kind in KINDS}
    return pd.DataFrame(
        {
            t("bereik.kind"): rows["kind"].map(kinds),
            t("column.name"): rows["name"],
            t("column.hub_name"): rows["place_name"],
            t("column.chain"): [look.chain(c) if isinstance(c, str) else "" for c in rows["chain"]],
            t("column.stage"): [look.stage(s) if isinstance(s, str) else "" for s in rows["stage"]],
            t("column.weight"): rows["weight"],
            t("bereik.minutes_away"): rows["minutes"].round(1),
            **source_columns(rows, lang),
        }
    )
