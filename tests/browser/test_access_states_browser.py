"""For everyone in every state: what opens over a page, and the questions by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from controls import MOST_S, settled
from playwright.sync_api import Browser, Locator, Page, expect
from scenes_of import toy_scene
from test_access_browser import found_by_axe, tabbed_to

from layers.files.presentation_html import presentation_html

pytestmark = pytest.mark.browser
MOST_MS = MOST_S * 1000
LAPTOP, TELEPHONE = (1366, 768), (390, 844)
# Where the keyboard is must be drawn: by an outline or a shadow of what has it, or of its box.
RING = """() => {
  let at = document.activeElement;
  if (!at || at === document.body) return false;
  for (let up = 0; at && up < 4; up += 1, at = at.parentElement) {
    const look = getComputedStyle(at);
    if (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) return true;
    if (look.boxShadow !== "none" && look.boxShadow.includes("px")) return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def reader(chrome: Browser) -> Iterator[Page]:
    """A page in which axe stands ready."""
    context = chrome.new_context(locale="nl-NL", has_touch=True)
    context.set_default_timeout(MOST_MS)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def of(name: str, exact: bool = True) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("button", name=name, exact=exact)


def answer(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("radio", name=name, exact=True)


def shown(selector: str) -> Callable[[Page], Locator]:
    return lambda page: page.locator(selector)


STATES = {
    "the menu of a way": (LAPTOP, "?stad=Amsterdam", of("Vragen"), shown("[role=menu]")),
    "what is made of a page": (
        *(LAPTOP, "waar", of("Maak hier een … van", exact=False)),
        shown("[data-testid=stPopoverBody]"),
    ),
    "the drawer with layers": (
        *(LAPTOP, "?stad=Amsterdam", answer("Lagen")),
        shown(".st-key-map_drawer [data-testid=stSlider]"),
    ),
    "a building of a scenario": (
        *(LAPTOP, "wat_als?watals=nieuw%3D119900%2C486900%2Cmusic.make.4%2CKade"),
        *(of("Kade: 4 huurders", exact=False), shown("[data-testid=stPopoverBody]")),
    ),
    "a sheet on a telephone": (
        *(TELEPHONE, "?stad=Amsterdam&kies=hub:de-hallen", None),
        shown(".st-key-map_drawer h2"),
    ),
    "the filters on a telephone": (
        *(TELEPHONE, "?stad=Amsterdam", shown("[data-testid=stExpandSidebarButton]")),
        shown("[data-testid=stSidebar] [data-testid=stMultiSelect]"),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_what_opens(reader: Page, app_address: str, state: str) -> None:
    (width, height), path, opener, opened = STATES[state]
    reader.set_viewport_size({"width": width, "height": height})
    reader.goto(f"{app_address}/{path}")
    expect(reader.get_by_test_id("stMain").locator("h1").first).to_be_attached()
    settled(reader)
    if opener:
        opener(reader).first.click()
    expect(opened(reader).first).to_be_visible()
    settled(reader)
    # A menu of Streamlit hangs at the end of the page, outside its regions.
    found = [fault for fault in found_by_axe(reader) if "data-floating-ui-portal" not in fault]
    assert found == []


@pytest.mark.parametrize("size", [LAPTOP, TELEPHONE])
def test_axe_finds_nothing_on_the_council_screen(
    reader: Page, tmp_path: Path, size: tuple[int, int]
) -> None:
    """Its scenes and the list of its keys, in a council room and on a telephone."""
    path = tmp_path / "presentatie.html"
    path.write_bytes(presentation_html([toy_scene(word) for word in "AB"], "Raad"))
    reader.set_viewport_size({"width": size[0], "height": size[1]})
    reader.goto(path.as_uri())
    expect(reader.locator(".deck.showing")).to_be_visible()
    assert found_by_axe(reader) == []
    reader.keyboard.press("?")
    expect(reader.get_by_text("volgende scène")).to_be_visible()
    assert found_by_axe(reader) == []


def test_an_enlarged_council_screen_is_read_in_the_readers_own_type(page: Page, tmp_path) -> None:
    """At 200 % a laptop has 640 px: type is not smaller than that of a page, and all is reached."""
    path = tmp_path / "presentatie.html"
    path.write_bytes(presentation_html([toy_scene("A")], "Raad"))
    page.set_viewport_size({"width": 640, "height": 512})
    page.goto(path.as_uri())
    expect(page.locator(".deck.showing")).to_be_visible()
    sizes = page.evaluate("""() => [
      ...document.querySelectorAll(".scene.shown :is(h2, dt, dd, td)")]
      .map(each => parseFloat(getComputedStyle(each).fontSize))""")
    assert min(sizes) >= 16
    scene = page.locator(".scene.shown")
    assert scene.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    # Nothing lies over what comes after it.
    lies = """() => ["h2", ".body", "footer"].map(each => {
      const box = document.querySelector(`.scene.shown ${each}`).getBoundingClientRect();
      return [box.top, box.bottom]; }).flat()"""
    assert page.evaluate(lies) == sorted(page.evaluate(lies))
    body = page.locator(".scene.shown .body")
    assert body.evaluate("(each) => each.scrollHeight <= each.clientHeight + 1")
    page.locator(".scene.shown footer").scroll_into_view_if_needed()
    expect(page.locator(".scene.shown footer")).to_be_in_viewport()


def pressed(page: Page, *keys: str) -> None:
    """Press keys; where the keyboard is stays seen."""
    for key in keys:
        page.keyboard.press(key)


def reached(page: Page, begins: str) -> None:
    """Come by Tab to what is called so, and see that one is there."""
    tabbed_to(page, begins)
    assert page.evaluate(RING), f"nothing shows that the keyboard is at {begins}"


def went(page: Page, way: str, name: str, heading: str) -> None:
    """Go to a page through the bar, by keyboard."""
    reached(page, way)
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    while not items.filter(has_text=name).evaluate("each => each === document.activeElement"):
        page.keyboard.press("ArrowDown")
    assert page.evaluate(RING), f"nothing shows that the keyboard is at {name}"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    settled(page)


def test_the_questions_are_asked_and_answered_by_keyboard_alone(
    page: Page, app_address: str
) -> None:
    """Clusters, missing links, nearness, meeting places, comparison, a sheet: no mouse at all."""
    main = page.get_by_test_id("stMain")
    page.goto(f"{app_address}/?stad=Amsterdam")
    settled(page)
    reached(page, "Feitenblad")
    pressed(page, "ArrowRight", "ArrowRight", "Enter")
    expect(page.get_by_role("radio", name="Clusters", exact=True)).to_be_checked()
    expect(page.locator(".st-key-map_drawer")).to_contain_text("WG-terrein")

    went(page, "Kaart", "Open schakels", "Waar staat één schakel open?")
    reached(page, "architectuur")
    pressed(page, "ArrowRight", "Enter")
    expect(page.get_by_role("radio", name="mode", exact=True)).to_be_checked()
    expect(main).to_contain_text(re.compile(r"Plekken waar een of meer schakels open staan: \d+"))

    went(page, "Ketens", "Nabijheid", "Nabijheid: zegt dichtbij iets?")
    reached(page, "Schakels")
    pressed(page, "ArrowRight", "Enter")
    expect(page.get_by_role("radio", name="Ketens", exact=True)).to_be_checked()

    went(page, "Vragen", "Waar ontbreken", "Waar ontbreken ontmoetingsplekken?")
    expect(main).to_contain_text(re.compile(r"Wel hebben \d+ gebouwen er niet minder dan"))

    went(page, "Vragen", "Broedplaatsen vergelijken", "Broedplaatsen vergelijken")
    reached(page, "Gebouwen")
    page.keyboard.type("OT301")
    expect(page.get_by_role("option").first).to_contain_text("OT301")
    pressed(page, "Enter")
    expect(page.locator(".ketenkaart-cards .name").filter(has_text="OT301")).to_be_visible()
    pressed(page, "Escape")

    went(page, "Verhaal", "Uitvoer", "Uitvoer:")
    reached(page, "Maak het bestand")
    pressed(page, "Enter")
    expect(page.get_by_role("button", name="Download")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        reached(page, "Download")
        pressed(page, "Enter")
    assert download.value.suggested_filename.endswith(".pdf")
