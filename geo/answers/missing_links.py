"""The missing links of one or more chains in one order, and those whose way is worth a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.answers.broken_links import BrokenLinks

DRAWABLE = ("ok", "far")
ORDER = ["few", "n_missing", "metres", "name", "chain", "stage"]


WHOLE, IS_ABSENT, UNSEEN, FEW = "whole", "absent", "unseen", "few"


@dataclass(frozen=True)
class OpenCounts:
    """Places by what is open at them: the first four are all of them, each once.

    Attributes
    ----------
    absent : int
        A link or more is absent.
    unseen : int
        A link or more is not seen, and none is absent.
    whole : int
        All links are known.
    few : int
        Too few tenants to say.
    one : int
        Of the first two: exactly one link is open.
    """

    absent: int
    unseen: int
    whole: int
    few: int
    one: int

    @property
    def open(self) -> int:
        """Places where a link or more is open."""
        return self.absent + self.unseen

    @property
    def told(self) -> int:
        """Places with enough tenants to say."""
        return self.open + self.whole

    @property
    def more(self) -> int:
        """Places where two links or more are open."""
        return self.open - self.one


def classes_of(places: pd.DataFrame) -> np.ndarray:
    """Say of each place which it is: `WHOLE`, `IS_ABSENT`, `UNSEEN` or `FEW`.

    Parameters
    ----------
    places : DataFrame
        ``few, n_missing, n_absent`` as `geo.answers.link_knowledge.with_knowledge` gives them.
    """
    few, missing = places["few"].to_numpy(bool), places["n_missing"].to_numpy()
    absent = places["n_absent"].to_numpy()
    return np.select([few, missing == 0, absent > 0], [FEW, WHOLE, IS_ABSENT], UNSEEN)


def open_counts(places: pd.DataFrame) -> OpenCounts:
    """Count places by what is open at them: legend, heading and slide say these numbers.

    Examples
    --------
    Three links open of which one absent, one link open and not seen, and too few to say:

    >>> open_counts(pd.DataFrame({"few": [False, False, True], "n_missing": [3, 1, 2],
    ...                           "n_absent": [1, 0, 0]}))
    OpenCounts(absent=1, unseen=1, whole=0, few=1, one=1)
    """
    kinds = classes_of(places)
    one = places["n_missing"].eq(1).to_numpy(bool) & (kinds != FEW)
    return OpenCounts(
        **{name: int((kinds == name).sum()) for name in (IS_ABSENT, UNSEEN, WHOLE, FEW)},
        one=int(one.sum()),
    )


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

    def counts(self, cities: Sequence[str] | None = None) -> OpenCounts:
        """Count the places of some cities, or of all, by what is open at them."""
        rows = pd.concat([each.places for each in self.links])
        return open_counts(rows if cities is None else rows[rows["city"].isin(cities)])


def in_one_order(links: Sequence[BrokenLinks]) -> MissingLinks:
    """Put the missing links of several chains in one order."""
    table = pd.concat([each.missing.assign(chain=each.chain) for each in links])
    table = table.sort_values(ORDER, kind="stable", na_position="last").reset_index(drop=True)
    return MissingLinks(tuple(links), table)
