"""Who is there now, who left, who is only planned: from years, houses and a hand-made table."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from data.prepare.raw import read_hand_table, whole_numbers
from data.prepare.same_place import NEAR_M
from geo.data.row_kinds import LEFT, PLANNED, PRESENT

AS_OF = 2026
"""The year of the tables: who left before it is not there now."""
TERRAIN_M = 1000.0
"""A tenant of a terrain may stand this far from its point, when it does the same there."""


def with_presence(tenants: pd.DataFrame, hubs: pd.DataFrame) -> pd.DataFrame:
    """Give tenants ``presence``: "present", "left" or "planned", at the date of their source.

    Left is who has a last year before that of the tables, who lived in a house that ended, and
    who the hand-made table ``departures.csv`` says left; planned is who that table says is, and
    everybody in a planned house.
    """
    status = tenants["hub_id"].map(hubs.set_index("id")["status"])
    gone = tenants["year_to"].lt(AS_OF).fillna(False).astype(bool) | status.eq("ended")
    found = np.select([gone, status.eq("planned")], [LEFT, PLANNED], PRESENT)
    table = tenants.assign(presence=pd.Series(found, index=tenants.index, dtype="str"))
    told = _told("tenants", table, "label")
    said = table["id"].map(told["presence"])
    year = table["id"].map(told["year"])
    return table.assign(
        presence=said.where(said.notna(), table["presence"]),
        year_to=table["year_to"].fillna(year),
    )


def closed_by_hand(partners: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Mark the partners that ``departures.csv`` says left their place."""
    told = _told("partners", partners, "name")
    left = partners["id"].isin(told.index[told["presence"].eq(LEFT)])
    year = partners["id"].map(told["year"])
    return partners.assign(
        likely_open=partners["likely_open"].astype(bool) & ~left,
        closed=partners["closed"].astype("Int64").fillna(year.astype("Int64")),
    )


def _told(table: str, rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """What the hand-made table says of one table; it must know each row by its name."""
    every = read_hand_table("departures")
    mine = every[every["table"].eq(table)].set_index("id")
    names = rows.set_index("id")[name].reindex(mine.index)
    if (names != mine["label"]).any():
        strange = names.index[names != mine["label"]].tolist()
        raise ValueError(f"departures.csv: {table} {strange} are not there under that name")
    return mine.assign(year=whole_numbers(mine["year"]))


def outside_hubs(
    partners: gpd.GeoDataFrame, tenants: pd.DataFrame, hubs: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Take out partners that are tenants at the same place; who left the house left as partner too.

    Where one has no place, the same work is the same place.

    Parameters
    ----------
    partners, tenants : DataFrame
        With ``organisation``; tenants with ``presence``.

    Returns
    -------
    (partners, twins)
        Without the rows that are tenants; and those, as ``partner, tenant`` (ids).
    """
    places = hubs.set_index("id")[["geometry", "accuracy_m"]]
    houses = tenants.join(places, on="hub_id")[
        ["id", "organisation", "chain", "stage", "presence", "year_to", "geometry", "accuracy_m"]
    ]
    pairs = pd.DataFrame(partners).merge(
        houses, on="organisation", suffixes=("", "_house"), how="inner"
    )
    columns = ("geometry", "geometry_house", "accuracy_m", "accuracy_m_house")
    cells = zip(*(pairs[name] for name in columns), strict=True)
    same_work = pairs["chain"].eq(pairs["chain_house"]) & pairs["stage"].eq(pairs["stage_house"])
    here = [_same_place(a, b, x, y, w) for (a, b, x, y), w in zip(cells, same_work, strict=True)]
    pairs = pairs[np.array(here, dtype=bool)]
    twins = pairs[pairs["presence"].eq(PRESENT)].drop_duplicates("id")
    date = pd.to_numeric(pairs["source_date"].str[:4])
    older = pairs["presence"].eq(LEFT) & date.le(pairs["year_to"].astype("Float64")).fillna(False)
    gone = set(pairs.loc[older, "id"]) - set(twins["id"])
    kept = partners[~partners["id"].isin(twins["id"])]
    kept = kept.assign(likely_open=kept["likely_open"] & ~kept["id"].isin(gone))
    return kept, twins[["id", "id_house"]].set_axis(["partner", "tenant"], axis=1)


def _same_place(
    partner: Any, house: Any, metres: float, house_metres: float, same_work: bool
) -> bool:
    if partner is None or house is None:
        return same_work
    allowed = max(NEAR_M, metres + house_metres, TERRAIN_M if same_work else 0)
    return bool(partner.distance(house) <= allowed)


def moved(partners: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Of one organisation that does the same at two places by two sets, the newest row is now."""
    keys = ["organisation", "chain", "stage"]
    open_now = partners[partners["likely_open"].astype(bool)]
    newest = open_now.assign(date=open_now["source_date"].fillna("")).sort_values("date")
    last = newest.drop_duplicates(keys, keep="last").set_index(keys)["dataset"]
    set_now = last.reindex(pd.MultiIndex.from_frame(partners[keys])).set_axis(partners.index)
    elsewhere = set_now.notna() & partners["dataset"].ne(set_now)
    return partners.assign(likely_open=partners["likely_open"].astype(bool) & ~elsewhere)
