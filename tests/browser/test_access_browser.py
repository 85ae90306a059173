"""Every page for everyone: axe finds nothing, and what axe cannot see is read here.

The rows are those of EN 301 549 (WCAG 2.2 AA) that were found broken once: language, headings,
names of frames, and the map by keyboard alone.
"""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from controls import LISTENS, frame_of_map, looked_at, settled
from playwright.sync_api import Browser, Frame, Page, expect

from layers.words.text import table, text
from pages.app.frame import PAGES

pytestmark = pytest.mark.browser

RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}}, resultTypes: ["violations"],
})"""
# What Streamlit makes and gives no way to mend, each of the least weight, with the reason.
OF_STREAMLIT = {
    "empty-table-header": "the column of check boxes of a table has no name in glide-data-grid",
    "presentation-role-conflict": "the zone of a file to drop names itself and has no role",
}
STATES = {
    **dict.fromkeys(PAGES, ""),
    "kaart: a building chosen": "?stad=Amsterdam&kies=hub:de-hallen",
}
"""Pages and states, with what follows the address of the page."""
IN_TURN = dict(zip(STATES, cycle(("en", "nl")), strict=False))
"""In which language a page is walked: every second one in English. Both are asked of every page and
state, at every size, by ``docs/draw_screens.py``."""


@pytest.fixture(scope="module")
def readers_page(chrome: Browser) -> Page:
    """A page in which axe stands ready, in frames as well."""
    context = chrome.new_context(viewport={"width": 1366, "height": 768}, locale="nl-NL")
    context.set_default_timeout(60_000)
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def page_of(state: str) -> str:
    return state.split(":", maxsplit=1)[0]


def path_of(state: str) -> str:
    """The first page stands at the root; by its name Streamlit does not know it."""
    return "" if page_of(state) == "kaart" else page_of(state)


def opened(page: Page, address: str, state: str, lang: str = "nl") -> None:
    query = STATES.get(state, "")
    page.goto(f"{address}/{path_of(state)}{query}{'&' if query else '?'}taal={lang}")
    expect(page.get_by_test_id("stMain").locator("h1").first).to_be_visible()
    settled(page)


def found_by_axe(page: Page) -> list[str]:
    """What axe finds that is ours, a line each."""
    return [
        f"{fault['impact']} {fault['id']}: {node['html'][:200]}"
        for fault in page.evaluate(RULES)["violations"]
        for node in fault["nodes"]
        if fault["id"] not in OF_STREAMLIT or fault["impact"] != "minor"
    ]


HEADINGS = """() => [...document.querySelectorAll("[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)")]
  .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""


CUT_CHOICES = """() => [
  ...document.querySelectorAll("[data-testid=stMain] [data-testid=stButtonGroup] > [role]")]
  .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
  .map(each => each.innerText)"""


# Controls that stick out of the page where nothing scrolls to them.
CUT_CONTROLS = """() => {
  const wide = document.documentElement.clientWidth;
  const moves = (each) => /auto|scroll/.test(getComputedStyle(each).overflowX);
  const scrolls = (each) => each && (
    (moves(each) && each.scrollWidth > each.clientWidth + 1) || scrolls(each.parentElement));
  return [
    ...document.querySelectorAll("[data-testid=stMain] :is(button, input, a, textarea)")]
    .filter(each => {
      const box = each.getBoundingClientRect();
      const out = box.right > wide + 1 || box.left < -1;
      return box.width && each.checkVisibility() && out && !scrolls(each.parentElement);
    }).map(each => each.innerText || each.ariaLabel || each.id);
}"""


NAMES_OF_CONTROLS = """() => [...document.querySelectorAll("[aria-label], [title]")]
  .flatMap(each => [each.ariaLabel, each.title]).filter(Boolean)"""
OF_OTHER = {
    lang: re.compile(
        "|".join(
            re.escape(words[other]).replace(r"\{name\}", ".*")
            for key, words in table().items()
            if key.startswith("streamlit.") and words["nl"] != words["en"]
        )
    )
    for lang, other in (("nl", "en"), ("en", "nl"))
}
"""What Streamlit says, in the language that a page is not in."""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_the_page_says_what_it_is(
    readers_page: Page, app_address: str, state: str
) -> None:
    page, lang = readers_page, IN_TURN[state]
    opened(page, app_address, state, lang)
    assert found_by_axe(page) == []
    page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
    names = page.evaluate(NAMES_OF_CONTROLS)
    assert [name for name in names if OF_OTHER[lang].fullmatch(name)] == []
    title = text(PAGES[page_of(state)], lang)
    assert page.title() == f"{title} · Ketenkaart"
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    # 640 px wide is a screen of 1280 px at 200 %; 320 px is that at 400 %, and a telephone: nothing
    # is moved sideways, and no control is cut.
    for width, height in ((640, 512), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => document.documentElement.clientWidth === {width}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_CHOICES) == []
        assert page.evaluate(CUT_CONTROLS) == []
    page.set_viewport_size({"width": 1366, "height": 768})


def test_the_language_of_page_and_map_follows_the_switch(page: Page, app_address: str) -> None:
    page.goto(f"{app_address}/?stad=Amsterdam")
    frame = frame_of_map(page)
    frame.wait_for_function(LISTENS)
    assert frame.evaluate("() => document.documentElement.lang") == "nl"
    assert "user-scalable=no" not in frame.content()  # a map is enlarged as the page is
    page.get_by_role("radio", name="EN", exact=True).click()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.wait_for_function("() => document.querySelector('iframe').title.startsWith('Map of Amst')")


def opened_map(page: Page, address: str) -> Frame:
    page.goto(f"{address}/?stad=Amsterdam&lagen=hubs")
    frame = frame_of_map(page)
    frame.wait_for_function(LISTENS)
    frame.wait_for_function(
        "() => document.querySelector('[role=application]').ariaLabel.includes(':')"
    )
    return frame


def test_a_map_says_its_city_and_how_many_it_shows(page: Page, app_address: str) -> None:
    frame = opened_map(page, app_address)
    count = frame.evaluate("""() => Object.values(map._layers)
      .find(each => each.content?.key === "hubs").features.length""")
    label = frame.locator("[role=application]").get_attribute("aria-label")
    assert label is not None
    assert label.startswith("Kaart van Amsterdam. ")
    assert f"Gebouwen: {count}" in label
    assert page.locator("iframe").first.get_attribute("title") == label


def test_the_map_is_worked_by_keyboard_alone(page: Page, app_address: str) -> None:
    frame = opened_map(page, app_address)
    looked_at(frame, 52.3665, 4.8690, 16)
    ground = frame.locator("[role=application]")
    ground.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(frame.locator(".ketenkaart-cross")).to_be_visible()
    before = frame.evaluate("() => map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    frame.wait_for_function("before => map.getCenter().lng > before", arg=before)
    # The list: reached by Tab, opened by Enter, and a row of it opens the card and the drawer.
    button = frame.get_by_role("button", name="Lijst van wat hier op de kaart staat")
    button.focus()
    page.keyboard.press("Enter")
    row = frame.get_by_role("list").get_by_role("button", name="De Hallen", exact=True)
    row.focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".ketenkaart-card h3")).to_have_text("De Hallen")
    assert frame.evaluate("() => document.activeElement.classList.contains('ketenkaart-card')")
    expect(page.get_by_role("heading", name="De Hallen", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.locator(".ketenkaart-card")).to_have_count(0)
    expect(button).to_be_focused()
    # Who takes the mouse needs no cross over the map.
    ground.click(position={"x": 5, "y": 300})
    assert ground.evaluate("each => document.activeElement === each")
    expect(frame.locator(".ketenkaart-cross")).to_be_hidden()


def test_enter_opens_what_lies_under_the_cross(page: Page, app_address: str) -> None:
    frame = opened_map(page, app_address)
    at = frame.evaluate("""() => {
      const hubs = Object.values(map._layers).find(each => each.content?.key === 'hubs');
      const hub = hubs.features.find(each => each.ref === 'hub:de-hallen');
      const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * hub.at[1]))) * 180 / Math.PI;
      return [lat, (hub.at[0] - 0.5) * 360];
    }""")
    looked_at(frame, at[0], at[1], 17)
    frame.locator("[role=application]").focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".ketenkaart-card h3")).to_have_text("De Hallen")
    page.wait_for_url("**kies=hub%3Ade-hallen**")


FOCUSED = """() => {
  const at = document.activeElement;
  if (!at.matches("button, a, input, [role]")) return "";
  return (at.ariaLabel || at.innerText || at.name || "").trim();
}"""


def tabbed_to(page: Page, begins: str) -> None:
    """Press Tab until what is called so has the focus: once round the longest page at most."""
    seen = []
    for _ in range(160):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1].startswith(begins):
            return
    pytest.fail(f"{begins} is not reached by Tab, only {list(dict.fromkeys(seen))}")


def test_a_question_is_asked_and_answered_by_keyboard_alone(page: Page, app_address: str) -> None:
    """Where must a fashion designer be? From the map to the answer and into a slide, no mouse."""
    page.goto(f"{app_address}/?stad=Amsterdam")
    settled(page)
    tabbed_to(page, "Vragen")
    page.keyboard.press("Enter")
    menu = page.get_by_role("menuitem")
    expect(menu.filter(has_text="Waar moet ik zijn?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Waar moet ik zijn?", level=1)).to_be_visible()
    settled(page)
    tabbed_to(page, "architectuur")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="mode", exact=True)).to_be_checked()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(r"staat\s+op\s+plaats\s+\d"))
    tabbed_to(page, "Maak hier een")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def test_who_asks_for_less_motion_gets_none(chrome: Browser, app_address: str) -> None:
    context = chrome.new_context(reduced_motion="reduce", locale="nl-NL")
    page = context.new_page()
    frame = opened_map(page, app_address)
    far = frame.evaluate("() => { map.flyTo([52.40, 4.80], 15); return map.getCenter().lng; }")
    assert far == pytest.approx(4.80, abs=1e-6)  # there at once, not on its way
    longest = page.evaluate("""() => Math.max(...[...document.querySelectorAll("*")]
      .map(each => parseFloat(getComputedStyle(each).transitionDuration)))""")
    assert longest < 0.001
    context.close()
