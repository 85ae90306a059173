"""Who is harmed by a scenario: who loses a place, and what stands within reach for them.

Said before any link is: a house full of people that closes is harm, also where no link breaks. What
is known is told apart from what is published and from what nobody knows: of most houses no total
is published, and whether a house within reach has room is in no table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.answers.what_if import Applied
from geo.data.coarseness import too_coarse_for
from geo.data.row_kinds import organisations
from geo.data.selection import Selection
from geo.data.travel_modes import SPEED
from geo.network.distances import CityDistances

REACH_MIN = 15.0
FIGURES = ("hubs", "known", "new", "published")
ASSUMED = "new"  # only told where a scenario sets a building down


@dataclass(frozen=True)
class Harm:
    """Who loses a place in a scenario.

    Attributes
    ----------
    closed : int
        Houses that close.
    lost, known : int
        Named tenants that lose their place, of all named tenants before.
    published, publishing : int
        Sum of the published numbers of the houses that close, and how many of them publish one.
        Published numbers hold the named tenants too: the two are never added up.
    with_other, without_other, undecided : int
        Of ``lost``: with a house of their chain within `REACH_MIN` that stays; with none; and those
        whose chain is not known, or whose house has no place or too coarse a one.
    others : int
        Houses that stay and stand within reach of any of them with their chain.
    figures : DataFrame
        ``figure`` (of `FIGURES`), ``before, after, change``, and ``n, of``: on how many houses of
        all the number rests.
    rooms : int
        Of ``lost``: a room, programme or group of a house, and no organisation.
    """

    closed: int
    lost: int
    known: int
    published: int
    publishing: int
    with_other: int
    without_other: int
    undecided: int
    others: int
    figures: pd.DataFrame
    rooms: int = 0


def harm(
    before: Selection,
    applied: Applied,
    ways: Mapping[str, CityDistances],
    mode: str,
    chains: Sequence[str],
) -> Harm:
    """Count who loses a place, and the houses with their chain that stay within reach.

    Parameters
    ----------
    before : Selection
    applied : Applied
        What `geo.answers.what_if.apply` makes of it.
    ways : mapping of city to CityDistances
        Measured by ``mode``, over the streets.
    mode : "walk" or "cycle"
    chains : sequence of str
        Chains that count as one.

    Examples
    --------
    Pand 1 closes: of its three tenants two make fashion, and Pand 2 stands 100 m away:

    >>> from geo.answers.what_if import Scenario, apply
    >>> from geo.data.selection import Filters, select
    >>> from geo.network.distances import city_distances
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> before = select(toy, Filters())
    >>> ways = city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam")
    >>> applied = apply(Scenario(removed=("h1",)), before)
    >>> ten = toy.chain_model.ten
    >>> found = harm(before, applied, {"Amsterdam": ways}, "walk", ten)
    >>> found.lost, found.published, found.with_other, found.without_other, found.undecided
    (3, 40, 2, 0, 1)
    """
    gone = applied.hubs_gone
    numbers = gone["tenants_published"].dropna()
    rows = _refuge(before, applied, ways, mode, chains)
    found = rows["others"].dropna()
    sizes = found.map(len).astype(int)
    return Harm(
        closed=len(gone),
        lost=len(applied.tenants_gone),
        known=len(before.tenants),
        published=int(numbers.sum()),
        publishing=len(numbers),
        with_other=int(sizes.gt(0).sum()),
        without_other=int(sizes.eq(0).sum()),
        undecided=len(rows) - len(found),
        others=len(set().union(*found)),
        figures=_figures(before, applied.after),
        rooms=int((~organisations(applied.tenants_gone)).sum()),
    )


def _refuge(
    before: Selection,
    applied: Applied,
    ways: Mapping[str, CityDistances],
    mode: str,
    chains: Sequence[str],
) -> pd.DataFrame:
    """Of each tenant that loses its place the houses of its chains within reach; None: unknown."""
    gone = applied.tenants_gone
    lost = before.shares[before.shares["tenant_id"].isin(gone["id"])]
    lost = lost[lost["chain"].isin(chains)][["tenant_id", "hub_id", "chain"]].drop_duplicates()
    stays = applied.after.shares[["hub_id", "chain"]].drop_duplicates()
    houses = stays.groupby("chain")["hub_id"].agg(set).to_dict()
    near = {
        hub: found
        for city in ways.values()
        for hub, found in _near(city, set(lost["hub_id"]), mode).items()
    }
    of_tenant: dict[str, set[str]] = {}
    for tenant, hub, chain in lost.itertuples(index=False):
        if hub in near:
            found = near[hub] & houses.get(chain, set()) - {hub}
            of_tenant[tenant] = of_tenant.get(tenant, set()) | found
    others = [of_tenant.get(tenant) for tenant in gone["id"]]
    return pd.DataFrame({"id": gone["id"].to_numpy(), "others": pd.Series(others, dtype=object)})


def _near(city: CityDistances, asked: set[str], mode: str) -> dict[str, set[str]]:
    """Houses within reach of each house asked for that is placed finely enough."""
    ids = city.hubs["id"].to_numpy()
    reach_m = REACH_MIN * 60 * SPEED[mode]
    fine = city.hubs.geometry.notna().to_numpy() & ~too_coarse_for(city.hubs, reach_m)
    within = (city.minutes[:, : len(ids)] <= REACH_MIN) & fine[None, :]
    return {
        str(ids[row]): set(ids[within[row]])
        for row in np.flatnonzero(fine & np.isin(ids, list(asked)))
    }


def _figures(before: Selection, after: Selection) -> pd.DataFrame:
    """Set the main numbers before and after beside each other, with what each rests on.

    Who is set down with a new building is an assumption: known is who was there before.
    """
    rows = [_houses(before), _houses(after)]
    was, now = (
        {
            "hubs": (len(houses), len(houses)),
            "known": (_both(before, chosen), houses["n_tenants"].gt(0).sum()),
            ASSUMED: (len(chosen.tenants) - _both(before, chosen), 0),
            "published": (
                houses["tenants_published"].fillna(0).sum(),
                houses["tenants_published"].notna().sum(),
            ),
        }
        for chosen, houses in zip((before, after), rows, strict=True)
    )
    told = pd.DataFrame(
        {
            "figure": FIGURES,
            "before": [int(was[name][0]) for name in FIGURES],
            "after": [int(now[name][0]) for name in FIGURES],
            "change": [int(now[name][0]) - int(was[name][0]) for name in FIGURES],
            "n": [int(was[name][1]) for name in FIGURES],
            "of": [len(rows[0])] * len(FIGURES),
        }
    )
    return told[told["figure"].ne(ASSUMED) | told["after"].gt(0)].reset_index(drop=True)


def _both(before: Selection, after: Selection) -> int:
    """How many of the tenants before are there after."""
    return int(after.tenants["id"].isin(before.tenants["id"]).sum())


def _houses(chosen: Selection) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(chosen.hubs), pd.DataFrame(chosen.hubs_without_place)])
