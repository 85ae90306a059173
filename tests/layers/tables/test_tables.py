"""Tables of the pages: codes in words, numbers rounded, every heading in the reader's language."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geo.answers.chain_line import chain_line
from geo.answers.chain_rows import rows_of_chains, rows_of_ways
from geo.answers.hub_profile import hub_profile
from geo.answers.reach_content import reach_content
from geo.answers.what_if import Scenario, apply, compare_presence, presence
from geo.data.crs import RD_NEW
from geo.data.folders import DATA as SHIPPED
from geo.data.row_sources import with_sources
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.selection import Filters, select
from geo.evidence.association import city_points
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.map.composition import source_lines
from layers.tables import (
    chain_tables,
    hub_tables,
    missing_link_tables,
    nearness_tables,
    ranking_tables,
    reach_tables,
    scenario_tables,
    source_tables,
)
from layers.tables.coded_table import headed, in_words, rows_with_sources, with_age
from layers.words.palette import palette
from layers.words.resources import resource_named, resource_text
from layers.words.text import LANGUAGES, text

DATA = toy_dataset()
CHOSEN = select(DATA, Filters())


def test_codes_are_words_and_unknown_ones_stay_what_they_are() -> None:
    rows = pd.DataFrame(
        {"kind": ["broedplaats", "x"], "chain": ["music;design", None], "of_nobody": [1, 2]}
    )
    table = in_words(rows, palette(DATA.chain_model, "en"), "en")
    look = palette(DATA.chain_model, "en")
    assert table[text("column.kind", "en")].tolist() == [text("kind.broedplaats", "en"), "x"]
    assert table[text("column.chain", "en")].tolist() == [
        f"{look.chain('music')}, {look.chain('design')}",
        look.chain("unknown"),
    ]
    assert table["of_nobody"].tolist() == [1, 2]
    assert rows["kind"].tolist() == ["broedplaats", "x"], "the rows themselves stay"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_behind_a_figure_end_with_their_source(lang: str) -> None:
    rows = pd.DataFrame(
        {"table": ["tenants"], "id": ["t1"], "metres": [12.345], "geometry": [None]}
    )
    table = rows_with_sources(DATA, rows, palette(DATA.chain_model, lang), lang)
    source = (*SOURCE_COLUMNS[:-1], "source_age", "source_read")
    assert table.columns[-5:].tolist() == [text(f"column.{c}", lang) for c in source]
    assert "geometry" not in table
    assert table[text("column.metres", lang)].tolist() == [12.3]
    assert text("waar.row.tenants", lang) in table.iloc[0].tolist()


def test_the_age_of_a_source_counts_from_this_year() -> None:
    this = date.today().year
    rows = pd.DataFrame({"source_date": [f"{this - 9}-04-12", str(this), str(this + 1)]})
    assert with_age(rows, "nl")["source_age"].tolist() == [9, 0, 0]
    assert "source_age" not in with_age(pd.DataFrame({"name": ["x"]}), "nl")


@pytest.mark.parametrize(
    ("lang", "no_date", "unknown", "read"),
    [
        ("nl", "de bron noemt geen datum", "onbekend", "Bron gelezen op"),
        ("en", "the source states no date", "unknown", "Source read on"),
    ],
)
def test_a_source_without_a_date_says_so_and_when_it_was_read(
    lang: str, no_date: str, unknown: str, read: str
) -> None:
    this = date.today().year
    rows = pd.DataFrame(
        {
            "source_title": ["Krant", "Lijst", None],
            "source_date": [f"{this - 9}-04-12", None, None],
            "source_read": ["2026-11-25", "2026-11-28", None],
        }
    )
    table = headed(rows, lang)
    assert table[text("column.source_date", lang)].fillna("").tolist() == [
        f"{this - 9}-04-12",
        no_date,
        "",  # of no source nothing is said
    ]
    ages = table[text("column.source_age", lang)].fillna("").tolist()
    assert ages[:2] == ["9", unknown]
    assert ages[2] != unknown
    assert table[read].fillna("").tolist() == ["2026-11-25", "2026-11-28", ""]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_of_sources_tells_date_age_and_day_of_reading(lang: str) -> None:
    look = palette(DATA.chain_model, lang)
    read = dict.fromkeys(("tenants", "partners", "hubs", "meeting_places"), "2026-11-25")
    dated = {name: getattr(DATA, name).assign(source_read=day) for name, day in read.items()}
    toy = replace(DATA, **dated)
    content = reach_content(select(toy, Filters()), toy.stops, toy_network(), "h1")
    within = reach_tables.reach_rows_table(content, 15.0, look, lang)
    behind = with_sources(toy, pd.DataFrame({"table": ["tenants"], "id": ["t1"]})).assign(
        stage="conceive", label="Naaimachine", metres=0.0, weight=1.0
    )
    tables = (
        within[within[text("column.source_title", lang)].eq("Toy")],
        missing_link_tables.present_rows_table(behind, ("conceive",), look, lang),
        ranking_tables.rows_of_term_table(behind, look, lang),
        nearness_tables.points_table(
            city_points(select(toy, Filters()), "Amsterdam").rows.assign(city="Amsterdam"),
            look,
            lang,
        ),
    )
    for table in tables:
        assert set(table[text("column.source_date", lang)]) == {text("source.no_date", lang)}
        assert set(table[text("column.source_age", lang)]) == {text("source.age_unknown", lang)}
        assert set(table[text("column.source_read", lang)]) == {"2026-11-25"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chain_in_tables(lang: str) -> None:
    look = palette(DATA.chain_model, lang)
    line = chain_line(DATA, CHOSEN, toy_network(), "Amsterdam", "fashion", "walk")
    parts = [part.assign(city="Amsterdam") for part in (line.stages, line.steps, line.links)]
    counts = chain_tables.stage_counts_table(parts[0], look, lang)
    steps = chain_tables.steps_table(parts[1], look, lang)
    ways = chain_tables.ways_table(parts[2], look, lang)
    assert counts[text("column.stage", lang)].iloc[0] == look.stage(line.stages["stage"].iloc[0])
    # The toy city has too few ways for a median: the number stands in its place.
    few = [text("common.few", lang, n=n) for n in line.steps["n"]]
    assert steps[text("ketens.median", lang)].tolist() == few
    unmeasured = ways[ways[text("column.metres", lang)].isna()]
    assert (unmeasured[text("kaart.reason", lang)] != "").all()
    behind = rows_of_ways(parts[2])
    assert set(behind["table"]) <= {"hubs", "partners"}
    assert behind["id"].notna().all()


def test_rows_of_chains_are_tenants_and_partners_of_those_chains() -> None:
    rows = rows_of_chains(CHOSEN, ("fashion", "music"))
    assert set(rows["chain"]) <= {"fashion", "music"}
    tenants = rows[rows["table"].eq("tenants")]
    expected = CHOSEN.shares[CHOSEN.shares["chain"].isin(["fashion", "music"])]["weight"].sum()
    assert tenants["weight"].sum() == pytest.approx(expected)
    assert rows[rows["table"].eq("partners")]["weight"].eq(1).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fact_sheet_of_a_hub_in_tables(lang: str) -> None:
    look, facts = palette(DATA.chain_model, lang), hub_profile(DATA, toy_network(), "h1")
    lines = dict(hub_tables.fact_lines(facts.hub, None, lang))
    assert all(lines.values()), "what is not known is not a line"
    assert text("column.precision", lang) in lines
    tenants = hub_tables.tenants_table(facts.tenants, look, lang)
    assert len(tenants) == len(facts.tenants)
    assert set(tenants[text("column.chain", lang)]) <= set(look.chain_names.values())
    mix = hub_tables.mix_table(facts.matrix, {}, look, lang)
    assert set(mix.columns) <= set(look.stage_names.values())
    rows = hub_tables.next_partner_rows(facts.next_partner, DATA.partners["id"])
    assert rows["id"].notna().all()
    partners = rows[rows["table"].eq("partners")]["id"]
    assert set(partners) <= set(DATA.partners["id"])
    assert hub_tables.fact_row(facts.hub)["id"].tolist() == ["h1"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_lies_within_reach_in_tables(lang: str) -> None:
    look, content = (
        palette(DATA.chain_model, lang),
        reach_content(CHOSEN, DATA.stops, toy_network(), "h1"),
    )
    ground = [box(0, 0, 100, 100), box(0, 0, 200, 100), box(0, 0, 300, 100)]
    grounds = gpd.GeoDataFrame({"minutes": [5.0, 10.0, 15.0]}, geometry=ground, crs=RD_NEW)
    counts = reach_tables.reach_counts_table(content, grounds, lang)
    assert counts.iloc[-1].tolist() == [text("bereik.hectares", lang), "1", "2", "3"]
    rows = reach_tables.reach_rows_table(content, 15.0, look, lang)
    assert len(rows) == len(content.rows)
    matrix = content.by_chain_and_stage(15)
    table = reach_tables.reach_matrix_table(matrix, {}, look, lang)
    assert "0" not in table.to_numpy().tolist()


def test_presence_after_a_scenario_in_a_table() -> None:
    chains, cities = tuple(DATA.chain_model.ten), ("Amsterdam",)
    after = apply(Scenario(removed=("h1",)), CHOSEN).after
    rows = compare_presence(*(presence(x, cities, chains) for x in (CHOSEN, after)))
    look = palette(DATA.chain_model, "nl")
    table = scenario_tables.presence_table(rows, {}, look, "nl")
    before, later = (table[text(f"watals.tenants_{when}", "nl")] for when in ("before", "after"))
    assert (later <= before).all()
    gone = apply(Scenario(removed=("h1",)), CHOSEN).tenants_gone
    names = DATA.hubs.set_index("id")["name"]
    tenants = scenario_tables.tenants_gone_table(gone, names, look, "nl")
    assert set(tenants[text("column.hub_name", "nl")]) == {names["h1"]}


def test_stages_of_a_place_in_one_cell() -> None:
    look = palette(DATA.chain_model, "nl")
    assert missing_link_tables.stage_words(("make", "public"), look) == "maken, publiek"
    assert missing_link_tables.stage_words((), look) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_data_package_in_tables(lang: str) -> None:
    package = {
        "resources": [
            {
                "name": "museums",
                "path": "museums.csv",
                "title": "Museums",
                "title_nl": "Musea",
                "licenses": [{"name": "CC0-1.0"}],
                "schema": {"fields": [{"name": "id", "type": "string", "unit": "m"}]},
            }
        ]
    }
    museums = resource_named(package, "museums")
    assert museums is not None
    assert resource_named(package, "stops") is None
    files = source_tables.files_table([museums], lang)
    assert files.iloc[0][text("bronnen.subject", lang)] == resource_text(museums, "title", lang)
    assert files.iloc[0][text("bronnen.estimated", lang)] == text("common.no", lang)
    columns = source_tables.columns_table(museums, lang)
    assert columns.iloc[0].tolist() == ["id", "string", "", "m"]
    placed = source_tables.precision_table(DATA.hubs, lang)
    assert placed.to_numpy().sum() == len(DATA.hubs)


@pytest.mark.parametrize(
    ("lang", "placed_by", "basis", "words"),
    [
        ("nl", "street", "source", "op straat (binnen ± 200 m)"),
        (
            *("nl", "street", "inferred"),
            "op straat (binnen ± 200 m); afgeleid, door geen bron bevestigd",
        ),
        (
            *("en", "derived_point", "source"),
            "at its street (within ± 200 m); point estimated along the street or within the block",
        ),
        (
            *("nl", "derived_point", "inferred"),
            "op straat (binnen ± 200 m); punt geschat langs de straat of in het bouwblok; afgeleid,"
            " door geen bron bevestigd",
        ),
    ],
)
def test_a_place_says_what_was_estimated_and_what_no_source_confirms(
    lang: str, placed_by: str, basis: str, words: str
) -> None:
    hub = DATA.hubs.iloc[0].copy()
    hub["precision"], hub["accuracy_m"] = "street", 200.0
    hub["placed_by"], hub["place_basis"] = placed_by, basis
    assert dict(hub_tables.fact_lines(hub, None, lang))[text("column.precision", lang)] == words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", "licentie niet vermeld (feiten, bron per rij genoemd)"),
        ("en", "licence not stated (facts, source named in each row)"),
    ],
)
def test_a_licence_that_is_not_stated_is_told_in_both_languages(lang: str, words: str):
    package = json.loads((SHIPPED / "datapackage.json").read_text("utf-8"))
    tenants = resource_named(package, "tenants")
    assert tenants is not None
    column = text("bronnen.licence", lang)
    assert words in source_tables.files_table([tenants], lang).iloc[0][column]
    (line,) = source_lines(package, {"tenants"}, lang)
    assert words in line.licence
