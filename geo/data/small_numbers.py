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

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.placement import equal_area_radius
from geo.data.row_kinds import LEFT, PRESENT, there
from geo.data.store import Dataset
from geo.data.thresholds import FEWEST_HIDDEN_CELLS, LEAST_SHOWN

FLAG = "register"
PRESENCE = "presence"
NAMELESS = "–"
AT = "/"
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
    keys = pd.MultiIndex.from_arrays([lines, cells])
    counts = pd.Series(1, index=keys).groupby(level=[0, 1]).sum()
    return pd.Series(_hidden_cells(counts, k).reindex(keys).to_numpy(dtype=bool), lines.index)


def _hidden_cells(counts: pd.Series, k: int) -> pd.Series:
    """`withheld_cells` of every line at once: counts above 0 by line and cell, in order."""
    line = pd.factorize(counts.index.get_level_values(0))[0]
    n = counts.to_numpy()
    order = np.lexsort((n, line))
    line, n = line[order], n[order]
    first = np.searchsorted(line, line)
    before = np.cumsum(n) - n
    # Of each cell: how many smaller ones of its line there are, and what they hold together.
    rank, held = np.arange(len(n)) - first, before - before[first]
    hide_it = (rank >= FEWEST_HIDDEN_CELLS) & (held >= k)
    small = np.bincount(line, n < k, minlength=line.max(initial=0) + 1)[line]
    gone = (small > 0) & ((rank < small) | ~hide_it)
    return pd.Series(gone, counts.index[order])


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
    tenants, partners = dataset.tenants, dataset.partners
    if dataset.guarded or not (holds_register(tenants) or holds_register(partners)):
        return dataset, 0
    cities = dataset.hubs.drop_duplicates("id").set_index("id")["city"]
    housed = guarded_tenants(tenants, cities, k)
    outside = guarded_partners(partners, dataset.neighbourhoods, k)
    gone = len(tenants) - len(housed) + len(partners) - len(outside)
    return replace(
        dataset, tenants=housed, partners=outside, guarded=True
    ), gone if gone >= k else 0


def guarded_partners(
    partners: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, k: int = LEAST_SHOWN
) -> gpd.GeoDataFrame:
    """Put register rows outside buildings in their neighbourhood, and guard them there.

    A door is finer than any group that could hide who stands there: of a register the
    neighbourhood is told, and of it what `guarded_tenants` tells of a building.

    Parameters
    ----------
    partners : GeoDataFrame
        As the shipped ones, with ``register`` when any come from a register.
    areas : GeoDataFrame
        Neighbourhoods: ``city, code`` and outlines.
    k : int

    Returns
    -------
    GeoDataFrame
        The rows that may be shown; ``partners`` itself when none is of a register.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> guarded_partners(toy.partners, toy.neighbourhoods) is toy.partners
    True
    """
    if not holds_register(partners):
        return partners
    register = partners[FLAG].fillna(False).astype(bool)
    area = partners["city"] + AT + partners["neighbourhood_code"].fillna("")
    presence = partners["likely_open"].fillna(True).astype(bool).map({True: PRESENT, False: LEFT})
    named = {"name": "label", "opened": "year_from", "closed": "year_to"}
    as_tenants = pd.DataFrame(partners.drop(columns="geometry")).rename(columns=named)
    as_tenants = as_tenants.assign(hub_id=area, presence=presence)
    cities = pd.Series(partners["city"].to_numpy(), area.to_numpy())
    shown = guarded_tenants(as_tenants, cities[~cities.index.duplicated()], k)
    kept = partners.loc[shown.index]
    told = shown.rename(columns={mine: theirs for theirs, mine in named.items()})
    kept = kept.assign(**{name: told[name] for name in (*named, "chain", "stage")})
    mine = register.reindex(kept.index)
    kept = kept.assign(category=kept["category"].mask(mine & kept["name"].eq(NAMELESS), "other"))
    return _in_neighbourhoods(kept, area.reindex(kept.index), mine, areas)


def _in_neighbourhoods(
    rows: gpd.GeoDataFrame, area: pd.Series, moved: pd.Series, areas: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Put rows in the middle of their neighbourhood, and take the address from them."""
    keys = areas["city"] + AT + areas["code"]
    middles = pd.Series(areas.representative_point().to_numpy(), keys.to_numpy())
    sizes = pd.Series(areas.area.map(equal_area_radius).round(1).to_numpy(), keys.to_numpy())
    one = ~keys.duplicated().to_numpy()
    point, radius = area.map(middles[one]), area.map(sizes[one])
    geometry = gpd.GeoSeries(
        np.where(moved, point.where(point.notna(), None), rows.geometry), rows.index, crs=rows.crs
    )
    known = moved & point.notna()
    said = {"precision": "neighbourhood", "placed_by": "neighbourhood", "accuracy_m": radius}
    columns = {name: rows[name].mask(known, value) for name, value in said.items()}
    gone = {name: rows[name].mask(moved) for name in ("address", "postcode", "website")}
    return rows.assign(**columns, **gone).set_geometry(geometry)
