"""The check beside peers fails when a ratio is worse by half, and only then."""

from __future__ import annotations

import pandas as pd

from benchmarks.peers import CASES, FILE, worse

KEPT = pd.DataFrame(
    {
        "case": "clusters",
        "rows": [1_000, 1_000, 10_000, 10_000],
        "who": ["ketenkaart", "peer"] * 2,
        "seconds": [0.01, 0.02, 1.0, 2.0],
        "ratio": [1.0, 0.5, 1.0, 0.5],
    }
)


def test_a_ratio_that_grew_by_half_is_told() -> None:
    assert worse(KEPT, KEPT).empty
    slow = KEPT.assign(seconds=[0.05, 0.02, 1.6, 2.0], ratio=[1.0, 2.5, 1.0, 0.8])
    # The small size takes too little time to tell.
    assert worse(slow, KEPT)[["rows", "who"]].to_numpy().tolist() == [[10_000, "peer"]]
    busy = KEPT.assign(seconds=KEPT["seconds"] * 3)
    assert worse(busy, KEPT).empty


def test_every_case_has_kept_figures_beside_a_peer() -> None:
    kept = pd.read_csv(FILE)
    assert set(kept["case"]) == set(CASES)
    assert kept.groupby("case")["who"].nunique().ge(2).all()
