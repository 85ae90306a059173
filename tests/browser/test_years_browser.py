"""The slider of years on *Kaart*: by keyboard, played to its end, and by hand for less motion."""

from __future__ import annotations

import re

import pytest
from controls import listening, settled
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def at_year(page: Page, app_address: str, year: str) -> None:
    page.goto(f"{app_address}/?stad=Rotterdam&lagen=hubs&jaar={year}")
    listening(page)
    settled(page)


def test_the_years_are_chosen_by_arrows_and_played_to_their_end(
    page: Page, app_address: str
) -> None:
    at_year(page, app_address, "2021")
    slider = page.get_by_role("slider", name="Jaar")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("jaar=2022"))
    expect(page.get_by_text("2022: van")).to_be_visible()
    page.get_by_role("button", name="Speel af").press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.wait_for_url(re.compile("jaar=2026"))
    expect(page.get_by_role("button", name="Opnieuw", exact=True)).to_be_visible()
    page.get_by_role("button", name="Alle jaren").press("Enter")
    expect(page.get_by_text("Kies een jaar of speel")).to_be_visible()
    page.wait_for_url(lambda url: "jaar=" not in url)


def test_who_asked_for_less_motion_steps_by_hand(page: Page, app_address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    at_year(page, app_address, "1999")
    page.get_by_role("button", name="Volgend jaar").click()
    page.wait_for_url(re.compile(r"jaar=20\d\d"))
    settled(page)
    expect(page.get_by_role("button", name="Volgend jaar")).to_be_visible()


PALED = """() => {
  const held = document.querySelector(".st-key-map_stage iframe").closest("[data-stale]");
  held.setAttribute("data-stale", "true");
  held.style.opacity = "0.33"; // as Streamlit has all that awaits an answer
  return getComputedStyle(held).opacity;
}"""


def test_the_map_does_not_pale_while_the_next_year_is_worked_out(
    page: Page, app_address: str
) -> None:
    at_year(page, app_address, "2021")
    assert page.evaluate(PALED) == "1"
