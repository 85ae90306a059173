"""What is known of the links of a scenario: by hand on the toy city."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.changed_links import links_known, lost_known, states_counted, too_coarse_ids
from geo.answers.what_if import NewHub, Scenario, apply, compare_links
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.evidence.knowledge import known_here
from geo.evidence.unseen import Unseen, unseen_in
from geo.network.distances import city_distances, links, with_new_hubs
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

pytestmark = pytest.mark.slow

CITY = "Amsterdam"
DESIGNER = (CITY, "h1", "fashion", "conceive")  # seeks who makes: Pand 2 at 100 m, 3 at 200 m


def basis_of(data: Dataset) -> Unseen:
    return unseen_in(data, Filters(), load_coverage(data.chain_model), CITY)


def told(asked: Scenario, limit: float = 500, data: Dataset | None = None) -> pd.DataFrame:
    data = data or toy_dataset()
    before = select(data, Filters())
    after = apply(asked, before).after
    measured = city_distances(data.hubs, data.partners, toy_network(), CITY)
    ways = {CITY: with_new_hubs(measured, after.hubs, toy_network())}
    line, ten = data.chain_model.stage_line, data.chain_model.ten
    both = [links(rows, ways[CITY], line, ten) for rows in (before, after)]
    changes = compare_links(*both, limit, too_coarse_ids(ways, limit))
    chosen = {"before": before, "after": after}
    rows = changes.join(links_known(changes, chosen, ways, {CITY: basis_of(data)}, limit))
    return rows.set_index(["city", "hub_id", "chain", "stage"])


def test_a_link_that_breaks_is_not_seen_among_the_houses_that_stay() -> None:
    row = told(Scenario(removed=("h2", "h3")), limit=150).loc[DESIGNER]
    assert (row["state_before"], row["state_after"], row["change"]) == (
        "present", "not_seen", "broken",
    )  # fmt: skip
    # Within 150 m stay Pand 1 itself and Pand 5 over the ferry, and one of the three partners.
    cell, share = ("fashion", "make"), (1 + 0.5) / (3 + 1)
    expected = known_here(basis_of(toy_dataset()), ["h1", "h5"], share, {cell: 0})[cell]
    assert (row["n_known_after"], row["n_published_after"]) == (3, 40)
    assert (row["n_houses_after"], row["n_unsized_after"]) == (2, 1)
    found = row[["chance_after", "low_after", "high_after"]].astype(float).tolist()
    assert found == pytest.approx([expected.chance, expected.low, expected.high])


def test_a_link_that_goes_has_no_state_after_and_a_new_one_none_before() -> None:
    rows = told(Scenario(removed=("h2",)))
    assert rows.loc[(CITY, "h2", "fashion", "make"), "state_after"] is None
    new = NewHub(100.0, 0.0, CITY, (("fashion", "make", 2), ("fashion", "distribute", 1)))
    rows = told(Scenario(removed=("h2", "h3"), opened=(new,)))
    assert rows.loc[(CITY, "new:1", "fashion", "make"), "state_before"] is None
    assert rows.loc[(CITY, "new:1", "fashion", "make"), "state_after"] == "present"
    assert rows.loc[DESIGNER, "state_after"] == "present"


def test_from_a_coarsely_placed_house_only_what_is_in_the_house_is_known() -> None:
    data = toy_dataset()
    accuracy = data.hubs["accuracy_m"].mask(data.hubs["id"].eq("h1"), 300.0)
    coarse = replace(data, hubs=data.hubs.assign(accuracy_m=accuracy))
    rows = told(Scenario(removed=("h2",)), data=coarse)
    assert rows.loc[DESIGNER, ["state_before", "state_after"]].tolist() == ["too_coarse"] * 2
    assert rows.loc[DESIGNER, "change"] != "broken"


def test_the_states_add_up_to_the_links() -> None:
    rows = told(Scenario(removed=("h2", "h9")), limit=150)
    counted = states_counted(rows)
    assert (counted.columns[0], counted.index.tolist()) == ("figure", list(range(len(counted))))
    for when in ("before", "after"):
        assert counted[when].sum() == rows[f"reason_{when}"].notna().sum()
    assert set(counted["of"]) == {rows["reason_before"].notna().sum()}
    unseen = counted.set_index("figure").loc["not_seen"]
    mine = rows.loc[rows["state_after"].eq("not_seen"), "chance_after"].astype(float)
    assert unseen["chance_after"] == pytest.approx(mine.mean())
    assert unseen["n_after"] == mine.notna().sum() > 0


def test_what_a_city_loses_may_be_among_the_houses_that_stay() -> None:
    data = toy_dataset()
    before, basis = select(data, Filters()), basis_of(data)
    lost = pd.DataFrame([(CITY, "fashion", "make")], columns=["city", "chain", "stage"])
    key = (CITY, "fashion", "make")
    some = lost_known(lost, apply(Scenario(removed=("h2", "h3")), before).after, {CITY: basis})[key]
    # Without Pand 1, the only one that says how many it has, no chance can be told.
    gone = Scenario(removed=("h1", "h2", "h3"))
    none = lost_known(lost, apply(gone, before).after, {CITY: basis})[key]
    assert (some.state, none.state) == ("not_seen", "not_seen")
    assert some.chance is not None
    assert some.n_published == 40
    stay = [f"h{i}" for i in (1, 4, 5, 6, 7, 8, 9, 10, 12)]
    cell = ("fashion", "make")
    assert some == known_here(basis, stay, 1.0, {cell: 0})[cell]
    assert some.found == 0
    assert none.chance is None


def test_a_code_that_nothing_leads_to_is_not_asked() -> None:
    lost = pd.DataFrame([(CITY, "food", "support")], columns=["city", "chain", "stage"])
    basis = basis_of(toy_dataset())
    assert lost_known(lost, select(toy_dataset(), Filters()), {CITY: basis}) == {}
