"""How many tenants some buildings have: counted in one place, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geo.data.row_kinds import named_now
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
    TenantCount(shown=2, known=3)
    """
    every = guarded_dataset(dataset)[0].tenants
    now = named_now(every) & every["hub_id"].isin(hub_ids)
    return TenantCount(int(chosen.tenants["hub_id"].isin(hub_ids).sum()), int(now.sum()))


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
    counts = every.loc[named_now(every), "hub_id"].value_counts()
    known = counts.reindex(published.index).fillna(0).astype(int).clip(upper=published)
    return KnownOfPublished(int(known.sum()), int(published.sum()), len(published), len(houses))
