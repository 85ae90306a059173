"""The atlas, read by poppler."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geo.data.cities import CITIES
from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.map.layer_context import LayerContext
from layers.paper import atlas
from layers.paper.atlas import atlas_pdf, atlas_zip, file_name, number_columns
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import FactTable, SheetsAsked
from layers.words.palette import palette

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not there"),
]
NASTY = 'Studio $100$ #import "x" <i> & *b*'


@pytest.fixture(scope="module")
def maker() -> FactSheetMaker:
    toy = toy_dataset()
    chosen = select(toy, Filters(cities=("Amsterdam",)))
    hubs = chosen.hubs.copy()
    hubs.loc[hubs.index[0], "name"] = NASTY
    chosen = type(chosen)(**{**vars(chosen), "hubs": hubs})
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    look = palette(toy.chain_model, "nl")
    context = LayerContext(toy, chosen, look, "nl")
    asked = SheetsAsked(context, {"Amsterdam": toy_network()}, none, made_on="2026-11-25")
    return FactSheetMaker(asked)


def read(tool: str, content: bytes, *options: str) -> str:
    command = [tool, *options, "-"] + (["-"] if tool == "pdftotext" else [])
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


@pytest.mark.slow
def test_an_atlas_has_contents_bookmarks_and_page_numbers(maker: FactSheetMaker, tmp_path) -> None:
    refs = maker.refs("hub")[:4]
    seen: list[tuple[int, int]] = []
    content = atlas_pdf(maker, refs, "Atlas & co", on_sheet=lambda *now: seen.append(now))
    titles = [maker.title_of(ref) for ref in refs]
    raw = read("pdftotext", content, "-layout").split("\f")[:-1]
    pages = [re.sub(r"[\s.\u2060]", "", page) for page in raw]  # dots lead to the page number
    assert len(pages) == 5
    for number, title in enumerate(titles, start=2):
        assert f"{title.replace(' ', '')}{number}" in pages[0]
        assert title in raw[number - 1]
        assert pages[number - 1].endswith(f"{number}/5")
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    path = tmp_path / "atlas.pdf"
    path.write_bytes(content)
    marks = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", str(path)], capture_output=True, check=True
    ).stdout.decode()
    found = re.findall(r'<item page="(\d)">([^<]*)</item>', marks)
    assert found == [(str(number), title) for number, title in enumerate(titles, start=2)]


def test_names_are_in_order_whatever_their_capitals(maker: FactSheetMaker) -> None:
    titles = [maker.title_of(ref) for ref in maker.refs("hub")]
    assert titles == sorted(titles, key=str.casefold)


@pytest.mark.slow
def test_a_long_list_of_contents_stands_in_two_columns_on_one_page(
    maker: FactSheetMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One building, drawn once: it is the list that is long.
    ref = maker.refs("hub")[0]
    sheet = maker.sheet(ref)
    drawn = atlas.map_figure(sheet.view, sheet.map_size)
    picture = atlas.paper_svg(drawn.paper)
    monkeypatch.setattr(FactSheetMaker, "sheet", lambda *_: sheet)
    monkeypatch.setattr(atlas, "map_figure", lambda *_, **__: drawn)
    monkeypatch.setattr(atlas, "paper_svg", lambda _: picture)
    content = atlas_pdf(maker, [ref] * 70, "x")
    first = read("pdftotext", content, "-layout").split("\f")[0]
    assert "70 / 71" not in first
    assert all(re.search(rf"\b{number}\b", first) for number in range(2, 72))
    rows = [line for line in first.splitlines() if line.count(". . .") >= 1]
    assert 30 <= len(rows) <= 40
    assert "1 / 71" in first


def test_two_cities_are_told_apart_in_the_contents() -> None:
    toy = toy_dataset()
    elsewhere = toy.districts.head(1).assign(city="Rotterdam")
    toy = replace(toy, districts=pd.concat([toy.districts, elsewhere], ignore_index=True))
    chosen = select(toy, Filters(cities=CITIES))
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    context = LayerContext(toy, chosen, palette(toy.chain_model, "nl"), "nl")
    networks = dict.fromkeys(CITIES, toy_network())
    both = FactSheetMaker(SheetsAsked(context, networks, none, made_on="2026-11-25"))
    refs = [next(r for r in both.refs("district") if city in r) for city in CITIES]
    first = read("pdftotext", atlas_pdf(both, refs, "x"), "-layout").split("\f")[0]
    for ref, city in zip(refs, CITIES, strict=True):
        assert f"{both.title_of(ref)} · {city}" in first


def test_columns_of_numbers_stand_to_the_right() -> None:
    rows = (("Atelier", "12", "1,5", ""), ("7 huizen", "3", "", ""))
    assert number_columns(FactTable("x", ("a", "b", "c", "d"), rows)) == [1, 2]
    assert number_columns(FactTable("x", ("a",), ())) == []


def test_a_name_is_only_text_on_its_sheet(maker: FactSheetMaker) -> None:
    ref = next(ref for ref in maker.refs("hub") if maker.title_of(ref) == NASTY)
    assert NASTY in read("pdftotext", atlas_pdf(maker, [ref], "x"), "-layout")


@pytest.mark.slow
def test_a_zip_has_one_sheet_each(maker: FactSheetMaker) -> None:
    refs = maker.refs("hub")[:2]
    with zipfile.ZipFile(io.BytesIO(atlas_zip(maker, refs))) as archive:
        names = archive.namelist()
        assert [name[:4] for name in names] == ["001_", "002_"]
        for name in names:
            assert "Pages:           1\n" in read("pdfinfo", archive.read(name))


def test_work_stops_when_it_is_called_off(maker: FactSheetMaker) -> None:
    class CalledOffError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        atlas_pdf(maker, maker.refs("hub")[:3], "x", on_sheet=stop)


def test_the_same_atlas_is_the_same_file(maker: FactSheetMaker) -> None:
    refs = maker.refs("hub")[:1]
    assert atlas_pdf(maker, refs, "x") == atlas_pdf(maker, refs, "x")


@pytest.mark.parametrize("title", ["../../etc", "a/b\\c:d", "שלום", "W" * 200, ""])
def test_a_file_name_is_safe_everywhere(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,60}", file_name(title))
