"""Ketenkaart itself in a real Chromium, the outside closed: as a planner goes through it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pytest
from controls import chosen, drawn_table, go_to, looked_at, picked, settled, taken_in
from playwright.sync_api import Browser, Download, Frame, Page, expect
from test_web_map_browser import COUNTS, WATER, click_at, map_frame, pixel_of, place

from geo.data.crs import lat_lon_of
from geo.data.selection import Filters, select

pytestmark = pytest.mark.browser
AMSTERDAM = "?stad=Amsterdam"


def open_app(page: Page, address: str, query: str = AMSTERDAM) -> Frame:
    page.goto(f"{address}/{query}")
    return map_frame(page)


def choose_chain(page: Page, name: str) -> None:
    box = page.get_by_test_id("stMultiSelect").filter(has_text="Keten").locator("input")
    box.click()
    box.fill(name)
    box.press("Enter")
    box.press("Escape")


def hub_point(shipped, hub_id: str) -> tuple[float, float]:
    point = shipped.hubs.set_index("id").geometry[hub_id]
    return point.x, point.y


def expected_hubs(shipped, **filters) -> int:
    return len(select(shipped, Filters(**filters)).hubs)


def test_the_map_draws_what_the_filters_leave_and_keeps_its_place(
    page: Page, app_address: str, shipped
) -> None:
    frame = open_app(page, app_address)
    assert frame.evaluate(COUNTS)["hubs"] == expected_hubs(shipped, cities=("Amsterdam",))
    assert frame.evaluate(WATER) == 0  # the tint of a cluster hides no river
    frame.evaluate("() => { window.sameMap = true; }")
    looked_at(frame, 52.3665, 4.8690, 15)
    before = place(frame)
    choose_chain(page, "mode")
    left = expected_hubs(shipped, cities=("Amsterdam",), chains=("fashion",))
    frame.wait_for_function(f"() => ({COUNTS})().hubs === {left}")
    assert place(frame) == before
    assert frame.evaluate("() => window.sameMap")


def test_both_cities_stand_side_by_side_where_both_fit(
    page: Page, app_address: str, shipped
) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(app_address)
    map_frame(page)
    expect(page.locator("iframe")).to_have_count(2)
    frames = [each.content_frame() for each in page.query_selector_all("iframe")]
    for frame in frames:
        frame.wait_for_function(f"() => window.map && ({COUNTS})().hubs > 0")
    drawn = [frame.evaluate(COUNTS)["hubs"] for frame in frames]
    assert sum(drawn) == expected_hubs(shipped)
    # A map knows its size, and opens one step nearer than half a laptop's screen would let it.
    for frame in frames:
        frame.wait_for_function("() => map.getSize().y === innerHeight && map.getZoom() === 12")
    assert [each.is_visible() for each in page.query_selector_all("iframe")] == [True, True]
    page.set_viewport_size({"width": 1366, "height": 768})
    assert [each.is_visible() for each in page.query_selector_all("iframe")] == [True, False]
    page.get_by_role("radio", name="Rotterdam", exact=True).click()
    expect(page.locator("iframe").nth(1)).to_be_visible()
    expect(page.locator("iframe").nth(0)).to_be_hidden()


def share_of_screen(page: Page) -> float:
    """Part of the window that the map in front takes, below the fold not counted."""
    box = page.locator("iframe:visible").first.bounding_box()
    assert box and page.viewport_size
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    return box["width"] * min(box["height"], height - box["y"]) / (width * height)


def test_the_map_has_the_screen_and_a_drawer_only_when_asked(page: Page, app_address: str) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    frame = open_app(page, app_address)
    assert share_of_screen(page) >= 0.55  # the filters stand beside it
    frame.evaluate("() => { window.sameMap = true; }")
    page.get_by_role("radio", name="Tabel").click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('iframe').clientWidth < 800")
    page.get_by_role("radio", name="Tabel").click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.wait_for_function("() => document.querySelector('iframe').clientWidth > 1200")
    assert share_of_screen(page) >= 0.70
    assert frame.evaluate("() => window.sameMap")


def test_a_click_opens_the_fact_sheet_and_the_address_opens_it_again(
    page: Page, app_address: str, chrome: Browser, shipped
) -> None:
    frame = open_app(page, app_address, f"{AMSTERDAM}&keten=fashion")
    looked_at(frame, 52.3665, 4.8690, 16)
    click_at(frame, *hub_point(shipped, "de-hallen"))
    sheet = page.get_by_role("heading", name="De Hallen", exact=True)
    expect(sheet).to_be_visible()
    expect(page.get_by_text("Huurders:")).to_be_visible()
    page.wait_for_url(re.compile("kies=.*de-hallen.*z=16"))
    where = place(frame)
    again = chrome.new_context(viewport={"width": 1280, "height": 800}).new_page()
    again.goto(page.url)
    second = map_frame(again)
    expect(again.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    assert place(second) == pytest.approx(where, abs=1e-4)
    assert parse_qs(urlsplit(again.url).query)["keten"] == ["fashion"]
    again.context.close()


def twice(page: Page, frame: Frame, point: tuple[float, float]) -> None:
    """Two quick clicks of the mouse on a place of the map."""
    box = page.locator("iframe").first.bounding_box()
    assert box
    left, top = pixel_of(frame, *point)
    with taken_in(page):
        page.mouse.dblclick(box["x"] + left, box["y"] + top)


def test_two_clicks_put_buildings_beside_each_other(page: Page, app_address: str, shipped) -> None:
    frame = open_app(page, app_address)
    looked_at(frame, 52.3665, 4.8690, 16)
    chips = page.locator(".st-key-map_compared").get_by_role("button")
    twice(page, frame, hub_point(shipped, "de-hallen"))
    expect(chips).to_have_text(["De Hallen ✕"])
    expect(page.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    # The building and the chains in it are one thing on the card.
    card = frame.locator(".ketenkaart-card")
    expect(card.locator("h3")).to_have_text("De Hallen")
    expect(card.get_by_role("button", name="De Hallen", exact=True)).to_have_count(0)
    frame.wait_for_function("() => map.getSize().x < 800")  # beside the drawer that came
    twice(page, frame, hub_point(shipped, "tetterode"))
    expect(chips).to_have_text(["De Hallen ✕", "WoonWerkPand Tetterode ✕"])
    assert frame.evaluate("() => map.getZoom()") == 16
    page.get_by_role("link", name="Vergelijk 2 gebouwen").click()
    page.wait_for_url(re.compile(r"/vergelijken\?.*panden=de-hallen\.tetterode"))


def test_a_click_draws_the_ring_and_no_symbol_again(page: Page, app_address: str, shipped) -> None:
    frame = open_app(page, app_address, "?stad=Amsterdam&kies=hub:ndsm")  # the drawer is open
    looked_at(frame, 52.3665, 4.8690, 15)
    frame.evaluate("""() => {
      window.cleared = [];
      const clear = CanvasRenderingContext2D.prototype.clearRect;
      CanvasRenderingContext2D.prototype.clearRect = function () {
        window.cleared.push(this.canvas.parentElement ? this.canvas.parentElement.className : "");
        return clear.apply(this, arguments);
      };
    }""")
    with taken_in(page):
        click_at(frame, *hub_point(shipped, "de-hallen"))
    expect(page.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    ringed = "() => window.cleared.filter(each => each.includes('ketenkaart-labels')).length >= 2"
    frame.wait_for_function(ringed)  # by the click, and by the answer
    symbols = [each for each in frame.evaluate("() => cleared") if "ketenkaart-points" in each]
    assert symbols == []


def test_the_table_chooses_on_the_map(page: Page, app_address: str) -> None:
    open_app(page, app_address, f"{AMSTERDAM}&keten=fashion")
    page.get_by_role("radio", name="Tabel").click()
    drawn_table(page)
    table = page.get_by_test_id("stDataFrame").first
    # The column of check boxes of the first row.
    table.click(position={"x": 15, "y": 52})
    page.wait_for_url(re.compile("kies=hub"))


def exported(page: Page, kind: str) -> Download:
    page.get_by_role("button", name="Maak hier een … van").click()
    picked(page, "Maak van wat u nu ziet een", kind)
    page.get_by_role("button", name="Maak het bestand").click()
    button = page.get_by_role("button", name="Download")
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        button.click()
    return download.value


def test_the_map_is_taken_home_with_the_same_rows(page: Page, app_address: str, shipped) -> None:
    open_app(page, app_address, f"{AMSTERDAM}&keten=fashion&lagen=hubs")
    content = exported(page, "Gegevens (CSV)").path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(n for n in archive.namelist() if "hub" in n or "gebouw" in n)
        text = archive.read(name).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    chosen = select(shipped, Filters(cities=("Amsterdam",), chains=("fashion",))).hubs
    assert {row["id"] for row in rows} == set(chosen["id"])


def test_the_saved_map_opens_without_any_server(
    page: Page, app_address: str, tmp_path, context
) -> None:
    open_app(page, app_address, f"{AMSTERDAM}&keten=fashion")
    path = tmp_path / "kaart.html"
    exported(page, "Kaart als HTML (opent zonder internet)").save_as(path)
    saved = context.new_page()
    saved.goto(path.as_uri())
    expect(saved.get_by_text("De keten mode in Amsterdam").first).to_be_visible()
    saved.wait_for_function("() => document.querySelectorAll('canvas').length > 0")


def test_geopackage_opens_in_gdal_in_rd(page: Page, app_address: str, tmp_path, shipped) -> None:
    open_app(page, app_address, f"{AMSTERDAM}&keten=fashion&lagen=hubs")
    path = tmp_path / "kaart.gpkg"
    exported(page, "Gegevens (GeoPackage voor QGIS)").save_as(path)
    layer = gpd.list_layers(path)
    hubs = gpd.read_file(path, layer=next(n for n in layer["name"] if "hub" in n or "gebouw" in n))
    assert hubs.crs.to_epsg() == 28992
    assert len(hubs) == expected_hubs(shipped, cities=("Amsterdam",), chains=("fashion",))


def test_english_by_a_switch(page: Page, app_address: str) -> None:
    open_app(page, app_address)
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("heading", name="Broedplaatsen and their chains")).to_be_visible()
    page.wait_for_url(re.compile("taal=en"))


@pytest.mark.parametrize(("name", "heading"), [("ketens", "Ketens:"), ("bronnen", "Bronnen en")])
def test_a_page_opens_by_its_own_address(
    page: Page, app_address: str, name: str, heading: str
) -> None:
    page.goto(f"{app_address}/{name}?keten=music")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Amsterdam", exact=True)).to_be_visible()


def test_enter_takes_the_first_that_fits_and_not_all_look_alikes(
    page: Page, app_address: str
) -> None:
    page.goto(f"{app_address}/vergelijken")
    box = page.get_by_test_id("stMultiSelect").filter(has_text="Gebouwen")
    entry = box.locator("input")
    entry.click()
    entry.fill("NDSM")
    expect(page.get_by_role("option").nth(1)).to_be_visible()  # more than one fits
    entry.press("Enter")
    entry.press("Escape")
    page.wait_for_url(re.compile(r"panden=[^.&]+\.[^.&]+\.[^.&]+"))
    # Two are compared from the start; one came with Enter.
    assert len(parse_qs(urlsplit(page.url).query)["panden"][0].split(".")) == 3


def test_the_language_goes_there_and_back_with_every_choice_kept(
    page: Page, app_address: str
) -> None:
    page.goto(f"{app_address}/waar{AMSTERDAM}&ik=fashion.make&taal=nl")
    titles = {"EN": "Where must I be?", "NL": "Waar moet ik zijn?"}
    for name in ("EN", "NL", "EN", "NL"):
        page.get_by_role("radio", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=titles[name])).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.wait_for_url(re.compile("taal=en" if name == "EN" else r"^((?!taal=en).)*$"))
        asked = parse_qs(urlsplit(page.url).query)
        assert (asked["stad"], asked["ik"]) == (["Amsterdam"], ["fashion.make"])
    page.go_back()
    expect(page.get_by_role("heading", name=titles["EN"])).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=titles["EN"])).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_one_press_of_back_leads_to_the_page_before_and_to_the_choice_before(
    page: Page, app_address: str
) -> None:
    page.goto(f"{app_address}/?stad=Amsterdam&keten=music")
    map_frame(page)
    settled(page)
    for name, asks in (("Waar moet ik zijn?", "ik="), ("Bereik", "pand=")):
        with taken_in(page):
            go_to(page, name)
        page.wait_for_url(re.compile(asks))
    page.go_back()
    page.wait_for_url(re.compile(r"/waar\?.*ik="))
    expect(page.get_by_role("heading", name="Waar moet ik zijn?")).to_be_visible()
    settled(page)
    with taken_in(page):
        chosen(page, "Mijn schakel", "publiek")
    page.wait_for_url(re.compile(r"ik=music\.public"))
    with taken_in(page):  # the address changes at once, the page a moment later
        page.go_back()
    page.wait_for_url(re.compile(r"/waar\?.*ik=music\.(?!public)"))
    settled(page)
    page.go_back()
    page.wait_for_url(re.compile(r"/\?.*keten=music"))
    settled(page)
    assert urlsplit(page.url).path == "/"


def test_back_leads_to_the_app_as_it_opened_without_any_choice(
    page: Page, app_address: str
) -> None:
    page.goto(f"{app_address}/")
    map_frame(page)
    settled(page)
    with taken_in(page):
        chosen(page, "Reizen", "met de fiets")
    page.wait_for_url(re.compile("reis=cycle"))
    with taken_in(page):
        page.go_back()
    settled(page)
    assert urlsplit(page.url).query == ""
    group = page.get_by_test_id("stButtonGroup").filter(has_text="Reizen")
    expect(group.get_by_role("radio", name="te voet")).to_be_checked()


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("waar?stad=Rotterdam", "ik="),
        ("ketens?stad=Rotterdam", "toon="),
        ("vergelijken", "panden="),
        ("bronnen?stad=rotterdam&amp;jaar=x", r"/bronnen$"),
    ],
)
def test_back_leaves_a_page_that_a_link_opened(
    page: Page, app_address: str, link: str, written: str
) -> None:
    """The page writes what the link left open; that is no step of its own."""
    page.goto(f"{app_address}/_stcore/health")
    page.goto(f"{app_address}/{link}")
    page.wait_for_url(re.compile(written))
    settled(page)
    page.go_back()
    page.wait_for_url(re.compile("health$"))


def test_back_undoes_the_first_click_on_the_map_of_a_link(
    page: Page, app_address: str, shipped
) -> None:
    """Nothing was written when the page came: the click is a step."""
    frame = open_app(page, app_address, f"{AMSTERDAM}&keten=fashion")
    settled(page)
    looked_at(frame, 52.3665, 4.8690, 16)
    click_at(frame, *hub_point(shipped, "de-hallen"))
    page.wait_for_url(re.compile("kies=.*de-hallen"))
    expect(page.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    settled(page)
    page.go_back()
    page.wait_for_url(lambda url: "kies=" not in url and "keten=fashion" in url)


def test_a_search_flies_there_and_opens_the_drawer(page: Page, app_address: str, shipped) -> None:
    page.goto(f"{app_address}/?stad=Amsterdam")
    map_frame(page)
    box = page.get_by_role("combobox", name="Zoeken")
    box.fill("shieblock")  # a letter is missing, and it stands in the other city
    expect(page.get_by_role("option").first).to_contain_text("Schieblock")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Schieblock", exact=True)).to_be_visible()
    page.wait_for_url(re.compile("kies=hub%3Aschieblock"))
    x, y = hub_point(shipped, "schieblock")
    frame = page.query_selector_all("iframe")[-1].content_frame()
    near = "([lat, lon]) => window.map && map.getCenter().distanceTo([lat, lon]) < 50"
    frame.wait_for_function(near, arg=list(lat_lon_of(x, y)))
    # What was asked before is found again.
    box.fill("shieblock")
    expect(page.get_by_role("option").first).to_contain_text("Schieblock")
    # What is just so comes first, with a line below it.
    box.fill("blaak")
    options = page.get_by_role("option")
    expect(options.nth(2)).to_contain_text("Blaak")
    assert [each.get_attribute("class") for each in options.all()].index("others") == 3
    # Where nothing is found, the sheet of something else is no answer.
    box.fill("zzzqqq")
    expect(page.get_by_text("Niets gevonden. Probeer")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("heading", name="Schieblock", exact=True)).to_have_count(0)


def test_a_postcode_says_which_buildings_stand_near(page: Page, app_address: str) -> None:
    open_app(page, app_address)
    box = page.get_by_role("combobox", name="Zoeken")
    box.fill("1016 AB")
    expect(page.get_by_role("option").first).to_contain_text("1016AB")
    box.press("Enter")
    expect(page.get_by_role("heading", name="1016AB", exact=True)).to_be_visible()
    expect(page.get_by_text("Gebouwen binnen 500 m")).to_be_visible()


def test_a_chip_takes_its_filter_away(page: Page, app_address: str, shipped) -> None:
    frame = open_app(page, app_address, f"{AMSTERDAM}&keten=fashion,music&jaar=2015")
    page.get_by_role("button", name="mode ✕").click()
    page.wait_for_url(re.compile("keten=music"))
    left = expected_hubs(shipped, cities=("Amsterdam",), chains=("music",), year=2015)
    frame.wait_for_function(f"() => ({COUNTS})().hubs === {left}")
    page.get_by_role("button", name="Wis alle 2").click()
    expect(page.get_by_role("button", name="✕")).to_have_count(0)
    every = expected_hubs(shipped, cities=("Amsterdam",))
    frame.wait_for_function(f"() => ({COUNTS})().hubs === {every}")


def test_the_map_opens_on_what_was_chosen(page: Page, app_address: str, shipped) -> None:
    frame = open_app(page, app_address, "?stad=Rotterdam&keten=architecture")
    hubs = select(shipped, Filters(cities=("Rotterdam",), chains=("architecture",))).hubs
    corners = hubs[hubs.geometry.notna()].to_crs(4326).total_bounds.tolist()
    shown = frame.evaluate("(b) => map.getBounds().contains([[b[1], b[0]], [b[3], b[2]]])", corners)
    assert shown


SHOWN = """(each) => {
  const own = getComputedStyle(each).fontSize === "0px" ? "" : each.textContent;
  return own + getComputedStyle(each, "::after").content;
}"""


@pytest.mark.parametrize(
    ("lang", "chooses", "most", "nothing"),
    [
        ("nl", "Kies een bestand", "ten hoogste 200 MB", "Niets gevonden"),
        ("en", "Choose a file", "at most 200 MB", "Nothing found"),
    ],
)
def test_what_streamlit_says_itself_is_said_in_the_language_of_the_page(
    page: Page, app_address: str, lang: str, chooses: str, most: str, nothing: str
) -> None:
    page.goto(f"{app_address}/eigen?taal={lang}")
    zone = page.get_by_test_id("stFileUploaderDropzone")
    assert zone.locator("button p").evaluate(SHOWN) == f'"{chooses}"'
    bound = page.get_by_test_id("stFileUploaderDropzoneInstructions").locator("span")
    assert most in bound.evaluate(SHOWN)
    entry = page.get_by_test_id("stMultiSelect").first.locator("input")
    entry.click()
    entry.fill("zzzz")
    said = page.get_by_test_id("stMultiSelectDropdown").get_by_text("No results")
    assert said.evaluate(SHOWN) == f'"{nothing}"'


@pytest.mark.parametrize(("path", "heading"), [("kaart", "Broedplaatsen"), ("wat-als", "Wat als")])
def test_a_natural_address_leads_to_its_page(
    page: Page, app_address: str, path: str, heading: str
) -> None:
    page.goto(f"{app_address}/{path}?stad=Rotterdam")
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "stad=Rotterdam" in page.url


def test_an_unknown_page_is_told_in_the_language_of_the_planner(
    page: Page, app_address: str
) -> None:
    page.goto(f"{app_address}/nergens?taal=nl")
    expect(page.get_by_text("Een pagina met de naam “nergens” is er niet")).to_be_visible()
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
