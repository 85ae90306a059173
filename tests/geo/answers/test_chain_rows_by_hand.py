"""The rows behind the chains of the toy city, by hand."""

from __future__ import annotations

import pandas as pd

from geo.answers.chain_rows import rows_of_chains, rows_of_ways
from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset

COLUMNS = ["table", "id", "label", "hub_name", "city", "chain", "stage", "weight"]


def told(rows: pd.DataFrame, columns: list[str]) -> list[tuple[object, ...]]:
    cells = rows[columns].astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


def test_tenants_and_partners_of_two_chains_a_row_a_stage() -> None:
    rows = rows_of_chains(select(toy_dataset(), Filters()), ("music", "visual_art"))
    city = "Amsterdam"
    assert told(rows, COLUMNS) == [
        ("tenants", "t5", "Opname", "Pand 5", city, "music", "make", 0.5),
        ("tenants", "t5", "Opname", "Pand 5", city, "music", "distribute", 0.5),
        ("tenants", "t6", "Podium", "Pand 6", city, "music", "public", 1),
        ("tenants", "t7", "Schilder", "Pand 9", city, "visual_art", "make", 1),
        ("tenants", "t8", "Beeldhouwer", "Pand 10", city, "visual_art", "make", 1),
        ("partners", "p1", "Galerie", None, city, "visual_art", "distribute", 1),
        ("partners", "p3", "Museum", None, city, "visual_art", "public", 1),
    ]
    assert rows.index.tolist() == list(range(7))


def test_a_tenant_of_a_building_without_a_place_has_its_name_and_city() -> None:
    rows = rows_of_chains(select(toy_dataset(), Filters()), ("architecture",))
    assert told(rows, COLUMNS[:5]) == [
        ("tenants", "t9", "Tekentafel", "Pand 12", "Amsterdam"),
    ]


def test_a_way_is_credited_to_its_target_and_else_to_its_own_building() -> None:
    columns = ["hub_id", "hub_name", "target_id", "target_kind", "target_name", "metres", "reason"]
    links = pd.DataFrame(
        [
            ("h1", "Pand 1", "h2", "hub", "Pand 2", 100.0, "ok"),
            ("h1", "Pand 1", "p2", "partner", "Winkel", 100.0, "ok"),
            ("h3", "Pand 3", None, None, None, None, "no_target"),
            # A target without an id, and one of a kind that has no table.
            ("h5", "Pand 5", None, "hub", None, None, "unreachable"),
            ("h6", "Pand 6", "x", "stop", "Halte", 100.0, "ok"),
        ],
        columns=columns,
    ).assign(city="Amsterdam", chain="fashion", stage="make", next_stage="public", minutes=1.0)
    rows = rows_of_ways(links)
    assert told(rows, ["table", "id", "metres", "reason"]) == [
        ("hubs", "h2", 100, "ok"),
        ("partners", "p2", 100, "ok"),
        ("hubs", "h3", None, "no_target"),
        ("hubs", "h5", None, "unreachable"),
        ("hubs", "h6", 100, "ok"),
    ]
