"""The shipped tables as a planner's corrections have them, each changed row marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

from geo.data.address_faults import (
    NOTHING,
    NUMBER,
    POSTCODE,
    STREET,
    STREETS,
    TOWN,
    address_faults,
)
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer
from geo.data.placement import NOWHERE, Place, place_row
from geo.data.row_kinds import LEFT, PRESENT
from geo.data.store import Dataset
from geo.intake.meaning.addresses import NO_POINT
from geo.own.corrections import CLOSED, MISSING, MOVED, RECODED, Correction, to_rows
from geo.own.forms import AREAS, OWN, areas_of
from geo.own.rows import (
    HUB_CHOICE,
    TABLES,
    TAKES_PART,
    Joined,
    OwnRows,
    own_resource,
    with_own,
)

MARK, MARK_SOURCE = "correction", "correction_source"
"""Columns of every table once a correction counts: which kinds changed the row, by what source."""
APPLIED = TAKES_PART
Tables = dict[str, pd.DataFrame]
UNKNOWN_PART = {
    STREET: "no_street",
    STREETS: "no_street",
    NUMBER: "no_number",
    POSTCODE: "no_postcode",
    TOWN: "no_town",
    NOTHING: "no_address",
}
"""What becomes of a correction of which that part of the address is not known."""


@dataclass(frozen=True)
class Corrections:
    """The corrections of one project.

    Attributes
    ----------
    name, day : str
        What the project is called, and the ISO date it was last changed.
    rows : tuple of Correction
    """

    name: str
    day: str
    rows: tuple[Correction, ...]

    @property
    def sha256(self) -> str:
        """Fingerprint of what they say."""
        return sha256(repr(to_rows(self.rows)).encode()).hexdigest()


def with_corrections(
    shipped: Dataset, kept: Corrections, brought: Sequence[OwnRows], gazetteer: Gazetteer
) -> Joined:
    """Mend the shipped rows as corrections say, then lay own rows beside them.

    Parameters
    ----------
    shipped : Dataset
    kept : Corrections
    brought : sequence of OwnRows
        As `geo.own.rows.with_own` takes them; tenants may live in a building that was missing.
    gazetteer : Gazetteer
        Where the new addresses are looked up.

    Returns
    -------
    Joined
        ``corrections`` tells of each in the order of ``kept.rows`` what became of it.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> hub = toy.hubs.iloc[0]
    >>> shut = Correction("hubs", hub["id"], hub["name"], "closed", "brief", "2026-11-29", 2025)
    >>> joined = with_corrections(
    ...     toy, Corrections("Oost", "2026-11-29", (shut,)), [], Gazetteer())
    >>> joined.dataset.hubs.iloc[0][["status", "correction"]].tolist(), joined.corrections
    (['ended', 'closed'], ('takes_part',))
    """
    if not kept.rows:
        return with_own(shipped, brought)
    places = [_place(each, shipped, gazetteer) for each in kept.rows]
    outcomes = tuple(map(lambda c, p: _outcome(c, p, shipped, gazetteer), kept.rows, places))
    mine = [
        (each, place)
        for each, place, outcome in zip(kept.rows, places, outcomes, strict=True)
        if outcome == APPLIED
    ]
    mended = _mended(shipped, mine, kept)
    absent = [each for each in mine if each[0].kind == MISSING]
    rows = [_as_own_rows(absent, kept)] if absent else []
    joined = with_own(mended, [*rows, *brought])
    if not absent:
        return replace(joined, corrections=outcomes)
    dataset = _told_missing(joined.dataset, absent, kept.name)
    counts = _of_files(joined.counts, [correction.table for correction, _ in absent])
    return replace(joined, dataset=dataset, counts=counts, corrections=outcomes)


def _of_files(counts: pd.DataFrame, added: Sequence[str]) -> pd.DataFrame:
    """Count the rows of files alone: what corrections add is told as corrections."""
    mine = counts["table"].map(pd.Series(added).value_counts()).fillna(0).astype(int)
    left = counts.assign(n=counts["n"] - mine.where(counts["outcome"].eq(TAKES_PART), 0))
    return left[left["n"].gt(0)].reset_index(drop=True)


# ---- what becomes of each


def _place(correction: Correction, shipped: Dataset, gazetteer: Gazetteer) -> Place:
    """Where a correction says its row is: at the point it shows, else at its address.

    The city is that of the row unless the correction says another.
    """
    shown = correction.x is not None
    told = shown or correction.address or correction.postcode
    if not told or correction.table == "tenants":
        return NOWHERE
    city = correction.city or _city_of(correction, shipped)
    if shown:
        return place_row({"city": city, **_shown(correction)}, gazetteer)
    asked = {"city": city, "address": correction.address, "postcode": correction.postcode}
    return place_row({**asked, **NO_POINT}, gazetteer)


def _shown(correction: Correction) -> dict[str, object]:
    """The point that was shown on the map: as fine as a door, or as far off as it may be."""
    within = correction.within_m
    return {
        **dict.fromkeys(("address", "postcode", "area")),
        "point": Point(correction.x, correction.y),
        "point_precision": "street" if within else "address",
        "point_accuracy_m": within,
    }


def _city_of(correction: Correction, shipped: Dataset) -> str:
    table = getattr(shipped, correction.table)
    return str(table.loc[table["id"].eq(correction.id), "city"].squeeze())


def _outcome(correction: Correction, place: Place, shipped: Dataset, gazetteer: Gazetteer) -> str:
    table = getattr(shipped, correction.table)
    name = "label" if correction.table == "tenants" else "name"
    rows = table.loc[table["id"].eq(correction.id), name]
    if correction.kind != MISSING and rows.empty:
        return "gone"
    if correction.kind != MISSING and rows.iloc[0] != correction.label:
        return "renamed"
    if correction.hub_id and correction.hub_id not in set(shipped.hubs["id"]):
        return "no_building"
    placed = correction.table != "tenants" and correction.kind in (MOVED, MISSING)
    if not placed or place.point is not None:
        return APPLIED
    if correction.x is not None:
        return "no_place"
    city = correction.city or _city_of(correction, shipped)
    faults = address_faults(city, correction.address, correction.postcode, gazetteer)
    return UNKNOWN_PART[faults[0]] if faults else "no_place"


# ---- rows that are there


def _mended(
    shipped: Dataset, mine: Sequence[tuple[Correction, Place]], kept: Corrections
) -> Dataset:
    tables: Tables = {name: _unmarked(getattr(shipped, name)) for name in TABLES}
    for correction, place in mine:
        if correction.kind != MISSING:
            tables[correction.table] = _changed(tables[correction.table], correction, place)
            _follow(tables, correction)
    moved = {c.id for c, _ in mine if c.kind == MOVED}
    for name in TABLES:
        if name != "tenants":
            tables[name] = _with_areas(tables[name], moved, shipped)
    key = sha256(repr((shipped.key, kept.sha256)).encode()).hexdigest()
    package = _package(shipped.package, mine, kept)
    return replace(shipped, **tables, package=package, key=key)


def _unmarked(table: pd.DataFrame) -> pd.DataFrame:
    empty = pd.Series("", index=table.index, dtype="str")
    return table.assign(**{OWN: False, MARK: empty, MARK_SOURCE: empty})


def _changed(table: pd.DataFrame, correction: Correction, place: Place) -> pd.DataFrame:
    row = table.index[table["id"].eq(correction.id)]
    if correction.table == "meeting_places" and correction.kind == CLOSED:
        return table.drop(index=row).reset_index(drop=True)
    for name, value in _values(correction, place).items():
        if name in table:
            table.loc[row, name] = value
    table.loc[row, OWN] = True
    for name, said in ((MARK, correction.kind), (MARK_SOURCE, correction.source)):
        before = table.loc[row, name].iloc[0]
        table.loc[row, name] = f"{before};{said}" if before else said
    if place.point is not None:
        table.loc[row, "geometry"] = gpd.GeoSeries([place.point], index=row, crs=RD_NEW)
    return table


def _values(correction: Correction, place: Place) -> dict[str, Any]:
    """The cells that change, by column; a table has some of these columns."""
    return {CLOSED: _closed, MOVED: _moved, RECODED: _recoded}[correction.kind](correction, place)


def _closed(correction: Correction, _: Place) -> dict[str, Any]:
    year = pd.NA if correction.year is None else correction.year
    by_table: dict[str, dict[str, Any]] = {
        "hubs": {"status": "ended", "status_date": correction.noted, "closed": year},
        "tenants": {"presence": LEFT, "year_to": year},
        "partners": {"likely_open": False, "closed": year},
    }
    return by_table[correction.table]


def _moved(correction: Correction, place: Place) -> dict[str, Any]:
    if correction.table == "tenants" and correction.hub_id:
        return {"hub_id": correction.hub_id, "presence": PRESENT}
    if correction.table == "tenants":
        return {"presence": LEFT, "next_place": correction.address}
    city = {"city": correction.city} if correction.city else {}
    return city | {
        "address": correction.address or np.nan,
        "postcode": correction.postcode or np.nan,
        "precision": place.precision,
        "placed_by": place.placed_by,
        "accuracy_m": round(place.accuracy_m, 1),
        "place_basis": "source",
        "place_url": np.nan,
    }


def _recoded(correction: Correction, _: Place) -> dict[str, Any]:
    kind = "kind" if correction.table == "hubs" else "category"
    said = {
        "chain": correction.chain,
        "stage": correction.stage,
        kind: correction.category,
        "chains": correction.chain,
    }
    told = {name: value for name, value in said.items() if value}
    return told | {"kind_basis" if kind == "kind" else "chain_basis": "source"}


def _follow(tables: Tables, correction: Correction) -> None:
    """Who lived in a house that closed left it; who moved is in the city of the new house."""
    tenants, hubs = tables["tenants"], tables["hubs"]
    if correction.table == "hubs" and correction.kind == CLOSED:
        inside = tenants["hub_id"].eq(correction.id) & tenants["presence"].eq(PRESENT)
        tenants.loc[inside, "presence"] = LEFT
        if correction.year is not None:
            tenants.loc[inside & tenants["year_to"].isna(), "year_to"] = correction.year
    if correction.table == "tenants" and correction.hub_id:
        city = hubs.loc[hubs["id"].eq(correction.hub_id), "city"].iloc[0]
        tenants.loc[tenants["id"].eq(correction.id), "city"] = city


def _with_areas(table: pd.DataFrame, moved: set[str], shipped: Dataset) -> pd.DataFrame:
    """Give what moved the district and neighbourhood it lies in now."""
    mine = table[table["id"].isin(moved)]
    if mine.empty:
        return table
    found = areas_of(gpd.GeoDataFrame(mine, geometry="geometry", crs=RD_NEW), shipped)
    for name in (*AREAS.values(), "district_code", "district"):
        if name in table:
            table.loc[mine.index, name] = found[name]
    return table


# ---- rows that are not there yet


def _as_own_rows(absent: Sequence[tuple[Correction, Place]], kept: Corrections) -> OwnRows:
    rows = [
        {
            "entity": each.table,
            "name": each.label,
            "hub": "",
            "address": each.address,
            "postcode": each.postcode,
            "city": each.city,
            "in_city": each.city if place.point else "",
            "chain": each.chain or None,
            "sector": each.chain or None,
            "stage": each.stage or None,
            "kind": each.category or None,
            "placed_by": place.placed_by,
            "accuracy_m": place.accuracy_m,
        }
        for each, place in absent
    ]
    points = [place.point for _, place in absent]
    index = pd.RangeIndex(1, len(rows) + 1)
    values = gpd.GeoDataFrame(rows, geometry=points, index=index, crs=RD_NEW)
    hubs = {f"{HUB_CHOICE}{n}": c.hub_id for n, (c, _) in enumerate(absent, 1) if c.hub_id}
    return OwnRows(kept.name, kept.sha256, kept.day, values, hubs)


def _told_missing(
    dataset: Dataset, absent: Sequence[tuple[Correction, Place]], name: str
) -> Dataset:
    """Mark the rows that were added as corrections too, with their source."""
    tables: Tables = {}
    for table in {each.table for each, _ in absent}:
        frame = getattr(dataset, table)
        label = frame["label" if table == "tenants" else "name"]
        sources = {each.label: each.source for each, _ in absent if each.table == table}
        added = frame[OWN] & frame["source_title"].eq(name) & label.isin(sources)
        added &= frame[MARK].fillna("").eq("")
        tables[table] = frame.assign(
            **{
                MARK: frame[MARK].mask(added, MISSING),
                MARK_SOURCE: frame[MARK_SOURCE].mask(added, label.map(sources)),
            }
        )
    return replace(dataset, **tables)


def _package(
    package: dict[str, Any], mine: Sequence[tuple[Correction, Place]], kept: Corrections
) -> dict[str, Any]:
    """The data package with a resource for every table that is corrected."""
    counts = pd.Series([each.table for each, _ in mine if each.kind != MISSING]).value_counts()
    said = (kept.name, kept.sha256, kept.day)
    resources = [
        own_resource(f"{MARK}-{table}", str(table), said, int(n)) | {MARK: True}
        for table, n in counts.items()
    ]
    return {**package, "resources": [*package["resources"], *resources]}
