"""What is said of a cluster: where it is, which chains it carries, and whether it is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.data.thresholds import TEST_LEVEL
from geo.evidence.cluster_density import CLUSTER
from layers.sentences.knowledge_words import cell_words
from layers.words.numbers import decimal, number, whole
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text


def place_words(row: Mapping[str, Any], lang: str) -> str:
    """Name a cluster by where it is, with its number within the city."""
    number_ = number(int(row["number"]), lang)
    if not row["place"]:
        return text("cluster.nameless", lang, city=row["city"], number=number_)
    return text("cluster.name", lang, place=one_line(row["place"]), number=number_)


def chains_words(row: Mapping[str, Any], look: Palette, lang: str) -> str:
    """Name the chain that leads, or all that lead level."""
    return _and([look.chain(code) for code in str(row["top_chain"]).split(";")], lang)


def name_words(row: Mapping[str, Any], look: Palette, lang: str) -> str:
    """Name a cluster by where it is and which chains it carries."""
    chains = chains_words(row, look, lang)
    return text("cluster.full", lang, place=place_words(row, lang), chains=chains)


def stages_words(lines: Sequence[tuple[str, ...]], at: int, look: Palette, lang: str) -> str:
    """Name stages of the leading chains, each chain apart where there are several.

    Parameters
    ----------
    lines : sequence of tuple
        ``lines`` of `geo.evidence.clusters.describe_clusters`.
    at : int
        1 for the stages that are known, 2 for those of which nobody is.
    """
    none = text("cluster.no_stage", lang)
    told = [(look.chain(line[0]), ", ".join(map(look.stage, line[at])) or none) for line in lines]
    if len(told) == 1:
        return told[0][1]
    return "; ".join(f"{chain}: {stages}" for chain, stages in told)


def open_stages_words(row: Mapping[str, Any], look: Palette, lang: str) -> str:
    """Say of the stages that no known tenant has what is known of them in the cluster.

    Parameters
    ----------
    row : mapping
        With ``open``, as `geo.answers.known_around.known_in_clusters` gives it.
    """
    several, said = len(row["open"]) > 1, []
    for chain, stages in row["open"].items():
        for stage, known in stages.items():
            key = "cluster.open_chain" if several else "kennis.stage"
            words, name = cell_words(known, lang), look.stage(stage)
            said.append(text(key, lang, chain=look.chain(chain), stage=name, words=words))
    return "; ".join(said)


def density_words(row: Mapping[str, Any], lang: str) -> str:
    """Say how much denser than businesses in general it is, and whether chance may do that."""
    if pd.isna(row["p"]):
        return ""
    key = "cluster.denser" if row["verdict"] == CLUSTER else "cluster.not_denser"
    level = decimal(TEST_LEVEL, lang, 2)
    times, p = decimal(row["times"], lang, 1), decimal(row["p"], lang, 2)
    return text(key, lang, times=times, p=p, level=level)


def strongest_words(city: str, clusters: pd.DataFrame, look: Palette, lang: str) -> str:
    """Say which cluster of a city is the strongest, or that no group of buildings is a cluster.

    Parameters
    ----------
    city : str
    clusters : DataFrame
        `in_order` of the clusters of one city or more.
    """
    mine = clusters[clusters["city"].eq(city)]
    if mine.empty:
        return text("cluster.none", lang, city=city)
    row = mine.iloc[0].to_dict()
    key = "cluster.strongest" if row["verdict"] == CLUSTER else "cluster.largest_group"
    return text(
        key,
        lang,
        city=city,
        place=place_words(row, lang),
        n=whole(row["n_creative"], lang),
        hubs=int(row["n_hubs"]),
        chains=chains_words(row, look, lang),
        times=decimal(row["times"], lang, 1),
    )


def in_order(clusters: pd.DataFrame) -> pd.DataFrame:
    """Order clusters from the strongest: denser than chance first, then by creative tenants."""
    rows = clusters.assign(_group=clusters["verdict"].ne(CLUSTER))
    rows = rows.sort_values(
        ["_group", "n_creative", "label"], ascending=[True, False, True], kind="stable"
    )
    return rows.drop(columns="_group").reset_index(drop=True)


def _and(names: Sequence[str], lang: str) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + text("kaart.and", lang) + names[-1]
