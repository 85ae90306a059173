"""*Mijn project* in a real Chromium: a cell, a point, a tab that crashes, and all is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from controls import clicked_in_frame, drawn_table
from playwright.sync_api import BrowserContext, Page, expect
from projects import ALONE
from shapely import Point

from geo.data.folders import ROOT
from geo.project.open_store import open_store
from geo.project.project import Project
from geo.project.project_store import ProjectStore

pytestmark = pytest.mark.browser
WAIT = 60_000
ROW_PX = 35  # height of a row of Streamlit's table, and of its heading
FIRST_TEXT_PX = 110  # from the left edge into the first column after the row number


@pytest.fixture(scope="module")
def place(
    serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, ProjectStore]]:
    """A server with a store of its own."""
    folder = str(tmp_path_factory.mktemp("projecten"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKAART_DATABASE", folder)
        yield serve(ROOT / "app.py"), open_store(folder)


def hubs() -> gpd.GeoDataFrame:
    points = [Point(121000, 487000), Point(122000, 487500)]
    frame = {
        "naam": ["Loods <b>zes</b>", "Wasserij"],
        "kk_name": ["Loods <b>zes</b>", "Wasserij"],
        "kk_year_from": pd.array([2001, 2002], dtype="Int64"),
        "kk_placed_by": "postcode6",
        "kk_accuracy_m": 60.0,
        "kk_in_city": "Amsterdam",
    }
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:28992")


def open_project(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/project?project={key}")
    expect(page.get_by_text("Bewaard om")).to_be_visible(timeout=WAIT)


def test_a_cell_and_a_point_are_kept_when_the_tab_crashes(
    context: BrowserContext, place: tuple[str, ProjectStore]
) -> None:
    address, store = place
    key = store.create(Project("Verkenning", {"hubs": hubs()}), ALONE).key
    page = context.new_page()
    open_project(page, address, key)
    drawn_table(page)
    table = page.get_by_test_id("stDataFrame")
    # Not at a place on the screen: what stands above the table may still be coming.
    table.click(position={"x": FIRST_TEXT_PX, "y": ROW_PX * 1.5})
    cell = table.locator("canvas [role=gridcell][aria-selected=true]")
    expect(cell).to_have_text("Loods <b>zes</b>")
    page.keyboard.press("Enter")  # opens the cell
    editor = page.locator("#portal textarea, .gdg-input").first
    editor.fill("Pand Zuid", timeout=WAIT)
    page.keyboard.press("Enter")
    expect(page.get_by_text("versie 2.")).to_be_visible(timeout=WAIT)

    page.get_by_role("tab", name="Kaart").click()
    chooser = page.get_by_test_id("stMain").get_by_test_id("stSelectbox").locator("input").first
    chooser.click(timeout=WAIT)
    page.get_by_role("option").nth(1).click()  # the first is a new row
    expect(page.get_by_text("Klik op de kaart op de nieuwe plaats.")).to_be_visible(timeout=WAIT)
    clicked_in_frame(page, 0.7, 0.2)
    expect(page.get_by_text("versie 3.")).to_be_visible(timeout=WAIT)
    last = page.url
    page.close()  # as a crash would: nothing is asked, nothing is said

    found = store.load(key, ALONE).project.tables["hubs"]
    assert found["naam"].tolist() == ["Pand Zuid", "Wasserij"]
    assert found.geometry.loc[1].distance(Point(121000, 487000)) > 100
    assert found.geometry.loc[2] == Point(122000, 487500)
    assert found.loc[1, "kk_placed_by"] == "given_coordinate"
    again = context.new_page()
    again.goto(last)
    expect(again.get_by_text("versie 3.")).to_be_visible(timeout=WAIT)


def test_undo_in_the_browser_takes_the_step_back(
    context: BrowserContext, place: tuple[str, ProjectStore]
) -> None:
    address, store = place
    key = store.create(Project("Verkenning", {"hubs": hubs()}), ALONE).key
    page = context.new_page()
    open_project(page, address, key)
    name = page.get_by_label("Naam van het project")
    name.fill("Anders")
    name.press("Enter")
    page.get_by_role("button", name="Terug (1)").click(timeout=WAIT)
    expect(page.get_by_role("button", name="Opnieuw (1)")).to_be_enabled(timeout=WAIT)
    assert store.load(key, ALONE).project.name == "Verkenning"


def test_a_table_begins_empty_and_a_click_makes_its_first_row(
    context: BrowserContext, place: tuple[str, ProjectStore]
) -> None:
    address, store = place
    key = store.create(Project("Leeg"), ALONE).key
    page = context.new_page()
    open_project(page, address, key)
    page.get_by_role("button", name="Lege tabel beginnen").click(timeout=WAIT)
    page.get_by_role("button", name="Ontmoetingsplekken").click(timeout=WAIT)
    expect(page.get_by_text("versie 2.")).to_be_visible(timeout=WAIT)

    page.get_by_role("tab", name="Kaart").click()
    chooser = page.get_by_test_id("stMain").get_by_test_id("stSelectbox").locator("input").first
    chooser.click(timeout=WAIT)
    page.get_by_role("option").first.click()
    name = page.get_by_label("Naam van de nieuwe rij")
    name.fill("Café {{7*7}}", timeout=WAIT)
    name.press("Enter")
    clicked_in_frame(page, 0.5, 0.4)
    expect(page.get_by_text("versie 3.")).to_be_visible(timeout=WAIT)
    (row,) = store.load(key, ALONE).project.tables["meeting_places"].itertuples()
    assert (row.kk_name, row.kk_placed_by) == ("Café {{7*7}}", "given_coordinate")
    assert row.geometry is not None
