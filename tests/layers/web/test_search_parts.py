"""What the search box says of what was found."""

from __future__ import annotations

import pandas as pd

from geo.answers.name_search import COLUMNS
from layers.web.search_parts import beside_words, told_of


def test_a_name_that_is_just_what_was_typed_is_told_apart() -> None:
    found = pd.DataFrame(
        [
            ("stop", "stop:1", "Blaak", "metro", "Rotterdam", 0.0, 0.0),
            ("street", "street:x", "Westblaak", "", "Rotterdam", 0.0, 0.0),
            ("cluster", "cluster:Rotterdam-1", "Blaak", "1", "Rotterdam", 0.0, 0.0),
        ],
        columns=COLUMNS,
        index=[7, 3, 9],
    )
    assert told_of(found, " BLAAK", "nl") == [
        {"id": "7", "name": "Blaak", "beside": "metrostation · Rotterdam", "exact": True},
        {"id": "3", "name": "Westblaak", "beside": "straat · Rotterdam", "exact": False},
        {"id": "9", "name": "Blaak", "beside": "cluster · 1 · Rotterdam", "exact": True},
    ]


def test_a_partner_that_is_gone_is_told_as_gone() -> None:
    row = {"kind": "partner", "city": "Rotterdam", "beside": "closed 1940"}
    assert beside_words(row, "nl") == "partner · gesloten in 1940 · Rotterdam"
    assert beside_words({**row, "beside": "closed"}, "nl") == (
        "partner · waarschijnlijk gesloten · Rotterdam"
    )
    open_now = {**row, "beside": "Closedstraat 1"}
    assert beside_words(open_now, "nl") == "partner · Closedstraat 1 · Rotterdam"
