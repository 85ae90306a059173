"""Addresses without coordinates: placed from the shipped tables, with their accuracy."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from intakes import read_here

from geo.intake.meaning import locatieserver
from geo.intake.model.result import Intake
from geo.intake.process.pipeline import Options
from layers.sentences.intake_notices import reason_words

HEAD = "naam;adres;postcode;plaats\n"


def read(*lines: str) -> Intake:
    return read_here("a.csv", (HEAD + "\n".join(lines)).encode())


def test_a_postcode_of_six_places_finely() -> None:
    rows = read("Onbekend;;1054 HW;Amsterdam").rows
    assert rows["kk_placed_by"].tolist() == ["postcode6"]
    # Overtoom lies south-west of the centre, between Leidseplein and Surinameplein.
    assert 117_500 < rows.geometry.iloc[0].x < 121_000
    # As fine as the shipped table has it, which says so itself.
    assert 0 < rows["kk_accuracy_m"].iloc[0] <= 1000


def test_a_postcode_of_four_places_coarsely_and_says_so() -> None:
    intake = read("Onbekend;;3013;Rotterdam")
    assert intake.rows["kk_placed_by"].tolist() == ["postcode4"]
    assert intake.rows["kk_accuracy_m"].iloc[0] >= 250
    assert {n.code for n in intake.notices} >= {"placed_by_address"}


def test_the_town_follows_from_the_postcode() -> None:
    assert read("Onbekend;;1054 HW;").rows["kk_in_city"].tolist() == ["Amsterdam"]


def test_another_town_and_no_address_stay_off_the_map() -> None:
    intake = read("Utrecht;Domplein 1;3512 JC;Utrecht", "Leeg;;;Amsterdam")
    assert [r.code for r in intake.rejections] == ["place_missing", "place_missing"]


def test_of_an_address_that_is_not_found_the_unknown_part_is_named() -> None:
    intake = read(
        "Straat;Nergensstraat 3;;Amsterdam",
        "Postcode;;1999 ZZ;Amsterdam",
        "Oorlog;;1012 SS;Amsterdam",
        "Plaats;Domplein 1;3512 JC;Utrecht",
        "Leeg;;;Amsterdam",
    )
    found = {r.row: r.why for r in intake.rejections}
    assert found == {1: "street", 2: "postcode", 3: "postcode", 4: "town", 5: "nothing"}
    words = [reason_words(r, "nl") for r in sorted(intake.rejections, key=lambda r: r.row)]
    assert words[0].endswith("de straat is in deze stad niet bekend")
    assert len(set(words)) == 4


def test_placing_can_be_switched_off() -> None:
    content = (HEAD + "Onbekend;;3013;Rotterdam").encode()
    assert read_here("a.csv", content, Options(place_addresses=False)).n_on_map == 0


def test_a_given_coordinate_is_never_overruled_by_an_address() -> None:
    content = b"naam;adres;plaats;x;y\nA;Overtoom 1;Amsterdam;89689.5;436371.5\n"
    intake = read_here("a.csv", content)
    assert intake.rows["kk_placed_by"].tolist() == ["given_coordinate"]
    assert {n.code for n in intake.notices} >= {"city_contradicts"}


@pytest.fixture
def service() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name the base class asks for
            question = parse_qs(urlsplit(self.path).query)["q"][0]
            asked.append(question)
            place = {"type": "adres", "centroide_rd": "POINT(92000.5 437000.25)"}
            town = {"type": "woonplaats", "centroide_rd": "POINT(1 1)"}
            found = [place] if question.startswith("Straatweg") else [town]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"response": {"docs": found}}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/free", asked
    server.shutdown()
    server.server_close()


def test_nobody_is_asked_unless_the_setting_says_so(service: tuple[str, list[str]]) -> None:
    intake = read("Onbekend;Straatweg 1;;Rotterdam")
    assert locatieserver.service({}) == ""
    same, found, failed = locatieserver.look_up(intake, locatieserver.to_look_up(intake), "")
    assert (same is intake, found, failed, service[1]) == (True, 0, 0, [])


def test_the_service_places_addresses_and_learns_no_names(service: tuple[str, list[str]]) -> None:
    address, asked = service
    assert locatieserver.service({locatieserver.SETTING: address}) == address
    intake = read("Geheime huurder;Straatweg 1;;Rotterdam", "Ook geheim;Nergens;;Rotterdam")
    rows = locatieserver.to_look_up(intake)
    made, found, failed = locatieserver.look_up(intake, rows, address)
    assert (found, failed) == (1, 0)
    assert asked == ["Straatweg 1 Rotterdam", "Nergens Rotterdam"]
    assert (made.rows.geometry[1].x, made.rows.geometry[1].y) == (92000.5, 437000.25)
    assert made.rows["kk_placed_by"].tolist() == ["locatieserver", "none"]
    assert (made.n_on_map, made.n_off_map, len(made.rejections)) == (1, 1, 1)


def test_a_service_that_is_away_is_left_alone_soon() -> None:
    intake = read(*(f"Rij {i};Straatweg {i};;Rotterdam" for i in range(1, 9)))
    rows = locatieserver.to_look_up(intake)
    made, found, failed = locatieserver.look_up(intake, rows, "http://127.0.0.1:9/free")
    assert (found, failed, made is intake) == (0, locatieserver.MOST_FAULTS, True)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a/b", "http://pdok.nl/x", "x"])
def test_only_safe_addresses_are_settings(address: str) -> None:
    assert locatieserver.service({locatieserver.SETTING: address}) == ""


def test_a_street_written_short_is_read_in_full_and_told() -> None:
    intake = read("Kade;Pr. Hendrikkade 33;;Amsterdam", "Hal;Weena 5;;Rotterdam")
    assert intake.rows["kk_address"].tolist() == ["Prins Hendrikkade 33", "Weena 5"]
    assert intake.rows["adres"].tolist()[0] == "Pr. Hendrikkade 33"
    assert intake.n_on_map == 2
    told = next(n for n in intake.notices if n.code == "street_in_full")
    assert (told.column, told.value, told.params["becomes"]) == (
        "adres",
        "Pr. Hendrikkade 33",
        "Prins Hendrikkade 33",
    )


def test_a_street_written_too_short_is_asked_for() -> None:
    (rejected,) = read("Hal;J. Straat 5;;Amsterdam", "Kade;P. Lastmanp. 3;;Amsterdam").rejections[
        :1
    ]
    assert rejected.why in ("street", "streets")


def test_street_and_number_in_two_columns_are_read_in_full_as_well() -> None:
    content = b"naam;straat;huisnummer;plaats\nKade;Pr. Hendrikkade;33;Amsterdam\n"
    assert read_here("a.csv", content).rows["kk_address"].tolist() == ["Prins Hendrikkade 33"]
