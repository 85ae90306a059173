"""A scenario on the map: what closes, what opens, whose link breaks or mends, and the new ways."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.what_if import CHANGES
from geo.evidence.knowledge import ABSENT, NOT_SEEN
from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.sentences.knowledge_words import cell_words, state_words
from layers.sentences.scenario_words import state_after
from layers.view.map_model import LegendEntry, MapLayer
from layers.view.symbols import HATCHED
from layers.words import style
from layers.words.numbers import metres, whole

# Shape, fill and outline: told apart without colour too.
LOOKS = {
    "broken": ("diamond", style.HIGHLIGHT, style.WHITE, 9.0),
    "unseen": (HATCHED, "", style.UNKNOWN, 8.0),
    "gone": ("plus", style.GONE, style.WHITE, 8.0),
    "further": ("triangle", style.ATTRACTS[1], style.INK_SOFT, 8.0),
    "unknown": ("ring", "", style.UNKNOWN, 6.0),
    "nearer": ("square", style.NEARER, style.INK_SOFT, 6.0),
    "mended": ("square", style.MENDED, style.WHITE, 8.0),
    "new": ("circle", style.TITLE, style.WHITE, 10.0),
    "same": ("circle", style.WHITE, style.UNKNOWN, 4.0),
}
MARKS = ("broken", "unseen", *CHANGES[1:])
"""The gravest first; a link that breaks since its next stage is not seen has a mark of its own."""
STATE_OF = {"broken": ABSENT, "unseen": NOT_SEEN}
MOST_WORDS = 6


def worst_changes(
    hubs: gpd.GeoDataFrame, changes: pd.DataFrame, gone: set[str], opened: set[str]
) -> pd.Series:
    """Give each building the change that says most: closed, new, else its gravest link.

    Parameters
    ----------
    hubs : GeoDataFrame
        Buildings before and after together; ``id``.
    changes : DataFrame
        As `geo.answers.what_if.compare_links` gives them, with ``state_after`` of
        `geo.answers.changed_links.links_known`.
    gone, opened : set of str
        Ids of buildings that close, and of new ones.

    Returns
    -------
    Series
        On the index of ``hubs``, one of `MARKS`.
    """
    order = {mark: i for i, mark in enumerate(MARKS)}
    open_end = changes["change"].eq("broken") & changes["state_after"].ne(ABSENT)
    marks = changes["change"].mask(open_end, "unseen")
    rank = marks.map(order).groupby(changes["hub_id"]).min()
    worst = hubs["id"].map(rank).fillna(order["same"]).astype(int).map(dict(enumerate(MARKS)))
    # A house that stays but lost some tenants has no closed house's mark.
    worst = worst.mask(worst.eq("gone"), "further")
    return worst.mask(hubs["id"].isin(gone), "gone").mask(hubs["id"].isin(opened), "new")


def changed_hubs_layers(
    context: LayerContext, hubs: gpd.GeoDataFrame, worst: pd.Series, changes: pd.DataFrame
) -> tuple[MapLayer, ...]:
    """Every building by its gravest change; those that change are named, and lie on top.

    A click tells link by link.
    """
    # The gravest last, so that what matters lies on top.
    order = worst.map({mark: i for i, mark in enumerate(MARKS)}).sort_values(
        ascending=False, kind="stable"
    )
    frame = _marked(context, hubs.loc[order.index], worst.loc[order.index])
    told = _words_by_hub(context, changes[changes["change"].ne("same")])
    same = frame["change"].eq("same")
    layers = (
        _layer(context, "same_hubs", frame[same], told),
        _layer(context, "changed_hubs", frame[~same], told),
    )
    # A scenario without buildings has one layer all the same, which says that it has none.
    return tuple(layer for layer in layers if len(layer.frame)) or layers[:1]


def _marked(context: LayerContext, hubs: gpd.GeoDataFrame, worst: pd.Series) -> gpd.GeoDataFrame:
    looks = [LOOKS[change] for change in worst]
    names = zip(hubs["name"], worst, strict=True)
    return with_symbols(
        hubs,
        ref="hub:" + hubs["id"],
        label=hubs["name"],
        tip=[f"{name}: {_mark_words(context, mark)}" for name, mark in names],
        shape=[look[0] for look in looks],
        colour=[look[1] for look in looks],
        stroke=[look[2] for look in looks],
        size=[look[3] for look in looks],
        parts=None,
        change=worst,
    )


def _layer(
    context: LayerContext,
    key: str,
    frame: gpd.GeoDataFrame,
    told: Mapping[str, list[tuple[str, str]]],
) -> MapLayer:
    t, changed = context.text, key == "changed_hubs"
    counts = frame["change"].value_counts()
    legend = tuple(
        LegendEntry(_mark_words(context, mark), *LOOKS[mark], count=int(counts[mark]))
        for mark in MARKS
        if counts.get(mark, 0)
    )
    card = {
        ref: lines((t("column.name"), tip), *told.get(hub_id, [])[:MOST_WORDS])
        for ref, hub_id, tip in zip(frame["ref"], frame["id"], frame["tip"], strict=True)
    }
    return MapLayer(
        key,
        t("watals.layer_hubs" if changed else "watals.layer_same"),
        "points",
        frame,
        legend,
        t("watals.layer_hubs"),
        ("id", "name", "city", "change"),
        card,
        labelled=changed,
        source_keys=("hubs", "tenants", "partners"),
    )


def _mark_words(context: LayerContext, mark: str) -> str:
    state = state_words(STATE_OF[mark], context.lang) if mark in STATE_OF else ""
    return context.text(f"watals.hub_{mark}", state=state)


def _words_by_hub(context: LayerContext, changes: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    t, look = context.text, context.palette
    told: dict[str, list[tuple[str, str]]] = {}
    for row in changes.to_dict("records"):
        stages = f"{look.stage(row['stage'])} → {look.stage(row['next_stage'])}"
        known, link = state_after(row), f"{look.chain(row['chain'])}: {stages}"
        words = t(
            "watals.card_link_known" if known else "watals.card_link",
            change=t(f"watals.change_{row['change']}"),
            before=metres(row["metres_before"], context.lang),
            after=metres(row["metres_after"], context.lang),
            state=cell_words(known, context.lang) if known else "",
        )
        told.setdefault(row["hub_id"], []).append((link, words))
    return told


def new_ways_layer(context: LayerContext, ways: gpd.GeoDataFrame) -> MapLayer:
    """The ways over the streets to the new nearest partner, for links that changed."""
    t, look = context.text, context.palette
    tips = [
        t(
            "watals.way_tip",
            hub=row.hub_name,
            stage=look.stage(row.next_stage),
            target=row.target_name,
            metres=whole(row.metres, context.lang),
        )
        for row in ways.itertuples()
    ]
    better = ways["change"].isin(["mended", "nearer"])
    frame = with_symbols(
        ways,
        ref=[f"way:{i}" for i in range(len(ways))],
        label=tips,
        tip=tips,
        colour=np.where(better, LOOKS["mended"][1], style.HIGHLIGHT),
        size=3.0,
        dash=np.where(better, "", "7 5"),
    )
    legend = tuple(
        entry
        for entry in (
            LegendEntry(
                t("watals.way_longer"),
                "line",
                "",
                style.HIGHLIGHT,
                3,
                "7 5",
                int((~better).sum()),
            ),
            LegendEntry(
                t("watals.way_shorter"),
                "line",
                "",
                LOOKS["mended"][1],
                3,
                "",
                int(better.sum()),
            ),
        )
        if entry.count
    )
    return MapLayer(
        "new_ways",
        t("watals.layer_ways"),
        "lines",
        frame,
        legend,
        t("watals.layer_ways"),
        (
            *("hub_id", "hub_name", "chain", "stage", "next_stage", "target_name", "metres"),
            *("change", "state_after", "chance_after"),
        ),
        source_keys=("network_amsterdam", "network_rotterdam"),
    )
