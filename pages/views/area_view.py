"""What the drawer of *Kaart* says of an area: a neighbourhood, a district or a plan area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.answers.area_profile import AreaProfile, area_profile, known_in_area
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Cell
from layers.sentences.area_explanation import explanation_of_area
from layers.sentences.explanation import Explanation
from layers.view.plan_area import plan_shape
from layers.view.state import ViewState
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server


@dataclass(frozen=True)
class Area:
    """One area that was chosen.

    Attributes
    ----------
    name, city : str
        ``city`` is "" for a plan area that lies in neither.
    kind : "neighbourhood", "district" or "plan"
    shape : Polygon or MultiPolygon
        EPSG:28992.
    row : mapping
        Its row in the data; empty for a plan area.
    """

    name: str
    city: str
    kind: str
    shape: Any
    row: Mapping[str, Any]


def area_of(data: Dataset, ref: str, lang: str) -> Area | None:
    """Find the area of a reference; None when it is none."""
    shape = plan_shape(ref)
    if shape is not None:
        return Area(text("area.plan", lang), _city(data, shape), "plan", shape, {})
    kind, _, key = ref.partition(":")
    tables = {"neighbourhood": data.neighbourhoods, "district": data.districts}
    if kind not in tables:
        return None
    rows = tables[kind]
    mine = rows[(rows["city"] + ":" + rows["code"]).eq(key)]
    if mine.empty:
        return None
    row = mine.iloc[0].to_dict()
    return Area(str(row["name"]), str(row["city"]), kind, mine.geometry.union_all(), row)


def _city(data: Dataset, shape: shapely.Geometry) -> str:
    """The city that most of a shape lies in; "" for none."""
    share = data.districts.geometry.intersection(shape).area.groupby(data.districts["city"]).sum()
    return str(share.idxmax()) if share.max() > 0 else ""


def profile_of(data: Dataset, filters: Filters, area: Area) -> AreaProfile:
    """What lies in an area, of what the filters leave."""
    return area_profile(data, server.selection(data, filters), area.shape)


def explanation_of(data: Dataset, state: ViewState) -> Explanation | None:
    """The sentence and numbers of the chosen plan area; None where none is chosen."""
    area = area_of(data, state.selected, state.lang)
    if area is None or area.kind != "plan":
        return None
    chosen, found = server.selection(data, state.filters), profile_of(data, state.filters, area)
    look = palette(data.chain_model, state.lang)
    return explanation_of_area(found, chosen, area.shape.area, look, state.lang)


def known_of(
    data: Dataset, filters: Filters, area: Area, found: AreaProfile
) -> Mapping[Cell, Knowledge]:
    """What is known of every chain and stage in an area; nothing outside both cities."""
    if not area.city:
        return {}
    chosen = server.selection(data, filters)
    return known_in_area(found, chosen, server.unseen(data, filters, area.city))


def rows_of(found: AreaProfile) -> dict[str, pd.DataFrame]:
    """The rows behind each figure of a profile, by the table they come from."""
    names = found.hubs.set_index("id")["name"]
    tenants = found.tenants.assign(hub_name=found.tenants["hub_id"].map(names))
    told: dict[str, gpd.GeoDataFrame | pd.DataFrame] = {
        "hubs": found.hubs,
        "tenants": tenants,
        "partners": found.partners,
        "meeting_places": found.meeting_places,
    }
    return {name: pd.DataFrame(rows) for name, rows in told.items()}
