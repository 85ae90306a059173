"""Numbers of a table on a page, as they stand under each other."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.tables.number_marks import with_marks


def column(values: list[float | None], lang: str = "nl") -> list[str]:
    shown = with_marks(pd.DataFrame({"x": pd.Series(values, dtype=float)}), lang)
    return shown.to_string(sparse_index=False, delimiter=";").split()[1:]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1.03, 1.2, 4.0], ["1,03", "1,20", "4,00"]),
        ([1234.5, 2.0], ["1.234,5", "2,0"]),
        ([0.0012, 0.05, 0.5], ["0,0012", "0,05", "0,50"]),
        ([12.345, 0.00049], ["12,35", "0,0005"]),
        ([-0.25, 3.0], ["-0,25", "3,00"]),
    ],
)
def test_numbers_of_a_column_have_the_same_decimals(
    values: list[float | None], written: list[str]
) -> None:
    assert [row.split(";")[1] for row in column(values)] == written


def test_an_empty_cell_stays_empty_and_english_has_its_own_marks() -> None:
    assert [row.split(";")[1] for row in column([1234.5, None], "en")] == ["1,234.5", ""]
