"""A planner who is quicker than the page: what was set, given or clicked is there in the end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from controls import go_to, settled
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
# The parts of Streamlit's page that draw the controls; a browser fetches them when they are needed.
CONTROLS = re.compile(r"/static/js/(ButtonGroup|Multiselect|Selectbox)\.[^/]*\.js")
QUERY = "taal=en&stad=Amsterdam&keten=fashion&soort=vrijplaats&jaar=2015&reis=cycle"
LIST = b"""soort;naam;broedplaats;plaats;sector;schakel;x;y
broedplaats;Loods;;Amsterdam;mode;;122000;489500
"""


def slow_controls(page: Page) -> Callable[[], None]:
    """Hold back what draws the controls, as a slow line does; returns what lets it through."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(CONTROLS, hold)

    def let_through() -> None:
        page.route(CONTROLS, lambda route: route.continue_())
        for route in waiting:
            route.continue_()

    return let_through


def test_filters_of_a_link_hold_when_the_planner_goes_on_before_they_are_drawn(
    page: Page, app_address: str
) -> None:
    let_through = slow_controls(page)
    page.goto(f"{app_address}/?{QUERY}")
    settled(page)
    go_to(page, "Sources")
    expect(page.get_by_role("heading", name="Sources and licences")).to_be_visible()
    settled(page)
    let_through()
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("radio", name="EN", exact=True)).to_be_checked()
    go_to(page, "Map")
    expect(page.get_by_text("Of this choice on the map:")).to_be_visible()
    for part in QUERY.split("&"):
        expect(page).to_have_url(re.compile(re.escape(part)))


def test_a_file_given_before_the_controls_are_drawn_is_read(page: Page, app_address: str) -> None:
    let_through = slow_controls(page)
    page.goto(f"{app_address}/?stad=Amsterdam")
    settled(page)
    go_to(page, "Eigen gegevens")
    upload = page.locator("input[type=file]")
    upload.wait_for(state="attached")
    let_through()
    upload.set_input_files({"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST})
    expect(page.get_by_text("Eigen rijen en correcties doen mee", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/eigen\?stad=Amsterdam&venster=file$"))


def test_a_file_is_read_whatever_is_clicked_meanwhile(page: Page, app_address: str) -> None:
    page.goto(f"{app_address}/eigen?stad=Amsterdam")
    upload = page.locator("input[type=file]")
    settled(page)
    upload.set_input_files({"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST})
    # At once: a quick machine has read so small a list a moment later.
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_text("Own rows and corrections take part", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("taal=en"))
