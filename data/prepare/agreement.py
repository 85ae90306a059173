"""How well two codings of the same rows agree: a section of ``data/QUALITY.md``.

The rows and their codings stand in ``data/prepare/tables/coding_check.csv``.
"""

from __future__ import annotations

import pandas as pd
from sklearn.metrics import cohen_kappa_score

from data.prepare.raw import read_hand_table

HEAD = """
## How well rows are coded

Of {n} rows, {tenants} tenants and {partners} partners drawn at random by city (only organisations,
and partners that are open), chain and stage were coded again by `CODING.md` alone, the first codes
out of sight. *First and second pass* were made by one coder: how well the rule can be repeated.
*First pass and second reader* is another, who had seen neither tables nor codes and was given the
rule, the tables of codes, the name, the house and the words of the source: how far two agree.
What the second reader called unknown where the first pass names a chain are mostly partners of
which the words are "office" or "shop"; the first pass knew the list they came from. *Lists*
compares the rule with the codes of the lists they are in, which two collectors gave without a
common rule ({listed} of the rows have them). Kappa is Cohen's (1960), a set of two codes being a
category of its own; *share a code* is the part of the rows whose sets have a code in common.

| codings | rows | chain: kappa | stage: kappa | chain: equal | stage: equal | stage: share a code |
|---|---|---|---|---|---|---|
"""


def agreement(rows: pd.DataFrame, one: str, other: str) -> dict[str, float]:
    """Agreement of two codings of the same rows.

    Parameters
    ----------
    rows : DataFrame
        ``<coding>_chain, <coding>_stage`` of both; codes joined by ``;``, in any order. Rows that
        one of them has not coded are left out.
    one, other : str
        What the columns of the codings begin with.

    Returns
    -------
    dict
        ``n``; ``chain`` and ``stage`` (Cohen's kappa); ``chain_equal``, ``stage_equal`` and
        ``stage_shared`` (parts of the rows).
    """
    both = rows.dropna(subset=[f"{one}_chain", f"{other}_chain"])
    found: dict[str, float] = {"n": len(both)}
    for name in ("chain", "stage"):
        a, b = (both[f"{coding}_{name}"].map(_in_order) for coding in (one, other))
        found[name] = float(cohen_kappa_score(a, b))
        found[f"{name}_equal"] = float(a.eq(b).mean())
        shared = [bool(set(x.split(";")) & set(y.split(";"))) for x, y in zip(a, b, strict=True)]
        found[f"{name}_shared"] = sum(shared) / len(shared)
    return found


def _in_order(codes: str) -> str:
    return ";".join(sorted(codes.split(";")))


def coding_section() -> str:
    """The section of ``QUALITY.md``, recomputed from the committed codings."""
    rows = read_hand_table("coding_check")
    head = HEAD.format(
        n=len(rows),
        tenants=int(rows["table"].eq("tenants").sum()),
        partners=int(rows["table"].eq("partners").sum()),
        listed=int(rows["listed_chain"].notna().sum()),
    )
    lines = [
        _line("first and second pass", agreement(rows, "first", "second")),
        _line("first pass and second reader", agreement(rows, "first", "reader")),
        _line("rule and lists", agreement(rows, "first", "listed")),
    ]
    return head + "\n".join(lines) + "\n"


def _line(words: str, found: dict[str, float]) -> str:
    parts = (found[name] for name in ("chain_equal", "stage_equal", "stage_shared"))
    percent = " | ".join(f"{part:.0%}" for part in parts)
    return (
        f"| {words} | {found['n']:.0f} | {found['chain']:.2f} | {found['stage']:.2f} | {percent} |"
    )
