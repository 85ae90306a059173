"""Who keeps a building is said in Dutch, with the words of the source beside it."""

from __future__ import annotations

import re

import pandas as pd

from data.prepare.hubs import operators
from data.prepare.raw import read_hand_table
from geo.data.store import load_dataset
from layers.map.layer_context import hub_fact

ENGLISH = r"\b(?:and|with|owner|owners|the|from|by|since|sold|landlord|users?|former)\b"


def test_what_a_source_writes_in_english_is_dutch_and_kept() -> None:
    made = operators(pd.Series(["gemeente Rotterdam (owner)", "SKAR", None], dtype="str"))
    assert made["operator"].tolist()[:2] == ["gemeente Rotterdam (eigenaar)", "SKAR"]
    assert made["operator_source"].tolist()[0] == "gemeente Rotterdam (owner)"
    assert made["operator_source"].isna().tolist() == [False, True, True]
    assert made["operator"].isna().tolist() == [False, False, True]


def test_no_shipped_operator_is_english() -> None:
    names = load_dataset().hubs["operator"].dropna()
    assert [name for name in names if re.search(ENGLISH, name)] == []
    assert read_hand_table("operators_nl")["source"].is_unique


def test_an_english_page_says_it_as_the_source_does() -> None:
    hubs = load_dataset().hubs.set_index("id")
    hub = hubs.loc["schieblock"]
    assert "eigenaar" in hub_fact(hub, "operator", "nl")
    assert "owner" in hub_fact(hub, "operator", "en")
