"""Chain and stage of rows by the written rule (``data/CODING.md``), from tables made by hand."""

from __future__ import annotations

import pandas as pd

from data.prepare.raw import read_hand_table
from geo.data.chains import Shares


def codes(shares: Shares) -> tuple[str, str]:
    """Write shares as the codes of a row: chains and stages, each joined by ";".

    Examples
    --------
    >>> codes((("crafts", "conceive", 0.5), ("crafts", "make", 0.5)))
    ('crafts', 'conceive;make')
    """
    chains = dict.fromkeys(chain for chain, _, _ in shares)
    stages = dict.fromkeys(stage for _, stage, _ in shares)
    return ";".join(chains), ";".join(stages)


def coded_tenants(rows: pd.DataFrame) -> pd.DataFrame:
    """Give tenants the chain, stage and kind of row of ``tenant_codes.csv``.

    Raises
    ------
    ValueError
        When a row is not in that table under its own id and label: the raw lists have changed.
    """
    known = read_hand_table("tenant_codes").set_index("id")
    strange = ~rows["id"].isin(known.index) | rows["label"].ne(rows["id"].map(known["label"]))
    if strange.any():
        raise ValueError(f"tenant_codes.csv does not know {rows.loc[strange, 'id'].tolist()}")
    names = ("chain", "stage", "row_kind")
    return rows.assign(**{name: rows["id"].map(known[name]) for name in names})


def coded_partners(rows: pd.DataFrame) -> pd.DataFrame:
    """Put in the codes of ``partner_codes.csv``, where a set by itself says less than the rule.

    Raises
    ------
    ValueError
        When that table names a row that is not there.
    """
    keys = ["dataset", "name"]
    known = read_hand_table("partner_codes").set_index(keys)[["chain", "stage"]]
    pairs = pd.MultiIndex.from_frame(rows[keys])
    if lacking := sorted(set(known.index) - set(pairs)):
        raise ValueError(f"partner_codes.csv names rows that are not there: {lacking}")
    found = known.reindex(pairs).set_index(rows.index)
    return rows.assign(**{c: found[c].where(found[c].notna(), rows[c]) for c in found})
