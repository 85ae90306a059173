"""The profile of an area in the drawer of *Kaart*."""

from __future__ import annotations

from app_pages import opened
from plan_refs import plan_ref

from geo.data.store import load_dataset

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


def test_a_neighbourhood_opens_its_profile_with_its_residents() -> None:
    areas = load_dataset().neighbourhoods
    row = areas[areas["city"].eq("Rotterdam") & areas["residents"].notna()].iloc[0]
    test = opened(stad="Rotterdam", kies=f"neighbourhood:Rotterdam:{row['code']}")
    assert not test.exception
    assert "ha met" in said(test)
