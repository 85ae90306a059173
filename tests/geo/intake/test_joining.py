"""Own tenants and shipped hubs: certain, proposed or ambiguous, and never merged by itself."""

from __future__ import annotations

import geopandas as gpd
import pytest
from intakes import read_here
from shapely import Point

from geo.data.errors import ArgumentError
from geo.intake.meaning.joining import link_to_hubs, twins
from geo.intake.process.mapping import load_mapping, save_mapping
from geo.intake.process.pipeline import Options
from geo.intake.process.sandbox import read_mapping

HUBS = gpd.GeoDataFrame(
    {
        "id": ["ams-1", "ams-2", "rtm-1", "rtm-2"],
        "name": ["OT301", "De Ceuvel", "Keilewerf", "De Ceuvel"],
        "city": ["Amsterdam", "Amsterdam", "Rotterdam", "Rotterdam"],
        "address": ["Overtoom 301", "Korte Papaverweg 4", "Vierhavensstraat 56", None],
    },
    geometry=[Point(119_500, 486_000), Point(122_000, 490_000), Point(90_000, 436_500), None],
    crs="EPSG:28992",
)


def linked(*lines: str) -> list[tuple[str, str, bool, bool]]:
    content = ("naam;hub;adres;plaats\n" + "\n".join(lines)).encode()
    intake = read_here("a.csv", content, Options(place_addresses=False))
    links = link_to_hubs(intake.values, HUBS)
    return [(link.hub_id, link.by, link.certain, link.ambiguous) for link in links]


def test_by_id_by_name_and_by_address() -> None:
    assert linked("A;ams-1;;") == [("ams-1", "id", True, False)]
    assert linked("A;ot301;;") == [("ams-1", "name", True, False)]
    assert linked("A;;Vierhavensstraat 56;Rotterdam") == [("rtm-1", "address", True, False)]


def test_a_name_of_two_cities_is_settled_by_the_city_or_asked() -> None:
    assert linked("A;De Ceuvel;;Amsterdam") == [("ams-2", "name", True, False)]
    assert linked("A;De Ceuvel;;") == [
        ("ams-2", "name", False, True),
        ("rtm-2", "name", False, True),
    ]


def test_a_misspelt_name_is_proposed_only() -> None:
    assert linked("A;Keilewerff;;Rotterdam") == [("rtm-1", "like", False, False)]
    assert linked("A;Iets heel anders;;Rotterdam") == []


def test_tenants_find_the_hub_in_their_own_file() -> None:
    content = b"naam;soort;hub;x;y\nPand;hub;;121230;490467\nA;huurder;Pand;121230;490467\n"
    links = link_to_hubs(read_here("a.csv", content).values, HUBS)
    assert [(link.row, link.hub_id) for link in links] == [(2, "own:1")]


def pairs(*lines: str) -> list[tuple[int, str, float]]:
    content = ("naam;plaats;x;y\n" + "\n".join(lines)).encode()
    found = twins(read_here("a.csv", content).values, "hubs", HUBS)
    return [(twin.row, twin.shipped_id, twin.distance_m) for twin in found]


def test_a_twin_is_alike_and_near() -> None:
    # Thirty metres east and forty north: fifty away.
    assert pairs("OT 301;Amsterdam;119530;486040") == [(1, "ams-1", 50.0)]
    assert pairs("OT301;Amsterdam;119900;486000") == []
    assert pairs("Heel anders;Amsterdam;119500;486000") == []


def test_a_twin_without_a_place_goes_by_name_and_city() -> None:
    assert [pair[:2] for pair in pairs("De Ceuvel;Rotterdam;;")] == [(1, "rtm-2")]


def test_a_choice_of_columns_comes_back() -> None:
    options = load_mapping(save_mapping({"name": "Organisatie", "x": ""}, "tenants"))
    assert (dict(options.columns), options.entity) == ({"name": "Organisatie", "x": ""}, "tenants")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"kind": "ketenkaart-kolommen"}',
        b'{"columns": 1}',
        b"[" * 9999,
    ],
)
def test_any_other_file_is_no_choice_of_columns(content: bytes) -> None:
    with pytest.raises(ArgumentError) as fault:
        load_mapping(content)
    assert fault.value.code == "mapping_unknown"


@pytest.mark.slow
def test_a_choice_from_outside_is_read_in_a_process_of_its_own() -> None:
    options = read_mapping(save_mapping({"name": "Organisatie", "x": ""}, "tenants"))
    assert (options.columns, options.entity) == ({"name": "Organisatie", "x": ""}, "tenants")
    for content in (b"[" * 90_000, b"9" * 90_000, b"\xff\x00", b"{}"):
        with pytest.raises(ArgumentError, match="mapping_unknown"):
            read_mapping(content)
