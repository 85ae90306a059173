"""How many buildings, tenants and partners there are: counted here for screen, paper and files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.data.chains import BESIDE
from geo.data.row_kinds import named_now, organisations, organisations_now
from geo.data.selection import Selection
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset


@dataclass(frozen=True)
class TenantCount:
    """Named tenants: those that pass the filters, and all that are there now.

    Where a year is chosen the first may hold tenants that left since, so that neither is a part of
    the other: both are named wherever they differ.
    """

    shown: int
    known: int
    rooms: int = 0  # of those shown: a room, programme or group, and no organisation

    @property
    def differ(self) -> bool:
        """Whether the filters leave another number than is known."""
        return self.shown != self.known


def tenant_count(dataset: Dataset, chosen: Selection, hub_ids: Collection[str]) -> TenantCount:
    """Count the named tenants of some buildings; published totals are no tenants.

    Parameters
    ----------
    dataset : Dataset
    chosen : Selection
        What the filters leave of it.
    hub_ids : collection of str

    Examples
    --------
    Of the three in Pand 1 two make fashion:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> tenant_count(toy, select(toy, Filters(chains=("fashion",))), ["h1"])
    TenantCount(shown=2, known=3, rooms=0)
    """
    every = guarded_dataset(dataset)[0].tenants
    now = named_now(every) & every["hub_id"].isin(hub_ids)
    shown = chosen.tenants[chosen.tenants["hub_id"].isin(hub_ids)]
    return TenantCount(len(shown), int(now.sum()), int((~organisations(shown)).sum()))


def organisation_shares(chosen: Selection) -> pd.DataFrame:
    """Take what may be a share of something: a room of the house and "ten studios" are no tenant.

    How many tenants a source names counts every row of its list, and says beside it how many of
    them are no organisation; in which chain most are, and what chance gives, counts these.

    Parameters
    ----------
    chosen : Selection

    Examples
    --------
    In the toy city all eleven are organisations:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> organisation_shares(select(toy_dataset(), Filters()))["tenant_id"].nunique()
    11
    """
    who = chosen.tenants.loc[organisations(chosen.tenants), "id"]
    return chosen.shares[chosen.shares["tenant_id"].isin(who)]


def leading_chains(shares: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Find the chains of the ten that most are in; of a tie all, in the order of their codes.

    Parameters
    ----------
    shares : DataFrame
        Those of `organisation_shares`, with the columns of ``by``.
    by : sequence of str
        What has a lead each: a building, a city.

    Returns
    -------
    Series of tuple of str
        By ``by``; what has nobody in the ten is not in it.

    Examples
    --------
    Two of the three in Pand 1 make fashion; in Pand 5 and 9 together two chains are level:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> shares = organisation_shares(select(toy_dataset(), Filters()))
    >>> leading_chains(shares, ["hub_id"])["h1"]
    ('fashion',)
    >>> pair = shares[shares["hub_id"].isin(["h5", "h9"])].assign(block="b")
    >>> leading_chains(pair, ["block"])["b"]
    ('music', 'visual_art')
    """
    ten = shares[~shares["chain"].isin(BESIDE)]
    sums = ten.groupby([*by, "chain"])["weight"].sum().round(9).reset_index()
    most = sums.groupby(list(by))["weight"].transform("max")
    return sums[sums["weight"].eq(most)].groupby(list(by))["chain"].agg(tuple)


@dataclass(frozen=True)
class Placed:
    """Rows of one kind that pass the filters: on the map, which have a place, and all."""

    on_map: int
    all: int

    @property
    def aside(self) -> int:
        """Those without a place."""
        return self.all - self.on_map


@dataclass(frozen=True)
class PlacedCounts:
    """Buildings, named tenants and partners that pass the filters.

    A tenant is on the map when its building is. Of all tenants ``not_organisations`` are a room or
    programme of the house itself, or a group without names. Of all buildings ``empty`` have no
    known tenant that passes: with a chain they are there because their source names it.
    """

    hubs: Placed
    tenants: Placed
    partners: Placed
    not_organisations: int
    empty: int

    @property
    def held(self) -> int:
        """Buildings with a known tenant that passes."""
        return self.hubs.all - self.empty


def placed_counts(chosen: Selection) -> PlacedCounts:
    """Count what passes the filters, on the map and in all.

    Parameters
    ----------
    chosen : Selection

    Examples
    --------
    The architect sits in Pand 12, which has no place:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> found = placed_counts(select(toy_dataset(), Filters()))
    >>> found.hubs, found.tenants
    (Placed(on_map=10, all=11), Placed(on_map=10, all=11))
    """
    hubs, tenants, partners = len(chosen.hubs), chosen.tenants["hub_id"], len(chosen.partners)
    every = hubs + len(chosen.hubs_without_place)
    left_out = chosen.left_out
    aside = left_out["table"].eq("partners") & left_out["reason"].eq("no_place")
    return PlacedCounts(
        Placed(hubs, every),
        Placed(int(tenants.isin(chosen.hubs["id"]).sum()), len(tenants)),
        Placed(partners, partners + int(left_out.loc[aside, "n"].sum())),
        int((~organisations(chosen.tenants)).sum()),
        every - tenants.nunique(),
    )


def houses_in_scope(chosen: Selection) -> frozenset[str]:
    """Ids of the buildings that pass the filters, with a place or without.

    Parameters
    ----------
    chosen : Selection
    """
    return frozenset([*chosen.hubs["id"], *chosen.hubs_without_place["id"]])


@dataclass(frozen=True)
class KnownOfPublished:
    """Tenants known by name, of those that houses say they have.

    Attributes
    ----------
    known, published : int
        In the houses that publish how many tenants they have; no more known than published.
    houses, all_houses : int
        How many houses publish it, of how many.
    """

    known: int
    published: int
    houses: int
    all_houses: int


def known_of_published(dataset: Dataset, hub_ids: Collection[str]) -> KnownOfPublished:
    """Compare, over some buildings, the tenants known now with the numbers published.

    A list may name more than the house publishes, as of another year: then all are known.

    Parameters
    ----------
    dataset : Dataset
    hub_ids : collection of str

    Examples
    --------
    Pand 1 says that it has 40, of whom three are known; Pand 2 says nothing:

    >>> from geo.toy.city import toy_dataset
    >>> known_of_published(toy_dataset(), ["h1", "h2"])
    KnownOfPublished(known=3, published=40, houses=1, all_houses=2)
    """
    guarded = guarded_dataset(dataset)[0]
    every = guarded.tenants
    houses = guarded.hubs[guarded.hubs["id"].isin(hub_ids)].set_index("id")
    published = houses["tenants_published"].dropna().astype(int)
    counts = every.loc[organisations_now(every), "hub_id"].value_counts()
    known = counts.reindex(published.index).fillna(0).astype(int).clip(upper=published)
    return KnownOfPublished(int(known.sum()), int(published.sum()), len(published), len(houses))
