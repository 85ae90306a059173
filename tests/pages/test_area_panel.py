"""The profile of an area in the drawer of *Kaart*."""

from __future__ import annotations

import pytest
from app_pages import opened
from plan_refs import plan_ref

from geo.data.store import load_dataset
from layers.view.state import ViewState
from pages.session import server
from pages.views import kaart_view

pytestmark = pytest.mark.slow

HALLEN = [(52.3650, 4.8660), (52.3650, 4.8720), (52.3685, 4.8720), (52.3685, 4.8660)]


def said(test: object) -> str:
    return " ".join(each.value for each in test.text)  # type: ignore[attr-defined]


def test_a_plan_area_of_an_address_opens_its_profile() -> None:
    test = opened(stad="Amsterdam", kies=plan_ref(HALLEN))
    assert not test.exception
    assert "ha met" in said(test)
    assert "huurders bij naam bekend" in said(test)
    hubs = load_dataset().hubs.to_crs(4326)
    box = hubs.cx[4.8660:4.8720, 52.3650:52.3685]
    assert "de-hallen" in set(box["id"])


def test_a_scene_of_a_plan_area_speaks_of_the_plan_area() -> None:
    state = ViewState(cities=("Amsterdam",), selected=plan_ref(HALLEN))
    told = kaart_view.explanation_of(server.shipped(), state, {}, "2026-11-29")
    data = load_dataset()
    open_ = data.partners["likely_open"].fillna(False).astype(bool)
    partners = data.partners[open_ & data.partners["city"].eq("Amsterdam")].to_crs(4326)
    hubs = data.hubs[data.hubs["status"].isin(["active", "planned", "unknown"])].to_crs(4326)
    houses, others = (rows.cx[4.8660:4.8720, 52.3650:52.3685] for rows in (hubs, partners))
    tenants = data.tenants[data.tenants["hub_id"].isin(houses["id"])]
    tenants = tenants[tenants["presence"].eq("present") & ~tenants["is_total"].astype(bool)]
    assert told.statement.startswith("Het plangebied is 15,9 ha met ")
    expected = [str(len(houses)), str(len(tenants)), str(len(others))]
    assert [figure.value for figure in told.figures] == expected


def test_a_neighbourhood_opens_its_profile_with_its_residents() -> None:
    areas = load_dataset().neighbourhoods
    row = areas[areas["city"].eq("Rotterdam") & areas["residents"].notna()].iloc[0]
    test = opened(stad="Rotterdam", kies=f"neighbourhood:Rotterdam:{row['code']}")
    assert not test.exception
    assert "ha met" in said(test)


def test_an_area_outside_both_cities_is_no_count_of_nothing() -> None:
    utrecht = [(52.08, 5.10), (52.08, 5.12), (52.09, 5.12)]
    test = opened(kies=plan_ref(utrecht))
    assert not test.exception
    assert "buiten Amsterdam en Rotterdam" in " ".join(each.value for each in test.info)
    assert "0 gebouwen" not in said(test)
