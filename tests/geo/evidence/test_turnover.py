"""Coming, staying and going: worked by hand on a made list, and against the values of lifelines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.data.thresholds import FEW_STAYS
from geo.evidence.turnover import NEEDED, turnover

# A made list (synthetic): eight tenants and a total.
LIST = pd.DataFrame(
    {
        "hub_id": "h1",
        "label": [*"ABCDEFGH", "huurders"],
        "year_from": [2010, 2010, 2011, 2012, 2012, 2013, 2014, None, 2010],
        "year_to": [2012, 2015, 2012, None, 2016, None, None, 2014, None],
        "starter": [True, True, False, True, None, None, False, None, None],
        "next_place": ["Loods", "Loods", "buiten de stad", None, None, None, None, "Loods", None],
        "is_total": [False] * 8 + [True],
    }
)


def test_entries_exits_and_presence_of_each_year() -> None:
    years = turnover(LIST, as_of=2016).years.set_index("year")
    assert years.index.tolist() == list(range(2010, 2017))
    assert years["entries"].tolist() == [2, 1, 2, 1, 1, 0, 0]
    # H left in 2014; when it came is not known, so it is an exit and never present.
    assert years["exits"].tolist() == [0, 0, 2, 0, 1, 1, 1]
    # 2012: A, B, C, D, E; 2013: B, D, E, F; 2014 with G; 2016: D, E, F, G.
    assert years["present"].tolist() == [2, 3, 5, 4, 5, 5, 4]


def test_length_of_stay_by_hand() -> None:
    answer = turnover(LIST, as_of=2016)
    # A 2, B 5, C 1, E 4 ended; D 4, F 3, G 2 go on. H has no begin.
    assert (answer.n, answer.n_undated, answer.n_stays, answer.n_ended) == (8, 1, 7, 4)
    # 6/7; then 5/6 of it; at 4 three are at risk (B, D, E); at 5 only B.
    expected = [6 / 7, 5 / 7, 5 / 7 * 2 / 3, 0]
    assert answer.curve["years"].tolist() == [1, 2, 4, 5]
    assert answer.curve["at_risk"].tolist() == [7, 6, 3, 1]
    assert answer.curve["share"].tolist() == pytest.approx(expected)
    assert answer.median_years == 4.0


def test_starters_and_destinations_with_their_number() -> None:
    answer = turnover(LIST, as_of=2016)
    assert (answer.n_starter_known, answer.starter_share) == (5, 3 / 5)
    assert (answer.n_exits, answer.n_next_known) == (5, 4)
    assert answer.destinations[["next_place", "exits"]].values.tolist() == [
        ["Loods", 3],
        ["buiten de stad", 1],
    ]
    assert answer.destinations["share"].isna().all()  # four are too few for shares
    assert answer.missing == ()


def test_below_five_nothing_is_said() -> None:
    answer = turnover(LIST.head(FEW_STAYS - 1), as_of=2016)
    assert answer.few
    assert answer.curve.empty
    assert answer.median_years is None
    assert answer.starter_share is None


def test_an_empty_list_says_what_it_needs() -> None:
    for rows in (LIST.iloc[:0], pd.DataFrame({"label": ["A"]})):
        answer = turnover(rows, as_of=2016)
        assert answer.years.empty
        assert answer.missing == NEEDED
        assert answer.few


def test_without_an_exit_there_is_no_median_and_the_curve_is_empty() -> None:
    rows = pd.DataFrame({"year_from": [2010] * 6, "year_to": [None] * 6})
    answer = turnover(rows, as_of=2020)
    assert answer.n_ended == 0
    assert answer.curve.empty
    assert answer.median_years is None
    assert answer.missing == ("year_to", "starter", "next_place")


def test_a_stay_that_goes_on_was_last_seen_by_its_source() -> None:
    rows = pd.DataFrame(
        {"year_from": [2010, 2010], "year_to": [None, None], "source_date": ["2012-03-01", None]}
    )
    years = turnover(rows, as_of=2014).years.set_index("year")
    # Nobody left: both are there still, one of them not seen after 2012.
    assert years["exits"].sum() == 0
    assert years["present"].tolist() == [2] * 5
    assert years["not_seen"].tolist() == [0, 0, 0, 1, 1]


@pytest.mark.slow
def test_who_is_present_changes_by_coming_and_going_only() -> None:
    rng = np.random.default_rng(8)
    for _ in range(50):
        begin = rng.integers(2000, 2020, 12)
        end = [int(b + rng.integers(0, 9)) if rng.random() < 0.5 else None for b in begin]
        seen = [f"{y}-05-01" for y in rng.integers(2005, 2024, 12)]
        rows = pd.DataFrame({"year_from": begin, "year_to": end, "source_date": seen})
        years = turnover(rows, as_of=2024).years
        # A stay touches the year it ends in: who leaves is gone from the next year on.
        left_before = years["exits"].shift(fill_value=0)
        expected = (years["entries"] - left_before).cumsum()
        assert years["present"].tolist() == expected.tolist()
        assert (years["not_seen"] <= years["present"]).all()


def test_what_is_planned_has_not_happened() -> None:
    rows = pd.DataFrame({"year_from": [2010, 2025], "year_to": [2030, None]})
    answer = turnover(rows, as_of=2020)
    assert (answer.n, answer.n_exits) == (1, 0)
    assert answer.years["year"].max() == 2020


def test_the_list_is_not_changed() -> None:
    before = LIST.copy(deep=True)
    turnover(LIST, as_of=2016)
    pd.testing.assert_frame_equal(LIST, before)


def test_length_of_stay_equals_lifelines() -> None:
    """Values of lifelines 0.30.3, which asks for an older pandas than this project uses."""
    begin = [1998, 1999, 2001, 2001, 2003, 2004, 2005, 2005, 2007, 2008, 2009]
    begin += [2010, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2018, 2019, 2020]
    end = [2004, 2001, 2011, None, 2009, 2004, None, 2013, 2010, None, 2015]
    end += [2012, 2024, None, 2014, None, 2020, 2017, None, 2021, None, 2023]
    theirs = [  # years, at risk, exits, share, low, high
        [0, 22, 1, 0.954545, 0.718703, 0.993470],
        [2, 21, 4, 0.772727, 0.537434, 0.898476],
        [3, 17, 3, 0.636364, 0.402865, 0.798753],
        [6, 13, 4, 0.440559, 0.229112, 0.633819],
        [8, 9, 1, 0.391608, 0.190913, 0.588162],
        [10, 7, 1, 0.335664, 0.147448, 0.536588],
        [14, 4, 1, 0.251748, 0.080016, 0.470800],
    ]
    answer = turnover(pd.DataFrame({"year_from": begin, "year_to": end}), as_of=2024)
    assert answer.curve.to_numpy() == pytest.approx(np.array(theirs), abs=1e-6)
    assert answer.median_years == 6.0
