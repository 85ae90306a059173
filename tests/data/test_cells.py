"""Cells that no code leads to and cells with nobody are counted right."""

from __future__ import annotations

import pandas as pd

from data.prepare.cells import empty_cells, said
from geo.data.chains import load_chain_model

MODEL = load_chain_model()
TENANTS = pd.DataFrame(
    {
        "city": ["Amsterdam", "Amsterdam", "Rotterdam"],
        "chain": ["music", "design", "food"],
        "stage": ["conceive;make", "make", "public"],
        "is_total": [False, True, False],
    }
)
PARTNERS = pd.DataFrame({"city": ["Rotterdam"], "chain": ["music"], "stage": ["make"]})


def test_nobody_is_where_neither_a_named_tenant_nor_a_partner_is() -> None:
    # 2 × 10 × 4 = 80; music conceive and make in Amsterdam, music make in Rotterdam: 77 are left.
    # A published total and food fill none.
    empty = empty_cells(TENANTS, PARTNERS, MODEL)
    assert len(empty) == 77
    assert ("Amsterdam", "design", "make") in empty
    assert ("Amsterdam", "music", "conceive") not in empty


def test_what_is_printed() -> None:
    lines = said(TENANTS, PARTNERS, MODEL)
    assert lines[0] == "chain and stage no code leads to: 0"
    assert lines[1] == "city, chain and stage with nobody: 77 of 80"
    assert len(lines) == 79
