"""What the tables of completeness say."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.data.chains import load_chain_model
from geo.data.coverage import load_coverage
from layers.tables import coverage_tables
from layers.words.palette import palette
from layers.words.text import LANGUAGES, text

MODEL = load_chain_model()
CITIES = ("Amsterdam", "Rotterdam")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load_coverage(MODEL)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", CITIES)
def test_partners_are_counted_only_where_a_source_looked(
    table: pd.DataFrame, city: str, lang: str
) -> None:
    rows = coverage_tables.cells_table(table, city, palette(MODEL, lang), lang)
    assert len(rows) == 50
    nobody = rows[text("volledig.reach", lang)].eq(text("volledig.reach_nobody", lang))
    assert rows.loc[nobody, text("volledig.kind_partners", lang)].isna().all()
    assert rows.loc[~nobody, text("volledig.kind_partners", lang)].notna().all()
    assert rows[text("volledig.add", lang)].str.len().gt(5).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_published_has_source_and_date(table: pd.DataFrame, lang: str) -> None:
    for city in CITIES:
        rows = coverage_tables.totals_table(table, city, lang).iloc[1:]  # the first is of houses
        published = rows[text("volledig.all", lang)].notna()
        for column in ("source_title", "source_date", "source_url"):
            told = rows[text(f"column.{column}", lang)].fillna("").ne("")
            assert told.tolist() == published.tolist()


def test_houses_with_most_to_find_come_first() -> None:
    house = {"level": "house", "city": "Amsterdam", "add": "house_list"}
    rows = pd.DataFrame(
        [
            {**house, "hub_id": "a", "listed": 5, "published": 10},
            {**house, "hub_id": "b", "listed": 1, "published": 40},
            {**house, "hub_id": "c", "listed": 9, "published": None},
            {**house, "hub_id": "d", "listed": 6, "published": 4},
        ]
    ).astype({"listed": "Int64", "published": "Int64"})
    rows = rows.assign(title=pd.NA, date=pd.NA, url=pd.NA)
    hubs = pd.DataFrame({"id": list("abcdef"), "name": list("ABCDEF"), "city": "Amsterdam"})
    hubs = hubs.assign(
        status=["active"] * 5 + ["ended"], operator=[None, None, "De Baas"] + [None] * 3
    )
    made = coverage_tables.houses_table(rows, hubs, "Amsterdam", "nl")
    # 39 and 5 to find; of C nothing is published, D names more than is published.
    assert made[text("column.hub_name", "nl")].tolist()[:2] == ["B", "A"]
    shares = dict(zip(made["Gebouw"], made[text("volledig.share", "nl")], strict=True))
    assert (shares["A"], shares["B"], shares["D"]) == (50, 2, 100)
    assert pd.isna(shares["C"])
    # E is known neither by a number nor by a tenant, and is a gap all the same; F is no more.
    gaps = dict(zip(made["Gebouw"], made[text("volledig.add", "nl")], strict=True))
    assert sorted(gaps) == list("ABCDE")
    assert gaps["A"].startswith("nog 5 namen: huurderslijst")
    assert gaps["B"].startswith("nog 39 namen: huurderslijst")
    assert gaps["C"].endswith("(beheerder: De Baas)")
    assert gaps["E"].startswith("aantal en namen: huurderslijst")
    assert gaps["D"] == text("volledig.gap_none", "nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_source_sees_and_does_not_is_everything(table: pd.DataFrame, lang: str) -> None:
    rows = coverage_tables.sources_table(table, palette(MODEL, lang), lang)
    sees, blind = (rows[text(f"volledig.{name}", lang)] for name in ("sees", "blind"))
    every, none = text("volledig.everything", lang), text("volledig.nothing", lang)
    assert (sees.eq(every) == blind.eq(none)).all()
    assert (sees.eq(none) == blind.eq(every)).all()
    lists = rows[text("volledig.source", lang)].eq(text("volledig.source_tenant_lists", lang))
    assert sees[lists].eq(every).all()
    spaces = rows[text("volledig.source", lang)].eq(text("volledig.source_makerspaces", lang))
    look = palette(MODEL, lang)
    assert set(sees[spaces]) == {f"{look.stage('support')}: {look.chain('crafts')}"}


def test_businesses_of_two_cities_are_never_summed() -> None:
    areas = {
        city: gpd.GeoDataFrame({"year": [year]}, geometry=[box(0, 0, 1, 1)])
        for city, year in zip(CITIES, (2018, 2022), strict=True)
    }
    points = {
        city: gpd.GeoDataFrame({"weight": [1.25, 2.75]}, geometry=[Point(0, 0), Point(1, 1)])
        for city in CITIES
    }
    made = coverage_tables.businesses_table(areas, points, "nl")
    assert made[text("column.city", "nl")].tolist() == list(CITIES)
    assert made[text("volledig.establishments", "nl")].tolist() == [4, 4]
    assert made[text("volledig.counted_by", "nl")].nunique() == 2
