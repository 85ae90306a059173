"""Hubs of the toy city side by side: rows, sources and steps worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.comparison import (
    NEXT_COLUMNS,
    ROW_COLUMNS,
    TERM_COLUMNS,
    Comparison,
    compare_hubs,
    dated_figures,
    load_terms,
    station_walks,
)
from geo.answers.surroundings import surroundings
from geo.data.errors import DataErrors
from geo.data.store import Dataset
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"
NO_TERMS = pd.DataFrame(columns=TERM_COLUMNS)


@pytest.fixture(scope="module")
def toy() -> Dataset:
    """The toy city with a metro at its stop."""
    plain = toy_dataset()
    return replace(plain, stops=plain.stops.assign(mode="metro"))


def compared(toy: Dataset, *hubs: str, terms: pd.DataFrame = NO_TERMS) -> Comparison:
    net = toy_network()
    around = {CITY: surroundings(toy, net, CITY)}
    return compare_hubs(toy, hubs, terms, around, station_walks(toy, net, CITY))


def figure(found: Comparison, key: str, hub_id: str) -> pd.Series:
    return found.figures.set_index(["key", "hub_id"]).loc[(key, hub_id)]


def accurate(toy: Dataset, hub_id: str, metres: float) -> Dataset:
    accuracy = toy.hubs["accuracy_m"].mask(toy.hubs["id"].eq(hub_id), metres)
    return replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy))


def test_every_row_behind_the_figures_by_hand(toy: Dataset) -> None:
    # The stop is 300 m from either: over the ferry from h1, over the bridge from h3; the café 100.
    found = compared(toy, "h1", "h3").rows
    assert list(found) == ROW_COLUMNS
    rows = found.astype(object).where(found.notna(), None)
    assert list(rows.itertuples(index=False, name=None)) == [
        ("h1", "tenants_published", "hubs", "h1", "Pand 1", 1, None),
        ("h1", "tenants_named", "tenants", "t1", "Naaimachine", 1, None),
        ("h3", "tenants_named", "tenants", "t3", "Confectie", 1, None),
        ("h1", "tenants_named", "tenants", "t4", "Showroom", 1, None),
        ("h1", "tenants_named", "tenants", "t10", "Zonder vak", 1, None),
        ("h1", "tenants_published", "tenants", "t12", "huurders", 40, None),
        ("h1", "meeting_places", "meeting_places", "m1", "Eetcafé", 1, 100),
        ("h3", "meeting_places", "meeting_places", "m1", "Eetcafé", 1, 100),
        ("h1", "station", "stops", "s1", "Halte", 1, 300),
        ("h3", "station", "stops", "s1", "Halte", 1, 300),
    ]
    assert rows.index.tolist() == list(range(10))


def test_minutes_of_the_station_are_those_of_the_quickest_way(toy: Dataset) -> None:
    # h1: the ferry, 60 s, and two streets of 75; h3: a street, the bridge and a street.
    found = compared(toy, "h1", "h3")
    assert figure(found, "station", "h1")[["value", "minutes"]].tolist() == [300, 3.5]
    assert figure(found, "station", "h3")[["value", "minutes"]].tolist() == [300, 3.75]


def test_a_tram_stop_is_no_station(toy: Dataset) -> None:
    trams = replace(toy, stops=toy.stops.assign(mode="tram"))
    assert figure(compared(trams, "h1", "h3"), "station", "h1")["reason"] == "no_target"


def test_a_station_below_the_accuracy_of_the_hub_is_not_told(toy: Dataset) -> None:
    # The stop itself is where it says it is: 300 m can be told of 300 m, and not of more.
    assert figure(compared(accurate(toy, "h3", 300), "h1", "h3"), "station", "h3")["value"] == 300
    found = figure(compared(accurate(toy, "h3", 300.5), "h1", "h3"), "station", "h3")
    assert found["reason"] == "too_coarse"
    assert pd.isna(found["value"])
    assert found["n"] == 0


def test_a_hub_placed_less_finely_than_half_of_five_minutes_has_no_places_counted(
    toy: Dataset,
) -> None:
    # Five minutes on foot are 400 m.
    assert figure(compared(accurate(toy, "h3", 200), "h1", "h3"), "meeting_places", "h3")["n"] == 1
    found = figure(compared(accurate(toy, "h3", 201), "h1", "h3"), "meeting_places", "h3")
    assert (found["reason"], found["n"]) == ("too_coarse", 0)


def test_years_of_a_list_run_from_its_first_to_its_last_date(toy: Dataset) -> None:
    dates = {"t1": "2018-05-01", "t4": "2021-02", "t10": None, "t3": "2019", "t2": None}
    tenants = toy.tenants.assign(source_date=toy.tenants["id"].map(dates))
    tenants["source_title"] = tenants["source_title"].mask(tenants["id"].eq("t4"), "Krant")
    found = compared(replace(toy, tenants=tenants), "h1", "h2", "h3")
    told = {hub: figure(found, "tenants_named", hub)["source_date"] for hub in ("h1", "h3")}
    assert told == {"h1": "2018–2021", "h3": "2019"}
    assert pd.isna(figure(found, "tenants_named", "h2")["source_date"])
    assert figure(found, "tenants_named", "h1")["source_title"] == "Toy | Krant"


def test_places_of_a_year_say_that_year(toy: Dataset) -> None:
    found = figure(compared(toy, "h1", "h3"), "meeting_places", "h1")
    assert found["source_date"] == "2020"


def test_several_terms_of_one_subject_are_counted_and_the_first_told(toy: Dataset) -> None:
    rows = [
        ["h3", "rent", 35.0, "eur_m2_year", "kaal", "bare", "2012", "Krant", "https://x.nl"],
        ["h3", "rent", 60.0, "eur_m2_year", "vol", "full", "2020", "Gids", "https://y.nl"],
        ["h3", "term", 5.0, "years", "vijf", "five", "2020", "Gids", "https://y.nl"],
    ]
    terms = pd.DataFrame(rows, columns=TERM_COLUMNS[:-2]).assign(source_date=None, source_read=None)
    found = compared(toy, "h1", "h3", terms=terms)
    row = figure(found, "rent", "h3")
    assert row[["value", "n", "source_title", "reason"]].tolist() == [35, 2, "Krant", "ok"]
    assert figure(found, "term", "h3")[["value", "n"]].tolist() == [5, 1]
    assert figure(found, "selection", "h3")["reason"] == "absent"
    assert figure(found, "rent", "h1")[["n", "reason"]].tolist() == [0, "absent"]


# Hub, chain, stage, next: table, target, its name, metres, minutes, reason.
STEPS = [
    ("h1", "fashion", "conceive", "make", "hubs", "h2", "Pand 2", 100, 1.25, "ok"),
    ("h1", "fashion", "distribute", "public", "partners", "p2", "Winkel", 100, 1, "ok"),
    ("h10", "visual_art", "make", "distribute", "partners", "p1", "Galerie", 200, 2.5, "ok"),
    ("h12", "architecture", "conceive", "make", None, None, None, None, None, "no_place"),
    ("h5", "music", "distribute", "public", "hubs", "h6", "Pand 6", 100, 1.25, "ok"),
    ("h5", "music", "make", "distribute", "hubs", "h5", "Pand 5", 0, 0, "in_house"),
]


def steps_of(found: Comparison) -> list[tuple[object, ...]]:
    assert list(found.next_stage) == NEXT_COLUMNS
    rows = found.next_stage.astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def test_the_next_stage_of_every_stage_held_by_hand(toy: Dataset) -> None:
    assert steps_of(compared(toy, "h1", "h10", "h12", "h5")) == STEPS


def test_a_supplier_that_has_ended_or_closed_supplies_nobody(toy: Dataset) -> None:
    status = toy.hubs["status"].mask(toy.hubs["id"].eq("h2"), "ended")
    shut = toy.partners["likely_open"] & toy.partners["id"].ne("p2")
    changed = replace(
        toy,
        hubs=toy.hubs.assign(status=status),
        partners=toy.partners.assign(likely_open=shut),
    )
    first, second = steps_of(compared(changed, "h1", "h4"))
    # The other maker is h3, two streets away; there is no other shop.
    assert first[4:] == ("hubs", "h3", "Pand 3", 200, 2.5, "ok")
    assert second[-1] == "farther"


def test_hubs_that_hold_no_stage_have_no_steps(toy: Dataset) -> None:
    assert steps_of(compared(toy, "h4", "h7")) == []


def test_years_are_numbered_by_city_and_year() -> None:
    rows = pd.DataFrame(
        {
            "city": ["B", "A", "A", "A", "A"],
            "year": ["2001", "2015-2020", None, "2018", "2015"],
        }
    )
    found = dated_figures(rows)
    assert found["year"].fillna("?").tolist() == ["2015", "2015-2020", "2018", "?", "2001"]
    assert found["number"].tolist() == [1, 2, 3, 4, 5]
    assert found["year_from"].fillna(0).tolist() == [2015, 2015, 2018, 0, 2001]
    assert found["year_to"].fillna(0).tolist() == [2015, 2020, 2018, 0, 2001]


def test_a_file_of_terms_without_a_column_is_refused(tmp_path) -> None:
    NO_TERMS.drop(columns=["unit", "year"]).to_parquet(tmp_path / "hub_terms.parquet")
    with pytest.raises(DataErrors, match="unit"):
        load_terms(tmp_path)
