"""A planner's own list in a real Chromium: brought, switched on, and seen by nobody else."""

from __future__ import annotations

import re

import pytest
from controls import go_to, settled
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser
WAIT = 60_000
LIST = b"""soort;naam;broedplaats;plaats;sector;schakel;x;y
broedplaats;Mijn <b>Loods</b>;;Amsterdam;mode;;122000;489500
huurder;Atelier A;Mijn <b>Loods</b>;;mode;maken;;
huurder;Atelier B;De Ceuvel;Amsterdam;muziek;publiek;;
"""


def subtitle(page: Page) -> tuple[int, ...]:
    line = page.get_by_text(re.compile(r"gebouwen en .* huurders op de kaart")).first
    expect(line).to_be_visible(timeout=WAIT)
    return tuple(int(n) for n in re.findall(r"\d+", line.inner_text())[:2])


def test_own_rows_count_when_switched_on_and_in_one_browser_only(
    context: BrowserContext, app_address: str, chrome
) -> None:
    page = context.new_page()
    page.goto(f"{app_address}/?stad=Amsterdam")
    before = subtitle(page)
    go_to(page, "Eigen gegevens")
    page.locator("input[type=file]").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST}, timeout=WAIT
    )
    switch = page.get_by_text("Eigen rijen en correcties doen mee", exact=True)
    switch.click(timeout=WAIT)
    banner = page.get_by_text("Eigen rijen doen mee: 1 gebouw, 2 huurders")
    expect(banner).to_be_visible(timeout=WAIT)
    go_to(page, "Kaart")
    expect(banner).to_be_visible(timeout=WAIT)
    assert subtitle(page) == (before[0] + 1, before[1] + 2)
    expect(page).to_have_url(re.compile("eigen=1"), timeout=WAIT)  # written when the page stands
    link = page.url
    page.locator(".st-key-map_legend summary").click()
    expect(page.get_by_text("Eigen rij (1)")).to_be_visible()
    # Notices come and go above the map, which is the same one all the time.
    page.evaluate("() => { document.querySelector('.st-key-map_stage iframe').isTheSame = true; }")
    switch.click()
    expect(banner).to_be_hidden()
    settled(page)
    assert subtitle(page) == before
    assert page.evaluate("() => document.querySelector('.st-key-map_stage iframe').isTheSame")

    with_link: BrowserContext = chrome.new_context(locale="nl-NL")
    other = with_link.new_page()
    other.goto(link)
    expect(other.get_by_text("is gemaakt met eigen rijen")).to_be_visible(timeout=WAIT)
    assert subtitle(other) == before
    with_link.close()
