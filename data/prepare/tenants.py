"""Tenants of both cities, published totals marked and kept apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.prepare.coding import coded_tenants
from data.prepare.found_partners import source_dates, source_titles
from data.prepare.hubs import NEW
from data.prepare.presence import with_presence
from data.prepare.raw import day_read, read_text_table, web_addresses, whole_numbers
from geo.data.cities import CITIES
from geo.data.schemas import SOURCE_COLUMNS

COLUMNS = (
    *("id", "hub_id", "city", "label", "count", "activity", "sbi", "chain", "stage"),
    *(
        "row_kind",
        "presence",
        "organisation",
        "chain_basis",
        "year_from",
        "year_to",
        "previous_hub",
        "next_place",
        "starter",
    ),
    *("is_total", "at_least", "low_confidence", *SOURCE_COLUMNS),
    "synthetic",
)

LISTS = (
    *((f"tenants_{city.lower()}", city[:3].lower()) for city in CITIES),
    *((f"tenants_2_{city.lower()}", f"{city[:3].lower()}2") for city in CITIES),
)
"""Raw file and what the ids of its rows begin with."""


def tenants(folder: Path, hubs: pd.DataFrame) -> pd.DataFrame:
    """All rows of the tenant lists, in the order of the files; the city is that of the hub.

    Chain, stage and kind of row are those of the coding rule, not of the list.
    """
    table = pd.concat([_of_list(folder, *each) for each in LISTS], ignore_index=True)
    table = table.assign(city=table["hub_id"].map(hubs.set_index("id")["city"]))
    table = with_presence(coded_tenants(table), hubs).assign(organisation=table["id"])
    return table[list(COLUMNS)]


def _of_list(folder: Path, name: str, prefix: str) -> pd.DataFrame:
    raw = read_text_table(folder / f"{name}.csv")
    whole = {name: whole_numbers(raw[name]) for name in ("count", "year_from", "year_to")}
    nothing = pd.Series(pd.NA, index=raw.index)
    return raw.assign(
        id=[f"{prefix}-{number:04d}" for number in range(1, len(raw) + 1)],
        hub_id=raw["hub_id"].str.removeprefix(NEW),
        label=raw["tenant"].str.replace(r"^totaal:\s*", "", regex=True),
        previous_hub=nothing.astype("str"),
        next_place=nothing.astype("str"),
        starter=nothing.astype("boolean"),
        source_title=source_titles(raw["source_title"]),
        source_url=web_addresses(raw["source_url"]),
        source_date=source_dates(raw["source_date"]),
        source_read=day_read(name),
        synthetic=False,
        **whole,
        **marks(raw),
    )


def marks(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """What the note beside a tenant says of its row, as columns of their own."""
    note = raw["note"].fillna("")
    total = note.str.contains("TOTAAL") | raw["tenant"].str.startswith("totaal:")
    inferred = note.str.contains("sector toegekend op naam|activiteit afgeleid uit naam")
    inferred |= raw["activity"].fillna("").str.contains(r"\(op naam\)|uit naam afgeleid")
    return {
        "is_total": total,
        "at_least": note.str.contains("ten minste een"),
        "low_confidence": note.str.contains("lage zekerheid|afgeleid|niet bevestigd"),
        "chain_basis": inferred.map({True: "inferred", False: "source"}),
    }
