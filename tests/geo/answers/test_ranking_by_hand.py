"""Terms of the ranking on the toy city: how many rows, which, and how far; worked out by hand.

One who makes fashion: before it h1 conceives, after it h1 distributes. On foot from h1: h2 100 m
(75 s), h3 200, h4 300, h5 100 by ferry (60 s), h6 and h9 200 (135 s), h7 and h10 300 (210 s), h8
400 (the ferry and three streets, 285 s). h12 has no place.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point
from toy_ranking import terms_of

from geo.answers.ranking import Term, rank_hubs
from geo.data.selection import Filters, select
from geo.data.store import Dataset

PLACED = [f"h{i}" for i in range(1, 11)]


@pytest.fixture(scope="module")
def terms(toy: Dataset) -> dict[str, Term]:
    return terms_of(toy)


def rows_of(term: Term) -> list[tuple[object, ...]]:
    return list(term.rows.astype(object).itertuples(index=False, name=None))


# Of h1 to h10, and h12.
COUNTS = {
    # Named tenants; the published total of h1 is none.
    "in_house": [3, 1, 1, 0, 1, 2, 0, 0, 1, 1, 1],
    # t1 and t4 of h1, of its own or across the street; all of the city is within a kilometre.
    "near_stages": [2] * 10 + [0],
    "next_partner": [1] * 10 + [0],
    # The café on h2 within 400 m of all; h6 has one in the house beside it.
    "meeting": [1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 0],
    "transit": [1] * 10 + [0],
    "focus": [1] + [0] * 10,
    "starters": [0] * 11,
    "turnover": [0] * 11,
}


@pytest.mark.parametrize("key", COUNTS)
def test_rows_under_every_value(terms: dict[str, Term], key: str) -> None:
    n = terms[key].values["n"]
    assert n.index.tolist() == [*PLACED, "h12"]
    assert n.tolist() == COUNTS[key]


def test_the_way_to_the_next_stage_in_metres_minutes_and_rows(terms: dict[str, Term]) -> None:
    term = terms["next_partner"]
    minutes = term.values["minutes"]
    expected = [0, 1.25, 2.5, 3.75, 1, 2.25, 3.5, 4.75, 2.25, 3.5]
    assert minutes[PLACED].tolist() == pytest.approx(expected)
    assert pd.isna(minutes["h12"])
    rows = rows_of(term)
    assert rows[0] == ("h1", "tenants", "t4", "Showroom", 1, 0, 0)
    by_hub = {row[0]: row[1:] for row in rows}
    assert by_hub["h2"] == ("hubs", "h1", "Pand 1", 1, 100, 1.25)
    assert by_hub["h5"] == ("hubs", "h1", "Pand 1", 1, 100, 1)
    assert len(rows) == len(by_hub) == 10


def test_the_published_focus_has_its_building_behind_it(terms: dict[str, Term]) -> None:
    assert rows_of(terms["focus"]) == [("h1", "hubs", "h1", "fashion", 1, 0, 0)]


def test_the_cafe_and_the_stop_behind_their_counts(terms: dict[str, Term]) -> None:
    meeting = {row[:3]: row[3:] for row in rows_of(terms["meeting"])}
    assert meeting["h1", "meeting_places", "m1"] == ("Eetcafé", 1, 100, 1.25)
    assert meeting["h6", "tenants", "t11"] == ("Koffie", 1, 0, 0)
    stops = {row[0]: row[1:] for row in rows_of(terms["transit"])}
    assert stops["h6"][:3] + stops["h6"][4:] == ("stops", "s1", "Halte", 100, 1.25)
    assert stops["h6"][3] == pytest.approx(0.5**0.25)  # a quarter of the half-life of five minutes


def test_seven_hundred_and_fifty_metres_count_little_and_never_nothing(toy: Dataset) -> None:
    # h4 moves 450 m south of its corner: 750 m from h1, with two tenants beside the stage.
    away = toy.hubs.geometry.mask(toy.hubs["id"].eq("h4"), Point(300, -450))
    found = terms_of(replace(toy, hubs=toy.hubs.set_geometry(away)))
    near = found["near_stages"].values.loc["h4"]
    bands = ["within_250", "within_500", "within_1000"]
    assert near[bands].tolist() == [0, 0, 2]
    # 750 m is nine minutes and three eighths: 1.875 half-lives.
    assert near[["raw", "scaled"]].tolist() == pytest.approx([2 * 0.5**1.875, 0.5**1.875])
    step = found["next_partner"].values.loc["h4"]
    assert step[["raw", "scaled"]].tolist() == pytest.approx([750, 0.5**1.875])
    # The stop is 450 + 100 + 100 m away, 1.625 half-lives; the café 450 + 200, too far to count.
    stop = found["transit"].values.loc["h4"]
    assert stop["raw"] == pytest.approx(0.5**1.625)
    assert stop[["n", "near", "reason"]].tolist() == [1, 0, "ok"]
    assert found["meeting"].values.loc["h4", ["raw", "n", "reason"]].tolist() == [0, 0, "ok"]


def test_where_nobody_has_any_all_have_nought(toy: Dataset) -> None:
    far = toy.stops.set_geometry(toy.stops.geometry.translate(9_000, 0))
    values = terms_of(replace(toy, stops=gpd.GeoDataFrame(far)))["transit"].values
    assert values.loc[PLACED, "scaled"].tolist() == [0] * 10
    assert values.loc[PLACED, "reason"].tolist() == ["ok"] * 10
    assert pd.isna(values.at["h12", "scaled"])


def test_a_term_of_no_weight_takes_no_part_in_the_draws(
    toy: Dataset, terms: dict[str, Term]
) -> None:
    # On tenants in the house alone: h1 has two, h2 and h3 one, the others none or no list.
    chosen = select(toy, Filters())
    ranking = rank_hubs(chosen.hubs, tuple(terms.values()), {"in_house": 2.0, "transit": 0.0})
    told = ranking.table[ranking.table["enough"]]
    assert told["in_first"].to_dict() == {
        "h1": 1, "h2": 1, "h3": 1, "h5": 0, "h6": 0, "h9": 0, "h10": 0,
    }  # fmt: skip
    # Equal ones share the better rank, and nothing is left to draw.
    assert told[["rank", "rank_low", "rank_high"]].values.tolist() == [
        [1, 1, 1], [2, 2, 2], [2, 2, 2], *[[4, 4, 4]] * 4,
    ]  # fmt: skip
    assert told["decisive"].eq("").all()
