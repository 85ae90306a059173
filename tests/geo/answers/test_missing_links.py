"""The missing links of several chains in one order, and which of their ways are drawn."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.answers.broken_links import BrokenLinks
from geo.answers.missing_links import MissingLinks, OpenCounts, in_one_order

COLUMNS = ["place_id", "name", "city", "stage", "n_missing", "few", "metres", "reason"]


def links(chain: str, *rows: tuple[object, ...]) -> BrokenLinks:
    missing = pd.DataFrame(rows, columns=COLUMNS)
    places = missing.drop_duplicates("place_id").set_index("place_id")
    return BrokenLinks("hub", chain, 500, places, missing, pd.DataFrame(), {})


def found() -> MissingLinks:
    music = links(
        "music",
        ("a", "A", "Amsterdam", "make", 2, False, 900.0, "far"),
        ("a", "A", "Amsterdam", "public", 2, False, 300.0, "ok"),
        ("b", "B", "Amsterdam", "make", 1, False, 700.0, "ok"),
        ("c", "C", "Rotterdam", "make", 1, True, 100.0, "ok"),
    )
    design = links(
        "design",
        ("a", "A", "Amsterdam", "make", 1, False, None, "unreachable"),
        ("d", "D", "Rotterdam", "public", 1, False, 50.0, "ok"),
    )
    return in_one_order([music, design])


def test_places_that_miss_least_come_first_and_too_few_last() -> None:
    order = found().missing[["place_id", "chain", "stage"]].to_numpy().tolist()
    assert order == [
        ["d", "design", "public"],
        ["b", "music", "make"],
        ["a", "design", "make"],  # no way to anybody
        ["a", "music", "public"],
        ["a", "music", "make"],
        ["c", "music", "make"],  # too few tenants to say something
    ]


def test_the_first_of_a_city_and_every_one_of_the_chosen_place() -> None:
    def drawn(most: int | None, selected: str = "") -> list[tuple[str, str]]:
        rows = found().first_of("Amsterdam", most, selected)
        return list(zip(rows["place_id"], rows["stage"], strict=True))

    assert drawn(1) == [("b", "make")]
    assert drawn(None) == [("b", "make"), ("a", "public"), ("a", "make")]
    assert drawn(1, "hub:a") == [("b", "make"), ("a", "public"), ("a", "make")]
    assert drawn(1, "cluster:a") == [("b", "make")]
    # A chosen place of another city adds nothing; one with too few tenants does in its own.
    assert drawn(1, "hub:d") == [("b", "make")]
    rows = found().first_of("Rotterdam", 0, "hub:c")
    assert rows["place_id"].tolist() == ["c"]


def test_counts_leave_out_places_with_too_few_tenants() -> None:
    both = ("Amsterdam", "Rotterdam")
    assert found().count_drawn(both, 2) == (3, 4)
    assert found().count_drawn(both, None) == (4, 4)


def test_places_are_counted_once_by_what_is_open_at_them() -> None:
    music, design = found().links
    told = [
        replace(music, places=music.places.assign(n_absent=[1, 1, 1])),
        replace(design, places=design.places.assign(n_absent=[0, 1])),
    ]
    every = in_one_order(told)
    # Absent: a and b of music, d of design; a of design is not seen; c has too few tenants.
    assert every.counts() == OpenCounts(3, 1, 0, 1, one=3)
    n = every.counts()
    assert (n.open, n.more, n.told) == (4, 1, 4)
    assert n.told + n.few == sum(len(each.places) for each in every.links)
    # Music in Rotterdam has c alone, with too few; of design d misses one for certain.
    assert every.counts(("Rotterdam",)) == OpenCounts(1, 0, 0, 1, one=1)
    assert every.counts(("Utrecht",)).told == 0


def test_the_order_is_numbered_and_names_its_chain() -> None:
    table = found().missing
    assert list(table) == [*COLUMNS, "chain"]
    assert table.index.tolist() == [0, 1, 2, 3, 4, 5]


def test_one_chain_alone_says_its_kind() -> None:
    alone = in_one_order([links("music", ("b", "B", "Amsterdam", "make", 1, False, 700.0, "ok"))])
    assert alone.kind == "hub"
    assert alone.first_of("Amsterdam", 0, "hub:b")["place_id"].tolist() == ["b"]


def test_what_has_no_way_or_too_few_tenants_is_not_drawn() -> None:
    # Of design in a there is no way to anybody; c has too few tenants.
    rows = found().drawable
    assert list(zip(rows["place_id"], rows["chain"], rows["stage"], strict=True)) == [
        ("d", "design", "public"),
        ("b", "music", "make"),
        ("a", "music", "public"),
        ("a", "music", "make"),
    ]


def test_a_city_without_missing_links_draws_none() -> None:
    assert found().count_drawn(("Utrecht",), 2) == (0, 0)
    assert found().count_drawn(("Utrecht", "Rotterdam"), None) == (1, 1)


def test_an_answer_is_itself_and_no_other() -> None:
    # Tables have no single answer to "equal": two answers are never held against each other.
    first, second = found(), found()
    assert len({first, second, first}) == 2
