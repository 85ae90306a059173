"""Sheets of the shipped data; bars of issue 10: A4 PNG 5 s, A3 PDF 8 s and 5 MB, atlas 60 s."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable

import pytest
from PIL import Image

from geo.data.cities import CITIES
from layers.map.layer_context import LayerContext
from layers.paper.atlas import atlas_pdf
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.paper.map_sheet import MapSheetForm, map_png
from layers.paper.paper_pdf import map_pdf
from layers.paper.paper_svg import map_svg
from layers.view.state import ViewState
from layers.words.palette import palette
from pages.session import server
from pages.views import kaart_view

DAY = "2026-11-25"
PNG_SECONDS, PDF_SECONDS, ATLAS_SECONDS = 5.0, 8.0, 60.0
PDF_BYTES = 5_000_000


@pytest.fixture(scope="module")
def view():
    return kaart_view.view_of(server.shipped(), ViewState(), DAY)


def measured(benchmark, make: Callable[[], bytes], bar: float, rounds: int = 3) -> bytes:
    """Time what makes a file, on the clock and on the processor; figures beside their bar."""
    if rounds > 1:
        make()
    spent: list[float] = []

    def once() -> bytes:
        begin = time.process_time()
        made = make()
        spent.append(time.process_time() - begin)
        return made

    content: bytes = benchmark.pedantic(once, rounds=rounds)
    benchmark.extra_info |= {
        "bar_s": bar,
        "processor_s": round(min(spent), 2),
        "load": round(os.getloadavg()[0], 1),
        "bytes": len(content),
    }
    return content


def test_a4_png(benchmark, view) -> None:
    content = measured(benchmark, lambda: map_png(view), PNG_SECONDS)
    assert Image.open(io.BytesIO(content)).size == (3507, 2480)


def test_a4_pdf(benchmark, view) -> None:
    assert len(measured(benchmark, lambda: map_pdf(view), PDF_SECONDS)) < PDF_BYTES


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_a3_pdf(benchmark, view, orientation: str) -> None:
    form = MapSheetForm("A3", orientation)
    assert len(measured(benchmark, lambda: map_pdf(view, form), PDF_SECONDS)) < PDF_BYTES


def test_a3_svg(benchmark, view) -> None:
    assert measured(benchmark, lambda: map_svg(view, MapSheetForm("A3")), PDF_SECONDS)


@pytest.mark.parametrize(("kind", "sheets"), [("district", 24), ("hub", 24)])
def test_atlas_of_25_pages(benchmark, kind: str, sheets: int) -> None:
    state, data = ViewState(cities=CITIES), server.shipped()
    context = LayerContext(
        data, server.selection(data, state.filters), palette(data.chain_model, "nl"), "nl"
    )
    groups = kaart_view.clusters(data, state.filters, state.basis, state.method, state.radius)
    networks = {city: server.network(city) for city in CITIES}
    asked = SheetsAsked(context, networks, groups, made_on=DAY)
    refs = FactSheetMaker(asked).refs(kind)[:sheets]  # and a page of contents

    def make() -> bytes:
        return atlas_pdf(FactSheetMaker(asked), refs, "Atlas")

    assert measured(benchmark, make, ATLAS_SECONDS, rounds=1)
