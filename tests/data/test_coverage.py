"""The table of coverage: counted right, complete, and never a guess."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.prepare import coverage as step
from data.prepare.raw import read_hand_table
from geo.data.chains import ChainModel, load_chain_model
from geo.data.coverage import (
    FILE,
    KIND,
    LINKED,
    NOBODY,
    PART,
    coverage_faults,
    load_coverage,
    seen,
    totals_of,
)
from geo.data.errors import ArgumentError, DataErrors
from geo.data.folders import DATA, ROOT

pytestmark = pytest.mark.slow

RAW = ROOT.parent / "shared" / "data"
NAMES = ("hubs", "tenants", "partners", "meeting_places")


@pytest.fixture(scope="module")
def model() -> ChainModel:
    return load_chain_model()


@pytest.fixture(scope="module")
def table(model: ChainModel) -> pd.DataFrame:
    return load_coverage(model)


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return {name: pd.read_parquet(DATA / f"{name}.parquet") for name in NAMES}


def small(**more: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    """Tables of a made-up city with two houses, three partners and a café."""
    hub = {"city": "Amsterdam", "kind": "broedplaats", "chain": None, "stage": None,
           "source_title": "P", "source_url": "https://p.nl/", "source_date": "2020"}  # fmt: skip
    tenant = {"city": "Amsterdam", "is_total": False, "year_to": None, "source_date": "2021-04",
              "row_kind": "organisation", "presence": "present"}  # fmt: skip
    partner = {"city": "Amsterdam", "likely_open": True, "also_in": None, "source_date": "2026"}
    hubs = [
        {**hub, "id": "h1", "status": "active", "tenants_published": 10},
        {**hub, "id": "h2", "status": "ended", "tenants_published": 99},
        {**hub, "id": "h3", "status": "unknown", "tenants_published": None},
    ]
    tenants = [
        {**tenant, "id": "t1", "hub_id": "h1", "chain": "crafts", "stage": "conceive;make"},
        {**tenant, "id": "t2", "hub_id": "h1", "chain": "food", "stage": "support"},
        {**tenant, "id": "t3", "hub_id": "h1", "chain": "music", "stage": "make", "year_to": 2019,
         "presence": "left"},
        {**tenant, "id": "t4", "hub_id": "h3", "chain": "other", "stage": "unknown",
         "is_total": True, "row_kind": "total"},
    ]  # fmt: skip
    partners = [
        {**partner, "id": "p1", "dataset": "osm_tourism", "also_in": "iamsterdam",
         "category": "museum", "chain": "visual_art", "stage": "public"},
        {**partner, "id": "p2", "dataset": "iamsterdam", "category": "museum",
         "chain": "other", "stage": "public", "source_date": "2017-03-01"},
        {**partner, "id": "p3", "dataset": "osm_tourism", "category": "gallery",
         "chain": "visual_art", "stage": "distribute", "likely_open": False},
    ]  # fmt: skip
    places = [{"id": "m1", "city": "Amsterdam", "dataset": "eat_drink", "category": "coffee",
               "source_date": "2016"}]  # fmt: skip
    rows = {"hubs": hubs, "tenants": tenants, "partners": partners, "meeting_places": places}
    tables = {name: pd.DataFrame([*found, *more.get(name, [])]) for name, found in rows.items()}
    tables["hubs"]["tenants_published"] = tables["hubs"]["tenants_published"].astype("Int64")
    return tables


def only(table: pd.DataFrame, **values: str) -> pd.Series:
    """The one row that has these values."""
    for column, value in values.items():
        table = table[table[column].eq(value)]
    assert len(table) == 1
    return table.iloc[0]


# --- the step, on a small city -------------------------------------------------------------------


def test_a_row_in_two_sets_counts_in_both_sources_and_once_together(model: ChainModel) -> None:
    made = step.coverage(small(), model)
    cell = {"city": "Amsterdam", "kind": "partners", "chain": "visual_art", "stage": "public"}
    for source, date in (("osm_tourism", "2026"), ("iamsterdam", "2017")):
        row = only(made, level="source", source=source, what="museum", **cell)
        assert (row["listed"], row["date"]) == (1, date)
    assert only(made, level="cell", **cell)["listed"] == 1
    # p2 is of none of the ten chains: a museum in the total, of no cell.
    total = only(made, level="total", city="Amsterdam", kind="partners", what="museum")
    assert (total["listed"], total["reach"]) == (2, KIND)


def test_two_stages_count_in_both_and_who_left_in_none(model: ChainModel) -> None:
    made = step.coverage(small(), model)
    cells = made[made["level"].eq("cell") & made["kind"].eq("tenants") & made["listed"].gt(0)]
    found = cells[["city", "chain", "stage", "listed"]].to_numpy().tolist()
    assert sorted(found) == [
        ["Amsterdam", "crafts", "conceive", 1],
        ["Amsterdam", "crafts", "make", 1],
    ]


def test_houses_of_today_name_n_of_the_published(model: ChainModel) -> None:
    # h1: t1 and t2, not t3 who left. h2 has ended, h3 names and publishes nothing.
    made = step.coverage(small(), model)
    house = only(made, level="house")
    assert (house["hub_id"], house["listed"], house["published"]) == ("h1", 2, 10)
    assert (house["title"], house["date"], house["url"]) == ("P", "2020", "https://p.nl/")


def test_closed_is_not_known_today(model: ChainModel) -> None:
    made = step.coverage(small(), model)
    assert only(made, level="total", city="Amsterdam", what="gallery")["listed"] == 0


def test_nobody_looked_where_no_source_asked(model: ChainModel) -> None:
    made = step.coverage(small(), model)
    reach = made[made["level"].eq("cell")].set_index(["city", "kind", "chain", "stage"])["reach"]
    assert reach["Amsterdam", "partners", "visual_art", "distribute"] == KIND
    assert reach["Amsterdam", "partners", "music", "make"] == NOBODY
    assert reach["Amsterdam", "tenants", "music", "make"] == PART
    # The lists of Rotterdam are not among these tables.
    assert set(reach["Rotterdam"]) == {NOBODY}
    cafe = made[made["level"].eq("total") & made["what"].eq("cafe")].set_index("city")
    assert cafe["reach"].to_dict() == {"Amsterdam": PART, "Rotterdam": NOBODY}
    assert cafe.at["Amsterdam", "listed"] == 1


def test_a_row_where_its_source_was_not_thought_to_look_is_seen_all_the_same(
    model: ChainModel,
) -> None:
    shop = {"id": "p4", "city": "Amsterdam", "dataset": "osm_tourism", "category": "school",
            "likely_open": True, "chain": "design", "stage": "support"}  # fmt: skip
    made = step.coverage(small(partners=[shop]), model)
    row = only(made, level="source", source="osm_tourism", chain="design", stage="support")
    assert (row["what"], row["reach"], row["listed"]) == ("any", PART, 1)


def test_what_was_found_in_passing_is_of_a_total_that_somebody_saw(model: ChainModel) -> None:
    shop = {"id": "p6", "city": "Amsterdam", "dataset": "osm_tourism", "category": "shop",
            "likely_open": True, "chain": "fashion", "stage": "public"}  # fmt: skip
    for rows, listed, reach in (([], 0, NOBODY), ([shop], 1, PART)):
        made = step.coverage(small(partners=rows), model)
        total = only(made, level="total", city="Amsterdam", what="clothing_shop")
        assert (total["listed"], total["reach"], total["published"]) == (listed, reach, 1197)


def test_a_source_of_which_nothing_is_said_stops_the_step(model: ChainModel) -> None:
    new = {"id": "p5", "city": "Amsterdam", "dataset": "new_list", "category": "shop",
           "likely_open": True, "chain": "design", "stage": "public"}  # fmt: skip
    with pytest.raises(ValueError, match="new_list"):
        step.coverage(small(partners=[new]), model)


# --- the table that is shipped -------------------------------------------------------------------


def test_the_table_is_the_one_that_would_be_made(
    shipped: dict[str, pd.DataFrame], model: ChainModel, tmp_path: Path
) -> None:
    """`python -m data.prepare` makes it anew when rows or codes have changed."""
    from data.prepare.write import write_csv

    write_csv(step.coverage(shipped, model), tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == (DATA / FILE).read_bytes()


def test_every_cell_of_both_cities_is_told(table: pd.DataFrame) -> None:
    cells = table[table["level"].eq("cell")]
    assert len(cells) == 2 * 2 * 10 * 5  # cities, tenants and partners, chains, stages
    assert not cells.duplicated(["city", "kind", "chain", "stage"]).any()


@pytest.mark.parametrize("kind", LINKED)
def test_cells_hold_the_rows_of_the_tables(
    table: pd.DataFrame, shipped: dict[str, pd.DataFrame], kind: str
) -> None:
    rows = shipped[kind]
    now = rows["likely_open"] if kind == "partners" else (
        rows["row_kind"].eq("organisation") & rows["presence"].eq("present")
    )  # fmt: skip
    rows = rows[now]
    cells = table[table["level"].eq("cell") & table["kind"].eq(kind)]
    for cell in cells.itertuples():
        here = [
            row.id
            for row in rows[rows["city"].eq(cell.city)].itertuples()
            if cell.chain in row.chain.split(";") and cell.stage in row.stage.split(";")
        ]
        assert cell.listed == len(here), cell


def test_where_rows_are_known_somebody_looked(table: pd.DataFrame) -> None:
    cells = table[table["level"].eq("cell")]
    assert not (cells["listed"].gt(0) & cells["reach"].eq(NOBODY)).any()


@pytest.mark.skipif(not RAW.exists(), reason="the raw files are not beside the repository")
def test_published_numbers_are_those_of_the_published_table() -> None:
    """Each municipal figure is looked up again in the file it was read from."""
    raw = pd.read_csv(RAW / "business_counts_amsterdam_bbga.csv")
    city = raw[raw["area_code"].eq("STAD") & raw["year"].eq(2018)].set_index("indicator")["value"]
    totals = read_hand_table("published_totals")
    code = (
        totals["title"]
        .str.extract(r"\((BHVEST\w*)\)")[0]
        .fillna(totals["title"].str.extract(r"\((BHVEST\w*)\), ook")[0])
    )
    mine = totals[code.notna()]
    assert len(mine) == 6
    assert pd.to_numeric(mine["number"]).tolist() == city[code.dropna()].tolist()


@pytest.mark.skipif(not RAW.exists(), reason="the raw files are not beside the repository")
def test_other_published_numbers_are_in_the_figures_of_their_city() -> None:
    totals = read_hand_table("published_totals").dropna(subset=["number"])
    for row in totals[~totals["title"].str.contains("BBGA")].itertuples():
        figures = pd.read_csv(RAW / f"figures_{row.city.lower()}.csv", dtype=str)
        same = figures[figures["source_url"].eq(row.url)]
        assert same["value"].str.contains(rf"\b{row.number}\b").any(), row.title
        assert row.date in set(same["year"])


def test_what_is_not_published_has_no_number_and_no_source(table: pd.DataFrame) -> None:
    totals = table[table["level"].eq("total")]
    bare = totals[totals["published"].isna()]
    assert bare[["title", "date", "url", "fit"]].isna().all(axis=None)
    assert set(bare["city"]) == {"Amsterdam", "Rotterdam"}
    # Each kind stands there for both cities, also where only one publishes.
    kinds = totals[~totals["kind"].eq("hubs")].groupby(["kind", "what"])["city"].nunique()
    assert set(kinds) == {2}


# --- the question that is asked of it ------------------------------------------------------------


def test_bookshops_of_amsterdam_are_n_of_the_published_135(table: pd.DataFrame) -> None:
    found = seen(table, "Amsterdam", "publishing", "public").partners
    assert (found.published, found.total["date"].tolist()) == (135, ["2018"])
    assert found.reach == KIND  # museums and markets were asked for
    other = seen(table, "Rotterdam", "publishing", "public").partners
    assert (other.named, other.published) == (None, None)


def test_houses_count_for_every_chain_of_their_city(table: pd.DataFrame) -> None:
    houses = table[table["level"].eq("house") & table["published"].notna()]
    for city, rows in houses.groupby("city"):
        named = sum(int(row.listed) for row in rows.itertuples())
        whole = sum(max(int(row.listed), int(row.published)) for row in rows.itertuples())
        for chain, stage in (("music", "make"), ("fashion", "public")):
            found = seen(table, str(city), chain, stage).tenants
            assert (found.named, found.published) == (named, whole)


def test_nobody_looked_is_said(table: pd.DataFrame) -> None:
    # The sets of Amsterdam held no offices and workshops of partners in games.
    cells = table[table["level"].eq("cell") & table["kind"].eq("partners")]
    empty = cells[cells["reach"].eq(NOBODY)]
    for row in empty.itertuples():
        found = seen(table, row.city, row.chain, row.stage)
        assert not found.looked
        assert found.partners.sources.empty


def test_a_cell_that_is_not_there_is_refused(table: pd.DataFrame) -> None:
    for city, chain, stage in (("Utrecht", "music", "make"), ("Rotterdam", "food", "make")):
        with pytest.raises(ArgumentError):
            seen(table, city, chain, stage)


def test_who_names_more_than_is_published_is_whole() -> None:
    rows = pd.DataFrame({"level": ["house", "cell"], "listed": [5, 1], "published": [4, None]})
    assert totals_of(rows)[["listed", "published"]].to_numpy().tolist() == [[5, 5]]


# --- what is wrong in the file is named ----------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "column", "value", "code"),
    [
        ("cell", "city", "Utrecht", "code_unknown"),
        ("cell", "chain", "food", "code_unknown"),
        ("cell", "stage", "unknown", "code_unknown"),
        ("cell", "reach", "all", "code_unknown"),
        ("cell", "listed", "many", "cell_type"),
        ("cell", "listed", None, "cell_empty"),
        ("total", "published", "-4", "cell_type"),
        ("house", "hub_id", None, "cell_empty"),
        ("source", "what", None, "cell_empty"),
        ("source", "add", "guess", "code_unknown"),
        ("source", "level", "rumour", "code_unknown"),
    ],
)
def test_a_wrong_cell_is_named(
    model: ChainModel, level: str, column: str, value: str | None, code: str
) -> None:
    raw = pd.read_csv(DATA / FILE, sep=";", encoding="utf-8-sig", dtype=str)
    row = raw.index[raw["level"].eq(level)][0]
    raw.loc[row, column] = value
    faults = list(coverage_faults(raw, model))
    named = [(f.code, f.params.get("row"), f.params["column"]) for f in faults]
    assert (code, row + 2, column) in named


def test_a_number_without_its_source_is_named(model: ChainModel) -> None:
    raw = pd.read_csv(DATA / FILE, sep=";", encoding="utf-8-sig", dtype=str)
    row = raw.index[raw["level"].eq("total") & raw["published"].notna()][0]
    for column in ("title", "date", "url", "fit"):
        broken = raw.copy()
        broken.loc[row, column] = None
        [fault] = coverage_faults(broken, model)
        assert (fault.code, fault.params["column"]) == ("cell_empty", column)


def test_a_cell_that_stands_twice_or_not_at_all_is_named(model: ChainModel) -> None:
    raw = pd.read_csv(DATA / FILE, sep=";", encoding="utf-8-sig", dtype=str)
    row = raw.index[raw["level"].eq("cell")][3]
    [twice] = coverage_faults(pd.concat([raw, raw.loc[[row]]], ignore_index=True), model)
    assert twice.code == "id_twice"
    [absent] = coverage_faults(raw.drop(index=row).reset_index(drop=True), model)
    assert absent.code == "code_missing"


def test_a_file_that_is_not_there_or_no_table_is_named(model: ChainModel, tmp_path: Path) -> None:
    for content, code in (
        (None, "file_missing"),
        ("", "file_unreadable"),
        ("a;b\n1;2\n", "column_missing"),
    ):
        if content is not None:
            (tmp_path / FILE).write_text(content, encoding="utf-8")
        with pytest.raises(DataErrors) as found:
            load_coverage(model, tmp_path)
        assert {error.code for error in found.value.errors} == {code}
