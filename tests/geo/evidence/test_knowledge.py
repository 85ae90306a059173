"""Four answers, held against integrals, hand-worked cases and cities whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import beta, betabinom

from benchmarks.truth.knowledge import measures, over
from geo.data.chains import load_chain_model
from geo.data.coverage import Sight, load_coverage
from geo.data.selection import Filters, select
from geo.evidence.house_sizes import drawn_sizes, house_sizes, ratios
from geo.evidence.knowledge import Within, knowledge_of, known
from geo.evidence.unseen import (
    Unseen,
    cells_of,
    covering,
    log_none,
    prior,
    unseen,
    weighed,
    wholly_listed,
)
from geo.toy.city import toy_dataset

CELLS = (("music", "make"), ("music", "public"))


def hubs(**columns: list[object]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    empty = {name: [None] * n for name in ("tenants_published", "studios", "floor_area_m2")}
    frame = pd.DataFrame({"id": [f"h{i}" for i in range(n)], "city": "A", **empty, **columns})
    return frame.astype(dict.fromkeys(empty, "Int64"))


def tenants(*counts: int) -> pd.DataFrame:
    who = np.repeat([f"h{i}" for i in range(len(counts))], counts)
    return pd.DataFrame({"hub_id": who, "chain": "music", "stage": "make", "row_kind": None})


def basis(published: list[object], named: tuple[int, ...], **changes: object) -> Unseen:
    rows = hubs(tenants_published=published)
    houses = house_sizes(rows, tenants(*named), rows).assign(register=False)
    counts = np.column_stack([np.array(named, dtype=float), np.zeros(len(named))])
    made = weighed("A", houses, rows, counts, np.array([0.0, 4.0]), {}, CELLS)
    return replace(made, **changes)


def asked(*places: str, found: int = 0, undecided: int = 0, stage: str = "public") -> pd.DataFrame:
    return pd.DataFrame({"place_id": list(places), "chain": "music", "stage": stage}).assign(
        found=found, undecided=undecided
    )


def within(partners: float = 0.0, **places: list[str]) -> Within:
    pairs = [(place, hub) for place, inside in places.items() for hub in inside]
    return Within(
        pd.DataFrame(pairs, columns=["place_id", "hub_id"]), dict.fromkeys(places, partners)
    )


@pytest.mark.parametrize(("k", "n", "m"), [(0, 0, 5), (0, 12, 40), (2, 9, 7.5)])
def test_the_closed_form_is_the_integral(k: float, n: float, m: float) -> None:
    a, b = 0.4, 7.0
    posterior = beta(a + k, b + n - k)
    integral, _ = quad(lambda p: posterior.pdf(p) * (1 - p) ** m, 0, 1, limit=200)
    fitted = np.array([[a]]), np.array([[b]])
    found = log_none(np.array([[k]]), np.array([n]), np.array([[m]]), fitted)
    assert np.exp(found[0, 0, 0]) == pytest.approx(integral, rel=1e-5)


def test_the_prior_finds_how_alike_houses_are() -> None:
    generator, cells, n = np.random.default_rng(7), 30, np.full(400, 15.0)
    mean, rho = 0.06, 0.12
    size = 1 / rho - 1
    counts = np.column_stack(
        [betabinom(15, mean * size, (1 - mean) * size).rvs(400, random_state=generator)
         for _ in range(cells)]
    ).astype(float)  # fmt: skip
    a, b = prior(counts, n, np.ones((1, 400)))
    assert float((a / (a + b)).mean()) == pytest.approx(mean, abs=0.005)
    assert float((a + b)[0, 0]) == pytest.approx(size, rel=0.15)


def test_the_share_keeps_a_floor_where_nobody_was_found() -> None:
    a, b = prior(np.zeros((2, 1)), np.array([6.0, 4.0]), np.ones((1, 2)))
    assert float(a[0, 0] / (a + b)[0, 0]) == pytest.approx(0.5 / 11)


def test_how_alike_houses_are_by_hand() -> None:
    # 5 of 10, 0 of 10 and 5 of 20. Between houses 25/10 + 25/20 - 100/40 = 1.25; within 1/4 * 3/4;
    # room 40 - 600/40 - 2 = 23: (1.25 / 0.1875 - 2) / 23 = 14/69.
    counts = np.array([[5.0], [0.0], [5.0]])
    a, b = prior(counts, np.array([10.0, 10.0, 20.0]), np.ones((1, 3)))
    assert float((a + b)[0, 0]) == pytest.approx((1 - 14 / 69) / (14 / 69))
    assert float(a[0, 0] / (a + b)[0, 0]) == pytest.approx(10.5 / 41)


@pytest.mark.parametrize(
    ("counts", "n"), [([[3.0]], [10.0]), ([[0.0], [0.0]], [6.0, 4.0])], ids=["one house", "nobody"]
)
def test_where_nothing_tells_how_alike_houses_are_they_are_as_usual(
    counts: list[list[float]], n: list[float]
) -> None:
    with np.errstate(all="raise"):
        a, b = prior(np.array(counts), np.array(n), np.ones((1, len(n))))
    assert float((a + b)[0, 0]) == pytest.approx((1 - 0.1) / 0.1)


def test_a_source_may_favour_a_stage_by_two_or_slight_it_as_much() -> None:
    # Four partners are not listed: from two to eight, and as often more as fewer.
    drawn = basis([40], (3,)).unlisted_drawn[1]
    assert drawn.min() >= 2
    assert drawn.max() <= 8
    assert np.median(drawn) == pytest.approx(4, rel=0.1)
    assert drawn.min() < 2.2
    assert drawn.max() > 7.3


def test_a_stage_that_nobody_has_counts_nobody() -> None:
    toy = toy_dataset()
    chosen, coverage = select(toy, Filters()), load_coverage(toy.chain_model)
    cells = [("fashion", "public"), ("fashion", "make")]
    found = unseen(chosen, toy.hubs, coverage, cells, "Amsterdam")
    counts = np.zeros((len(found.houses), 2))
    counts[found.houses.index.get_indexer(["h2", "h3"]), 1] = 1
    by_hand = weighed("Amsterdam", found.houses, toy.hubs, counts, found.unlisted, {}, cells)
    assert np.allclose(found.none, by_hand.none)


def test_sizes_are_published_or_estimated_or_nothing() -> None:
    # Three houses publish both: 2, 1 and 3 tenants a studio; the median is 2.
    rows = hubs(tenants_published=[20, 10, 30, None, None, 4], studios=[10, 10, 10, 8, None, None])
    table = house_sizes(rows, tenants(0, 0, 0, 1, 2, 6), rows)
    assert table["size"].fillna(-1).tolist() == [20, 10, 30, 16, -1, 6]
    assert table["basis"].tolist() == ["published"] * 3 + ["studios", "", "published"]
    assert table["measure"].tolist() == [1, 1, 1, 8, 1, 1]
    drawn = drawn_sizes(table, rows, 500, np.random.default_rng(1))
    assert set(drawn[3]) == {8.0, 16.0, 24.0}
    assert np.isnan(drawn[4]).all()
    assert set(drawn[5]) == {6.0}  # lists more than it publishes


def test_a_house_without_studios_lends_nothing_and_is_told_nothing() -> None:
    # 20 in 10 alone has a ratio: none for nobody, for no studio, or where either is not told.
    rows = hubs(tenants_published=[20, 0, 5, None, 7], studios=[10, 10, 0, 5, None])
    assert ratios(rows, "studios").tolist() == [2.0]
    full = hubs(tenants_published=[20, 10, 30, None], studios=[10, 10, 10, 0])
    table = house_sizes(full, tenants(0, 0), full)
    assert table["basis"].iloc[3] == ""
    assert table["named"].tolist() == [0, 0, 0, 0]


def test_two_houses_that_publish_both_lend_no_ratio() -> None:
    rows = hubs(tenants_published=[20, 10, None], studios=[10, 10, 8])
    assert house_sizes(rows, tenants(0, 0, 0), rows)["basis"].iloc[2] == ""


def test_only_coded_organisations_enter_shares() -> None:
    named = tenants(4).assign(
        chain=["music", "unknown", "music", "music"],
        row_kind=["organisation", "organisation", "group", None],
    )
    table = house_sizes(hubs(studios=[None]), named, hubs(studios=[None]))
    assert table[["named", "coded"]].to_numpy().tolist() == [[4, 2]]


def test_a_band_is_the_product_of_its_houses_and_partners() -> None:
    made = basis([40, 25], (3, 5))
    rows = known(made, asked("a", "b", "both"), within(0.0, a=["h0"], b=["h1"], both=["h0", "h1"]))
    none = 1 - rows["chance"].to_numpy()
    assert none[2] == pytest.approx(none[0] * none[1])
    assert rows["n_known"].tolist() == [3, 5, 8]
    assert rows["n_published"].tolist() == [40, 25, 65]
    # Four partners are expected that no source lists, a tenth of them here.
    part = known(made, asked("a"), within(0.1, a=["h0"]))
    assert 1 - part["chance"].iloc[0] == pytest.approx(none[0] * np.exp(-0.4))


def test_the_chance_lies_in_its_interval_and_falls_where_lists_favour() -> None:
    rows = known(basis([40, 25, 60], (3, 5, 1)), asked("a"), within(0.2, a=["h0", "h2"]))
    row = rows.iloc[0]
    assert 0 <= row["low"] < row["chance"] < row["high"] <= 1
    assert row["favoured"] < row["chance"]


def test_nine_of_ten_draws_lie_in_the_interval() -> None:
    made = basis([40, 25], (3, 5))
    row = known(made, asked("a"), within(0.0, a=["h0"])).iloc[0]
    drawn = np.sort(1 - np.exp(made.drawn[0, CELLS.index(("music", "public"))]))
    below, above = (drawn < row["low"]).mean(), (drawn > row["high"]).mean()
    assert (below, above) == pytest.approx((0.05, 0.05), abs=1 / len(drawn))


def test_only_who_is_in_the_place_counts_and_a_place_without_houses_has_no_register() -> None:
    made = basis([40, 25], (3, 5))
    listed = replace(made, houses=made.houses.assign(register=True))
    rows = known(listed, asked("a", "empty"), within(0.0, a=["h0"], elsewhere=["h1"], empty=[]))
    assert rows["n_known"].tolist() == [3, 0]
    assert rows["state"].tolist() == ["absent", "not_seen"]


def test_all_four_states() -> None:
    made = basis([40], (3,), covering={("music", "public"): ("osm_tourism",)})
    here = within(0.0, a=["h0"])

    def said(**question: object) -> tuple[str, tuple[str, ...]]:
        row = known(made, asked("a", **question), here).iloc[0]  # type: ignore[arg-type]
        return row["state"], row["sources"]

    assert said(found=2) == ("present", ())
    assert said() == ("absent", ("osm_tourism",))
    # One that may lie there but is placed too coarsely: nothing is absent.
    assert said(undecided=1) == ("not_seen", ())
    assert said(stage="make") == ("not_seen", ())
    assert said(stage="never") == ("never", ())


def test_the_own_register_makes_absence_known() -> None:
    made = basis([40, None], (3, 2))
    listed = replace(made, houses=made.houses.assign(register=[True, False]))
    rows = known(listed, asked("a", "both"), within(0.0, a=["h0"], both=["h0", "h1"]))
    assert rows["state"].tolist() == ["absent", "not_seen"]
    assert rows["sources"].tolist() == [("register",), ()]


def test_without_a_size_only_the_share_is_bounded() -> None:
    made = basis([None, None], (4, 0))
    rows = known(made, asked("a", "b"), within(0.5, a=["h0"], b=["h1"]))
    told = [knowledge_of(row | {"found": 0}) for row in rows.to_dict("records")]
    assert [each.chance for each in told] == [None, None]
    assert [each.n_published for each in told] == [None, None]
    # 0.05^(1/4) = 0.4729; of nobody nothing is said.
    assert told[0].share_bound == pytest.approx(1 - 0.4729, abs=1e-4)
    assert told[1].share_bound is None


def test_a_city_says_the_same_every_time() -> None:
    first, second = basis([40, 25], (3, 5)), basis([40, 25], (3, 5))
    assert np.array_equal(first.drawn, second.drawn)


def test_covering_asks_for_the_kind_that_makes_up_the_cell() -> None:
    rows = pd.DataFrame({"source": ["m", "list"], "reach": ["kind", "part"], "listed": [1, 49]})
    # All museums were asked for, but of fifty stages one is a museum.
    assert covering(Sight("kind", 50, None, None, False, rows, rows)) == ()
    assert covering(Sight("part", 1, None, None, False, rows, rows)) == ()
    nothing = rows.assign(listed=0)
    assert covering(Sight("kind", 0, None, None, False, nothing, nothing)) == ()


def test_half_of_a_cell_is_enough_to_cover_it() -> None:
    rows = pd.DataFrame({"source": ["m", "list"], "reach": ["kind", "part"], "listed": [25, 25]})
    assert covering(Sight("kind", 50, None, None, False, rows, rows)) == ("m",)
    assert covering(Sight("kind", 51, None, None, False, rows, rows)) == ()


def test_a_row_that_says_nothing_of_a_register_is_not_of_it() -> None:
    rows = pd.DataFrame({"hub_id": ["a", "b"], "chain": "music", "stage": "make"})
    assert wholly_listed(rows.assign(register=[True, None])) == {"a"}
    assert wholly_listed(rows) == set()


def test_every_cell_of_the_shipped_model_can_be_found() -> None:
    assert len(cells_of(load_chain_model())) == 40


def test_rows_of_the_register_cover_the_houses_they_list() -> None:
    toy = toy_dataset()
    coverage = load_coverage(toy.chain_model)
    chosen = select(toy, Filters())
    # Not by `select`: there the guard leaves out so few rows.
    flags = chosen.tenants["hub_id"].isin(["h1", "h2"])
    register = replace(chosen, tenants=chosen.tenants.assign(register=flags))
    found = unseen(register, toy.hubs, coverage, cells_of(toy.chain_model), "Amsterdam")
    # One row of h1 has no chain and stage: what it is may be anything.
    assert found.houses.index[found.houses["register"]].tolist() == ["h2"]


@pytest.mark.slow
def test_cells_put_at_ninety_percent_are_empty_in_cities_of_known_truth() -> None:
    for rows in over(range(3)).groupby("kind"):
        found = measures(rows[1])
        assert found["n_sure"] > 300
        assert found["truly_empty"] >= 0.88
        assert found["brier"] < min(found["brier_missing"], found["brier_share"])
