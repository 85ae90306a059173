"""What a scenario takes away and sets down, and how links and stages change: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.what_if import (
    NewHub,
    Scenario,
    apply,
    compare_links,
    compare_presence,
    presence,
    tally,
)
from geo.data.selection import Filters, Selection, select
from geo.toy.city import toy_dataset
from layers.view.scenario_address import Known, from_address, to_address

CITY = "Amsterdam"
NOWHERE = (None, None)


@pytest.fixture(scope="module")
def before() -> Selection:
    return select(toy_dataset(), Filters())


# Metres, minutes and reason before and after, and the change at 500 m.
CHANGES = [
    ((100, 1.25, "ok"), (100, 1.25, "ok"), "same"),
    ((100, 1.25, "ok"), (101, 1.255, "ok"), "same"),  # less than 0.01 minutes
    ((100, 1.25, "ok"), (200, 2.5, "ok"), "further"),
    ((200, 2.5, "ok"), (100, 1.25, "ok"), "nearer"),
    ((500, 6.25, "ok"), (501, 6.2625, "ok"), "broken"),
    ((501, 6.2625, "ok"), (500, 6.25, "ok"), "mended"),
    ((500, 6.25, "ok"), (501, 6.0, "ok"), "nearer"),  # longer and sooner: a ferry
    ((501, 6.0, "ok"), (500, 6.25, "ok"), "further"),
    ((501, 6.2625, "ok"), (*NOWHERE, "no_target"), "further"),
    ((*NOWHERE, "no_target"), (501, 6.2625, "ok"), "nearer"),
    ((0, 0, "in_house"), (*NOWHERE, "no_target"), "broken"),
    ((*NOWHERE, "unreachable"), (0, 0, "in_house"), "mended"),
    ((*NOWHERE, "no_target"), (*NOWHERE, "no_target"), "same"),
    ((0, 0, "in_house"), (0, 0, "in_house"), "same"),
    ((*NOWHERE, "too_coarse"), (100, 1.25, "ok"), "unknown"),
    ((100, 1.25, "ok"), (*NOWHERE, "no_place"), "unknown"),
    ((*NOWHERE, "too_coarse"), (*NOWHERE, "too_coarse"), "same"),
    ((*NOWHERE, "too_coarse"), (*NOWHERE, "unreachable"), "unknown"),
    ((100, 1.25, "ok"), None, "gone"),
    (None, (100, 1.25, "ok"), "new"),
]


def links(ends: list[tuple[object, ...] | None]) -> pd.DataFrame:
    rows = [
        (CITY, f"h{i:02}", "music", "make", "public", f"Pand {i}", 1.0, "p1", "Podium", *end)
        for i, end in enumerate(ends)
        if end is not None
    ]
    columns = ["city", "hub_id", "chain", "stage", "next_stage", "hub_name", "tenants"]
    columns += ["target_id", "target_name", "metres", "minutes", "reason"]
    return pd.DataFrame(rows, columns=columns)


def test_every_change_of_a_link_by_hand() -> None:
    was, now = links([row[0] for row in CHANGES]), links([row[1] for row in CHANGES])
    found = compare_links(was, now, 500).set_index("hub_id").sort_index()
    assert found["change"].tolist() == [row[2] for row in CHANGES]
    assert found["hub_name"].tolist() == [f"Pand {i}" for i in range(len(CHANGES))]
    assert found.loc["h02", ["extra_m", "extra_min"]].tolist() == [100, 1.25]
    assert found.loc["h06", ["extra_m", "extra_min"]].tolist() == [1, -0.25]
    assert found.loc[["h08", "h18"], ["extra_m", "extra_min"]].isna().all(axis=None)


def test_the_tally_weighs_by_tenants() -> None:
    rows = [
        ("broken", 2.0, 100.0, 1.0),
        ("further", 1.0, 400.0, 4.0),
        ("broken", 3.0, None, None),  # no new way: hit, and in no mean
        ("mended", 1.0, -10.0, -3.0),
        ("nearer", 2.0, -20.0, -1.5),
        ("nearer", 1.0, None, None),
        ("unknown", 9.0, None, None),
        ("gone", None, None, None),
        ("new", 5.0, None, None),
    ]
    found = tally(pd.DataFrame(rows, columns=["change", "tenants_after", "extra_m", "extra_min"]))
    assert (found.broken, found.mended, found.further, found.nearer, found.unknown) == (
        2, 1, 1, 2, 1,
    )  # fmt: skip
    # (2 × 100 + 1 × 400) / 3 and (2 × 1 + 1 × 4) / 3; (1 × -3 + 2 × -1.5) / 3.
    assert (found.tenants_hit, found.extra_m, found.extra_min) == (6, 200, 2)
    assert (found.tenants_helped, found.less_min) == (4, -2)


def test_who_occurs_in_the_chains_and_cities_asked_for(before: Selection) -> None:
    found = presence(before, (CITY,), ("fashion", "music"))
    assert {key: tuple(row) for key, row in found.iterrows()} == {
        (CITY, "fashion", "conceive"): (1, 0),
        (CITY, "fashion", "make"): (2, 0),
        (CITY, "fashion", "distribute"): (1, 0),
        (CITY, "fashion", "public"): (0, 1),
        (CITY, "music", "make"): (0.5, 0),
        (CITY, "music", "distribute"): (0.5, 0),
        (CITY, "music", "public"): (1, 0),
    }
    assert presence(before, ("Rotterdam",), ("fashion", "music")).empty


def table(**rows: tuple[float, float]) -> pd.DataFrame:
    keys = [(CITY, "music", stage) for stage in rows]
    index = pd.MultiIndex.from_tuples(keys, names=["city", "chain", "stage"])
    return pd.DataFrame(list(rows.values()), index=index, columns=["tenants", "partners"])


def test_how_who_occurs_changes_by_hand() -> None:
    was = table(conceive=(1, 1), make=(2, 1), public=(1, 0), support=(1, 2))
    now = table(conceive=(0, 1), make=(1, 1), distribute=(2, 0), support=(1, 2))
    found = compare_presence(was, now).set_index("stage").drop(columns=["city", "chain"])
    # Stage to tenants before and after, partners, change; support stays as it is.
    assert {key: tuple(row) for key, row in found.iterrows()} == {
        "conceive": (1, 0, 1, "fewer"),
        "make": (2, 1, 1, "fewer"),
        "distribute": (0, 2, 0, "found"),
        "public": (1, 0, 0, "lost"),
    }
    back = compare_presence(now, was).set_index("stage")["change"].to_dict()
    assert back == {"conceive": "more", "make": "more", "distribute": "lost", "public": "found"}


def test_how_many_leases_are_undecided(before: Selection) -> None:
    # Eleven hubs pass (h11 has ended) and eleven named tenants; no end of any is known.
    closed = apply(Scenario(removed=("h1",)), before)
    assert (closed.undecided_hubs, closed.undecided_tenants) == (0, 0)
    both = apply(Scenario(removed=("h1",), ends_before=2015), before)
    assert (both.undecided_hubs, both.undecided_tenants) == (10, 8)
    # With a term of ten years h12 alone, which has no begin; of the tenants those still housed.
    term = apply(Scenario(ends_before=2015, term_years=10), before)
    assert (term.undecided_hubs, term.undecided_tenants) == (1, 5)


def test_the_end_that_a_source_gives_goes_before_the_term_and_permanent_is_permanent(
    before: Selection,
) -> None:
    # By a term of ten years h1 to h5 would end before 2015. A source gives h1 until 2030 and h6,
    # else ended in 2015, until 2014; h2 is permanent.
    ends = before.hubs["id"].map({"h1": 2030, "h6": 2014}).astype("Int64")
    tenure = before.hubs["tenure"].mask(before.hubs["id"].eq("h2"), "permanent")
    changed = replace(before, hubs=before.hubs.assign(lease_end=ends, tenure=tenure))
    applied = apply(Scenario(ends_before=2015, term_years=10), changed)
    assert applied.hubs_gone["id"].tolist() == ["h3", "h4", "h5", "h6"]
    assert applied.undecided_hubs == 1  # h12, without a year
    assert apply(Scenario(ends_before=2015), changed).hubs_gone["id"].tolist() == ["h6"]


def test_a_lease_that_ends_in_the_year_itself_has_not_ended_before_it(before: Selection) -> None:
    # h1 opened in 2000, h2 in 2001, h3 in 2002.
    applied = apply(Scenario(ends_before=2012, term_years=10), before)
    assert applied.hubs_gone["id"].tolist() == ["h1", "h2"]


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(removed=("h1",)),
        Scenario(ends_before=2030),
        Scenario(opened=(NewHub(0, 0, CITY, ()),)),
    ],
)
def test_each_change_alone_is_one(scenario: Scenario) -> None:
    assert not scenario.changes_nothing


def test_a_name_or_a_term_alone_changes_nothing(before: Selection) -> None:
    assert Scenario("Plan B", term_years=10).changes_nothing
    applied = apply(Scenario("Plan B", term_years=10), before)
    assert (len(applied.hubs_gone), len(applied.tenants_gone)) == (0, 0)


def test_who_would_be_in_a_new_building(before: Selection) -> None:
    mix = (("music", "public", 2), ("fashion", "make", 1))
    after = apply(Scenario(opened=(NewHub(150, 20, CITY, mix),)), before).after
    shares = after.shares[after.shares["hub_id"].eq("new:1")]
    assert shares[["chain", "stage", "weight"]].values.tolist() == [
        ["music", "public", 1], ["music", "public", 1], ["fashion", "make", 1],
    ]  # fmt: skip
    tenants = after.tenants[after.tenants["hub_id"].eq("new:1")]
    assert tenants["id"].tolist() == shares["tenant_id"].tolist()
    assert tenants["id"].is_unique
    assert (set(tenants["city"]), set(tenants["label"])) == ({CITY}, {"+"})
    assert not tenants["is_total"].any()
    hub = after.hubs.set_index("id").loc["new:1"]
    told = hub[["name", "city", "status", "precision", "accuracy_m", "n_tenants"]].tolist()
    assert told == ["+1", CITY, "planned", "address", 0, 3]
    assert hub["geometry"].coords[:] == [(150, 20)]


def test_tenants_of_a_building_are_counted_anew(before: Selection) -> None:
    # h1 has three named tenants; t4, the showroom, goes alone.
    until = before.tenants["year_to"].mask(before.tenants["id"].eq("t4"), 2020)
    changed = Selection(**{**vars(before), "tenants": before.tenants.assign(year_to=until)})
    after = apply(Scenario(ends_before=2021), changed).after
    assert after.hubs.set_index("id")["n_tenants"][["h1", "h2", "h4"]].tolist() == [2, 1, 0]
    assert "t4" not in set(after.shares["tenant_id"])
    assert after.totals["hub_id"].tolist() == ["h1"]
    assert apply(Scenario(removed=("h1",)), before).after.totals.empty


def test_an_address_holds_five_new_buildings() -> None:
    toy = toy_dataset()
    model = toy.chain_model
    known = Known(
        set(toy.hubs["id"]), set(model.chains["code"]), set(model.stages["code"]), toy.outline
    )
    six = tuple(NewHub(100 + i, 20, CITY, (("music", "public", 1),)) for i in range(6))
    scenario, _ = from_address(to_address(Scenario(opened=six)), known)
    assert scenario.opened == six[:5]
