"""What a set of filters leaves on the map, and the reason for everything it leaves out.

Every row gets at most one reason, the first that applies, so that drawn plus not drawn always
equals the rows in the data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.chains import stage_shares
from geo.data.cities import CITIES
from geo.data.row_kinds import not_planned, organisations, there
from geo.data.schemas import HUB_KINDS
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset


@dataclass(frozen=True)
class Filters:
    """What the planner asks to see.

    Attributes
    ----------
    cities, chains, stages, statuses, kinds : tuple of str
        Codes to keep. Empty ``chains`` or ``stages`` means every chain or stage; an empty
        ``cities``, ``statuses`` or ``kinds`` keeps nothing.
    year : int or None
        Keep hubs and tenants that may have been there in that year. A row without dates stays:
        the source does not say that it was away. Without a year: who is there now, so that who
        left is left out. Who is only planned is left out always.
    ends_before : int or None
        Keep the hubs of which a source says that the lease ends before that year.
    """

    cities: tuple[str, ...] = CITIES
    chains: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("active", "planned", "unknown")
    kinds: tuple[str, ...] = HUB_KINDS
    year: int | None = None
    ends_before: int | None = None


@dataclass(frozen=True)
class Selection:
    """The rows that pass, and the count of those that do not.

    Attributes
    ----------
    hubs : GeoDataFrame
        Hubs that pass and have a place; with ``n_tenants``, the named tenants that pass, and
        ``n_rooms``, those of them that are no organisation.
    hubs_without_place : GeoDataFrame
        Hubs that pass but have no place: in the table, not on the map.
    tenants : DataFrame
        Named tenants that pass and live in a hub that passes, placed or not.
    shares : DataFrame
        ``tenant_id, hub_id, chain, stage, weight`` of those tenants, filtered to chain and stage.
    totals : DataFrame
        Published totals of the hubs that pass. Never part of a share.
    partners, meeting_places : GeoDataFrame
        Placed rows that pass.
    left_out : DataFrame
        ``table, reason, n``: the rows that are not drawn, each counted once.
    """

    filters: Filters
    hubs: gpd.GeoDataFrame
    hubs_without_place: gpd.GeoDataFrame
    tenants: pd.DataFrame
    shares: pd.DataFrame
    totals: pd.DataFrame
    partners: gpd.GeoDataFrame
    meeting_places: gpd.GeoDataFrame
    left_out: pd.DataFrame = field(repr=False)


def split_codes(cells: pd.Series) -> pd.Series:
    """Split ``"music;design"`` cells into lists; a missing cell becomes an empty list."""
    return cells.fillna("").map(lambda cell: [code for code in str(cell).split(";") if code])


def in_year(frame: pd.DataFrame, begin: str, end: str, year: int | None) -> pd.Series:
    """Tell which rows may have existed in ``year`` (unknown dates count as "may have").

    Examples
    --------
    >>> rows = pd.DataFrame({"a": [2000, None, 2015], "b": [2010, 2012, None]}, dtype="Int64")
    >>> in_year(rows, "a", "b", 2011).tolist()
    [False, True, False]
    """
    if year is None:
        return pd.Series(True, index=frame.index)
    began = frame[begin].fillna(year).le(year)
    lasted = frame[end].fillna(year).ge(year)
    return (began & lasted).astype(bool)


def first_reason(index: pd.Index, tests: Iterable[tuple[str, pd.Series]]) -> pd.Series:
    """Give each row the name of the first test it fails, or None.

    Parameters
    ----------
    tests : iterable of (reason, passes)
        ``passes`` is a boolean Series on ``index``.

    Examples
    --------
    >>> index = pd.RangeIndex(3)
    >>> first_reason(index, [("city", pd.Series([True, False, True])),
    ...                      ("year", pd.Series([True, False, False]))]).tolist()
    [None, 'city', 'year']
    """
    reason = np.full(len(index), None, dtype=object)
    for name, passes in tests:
        fails = ~passes.to_numpy(dtype=bool) & (reason == None)  # noqa: E711 - elementwise
        reason[fails] = name
    return pd.Series(reason, index=index, dtype=object)


def _lease_ends(hubs: pd.DataFrame, before: int | None) -> pd.Series:
    if before is None:
        return pd.Series(True, index=hubs.index)
    return hubs["lease_end"].lt(before).fillna(False).astype(bool)


def _hub_reasons(hubs: gpd.GeoDataFrame, wanted: set[str], filters: Filters) -> pd.Series:
    focus = split_codes(hubs["chains"]).map(lambda codes: bool(set(codes) & set(filters.chains)))
    by_focus = focus if filters.chains and not filters.stages else False
    open_filter = not filters.chains and not filters.stages
    return first_reason(
        hubs.index,
        [
            ("city", hubs["city"].isin(filters.cities)),
            ("kind", hubs["kind"].isin(filters.kinds)),
            ("status", hubs["status"].isin(filters.statuses)),
            ("year", in_year(hubs, "opened", "closed", filters.year)),
            ("lease", _lease_ends(hubs, filters.ends_before)),
            ("chain_or_stage", hubs["id"].isin(wanted) | by_focus | open_filter),
            ("no_place", hubs.geometry.notna() & ~hubs.geometry.is_empty),
        ],
    )


def _partner_reasons(partners: gpd.GeoDataFrame, filters: Filters) -> pd.Series:
    chains = _holds_one(partners["chain"], filters.chains)
    stages = _holds_one(partners["stage"], filters.stages)
    return first_reason(
        partners.index,
        [
            ("city", partners["city"].isin(filters.cities)),
            ("probably_closed", partners["likely_open"].fillna(False).astype(bool)),
            ("year", in_year(partners, "opened", "closed", filters.year)),
            ("chain_or_stage", chains & stages),
            ("no_place", partners.geometry.notna() & ~partners.geometry.is_empty),
        ],
    )


def _holds_one(cells: pd.Series, wanted: tuple[str, ...]) -> pd.Series:
    """Tell which cells of codes hold one that is wanted; everything passes where none is named."""
    if not wanted:
        return pd.Series(True, index=cells.index)
    # Of a hundred thousand rows there are some dozens of different cells.
    different = pd.Series(cells.unique())
    held = different[
        split_codes(different).map(lambda codes: not set(codes).isdisjoint(wanted)).astype(bool)
    ]
    return cells.isin(held)


def _filtered_shares(shares: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    keep = pd.Series(True, index=shares.index)
    if filters.chains:
        keep &= shares["chain"].isin(filters.chains)
    if filters.stages:
        keep &= shares["stage"].isin(filters.stages)
    return shares[keep]


def _tenant_reasons(
    tenants: pd.DataFrame, hub_reason: pd.Series, filtered: pd.DataFrame, filters: Filters
) -> pd.Series:
    of_hub = tenants["hub_id"].map(hub_reason)
    return first_reason(
        tenants.index,
        [
            ("published_total", ~tenants["is_total"].astype(bool)),
            ("city", ~of_hub.eq("city")),
            ("planned", not_planned(tenants)),
            ("left", there(tenants, filters.year)),
            ("year", in_year(tenants, "year_from", "year_to", filters.year)),
            ("chain_or_stage", tenants["id"].isin(filtered["tenant_id"])),
            ("hub_left_out", of_hub.isna() | of_hub.isin(["no_place"])),
            ("hub_without_place", ~of_hub.eq("no_place")),
        ],
    )


def _in_house(tenants: pd.DataFrame, year: int | None) -> pd.Series:
    return in_year(tenants, "year_from", "year_to", year) & there(tenants, year)


def _count_reasons(**reasons: pd.Series) -> pd.DataFrame:
    counts = [
        series.dropna()
        .value_counts()
        .rename_axis("reason")
        .reset_index(name="n")
        .assign(table=name)
        for name, series in reasons.items()
    ]
    return pd.concat(counts, ignore_index=True)[["table", "reason", "n"]]


def with_counts(hubs: gpd.GeoDataFrame, tenants: pd.DataFrame) -> gpd.GeoDataFrame:
    """Count in each hub its tenants, and those of them that are no organisation.

    Examples
    --------
    >>> hubs = gpd.GeoDataFrame({"id": ["h1", "h2"]})
    >>> rows = pd.DataFrame({"hub_id": ["h1", "h1"], "row_kind": ["organisation", "group"]})
    >>> with_counts(hubs, rows)[["n_tenants", "n_rooms"]].values.tolist()
    [[2, 1], [0, 0]]
    """

    def counted(rows: pd.DataFrame) -> pd.Series:
        return hubs["id"].map(rows["hub_id"].value_counts()).fillna(0).astype(int)

    rooms = tenants[~organisations(tenants)]
    return hubs.assign(n_tenants=counted(tenants), n_rooms=counted(rooms))


def _with_withheld(left_out: pd.DataFrame, withheld: int) -> pd.DataFrame:
    """Add the register rows that the small-number guard left out."""
    if not withheld:
        return left_out
    row = pd.DataFrame([{"table": "tenants", "reason": "small_number", "n": withheld}])
    return pd.concat([left_out, row], ignore_index=True)


def select(dataset: Dataset, filters: Filters) -> Selection:
    """Apply the filters and account for every row.

    Rows of an uploaded register pass the small-number guard first, so that whatever is made of the
    selection shows no cell below its least number (`geo.data.small_numbers`).

    Parameters
    ----------
    dataset : Dataset
        As loaded by `geo.data.store.load_dataset`; it is not changed.
    filters : Filters

    Returns
    -------
    Selection

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> chosen = select(toy, Filters())
    >>> left_out = chosen.left_out.query("table == 'hubs'")["n"].sum()
    >>> len(chosen.hubs) + int(left_out), len(toy.hubs)
    (12, 12)
    """
    dataset, withheld = guarded_dataset(dataset)
    named = dataset.tenants[_in_house(dataset.tenants, filters.year)]
    filtered = _filtered_shares(stage_shares(named, dataset.chain_model), filters)
    hub_reason = _hub_reasons(dataset.hubs, set(filtered["hub_id"]), filters)
    by_id = hub_reason.set_axis(dataset.hubs["id"])
    tenant_reason = _tenant_reasons(dataset.tenants, by_id, filtered, filters)
    partner_reason = _partner_reasons(dataset.partners, filters)
    meeting = dataset.meeting_places
    meeting_reason = first_reason(
        meeting.index,
        [("city", meeting["city"].isin(filters.cities)), ("no_place", meeting.geometry.notna())],
    )
    kept = tenant_reason.isna() | tenant_reason.eq("hub_without_place")
    tenants = dataset.tenants[kept]
    in_scope = by_id.index[by_id.isna() | by_id.eq("no_place")]
    totals = dataset.tenants["is_total"].astype(bool) & dataset.tenants["hub_id"].isin(in_scope)
    totals &= there(dataset.tenants, filters.year)
    hubs = with_counts(dataset.hubs, tenants)
    return Selection(
        filters=filters,
        hubs=hubs[hub_reason.isna()],
        hubs_without_place=hubs[hub_reason.eq("no_place")],
        tenants=tenants,
        shares=filtered[filtered["tenant_id"].isin(tenants["id"])],
        totals=dataset.tenants[totals],
        partners=dataset.partners[partner_reason.isna()],
        meeting_places=meeting[meeting_reason.isna()],
        left_out=_with_withheld(
            _count_reasons(
                hubs=hub_reason,
                tenants=tenant_reason,
                partners=partner_reason,
                meeting_places=meeting_reason,
            ),
            withheld,
        ),
    )
