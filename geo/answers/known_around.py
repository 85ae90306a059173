"""What is known of chains and stages in a whole city, and within reach of a house."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.answers.reach_content import ReachContent
from geo.data.chains import spread_codes
from geo.data.selection import Selection
from geo.evidence.knowledge import Knowledge, known_here, partner_share
from geo.evidence.unseen import Cell, Unseen


def known_in_city(chosen: Selection, basis: Unseen) -> dict[Cell, Knowledge]:
    """Say of every chain and stage what is known in the city.

    Parameters
    ----------
    chosen : Selection
        No chain or stage may be filtered away.
    basis : Unseen
        Of the city.

    Examples
    --------
    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import unseen_in
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    >>> told = known_in_city(select(toy, Filters()), basis)
    >>> told["fashion", "make"].found, told["music", "conceive"].state
    (2, 'not_seen')
    """
    shares = chosen.shares[chosen.shares["hub_id"].isin(basis.houses.index)]
    here = chosen.partners["city"].eq(basis.city)
    partners = spread_codes(chosen.partners.loc[here, ["chain", "stage"]])
    found = found_of(basis, shares, partners)
    return known_here(basis, basis.houses.index, 1.0, found)


def known_within_reach(
    content: ReachContent, chosen: Selection, basis: Unseen, minutes: float
) -> dict[Cell, Knowledge]:
    """Say of every chain and stage what is known near a house, its own tenants left aside.

    Parameters
    ----------
    content : ReachContent
    chosen : Selection
    basis : Unseen
        Of the city of the house.
    minutes : float
    """
    rows = content.rows[content.rows["minutes"].le(minutes)]
    hubs = rows.loc[rows["kind"].eq("hubs"), "id"]
    partners = rows[rows["kind"].eq("partners")]
    every = int(chosen.partners["city"].eq(basis.city).sum())
    share = partner_share(partners["id"].nunique(), every)
    told = rows[rows["kind"].isin(["tenants", "partners"])]
    return known_here(basis, hubs, share, found_of(basis, told))


def known_in_house(chosen: Selection, basis: Unseen, hub_id: str) -> dict[Cell, Knowledge]:
    """Say of every chain and stage what is known in one house, its surroundings left aside.

    Parameters
    ----------
    chosen : Selection
        No chain or stage may be filtered away.
    basis : Unseen
        Of the city of the house.
    hub_id : str
    """
    mine = chosen.shares[chosen.shares["hub_id"].eq(hub_id)]
    return known_here(basis, [hub_id], 0.0, found_of(basis, mine))


def known_in_clusters(
    clusters: gpd.GeoDataFrame, chosen: Selection, bases: Mapping[str, Unseen]
) -> pd.Series:
    """Say of the stages that no known tenant of a cluster has what is known of them in it.

    A partner inside the outline has its stage there, as on the fact sheet of a cluster.

    Parameters
    ----------
    clusters : GeoDataFrame
        As `geo.evidence.clusters.describe_clusters` gives them: ``city, hub_ids, lines``.
    chosen : Selection
        No chain or stage may be filtered away.
    bases : mapping of city to Unseen

    Returns
    -------
    Series of dict
        From each leading chain to a dict of stage to `Knowledge`.
    """
    partners = chosen.partners
    cells, every = partners[["chain", "stage"]], partners["city"].value_counts()
    # Of a hundred thousand rows there are some dozens of different cells.
    which = cells.groupby(["chain", "stage"], dropna=False, sort=False).ngroup().to_numpy()
    spread = spread_codes(cells.drop_duplicates().reset_index(drop=True))
    xy = shapely.get_coordinates(partners.geometry.array)
    told = []
    for row in clusters.to_dict("records"):
        inside, basis = _within(row["geometry"], xy), bases[row["city"]]
        share = partner_share(len(inside), int(every.get(basis.city, 0)))
        found = found_of(basis, spread.loc[which[inside]])
        told.append(_open_of(row, found, share, basis))
    return pd.Series(told, index=clusters.index, dtype=object)


def _within(outline: shapely.Geometry, xy: NDArray[np.float64]) -> NDArray[np.intp]:
    """Numbers of the points inside an outline."""
    west, south, east, north = outline.bounds
    x, y = xy.T
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    shapely.prepare(outline)
    inside: NDArray[np.intp] = near[shapely.contains_xy(outline, xy[near])]
    return inside


def _open_of(
    row: Mapping[Hashable, Any], found: Mapping[Cell, int], share: float, basis: Unseen
) -> dict[str, dict[str, Knowledge]]:
    wanted = {(chain, stage) for chain, _, gone in row["lines"] for stage in gone}
    asked = {cell: n for cell, n in found.items() if cell in wanted}
    told = known_here(basis, row["hub_ids"], share, asked) if asked else {}
    return {
        chain: {stage: told[chain, stage] for stage in gone if (chain, stage) in told}
        for chain, _, gone in row["lines"]
    }


def found_of(basis: Unseen, *rows: pd.DataFrame) -> dict[Cell, int]:
    """Count the organisations of every chain and stage; who has two counts in both.

    Parameters
    ----------
    basis : Unseen
        Whose cells are counted.
    rows : DataFrame
        ``chain, stage``, one a chain and stage of an organisation; several tables together.
    """
    every = pd.concat([part[["chain", "stage"]] for part in rows])
    sizes = every.groupby(["chain", "stage"]).size().to_dict()
    return {cell: int(sizes.get(cell, 0)) for cell in basis.cells}
