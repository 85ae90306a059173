"""Which cells of chain and stage no code leads to, and in which nobody is known, by city.

``python -m data.prepare.cells`` prints them for the tables as they are.
"""

from __future__ import annotations

import pandas as pd

from geo.data.chains import ChainModel, cells_without_code, load_chain_model, spread_codes
from geo.data.cities import CITIES
from geo.data.folders import DATA


def empty_cells(
    tenants: pd.DataFrame, partners: pd.DataFrame, model: ChainModel
) -> list[tuple[str, str, str]]:
    """City, chain and stage of the line in which neither a named tenant nor a partner is known.

    Whoever left or closed counts too: the table shows what the sources know of.
    """
    named = tenants[~tenants["is_total"].astype(bool)]
    rows = pd.concat([named[["city", "chain", "stage"]], partners[["city", "chain", "stage"]]])
    known = spread_codes(rows.reset_index(drop=True))
    has = set(zip(known["city"], known["chain"], known["stage"], strict=True))
    cells = [(city, c, s) for city in CITIES for c in model.ten for s in model.stage_line]
    return [cell for cell in cells if cell not in has]


def said(tenants: pd.DataFrame, partners: pd.DataFrame, model: ChainModel) -> list[str]:
    """What the data step prints of the cells."""
    lacking, empty = cells_without_code(model), empty_cells(tenants, partners, model)
    every = len(CITIES) * len(model.ten) * len(model.stage_line)
    lines = [f"chain and stage no code leads to: {len(lacking)} {lacking or ''}".strip()]
    lines += [f"city, chain and stage with nobody: {len(empty)} of {every}"]
    return [*lines, *(f"  {city}: {chain}, {stage}" for city, chain, stage in empty)]


if __name__ == "__main__":
    tables = [pd.read_parquet(DATA / f"{name}.parquet") for name in ("tenants", "partners")]
    print("\n".join(said(tables[0], tables[1], load_chain_model())))  # noqa: T201 - what it is for
