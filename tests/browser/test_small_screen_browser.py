"""A telephone, and a page enlarged twice: everything in reach, nothing under something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from controls import MOST_S, listening, looked_at, settled
from playwright.sync_api import Browser, Frame, Page, expect

pytestmark = pytest.mark.browser
LOW_HUB = """() => {
  const hubs = Object.values(map._layers).find(each => each.content?.key === 'hubs').features;
  const at = hubs.map(hub => {
    const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * hub.at[1]))) * 180 / Math.PI;
    const point = map.latLngToContainerPoint([lat, (hub.at[0] - 0.5) * 360]);
    return {ref: hub.ref, x: point.x, y: point.y};
  });
  const {x, y} = map.getSize();
  return at.filter(one => one.x > 60 && one.x < x - 40 && one.y > 0.72 * y && one.y < y - 60)[0];
}"""
# Whether a thing lies in the part of the map that no sheet covers.
IN_SIGHT = """(ref) => {
  for (const layer of Object.values(map._layers)) {
    const found = layer.content && layer.features.find(each => each.ref === ref);
    if (!found) continue;
    const box = found.box || [...found.at, ...found.at];
    const lat = Math.atan(Math.sinh(Math.PI * (1 - box[1] - box[3]))) * 180 / Math.PI;
    const point = map.latLngToContainerPoint([lat, ((box[0] + box[2]) / 2 - 0.5) * 360]);
    const frame = frameElement.getBoundingClientRect();
    const sheet = parent.document.querySelector('.st-key-map_drawer').getBoundingClientRect();
    const over = sheet.left < frame.right ? sheet.top : Infinity;
    const low = Math.min(over, parent.innerHeight, frame.bottom);
    const across = point.x > 0 && point.x < frame.width;
    const down = frame.top + point.y;
    return sheet.height > 0 && across && down > frame.top && down < low;
  }
  return false;
}"""


@pytest.fixture
def telephone(chrome: Browser) -> Iterator[Page]:
    """A page of the size of a telephone, worked by fingers."""
    made = chrome.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="nl-NL"
    )
    made.set_default_timeout(MOST_S * 1000)
    yield made.new_page()
    made.close()


def opened_map(page: Page, address: str, more: str = "") -> Frame:
    page.goto(f"{address}/?stad=Amsterdam&lagen=hubs{more}")
    frame = listening(page)
    settled(page)
    return frame


def test_what_was_tapped_does_not_lie_under_its_own_sheet(
    telephone: Page, app_address: str
) -> None:
    frame = opened_map(telephone, app_address)
    looked_at(frame, 52.385, 4.905, 12)
    low = frame.evaluate(LOW_HUB)
    telephone.locator("iframe").first.tap(position={"x": low["x"], "y": low["y"]})
    expect(telephone.locator(".st-key-map_drawer h2").first).to_be_visible()
    frame.wait_for_function(IN_SIGHT, arg=low["ref"])
    # The side bar lies over the page, and leaves it to be seen when another is chosen in it.
    telephone.get_by_test_id("stExpandSidebarButton").tap()
    bar = telephone.get_by_test_id("stSidebar")
    bar.get_by_role("link", name="Bronnen").tap()
    expect(telephone.get_by_role("heading", level=1).first).to_contain_text("Bronnen")
    expect(bar).to_have_attribute("data-collapsed", "true")


# Where on the screen a building is drawn, and the width of the map that is seen at that height.
SEEN_AT = """(ref) => {
  const found = Object.values(map._layers).filter(each => each.content)
    .flatMap(each => each.features).find(each => each.ref === ref);
  const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * found.at[1]))) * 180 / Math.PI;
  const point = map.latLngToContainerPoint([lat, (found.at[0] - 0.5) * 360]);
  const box = frameElement.getBoundingClientRect();
  const y = box.top + point.y;
  const isMap = x => parent.document.elementFromPoint(x, y) === frameElement;
  const free = Array.from({length: parent.innerWidth}, (_, x) => x).filter(isMap);
  return {itself: isMap(box.left + point.x), width: free.length};
}"""


def test_beside_a_sheet_on_a_low_screen_the_map_is_seen(page: Page, app_address: str) -> None:
    """A laptop of 1366 by 768 that is enlarged twice: a sheet from below would leave no map."""
    page.set_viewport_size({"width": 683, "height": 384})
    frame = opened_map(page, app_address, "&kies=hub:de-hallen")
    expect(page.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    frame.wait_for_function(f"ref => ({SEEN_AT})(ref).itself", arg="hub:de-hallen")
    assert frame.evaluate(SEEN_AT, "hub:de-hallen")["width"] > 683 / 3


def test_what_an_address_names_is_in_sight(telephone: Page, app_address: str) -> None:
    """Heesterveld lies eight kilometres from the middle of the city."""
    frame = opened_map(telephone, app_address, "&kies=hub:heesterveld")
    frame.wait_for_function(IN_SIGHT, arg="hub:heesterveld")
    # A link with a place of its own opens there: its sender looked at something else.
    opened = opened_map(telephone, app_address, "&kies=hub:heesterveld&lat=52.4&lon=4.89&z=15")
    opened.wait_for_function("() => parent.document.querySelector('.st-key-map_drawer h2')")
    assert opened.evaluate("() => map.getZoom()") == 15
    assert not opened.evaluate(IN_SIGHT, "hub:heesterveld")


def test_back_to_a_plan_area_is_back_to_its_place_on_the_map(page: Page, app_address: str) -> None:
    far = "area:2xbo3zzc2xbo40g02xle40g02xle3zzc"
    frame = opened_map(page, app_address, f"&kies={far}")
    expect(page.get_by_role("heading", name="Plangebied", exact=True)).to_be_visible()
    box = page.get_by_role("combobox", name="Zoeken")
    box.fill("heesterveld creative")
    expect(page.get_by_role("option").first).to_contain_text("Heesterveld Creative")
    box.press("Enter")
    page.wait_for_url(re.compile("kies=hub"))
    frame.wait_for_function("() => map.getCenter().lat < 52.33")
    page.go_back()
    page.wait_for_url(re.compile("kies=area"))
    settled(page)
    listening(page).wait_for_function(IN_SIGHT, arg=far)


def test_the_legend_unfolds_only_where_it_leaves_the_map_to_be_seen(
    page: Page, app_address: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    opened_map(page, app_address)
    legend = page.locator(".st-key-map_legend")
    fashion = legend.get_by_role("button", name="mode", exact=True)
    expect(legend.locator("summary")).to_have_text(re.compile("Legenda"))
    expect(fashion).to_be_hidden()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(fashion).to_be_visible()
    page.get_by_role("radio", name="Lagen").click()  # beside an open drawer the map is smaller
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(fashion).to_be_hidden()
    settled(page)
    # One click opens it, and from then on it is left alone; it filters as ever.
    legend.locator("summary").click()
    fashion.click()
    page.wait_for_url(re.compile("keten=fashion"))
    settled(page)
    page.set_viewport_size({"width": 1000, "height": 768})
    expect(fashion).to_be_visible()


def pinched(page: Page, apart: int, till: int) -> None:
    """Lay two fingers on the middle of the first map and move them, so many pixels from it."""
    box = page.locator("iframe").first.bounding_box()
    assert box
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, away: float) -> None:
        places = [{"x": across + side * away, "y": down, "id": i} for i, side in enumerate((-1, 1))]
        said = {"type": kind, "touchPoints": [] if kind == "touchEnd" else places}
        fingers.send("Input.dispatchTouchEvent", said)

    touch("touchStart", apart)
    for step in range(1, 11):
        touch("touchMove", apart + (till - apart) * step / 10)
    touch("touchEnd", till)


def test_two_fingers_enlarge_the_map_and_nothing_forbids_it(
    telephone: Page, app_address: str
) -> None:
    frame = opened_map(telephone, app_address)
    said = "() => [...document.querySelectorAll('meta[name=viewport]')].map(each => each.content)"
    for place in (telephone, frame):
        for content in place.evaluate(said):
            assert not re.search(r"user-scalable\s*=\s*(no|0)|maximum-scale", content)
    before = frame.evaluate("() => map.getZoom()")
    pinched(telephone, 40, 150)  # nearly four times as far apart: almost two steps of zoom
    frame.wait_for_function("before => map.getZoom() >= before + 1", arg=before)
    near = frame.evaluate("() => map.getZoom()")
    frame.wait_for_function("() => !map._animatingZoom")
    pinched(telephone, 150, 40)
    frame.wait_for_function("near => map.getZoom() <= near - 1", arg=near)


def test_a_link_opens_with_the_city_in_front_that_its_sender_saw(
    telephone: Page, app_address: str
) -> None:
    """Rotterdam put in front: in the address, after a reload, in another tab; Back undoes it."""
    telephone.goto(f"{app_address}/?lagen=hubs")
    seen = telephone.locator("iframe:visible")
    expect(seen).to_have_attribute("title", re.compile("^Kaart van Amsterdam"))
    settled(telephone)
    telephone.get_by_role("radio", name="Rotterdam", exact=True).last.tap()
    telephone.wait_for_url(re.compile("voorop=Rotterdam"))
    expect(seen).to_have_attribute("title", re.compile("^Kaart van Rotterdam"))
    settled(telephone)
    telephone.reload()
    expect(seen).to_have_attribute("title", re.compile("^Kaart van Rotterdam"))
    other = telephone.context.new_page()
    other.goto(telephone.url)
    expect(other.locator("iframe:visible")).to_have_attribute(
        "title", re.compile("^Kaart van Rotterdam")
    )
    settled(other)
    # The name of a city stands above the map and among the filters: the last is that of the map.
    other.get_by_role("radio", name="Amsterdam", exact=True).last.tap()
    other.wait_for_url(lambda url: "voorop" not in url)
    settled(other)
    other.go_back()
    other.wait_for_url(re.compile("voorop=Rotterdam"))
    expect(other.locator("iframe:visible")).to_have_attribute(
        "title", re.compile("^Kaart van Rotterdam")
    )


# What can be hit and is smaller than WCAG 2.2 asks (2.5.8). What lies aside of the screen is not
# there; a tick is hit by its words too, and a word in a sentence is as high as its line.
TOO_SMALL = """() => [...document.querySelectorAll("button, a, input, summary, [role=radio]")]
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && box.right > 0 && box.left < innerWidth
    && !each.closest("p, [data-testid=stSidebar], [data-testid=stCheckbox] label"))
  .filter(([, box]) => Math.min(box.width, box.height) < 23.9)
  .map(([each, box]) => `${each.ariaLabel || each.textContent} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("path", ["vergelijken", "?stad=Amsterdam&kies=hub:de-hallen"])
def test_what_can_be_hit_is_large_enough_for_a_finger(
    telephone: Page, app_address: str, path: str
) -> None:
    telephone.goto(f"{app_address}/{path}")
    expect(
        telephone.get_by_role("button", name=re.compile("^(Verwijder|Uitleg)")).first
    ).to_be_visible()
    settled(telephone)
    for width in (320, 360, 390, 412):
        telephone.set_viewport_size({"width": width, "height": 844})
        telephone.wait_for_function(f"() => innerWidth === {width}")
        assert telephone.evaluate(TOO_SMALL) == []


# Names that are drawn anew above the map: words, and where they stand in its window.
NAMES = """() => new Promise(done => {
  const chart = Object.values(map._layers).find(each => each.content)._chart;
  const canvas = chart.top._container.getBoundingClientRect();
  const found = [], write = CanvasRenderingContext2D.prototype.strokeText;
  CanvasRenderingContext2D.prototype.strokeText = function (words, x, y) {
    const half = this.measureText(words).width / 2;
    const high = parseFloat(this.font.match(/([\\d.]+)px/)[1]) / 2;
    x += canvas.left; y += canvas.top;
    const box = [x - half, y - high, x + half, y + high];
    if (this.canvas === chart.top._container) found.push([words, ...box]);
    return write.apply(this, arguments);
  };
  map.once("ketenkaart:drawn", () => {
    CanvasRenderingContext2D.prototype.strokeText = write;
    done([found, innerWidth, innerHeight]);
  });
  chart.change();
})"""


def names_in_sight(frame: Frame) -> list[str]:
    """Names on the map; of what is drawn beside it, for a hand that drags, only none may be cut."""
    found, width, height = frame.evaluate(NAMES)
    seen = [
        one for one in found if one[3] > 0 and one[1] < width and one[4] > 0 and one[2] < height
    ]
    cut = [one for one in seen if one[1] < 0 or one[3] > width or one[2] < 0 or one[4] > height]
    assert cut == [], (width, height)
    return [one[0] for one in seen]


@pytest.mark.parametrize("size", [(390, 844), (768, 1024)], ids=str)
@pytest.mark.parametrize("path", ["waar", ""])
@pytest.mark.parametrize("city", ["Amsterdam", "Rotterdam"])
def test_no_name_is_cut_at_the_edge_of_the_map(
    page: Page, app_address: str, city: str, path: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{app_address}/{path}?stad={city}")
    frame = listening(page)
    settled(page)
    assert names_in_sight(frame)
    near = 16 if path == "" else 13
    for zoom in (11, near):
        frame.evaluate("zoom => map.setZoom(zoom, {animate: false})", zoom)
        for step in range(6):  # names of other things come to the edge
            frame.evaluate("step => map.panBy([37 * step, 23 * step], {animate: false})", step)
            names_in_sight(frame)


def test_a_place_at_the_edge_keeps_its_rank(page: Page, app_address: str) -> None:
    """Where a name does not fit beside its place the first of the order is named all the same."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_address}/waar?stad=Rotterdam")
    frame = listening(page)
    settled(page)
    first = next(name for name in names_in_sight(frame) if name.startswith("1 ("))
    at, right = frame.evaluate(
        """first => {
      const ranked = Object.values(map._layers).find(each => each.content?.key === "ranked");
      const hub = ranked.features.find(each => each.label.startsWith(first));
      const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * hub.at[1]))) * 180 / Math.PI;
      return [[lat, (hub.at[0] - 0.5) * 360], map.getSize().x];
    }""",
        first.removesuffix("…"),
    )
    for across in (5, right - 5):
        frame.evaluate(
            """([at, across]) => {
          map.setView(at, 15, {animate: false});
          map.panBy([map.getSize().x / 2 - across, 0], {animate: false});
        }""",
            [at, across],
        )
        assert any(name.startswith("1 (") for name in names_in_sight(frame))
