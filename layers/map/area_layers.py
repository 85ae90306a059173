"""Area and line layers: districts, neighbourhoods, clusters, and the links of a chain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.evidence.cluster_density import CLUSTER
from geo.evidence.knowledge import Knowledge
from layers.map.known_columns import known_columns, stage_namer
from layers.map.layer_context import LayerContext, lines, way_words, with_symbols
from layers.sentences.cluster_words import (
    chains_words,
    density_words,
    name_words,
    open_stages_words,
    place_words,
    stages_words,
)
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import decimal, number, percent, whole
from layers.words.palette import Palette
from layers.words.text import text

GROUP_DASH = "2 4"
NEAR_M = 500  # symbolic creative firms profit within 500 m (Coll-Martínez 2019)
CLUSTER_COLUMNS = (
    "cluster",
    "place",
    "verdict",
    "city",
    "n_hubs",
    "n_tenants",
    "n_creative",
    "n_rooms",
    "top_chain",
    "stages_present",
    "stages_missing",
    "stages_absent",
    "stages_not_seen",
    "chances_not_seen",
    "not_seen_in_words",
    "stability",
    "times",
    "p",
)
LINK_COLUMNS = (
    "hub_id",
    "hub_name",
    "chain",
    "stage",
    "next_stage",
    "target_name",
    "metres",
    "minutes",
)


def districts_layer(context: LayerContext) -> MapLayer:
    """District boundaries with their names."""
    rows = context.dataset.districts
    rows, t = rows[rows["city"].isin(context.selection.filters.cities)], context.text
    frame = with_symbols(
        rows,
        ref="district:" + rows["city"] + ":" + rows["code"],
        label=rows["name"],
        tip=rows["name"],
        colour="",
        opacity=0.0,
        stroke=style.BOUNDARY,
        size=1.2,
        dash="5 4",
    )
    entry = LegendEntry(t("legend.district"), "line", "", style.BOUNDARY, 1.2, "5 4")
    return MapLayer(
        "districts",
        t("layer.districts"),
        "polygons",
        frame,
        (entry,),
        t("legend.ground"),
        ("city", "code", "name"),
        labelled=True,
        source_keys=("districts",),
    )


def class_breaks(values: pd.Series, classes: int) -> list[float]:
    """Upper class limits by quantile, rounded to two digits, without doubles.

    Examples
    --------
    >>> class_breaks(pd.Series([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 2)
    [5.5, 10.0]
    """
    limits = values.quantile([(i + 1) / classes for i in range(classes)]).tolist()
    rounded = [_two_digits(limit) for limit in limits[:-1]] + [float(values.max())]
    return sorted(set(rounded))


def _two_digits(value: float) -> float:
    return float(np.format_float_positional(value, 2, unique=False, fractional=False))


def neighbourhoods_layer(context: LayerContext) -> MapLayer:
    """Neighbourhoods in five classes of business establishments; grey where there is no count."""
    rows, t = context.dataset.neighbourhoods, context.text
    rows = rows[rows["city"].isin(context.selection.filters.cities)]
    values = rows["businesses"].astype("Float64").astype(float)
    known = values.dropna()
    limits = class_breaks(known, len(style.CLASSES)) if len(known) else []
    which = np.searchsorted(limits, values.fillna(0.0)) if limits else np.zeros(len(rows), int)
    colours = [
        style.NO_DATA if math.isnan(value) else style.CLASSES[min(int(klass), 4)]
        for value, klass in zip(values, which, strict=True)
    ]
    tips = [
        f"{name}: " + (t("tip.no_count") if math.isnan(value) else whole(value, context.lang))
        for name, value in zip(rows["name"], values, strict=True)
    ]
    frame = with_symbols(
        rows,
        ref="neighbourhood:" + rows["city"] + ":" + rows["code"],
        label=rows["name"],
        tip=tips,
        colour=colours,
        opacity=0.65,
        stroke=style.WHITE,
        size=0.6,
        dash="",
    )
    lows = [0.0, *limits][: len(limits)]  # none where a city has no counts
    legend = [
        LegendEntry(
            f"{whole(low, context.lang)} – {whole(high, context.lang)}",
            "area",
            style.CLASSES[i],
            style.WHITE,
            0.6,
            count=int(((known > low) & (known <= high)).sum() + (known == 0).sum() * (i == 0)),
        )
        for i, (low, high) in enumerate(zip(lows, limits, strict=True))
    ]
    missing = int(values.isna().sum())
    if missing:
        legend.append(
            LegendEntry(
                t("legend.no_count"), "area", style.NO_DATA, style.WHITE, 0.6, count=missing
            )
        )
    return MapLayer(
        "neighbourhoods",
        t("layer.neighbourhoods"),
        "polygons",
        frame,
        tuple(legend),
        t("legend.businesses"),
        ("city", "code", "name", "district", "businesses", "businesses_culture_recreation", "year"),
        source_keys=("neighbourhoods",),
    )


def clusters_layer(context: LayerContext, clusters: gpd.GeoDataFrame) -> MapLayer:
    """Hulls of clusters and of groups no denser than chance, named by where they are."""
    look, t, rows = context.palette, context.text, clusters.to_dict("records")
    is_cluster = clusters["verdict"].eq(CLUSTER)
    frame = with_symbols(
        clusters,
        ref=[f"cluster:{c}" for c in clusters["cluster"]],
        label=[place_words(row, context.lang) for row in rows],
        tip=[name_words(row, look, context.lang) for row in rows],
        colour=style.CLUSTER,
        opacity=np.where(is_cluster, 0.06, 0.0),
        stroke=style.CLUSTER,
        size=np.where(is_cluster, 2.0, 1.2),
        dash=np.where(is_cluster, "", GROUP_DASH),
        **known_columns(
            [_open_by_name(row["open"]) for row in rows], stage_namer(look), context.lang
        ),
    )
    card = {
        row["ref"]: lines(
            (t("column.n_hubs"), number(row["n_hubs"], context.lang)),
            (t("column.n_tenants"), whole(row["n_tenants"], context.lang)),
            (t("column.mix"), who_words(row, look, context.lang)),
            (t("column.top_chain"), chains_words(row, look, context.lang)),
            (t("column.stages_present"), stages_words(row["lines"], 1, look, context.lang)),
            (t("cluster.nobody_known"), open_stages_words(row, look, context.lang)),
            (t("cluster.density"), density_words(row, context.lang)),
            (t("column.stability"), decimal(row["stability"], context.lang, 2)),
        )
        for row in frame.to_dict("records")
    }
    n = int(is_cluster.sum())
    entries = (
        LegendEntry(t("legend.cluster"), "area", "", style.CLUSTER, 2.0, count=n),
        LegendEntry(
            t("legend.group"), "area", "", style.CLUSTER, 1.2, GROUP_DASH, count=len(frame) - n
        ),
    )
    return MapLayer(
        "clusters",
        t("layer.clusters"),
        "polygons",
        frame,
        tuple(entry for entry in entries if entry.count),
        t("layer.clusters"),
        CLUSTER_COLUMNS,
        card,
        labelled=True,
        source_keys=("hubs", "tenants"),
    )


def _open_by_name(chains: Mapping[str, Mapping[str, Knowledge]]) -> dict[str, Knowledge]:
    """What is open by stage, with its chain before it where there are several."""
    several = len(chains) > 1
    return {
        f"{chain}.{stage}" if several else stage: known
        for chain, stages in chains.items()
        for stage, known in stages.items()
    }


def who_words(row: Mapping[str, Any], look: Palette, lang: str) -> str:
    """Say the shares of the chains of a cluster, on whom they rest, and who of it does not count.

    Empty where no organisation in the creative chains is known.
    """
    if not row["mix"]:
        return ""
    mix, n, rooms = chain_mix(row["mix"], look, lang), round(row["n_creative"]), row["n_rooms"]
    key = "cluster.who_rooms" if round(rooms) else "cluster.who_all"
    return text(key, lang, mix=mix, n=n, rooms=round(rooms))


def chain_mix(mix: Mapping[str, float], look: Palette, lang: str) -> str:
    """Say the shares of chains in words, largest first."""
    ordered = sorted(mix.items(), key=lambda part: -part[1])
    return ", ".join(f"{look.chain(code)} {percent(share, lang)}" for code, share in ordered)


def links_layer(context: LayerContext, links: gpd.GeoDataFrame) -> MapLayer:
    """The walk or ride from a hub to its nearest next link, along the streets."""
    look, t = context.palette, context.text
    tips = [
        t(
            "tip.link",
            hub=row.hub_name,
            stage=look.stage(row.next_stage),
            target=row.target_name,
            metres=whole(row.metres, context.lang),
            minutes=whole(row.minutes, context.lang),
        )
        for row in links.itertuples()
    ]
    frame = with_symbols(
        links,
        ref=[f"link:{r.hub_id}:{r.chain}:{r.stage}:{r.next_stage}" for r in links.itertuples()],
        label=tips,
        tip=tips,
        colour=links["chain"].map(look.edge),
        size=2.5,
        dash=["" if metres <= NEAR_M else "6 5" for metres in links["metres"]],
    )
    near = int((links["metres"] <= NEAR_M).sum())
    legend = tuple(
        entry
        for entry in (
            LegendEntry(t("legend.link_near"), "line", "", style.INK_SOFT, 2.5, count=near),
            LegendEntry(
                t("legend.link_far"), "line", "", style.INK_SOFT, 2.5, "6 5", len(links) - near
            ),
        )
        if entry.count
    )
    card = {
        row["ref"]: lines(
            (t("column.hub_name"), row["hub_name"]),
            (t("column.chain"), look.chain(row["chain"])),
            (t("column.next_stage"), look.stage(row["next_stage"])),
            (t("column.target_name"), row["target_name"]),
            (t("column.metres"), whole(row["metres"], context.lang)),
            (t("column.minutes"), number(row["minutes"], context.lang)),
            (t("column.along"), way_words(row["geometry"], context.lang)),
        )
        for row in frame.to_dict("records")
    }
    return MapLayer(
        "links",
        t("layer.links"),
        "lines",
        frame,
        legend,
        t("layer.links"),
        LINK_COLUMNS,
        card,
        source_keys=("network_amsterdam", "network_rotterdam", "street_lines"),
    )
