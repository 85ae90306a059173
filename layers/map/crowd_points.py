"""The single rows of a layer that counts them in cells: what is drawn of it from near.

Rows of one kind look alike, so that a kind says once what each of its rows would.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd

from geo.data.coarseness import coarse_rows
from geo.own.forms import OWN
from layers.map.layer_context import LayerContext, lines
from layers.map.own_rings import ROOM
from layers.map.point_layers import partner_points, tenant_points, tenant_rows
from layers.view.map_model import MapLayer, PointCrowd
from layers.words import style
from layers.words.plain_text import named_codes

Draw = Callable[[LayerContext, gpd.GeoDataFrame], MapLayer]
LAYERS: dict[str, tuple[Draw, str, str]] = {
    "tenants": (tenant_points, "tenant", "label"),
    "partners": (partner_points, "partner", "name"),
}
"""How rows of a layer are drawn, with what their reference begins, and where their name stands."""
LOOK = ("shape", "colour", "stroke", "letter", "tip", "size")
KIND = ("chain", "stage", "coarse", OWN)


def crowd_rows(context: LayerContext, key: str) -> gpd.GeoDataFrame:
    """Return the rows of a layer one by one."""
    return tenant_rows(context) if key == "tenants" else context.selection.partners


def crowd_points(context: LayerContext, key: str) -> PointCrowd:
    """Describe the rows of a layer, and each kind of them as the layer draws few of them.

    Parameters
    ----------
    context : LayerContext
    key : str
        One of `LAYERS`.
    """
    draw, begin, name = LAYERS[key]
    rows = crowd_rows(context, key).reset_index(drop=True)
    kinds = kinds_of(rows)
    number = kinds.groupby(list(KIND), sort=False).ngroup()
    first = ~number.duplicated()
    # Who has no name leaves what is said of every row of the kind.
    drawn = draw(context, rows[first].assign(**{name: ""}))
    frame = gpd.GeoDataFrame(
        {"ref": _refs(rows, begin), "label": rows[name].fillna(""), "kind": number},
        geometry=rows.geometry.to_numpy(),
        crs=rows.crs,
    )
    looks = pd.DataFrame(drawn.frame[list(LOOK)]).reset_index(drop=True)
    looks = looks.assign(tip=looks["tip"].str.removeprefix(" · "), ring_room=ROOM)
    looks = looks.join(kinds[first].reset_index(drop=True))
    return PointCrowd(key, drawn.title, frame, _said(context, looks))


def _said(context: LayerContext, looks: pd.DataFrame) -> pd.DataFrame:
    """Add what is said of each kind, and the ring round own rows."""
    chains = looks["chain"].str.split(";").str[0].map(context.palette.chain)
    card = [
        _card(context, chain, stage)
        for chain, stage in zip(looks["chain"], looks["stage"], strict=True)
    ]
    ring = looks[OWN].map({True: style.OWN, False: ""})
    return looks.assign(chain_words=chains, ring=ring, card=card)


def kinds_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Tell of each row its kind: what it does, whether its place is coarse, and whose it is."""
    own = rows[OWN].fillna(False).astype(bool) if OWN in rows else False
    kinds = rows[["chain", "stage"]].fillna("").assign(coarse=coarse_rows(rows))
    return kinds.assign(**{OWN: own})[list(KIND)]


def shown_kinds(crowd: PointCrowd, rows: pd.DataFrame) -> list[bool]:
    """Tell which kinds of a crowd are among the rows that a choice leaves."""
    there = set(kinds_of(rows).drop_duplicates().itertuples(index=False, name=None))
    return [kind in there for kind in crowd.kinds[list(KIND)].itertuples(index=False, name=None)]


def one_point(context: LayerContext, ref: str) -> MapLayer | None:
    """Draw the one row that a reference names, as a layer of few rows has it; None without."""
    for key, (draw, begin, _) in LAYERS.items():
        if ref.startswith(f"{begin}:"):
            rows = crowd_rows(context, key)
            found = rows[_refs(rows, begin).eq(ref)]
            return draw(context, found) if len(found) else None
    return None


def refs_of(layer: MapLayer) -> pd.Series:
    """Return the reference of every single row of a layer, on the index of those rows."""
    if layer.counted is None:
        return layer.frame["ref"]
    return _refs(layer.counted.frame, LAYERS[layer.key][1])


def _refs(rows: pd.DataFrame, begin: str) -> pd.Series:
    """References as `layers.map.point_layers` gives them: of a tenant with its chain and stage."""
    refs = f"{begin}:" + rows["id"].astype(str)
    return refs + ":" + rows["chain"] + ":" + rows["stage"] if begin == "tenant" else refs


def _card(context: LayerContext, chain: str, stage: str) -> tuple[tuple[str, str], ...]:
    look, t = context.palette, context.text
    return lines(
        (t("column.chain"), named_codes(chain, look.chain)),
        (t("column.stage"), named_codes(stage, look.stage)),
    )
