"""Sheets of the shipped data: A3 PDF under 8 s and 5 MB, atlas of 25 pages under 60 s."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from geo.selection import CITIES
from layers.atlas import atlas_pdf
from layers.drawing import Drawing
from layers.factsheet import SheetMaker
from layers.palette import palette
from layers.print_map import map_png
from layers.sheet_pdf import map_pdf
from layers.sheet_svg import map_svg
from layers.view_state import ViewState
from pages.parts import map_content, session

DAY = "2026-11-25"
PNG_SECONDS, PDF_SECONDS, ATLAS_SECONDS = 5.0, 8.0, 60.0
PDF_BYTES = 5_000_000


@pytest.fixture(scope="module")
def view():
    return map_content.view_of(session.shipped(), ViewState(), DAY)


def test_a4_png(benchmark, view) -> None:
    content = benchmark.pedantic(map_png, (view,), rounds=3, warmup_rounds=1)
    assert Image.open(io.BytesIO(content)).size == (3507, 2480)
    assert benchmark.stats.stats.min < PNG_SECONDS


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_a3_pdf(benchmark, view, orientation: str) -> None:
    content = benchmark.pedantic(map_pdf, (view, "A3", orientation), rounds=3, warmup_rounds=1)
    benchmark.extra_info["bytes"] = len(content)
    assert len(content) < PDF_BYTES
    assert benchmark.stats.stats.min < PDF_SECONDS


def test_a3_svg(benchmark, view) -> None:
    content = benchmark.pedantic(map_svg, (view, "A3"), rounds=3, warmup_rounds=1)
    benchmark.extra_info["bytes"] = len(content)
    assert benchmark.stats.stats.min < PDF_SECONDS


def test_atlas_of_25_pages(benchmark) -> None:
    state, data = ViewState(cities=CITIES), session.shipped()
    drawing = Drawing(
        data, session.selection(data, state.filters), palette(data.chain_model, "nl"), "nl"
    )
    groups = map_content.clusters(data, state.filters, state.basis, state.method, state.radius)
    networks = {city: session.network(city) for city in CITIES}
    maker = SheetMaker(drawing, networks, groups, made_on=DAY)
    refs = maker.refs("district")[:24]  # and a page of contents

    def make() -> bytes:
        return atlas_pdf(replace(maker, _lines={}), refs, "Atlas")

    content = benchmark.pedantic(make, rounds=1)
    benchmark.extra_info["bytes"] = len(content)
    assert benchmark.stats.stats.min < ATLAS_SECONDS
