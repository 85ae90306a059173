"""A row that only names a building of the shipped tables stands there; one that cannot says why."""

from __future__ import annotations

import geopandas as gpd
import pytest
from intakes import read_here

from geo.data.folders import DATA
from geo.intake.model.result import Intake
from geo.intake.process.pipeline import Options
from layers.sentences.intake_notices import notice_words, reason_words

HUBS = gpd.read_parquet(DATA / "hubs.parquet").set_index("id")


def hub_named(words: str) -> gpd.GeoSeries:
    (found,) = [i for i, name in HUBS["name"].items() if words in name]
    return HUBS.loc[found]


def read(*lines: str, head: str = "huurder;gebouw") -> Intake:
    return read_here("a.csv", ("\n".join([head, *lines]) + "\n").encode())


def reasons(intake: Intake) -> list[str]:
    return [reason_words(r, "nl").partition(": ")[2] for r in intake.rejections]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("OT301", "OT301"),
        ("broedplaats ot301", "OT301"),
        ("ACTA", "Broedplaats ACTA"),
        ("Gemaal op Zuid", "Gemaal op Zuid"),
        ("NDSM-Loods", "NDSM-loods"),
        ("acta", "Broedplaats ACTA"),
    ],
)
def test_a_tenant_stands_in_the_building_that_it_names(said: str, named: str) -> None:
    intake, hub = read(f"Studio A;{said}"), hub_named(named)
    assert intake.rows.geometry.iloc[0].equals(hub.geometry)
    assert intake.rows["kk_placed_by"].tolist() == ["building"]
    assert intake.rows["kk_accuracy_m"].tolist() == [hub["accuracy_m"]]
    (told,) = [n for n in intake.notices if n.code == "placed_by_building"]
    assert said in notice_words(told, "nl")


def test_a_list_of_names_alone_stands_where_the_names_are_known() -> None:
    intake = read("OT301", "Een pand dat niemand kent", head="naam")
    assert intake.rows.geometry.notna().tolist() == [True, False]
    assert reasons(intake) == ["straat en postcode zijn leeg"]


def test_an_unknown_building_is_named_as_the_reason() -> None:
    intake = read("A;Nergenshuis", "B;ADM-terrein", "C;")
    assert intake.n_on_map == 0
    assert reasons(intake) == [
        "dit gebouw staat niet onder deze naam in Ketenkaart",
        "van dit gebouw kent ook Ketenkaart de plek niet",
        "straat en postcode zijn leeg",
    ]


def test_what_the_row_says_itself_comes_first() -> None:
    intake = read(
        "A;OT301;121230;490467;",
        "B;OT301;;;Weena 5, Rotterdam",
        "C;OT301;0;0;",
        head="huurder;gebouw;x;y;adres",
    )
    assert intake.rows["kk_in_city"].tolist() == ["Amsterdam", "Rotterdam", ""]
    assert intake.rows["kk_placed_by"].iloc[0] == "given_coordinate"
    assert [r.code for r in intake.rejections] == ["place_placeholder"]


def test_the_name_of_a_row_with_an_address_is_no_place() -> None:
    intake = read("OT301;Nergensstraat 99, Amsterdam", head="naam;adres")
    assert intake.n_on_map == 0


def test_who_wants_no_looking_up_gets_none() -> None:
    content = b"huurder;gebouw\nA;OT301\n"
    assert read_here("a.csv", content, Options(place_addresses=False)).n_on_map == 0
