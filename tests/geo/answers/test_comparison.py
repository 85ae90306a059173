"""Hubs side by side: worked by hand on the toy city, and checked against the shipped data."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.comparison import (
    FIGURES,
    TERM_COLUMNS,
    Comparison,
    compare_hubs,
    dated_figures,
    load_policy_figures,
    load_terms,
    station_walks,
)
from geo.answers.surroundings import surroundings
from geo.data.errors import ArgumentError, DataErrors
from geo.data.row_sources import with_sources
from geo.data.store import Dataset, load_dataset
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.figures.comparison_chart import mix_svg, mix_words, timeline_svg
from layers.sentences.comparison_explanation import explanation_of_comparison
from layers.sentences.comparison_words import missing_words
from layers.words.palette import palette

TERMS = pd.DataFrame(
    [["h1", "rent", 35.0, "eur_m2_year", "kaal", "bare", "2012", "Krant", "https://x.nl"]],
    columns=TERM_COLUMNS[:-2],
).assign(source_date=None, source_read="2026-11-25")


def compared(*hubs: str, data: Dataset | None = None) -> Comparison:
    toy, net = data or toy_dataset(), toy_network()
    toy = replace(toy, stops=toy.stops.assign(mode="metro"))
    around = {"Amsterdam": surroundings(toy, net, "Amsterdam")}
    return compare_hubs(toy, hubs, TERMS, around, station_walks(toy, net, "Amsterdam"))


def figure(found: Comparison, key: str, hub_id: str) -> pd.Series:
    rows = found.figures
    return rows[rows["key"].eq(key) & rows["hub_id"].eq(hub_id)].iloc[0]


def test_every_hub_has_every_figure_in_the_order_asked_for() -> None:
    found = compared("h3", "h1", "h12")
    assert found.hubs["id"].tolist() == ["h3", "h1", "h12"]
    expected = [(key, hub) for key in FIGURES for hub in ("h3", "h1", "h12")]
    assert list(zip(found.figures["key"], found.figures["hub_id"], strict=True)) == expected


def test_what_is_not_in_the_data_is_missing_and_not_nought() -> None:
    found = compared("h1", "h4")
    unknown = found.figures[found.figures["reason"].ne("ok")]
    assert unknown["value"].isna().all()
    assert (unknown["n"] == 0).all()
    # h4 has no tenant in the data; that is no statement that it has none.
    assert figure(found, "tenants_named", "h4")["reason"] == "absent"
    assert figure(found, "tenants_published", "h1")[["value", "n"]].tolist() == [40.0, 1]


def test_rent_comes_with_number_unit_year_and_source() -> None:
    found = compared("h1", "h2")
    row = figure(found, "rent", "h1")
    assert row[["value", "n", "reason", "source_title"]].tolist() == [35.0, 1, "ok", "Krant"]
    assert figure(found, "rent", "h2")["reason"] == "absent"
    assert found.terms[["hub_id", "unit", "year"]].values.tolist() == [
        ["h1", "eur_m2_year", "2012"]
    ]


def test_places_and_station_by_hand() -> None:
    found = compared("h1", "h3", "h12")
    # The café stands in h2, 100 m from h1. From h3 at (200, 0) to the stop at (200, 100): to h4,
    # over the bridge, and back: 300 m.
    assert figure(found, "meeting_places", "h1")[["value", "n"]].tolist() == [1.0, 1]
    assert figure(found, "station", "h3")["value"] == 300.0
    assert figure(found, "station", "h3")["label"] == "Halte"
    for key in ("meeting_places", "station"):
        assert figure(found, key, "h12")["reason"] == "no_place"


def test_no_meeting_place_near_is_a_known_nought() -> None:
    toy = toy_dataset()
    far = toy.meeting_places.set_geometry(toy.meeting_places.geometry.translate(9_000, 0))
    found = compared("h1", "h2", data=replace(toy, meeting_places=far))
    assert figure(found, "meeting_places", "h1")[["value", "reason"]].tolist() == [0.0, "ok"]


def test_mix_stages_and_next_stage_by_hand() -> None:
    found = compared("h1", "h2")
    assert found.mix.values.tolist() == [
        ["h1", "fashion", 2.0],
        ["h1", "unknown", 1.0],
        ["h2", "fashion", 1.0],
    ]
    # The tenant of unknown chain is no stage of the line.
    assert found.stages["stage"].tolist() == ["conceive", "distribute", "make"]
    steps = found.next_stage.set_index(["hub_id", "stage"])
    # h1 conceives: nearest maker is h2, 100 m; it distributes: the shop beside h5, over the ferry.
    assert steps.loc[("h1", "conceive"), ["target_id", "metres"]].tolist() == ["h2", 100.0]
    assert steps.loc[("h1", "distribute"), ["target_id", "metres"]].tolist() == ["p2", 100.0]
    # h2 makes: h1 has the showroom, 100 m.
    assert steps.loc[("h2", "make"), ["target_id", "metres"]].tolist() == ["h1", 100.0]


def test_every_row_behind_a_figure_names_its_source() -> None:
    toy = toy_dataset()
    rows = with_sources(toy, compared("h1", "h2").rows)
    told = rows[rows["table"].ne("stops")]
    assert len(told) > 4
    assert told["source_title"].eq("Toy").all()
    counts = rows.groupby(["hub_id", "key"]).size()
    assert counts["h1", "tenants_named"] == 3
    # The published total of h1: the building's own figure and the row in the tenant list.
    assert counts["h1", "tenants_published"] == 2


@pytest.mark.parametrize(
    "hubs", [("h1",), (), ("h1", "h1"), ("h1", "nergens"), tuple(f"h{i}" for i in range(1, 8))]
)
def test_two_to_six_known_hubs_or_an_error(hubs: tuple[str, ...]) -> None:
    with pytest.raises(ArgumentError, match="hubs_to_compare"):
        compared(*hubs)


def test_a_hub_outside_the_two_cities_has_no_distances() -> None:
    toy = toy_dataset()
    hubs = toy.hubs.assign(city=toy.hubs["city"].mask(toy.hubs["id"].eq("h3"), "Zaanstad"))
    found = compared("h1", "h3", data=replace(toy, hubs=hubs))
    assert figure(found, "meeting_places", "h3")["reason"] == "outside"
    assert figure(found, "station", "h3")["reason"] == "outside"


def test_shipped_terms_name_known_hubs_and_their_sources() -> None:
    terms = load_terms()
    data = load_dataset()
    assert set(terms["hub_id"]) <= set(data.hubs["id"])
    assert terms["source_url"].str.startswith("http").all()
    assert terms["source_title"].notna().all()
    assert (terms["number"].notna() | terms["nl"].notna()).all()
    assert terms["number"].dropna().gt(0).all()


def test_a_missing_file_is_an_error_that_names_it(tmp_path) -> None:
    with pytest.raises(DataErrors, match="hub_terms.parquet"):
        load_terms(tmp_path)
    with pytest.raises(DataErrors, match="policy_figures.parquet"):
        load_policy_figures(tmp_path)


def test_years_of_policy_figures_are_read_and_none_is_lost() -> None:
    figures = load_policy_figures()
    assert figures["number"].tolist() == list(range(1, 87))
    by_year = figures.set_index("year")
    assert by_year.loc["2015-2020", ["year_from", "year_to"]].tolist() == [2015, 2020]
    assert figures.loc[figures["year"].isna(), "year_from"].isna().all()
    rows = pd.DataFrame({"city": ["A", "A"], "year": ["ca. 1999", "onbekend"]})
    assert dated_figures(rows)["year_from"].tolist() == [1999, pd.NA]


def test_the_timeline_has_a_mark_for_every_dated_figure() -> None:
    figures = load_policy_figures()
    svg = timeline_svg(figures, "nl")
    assert svg.count("<circle") == int(figures["year_from"].notna().sum())
    assert ">Amsterdam<" in svg
    assert ">Rotterdam<" in svg


def test_names_are_escaped_in_the_drawing() -> None:
    toy = toy_dataset()
    hubs = toy.hubs.assign(name=["<script>alert(1)</script>", *toy.hubs["name"][1:]])
    found = compared("h1", "h2", data=replace(toy, hubs=hubs))
    look = palette(toy.chain_model, "nl")
    svg = mix_svg(found, look, "nl")
    assert "<script" not in svg
    assert "te weinig om iets te zeggen" in svg
    assert "mode 2" in mix_words(found, look, "nl")


def test_a_figure_has_as_many_rows_behind_it_as_it_says() -> None:
    toy = toy_dataset()
    coarse = toy.hubs["precision"].mask(toy.hubs["id"].eq("h2"), "neighbourhood")
    found = compared("h1", "h2", "h12", data=replace(toy, hubs=toy.hubs.assign(precision=coarse)))
    assert figure(found, "meeting_places", "h2")["reason"] == "too_coarse"
    counts = found.rows.groupby(["key", "hub_id"]).size()
    for key in ("tenants_named", "meeting_places", "station"):
        for hub_id in found.hubs["id"]:
            assert figure(found, key, hub_id)["n"] == counts.get((key, hub_id), 0), (key, hub_id)


def test_a_stage_nobody_has_is_absent_only_where_the_register_lists_the_house() -> None:
    found, look = compared("h1", "h2"), palette(toy_dataset().chain_model, "nl")
    assert found.registered == frozenset()
    assert missing_words(found, "h2", look, "nl") == "niet gezien: bedenken, verspreiden, publiek"
    listed = replace(found, registered=frozenset({"h2"}))
    assert missing_words(listed, "h2", look, "nl") == "ontbreekt: bedenken, verspreiden, publiek"
    assert missing_words(listed, "h1", look, "nl").startswith("niet gezien: ")
    # h2 has one stage of four, h1 two: crosses for the three that the register rules out.
    crossed, dashed = (mix_svg(each, look, "nl") for each in (listed, found))
    assert (crossed.count(">×<"), crossed.count(">–<")) == (3, 2)
    assert (dashed.count(">×<"), dashed.count(">–<")) == (0, 5)
    table = explanation_of_comparison(listed, look, "nl").table
    assert [row[-1].split(":")[0] for row in table.rows] == ["niet gezien", "ontbreekt"]
