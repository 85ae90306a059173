"""Map layers of findings: areas by verdict, places by local co-location, ground within reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd

from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.numbers import decimal, number, whole

# Violet is less and orange more, as in the matrix.
VERDICT_FILL = {
    "more": style.ATTRACTS[1],
    "hot": style.ATTRACTS[0],
    "attracts": style.ATTRACTS[0],
    "no_difference": style.NEUTRAL_AREA,
    "less": style.AVOIDS[1],
    "cold": style.AVOIDS[0],
    "avoids": style.AVOIDS[0],
    "too_few": style.WHITE,
}
# Explanation once more without colour: in grey print violet and orange look alike.
VERDICT_SIGN = {"hot": "++", "more": "+", "less": "–", "cold": "––"}

SHAPES = {"attracts": "triangle", "avoids": "diamond", "no_difference": "circle"}


@dataclass(frozen=True)
class AreaFinding:
    """What a layer of areas shows: key and title, words per verdict, and which source it is from.

    Attributes
    ----------
    words : mapping of verdict to its words
        Only verdicts named here are drawn, in this order in the legend.
    tips : sequence of str
        One line an area, in the order of the frame.
    """

    key: str
    title: str
    words: Mapping[str, str]
    tips: Sequence[str]
    data_columns: tuple[str, ...]
    source_keys: tuple[str, ...]


def verdict_layer(areas: gpd.GeoDataFrame, finding: AreaFinding) -> MapLayer:
    """Areas filled by their verdict; each shows its figures on a click."""
    verdicts = areas["verdict"].astype(str)
    frame = with_symbols(
        areas,
        ref=finding.key + ":" + areas["city"] + ":" + areas["code"].astype(str),
        label=areas["name"],
        tip=list(finding.tips),
        colour=verdicts.map(VERDICT_FILL),
        letter=verdicts.map(VERDICT_SIGN).fillna(""),
        opacity=[0.25 if verdict == "too_few" else 0.75 for verdict in verdicts],
        stroke=style.BOUNDARY,
        size=0.7,
        dash="",
    )
    counts = verdicts.value_counts()
    legend = tuple(
        LegendEntry(
            word,
            "area",
            VERDICT_FILL[code],
            style.BOUNDARY,
            0.7,
            count=int(counts[code]),
            letter=VERDICT_SIGN.get(code, ""),
        )
        for code, word in finding.words.items()
        if counts.get(code, 0)
    )
    return MapLayer(
        finding.key,
        finding.title,
        "polygons",
        frame,
        legend,
        finding.title,
        finding.data_columns,
        {row["ref"]: lines((row["name"], row["tip"])) for _, row in frame.iterrows()},
        source_keys=finding.source_keys,
    )


def local_layer(context: LayerContext, places: gpd.GeoDataFrame, title: str) -> MapLayer:
    """Places with a point of A: does it have more, or fewer, of B near it than by chance."""
    t = context.text
    verdicts = places["verdict"].astype(str)
    tips = [
        t(
            "nabijheid.local_tip",
            place=row.place_name,
            b=whole(row.b_near, context.lang),
            near=int(row.n_near),
            ratio=decimal(row.quotient, context.lang),
        )
        for row in places.itertuples()
    ]
    frame = with_symbols(
        places,
        ref=[f"local:{i}" for i in range(len(places))],
        label=places["place_name"],
        tip=tips,
        shape=[SHAPES.get(verdict, "ring") for verdict in verdicts],
        colour=["" if v == "too_few" else VERDICT_FILL[v] for v in verdicts],
        stroke=style.INK_SOFT,
        size=[5.0 + 1.6 * min(n, 30) ** 0.5 for n in places["n_a"]],
        parts=None,
    )
    counts = verdicts.value_counts()
    legend = tuple(
        LegendEntry(
            t(f"nabijheid.local_{code}"),
            SHAPES.get(code, "ring"),
            "" if code == "too_few" else VERDICT_FILL[code],
            style.INK_SOFT,
            6,
            count=int(counts[code]),
        )
        for code in ("attracts", "avoids", "no_difference", "too_few")
        if counts.get(code, 0)
    )
    return MapLayer(
        "local_colocation",
        title,
        "points",
        frame,
        legend,
        title,
        ("place_name", "n_a", "n_near", "b_near", "quotient", "p", "q", "verdict"),
        {row["ref"]: lines((row["label"], row["tip"])) for _, row in frame.iterrows()},
        source_keys=("hubs", "tenants", "partners"),
    )


def reach_layer(context: LayerContext, grounds: gpd.GeoDataFrame) -> MapLayer:
    """Ground within reach, the furthest below."""
    t = context.text
    rows = grounds.sort_values("minutes", ascending=False)
    minutes = sorted(rows["minutes"].unique())
    fills = dict(zip(minutes, style.REACH, strict=False))
    named = {value: t("bereik.ground", minutes=number(value, context.lang)) for value in minutes}
    names = rows["minutes"].map(named)
    frame = with_symbols(
        rows,
        ref=[f"reach:{row.id}:{dotted(row.minutes)}" for row in rows.itertuples()],
        label=names,
        tip=names,
        colour=rows["minutes"].map(fills),
        opacity=0.45,
        stroke=style.TITLE,
        size=1.2,
        dash="",
        hectares=(rows.geometry.area / 1e4).round(1),
    )
    legend = tuple(
        LegendEntry(named[value], "area", fills[value], style.TITLE, 1.2) for value in minutes
    )
    return MapLayer(
        "reach",
        t("bereik.layer"),
        "polygons",
        frame,
        legend,
        t("bereik.layer"),
        ("id", "minutes", "hectares"),
        source_keys=("network_amsterdam", "network_rotterdam"),
    )
