"""Measuring and drawing on the map of *Kaart*, by mouse and by keyboard."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from controls import clicked_in_frame, frame_of_map, listening, looked_at
from playwright.sync_api import Frame, Page, expect

from layers.view.plan_area import plan_shape

pytestmark = pytest.mark.browser

# A thing laid so many pixels from the left and the top of the map.
AT_THE_EDGE = """([ref, left, top]) => {
  const all = Object.values(map._layers).flatMap(layer => layer.features || []);
  const found = all.find(each => each.ref === ref).at;
  const size = map.getSize();
  const spot = L.point(found).multiplyBy(map.options.crs.scale(14));
  const middle = spot.add([size.x / 2 - left, size.y / 2 - top]);
  map.setView(map.options.crs.pointToLatLng(middle, 14), 14, {animate: false});
}"""
WORDS_ON_TOP = """() => ['.ketenkaart-card h3', '.ketenkaart-card li button']
  .flatMap(words => [...document.querySelectorAll(words)])
  .every(word => {
    const box = word.getBoundingClientRect();
    const seen = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
    return word === seen;
  })"""


@pytest.fixture
def frame(page: Page, app_address: str) -> Frame:
    page.goto(f"{app_address}/?stad=Amsterdam&lagen=hubs")
    frame = listening(page)
    looked_at(frame, 52.3665, 4.8690, 15)
    return frame


def number_said(frame: Frame) -> float:
    said = frame.locator(".ketenkaart-tool-panel [role=status]").text_content() or ""
    return float(re.findall(r"[\d,.]+", said)[0].replace(".", "").replace(",", "."))


def test_a_drawn_area_has_a_profile_that_its_address_opens_again(page: Page, frame: Frame) -> None:
    frame.get_by_role("button", name="Plangebied tekenen").click()
    for across, down in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.7), (0.3, 0.7)):
        clicked_in_frame(page, across, down)
    said = number_said(frame)
    expect(frame.locator(".ketenkaart-card")).to_have_count(0)  # a corner opens nothing
    frame.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("heading", name="Plangebied", exact=True)).to_be_visible()
    page.wait_for_url(re.compile("kies=area"))
    shape = plan_shape(parse_qs(urlsplit(page.url).query)["kies"][0])
    assert shape is not None
    assert said == pytest.approx(shape.area / 10_000, abs=0.15)
    page.reload()
    expect(page.get_by_role("heading", name="Plangebied", exact=True)).to_be_visible()
    again = frame_of_map(page)
    shown = "() => document.querySelector('[role=application]').ariaLabel.includes('Plangebied: 1')"
    again.wait_for_function(shown)
    again.get_by_role("button", name="Kopieer de link").click()
    expect(again.get_by_text("De link staat op het klembord")).to_be_visible()


def test_an_area_is_drawn_by_keyboard_alone(page: Page, frame: Frame) -> None:
    button = frame.get_by_role("button", name="Plangebied tekenen")
    button.focus()
    page.keyboard.press("Enter")
    for lat, lon in ((52.364, 4.866), (52.364, 4.872), (52.368, 4.872)):
        looked_at(frame, lat, lon, 15)
        frame.locator("[role=application]").focus()
        page.keyboard.press("Enter")
    frame.get_by_role("button", name="Klaar").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Plangebied", exact=True)).to_be_visible()


def test_a_pin_tells_what_is_near_and_its_address_opens_it_again(page: Page, frame: Frame) -> None:
    frame.get_by_role("button", name="Punt prikken").click()
    clicked_in_frame(page, 0.5, 0.5)
    expect(page.get_by_role("heading", name="Bereik van dit punt")).to_be_visible()
    page.wait_for_url(re.compile("kies=pin"))
    drawer = page.locator(".st-key-map_drawer")
    expect(drawer.get_by_text("te voet van dit punt")).to_be_visible()
    frame.wait_for_function(
        "() => document.querySelector('[role=application]').ariaLabel.includes('Punt op de kaart')"
    )
    drawer.get_by_role("radio", name="met de fiets").click()
    page.wait_for_url(re.compile("reis=cycle"))
    page.reload()
    expect(drawer.get_by_text("met de fiets van dit punt")).to_be_visible()


def test_a_pin_is_set_by_keyboard_alone(page: Page, frame: Frame) -> None:
    frame.get_by_role("button", name="Punt prikken").focus()
    page.keyboard.press("Enter")
    looked_at(frame, 52.364, 4.866, 15)
    frame.locator("[role=application]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bereik van dit punt")).to_be_visible()


def test_a_way_is_measured_in_metres(page: Page, frame: Frame) -> None:
    frame.get_by_role("button", name="Meten").click()
    for lat in (52.3600, 52.3650):
        looked_at(frame, lat, 4.8690, 15)
        frame.locator("[role=application]").focus()
        page.keyboard.press("Enter")
    # 0.005 degrees of the meridian at 52.36° north, 111,273 m each (GRS80).
    assert number_said(frame) == pytest.approx(556.4, abs=2)
    page.keyboard.press("Tab")
    frame.get_by_role("button", name="Sluiten", exact=True).click()
    expect(frame.locator(".ketenkaart-tool-panel")).to_be_hidden()


def test_no_word_of_a_card_lies_under_a_button_of_the_map(page: Page, app_address: str) -> None:
    page.goto(f"{app_address}/?keten=music&lagen=hubs,sectors")
    frame = listening(page)
    frame.evaluate(AT_THE_EDGE, ["hub:adam-toren", 80, 150])
    frame.locator("#map_div").click(position={"x": 80, "y": 150})
    # The drawer narrows the map.
    expect(page.get_by_role("button", name=re.compile("Sluit$"))).to_be_visible()
    expect(frame.locator(".ketenkaart-card li button").first).to_be_visible()
    frame.wait_for_function(WORDS_ON_TOP)
    # The page lays the choices of a city and a chain over the map.
    title = frame.locator(".ketenkaart-card h3").bounding_box()
    assert title
    middle = [title["x"] + title["width"] / 2, title["y"] + title["height"] / 2]
    assert page.evaluate("at => document.elementFromPoint(...at).tagName", middle) == "IFRAME"
