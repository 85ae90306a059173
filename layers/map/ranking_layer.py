"""Ranked hubs on the map, numbered in their order."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.rank_draws import TOP
from geo.answers.ranking import Ranking
from geo.data.coarseness import coarse_rows
from geo.data.schemas import SOURCE_COLUMNS
from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.sentences.ranking_words import TermWords, rank_words
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import decimal, hundredths, percent

NUMBERED = 10
DATA_COLUMNS = (
    "id",
    "name",
    "city",
    "rank",
    "rank_low",
    "rank_high",
    "in_first",
    "score",
    "confidence",
    "precision",
    "accuracy_m",
    *SOURCE_COLUMNS,
)
CLASSES = (
    ("top", style.HIGHLIGHT, 12.0),
    ("next", style.TITLE, 9.0),
    ("rest", style.UNKNOWN, 5.5),
    ("few", style.FEW, 4.0),
)


def ranked_layers(
    context: LayerContext, ranking: Ranking, values: TermWords
) -> tuple[MapLayer, ...]:
    """Return the hubs of the selection by their place in the order, the numbered ones on top.

    Parameters
    ----------
    context : LayerContext
        Of one city or more; hubs without a place are in the table only.
    ranking : Ranking
        Of these hubs and perhaps others.
    values : dict of term to dict of hub id to str
        `layers.sentences.ranking_words.all_value_words` of every term.
    """
    placed = context.selection.hubs
    order = ranking.table.loc[ranking.table.index.isin(placed["id"])]
    hubs = placed.set_index("id", drop=False).loc[order.index].rename_axis(None)
    hubs = hubs.join(order[list(DATA_COLUMNS[3:9])])
    numbered = hubs["rank"].le(NUMBERED).fillna(False).astype(bool)
    words = {
        context.text(f"waar.term.{term.key}"): values[term.key]
        for term in ranking.terms
        if ranking.weights.get(term.key)
    }
    layers = (
        _layer(context, "hubs", hubs[~numbered], words),
        _layer(context, "ranked", hubs[numbered], words),
    )
    return tuple(layer for layer in layers if len(layer.frame))


def _layer(context: LayerContext, key: str, hubs: gpd.GeoDataFrame, words: TermWords) -> MapLayer:
    kind, coarse = _kinds(hubs["rank"]), coarse_rows(hubs).to_numpy()
    look = {name: (colour, size) for name, colour, size in CLASSES}
    colours = np.array([look[each][0] for each in kind], dtype=object)
    frame = with_symbols(
        hubs,
        ref="hub:" + hubs["id"],
        label=[f"{rank_words(row, context.lang)} {row['name']}" for row in hubs.to_dict("records")]
        if key == "ranked"
        else hubs["name"],
        tip=[_tip(context, row) for row in hubs.to_dict("records")],
        shape=np.where(coarse, "ring", "circle"),
        colour=np.where(coarse, "", colours),
        stroke=np.where(coarse, colours, style.WHITE),
        size=[look[each][1] for each in kind],
        parts=None,
    )
    return MapLayer(
        key,
        context.text(f"waar.layer_{key}"),
        "points",
        frame,
        _legend(context, kind, coarse),
        context.text("waar.legend"),
        DATA_COLUMNS,
        {row["ref"]: _card(context, row, words) for row in frame.to_dict("records")},
        labelled=key == "ranked",
        source_keys=("hubs", "tenants", "partners", "meeting_places", "stops"),
    )


def _kinds(rank: pd.Series) -> np.ndarray:
    place = rank.astype(float).fillna(np.inf).to_numpy()
    return np.select(
        [place <= TOP, place <= NUMBERED, np.isfinite(place)], ["top", "next", "rest"], "few"
    )


def _tip(context: LayerContext, row: dict[Hashable, Any]) -> str:
    known = hundredths(float(str(row["confidence"])), context.lang)
    if pd.isna(row["rank"]):
        return context.text("waar.tip_few", hub=row["name"], known=known)
    chance = hundredths(float(str(row["in_first"])), context.lang)
    rank = rank_words(row, context.lang)
    return context.text("waar.tip", rank=rank, hub=row["name"], chance=chance, known=known)


def _card(
    context: LayerContext, row: dict[Hashable, Any], words: TermWords
) -> tuple[tuple[str, str], ...]:
    t, hub_id, without = context.text, str(row["id"]), pd.isna(row["rank"])
    chance = "" if without else percent(row["in_first"], context.lang)
    score = "" if without else decimal(float(str(row["score"])), context.lang, 2)
    return lines(
        (t("waar.rank"), rank_words(row, context.lang)),
        (t("waar.in_top"), chance),
        (t("waar.score"), score),
        (t("waar.confidence"), percent(float(str(row["confidence"])), context.lang)),
        *((term, of_hub[hub_id]) for term, of_hub in words.items()),
    )


def _legend(context: LayerContext, kind: np.ndarray, coarse: np.ndarray) -> tuple[LegendEntry, ...]:
    entries = [
        LegendEntry(
            context.text(f"waar.legend_{name}"),
            "circle",
            colour,
            "",
            size,
            count=int((kind == name).sum()),
        )
        for name, colour, size in CLASSES
        if (kind == name).any()
    ]
    if coarse.any():
        # The count would differ from layer to layer: the line says what an open symbol means.
        words = context.text("legend.hub_coarse")
        entries.append(LegendEntry(words, "ring", "", style.INK_SOFT, 6))
    return tuple(entries)
