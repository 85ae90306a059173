"""Places by the links they miss, and the way to who supplies the missing one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.broken_links import BrokenLinks
from geo.data.crs import RD_NEW
from layers.map.layer_context import LayerContext, lines, way_words, with_symbols
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style
from layers.words.numbers import number, whole

CLASSES = (
    ("whole", style.TITLE),
    ("one", style.HIGHLIGHT),
    ("more", style.CLASSES[2]),
    ("few", style.FEW),
)
PLACE_COLUMNS = ("place_id", "name", "city", "n_hubs", "n_tenants", "stages_present")
WAY_COLUMNS = (
    "place_id",
    "name",
    "city",
    "chain",
    "stage",
    "target_name",
    "metres",
    "minutes",
)
SOURCES = ("hubs", "tenants", "partners")


def places_layer(context: LayerContext, links: BrokenLinks, shapes: gpd.GeoSeries) -> MapLayer:
    """Places of the cities drawn, coloured by how many stages of the chain they miss.

    Parameters
    ----------
    context : LayerContext
    links : BrokenLinks
    shapes : GeoSeries
        Point or polygon of every place, by place id.
    """
    rows = links.places[links.places["city"].isin(context.selection.filters.cities)]
    rows = rows[rows.index.isin(shapes.index)].rename_axis("place_id").reset_index()
    frame = gpd.GeoDataFrame(rows, geometry=shapes.reindex(rows["place_id"]).to_numpy(), crs=RD_NEW)
    kind = _kinds(frame)
    colours = dict(CLASSES)
    is_point = links.kind == "hub"
    drawn = with_symbols(
        frame.drop(columns=["present", "missing"]),
        ref=[f"{links.kind}:{place}" for place in frame["place_id"]],
        label=frame["name"],
        tip=[_tip(context, *pair) for pair in zip(frame["name"], frame["missing"], strict=True)],
        colour=[colours[each] for each in kind],
        stroke=style.WHITE if is_point else style.BOUNDARY,
        size=7.0 if is_point else 1.0,
        stages_present=[";".join(each) for each in frame["present"]],
        **({"shape": "circle", "parts": None} if is_point else {"opacity": 0.55, "dash": ""}),
    )
    symbol = "circle" if is_point else "area"
    return MapLayer(
        "places",
        context.text("schakels.layer"),
        "points" if is_point else "polygons",
        drawn,
        tuple(
            LegendEntry(
                context.text(f"schakels.legend_{name}"),
                symbol,
                colour,
                "",
                7,
                count=int((kind == name).sum()),
            )
            for name, colour in CLASSES
            if (kind == name).any()
        ),
        context.text("schakels.layer"),
        PLACE_COLUMNS,
        {row.ref: _card(context, links, row.place_id) for row in drawn.itertuples()},
        source_keys=SOURCES,
    )


def ways_layer(context: LayerContext, ways: gpd.GeoDataFrame) -> MapLayer:
    """The way along the streets from a place to the nearest supplier of a missing stage.

    Parameters
    ----------
    context : LayerContext
    ways : GeoDataFrame
        Rows of `BrokenLinks.missing` with ``chain`` and the way as geometry.
    """
    look, t = context.palette, context.text
    tips = [
        t(
            "schakels.tip_way",
            place=row.place,
            target=row.target_name,
            stage=look.stage(row.stage),
            metres=whole(row.metres, context.lang),
            minutes=whole(row.minutes, context.lang),
        )
        for row in ways.rename(columns={"name": "place"}).itertuples()
    ]
    frame = with_symbols(
        ways,
        ref=[f"way:{r.place_id}:{r.chain}:{r.stage}" for r in ways.itertuples()],
        label=tips,
        tip=tips,
        colour=ways["chain"].map(look.colours),
        letter=ways["chain"].map(look.letter),
        size=3.0,
        dash="6 5",
    )
    entries = [
        LegendEntry(
            look.chain(chain),
            "line",
            "",
            look.colours[chain],
            3.0,
            "6 5",
            int(n),
            letter=look.letter(chain),
        )
        for chain, n in ways["chain"].value_counts(sort=False).items()
    ]
    return MapLayer(
        "ways",
        t("schakels.layer_ways"),
        "lines",
        frame,
        tuple(entries),
        t("schakels.layer_ways"),
        WAY_COLUMNS,
        {
            row["ref"]: lines(
                (t("schakels.place"), row["name"]),
                (t("schakels.missing"), look.stage(row["stage"])),
                (t("schakels.supplier"), row["target_name"]),
                (t("column.metres"), whole(row["metres"], context.lang)),
                (t("column.minutes"), number(row["minutes"], context.lang)),
                (t("column.along"), way_words(row["geometry"], context.lang)),
            )
            for row in frame.to_dict("records")
        },
        source_keys=(*SOURCES, "network_amsterdam", "network_rotterdam", "street_lines"),
    )


def _kinds(places: pd.DataFrame) -> np.ndarray:
    few, missing = places["few"].to_numpy(bool), places["n_missing"].to_numpy()
    return np.select([few, missing == 0, missing == 1], ["few", "whole", "one"], "more")


def _tip(context: LayerContext, name: str, missing: tuple[str, ...]) -> str:
    if not missing:
        return context.text("schakels.tip_whole", place=name)
    stages = ", ".join(context.palette.stage(stage) for stage in missing)
    return context.text("schakels.tip", place=name, stages=stages)


def _card(context: LayerContext, links: BrokenLinks, place_id: str) -> tuple[tuple[str, str], ...]:
    t, row = context.text, links.places.loc[place_id]
    return lines(
        (t("schakels.tenants"), whole(row["n_tenants"], context.lang)),
        (t("schakels.present"), ", ".join(context.palette.stage(s) for s in row["present"])),
        (t("schakels.missing"), ", ".join(context.palette.stage(s) for s in row["missing"])),
    )
