"""What is known of chains and stages in a whole city, and within reach of a house."""

from __future__ import annotations

import pandas as pd

from geo.answers.reach_content import ReachContent
from geo.data.chains import spread_codes
from geo.data.selection import Selection
from geo.evidence.knowledge import Knowledge, known_here
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
    partners = spread_codes(chosen.partners[chosen.partners["city"].eq(basis.city)])
    found = _found(basis, shares, partners)
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
    # Half a partner: where none is known, there may be one that no source lists.
    share = (partners["id"].nunique() + 0.5) / (every + 1)
    told = rows[rows["kind"].isin(["tenants", "partners"])]
    return known_here(basis, hubs, share, _found(basis, told))


def _found(basis: Unseen, *rows: pd.DataFrame) -> dict[Cell, int]:
    """Count the organisations of every chain and stage; who has two counts in both."""
    every = pd.concat([part[["chain", "stage"]] for part in rows])
    sizes = every.groupby(["chain", "stage"]).size().to_dict()
    return {cell: int(sizes.get(cell, 0)) for cell in basis.cells}
