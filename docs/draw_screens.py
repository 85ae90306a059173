"""Make a picture of every page and state at five sizes of screen, to be looked at.

Run with the address of a running app and a folder:
``.venv/bin/python docs/draw_screens.py http://localhost:8501 FOLDER [STATE ...]``. A line on
standard output says whether something can be moved sideways. ``kaart_building_1366.png`` is
the picture of the README (``docs/kaart.png``).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

SIZES = ((390, 844), (768, 1024), (1366, 768), (1920, 1080), (3840, 2160))
PAGES = (
    *("schakels", "bereik", "waar", "wat_als", "vergelijken", "ontmoeting", "ketens"),
    *("nabijheid", "presentatie", "uitvoer", "eigen", "project", "bronnen"),
)
STATES = {
    "kaart": "",
    **{name: name for name in PAGES},
    "kaart_building": "?stad=Amsterdam&kies=hub:de-hallen",
    "kaart_area": "?stad=Amsterdam&kies=area:2xbo3zzc2xbo40g02xle40g02xle3zzc",
    "kaart_pin": "?stad=Amsterdam&kies=pin:2xbo40g0",
    "kaart_year": "?stad=Rotterdam&jaar=2005",
    "kaart_chain": "?stad=Rotterdam&keten=film_media",
    "kaart_nothing": "?stad=Amsterdam&keten=games_digital&soort=vrijplaats&schakel=public",
    "kaart_english": "?taal=en",
}
# Every map has drawn; one in a column that is hidden, behind that of the other city, does not.
DRAWN = """() => [...document.querySelectorAll("iframe")]
  .filter(each => each.closest("[data-testid=stColumn]")?.checkVisibility())
  .every(each => each.clientHeight && each.contentDocument?.querySelector("canvas"))"""
SETTLED_MS = 3000  # what the map draws after the page stands


def main(address: str, folder: Path, names: list[str]) -> None:
    """Make the pictures of the named states, or of all."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for size in SIZES:
            _draw(browser, address, folder, names or list(STATES), size)
        browser.close()


def _draw(
    browser: Browser, address: str, folder: Path, names: list[str], size: tuple[int, int]
) -> None:
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="nl-NL")
    page.set_default_timeout(60_000)
    for name in names:
        page.goto(f"{address}/{STATES[name]}")
        _wait(page, with_map=name.startswith("kaart"))
        page.screenshot(path=folder / f"{name}_{width}.png")
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        print(f"{name} {width}: {'moves sideways' if wide > width else 'fits'}")
    page.close()


def _wait(page: Page, *, with_map: bool) -> None:
    expect(page.get_by_test_id("stMain").locator("h1").first).to_be_attached(timeout=60_000)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    if with_map:
        expect(page.locator(".st-key-map_stage iframe").first).to_be_visible(timeout=60_000)
    page.wait_for_function(DRAWN, timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]), sys.argv[3:])
