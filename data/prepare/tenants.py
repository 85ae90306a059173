"""Tenants of both cities, published totals marked and kept apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.prepare.hubs import NEW
from data.prepare.raw import read_text_table, web_addresses, whole_numbers
from geo.data.cities import CITIES
from geo.data.schemas import SOURCE_COLUMNS

COLUMNS = (
    *("id", "hub_id", "city", "label", "count", "activity", "sbi", "chain", "stage"),
    *("chain_basis", "year_from", "year_to", "previous_hub", "next_place", "starter"),
    *("is_total", "at_least", "low_confidence", *SOURCE_COLUMNS),
    "synthetic",
)


def tenants(folder: Path, hubs: pd.DataFrame) -> pd.DataFrame:
    """All rows of both tenant lists, in the order of the files; the city is that of the hub."""
    table = pd.concat([_of_city(folder, city) for city in CITIES], ignore_index=True)
    return table.assign(city=table["hub_id"].map(hubs.set_index("id")["city"]))[list(COLUMNS)]


def _of_city(folder: Path, city: str) -> pd.DataFrame:
    raw = read_text_table(folder / f"tenants_{city.lower()}.csv")
    whole = {name: whole_numbers(raw[name]) for name in ("count", "year_from", "year_to")}
    nothing = pd.Series(pd.NA, index=raw.index)
    return raw.assign(
        id=[f"{city[:3].lower()}-{number:04d}" for number in range(1, len(raw) + 1)],
        hub_id=raw["hub_id"].str.removeprefix(NEW),
        label=raw["tenant"].str.replace(r"^totaal:\s*", "", regex=True),
        previous_hub=nothing.astype("str"),
        next_place=nothing.astype("str"),
        starter=nothing.astype("boolean"),
        source_url=web_addresses(raw["source_url"]),
        synthetic=False,
        **whole,
        **marks(raw),
    )


def marks(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """What the note beside a tenant says of its row, as columns of their own."""
    note = raw["note"].fillna("")
    total = note.str.contains("TOTAAL") | raw["tenant"].str.startswith("totaal:")
    inferred = note.str.contains("sector toegekend op naam|activiteit afgeleid uit naam")
    return {
        "is_total": total,
        "at_least": note.str.contains("ten minste een"),
        "low_confidence": note.str.contains("lage zekerheid|afgeleid|niet bevestigd"),
        "chain_basis": inferred.map({True: "inferred", False: "source"}),
    }
