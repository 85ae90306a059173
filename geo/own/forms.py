"""A planner's own rows in the form of the shipped tables: columns, codes and kinds of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.chains import ChainModel
from geo.data.coarseness import PRECISIONS
from geo.data.row_kinds import LEFT, ORGANISATION, PRESENT
from geo.data.small_numbers import FLAG
from geo.data.store import Dataset
from geo.own import meanings
from geo.own.meanings import texts

OWN = "own"
GUARDED = ("tenants", "partners")
AREAS = {"code": "neighbourhood_code", "name": "neighbourhood"}


def table_with(shipped: Dataset, mine: gpd.GeoDataFrame, name: str) -> pd.DataFrame:
    """Return one shipped table with own rows below it, told apart by a column ``own``.

    Parameters
    ----------
    shipped : Dataset
    mine : GeoDataFrame
        Own rows of that kind, EPSG:28992, with the recognised values and ``own_id, number, file,
        day, city, hub_id``.
    name : str
        "hubs", "tenants", "partners" or "meeting_places".

    Returns
    -------
    DataFrame or GeoDataFrame
        The columns of the shipped table in its own kinds, and ``own``; tenants and partners have
        ``register`` as well when a row says so.
    """
    base = getattr(shipped, name)
    coded = _with_codes(mine, shipped.chain_model)
    own = pd.DataFrame({**_common(coded), **FORMS[name](coded)}, index=mine.index)
    if name != "tenants":
        own = own.assign(**areas_of(mine, shipped))
    like = own.reindex(columns=[c for c in base.columns if c != "geometry"])
    flags = {FLAG: _flag(mine)} if FLAG in mine and name in GUARDED else {}
    below = like.astype({c: base[c].dtype for c in like.columns}).assign(own=True, **flags)
    # Rows that a correction changed are the planner's own already.
    above = base if OWN in base else base.assign(own=False)
    above = above.assign(**dict.fromkeys(flags, False))
    if name == "tenants":
        return pd.concat([above, below]).reset_index(drop=True)
    placed = gpd.GeoDataFrame(below, geometry=mine.geometry, crs=base.crs)
    return gpd.GeoDataFrame(pd.concat([above, placed], ignore_index=True), crs=base.crs)


def _with_codes(mine: gpd.GeoDataFrame, model: ChainModel) -> gpd.GeoDataFrame:
    cells = list(zip(texts(mine, "stage").fillna(""), texts(mine, "sbi").fillna(""), strict=True))
    known = {cell: meanings.stages_of(*cell, model) for cell in set(cells)}
    return mine.assign(
        chain=texts(mine, "chain").fillna(meanings.UNKNOWN), stage=[known[cell] for cell in cells]
    )


def _flag(mine: pd.DataFrame) -> pd.Series:
    said = _each_once(mine[FLAG], meanings.yes_or_no)
    return pd.Series(said, index=mine.index).fillna(False).astype(bool)


def _common(mine: pd.DataFrame) -> dict[str, Any]:
    placed = texts(mine, "placed_by").fillna("none")
    precision = placed.where(placed.isin(PRECISIONS[1:]), "address")
    precision = precision.mask(mine.geometry.isna(), "none")
    accuracy = mine["accuracy_m"] if "accuracy_m" in mine else pd.Series(np.nan, index=mine.index)
    name = texts(mine, "name")
    return {
        "id": mine["own_id"],
        "name": name.fillna(mine["number"].astype("str")),
        "city": mine["city"],
        "address": texts(mine, "address"),
        "postcode": texts(mine, "postcode"),
        "website": texts(mine, "website"),
        "source_title": mine["file"],
        "source_date": mine["day"],
        "precision": precision,
        "placed_by": placed.mask(mine.geometry.isna(), "none"),
        "accuracy_m": accuracy.where(mine.geometry.notna()),
        "dataset": OWN,
        "synthetic": False,
    }


def _years(mine: pd.DataFrame, name: str) -> pd.Series:
    return mine[name] if name in mine else pd.Series(pd.NA, index=mine.index, dtype="Int64")


def _codes(mine: pd.DataFrame, column: str, table: Mapping[str, str], default: str) -> list[str]:
    # A register says the same few words very often.
    return _each_once(texts(mine, column), lambda words: meanings.code_of(words, table, default))


def _each_once(cells: pd.Series, read: Callable[[object], Any]) -> list[Any]:
    """Read each different cell once."""
    at, different = pd.factorize(cells, use_na_sentinel=False)
    known = [read(words) for words in pd.Index(different).tolist()]  # as Python has them
    return [known[i] for i in at]


def _hub_form(mine: pd.DataFrame) -> dict[str, Any]:
    return {
        "kind": _codes(mine, "kind", meanings.KINDS, "other_creative_building"),
        "kind_basis": ["source" if known else "inferred" for known in texts(mine, "kind").notna()],
        "status": _codes(mine, "status", meanings.STATUSES, meanings.UNKNOWN),
        "status_date": mine["day"],
        "opened": _years(mine, "year_from"),
        "closed": _years(mine, "year_to"),
        "tenure": meanings.UNKNOWN,
        "floor_area_m2": pd.to_numeric(texts(mine, "floor_area_m2"), errors="coerce").round(),
        "tenants_published": pd.to_numeric(texts(mine, "count"), errors="coerce").round(),
        "chains": mine["chain"].where(mine["chain"].ne(meanings.UNKNOWN)),
        "place_basis": "source",
        "origin": OWN,
    }


def _tenant_form(mine: pd.DataFrame) -> dict[str, Any]:
    count = pd.to_numeric(texts(mine, "count"), errors="coerce").round().fillna(1).clip(lower=1)
    return {
        "hub_id": mine["hub_id"],
        "label": texts(mine, "name").fillna(mine["number"].astype("str")),
        "count": count,
        "activity": texts(mine, "activity"),
        "sbi": texts(mine, "sbi"),
        "chain": mine["chain"],
        "stage": mine["stage"],
        "chain_basis": ["source" if told else "inferred" for told in texts(mine, "sector").notna()],
        "year_from": _years(mine, "year_from"),
        "year_to": _years(mine, "year_to"),
        "previous_hub": texts(mine, "previous_hub"),
        "next_place": texts(mine, "next_place"),
        "starter": _each_once(texts(mine, "starter"), meanings.yes_or_no),
        # A row of several tenants names none of them: it is a total, and no part of a share.
        "is_total": count.gt(1),
        "at_least": False,
        "low_confidence": False,
        "row_kind": count.gt(1).map({True: "total", False: ORGANISATION}),
        "presence": _presence(mine),
        "organisation": mine["own_id"],
    }


def _presence(mine: pd.DataFrame) -> pd.Series:
    """Who has a last year before that of the file left."""
    read = pd.to_numeric(mine["day"].astype("str").str[:4], errors="coerce")
    gone = pd.to_numeric(_years(mine, "year_to")).lt(read).fillna(False).astype(bool)
    return gone.map({True: LEFT, False: PRESENT})


def _partner_form(mine: pd.DataFrame) -> dict[str, Any]:
    return {
        "category": _codes(mine, "kind", meanings.PARTNERS, "other"),
        "chain": mine["chain"],
        "stage": mine["stage"],
        "opened": _years(mine, "year_from"),
        "closed": _years(mine, "year_to"),
        "likely_open": _presence(mine).ne(LEFT),
        "organisation": mine["own_id"],
    }


def _meeting_form(mine: pd.DataFrame) -> dict[str, Any]:
    return {
        "category": _codes(mine, "kind", meanings.MEETING, "other"),
        "updated": mine["day"],
    }


FORMS: dict[str, Callable[[pd.DataFrame], dict[str, Any]]] = {
    "hubs": _hub_form,
    "tenants": _tenant_form,
    "partners": _partner_form,
    "meeting_places": _meeting_form,
}


def areas_of(mine: gpd.GeoDataFrame, shipped: Dataset) -> dict[str, pd.Series]:
    """Return district and neighbourhood each point lies in; missing without a place.

    Parameters
    ----------
    mine : GeoDataFrame
        ``city`` and points, EPSG:28992.
    shipped : Dataset

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> sorted(areas_of(toy.hubs.head(1)[["city", "geometry"]], toy))
    ['district', 'district_code', 'neighbourhood', 'neighbourhood_code']
    """
    kept = [*AREAS.values(), "district_code", "district"]
    areas = shipped.neighbourhoods.rename(columns=AREAS)[[*kept, "city", "geometry"]]
    bare = mine[["city", "geometry"]]
    found = bare.sjoin(areas, how="left", predicate="intersects", on_attribute=["city"])
    # A point on a border lies in both areas: the first by code counts.
    found = found[~found.index.duplicated()]
    return {name: found[name] for name in kept}
