"""The small-number guard: of uploaded register data no cell below k can be read or worked out.

Published tenants are public and stay as they are. A row of a register carries ``register`` True.
The guard works on the rows themselves, before anything is counted, so that map, tooltip, table and
file have one and the same answer, and every total is a total of what may be shown:

- a building with fewer than k register rows in a city loses them; when the rows withheld in that
  city would be fewer than k, or of one building only, the next smallest building loses them too
  (secondary suppression: else total minus shown gives the number);
- within a building that keeps its rows, a cell of chain and stage with fewer than k rows is no
  longer told apart: its rows become "unknown" and lose name, activity and code; here too the next
  smallest cell joins until at least k rows of at least two cells are together.

Hundepool et al. (2012), *Statistical Disclosure Control*, ch. 4 (minimum frequency rule and
secondary cell suppression).
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.data.store import Dataset
from geo.data.thresholds import FEWEST_HIDDEN_CELLS, LEAST_SHOWN

FLAG = "register"
NAMELESS = "–"
UNKNOWN = "unknown"
TELLING = ("activity", "sbi", "previous_hub", "next_place")


def withheld_cells(counts: pd.Series, k: int = LEAST_SHOWN) -> pd.Series:
    """Tell which cells of a line with a known total must be withheld.

    Parameters
    ----------
    counts : Series of int
        Rows in each cell; their sum is taken to be known. An empty cell is no secret.
    k : int
        Smallest number that may be shown.

    Returns
    -------
    Series of bool
        True where withheld. Either nothing is, or at least two cells of together at least k; when
        the line has no such cells, all of it.

    Examples
    --------
    3 alone would follow from the total; 5 is the smallest that can hide it:

    >>> withheld_cells(pd.Series({"a": 3, "b": 9, "c": 5, "d": 0})).tolist()
    [True, False, True, False]
    """
    filled = counts[counts.gt(0)].sort_values(kind="stable")
    small = int(filled.lt(k).sum())
    gone = small
    while small and gone < len(filled) and not _hidden(filled.iloc[:gone], k):
        gone += 1
    return pd.Series(counts.index.isin(filled.index[:gone]), index=counts.index)


def _hidden(cells: pd.Series, k: int) -> bool:
    return len(cells) >= FEWEST_HIDDEN_CELLS and int(cells.sum()) >= k


def guarded_tenants(tenants: pd.DataFrame, cities: pd.Series, k: int = LEAST_SHOWN) -> pd.DataFrame:
    """Leave out or blur the register rows of which fewer than k stand together.

    Parameters
    ----------
    tenants : DataFrame
        ``id, hub_id, label, chain, stage`` and, when any come from a register, ``register`` (bool).
    cities : Series of str
        City of each hub, indexed by its id.
    k : int

    Returns
    -------
    DataFrame
        The rows that may be shown, in their order; ``tenants`` itself when none is of a register.

    Examples
    --------
    Four register rows in one building cannot be shown; the published row can:

    >>> rows = pd.DataFrame({"id": list("abcde"), "hub_id": "h", "label": list("ABCDE"),
    ...                      "chain": "music", "stage": "make", "register": [True] * 4 + [False]})
    >>> guarded_tenants(rows, pd.Series({"h": "Amsterdam"}))["label"].tolist()
    ['E']
    """
    if not holds_register(tenants):
        return tenants
    register = tenants[FLAG].fillna(False).astype(bool)
    rows = tenants[register]
    cities_of = rows["hub_id"].map(cities)
    gone = [
        withheld_cells(mine["hub_id"].value_counts(), k)
        for _, mine in rows.groupby(cities_of.fillna(""), sort=True)
    ]
    by_hub = pd.concat(gone)
    out = set(by_hub.index[by_hub])
    kept = tenants[~(register & tenants["hub_id"].isin(out))]
    return _blurred(kept, kept[FLAG].fillna(False).astype(bool), k)


def _blurred(tenants: pd.DataFrame, register: pd.Series, k: int) -> pd.DataFrame:
    """Make the rows of small cells within each building one cell, without names."""
    rows = tenants[register]
    chain, stage = (rows[name].fillna(UNKNOWN).astype(str) for name in ("chain", "stage"))
    keys = pd.MultiIndex.from_arrays([rows["hub_id"], chain + "/" + stage])
    counts = pd.Series(1, index=keys).groupby(level=[0, 1]).sum()
    hidden = pd.concat([withheld_cells(mine, k) for _, mine in counts.groupby(level=0)] or [counts])
    blur = pd.Series(False, index=tenants.index)
    blur[rows.index] = hidden.reindex(keys).to_numpy(dtype=bool)
    return tenants.assign(
        chain=tenants["chain"].mask(blur, UNKNOWN),
        stage=tenants["stage"].mask(blur, UNKNOWN),
        label=tenants["label"].mask(blur, NAMELESS),
        **{name: tenants[name].mask(blur, None) for name in TELLING if name in tenants},
    )


def holds_register(tenants: pd.DataFrame) -> bool:
    """Tell whether any row comes from a register.

    Examples
    --------
    >>> holds_register(pd.DataFrame({"register": [None, True]})), holds_register(pd.DataFrame())
    (True, False)
    """
    return FLAG in tenants and bool(tenants[FLAG].fillna(False).astype(bool).any())


def guarded_dataset(
    dataset: Dataset, present: pd.Series | None = None, k: int = LEAST_SHOWN
) -> tuple[Dataset, int]:
    """Guard the tenants of a dataset, of all years or of those present in one.

    Parameters
    ----------
    dataset : Dataset
    present : Series of bool, optional
        Tenants that take part, as a filter on the year leaves them: fewer rows make smaller cells.
        The others stay as they are, for the filter to leave out.
    k : int

    Returns
    -------
    (Dataset, int)
        The same object when there are no register rows; and how many rows were left out, 0 also
        when they are fewer than ``k``, since that number may not be shown either.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> guarded_dataset(toy)[0] is toy
    True
    """
    tenants = dataset.tenants
    if not holds_register(tenants):
        return dataset, 0
    here = pd.Series(True, index=tenants.index) if present is None else present
    cities = dataset.hubs.drop_duplicates("id").set_index("id")["city"]
    shown = guarded_tenants(tenants[here], cities, k)
    gone = int(here.sum()) - len(shown)
    both = pd.concat([shown, tenants[~here]]).sort_index()
    return replace(dataset, tenants=both), gone if gone >= k else 0
