"""Make a picture of every page and state at five sizes of screen, to be looked at, and ask axe.

Run with the address of a running app and a folder:
``.venv/bin/python docs/draw_screens.py http://localhost:8501 FOLDER [STATE ...] [--lang en]``. A
line on standard output says whether something can be moved sideways, and what axe finds
(EN 301 549, but for the exceptions of the tests). ``kaart_building_1366.png`` is the picture of the
README (``docs/kaart.png``).
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

SIZES = ((390, 844), (768, 1024), (1366, 768), (1920, 1080), (3840, 2160))
PAGES = (
    *("schakels", "bereik", "waar", "wat_als", "vergelijken", "ontmoeting", "ketens"),
    *("nabijheid", "presentatie", "uitvoer", "eigen", "project", "bronnen"),
)
SIX = "ndsm-kunststad.keilewerf-1.de-hallen.schieblock.de-ceuvel.ot301"
STATES = {
    "kaart": "",
    **{name: name for name in PAGES},
    "kaart_building": "?stad=Amsterdam&kies=hub:de-hallen",
    "kaart_area": "?stad=Amsterdam&kies=area:2xbo3zzc2xbo40g02xle40g02xle3zzc",
    "kaart_pin": "?stad=Amsterdam&kies=pin:2xbo40g0",
    "kaart_year": "?stad=Rotterdam&jaar=2005",
    "kaart_chain": "?stad=Rotterdam&keten=film_media",
    "kaart_nothing": "?stad=Amsterdam&keten=games_digital&soort=vrijplaats&schakel=public",
    "kaart_table": "?stad=Amsterdam",
    "kaart_clusters": "?stad=Rotterdam",
    "kaart_layers": "?stad=Amsterdam",
    "kaart_not_drawn": "?stad=Amsterdam",
    "kaart_make": "?stad=Amsterdam",
    "wat_als_new": "wat_als?stad=Amsterdam&watals=nieuw%3D119900%2C486900%2Cmusic.make.4%2CKade",
    "vergelijken_six": f"vergelijken?panden={SIX}",
    "kaart_filters": "?stad=Amsterdam",  # last: a browser keeps them unfolded
}
# What is clicked once the page stands.
OPENERS = {
    "kaart_table": ".st-key-kaart-panel [role=radio] >> nth=1",
    "kaart_clusters": ".st-key-kaart-panel [role=radio] >> nth=2",
    "kaart_layers": ".st-key-kaart-panel [role=radio] >> nth=3",
    "kaart_not_drawn": ".st-key-kaart-panel [role=radio] >> nth=4",
    "kaart_make": ".st-key-make_here button",
    "kaart_filters": "[data-testid=stExpandSidebarButton]",  # there where the filters are folded
}
# Every map has drawn; one in a column that is hidden, behind that of the other city, does not.
DRAWN = """() => !document.querySelector("[data-testid=stSkeleton]")
  && [...document.querySelectorAll("iframe")]
    .filter(each => each.closest("[data-testid=stColumn]")?.checkVisibility())
    .every(each => each.clientHeight && each.contentDocument?.querySelector("canvas"))"""
SETTLED_MS = 2500  # what the map draws after the page stands
AXE = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}}, resultTypes: ["violations"],
}).then(found => found.violations.filter(each => each.impact !== "minor").flatMap(fault =>
  fault.nodes.map(node => `${fault.impact} ${fault.id}: ${node.html.slice(0, 160)}`))
  .filter(each => !each.includes("data-floating-ui-portal")))"""


def main() -> None:
    """Make the pictures of the named states, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("states", nargs="*", default=list(STATES))
    parser.add_argument("--lang", default="nl")
    parser.add_argument("--widths", type=int, nargs="*", default=[width for width, _ in SIZES])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for width, height in SIZES:
            if width in asked.widths:
                _draw(browser, asked, width, height)
        browser.close()


def _draw(browser: Browser, asked: argparse.Namespace, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="nl-NL")
    page.set_default_timeout(60_000)
    page.add_init_script(AXE_SCRIPT)
    for name in asked.states:
        sign = "&" if "?" in STATES[name] else "?"
        page.goto(f"{asked.address.rstrip('/')}/{STATES[name]}{sign}taal={asked.lang}")
        _wait(page, with_map=name.startswith("kaart"))
        opener = page.locator(OPENERS.get(name, "#nothing")).first
        if opener.is_visible():
            opener.click()
            _wait(page, with_map=False)
        page.screenshot(path=asked.folder / f"{name}_{width}.png")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        print(f"{name} {width}: {'moves sideways' if wide > width else 'fits'}", flush=True)
        for fault in page.evaluate(AXE):
            print(f"  {fault}", flush=True)
    page.close()


def _wait(page: Page, *, with_map: bool) -> None:
    expect(page.get_by_test_id("stMain").locator("h1").first).to_be_attached(timeout=60_000)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    if with_map:
        expect(page.locator(".st-key-map_stage iframe").first).to_be_visible(timeout=60_000)
    page.wait_for_function(DRAWN, timeout=60_000)
    with contextlib.suppress(PlaywrightTimeout):  # a server may keep talking
        page.wait_for_load_state("networkidle", timeout=10_000)
    page.wait_for_timeout(SETTLED_MS)


if __name__ == "__main__":
    main()
