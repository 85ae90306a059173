"""Sheets of three real views of each city, kept as pictures that were looked at and approved.

The comparison is tolerant: both pictures are blurred and compared block by block, so that another
version of a drawing library passes and a lost layer, legend or caption does not. After a wanted
change: ``KETENKAART_GOLDEN=new ./ketenkaart test tests/layers/paper/test_golden_sheets.py``, look
at every picture, commit.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from PIL import Image, ImageFilter

from geo.data.store import load_dataset
from layers.paper.map_sheet import MapSheetForm, map_png
from layers.paper.paper_pdf import map_pdf
from layers.view.map_model import MapView
from layers.view.state import ViewState, read_query
from pages.session import server
from pages.views import kaart_view

GOLDEN = Path(__file__).parent / "golden"
DAY = "2026-11-25"
DPI, COLOURS = 75, 256
BLUR, BLOCK = 2, 16
MEAN, WORST = 0.3, 25.0  # of 255 levels of grey: whole sheet, and the worst block
VIEWS = {
    f"{city.lower()}_{name}": ("portrait" if name == "buurten" else "landscape", state)
    for city in ("Amsterdam", "Rotterdam")
    for name, state in (
        ("alles", ViewState(cities=(city,))),
        (
            "keten",
            ViewState(
                cities=(city,),
                chains=("film_media",),
                layers=("districts", "links", "partners", "hubs", "tenants"),
            ),
        ),
        (
            "buurten",
            ViewState(cities=(city,), layers=("districts", "neighbourhoods", "hubs"), lang="en"),
        ),
    )
}


def view_of(state: ViewState) -> MapView:
    return kaart_view.view_of(server.shipped(), state, DAY)


def softened(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(BLUR)), float)


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference in levels of grey, and that of the worst block."""
    away = np.abs(softened(one) - softened(other))
    high, wide = (side // BLOCK * BLOCK for side in away.shape)
    blocks = away[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK)
    return float(away.mean()), float(blocks.mean(axis=(1, 3)).max())


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
def test_the_sheet_looks_as_approved(name: str) -> None:
    orientation, state = VIEWS[name]
    content = map_png(view_of(state), MapSheetForm("A4", orientation), DPI)
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    path = GOLDEN / f"{name}.png"
    if os.environ.get("KETENKAART_GOLDEN") == "new":
        picture.quantize(COLOURS).save(path, optimize=True)
    approved = Image.open(path).convert("RGB")
    assert picture.size == approved.size
    mean, worst = difference(picture, approved)
    assert mean < MEAN
    assert worst < WORST


def test_the_comparison_sees_a_lost_legend() -> None:
    approved = Image.open(GOLDEN / "rotterdam_alles.png").convert("RGB")
    spoilt = approved.copy()
    wide, high = spoilt.size
    spoilt.paste("white", (int(wide * 0.69), int(high * 0.1), wide, int(high * 0.6)))
    mean, worst = difference(spoilt, approved)
    assert mean > MEAN or worst > WORST


@pytest.mark.programs
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not there")
def test_another_planner_makes_the_same_sheet_from_what_stands_on_it() -> None:
    first = view_of(VIEWS["rotterdam_keten"][1])
    content = map_pdf(first)
    read = ["pdftotext", "-l", "1", "-", "-"]
    said = subprocess.run(read, input=content, capture_output=True, check=True)
    words = " ".join(said.stdout.decode().split())
    address = re.search(r"Deze weergave: (\S+(?: \S+)*?)(?: Bronnen:|$|\x0c)", words)
    mark = re.search(r"Kenmerk van gegevens en weergave: ([0-9a-f]{10})", words)
    assert address and mark
    model = load_dataset().chain_model
    query = dict(parse_qsl(address[1].replace(" ", "")))
    codes = tuple(model.chains["code"]), tuple(model.stages["code"])
    again = view_of(read_query(query, *codes)[0])
    assert again.mark == mark[1]
    assert map_pdf(again) == content


@pytest.mark.slow
def test_another_filter_has_another_mark() -> None:
    marks = {view_of(state).mark for _, state in VIEWS.values()}
    assert len(marks) == len(VIEWS)
