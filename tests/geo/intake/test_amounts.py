"""Floor areas and numbers of tenants, in the notations of lists and exports."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intakes import read_here

from geo.intake.values.amounts import amounts_of


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250", 1250.0),
        ("1,250", 1250.0),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1 250,5", 1250.5),
        ("1\u00a0250", 1250.0),
        ("1.250.000", 1250000.0),
        ("1250 m2", 1250.0),
        ("1.250 m² bvo", 1250.0),
        ("ca. 1.250 m2", 1250.0),
        ("± 1250", 1250.0),
        ("1250,-", 1250.0),
        ("12,5", 12.5),
        ("12 huurders", 12.0),
        ("1,25E+03", 1250.0),
        ("0", 0.0),
        ("100-200", math.nan),
        ("groot", math.nan),
        ("n.v.t.", math.nan),
    ],
)
def test_an_amount_by_itself(text: str, amount: float) -> None:
    (found,) = amounts_of([text])
    assert found == amount or math.isnan(found) and math.isnan(amount)


def test_the_column_tells_how_a_cell_is_meant() -> None:
    assert amounts_of(["850.5", "1.250"]) == [850.5, 1.25]
    assert amounts_of(["850,5", "1.250"]) == [850.5, 1250.0]
    assert amounts_of(["850.5", "1,250"]) == [850.5, 1250.0]


@given(st.lists(st.integers(0, 10**9).map(lambda n: n / 100), min_size=1, max_size=20))
def test_dutch_notation_goes_there_and_back(amounts: list[float]) -> None:
    # Python writes 1,250.50; Dutch has the signs the other way round.
    texts = [f"{a:,.2f}".translate(str.maketrans(",.", ".,")) for a in amounts]
    assert amounts_of(texts) == amounts


def test_amounts_reach_the_rows_and_the_text_stays() -> None:
    content = (
        "naam;x;y;m2;aantal huurders\nA;121236;490100;1.250 m2;12\nB;121236;490200;85,5;1.100\n"
    )
    rows = read_here("a.csv", content.encode()).rows
    assert rows["kk_floor_area_m2"].tolist() == [1250.0, 85.5]
    assert rows["kk_count"].tolist() == [12.0, 1100.0]
    assert rows["m2"].tolist() == ["1.250 m2", "85,5"]


@pytest.mark.slow
@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    (found,) = amounts_of([text])
    assert isinstance(found, float)
