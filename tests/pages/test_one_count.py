"""Every output of one view says the same numbers: on the map, with and without a place, and known.

The numbers are counted here from the tables themselves, without the code that counts them.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from geo.data.selection import select
from geo.data.store import load_dataset
from layers.files.data_export import to_csv, to_geojson, to_geopackage, to_xlsx
from layers.files.document import document
from layers.files.presentation_html import presentation_html
from layers.files.scene_content import SceneContent, scene_content
from layers.files.slides import slide_set
from layers.paper.map_sheet import MapSheetForm, map_sheet
from layers.view.state import ViewState
from layers.web.standalone_page import standalone_html
from pages.session import server
from pages.views import (
    bereik_view,
    kaart_view,
    nabijheid_view,
    ontmoeting_view,
    schakels_view,
    waar_view,
    wat_als_view,
)
from pages.views.page_views import PAGES
from tests.support.app_pages import opened, said

pytestmark = pytest.mark.slow

CITY = "Amsterdam"
STATE = ViewState(cities=(CITY,), layers=("districts", "hubs", "partners"))
IN_USE = ("active", "planned", "unknown")
PUBLISHED = (
    r"([\d.]+) van ([\d.]+) huurders bij naam bekend, van welke keten ook,"
    r" in ([\d.]+) van de ([\d.]+) gebouwen"
)
ON_MAP = r"([\d.]+) gebouwen en ([\d.]+) huurders op de kaart; ([\d.]+) partners daarbuiten"
CHOSEN_ON_MAP = (
    r"Van deze keuze op de kaart: ([\d.]+) gebouwen,"
    r" ([\d.]+) huurders en ([\d.]+) partners daarbuiten"
)
ASIDE = r"\(([\d.]+) zonder plaats\)"
IN_ALL = (
    rf"samen: ([\d.]+) gebouwen {ASIDE}, ([\d.]+) bekende huurders {ASIDE}"
    rf" en ([\d.]+) partners daarbuiten {ASIDE}\. Van die huurders zijn ([\d.]+) geen organisatie"
)


@dataclass(frozen=True)
class Counted:
    """Buildings, tenants and partners of the city, from the tables."""

    on_map: tuple[int, ...]
    in_all: tuple[int, ...]
    published: tuple[int, ...]


@pytest.fixture(scope="module")
def counted() -> Counted:
    data = load_dataset()
    hubs = data.hubs[data.hubs["city"].eq(CITY) & data.hubs["status"].isin(IN_USE)]
    placed = hubs[hubs.geometry.notna()]
    here = data.tenants[data.tenants["hub_id"].isin(hubs["id"])]
    here = here[here["presence"].eq("present") & ~here["is_total"].astype(bool)]
    on_map = here[here["hub_id"].isin(placed["id"])]
    open_ = data.partners["likely_open"].fillna(False).astype(bool)
    partners = data.partners[data.partners["city"].eq(CITY) & open_]
    drawn = int(partners.geometry.notna().sum())
    publishing = hubs[hubs["tenants_published"].notna()].set_index("id")["tenants_published"]
    # Whose name is known is an organisation: a room or programme of the house is no tenant of it.
    named = here.loc[here["row_kind"].eq("organisation"), "hub_id"]
    known = sum(min(int(named.eq(house).sum()), int(n)) for house, n in publishing.items())
    return Counted(
        (len(placed), len(on_map), drawn),
        (
            *(len(hubs), len(hubs) - len(placed), len(here), len(here) - len(on_map)),
            *(len(partners), len(partners) - drawn),
            int(here["row_kind"].ne("organisation").sum()),
        ),
        (known, int(publishing.sum()), len(publishing), len(hubs)),
    )


@pytest.fixture(scope="module")
def scene() -> SceneContent:
    view = kaart_view.view_of(server.shipped(), STATE, "2026-11-29")
    explanation = kaart_view.explanation_of(server.shipped(), STATE, {}, "2026-11-29")
    return scene_content(view, explanation)


def figures(pattern: str, words: str) -> set[tuple[int, ...]]:
    """Every time the words say it: the numbers, which must be the same each time."""
    # On a page a name may hold no mark-up: signs have a stroke before them.
    plain = re.sub(r"\s+", " ", unescape(words).replace("\u00a0", " ").replace("\\", ""))
    found = re.findall(pattern, plain)
    return {tuple(int(n.replace(".", "")) for n in each) for each in found}


def on_screen(_: SceneContent) -> str:
    return said(opened(stad=CITY, lagen="districts.hubs.partners"))


def on_sheet(scene: SceneContent) -> str:
    sheet = map_sheet(scene.view, MapSheetForm(paper="A3"))
    return " ".join(line.words for line in sheet.paper.writings)


def on_slide(scene: SceneContent) -> str:
    deck = Presentation(io.BytesIO(slide_set([scene])))
    return " ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def in_word(scene: SceneContent) -> str:
    return " ".join(each.text for each in Document(io.BytesIO(document([scene]))).paragraphs)


def in_html(scene: SceneContent) -> str:
    return standalone_html(scene.view).decode()


def in_csv(scene: SceneContent) -> str:
    with zipfile.ZipFile(io.BytesIO(to_csv(scene.view))) as archive:
        return archive.read("bron.csv").decode("utf-8-sig")


def in_workbook(scene: SceneContent) -> str:
    sheet = load_workbook(io.BytesIO(to_xlsx(scene.view)), read_only=True).worksheets[-1]
    return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def in_geopackage(scene: SceneContent, path: Path) -> str:
    path.write_bytes(to_geopackage(scene.view))
    with sqlite3.connect(path) as database:
        return " ".join(row[0] for row in database.execute("SELECT waarde FROM ketenkaart_bron"))


def in_geojson(scene: SceneContent) -> str:
    with zipfile.ZipFile(io.BytesIO(to_geojson(scene.view))) as archive:
        return archive.read("hubs.geojson").decode()


OUTPUTS = (on_screen, on_sheet, on_slide, in_word, in_html, in_csv, in_workbook, in_geojson)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda each: each.__name__)
def test_every_output_says_the_same_numbers(
    output: Callable[[SceneContent], str], scene: SceneContent, counted: Counted
) -> None:
    words = output(scene)
    assert figures(IN_ALL, words) == {counted.in_all}
    assert figures(PUBLISHED, words) == {counted.published}
    if output not in (on_slide, in_word):  # whose figures are those of the next test
        assert figures(ON_MAP, words) == {counted.on_map}


VIEWS = ("bereik", "nabijheid", "ontmoeting", "schakels", "waar", "wat_als")


@pytest.mark.parametrize("page", VIEWS)
def test_every_view_says_how_many_are_known(page: str, counted: Counted) -> None:
    assert figures(PUBLISHED, said(opened(page, stad=CITY))) == {counted.published}


MAPS = {
    "bereik": bereik_view,
    "nabijheid": nabijheid_view,
    "ontmoeting": ontmoeting_view,
    "schakels": schakels_view,
    "waar": waar_view,
    "wat_als": wat_als_view,
}


@pytest.mark.parametrize("page", MAPS)
def test_every_map_says_it_on_paper_too(page: str, counted: Counted) -> None:
    view = MAPS[page].map_of(server.shipped(), STATE, {}, "2026-11-29")
    assert figures(PUBLISHED, " ".join(view.notes)) == {counted.published}


@pytest.mark.parametrize("page", [*MAPS, "ketens"])
def test_of_one_chain_the_bar_counts_what_the_map_below_it_counts(page: str) -> None:
    state, chain = ViewState(cities=("Rotterdam",), chains=("film_media",)), "film_media"
    view = PAGES[page].map_of(server.shipped(), state, {}, "2026-11-29")
    on_paper = figures(PUBLISHED, " ".join(view.notes))
    assert len(on_paper) == 1
    assert figures(PUBLISHED, said(opened(page, stad="Rotterdam", keten=chain))) == on_paper


def test_of_one_chain_the_scene_says_which_buildings_it_counts() -> None:
    data = server.shipped()
    state = ViewState(cities=("Rotterdam",), chains=("film_media",))
    chosen = select(data, state.filters)
    every = {*chosen.hubs["id"], *chosen.hubs_without_place["id"]}
    held = set(chosen.tenants["hub_id"])
    assert held < every
    told = kaart_view.explanation_of(data, state, {}, "2026-11-29")
    assert f"in {len(held)} van de {len(every)} gebouwen" in told.statement
    assert (told.figures[0].value, told.figures[0].label) == (
        str(len(every)),
        f"gebouwen; {len(every) - len(held)} richten zich op deze keten zonder bekende huurder"
        " daarin",
    )
    assert told.table.title.endswith(f"van {len(held)} gebouwen)")


def test_a_geopackage_says_them_and_holds_as_many_rows(
    scene: SceneContent, counted: Counted, tmp_path: Path
) -> None:
    path = tmp_path / "view.gpkg"
    words = in_geopackage(scene, path)
    assert figures(IN_ALL, words) == {counted.in_all}
    assert figures(PUBLISHED, words) == {counted.published}
    with sqlite3.connect(path) as database:
        ((hubs, tenants),) = database.execute("SELECT count(*), sum(n_tenants) FROM hubs")
        ((partners,),) = database.execute("SELECT count(*) FROM partners")
    assert (hubs, tenants, partners) == counted.on_map


def test_rows_of_a_table_are_as_many_as_it_says(scene: SceneContent, counted: Counted) -> None:
    with zipfile.ZipFile(io.BytesIO(to_csv(scene.view))) as archive:
        for name, n in (("hubs", counted.on_map[0]), ("partners", counted.on_map[2])):
            lines = io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))
            assert len(list(csv.reader(lines, delimiter=";"))) == n + 1
    book = load_workbook(io.BytesIO(to_xlsx(scene.view)), read_only=True)
    sizes = [len(list(sheet.iter_rows())) - 1 for sheet in book.worksheets]
    assert counted.on_map[0] in sizes
    assert counted.on_map[2] in sizes


def test_the_large_figures_of_slide_word_and_presentation_are_those_of_all(
    scene: SceneContent, counted: Counted
) -> None:
    hubs, no_place, tenants, no_house, partners, *_ = counted.in_all
    empty = hubs - server.selection(server.shipped(), STATE.filters).tenants["hub_id"].nunique()
    expected = [
        f"{hubs} gebouwen, waarvan {no_place} zonder plaats; van {empty} is geen huurder bekend",
        f"{tenants} huurders bij naam bekend, waarvan {no_house} zonder plaats",
        f"{partners} partners daarbuiten",
    ]
    assert [f"{each.value} {each.label}" for each in scene.figures] == expected
    word = [each.text for each in Document(io.BytesIO(document([scene]))).paragraphs]
    assert [line for line in word if line in expected] == expected
    deck = Presentation(io.BytesIO(slide_set([scene])))
    slide = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    html = unescape(presentation_html([scene], "").decode())
    for line in expected:
        number, _, label = line.partition(" ")
        assert any(number in each and label in each for each in slide)
        assert label in html


def test_of_one_chain_the_scene_of_ketens_counts_whole_tenants_and_partners() -> None:
    data = server.shipped()
    for chain in ("film_media", "music"):
        state = ViewState(cities=("Rotterdam",), chains=(chain,))
        view = PAGES["ketens"].map_of(data, state, {}, "2026-11-29")
        ((_, tenants, partners),) = figures(CHOSEN_ON_MAP, view.subtitle)
        told = PAGES["ketens"].explanation_of(data, state, {}, "2026-11-29")
        every = told.figures[-1]
        # Who is in two chains counts for a half in the bars of a stage, and is one tenant here.
        assert every.value == str(tenants + partners)
        assert told.bars.title.endswith(f"(n = {every.value})")
