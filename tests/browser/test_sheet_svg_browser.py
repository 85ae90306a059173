"""The sheet as SVG in a real browser: its own letters, no fault, and the picture of the PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page

from layers.paper.map_sheet import map_sheet
from layers.paper.paper_pdf import map_pdf
from layers.paper.paper_svg import map_svg
from layers.view.map_model import MapView
from layers.view.state import ViewState
from pages.session import server
from pages.views import kaart_view

pytestmark = pytest.mark.browser
DAY = "2026-11-25"
A4_PX = (1123, 794)  # 297 by 210 mm at the 96 dots per inch of a browser
CITY = ViewState(cities=("Rotterdam",))
# Drawn at this many dots for each of the page and brought back: letters of a symbol are five dots
# high on the page itself, and each program rounds those its own way.
FINER = 3
# Of 255 levels of grey, softened: both draw the same lines and letters, with other edges.
MEAN, WORST, BLOCK = 1.0, 8.0, 16


@pytest.fixture(scope="module")
def view() -> MapView:
    return kaart_view.view_of(server.shipped(), CITY, DAY)


@pytest.fixture
def opened(view: MapView, chrome: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """The sheet opened as a file, and what the browser complained about."""
    path = tmp_path / "kaart.svg"
    path.write_bytes(map_svg(view))
    context = chrome.new_context(device_scale_factor=FINER)
    page, faults = context.new_page(), []
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("requestfailed", lambda request: faults.append(request.url[:80]))
    page.on("request", lambda request: faults.extend(outside(request.url)))
    page.set_viewport_size({"width": A4_PX[0], "height": A4_PX[1]})
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    yield page, faults
    context.close()


def outside(address: str) -> list[str]:
    """An address that is not of the file itself."""
    return [] if address.startswith(("file:", "data:", "blob:")) else [address[:80]]


def softened(picture: Image.Image) -> np.ndarray:
    small = picture.convert("L").resize(A4_PX, Image.Resampling.BOX)
    return np.asarray(small.filter(ImageFilter.GaussianBlur(3)), float)


def picture_of_pdf(view: MapView) -> np.ndarray:
    wide, high = (str(side * FINER) for side in A4_PX)
    size = ["-scale-to-x", wide, "-scale-to-y", high]
    made = subprocess.run(
        ["pdftoppm", "-png", *size], input=map_pdf(view), capture_output=True, check=True
    )
    return softened(Image.open(io.BytesIO(made.stdout)))


def test_a_browser_shows_every_text_in_the_letters_of_the_file(opened, view: MapView) -> None:
    page, faults = opened
    shown = page.evaluate("[...document.querySelectorAll('text')].map(t => t.textContent)")
    assert shown == [line.words for line in map_sheet(view).paper.writings if line.words.strip()]
    fonts = page.evaluate("[...document.fonts].map(f => [f.family, f.status])")
    assert {family.strip("'\"") for family, _ in fonts} >= {"Open Sans"}
    assert all(status == "loaded" for family, status in fonts if "Open Sans" in family)
    assert faults == []


def test_a_browser_sets_the_text_as_wide_as_the_sheet_was_laid_out(opened) -> None:
    page, _ = opened
    # The right edge of the page, in points; a fallback font would run past it.
    ends = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => t.getBBox()).map(b => b.x + b.width)"
    )
    assert max(ends) < 297 / 25.4 * 72


def test_a_browser_shows_the_picture_of_the_pdf(opened, view: MapView) -> None:
    if not shutil.which("pdftoppm"):
        pytest.skip("poppler is not there")
    page, _ = opened
    pdf = picture_of_pdf(view)
    svg = softened(Image.open(io.BytesIO(page.screenshot())))
    assert pdf.shape == svg.shape
    away = np.abs(pdf - svg)
    high, wide = (side // BLOCK * BLOCK for side in away.shape)
    blocks = away[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK)
    assert away.mean() < MEAN
    assert blocks.mean(axis=(1, 3)).max() < WORST
    other = kaart_view.view_of(server.shipped(), ViewState(cities=("Amsterdam",)), DAY)
    # The measure is no formality: the sheet of the other city is another picture.
    assert np.abs(pdf - picture_of_pdf(other)).mean() > 2 * MEAN
