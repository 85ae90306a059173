"""Places by what is known of their links, and the way to who supplies an open one."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.broken_links import BrokenLinks
from geo.answers.missing_links import FEW, IS_ABSENT, UNSEEN, WHOLE, classes_of
from geo.data.crs import RD_NEW
from geo.evidence.knowledge import PRESENT, Knowledge, knowledge_of
from layers.map.known_columns import WORDS, known_columns, stage_namer
from layers.map.layer_context import LayerContext, lines, way_words, with_symbols
from layers.sentences.knowledge_words import knowledge_words, state_words, within_words
from layers.view.map_model import LegendEntry, MapLayer
from layers.view.symbols import HATCHED
from layers.words import style
from layers.words.code_words import CHANCE_LISTS
from layers.words.numbers import number, whole

CLASSES = {
    WHOLE: ("circle", style.TITLE, style.WHITE, ""),
    IS_ABSENT: ("diamond", style.HIGHLIGHT, style.WHITE, ""),
    UNSEEN: (HATCHED, "", style.UNKNOWN, "3 3"),
    FEW: ("circle", style.FEW, style.WHITE, "1 4"),
}
"""Shape, fill, edge and dash: what is known is told apart by more than colour."""
PLACE_COLUMNS = (
    *("place_id", "name", "city", "n_hubs", "n_tenants", "n_known", "n_published"),
    *("stages_present", "stages_absent", "stages_not_seen"),
    *(*CHANCE_LISTS, WORDS),
)
WAY_COLUMNS = (
    "place_id",
    "name",
    "city",
    "chain",
    "stage",
    "target_name",
    "metres",
    "minutes",
    *("state", "n_known", "n_published", "chance", "low", "high"),
)
SOURCES = ("hubs", "tenants", "partners")


def places_layer(context: LayerContext, links: BrokenLinks, shapes: gpd.GeoSeries) -> MapLayer:
    """Places of the cities drawn, by what is known of the stages of the chain.

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
    kind = classes_of(frame)
    looks = pd.DataFrame(
        [CLASSES[each] for each in kind], columns=["shape", "fill", "edge", "dash"]
    )
    is_point = links.kind == "hub"
    stages = links.stages.groupby("place_id").indices
    told = {place: links.stages.iloc[at] for place, at in stages.items()}
    drawn = with_symbols(
        frame.drop(columns=["present", "missing"]),
        ref=[f"{links.kind}:{place}" for place in frame["place_id"]],
        label=frame["name"],
        tip=[
            _tip(context, name, told[place])
            for name, place in zip(frame["name"], frame["place_id"], strict=True)
        ],
        colour=looks["fill"],
        stroke=looks["edge"] if is_point else style.BOUNDARY,
        size=7.0 if is_point else 1.0,
        **{
            name: pd.array([told[each][name].iloc[0] for each in frame["place_id"]], dtype="Int64")
            for name in ("n_known", "n_published")
        },
        stages_present=[_present(told[place]) for place in frame["place_id"]],
        **known_columns(
            [_by_stage(told[place]) for place in frame["place_id"]],
            stage_namer(context.palette),
            context.lang,
        ),
        **(
            {"shape": looks["shape"], "parts": None}
            if is_point
            else {"opacity": 0.55, "dash": looks["dash"], "hatch": _stripes(kind)}
        ),
    )
    return MapLayer(
        "places",
        context.text("schakels.layer"),
        "points" if is_point else "polygons",
        drawn,
        _legend(context, kind, is_point=is_point),
        context.text("schakels.layer"),
        PLACE_COLUMNS,
        {row.ref: _card(context, links, row.place_id, told) for row in drawn.itertuples()},
        source_keys=SOURCES,
    )


def _legend(context: LayerContext, kind: np.ndarray, *, is_point: bool) -> tuple[LegendEntry, ...]:
    """Legend lines of the classes that occur."""
    return tuple(
        LegendEntry(
            context.text(f"schakels.legend_{name}"),
            shape if is_point or shape == HATCHED else "area",
            fill,
            edge if is_point or shape == HATCHED else style.BOUNDARY,
            7 if is_point or shape == HATCHED else 1,
            "" if is_point else dash,
            count=int((kind == name).sum()),
        )
        for name, (shape, fill, edge, dash) in CLASSES.items()
        if (kind == name).any()
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
        colour=ways["chain"].map(look.edge),
        letter=ways["chain"].map(look.letter),
        size=3.0,
        dash="6 5",
    )
    entries = [
        LegendEntry(
            look.chain(chain),
            "line",
            "",
            look.edge(chain),
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


def _stripes(kind: np.ndarray) -> list[str]:
    return [style.UNKNOWN if each == UNSEEN else "" for each in kind]


def _present(stages: pd.DataFrame) -> str:
    return ";".join(stages.loc[stages["state"].eq(PRESENT), "stage"])


def _by_stage(stages: pd.DataFrame) -> dict[str, Knowledge]:
    rows = stages.sort_index().to_dict("records")
    return {row["stage"]: knowledge_of(row) for row in rows}


def _tip(context: LayerContext, name: str, stages: pd.DataFrame) -> str:
    missing = stages[stages["state"].ne(PRESENT)]
    if missing.empty:
        return context.text("schakels.tip_whole", place=name)
    states = "; ".join(
        context.text(
            "schakels.tip_state",
            stage=context.palette.stage(row.stage),
            state=state_words(row.state, context.lang),
        )
        for row in missing.itertuples()
    )
    return context.text("schakels.tip", place=name, states=states)


def _card(
    context: LayerContext, links: BrokenLinks, place_id: str, told: Mapping[str, pd.DataFrame]
) -> tuple[tuple[str, str], ...]:
    t, row = context.text, links.places.loc[place_id]
    where = within_words(links.band_m, context.lang)
    said = [
        (
            context.palette.stage(each["stage"]),
            knowledge_words(knowledge_of(each), where, context.lang),
        )
        for each in told[place_id].to_dict("records")
    ]
    return lines((t("schakels.tenants"), whole(row["n_tenants"], context.lang)), *said)
