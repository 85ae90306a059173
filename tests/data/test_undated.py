"""Rows whose source states no date: none is left out, and each says when the source was read."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from data.prepare.raw import day_read
from geo.data.folders import DATA, ROOT

RAW = ROOT.parent / "shared" / "data"
FIRST, SECOND = "2026-11-25", "2026-11-28"
"""The days on which the two deliveries of raw files came in."""
SOURCED = ("hubs", "tenants", "hub_terms", "partners", "meeting_places")
# hubs: 61 of Amsterdam's list and one in Zaanstad, 8 of Rotterdam's that are verified, and one that
# only the tenants' list names. tenants: 122 + 81 of the first lists, 1 + 6 of the second. partners:
# 8 of Rotterdam's list; in the second delivery 5, and 12 + 18 whose source is "not stated".
UNDATED = {
    "hubs": {FIRST: 62 + 8 + 1},
    "tenants": {FIRST: 122 + 81, SECOND: 1 + 6},
    "partners": {FIRST: 8, SECOND: 5 + 12 + 18},
    "meeting_places": {},
}
needs_raw = pytest.mark.skipif(not RAW.exists(), reason="the raw files are not beside the tree")


def shipped(name: str) -> pd.DataFrame:
    return pd.read_parquet(DATA / f"{name}.parquet")


def undated(table: pd.DataFrame) -> dict[str, int]:
    rows = table[table["source_date"].isna()]
    return rows.groupby("source_read").size().to_dict()


def without_date(file: str) -> int:
    """Rows of a raw file of which the cell has no year, or says that none is stated."""
    path = RAW / file
    raw = pd.read_csv(path, dtype=str) if path.suffix == ".csv" else pd.read_parquet(path)
    if "verified" in raw:
        raw = raw[raw["verified"].eq("yes")]
    cells = raw["source_date"].fillna("").astype(str)
    return sum(
        not re.search(r"(19|20)\d\d", cell) or cell.startswith("not stated") for cell in cells
    )


@pytest.mark.parametrize("name", SOURCED)
def test_every_shipped_row_has_a_source_and_the_day_it_was_read(name: str) -> None:
    table = shipped(name)
    assert table["source_title"].notna().all()
    assert table["source_read"].isin([FIRST, SECOND]).all()
    # No source is younger than its reading.
    dated = table["source_date"].dropna()
    assert (dated.str[:7] <= table.loc[dated.index, "source_read"].str[:7]).all()


@pytest.mark.parametrize("name", UNDATED)
def test_undated_rows_are_those_of_the_lists(name: str) -> None:
    assert undated(shipped(name)) == UNDATED[name]


@needs_raw
def test_the_raw_files_have_as_many_rows_without_a_date() -> None:
    assert without_date("hubs_amsterdam.csv") + without_date("hubs_rotterdam.csv") == 62 + 8
    first = [without_date(f"tenants_{city}.csv") for city in ("amsterdam", "rotterdam")]
    second = [without_date(f"tenants_2_{city}.csv") for city in ("amsterdam", "rotterdam")]
    assert {FIRST: sum(first), SECOND: sum(second)} == UNDATED["tenants"]
    found = ("partners_2", "partners_3_amsterdam", "partners_3_rotterdam")
    later = sum(without_date(f"{name}.parquet") for name in found)
    assert {FIRST: without_date("partners_rotterdam.csv"), SECOND: later} == UNDATED["partners"]


def test_terms_of_a_dated_article_have_its_date() -> None:
    terms = shipped("hub_terms").set_index("source_url")["source_date"]
    article = "https://www.amsterdamsdagblad.nl/algemeen/vaste-plek-voor-creatieven-"
    assert set(terms[terms.index.str.startswith(article)]) == {"2018-02"}
    assert terms[terms.index.str.contains("rijnmond.nl/nieuws/195515")].tolist() == ["2020-05"]


def test_a_raw_file_nobody_told_of_stops_the_step() -> None:
    assert day_read("tenants_2_rotterdam") == SECOND
    with pytest.raises(ValueError, match="tenants_9"):
        day_read("tenants_9")


def test_quality_and_package_tell_how_many() -> None:
    page = (DATA / "QUALITY.md").read_text(encoding="utf-8")
    assert "- hubs: 71 rows of 186; read on 2026-11-25 (71)\n" in page
    assert "- tenants: 210 rows of 664; read on 2026-11-25 (203), 2026-11-28 (7)\n" in page
    assert "- partners: 43 rows of 663; read on 2026-11-25 (8), 2026-11-28 (35)\n" in page
    assert "- meeting_places: 0 rows of 678\n" in page
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    told = {each["name"]: each.get("undated", {}) for each in package["resources"]}
    assert {name: told[name] for name in UNDATED} == UNDATED
