"""Point layers: hubs, the chains of their tenants, tenants, partners, meeting places, stops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from geo.data.coarseness import coarse_rows
from geo.data.row_kinds import organisations
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.tenant_count import organisation_shares
from layers.map.crowd_layer import crowd_layer
from layers.map.layer_context import (
    LayerContext,
    chain_legend,
    hub_fact,
    hub_radius,
    lines,
    place_words,
    stage_legend,
    with_symbols,
)
from layers.view.levels import MOST_POINTS
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.plain_text import is_missing, named_codes, plain
from layers.words.source_dates import date_words

MOST_LEADING = 3  # chains in the line that comes up under the pointer
HUB_COLUMNS = (
    "id",
    "name",
    "city",
    "kind",
    "status",
    "status_date",
    "opened",
    "closed",
    "address",
    "postcode",
    "district",
    "neighbourhood",
    "operator",
    "operator_source",
    "floor_area_m2",
    "studios",
    "n_tenants",
    "tenants_published",
    "chains",
    "precision",
    "accuracy_m",
    "placed_by",
    "website",
    *SOURCE_COLUMNS,
    "synthetic",
)
TENANT_COLUMNS = (
    "id",
    "hub_id",
    "hub_name",
    "city",
    "label",
    "count",
    "at_least",
    "activity",
    "sbi",
    "chain",
    "stage",
    "weight",
    "chain_basis",
    "year_from",
    "year_to",
    "precision",
    "accuracy_m",
    *SOURCE_COLUMNS,
    "synthetic",
)
PARTNER_COLUMNS = (
    "id",
    "name",
    "city",
    "category",
    "chain",
    "stage",
    "address",
    "postcode",
    "precision",
    "accuracy_m",
    "opened",
    "closed",
    "website",
    *SOURCE_COLUMNS,
    "synthetic",
)
MEETING_COLUMNS = (
    "id",
    "name",
    "city",
    "category",
    "address",
    "postcode",
    "updated",
    "website",
    *SOURCE_COLUMNS,
    "synthetic",
)


def hub_card(context: LayerContext, hub: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the lines a click on a hub shows."""
    t = context.text
    status = t(f"status.{hub['status']}")
    if plain(hub["status_date"]):
        status = f"{status} ({plain(hub['status_date'])})"
    return lines(
        (t("column.kind"), t(f"kind.{hub['kind']}")),
        (t("column.status"), status),
        (t("column.address"), hub["address"]),
        (t("column.n_tenants"), _named_words(context, hub)),
        (t("column.tenants_published"), hub_fact(hub, "tenants_published", context.lang)),
        (t("column.precision"), place_words(hub, context.lang)),
        (t("column.source_title"), hub["source_title"]),
        _dated(context, hub),
        (t("column.source_url"), hub["source_url"]),
        (t("column.place_url"), hub["place_url"]),
    )


def _dated(context: LayerContext, row: Mapping[str, Any]) -> tuple[str, str]:
    """The line of a card that says of when the source of its row is."""
    words = date_words(row["source_date"], row["source_read"], context.lang)
    return context.text("column.source_date"), words


def _named_words(context: LayerContext, hub: Mapping[str, Any]) -> str:
    """How many tenants of a hub are known, and how many of those are no organisation."""
    n, rooms = int(hub["n_tenants"]), int(hub["n_rooms"])
    key = "card.named_with_rooms" if rooms else "card.named_tenants"
    return context.text(key, n=n, rooms=rooms)


def hover_lines(context: LayerContext, hubs: gpd.GeoDataFrame) -> list[str]:
    """Say of each hub how many tenants are known, of how many it says it has.

    Of how many only where all tenants are counted: a chain or a year leaves some of them out.
    """
    asked = context.selection.filters
    whole = not (asked.chains or asked.stages or asked.year)
    published = hubs["tenants_published"] if whole else [None] * len(hubs)
    return [
        # A list of another year may name more than are published now: then n of N says nothing.
        context.text("tip.hub_of", name=name, n=int(n), published=int(of))
        if not is_missing(of) and of >= n
        else context.text("tip.hub", name=name, n=int(n))
        for name, n, of in zip(hubs["name"], hubs["n_tenants"], published, strict=True)
    ]


def _leading(mix: Sequence[tuple[str, float]], look: Palette) -> list[str]:
    """Names of the chains that most tenants of a hub work in, the most first."""
    most = sorted(mix, key=lambda part: -part[1])[:MOST_LEADING]
    return [look.chain(code) for code, _ in most]


def hubs_layer(context: LayerContext) -> MapLayer:
    """Hubs as circles sized by their named tenants; a ring where the place is coarse."""
    hubs = context.selection.hubs
    coarse = coarse_rows(hubs)
    frame = with_symbols(
        hubs,
        ref="hub:" + hubs["id"],
        label=hubs["name"],
        tip=hover_lines(context, hubs),
        shape=np.where(coarse, "ring", "circle"),
        colour=np.where(coarse, "", style.HUB_FILL),
        stroke=style.HUB_STROKE,
        size=hubs["n_tenants"].map(hub_radius),
        parts=None,
    )
    t = context.text
    fine = int((~coarse).sum())
    legend = tuple(
        entry
        for entry in (
            LegendEntry(t("legend.hub"), "circle", style.HUB_FILL, style.HUB_STROKE, 7, count=fine),
            LegendEntry(
                t("legend.hub_coarse"), "ring", "", style.HUB_STROKE, 7, count=len(hubs) - fine
            ),
        )
        if entry.count
    )
    return MapLayer(
        "hubs",
        t("layer.hubs"),
        "points",
        frame,
        legend,
        t("layer.hubs"),
        HUB_COLUMNS,
        {row["ref"]: hub_card(context, row) for row in frame.to_dict("records")},
        source_keys=("hubs",),
    )


def sectors_layer(context: LayerContext) -> MapLayer:
    """Per hub the chains of its organisations as a pie of the same size as the hub.

    A house of which only rooms, programmes or a group are known has none: they are no share.
    """
    hubs, look = context.selection.hubs, context.palette
    shares = organisation_shares(context.selection)
    sums = shares.groupby(["hub_id", "chain"])["weight"].sum()
    order = {code: place for place, code in enumerate(look.chain_names)}
    mix: dict[str, list[tuple[str, float]]] = {}
    for (hub_id, code), weight in sums.items():
        mix.setdefault(hub_id, []).append((code, float(weight)))
    hubs = hubs[hubs["id"].isin(mix)]
    mixes = [sorted(mix[hub_id], key=lambda part: order[part[0]]) for hub_id in hubs["id"]]
    parts = [
        [(look.colours.get(code, style.UNKNOWN), n, look.letter(code)) for code, n in each]
        for each in mixes
    ]
    words = [
        ", ".join(f"{look.chain(code)} {number(n, context.lang)}" for code, n in each)
        for each in mixes
    ]
    frame = with_symbols(
        hubs,
        ref="sector:" + hubs["id"],
        label=hubs["name"],
        tip=[
            f"{line} · {', '.join(_leading(each, look))}"
            for line, each in zip(hover_lines(context, hubs), mixes, strict=True)
        ],
        shape="pie",
        colour="",
        # A grey edge says that the place is coarse: the ring below the pie cannot be seen.
        stroke=np.where(coarse_rows(hubs), style.UNKNOWN, style.HUB_STROKE),
        size=hubs["n_tenants"].map(hub_radius),
        parts=parts,
        chain_mix=words,
    )
    t = context.text
    counts = shares[shares["hub_id"].isin(hubs["id"])].groupby("chain")["weight"].sum()
    title = t("layer.sectors")
    n_coarse = int(coarse_rows(hubs).sum())
    grey = LegendEntry(t("legend.pie_coarse"), "pie", "", style.UNKNOWN, 7, count=n_coarse)
    coarse_pie = (grey,) if n_coarse else ()
    card = {
        row["ref"]: lines((t("layer.sectors"), row["chain_mix"]), *hub_card(context, row))
        for row in frame.to_dict("records")
    }
    return MapLayer(
        "sectors",
        title,
        "points",
        frame,
        chain_legend(context, counts.to_dict()) + coarse_pie,
        t("legend.chain_tenants"),
        ("id", "name", "city", "n_tenants", "chain_mix"),
        card,
        source_keys=("tenants", "hubs"),
    )


def tenant_rows(context: LayerContext) -> gpd.GeoDataFrame:
    """The tenants that are drawn, where their building is; a row for each chain and stage."""
    chosen = context.selection
    rows = chosen.tenants.drop(columns=["chain", "stage", "hub_id"]).merge(
        chosen.shares, left_on="id", right_on="tenant_id"
    )
    columns = ["id", "name", "precision", "accuracy_m", "neighbourhood_code", "geometry"]
    places = chosen.hubs[columns].rename(columns={"id": "hub_id", "name": "hub_name"})
    merged = rows.merge(places, on="hub_id")
    return gpd.GeoDataFrame(merged, geometry="geometry", crs=chosen.hubs.crs)


def tenants_layer(context: LayerContext) -> MapLayer:
    """Every named tenant as its own symbol: colour and letter are the chain, shape the stage.

    A great many are counted in cells.
    """
    rows = tenant_rows(context)
    if len(rows) > MOST_POINTS:
        title, keys = context.text("layer.tenants"), ("tenants", "hubs")
        many = MapLayer(
            "tenants", title, "points", rows, data_columns=TENANT_COLUMNS, source_keys=keys
        )
        return crowd_layer(context, many)
    return tenant_points(context, rows)


def tenant_points(context: LayerContext, rows: gpd.GeoDataFrame) -> MapLayer:
    """Draw rows as `tenant_rows` gives them one by one."""
    look, t = context.palette, context.text
    frame = with_symbols(
        rows,
        ref="tenant:" + rows["id"] + ":" + rows["chain"] + ":" + rows["stage"],
        tip=[
            f"{row.label} · {look.chain(row.chain)} · {look.stage(row.stage)}"
            for row in rows.itertuples()
        ],
        shape=rows["stage"].map(look.shape),
        colour=rows["chain"].map(look.fill),
        stroke=rows["chain"].map(look.stroke),
        letter=rows["chain"].map(look.letter),
        size=5.0,
        parts=None,
    )
    card = {
        row["ref"]: lines(
            (t("column.hub_name"), row["hub_name"]),
            (t("column.activity"), row["activity"]),
            (t("column.chain"), look.chain(row["chain"])),
            (t("column.stage"), look.stage(row["stage"])),
            (t("column.year_from"), row["year_from"]),
            (t("column.year_to"), row["year_to"]),
            (t("column.precision"), place_words(row, context.lang)),
            (t("column.source_title"), row["source_title"]),
            _dated(context, row),
            (t("column.source_url"), row["source_url"]),
        )
        for row in frame.to_dict("records")
    }
    # All are drawn; counted are organisations, as in the pies.
    counted = rows.assign(weight=rows["weight"].where(organisations(rows), 0.0))
    legend = chain_legend(context, counted.groupby("chain")["weight"].sum().to_dict())
    stages = stage_legend(context, counted.groupby("stage")["weight"].sum().to_dict())
    return MapLayer(
        "tenants",
        t("layer.tenants"),
        "points",
        frame,
        legend + stages,
        t("legend.chain_stage_tenants"),
        TENANT_COLUMNS,
        card,
        source_keys=("tenants", "hubs"),
    )


def partners_layer(context: LayerContext) -> MapLayer:
    """Partners outside hubs: colour and letter the chain, shape the stage, hollow where coarse.

    One symbol has one shape: of several chains or stages the first; the words name them all. A
    great many are counted in cells.
    """
    rows = context.selection.partners
    if len(rows) > MOST_POINTS:
        title, keys = context.text("layer.partners"), ("partners",)
        many = MapLayer(
            "partners", title, "points", rows, data_columns=PARTNER_COLUMNS, source_keys=keys
        )
        return crowd_layer(context, many)
    return partner_points(context, rows)


def partner_points(context: LayerContext, rows: gpd.GeoDataFrame) -> MapLayer:
    """Draw rows of partners one by one."""
    look, t = context.palette, context.text
    chain, stage = (rows[name].str.split(";").str[0] for name in ("chain", "stage"))
    coarse = coarse_rows(rows)
    frame = with_symbols(
        rows,
        ref="partner:" + rows["id"],
        label=rows["name"],
        tip=[
            f"{row.name_} · {named_codes(row.chain, look.chain)}"
            f" · {named_codes(row.stage, look.stage)}"
            for row in rows.rename(columns={"name": "name_"}).itertuples()
        ],
        shape=stage.map(look.shape),
        colour=chain.map(look.fill).where(~coarse, ""),
        stroke=chain.map(look.edge).where(coarse, chain.map(look.stroke)),
        letter=chain.map(look.letter),
        size=4.5,
        parts=None,
    )
    card = {
        row["ref"]: lines(
            (t("column.category"), t(f"category.{row['category']}")),
            (t("column.chain"), named_codes(row["chain"], look.chain)),
            (t("column.stage"), named_codes(row["stage"], look.stage)),
            (t("column.address"), row["address"]),
            (t("column.precision"), place_words(row, context.lang)),
            (t("column.website"), row["website"]),
            (t("column.source_title"), row["source_title"]),
            _dated(context, row),
        )
        for row in frame.to_dict("records")
    }
    legend = chain_legend(context, chain.value_counts().to_dict())
    stages = stage_legend(context, stage.value_counts().to_dict())
    return MapLayer(
        "partners",
        t("layer.partners"),
        "points",
        frame,
        legend + stages,
        t("legend.chain_stage_partners"),
        PARTNER_COLUMNS,
        card,
        source_keys=("partners",),
    )


def meeting_layer(context: LayerContext) -> MapLayer:
    """Cafés, libraries and other informal meeting places, with the date of their record."""
    rows, t = context.selection.meeting_places, context.text
    frame = with_symbols(
        rows,
        ref="meeting:" + rows["id"],
        label=rows["name"],
        tip=[
            f"{n} · {t(f'category.{c}')}"
            for n, c in zip(rows["name"], rows["category"], strict=True)
        ],
        shape="circle",
        colour=style.MEETING,
        stroke=style.WHITE,
        size=3.0,
        parts=None,
    )
    card = {
        row["ref"]: lines(
            (t("column.category"), t(f"category.{row['category']}")),
            (t("column.address"), row["address"]),
            (t("column.source_title"), row["source_title"]),
            _dated(context, row),
        )
        for row in frame.to_dict("records")
    }
    entry = LegendEntry(t("legend.meeting"), "circle", style.MEETING, "", 4, count=len(rows))
    return MapLayer(
        "meeting_places",
        t("layer.meeting_places"),
        "points",
        frame,
        (entry,) if len(rows) else (),
        t("layer.meeting_places"),
        MEETING_COLUMNS,
        card,
        source_keys=("meeting_places",),
    )


def stops_layer(context: LayerContext) -> MapLayer:
    """Stops of train, metro, tram, bus and ferry."""
    rows = context.dataset.stops
    rows, t = rows[rows["city"].isin(context.selection.filters.cities)], context.text
    big = rows["mode"].isin(["train", "metro"])
    frame = with_symbols(
        rows,
        ref="stop:" + rows["id"].astype(str),
        label=rows["name"].fillna(""),
        tip=[
            f"{plain(n)} · {t(f'mode.{m}')}"
            for n, m in zip(rows["name"], rows["mode"], strict=True)
        ],
        shape=np.where(big, "square", "circle"),
        colour=style.STOP,
        stroke=style.WHITE,
        size=np.where(big, 4.0, 2.0),
        parts=None,
    )
    counts = rows["mode"].value_counts()
    legend = tuple(
        LegendEntry(
            t(f"mode.{mode}"),
            "square" if mode in ("train", "metro") else "circle",
            style.STOP,
            "",
            4,
            count=int(n),
        )
        for mode, n in counts.items()
    )
    return MapLayer(
        "stops",
        t("layer.stops"),
        "points",
        frame,
        legend,
        t("layer.stops"),
        ("id", "name", "city", "mode", "lines"),
        source_keys=("stops",),
    )
