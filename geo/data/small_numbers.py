"""The small-number guard: of uploaded register data no cell below k can be read or worked out.

Published tenants are public and stay as they are. A row of a register carries ``register`` True.
The guard works on the rows themselves, before anything is counted and before any filter, so that
map, tooltip, table and file have one and the same answer whatever is chosen: no difference between
two years or two choices gives a number that either withholds. What is shown of a row falls in
three steps:

- where and when: the rows of a building that are there now stand together; those that left or are
  planned, by the years of their stay. Groups of fewer than k are left out; when the rows left out
  of one city would be fewer than k, or of one group only, the next smallest goes too (secondary
  suppression: else total minus shown gives the number);
- what: within such a group a cell of chain and stage with fewer than k rows is no longer told
  apart: its rows become "unknown" and lose name, activity, code, years, starter and the places
  before and after; here too the next smallest cell joins until at least k rows of at least two
  cells are together;
- since when: within a cell that is told, years, starter and the places before and after are told
  of groups of at least k that share them, by the same rule. A row without years counts as there in
  every year (`geo.data.selection.in_year`).

Hundepool et al. (2012), *Statistical Disclosure Control*, ch. 4 (minimum frequency rule and
secondary cell suppression).
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.data.row_kinds import there
from geo.data.store import Dataset
from geo.data.thresholds import FEWEST_HIDDEN_CELLS, LEAST_SHOWN

FLAG = "register"
PRESENCE = "presence"
NAMELESS = "–"
UNKNOWN = "unknown"
STAY = ("year_from", "year_to")
DETAILS = (*STAY, "starter", "previous_hub", "next_place")
TELLING = ("activity", "sbi")


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
        ``id, hub_id, label, chain, stage`` and, when any come from a register, ``register`` (bool);
        ``presence`` and those of `DETAILS` that there are.
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
    here = there(tenants) if PRESENCE in tenants else pd.Series(True, index=tenants.index)
    keys = _keys(tenants, here)
    city = tenants["hub_id"].map(cities).fillna("").astype(str)
    line = city + here.map({True: "/now", False: "/then"})
    gone = register & _small(line[register], keys["place"][register], k).reindex(
        tenants.index, fill_value=False
    )
    kept, shown = tenants[~gone], register & ~gone
    place, cell = keys["place"][shown], keys["cell"][shown]
    blur = _small(place, cell, k).reindex(kept.index, fill_value=False)
    clear = shown.reindex(kept.index) & ~blur
    told = kept.index[clear]
    vague = _small(place[told] + cell[told], keys["detail"][told], k)
    vague = blur | vague.reindex(kept.index, fill_value=False)
    return _without(kept, blur, vague, here.reindex(kept.index))


def _keys(tenants: pd.DataFrame, here: pd.Series) -> pd.DataFrame:
    """What tells a row apart in each step: where and when, what, and since when; as text."""
    said = tenants.reindex(columns=["hub_id", "chain", "stage", *DETAILS]).astype("object")
    said = said.where(said.notna(), "").astype(str)
    when = _joined(said[list(STAY)]).mask(here, "now")
    chain, stage = (said[name].replace("", UNKNOWN) for name in ("chain", "stage"))
    return pd.DataFrame(
        {
            "place": _joined(pd.DataFrame({"hub": said["hub_id"], "when": when})),
            "cell": _joined(pd.DataFrame({"chain": chain, "stage": stage})),
            "detail": _joined(said[list(DETAILS)]),
        }
    )


def _joined(said: pd.DataFrame) -> pd.Series:
    """One text a row of its cells, told apart by what stands in none of them."""
    columns = [said[name] for name in said]
    joined: pd.Series = columns[0].str.cat(columns[1:], sep="\x1f")
    return joined


def _small(lines: pd.Series, cells: pd.Series, k: int) -> pd.Series:
    """Tell which rows lie in a cell that must be withheld on its line."""
    if lines.empty:
        return pd.Series(dtype=bool)
    counts = pd.Series(1, index=pd.MultiIndex.from_arrays([lines, cells])).groupby(level=[0, 1])
    hidden = pd.concat([withheld_cells(mine, k) for _, mine in counts.sum().groupby(level=0)])
    found = hidden.reindex(pd.MultiIndex.from_arrays([lines, cells])).to_numpy(dtype=bool)
    return pd.Series(found, index=lines.index)


def _without(
    tenants: pd.DataFrame, blur: pd.Series, vague: pd.Series, here: pd.Series
) -> pd.DataFrame:
    """Take what and since when out of the rows; who left keeps the years it is grouped by."""
    taken = {name: vague & here if name in STAY else vague for name in DETAILS}
    return tenants.assign(
        chain=tenants["chain"].mask(blur, UNKNOWN),
        stage=tenants["stage"].mask(blur, UNKNOWN),
        label=tenants["label"].mask(blur, NAMELESS),
        **{name: tenants[name].mask(blur, None) for name in TELLING if name in tenants},
        **{name: tenants[name].mask(rows) for name, rows in taken.items() if name in tenants},
    )


def holds_register(tenants: pd.DataFrame) -> bool:
    """Tell whether any row comes from a register.

    Examples
    --------
    >>> holds_register(pd.DataFrame({"register": [None, True]})), holds_register(pd.DataFrame())
    (True, False)
    """
    return FLAG in tenants and bool(tenants[FLAG].fillna(False).astype(bool).any())


def guarded_dataset(dataset: Dataset, k: int = LEAST_SHOWN) -> tuple[Dataset, int]:
    """Guard the tenants of a dataset, of all years and kinds at once.

    Parameters
    ----------
    dataset : Dataset
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
    cities = dataset.hubs.drop_duplicates("id").set_index("id")["city"]
    shown = guarded_tenants(tenants, cities, k)
    gone = len(tenants) - len(shown)
    return replace(dataset, tenants=shown), gone if gone >= k else 0
