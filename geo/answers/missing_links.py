"""The missing links of one or more chains in one order, and those whose way is worth a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.answers.broken_links import BrokenLinks

DRAWABLE = ("ok", "far")
ORDER = ["few", "n_missing", "metres", "name", "chain", "stage"]


@dataclass(frozen=True, eq=False)
class MissingLinks:
    """The broken links of one or more chains.

    Attributes
    ----------
    links : tuple of BrokenLinks
        A chain each, of the same kind of place within the same band.
    missing : DataFrame
        The missing links of all chains in one order, with ``chain``: places with enough tenants
        first, then those that miss least, then by the way to who supplies it.
    """

    links: tuple[BrokenLinks, ...]
    missing: pd.DataFrame

    @property
    def kind(self) -> str:
        """Kind of place."""
        return self.links[0].kind

    @property
    def drawable(self) -> pd.DataFrame:
        """The missing links with a way, of places with enough tenants to say something."""
        rows = self.missing
        return rows[~rows["few"] & rows["reason"].isin(DRAWABLE)]

    def first_of(self, city: str, most: int | None, selected: str) -> pd.DataFrame:
        """The first ``most`` in a city (None: all), and every one of the chosen place.

        ``selected`` is "<kind>:<place id>"; a choice of another kind adds nothing.
        """
        rows, table = self.drawable, self.missing
        rows = rows[rows["city"].eq(city)]
        kind, _, place_id = selected.partition(":")
        chosen = table["place_id"].eq(place_id) & table["city"].eq(city) & (kind == self.kind)
        chosen &= table["reason"].isin(DRAWABLE)
        both = pd.concat([rows if most is None else rows.head(most), table[chosen]])
        return both.drop_duplicates(["place_id", "chain", "stage"])

    def count_drawn(self, cities: Sequence[str], most: int | None) -> tuple[int, int]:
        """How many ways of some cities are among the first ``most`` of each, and of how many."""
        counts = self.drawable["city"].value_counts()
        every = [int(counts.get(city, 0)) for city in cities]
        drawn = every if most is None else [min(n, most) for n in every]
        return sum(drawn), sum(every)

    def count_missing(self, n: int, cities: Sequence[str] | None = None) -> int:
        """How many places with enough tenants miss ``n`` links, in some cities or in all."""
        rows = pd.concat([each.places for each in self.links])
        if cities is not None:
            rows = rows[rows["city"].isin(cities)]
        return int((rows["n_missing"].eq(n) & ~rows["few"]).sum())

    def count_absent(self) -> int:
        """How many of the places that miss one link, with enough tenants, miss it for certain."""
        rows = pd.concat([each.places for each in self.links])
        return int((rows["n_missing"].eq(1) & ~rows["few"] & rows["n_absent"].eq(1)).sum())


def in_one_order(links: Sequence[BrokenLinks]) -> MissingLinks:
    """Put the missing links of several chains in one order."""
    table = pd.concat([each.missing.assign(chain=each.chain) for each in links])
    table = table.sort_values(ORDER, kind="stable", na_position="last").reset_index(drop=True)
    return MissingLinks(tuple(links), table)
