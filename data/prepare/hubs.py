"""Hubs of both cities: the verified ones of the lists and those only the tenant lists name."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.ground import with_areas
from data.prepare.raw import (
    day_read,
    points_from_degrees,
    postcodes,
    read_hand_table,
    read_text_table,
    web_addresses,
    whole_numbers,
)
from geo.data.cities import CITIES
from geo.data.coarseness import DERIVED, GIVEN
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer
from geo.data.placement import place_rows
from geo.data.schemas import SOURCE_COLUMNS

COLUMNS = (
    *("id", "name", "city", "kind", "kind_basis", "status", "status_date", "opened", "closed"),
    *("tenure", "lease_end"),
    *("address", "postcode", "district_code", "district", "neighbourhood_code", "neighbourhood"),
    *(
        "operator",
        "operator_source",
        "floor_area_m2",
        "studios",
        "tenants_published",
        "chains",
        "website",
    ),
    *(*SOURCE_COLUMNS, "precision", "placed_by", "accuracy_m"),
    *("place_basis", "place_url", "origin", "synthetic", "geometry"),
)
NEW = "new:"
"""How the tenant lists mark a hub that no hub list has."""
POSTCODE = r"\b[1-9]\d{3}\b(?: [A-Z]{2}\b)?"


def hubs(
    folder: Path, gazetteer: Gazetteer, of_neighbourhoods: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Every hub, placed as finely as its data allow; district and neighbourhood by its point."""
    parts = [*(listed(folder, city) for city in CITIES), *(added(folder, city) for city in CITIES)]
    rows = pd.concat(parts, ignore_index=True)
    if rows["id"].duplicated().any():
        raise ValueError(f"hub ids met twice: {rows['id'][rows['id'].duplicated()].tolist()}")
    found = _found_in_pages(_found_later(_corrected(rows), folder))
    placed = with_areas(place_rows(found, gazetteer), of_neighbourhoods)
    placed = placed.assign(**leases(placed["id"]), **operators(placed["operator"]))
    return placed[list(COLUMNS)].sort_values("id", ignore_index=True)


def leases(ids: pd.Series) -> dict[str, pd.Series]:
    """Tenure and year in which the lease ends, of the terms written down by hand.

    Of several terms of one hub the last end counts. Without a term that says it: unknown.
    """
    terms = read_hand_table("hub_terms")
    of_hub = terms.assign(until=whole_numbers(terms["until"])).groupby("hub_id")
    tenure, until = of_hub["tenure"].last(), of_hub["until"].max()
    return {
        "tenure": ids.map(tenure).fillna("unknown").astype("str"),
        "lease_end": ids.map(until).astype("Int64"),
    }


def operators(as_written: pd.Series) -> dict[str, pd.Series]:
    """Who keeps each hub, in Dutch; as its source writes it where that is in English."""
    dutch = as_written.map(read_hand_table("operators_nl").set_index("source")["nl"])
    return {
        "operator": dutch.fillna(as_written).astype("str"),
        "operator_source": as_written.where(dutch.notna()).astype("str"),
    }


def at_door(folder: Path) -> gpd.GeoDataFrame:
    """Hubs that their own list places at the door: ``id, city, address, postcode`` and a point."""
    rows = pd.concat([listed(folder, city) for city in CITIES], ignore_index=True)
    door = rows[rows["point_precision"].eq("address")].rename(columns={"point": "geometry"})
    kept = door[["id", "city", "address", "postcode", "geometry"]]
    return gpd.GeoDataFrame(kept, geometry="geometry", crs=RD_NEW)


def listed(folder: Path, city: str) -> pd.DataFrame:
    """Hubs of a city's list that a source confirms."""
    name = f"hubs_{city.lower()}"
    raw = read_text_table(folder / f"{name}.csv")
    raw = raw[raw["verified"].eq("yes")].reset_index(drop=True)
    # In Amsterdam `precision` is about the address and `coord_precision` about the coordinate.
    fineness = raw["coord_precision"] if "coord_precision" in raw else raw["precision"]
    numbers = {"tenants": "tenants_published"}
    table = raw.rename(columns={**numbers, "chain_focus": "chains"}).assign(
        area=raw["district"],
        status_date=raw["source_date"],
        source_url=web_addresses(raw["source_url"]),
        source_read=day_read(name),
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
    name = f"tenants_{city.lower()}"
    raw = read_text_table(folder / f"{name}.csv")
    rows = raw[raw["hub_id"].str.startswith(NEW)].assign(
        hub_id=lambda table: table["hub_id"].str.removeprefix(NEW)
    )
    known = read_hand_table("tenant_list_hubs")
    cited = rows.merge(known, left_on=["hub_id", "source_title"], right_on=["id", "source_title"])
    cited = cited.drop_duplicates("hub_id")
    if set(cited["hub_id"]) != set(rows["hub_id"]):
        raise ValueError(f"tenant_list_hubs.csv lacks one of {sorted(set(rows['hub_id']))}")
    places = pd.DataFrame([address_in_note(note) for note in cited["note"]], index=cited.index)
    table = cited[["id", "name", "source_title", "source_date"]].join(places)
    return table.assign(
        source_url=web_addresses(cited["source_url"]), source_read=day_read(name), city=city,
        kind="other_creative_building", kind_basis="inferred", status="unknown",
        area=pd.NA, point=None, point_precision="none", origin="tenant_list", synthetic=False,
    )  # fmt: skip


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
    code = re.search(POSTCODE, note)
    postcode = code.group() if code else None
    found = re.search(r"(Adres|nieuwe hub):\s*([^;(]*)", note)
    if not found:
        return {"address": None, "postcode": postcode}
    # Where the notes speak of a new hub its name comes first; where of grounds, what is on them.
    bare = re.sub(r"^terrein [^,]*, o\.a\. ", "", found.group(2))
    bare = re.sub(r"^[^,]*, ", "", bare) if found.group(1) == "nieuwe hub" else bare
    bare = re.sub(rf",?\s*{POSTCODE}.*$", "", bare)
    address = re.sub(r", (?:Amsterdam|Rotterdam)\S*\s*$", "", bare).strip()
    return {"address": address or None, "postcode": postcode}


def _corrected(rows: pd.DataFrame) -> pd.DataFrame:
    """Put in the addresses and areas found by hand; each row of that table says where."""
    found = read_hand_table("hub_places").set_index("id")
    table = rows.copy()
    for column in ("address", "postcode", "area"):
        by_hand = table["id"].map(found[column])
        table[column] = by_hand.where(by_hand.notna(), table[column])
    return table.assign(postcode=postcodes(table["postcode"]))


def _found_later(rows: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Put in the places of the second delivery, each used as the hand-made table judges it.

    That table says for every row whether its point is published, worked out or left alone, which
    address it has, and whether a source says so (``basis``). A point keeps its stated accuracy.
    """
    judged = read_hand_table("hub_places_2").set_index("id")
    raw = read_text_table(folder / "hub_places_2.csv").set_index("hub_id")
    if set(raw.index) != set(judged.index) or not set(judged.index) <= set(rows["id"]):
        raise ValueError("hub_places_2.csv: the raw file, the hand-made table and the hubs differ")
    table = rows.set_index("id")
    _fill_in(table, judged[["address", "postcode", "area"]])
    points = points_from_degrees(raw)
    with_point = judged.index[judged["use"].isin([GIVEN, DERIVED])]
    found = pd.DataFrame(index=table.index)
    found["point_by"] = judged["use"].reindex(table.index).where(table.index.isin(with_point))
    found["point_accuracy_m"] = raw["accuracy_m"].astype(float).loc[with_point]
    found["place_basis"] = judged["basis"].reindex(table.index).fillna("source")
    found["place_url"] = web_addresses(raw["source_url"]).reindex(table.index)
    table = table.join(found)
    table["point"] = points.reindex(table.index).where(found["point_by"].notna(), table["point"])
    stated = raw["precision"].reindex(table.index)
    table["point_precision"] = stated.where(found["point_by"].notna(), table["point_precision"])
    return table.reset_index()


def _fill_in(table: pd.DataFrame, found: pd.DataFrame) -> None:
    """Put the cells that were found into a table with the same index and columns."""
    for column in found:
        known = found[column].dropna()
        table.loc[known.index, column] = known


def _found_in_pages(rows: pd.DataFrame) -> pd.DataFrame:
    """Put in what public pages and map extracts say of a place; each row names its page.

    A row gives an address, a point with its radius, or both; these are finer than what was there.
    """
    found = read_hand_table("hub_places_3").set_index("id")
    if found.index.has_duplicates or not set(found.index) <= set(rows["id"]):
        raise ValueError("hub_places_3.csv: a hub stands twice or is none of ours")
    if found[["source_title", "source_url"]].isna().any(axis=None):
        raise ValueError("hub_places_3.csv: a row says not where it comes from")
    table = rows.set_index("id")
    _fill_in(table, found[["address", "postcode"]])
    table.loc[found.index, "place_basis"] = "source"
    table.loc[found.index, "place_url"] = web_addresses(found["source_url"])
    placed = found[found["use"].isin([GIVEN, DERIVED])]
    points = points_from_degrees(placed).reindex(table.index)
    table["point"] = points.where(points.notna(), table["point"])
    table.loc[placed.index, "point_by"] = placed["use"]
    table.loc[placed.index, "point_accuracy_m"] = placed["accuracy_m"].astype(float)
    table.loc[placed.index, "point_precision"] = "address"
    return table.reset_index()
