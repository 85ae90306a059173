"""What is said of clusters: place, chains, stages and whether it is one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.evidence.knowledge import Knowledge
from geo.toy.city import toy_dataset
from layers.sentences.cluster_words import (
    chains_words,
    density_words,
    in_order,
    name_words,
    open_stages_words,
    place_words,
    stages_words,
    strongest_words,
)
from layers.tables.cluster_tables import clusters_table
from layers.words.palette import palette

LOOK = palette(toy_dataset().chain_model, "nl")


def row(**other: Any) -> dict[str, Any]:
    return {
        "city": "Rotterdam", "number": 2, "label": 2, "place": "Merwe-Vierhavens", "n_hubs": 8,
        "n_creative": 17.0, "n_rooms": 3.0, "top_chain": "architecture;visual_art",
        "times": 7.47, "p": 0.02,
        "verdict": "cluster", "stability": 0.74,
        "lines": (("architecture", ("make",), ("public",)), ("visual_art", (), ("make", "public"))),
        "open": {},
    } | other  # fmt: skip


def test_the_name_says_where_and_all_chains_that_lead_level() -> None:
    name = name_words(row(), LOOK, "nl")
    assert name == "2 · Merwe-Vierhavens: architectuur en beeldende kunst"
    three = row(top_chain="architecture;music;visual_art")
    assert chains_words(three, LOOK, "nl") == "architectuur, muziek en beeldende kunst"
    assert place_words(row(place=""), "nl") == "Rotterdam 2"


def test_the_stages_of_each_leading_chain_stand_apart() -> None:
    lines = row()["lines"]
    assert stages_words(lines, 1, LOOK, "nl") == "architectuur: maken; beeldende kunst: geen"
    assert stages_words(lines[:1], 2, LOOK, "nl") == "publiek"
    assert stages_words((), 1, LOOK, "nl") == ""


def test_an_open_stage_says_what_is_known_of_it() -> None:
    seen = Knowledge("not_seen", 0, 3, 40, False, 2, 1, 0.62, 0.41, 0.8, 0.4, None, ())
    gone = replace(seen, state="absent", chance=None, sources=("osm_tourism",))
    one = row(open={"architecture": {"public": seen}})
    assert open_stages_words(one, LOOK, "nl") == "publiek: niet gezien (≥ 62 %)"
    two = row(open={"architecture": {"public": seen}, "visual_art": {"make": gone}})
    assert open_stages_words(two, LOOK, "nl") == (
        "architectuur · publiek: niet gezien (≥ 62 %); beeldende kunst · maken: ontbreekt"
    )


def test_a_cluster_is_told_from_a_group() -> None:
    assert density_words(row(), "nl").endswith("(kans bij toeval: p = 0,02): een cluster")
    group = density_words(row(p=0.2, verdict="group"), "nl")
    assert group.endswith("wat ook toeval kan zijn (kans daarop: p = 0,20, grens 0,05): een groep")
    assert density_words(row(p=float("nan")), "nl") == ""


def test_a_cluster_comes_before_a_larger_group_and_the_strongest_is_said() -> None:
    rows = [
        row(label=1, number=1, place="Cool", n_creative=40.0, verdict="group", p=0.4),
        row(),
        row(label=3, number=3, place="Delfshaven", n_creative=20.0, p=0.01),
        row(label=4, number=1, place="Overhoeks", city="Amsterdam", verdict="group", p=0.9),
    ]
    found = in_order(pd.DataFrame(rows))
    assert found["place"].tolist() == ["Delfshaven", "Merwe-Vierhavens", "Cool", "Overhoeks"]
    said = strongest_words("Rotterdam", found, LOOK, "nl")
    assert said.startswith("Rotterdam: het sterkste cluster is 3 · Delfshaven, met 20 bekende")
    assert said.endswith("Het draagt architectuur en beeldende kunst.")
    assert "geen groep gebouwen is aantoonbaar" in strongest_words("Amsterdam", found, LOOK, "nl")
    assert strongest_words("Delft", found, LOOK, "nl") == "Delft: geen clusters of groepen."
    table = clusters_table(found, LOOK, "nl")
    assert table["Soort"].tolist() == ["cluster", "cluster", "groep", "groep"]
    assert table["Organisaties"].tolist() == ["20", "17", "40", "17"]
