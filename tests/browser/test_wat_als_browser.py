"""*Wat als* in a real Chromium: the ground takes new buildings, symbols open their card."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from controls import listening, looked_at, settled, taken_in
from playwright.sync_api import Frame, Page, expect
from test_web_map_browser import click_at, lonlat, map_frame

from geo.data.store import load_dataset

pytestmark = pytest.mark.browser
HUB = "ot301"


def opened(page: Page, address: str, scenario: str = "") -> Frame:
    page.goto(f"{address}/wat_als?stad=Amsterdam{scenario}")
    map_frame(page)
    return around_the_hub(listening(page))


def around_the_hub(frame: Frame) -> Frame:
    lon, lat = lonlat(*beside(0, 0))
    looked_at(frame, lat, lon, 15)
    return frame


def beside(east: float, north: float) -> tuple[float, float]:
    """A spot some metres from the hub; south of it lies the Vondelpark, where nothing is drawn."""
    point = load_dataset().hubs.set_index("id").geometry[HUB]
    return point.x + east, point.y + north


def scenario_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("watals", [""])[0]


def test_the_ground_takes_buildings_and_a_symbol_does_not(page: Page, app_address: str) -> None:
    frame = opened(page, app_address)
    with taken_in(page):
        click_at(frame, *beside(0, 0))
    expect(frame.locator(".leaflet-popup-content")).to_contain_text("OT301")
    assert "nieuw=" not in scenario_of(page)
    frame.evaluate("() => map.closePopup()")
    click_at(frame, *beside(150, -250))
    expect(page).to_have_url(re.compile("nieuw"))
    settled(page)  # the map is mounted anew with the building on it
    click_at(around_the_hub(listening(page)), *beside(-200, -250))
    expect(page.get_by_text("+2: 5 huurders")).to_be_visible()
    expect(page).to_have_url(re.compile("nieuw.*nieuw"))


def test_a_building_is_moved_named_and_taken_away(page: Page, app_address: str) -> None:
    new = "&watals=nieuw%3D119900%2C486900%2Cmusic.make.4%2CKade"
    frame = opened(page, app_address, new)
    page.get_by_text("Kade: 4 huurders").click()
    page.get_by_role("button", name="Verplaats").click()
    expect(page.get_by_text("waar Kade moet komen")).to_be_visible()
    page.keyboard.press("Escape")
    click_at(frame, *beside(-200, -250))
    expect(page).to_have_url(re.compile(r"nieuw(%3D|=)(?!119900)"))
    page.get_by_text("Kade: 4 huurders").click()
    page.get_by_label("Naam", exact=True).fill("De Werf")
    page.get_by_label("Naam", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("De.*Werf"))
    page.get_by_role("button", name="Haal weg").click()
    expect(page).not_to_have_url(re.compile("nieuw"))
