"""Hubs of both cities: the verified ones of the lists and those only the tenant lists name."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.ground import with_areas
from data.prepare.raw import (
    CITIES,
    points_from_degrees,
    read_hand_table,
    read_text_table,
    web_addresses,
    whole_numbers,
)
from geo.placement import Gazetteer, place_rows

COLUMNS = (
    *("id", "name", "city", "kind", "kind_basis", "status", "status_date", "opened", "closed"),
    *("address", "postcode", "district_code", "district", "neighbourhood_code", "neighbourhood"),
    *("operator", "floor_area_m2", "studios", "tenants_published", "chains", "website"),
    *("source_title", "source_url", "source_date", "precision", "placed_by", "accuracy_m"),
    *("origin", "synthetic", "geometry"),
)
NEW = "new:"
"""How the tenant lists mark a hub that no hub list has."""
NOT_IN_SOURCE = r"niet in bron"


def hubs(
    folder: Path, gazetteer: Gazetteer, of_neighbourhoods: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Every hub, placed as finely as its data allow; district and neighbourhood by its point."""
    parts = [*(listed(folder, city) for city in CITIES), *(added(folder, city) for city in CITIES)]
    rows = pd.concat(parts, ignore_index=True)
    if rows["id"].duplicated().any():
        raise ValueError(f"hub ids met twice: {rows['id'][rows['id'].duplicated()].tolist()}")
    placed = with_areas(place_rows(_corrected(rows), gazetteer), of_neighbourhoods)
    return placed[list(COLUMNS)].sort_values("id", ignore_index=True)


def listed(folder: Path, city: str) -> pd.DataFrame:
    """Hubs of a city's list that a source confirms."""
    raw = read_text_table(folder / f"hubs_{city.lower()}.csv")
    raw = raw[raw["verified"].eq("yes")].reset_index(drop=True)
    # In Amsterdam `precision` is about the address and `coord_precision` about the coordinate.
    fineness = raw["coord_precision"] if "coord_precision" in raw else raw["precision"]
    numbers = {"tenants": "tenants_published"}
    table = raw.rename(columns={**numbers, "chain_focus": "chains"}).assign(
        area=raw["district"],
        status_date=raw["source_date"],
        source_url=web_addresses(raw["source_url"]),
        point=points_from_degrees(raw),
        point_precision=fineness.fillna("none"),
        origin="hub_list",
        synthetic=False,
        **_kinds(raw),
    )
    whole = ("opened", "closed", "floor_area_m2", "studios", "tenants_published")
    table = table.assign(**{name: whole_numbers(table[name]) for name in whole})
    return table[[*_own(table), "area", "point", "point_precision"]]


def _own(table: pd.DataFrame) -> list[str]:
    """The columns of the product that the row itself brings, districts by point left out."""
    later = {"district", "geometry", "precision", "placed_by", "accuracy_m"}
    return [name for name in COLUMNS if name in table and name not in later]


def _kinds(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """Kind as the list says; the Rotterdam list has none, a hand-made table says why which."""
    if "kind" in raw:
        return {"kind": raw["kind"], "kind_basis": pd.Series("source", index=raw.index)}
    judged = read_hand_table("rotterdam_kinds").set_index("id")["kind"]
    return {"kind": raw["id"].map(judged), "kind_basis": pd.Series("inferred", index=raw.index)}


def added(folder: Path, city: str) -> pd.DataFrame:
    """Hubs that only the tenant list of a city names, with the address its notes give."""
    raw = read_text_table(folder / f"tenants_{city.lower()}.csv")
    rows = raw[raw["hub_id"].str.startswith(NEW)]
    ids = rows["hub_id"].drop_duplicates().str.removeprefix(NEW)
    names = read_hand_table("tenant_list_hubs").set_index("id")["name"]
    groups = [(key, rows[rows["hub_id"].eq(NEW + key)]) for key in ids]
    table = pd.DataFrame(
        {"id": key, "name": names[key], **_source(group), **address_in_note(group["note"].iloc[0])}
        for key, group in groups
    )
    return table.assign(
        city=city, kind="other_creative_building", kind_basis="inferred", status="unknown",
        area=pd.NA, point=None, point_precision="none", origin="tenant_list", synthetic=False,
    )  # fmt: skip


def _source(rows: pd.DataFrame) -> dict[str, object]:
    """The source that names most of a hub's tenants; of equals the newest."""
    keys = ["source_title", "source_url"]
    sources = rows.groupby(keys).agg(n=("tenant", "size"), date=("source_date", "max"))
    best = sources.reset_index().sort_values(["n", "date"], na_position="first").iloc[-1]
    url = web_addresses(pd.Series([best["source_url"]])).iloc[0]
    return {"source_title": best["source_title"], "source_url": url, "source_date": best["date"]}


def address_in_note(note: str) -> dict[str, str | None]:
    """Read address and postcode out of a tenant note.

    Examples
    --------
    >>> address_in_note("Adres: Nieuwmarkt 4, 1012 CR (De Waag)")
    {'address': 'Nieuwmarkt 4', 'postcode': '1012 CR'}
    >>> address_in_note("nieuwe hub: De Loods, Kade 5, 3024 BG Rotterdam (postcode niet bekend)")
    {'address': 'Kade 5', 'postcode': '3024 BG'}
    >>> address_in_note("Adres niet in bron (drie torens)")
    {'address': None, 'postcode': None}
    """
    text = pd.Series([note])
    postcode = text.str.extract(r"\b([1-9]\d{3}(?: [A-Z]{2})?)\b", expand=False).iloc[0]
    bare = text.str.extract(r"(?:Adres|nieuwe hub):\s*(.*)", expand=False).iloc[0]
    if not isinstance(bare, str):
        return {"address": None, "postcode": None}
    bare = pd.Series([bare.split(";")[0].split("(")[0]])
    bare = bare.str.replace(r"^terrein [^,]*, o\.a\. |^.*?(?<=, )(?=\D+\d+,)", "", regex=True)
    address = bare.str.replace(r",?\s*[1-9]\d{3}(?: [A-Z]{2})?\b.*$", "", regex=True)
    address = address.str.replace(r", (?:Amsterdam|Rotterdam)\S*\s*$", "", regex=True).str.strip()
    return {
        "address": address.iloc[0] or None,
        "postcode": postcode if isinstance(postcode, str) else None,
    }


def _corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """Put in the addresses and areas found by hand; each row of that table says where."""
    found = read_hand_table("hub_places").set_index("id")
    table = rows.copy()
    for column in ("address", "postcode", "area"):
        by_hand = table["id"].map(found[column])
        table[column] = by_hand.where(by_hand.notna(), table[column])
    return table
