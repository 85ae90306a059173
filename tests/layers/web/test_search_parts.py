"""What the search box says of what was found."""

from __future__ import annotations

import pandas as pd

from geo.answers.name_search import COLUMNS
from layers.web.search_parts import told_of


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
