"""Who can supply a link: partners outside hubs, and hubs with a tenant in that chain and stage."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.data.chains import spread_codes

COLUMNS = ["id", "name", "target_kind", "chain", "stage", "accuracy_m", "geometry"]


def suppliers(
    hubs: gpd.GeoDataFrame, shares: pd.DataFrame, partners: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """List every supplier once for each chain and stage it supplies.

    Parameters
    ----------
    hubs : GeoDataFrame
        ``id, name, accuracy_m, geometry``; only those with a place can supply.
    shares : DataFrame
        ``hub_id, chain, stage, weight``, as `geo.data.chains.stage_shares` gives them.
    partners : GeoDataFrame
        ``id, name, chain, stage, accuracy_m, geometry``; several codes split by ``;``.

    Returns
    -------
    GeoDataFrame
        ``id, name, target_kind`` ("hub" or "partner"), ``chain, stage, accuracy_m, geometry``.

    Examples
    --------
    >>> from geo.data.chains import stage_shares
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> rows = suppliers(toy.hubs, stage_shares(toy.tenants, toy.chain_model), toy.partners)
    >>> rows.loc[rows["chain"].eq("fashion") & rows["stage"].eq("make"), "id"].tolist()
    ['h2', 'h3']
    """
    held = shares[["hub_id", "chain", "stage"]].drop_duplicates()
    houses = hubs[hubs.geometry.notna()].merge(
        held, left_on="id", right_on="hub_id", suffixes=("_", "")
    )
    houses = houses.assign(target_kind="hub")
    outside = spread_codes(partners[partners.geometry.notna()]).assign(target_kind="partner")
    rows = pd.concat([houses[COLUMNS], outside[COLUMNS]], ignore_index=True)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=hubs.crs)
