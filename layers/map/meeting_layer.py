"""Buildings by whether they have few meeting places near, as a layer of the map."""

from __future__ import annotations

import geopandas as gpd

from geo.answers.meeting_gaps import ENOUGH, FEW, MAYBE, UNTOLD, VERDICTS
from layers.map.layer_context import LayerContext, lines, with_symbols
from layers.sentences.meeting_words import place_words
from layers.view.map_model import LegendEntry, MapLayer
from layers.words import style

# Shape and colour both tell: in grey print the colours look alike.
LOOKS = {
    FEW: ("triangle", style.ATTRACTS[0]),
    MAYBE: ("diamond", style.ATTRACTS[1]),
    ENOUGH: ("circle", style.NEUTRAL_AREA),
    UNTOLD: ("ring", ""),
}
SIZE = 7.0


def meeting_gaps_layer(context: LayerContext, hubs: gpd.GeoDataFrame) -> MapLayer:
    """Buildings with what `geo.answers.meeting_gaps.meeting_gaps` says of them."""
    rows = hubs[hubs.geometry.notna()]
    tips = [place_words(row, context.lang) for row in rows.to_dict("records")]
    frame = with_symbols(
        rows,
        ref="hub:" + rows["id"],
        label=rows["name"],
        tip=[f"{name}: {tip}" for name, tip in zip(rows["name"], tips, strict=True)],
        shape=[LOOKS[verdict][0] for verdict in rows["verdict"]],
        colour=[LOOKS[verdict][1] for verdict in rows["verdict"]],
        stroke=style.INK_SOFT,
        size=SIZE,
        parts=None,
    )
    counts, title = rows["verdict"].value_counts(), context.text("ontmoeting.layer")
    legend = tuple(
        LegendEntry(
            context.text(f"ontmoeting.{code}"),
            *LOOKS[code],
            style.INK_SOFT,
            SIZE,
            count=counts[code],
        )
        for code in VERDICTS
        if counts.get(code, 0)
    )
    return MapLayer(
        "meeting_gaps",
        title,
        "points",
        frame,
        legend,
        title,
        ("id", "name", "city", "found", "likely", "most", "per_head", "reason", "verdict"),
        {ref: lines((title, tip)) for ref, tip in zip(frame["ref"], tips, strict=True)},
        source_keys=("hubs", "meeting_places", "neighbourhoods"),
    )
