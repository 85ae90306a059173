"""The toy city: it is as its map says, and stands on the toy street network."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import shapely
from faults import dataset_faults

from geo.data.chains import stage_shares
from geo.data.folders import DATA
from geo.data.store import load_dataset
from geo.toy import city
from geo.toy.city import toy_dataset, toy_hubs, toy_tenants
from geo.toy.street_grid import toy_edges


def test_the_hubs_stand_where_the_map_in_the_docstring_draws_them() -> None:
    rows = re.findall(r"y=(\d+) (.*)", city.__doc__ or "")
    drawn = {
        name: (column * 100.0, float(y))
        for y, line in rows
        for column, name in enumerate(re.findall(r"h\d+|\bG\b|\bM\b", line)[:4])
        if name.startswith("h")
    }
    hubs = toy_hubs().set_index("id").geometry
    # The gallery and the museum are drawn over the corners at the end of their streets.
    assert set(drawn) == {f"h{i}" for i in range(1, 12)} - {"h8"}
    assert drawn == {name: (hubs[name].x, hubs[name].y) for name in drawn}
    assert (hubs["h8"].x, hubs["h8"].y) == (300, 100)
    assert hubs["h12"] is None


def test_every_placed_hub_and_partner_stands_on_a_corner_of_the_toy_streets() -> None:
    corners = shapely.get_coordinates(toy_edges()["geometry"].tolist())
    ends = {tuple(corner) for corner in corners.tolist()}
    data = toy_dataset()
    for frame in (data.hubs, data.partners, data.meeting_places):
        placed = frame.geometry.dropna()
        assert {(p.x, p.y) for p in placed} <= ends


def test_the_tenants_are_those_of_the_docstring() -> None:
    named = toy_tenants().query("not is_total")
    assert named.groupby("hub_id").size().to_dict() == {
        "h1": 3, "h2": 1, "h3": 1, "h5": 1, "h6": 2, "h9": 1, "h10": 1, "h12": 1,
    }  # fmt: skip
    total = toy_tenants().query("is_total")
    assert total[["hub_id", "count"]].values.tolist() == [["h1", 40]]
    assert stage_shares(toy_tenants(), toy_dataset().chain_model)["weight"].sum() == 11


def test_the_toy_city_passes_the_checks_of_the_real_data() -> None:
    assert list(dataset_faults(toy_dataset())) == []


def test_the_toy_tables_have_the_columns_of_the_real_ones() -> None:
    real, small = load_dataset(Path(DATA)), toy_dataset()
    for name in ("hubs", "tenants", "partners", "meeting_places", "districts", "stops"):
        missing = set(getattr(real, name).columns) ^ set(getattr(small, name).columns)
        assert missing <= OPTIONAL, name


# Columns for reading only: how a kind was judged, and where on its way a row was placed.
OPTIONAL = {"kind_basis", "district", "neighbourhood"}


def test_every_call_makes_a_city_of_its_own() -> None:
    first = toy_dataset()
    first.hubs.loc[0, "name"] = "veranderd"
    assert toy_dataset().hubs.loc[0, "name"] == "Pand 1"
    assert isinstance(first.tenants, pd.DataFrame)
