"""The map in a real Chromium: offline, steady under filters, and names shown as they are."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from controls import listening, looked_at, until
from demo_view import COLOURS, demo_view, file_rows
from matplotlib.image import imread
from playwright.sync_api import BrowserContext, Frame, Page, expect

from geo.data.folders import ROOT
from layers.web.map_scripts import JOINED, joined
from layers.web.standalone_page import standalone_html
from layers.words import style

pytestmark = pytest.mark.browser

NAME_FILES = {
    "marks": "110-html-and-js-names.csv",
    "braces": "114-curly-brace-names.csv",
}
HUB_A = (121200, 486300)
DRAWN = "() => Object.values(map._layers).filter(l => l.content && l.features)"
COUNTS = f"() => Object.fromEntries(({DRAWN})().map(l => [l.content.key, l.features.length]))"


@pytest.fixture(scope="module")
def demo(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the demo page; Streamlit serves the ``static`` beside the script."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "static", folder / "static")
    (folder / "static" / JOINED).write_bytes(joined())  # the app itself sends it from its memory
    for name in ("demo_app.py", "demo_view.py"):
        shutil.copy(ROOT / "tests" / "browser" / name, folder)
    return serve(folder / "demo_app.py")


def map_frame(page: Page) -> Frame:
    """The frame of the map, once its layers are drawn and it hears clicks."""
    frame = listening(page)
    frame.wait_for_function(f"() => window.map && ({DRAWN})().length")
    return frame


def open_demo(page: Page, demo: str) -> Frame:
    page.goto(demo)
    frame = map_frame(page)
    expect(page.get_by_text("keer: 1")).to_be_visible()
    return frame


def place(frame: Frame) -> list[float]:
    return frame.evaluate("() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]")


def lonlat(x: float, y: float) -> tuple[float, float]:
    point = gpd.GeoSeries.from_xy([x], [y], crs=28992).to_crs(4326)[0]
    return point.x, point.y


def pixel_of(frame: Frame, x: float, y: float) -> tuple[float, float]:
    """Where a place in RD lies in the map's own pixels."""
    lon, lat = lonlat(x, y)
    at = frame.evaluate("([lat, lon]) => map.latLngToContainerPoint([lat, lon])", [lat, lon])
    return at["x"], at["y"]


def click_at(frame: Frame, x: float, y: float) -> None:
    left, top = pixel_of(frame, x, y)
    frame.locator("#map_div").click(position={"x": left, "y": top})


def test_a_filter_keeps_the_place_and_does_not_mount_the_map_anew(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    frame.evaluate("() => { window.sameMap = true; }")
    looked_at(frame, 52.3600, 4.9000, 16)
    before = place(frame)
    assert frame.evaluate(COUNTS)["tenants"] == 52
    page.get_by_role("button", name=COLOURS[0]).click()
    # 52 tenants, every fourth has the first colour: 13.
    frame.wait_for_function(f"() => ({COUNTS})().tenants === 39", polling=10)
    assert place(frame) == before
    assert frame.evaluate("() => window.sameMap")


def test_layers_that_went_let_go_of_their_data(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    for _ in range(3):
        for wanted in (39, 52):
            page.get_by_role("button", name=COLOURS[0]).click()
            frame.wait_for_function(f"() => ({COUNTS})().tenants === {wanted}")
    kept = frame.evaluate(
        "() => feature_group.filter(g => !map.hasLayer(g))"
        ".flatMap(g => g.getLayers()).map(l => l.features.length)"
    )
    assert len(kept) >= 6  # those of the tenants, which changed each time; the others stayed
    assert set(kept) == {0}
    assert sorted(frame.evaluate(COUNTS)) == [
        "braces", "clusters", "hubs", "links", "marks", "tenants",
    ]  # fmt: skip


def test_a_click_says_what_was_hit_and_lists_what_else_is_there(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    click_at(frame, *HUB_A)
    card = frame.locator(".ketenkaart-card")
    expect(card.locator("h3")).to_have_text("Pand A")
    expect(card.locator("dd").first).to_have_text("Dorpsstraat 1")
    expect(page.get_by_text("gekozen: hub:a")).to_be_visible()
    # 40 tenants on the spot, the way that begins here, and the cluster round it.
    expect(card.locator(".ketenkaart-others p")).to_have_text("Ook hier (42):")
    card.get_by_role("button", name="Huurder 7", exact=True).click()
    expect(page.get_by_text("gekozen: tenant:7")).to_be_visible()
    expect(card.locator("h3")).to_have_text("Huurder 7")
    # Tenant 7 has the fourth colour; its card stays for a choice and goes with its layer's row.
    page.get_by_role("button", name=COLOURS[0]).click()
    frame.wait_for_function(f"() => ({COUNTS})().tenants === 39")
    expect(card).to_be_visible()
    page.get_by_role("button", name=COLOURS[3]).click()
    frame.wait_for_function(f"() => ({COUNTS})().tenants === 26")
    expect(card).to_have_count(0)


def test_every_tenant_on_one_spot_has_a_place_of_its_own(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    spots = frame.evaluate(
        f"""() => {{
            const layers = ({DRAWN})().filter(l => ["hubs", "tenants"].includes(l.content.key));
            const chart = layers[0]._chart, f = chart.frame(L.point(0, 0));
            return layers.flatMap(l => l.features.map(
                p => [...chart.place(f, p), p.size * f.glyph]));
        }}"""
    )
    assert len(spots) == 54
    table = np.array(spots)
    apart = np.hypot(*(table[:, None, :2] - table[None, :, :2]).transpose(2, 0, 1))
    touching = apart < table[:, 2][:, None] + table[:, 2][None, :]
    np.fill_diagonal(touching, val=False)
    assert not touching.any()


@pytest.mark.parametrize("layer", NAME_FILES)
def test_names_are_shown_letter_for_letter_and_never_run(page: Page, demo: str, layer: str) -> None:
    frame = open_demo(page, demo)
    for row in file_rows(NAME_FILES[layer]):
        x, y = float(row["x"]), float(row["y"])
        lon, lat = lonlat(x, y)
        looked_at(frame, lat, lon, 16)
        left, top = pixel_of(frame, x, y)
        frame.locator("#map_div").hover(position={"x": left, "y": top})
        expect(frame.locator(".ketenkaart-tip")).to_be_visible()
        assert frame.locator(".ketenkaart-tip").text_content() == row["naam"]
        click_at(frame, x, y)
        title = frame.locator(".ketenkaart-card h3")
        frame.wait_for_function(
            "name => document.querySelector('.ketenkaart-card h3')?.textContent === name",
            arg=row["naam"],
        )
        assert title.text_content() == row["naam"]
        for link in frame.locator(".ketenkaart-card a:not(.leaflet-popup-close-button)").all():
            assert link.get_attribute("href") == row["website"]
            assert row["website"].startswith("https://example.org/")
        frame.locator(".leaflet-popup-close-button").click()
    for part in page.frames:
        assert part.evaluate("() => window.__ketenkaart_xss") is None


def test_the_place_is_kept_in_the_address_without_a_rerun(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    looked_at(frame, 52.38123, 4.90321, 14)
    page.wait_for_url("**/*lat=52.38123&lon=4.90321&z=14")
    page.wait_for_timeout(600)  # longer than streamlit-folium waits before it answers
    expect(page.get_by_text("keer: 1")).to_be_visible()
    page.reload()
    assert place(map_frame(page)) == pytest.approx([52.38123, 4.90321, 14], abs=1e-4)


def test_nonsense_in_the_address_is_passed_over(page: Page, demo: str) -> None:
    page.goto(f"{demo}/?lat=abc&lon=&z=%7B%7B7*7%7D%7D")
    assert place(map_frame(page)) == pytest.approx([52.365, 4.895, 15], abs=1e-3)


def test_the_page_can_send_the_map_elsewhere_without_mounting_it_anew(
    page: Page, demo: str
) -> None:
    frame = open_demo(page, demo)
    frame.evaluate("() => { window.sameMap = true; }")
    page.get_by_role("button", name="Vlieg").click()
    frame.wait_for_function("() => Math.abs(map.getCenter().lat - 51.92) < 0.001")
    assert frame.evaluate("() => window.sameMap")


# ---- the saved page


@pytest.fixture
def saved(context: BrowserContext, tmp_path: Path) -> Page:
    """The demo view as a saved page, opened from disk."""
    path = tmp_path / "kaart.html"
    path.write_bytes(standalone_html(demo_view()))
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_function(
        "() => window.ketenkaartMap && Object.values(ketenkaartMap._layers)"
        ".filter(l => l.content).length === 6"
    )
    page.evaluate("() => { window.map = ketenkaartMap; }")
    page.wait_for_timeout(1000)
    assert [address for address in asked if not address.startswith(("file:", "blob:"))] == []
    return page


def test_saved_page_opens_from_disk_with_all_its_layers(saved: Page) -> None:
    assert saved.evaluate(COUNTS) == {
        "clusters": 2, "links": 1, "hubs": 2, "tenants": 52, "marks": 12, "braces": 7,
    }  # fmt: skip
    first = file_rows(NAME_FILES["braces"])[0]["naam"]
    assert saved.title() == first
    assert saved.locator("h1").text_content() == first
    assert saved.locator("aside").get_by_text(file_rows(NAME_FILES["braces"])[3]["naam"]).count()
    assert saved.evaluate("() => window.__ketenkaart_xss") is None


def test_saved_page_shows_cards_and_switches_layers(saved: Page) -> None:
    frame = saved.main_frame
    left, top = pixel_of(frame, *HUB_A)
    saved.locator("#map").click(position={"x": left, "y": top})
    expect(saved.locator(".ketenkaart-card h3")).to_have_text("Pand A")
    saved.get_by_role("checkbox", name="Huurders").uncheck()
    assert "tenants" not in saved.evaluate(COUNTS)
    saved.get_by_role("checkbox", name="Huurders").check()
    assert saved.evaluate(COUNTS)["tenants"] == 52


def test_saved_page_draws_water_street_and_symbol_where_they_are(saved: Page) -> None:
    # Half a kilometre of open water in the IJ, north of Central Station, at a close zoom.
    lon, lat = lonlat(121654, 488601)
    looked_at(saved.main_frame, lat, lon, 15)
    until(saved, lambda: share_of_water(saved) > 0.8)  # the name of the water takes the rest


def share_of_water(saved: Page) -> float:
    """How much of the middle of the map is water by now: the ground is drawn bit by bit."""
    picture = imread(io.BytesIO(saved.locator("#map").screenshot()))
    height, width = picture.shape[:2]
    around = picture[height // 2 - 60 : height // 2 + 60, width // 2 - 60 : width // 2 + 60, :3]
    water = np.array([int(style.WATER[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return float((np.abs(around - water) < 2 / 255).all(axis=2).mean())


def test_a_layer_that_comes_back_in_one_answer_stays_as_it_lies(page: Page, demo: str) -> None:
    frame = open_demo(page, demo)
    frame.evaluate("""() => {
      map.eachLayer(layer => { if (layer.content) layer.sameLayer = true; });
    }""")
    page.get_by_role("button", name=COLOURS[0]).click()
    frame.wait_for_function(f"() => ({COUNTS})().tenants === 39")
    stayed = frame.evaluate("""() => Object.fromEntries(Object.values(map._layers)
      .filter(each => each.content).map(each => [each.content.key, Boolean(each.sameLayer)]))""")
    assert stayed == {key: key != "tenants" for key in stayed}
    assert len(stayed) == 6  # noqa: PLR2004
    # Each listens once: a click is one answer.
    assert frame.evaluate("""() => Object.values(map._layers).filter(each => each.content)
      .every(each => each._events.click.length === 1)""")


WATER = "() => map.getPane('ketenkaart-water').childElementCount"


def test_water_lies_over_a_filled_area(page: Page, demo: str) -> None:
    assert open_demo(page, demo).evaluate(WATER) == 1


def test_the_strongest_of_many_clusters_are_named_and_the_map_is_seen(
    page: Page, demo: str
) -> None:
    frame = open_demo(page, demo)
    named = frame.evaluate("""() => new Promise(done => {
      const layer = Object.values(map._layers).find(each => each.content?.key === "clusters");
      const scale = 256 * Math.pow(2, map.getZoom());
      const origin = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
      const many = Array.from({ length: 60 }, (_, i) => {
        const x = (origin.x + 60 + 90 * (i % 6)) / scale;
        const y = (origin.y + 30 + 36 * Math.floor(i / 6)) / scale;
        return { ...layer.features[0], ref: "x" + i, label: "G" + i, labelAt: [x, y],
          box: [x, y, x, y], paths: [] };
      });
      layer.all = layer.features = many;
      const names = [], write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (words) {
        if (/^G[0-9]+$/.test(words)) names.push(words);
        return write.apply(this, arguments);
      };
      map.once("ketenkaart:drawn", () => done(names));
      layer._chart.change();
    })""")
    assert named == [f"G{i}" for i in range(30)]
