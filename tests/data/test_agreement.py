"""Agreement of two codings, worked out by hand; the section of the quality page holds it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from data.prepare.agreement import agreement, coding_section
from data.prepare.raw import read_hand_table
from geo.data.folders import DATA
from layers.words.numbers import decimal
from layers.words.text import LANGUAGES, text


def test_kappa_by_hand() -> None:
    # Ten rows; chain: 4 × music/music, 4 × design/design, 1 × music/design, 1 × design/music.
    # Observed 0.8; each coder has 5 of each, so 0.5 by chance: kappa (0.8 - 0.5) / 0.5 = 0.6.
    first = ["music"] * 4 + ["design"] * 4 + ["music", "design"]
    second = ["music"] * 4 + ["design"] * 4 + ["design", "music"]
    # Stage: the same but for two rows, where a set of two meets one of its codes; order is nothing.
    stage = ["make;conceive"] * 5 + ["public"] * 5
    other = ["conceive;make"] * 3 + ["make"] * 2 + ["public"] * 5
    rows = pd.DataFrame({"a_chain": first, "b_chain": second, "a_stage": stage, "b_stage": other})
    found = agreement(rows, "a", "b")
    assert found["chain"] == pytest.approx(0.6)
    assert (found["n"], found["chain_equal"]) == (10, 0.8)
    assert (found["stage_equal"], found["stage_shared"]) == (0.8, 1.0)
    # Chance for the stages: 0.5 × 0.3 + 0.5 × 0.5 = 0.4; kappa (0.8 - 0.4) / 0.6 = 2/3.
    assert found["stage"] == pytest.approx(2 / 3)


def test_a_row_one_has_not_coded_is_left_out() -> None:
    rows = pd.DataFrame(
        {"a_chain": ["x", "y", "x"], "b_chain": ["x", "y", None],
         "a_stage": ["s", "t", "s"], "b_stage": ["s", "t", None]}
    )  # fmt: skip
    assert agreement(rows, "a", "b")["n"] == 2


def test_the_checked_codes_are_the_shipped_codes() -> None:
    """Who changes a code of the sample makes a new check."""
    rows = read_hand_table("coding_check")
    assert len(rows) == 100
    for table in ("tenants", "partners"):
        shipped = pd.read_parquet(DATA / f"{table}.parquet").set_index("id")
        mine = rows[rows["table"].eq(table)]
        for name in ("chain", "stage"):
            assert mine[f"first_{name}"].tolist() == shipped.loc[mine["id"], name].tolist()


def test_the_section_stands_in_the_quality_page() -> None:
    assert coding_section() in (DATA / "QUALITY.md").read_text(encoding="utf-8")


def test_the_page_of_sources_says_how_well_the_rule_can_be_repeated() -> None:
    rows = read_hand_table("coding_check")
    passes = [agreement(rows, "first", other) for other in ("second", "reader")]
    for lang in LANGUAGES:
        told = text("bronnen.limit_coding", lang)
        figures = [decimal(one[name], lang, 2) for one in passes for name in ("chain", "stage")]
        assert re.findall(r"0[.,][0-9]+", told) == figures
        assert {one["n"] for one in passes} == {100}
        assert "100" in told
