"""What planners corrected and was accepted: kept as a hand-made table, applied after all others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from data.prepare.raw import TABLES as HAND_TABLES
from data.prepare.write import write_csv
from geo.data.chains import load_chain_model
from geo.data.gazetteer import Gazetteer
from geo.data.store import TABLES as ALL_TABLES
from geo.data.store import Dataset
from geo.own.corrected import MARK, MARK_SOURCE, Corrections, with_corrections
from geo.own.corrections import COLUMNS, FILE, Correction, from_csv, to_rows
from geo.own.forms import OWN
from geo.own.rows import OWN_ID, TABLES

ACCEPTED = HAND_TABLES / FILE
NEW_ID = "correction-"
BY = "correctie van een planner"


def accept(file: Path, accepted: Path = ACCEPTED) -> tuple[Correction, ...]:
    """Take the corrections of a file into the hand-made table; newer ones replace older ones.

    Raises
    ------
    DataError
        As `geo.own.corrections.from_csv`; nothing is taken in then.
    """
    kept = {each.setting: each for each in read_accepted(accepted)}
    kept |= {each.setting: each for each in from_csv(file.read_bytes())}
    rows = sorted(kept.values(), key=lambda each: (each.table, each.label, each.kind))
    write_csv(pd.DataFrame(to_rows(rows), columns=list(COLUMNS)), accepted)
    return tuple(rows)


def read_accepted(accepted: Path = ACCEPTED) -> tuple[Correction, ...]:
    """The corrections that were taken in."""
    return from_csv(accepted.read_bytes()) if accepted.exists() else ()


def corrected(
    tables: dict[str, pd.DataFrame], places: Gazetteer, accepted: Path = ACCEPTED
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Mend the made tables; says of each correction what became of it.

    The source of a mended row is that of its correction.
    """
    rows = read_accepted(accepted)
    if not rows:
        return tables, []
    beside: dict[str, Any] = {"chain_model": load_chain_model(), "package": {"resources": []}}
    made = Dataset(**{name: tables[name] for name in ALL_TABLES}, **beside)
    kept = Corrections(BY, max(each.noted for each in rows), rows)
    joined = with_corrections(made, kept, [], places)
    mended = {
        name: _as_shipped(getattr(joined.dataset, name), tables[name], kept) for name in TABLES
    }
    told = zip(rows, joined.corrections, strict=True)
    said = [f"{each.table} {each.label}: {each.kind}, {outcome}" for each, outcome in told]
    return tables | mended, said


def _as_shipped(table: pd.DataFrame, before: pd.DataFrame, kept: Corrections) -> pd.DataFrame:
    """Without the marks of an own row, with the source of the correction."""
    mine = table[OWN].fillna(False).astype(bool)
    source = table[MARK_SOURCE].str.split(";").str[-1]
    web = source.where(source.str.startswith(("https://", "http://")))
    made = table.assign(
        id=table["id"].str.replace(f"^{OWN_ID}", NEW_ID, regex=True),
        source_title=table["source_title"].mask(mine, f"{BY}: " + source),
        source_url=table["source_url"].mask(mine, web),
        source_date=table["source_date"].mask(mine, kept.day),
        source_read=table["source_read"].mask(mine, kept.day),
    )
    if "organisation" in made:
        made["organisation"] = made["organisation"].str.replace(f"^{OWN_ID}", NEW_ID, regex=True)
    for name, code in (("dataset", "corrections"), ("origin", "hub_list")):
        if name in made:
            made[name] = made[name].replace(OWN, code)
    return made.drop(columns=[OWN, MARK, MARK_SOURCE])[list(before.columns)]
