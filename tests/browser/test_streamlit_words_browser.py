"""What Streamlit itself says, in menus, faults and when the server is gone: all of it in Dutch."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from controls import drawn_table, settled
from playwright.sync_api import Locator, Page, expect

from geo.data.store import load_dataset

pytestmark = pytest.mark.browser
ENGLISH = re.compile(
    r"\b(values|empty|distinct|minimum|maximum|average|median|deviation|percentile|sum|format|"
    r"automatic|localized|plain|compact|percent|scientific|accounting|select all|show|hide|search|"
    r"results?|previous|next|close|press|enter to|file must|per file|allowed|number is|please|"
    r"error|connect\w*|server is|streamlit|lost|reconnect)\b",
    re.IGNORECASE,
)
NAMED = """(at) => [at.innerText, ...[...at.querySelectorAll("*")]
  .flatMap(each => [each.ariaLabel, each.title, each.placeholder])].filter(Boolean).join(" | ")"""
# Closes what the page says to its server, and lets nothing new through.
LOST = """
(() => {
  const Real = window.WebSocket;
  const open = [];
  window.WebSocket = class extends Real {
    constructor(address, kinds) {
      super(window.ketenkaartLost ? address.replace(/:\\d+/, ":1") : address, kinds);
      open.push(this);
    }
  };
  window.loseServer = () => { window.ketenkaartLost = true; open.forEach(each => each.close()); };
})();
"""


def english_in(at: Locator) -> list[str]:
    """Words of Streamlit's own language in a part of the page, its icons left out."""
    said = re.sub(r"\b[a-z]+(_[a-z]+)+\b", "", at.evaluate(NAMED))
    assert said.strip()
    return [word[0] if isinstance(word, tuple) else word for word in ENGLISH.findall(said)]


def opened_column(page: Page, at: int) -> Locator:
    """The menu of a column, opened by the mark that comes where the pointer is."""
    table = page.get_by_test_id("stDataFrame").first
    box = table.bounding_box()
    assert box
    menu = page.get_by_test_id("stDataFrameColumnMenu")
    for across in range(at, at + 200, 12):
        page.mouse.move(box["x"] + across, box["y"] + 17)
        page.mouse.click(box["x"] + across, box["y"] + 17)
        if menu.is_visible():
            return menu
    pytest.fail("no menu of a column opened")


def test_the_menus_of_a_table_are_dutch(page: Page, app_address: str) -> None:
    page.goto(f"{app_address}/?stad=Amsterdam")
    page.get_by_role("radio", name="Tabel").click()
    drawn_table(page)
    menu = opened_column(page, 60)
    assert english_in(menu) == []
    menu.get_by_text("bar_chart").hover()
    counted = page.get_by_test_id("stDataFrameStatisticsMenu")
    expect(counted).to_be_visible()
    hubs = load_dataset().hubs
    assert re.search(r"Ingevuld\s+\d+", counted.inner_text())
    assert int(re.findall(r"Ingevuld\s+(\d+)", counted.inner_text())[0]) <= len(hubs)
    assert english_in(counted) == []
    page.keyboard.press("Escape")
    tools = page.get_by_test_id("stElementToolbar").first
    page.get_by_test_id("stDataFrame").first.hover()
    assert english_in(tools) == []
    tools.get_by_role("button", name="Kolommen tonen of verbergen").click()
    columns = page.get_by_test_id("stDataFrameColumnVisibilityMenu")
    assert english_in(columns) == []
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", columns.inner_text())  # each has a heading
    page.keyboard.press("Escape")
    page.get_by_test_id("stDataFrame").first.hover()
    tools.get_by_role("button", name="Zoeken").click()
    page.keyboard.type("de")
    expect(page.get_by_test_id("search-result-area")).to_contain_text("keer gevonden")
    assert english_in(page.locator(".gdg-search-bar").first) == []


def test_what_is_wrong_with_a_file_and_a_number_is_said_in_dutch(
    page: Page, app_address: str, tmp_path
) -> None:
    page.goto(f"{app_address}/eigen")
    large = tmp_path / "groot.csv"
    with large.open("wb") as stream:
        stream.truncate(210_000_000)  # no disk is used for what is not written
    settled(page)
    page.locator("input[type=file]").first.set_input_files(large)
    zone = page.get_by_test_id("stFileUploader").first
    expect(zone).to_contain_text("Fout: Het bestand mag ten hoogste 200 MB groot zijn.")
    assert english_in(zone) == []
    page.goto(f"{app_address}/wat_als?watals=nieuw%3D119900%2C486900%2Cmusic.make.4%2CKade")
    settled(page)
    page.get_by_label("Naam van het scenario").fill("Kade")
    expect(page.get_by_test_id("InputInstructions").first).to_contain_text("Druk op Enter")
    page.get_by_label("Naam van het scenario").press("Enter")
    settled(page)
    page.get_by_text("Kade: 4 huurders").click()
    box = page.get_by_test_id("stPopoverBody")
    entry = box.get_by_role("spinbutton", name="Aantal").or_(box.get_by_label("Aantal")).first
    entry.fill("99999")
    entry.press("Enter")
    expect(box).to_contain_text("Vul een getal in van 1 tot en met 500.")
    assert english_in(box) == []


def test_that_the_server_is_gone_is_said_in_dutch(page: Page, app_address: str) -> None:
    page.add_init_script(LOST)
    page.goto(f"{app_address}/project")
    settled(page)
    page.route("**/_stcore/**", lambda route: route.abort())
    page.evaluate("() => window.loseServer()")
    told = page.get_by_role("dialog")
    expect(told).to_contain_text("Geen verbinding")
    assert english_in(told) == []


@pytest.mark.parametrize("query", ["", "?streamlit=1"])
def test_a_page_that_breaks_off_says_so_in_dutch(
    page: Page, serve: Callable[[Path], str], query: str
) -> None:
    """A fault that Streamlit finds itself is drawn as markdown, like the words of a page."""
    page.goto(serve(Path(__file__).parent / "broken_app.py") + f"/{query}")
    fault = page.get_by_test_id("stException")
    expect(fault).to_contain_text("Deze pagina kon niet worden gemaakt")
    assert not english_in(fault)
