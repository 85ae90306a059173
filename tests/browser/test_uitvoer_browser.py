"""*Uitvoer* in a real Chromium: each kind made by a click, and opened by somebody else's reader."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from controls import chosen, picked
from lxml import etree
from PIL import Image
from playwright.sync_api import Page, expect
from readers import as_pdf_words, run

pytestmark = pytest.mark.browser
MAKING = 120_000  # milliseconds at most on a busy machine
VIEW = "stad=Rotterdam&keten=music"


def opened(page: Page, address: str, what: str) -> None:
    page.goto(f"{address}/uitvoer?{VIEW}")
    expect(page.get_by_role("button", name="Maak het bestand")).to_be_visible()
    if what != "Kaartblad":
        chosen(page, "Wat", what)
        expect(page.get_by_role("radio", name=what, exact=True)).to_be_checked()


def made(page: Page, tmp_path: Path) -> Path:
    """Click, wait until the file can be downloaded, and keep it."""
    page.get_by_role("button", name="Maak het bestand").click()
    button = page.get_by_test_id("stDownloadButton").get_by_role("button")
    expect(button).to_be_visible(timeout=MAKING)
    with page.expect_download() as download:
        button.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_nothing_is_made_before_it_is_asked_for(page: Page, app_address: str) -> None:
    opened(page, app_address, "Kaartblad")
    expect(page.get_by_test_id("stDownloadButton")).to_have_count(0)


def test_a_sheet_as_pdf_opens_in_poppler(page: Page, app_address: str, tmp_path: Path) -> None:
    opened(page, app_address, "Kaartblad")
    path = made(page, tmp_path)
    about = run("pdfinfo", path)
    assert re.search(r"Pages:\s+2\b", about)
    assert re.search(r"Page size:\s+841\.\d+ x 595\.\d+ pts \(A4\)", about)
    said = " ".join(run("pdftotext", path, "-").split())
    assert "Rotterdam" in said
    assert "muziek" in said


def test_a_sheet_as_png_is_an_a4_of_300_dpi(page: Page, app_address: str, tmp_path: Path) -> None:
    opened(page, app_address, "Kaartblad")
    chosen(page, "Bestand", "PNG")
    picture = Image.open(made(page, tmp_path))
    picture.load()
    assert picture.format == "PNG"
    # 297 by 210 mm.
    assert picture.size == pytest.approx((297 / 25.4 * 300, 210 / 25.4 * 300), abs=1)


def test_a_sheet_as_svg_opens_in_a_parser_and_in_the_browser(
    page: Page, app_address: str, tmp_path: Path
) -> None:
    opened(page, app_address, "Kaartblad")
    chosen(page, "Bestand", "SVG")
    path = made(page, tmp_path)
    root = etree.parse(path).getroot()
    assert etree.QName(root).localname == "svg"
    page.goto(path.as_uri())
    box = page.locator("svg").first.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(297 / 210, rel=0.01)
    assert page.locator("svg text").filter(has_text="Bronnen").count() >= 1


def test_the_figure_is_that_of_the_page(page: Page, app_address: str, tmp_path: Path) -> None:
    # Weights as set on *Waar moet ik zijn?*: all on tenants of my chain in the house.
    page.goto(f"{app_address}/uitvoer?{VIEW}&ik=fashion.make&gewicht=50000000")
    expect(page.get_by_role("button", name="Maak het bestand")).to_be_visible()
    chosen(page, "Wat", "Figuur")
    picked(page, "Figuur", "Gebouwen op volgorde (pagina Waar moet ik zijn)")
    path = made(page, tmp_path)
    root = etree.parse(path).getroot()
    said = " ".join(" ".join(root.itertext()).split())
    assert "Gebouwen voor wie werkt in mode: maken" in said
    assert "Gekozen gewichten:" in said
    assert "× 5" in said


@pytest.mark.parametrize("kind", ["Dia (PowerPoint)", "Document (Word)"])
def test_slide_and_document_open_in_libreoffice(
    page: Page, app_address: str, tmp_path: Path, kind: str
) -> None:
    opened(page, app_address, "Dia of document")
    chosen(page, "Bestand", kind)
    said = " ".join(as_pdf_words(made(page, tmp_path)).split())
    assert re.search(
        r"\d+ huurders uit de keten muziek zitten in \d+ van de \d+ gebouwen in Rotterdam", said
    )
    assert "OpenStreetMap" in said


def test_the_rows_as_geopackage_open_in_gdal(page: Page, app_address: str, tmp_path: Path) -> None:
    opened(page, app_address, "Gegevens")
    said = run("ogrinfo", "-so", "-al", made(page, tmp_path))
    assert "INFO: Open of" in said
    assert re.search(r"Feature Count: [1-9]", said)
    assert "Amersfoort / RD New" in said


def test_the_rows_as_excel_open_in_openpyxl(page: Page, app_address: str, tmp_path: Path) -> None:
    opened(page, app_address, "Gegevens")
    chosen(page, "Bestand", "Excel")
    book = openpyxl.load_workbook(io.BytesIO(made(page, tmp_path).read_bytes()))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Rotterdam" in cells


def test_the_map_as_html_opens_from_disk(page: Page, app_address: str, tmp_path: Path) -> None:
    opened(page, app_address, "Gegevens")
    chosen(page, "Bestand", "Kaart als HTML (opent zonder internet)")
    path = made(page, tmp_path)
    page.context.set_offline(True)
    page.goto(path.as_uri())
    drawn = "Object.values(ketenkaartMap._layers).filter(l => l.content && l.features)"
    page.wait_for_function(f"() => window.ketenkaartMap && {drawn}.length > 0")
    hubs = page.evaluate(f"() => {drawn}.find(l => l.content.key === 'hubs').features.length")
    assert hubs > 0
