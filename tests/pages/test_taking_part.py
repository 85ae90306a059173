"""Own rows on all pages: off until switched on, marked everywhere, in one session only."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pyogrio
import pytest
from app_pages import counts_of_the_map, opened, said
from intakes import read_here
from streamlit.testing.v1 import AppTest

from geo.data.chains import load_chain_model
from geo.data.selection import Filters, select
from geo.intake.process.pipeline import Options
from geo.own.rows import OwnRows, with_own
from layers.files.data_export import to_csv, to_geopackage
from layers.files.intake_report import rows_table
from layers.map.composition import SIMPLE_LAYERS, map_view
from layers.map.layer_context import LayerContext
from layers.view.caption import caption, source_line
from layers.view.map_model import MapView
from layers.view.scenes import Scene
from layers.words.palette import palette
from pages.own.file import KEPT, OwnFile
from pages.session.scene_list import SCENES

pytestmark = pytest.mark.slow

LIST = b"""soort;naam;hub;plaats;sector;schakel;jaar van;jaar tot;x;y
broedplaats;Mijn Loods;;Amsterdam;mode;;2010;;122000;489500
huurder;Atelier A;Mijn Loods;;mode;maken;2015;;;
huurder;Atelier B;De Ceuvel;Amsterdam;muziek;publiek;2016;;;
huurder;Atelier C;Nergens;Amsterdam;muziek;;;;;
"""
NAME = "huurders <b>2026</b>.csv"
QUERY = {"stad": "Amsterdam"}


def page(upload: OwnFile | None, query: dict[str, str], name: str = "kaart") -> AppTest:
    """A page with a file brought already."""
    return opened(name, {} if upload is None else {KEPT: upload}, **query)


@pytest.fixture(scope="module")
def upload() -> OwnFile:
    return OwnFile(NAME, LIST, Options(), read_here(NAME, LIST))


@pytest.fixture(scope="module")
def view(shipped, upload) -> MapView:
    source = upload.intake.source
    rows = OwnRows(source.name, source.sha256, source.read_on, upload.intake.values)
    data = with_own(shipped, [rows]).dataset
    context = LayerContext(data, select(data, Filters()), palette(load_chain_model(), "nl"), "nl")
    layers = tuple(SIMPLE_LAYERS[name](context) for name in ("hubs", "sectors", "tenants"))
    return map_view(context, layers, "Proef", "", made_on="2026-11-25")


def test_own_rows_take_no_part_until_the_planner_says_so(upload):
    test = page(upload, QUERY)
    assert not test.exception
    assert not test.sidebar.toggle[0].value
    assert "Eigen rijen doen mee" not in said(test)


def test_switched_on_every_number_counts_them_and_the_page_says_so(upload):
    off, on = page(upload, QUERY), page(upload, {**QUERY, "eigen": "1"})
    assert not on.exception
    assert on.sidebar.toggle[0].value
    assert "1 gebouw, 2 huurders" in said(on)
    # Atelier C names a building that is nowhere.
    assert "1 huurder omdat er geen plek is en het gebouw niet is gevonden (zie Koppelen)" in said(
        on
    )
    assert "huurders \\<b\\>2026" in said(on)  # as text, not as markup
    # The subtitle counts buildings and named tenants: one and two more.
    counts = [hubs_and_tenants(test) for test in (off, on)]
    assert (counts[1][0] - counts[0][0], counts[1][1] - counts[0][1]) == (1, 2)


def hubs_and_tenants(test: AppTest) -> tuple[int, ...]:
    numbers = [
        int(word) for word in counts_of_the_map(test).replace(".", "").split() if word.isdigit()
    ]
    return tuple(numbers[:2])


@pytest.mark.parametrize("path", ["waar", "schakels", "vergelijken"])
def test_other_pages_answer_with_own_rows(upload, path):
    test = page(upload, {**QUERY, "eigen": "1", "ik": "fashion.make"}, path)
    assert not test.exception
    assert "1 gebouw, 2 huurders" in said(test)


def test_reach_is_worked_out_with_own_rows_among_what_is_reached(upload):
    test = page(upload, {**QUERY, "eigen": "1", "pand": "ot301", "minuten": "10"}, "bereik")
    assert not test.exception
    assert "OT301" in said(test)
    assert said(test).count('<table class="ketenkaart-sentences"') + len(test.dataframe) > 0


def test_a_link_made_with_own_rows_says_that_they_are_not_here():
    test = page(None, {**QUERY, "eigen": "1"})
    assert any("is gemaakt met eigen rijen" in each.value for each in test.warning)


def test_another_session_sees_nothing_of_them(upload):
    before = hubs_and_tenants(page(None, QUERY))
    page(upload, {**QUERY, "eigen": "1"})
    assert hubs_and_tenants(page(None, QUERY)) == before


def test_each_own_thing_has_one_ring_and_a_line_in_the_legend(view):
    rings = next(layer for layer in view.layers if layer.key == "own_rows")
    # The building with the pie on it is one thing; each of two tenants is one.
    assert sorted(rings.frame["label"]) == ["Atelier A", "Atelier B", "Mijn Loods"]
    assert rings.legend[0].count == 3
    hubs = next(layer for layer in view.layers if layer.key == "hubs").frame
    own = hubs[hubs["name"].eq("Mijn Loods")]
    ring = rings.frame[rings.frame["label"].eq("Mijn Loods")]
    assert ring["size"].iloc[0] > own["size"].iloc[0]
    assert view.layers.index(rings) == 0


def test_the_caption_names_file_hash_date_and_number(view, upload):
    source = upload.intake.source
    words = " ".join(line.words for line in caption(view))
    assert f"2 huurders uit {NAME}" in words
    assert source.sha256[:16] in words
    assert source.read_on in words
    assert f"{NAME} (sha256 {source.sha256[:16]})" in source_line(view)


def test_files_tell_own_rows_apart(view, tmp_path):
    path = tmp_path / "eigen.gpkg"
    path.write_bytes(to_geopackage(view))
    hubs = pyogrio.read_dataframe(path, layer="hubs").set_index("name")
    assert hubs["own"].sum() == 1
    assert hubs.loc["Mijn Loods", "source_title"] == NAME
    with zipfile.ZipFile(io.BytesIO(to_csv(view))) as archive:
        text = archive.read("tenants.csv").decode("utf-8-sig")
    rows = {row["label"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows["Atelier B"]["own"] != rows["IJ-Kantine"]["own"]


def test_the_mark_of_a_sheet_changes_with_the_own_rows(shipped, view):
    context = LayerContext(
        shipped, select(shipped, Filters()), palette(load_chain_model(), "nl"), "nl"
    )
    bare = map_view(context, (), "Proef", "", made_on="2026-11-25")
    assert bare.mark != view.mark


def test_rows_tell_which_building_and_which_twin_was_chosen(upload):
    table = rows_table(upload.intake, {"hub:4": "de-ceuvel", "1:ndsm-kunststad": "keep_own"})
    assert table["kk_hub_id"].fillna("").tolist() == ["", "", "", "de-ceuvel"]
    assert table["kk_choice"].fillna("").tolist() == ["keep_own 1:ndsm-kunststad", "", "", ""]
    assert "kk_hub_id" not in rows_table(upload.intake, {"1:ndsm-kunststad": "both"})


def test_a_column_broedplaats_beside_names_is_the_building(upload):
    lines = LIST.replace(b";hub;", b";broedplaats;")
    assert read_here(NAME, lines).values["hub"].tolist() == upload.intake.values["hub"].tolist()


def test_a_choice_on_the_page_of_own_data_is_kept_and_joins(upload):
    own = replace(upload, choices={"hub:4": "de-ceuvel"})
    test = page(own, {**QUERY, "eigen": "1"}, "eigen")
    assert not test.exception
    assert "1 gebouw, 3 huurders" in said(test)


def test_a_scene_is_drawn_with_own_rows_only_if_it_was_made_with_them(upload):
    scenes = tuple(
        Scene(f"Kop {query}", "", "kaart", f"stad=Amsterdam{query}", None)
        for query in ("", "&eigen=1")
    )
    for brought, warnings in ((upload, 0), (None, 1)):
        kept = {KEPT: brought} if brought else {}
        test = opened("presentatie", {SCENES: scenes, **kept})
        assert not test.exception
        said_so = [each for each in test.warning if "is gemaakt met eigen rijen" in each.value]
        assert len(said_so) == warnings
