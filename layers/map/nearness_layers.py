"""Map layers of the areas of *Nabijheid*: hot spots, and location quotients."""

from __future__ import annotations

import geopandas as gpd

from geo.evidence.area_counts import SECTORS
from layers.map.finding_layers import AreaFinding, verdict_layer
from layers.map.layer_context import LayerContext
from layers.sentences.nearness_words import quotient_words, share_words, verdict_words
from layers.view.map_model import MapLayer
from layers.words.numbers import decimal, number


def hot_spots_layer(context: LayerContext, areas: gpd.GeoDataFrame, value: str) -> MapLayer:
    """Neighbourhoods by Gi* of what is counted in them.

    Parameters
    ----------
    context : LayerContext
    areas : GeoDataFrame
        ``city, code, name, district, value, n, z, p, q, verdict``; polygons in EPSG:28992.
    value : str
        "tenants", or a sector whose share it is.
    """
    is_count, lang = value == "tenants", context.lang
    shown, digits = (areas["value"], 0) if is_count else (areas["value"] * 100, 1)
    unit = context.text(f"nabijheid.unit_{value}")
    tips = [
        f"{name}: {decimal(count, lang, digits)} {unit}, z = {decimal(z, lang)}"
        for name, count, z in zip(areas["name"], shown, areas["z"], strict=True)
    ]
    columns = ("city", "code", "name", "district", "value", "n", "z", "p", "q", "verdict")
    source = ("hubs", "tenants") if is_count else ("neighbourhoods",)
    title, words = context.text(f"nabijheid.value_{value}"), verdict_words("hot", lang)
    return verdict_layer(areas, AreaFinding("hot_spots", title, words, tips, columns, source))


def quotients_layer(context: LayerContext, areas: gpd.GeoDataFrame, what: str) -> MapLayer:
    """Areas by their location quotient.

    Parameters
    ----------
    context : LayerContext
    areas : GeoDataFrame
        ``city, code, name, x, n, lq, low, high, expected, verdict``; polygons in EPSG:28992.
    what : str
        A sector, or a chain.
    """
    lang = context.lang
    parts = (areas[name] for name in ("name", "lq", "low", "high", "verdict", "n"))
    tips = [
        f"{name}: {quotient_words(lq, low, high, verdict, lang)} (n = {number(n, lang)})"
        for name, lq, low, high, verdict, n in zip(*parts, strict=True)
    ]
    columns = ("city", "code", "name", "x", "n", "lq", "low", "high", "expected", "verdict")
    source = _counted_in(context, areas) if what in SECTORS else ("hubs", "tenants", "districts")
    title = f"{context.text('nabijheid.lq_title')}: {share_words(what, context.palette, lang)}"
    words = verdict_words("lq", lang)
    return verdict_layer(areas, AreaFinding("quotients", title, words, tips, columns, source))


def _counted_in(context: LayerContext, areas: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Name the tables that the businesses of these areas were counted in."""
    near = context.dataset.neighbourhoods
    by_neighbourhood = areas["city"].isin(near.loc[near["businesses"].notna(), "city"])
    tables = (
        ("neighbourhoods", by_neighbourhood.any()),
        ("business_areas", not by_neighbourhood.all()),
    )
    return (*(name for name, used in tables if used), "districts")
