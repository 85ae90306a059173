"""The chance that a chain and stage is there among those who are not seen, house by house.

The share p of a chain and stage among the tenants of a house has a Beta prior, fitted to the houses
of the city (empirical Bayes: Efron & Morris 1975, *JASA* 70; Casella 1985, *The American
Statistician* 39): houses of which few tenants are known lean on the city. After n known tenants, k
of them with this chain and stage, the chance that none of the m unseen has it is beta-binomial
(Skellam 1948, *JRSS B* 10) and has a closed form::

    E[(1 − p)^m] = B(A, B + m) / B(A, B)        A = a + k,  B = b + n − k

How much houses differ (the intraclass correlation ρ, a + b = 1/ρ − 1) is found by moments over all
chains and stages together (Kleinman 1973, *JASA* 68): each alone has too few successes. The city's
share keeps a floor of half a tenant, else the chance would be nought exactly where nobody looked.

Partners outside houses that no source lists are Poisson: F found of a completeness c leave
F(1/c − 1) unlisted in the city, spread as the known partners are.

Which houses there are, and how a source chose whom to name, are the largest unknowns: the interval
resamples houses, draws N where it is estimated, and lets a source favour the chain and stage by a
factor f between ½ and 2. Where it is named f times as readily, it makes up 1/f of its share among
the unnamed: (1 − p/f)^m ≈ (1 − p)^(m/f).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaln

from geo.data.chains import ChainModel, cells_without_code
from geo.data.coverage import KIND, NOBODY, PART, Seen, Sight, all_seen
from geo.data.selection import Filters, Selection, select
from geo.data.small_numbers import FLAG, UNKNOWN
from geo.data.store import Dataset
from geo.data.tenant_count import organisation_shares
from geo.evidence.chance import SEED
from geo.evidence.house_sizes import drawn_sizes, house_sizes

Floats = NDArray[np.float64]
Cell = tuple[str, str]
DRAWS = 200
FLOOR = 0.5
"""Tenants that every chain and stage has in a city at the least (Jeffreys's half)."""
LISTING = 2.0
"""A source names a chain and stage at most so many times as readily as others, or as seldom."""
LEAST_RHO, MOST_RHO, USUAL_RHO = 0.01, 0.9, 0.1
HALF_LISTED = 0.5
"""Completeness of a source that chose some, where no total is published."""


@dataclass(frozen=True, eq=False)
class Unseen:
    """What is known of the houses of one city, and what may be among those not seen.

    Attributes
    ----------
    city : str
    houses : DataFrame
        `geo.evidence.house_sizes.house_sizes`, with ``register`` (whether the planner's own
        register lists the house wholly).
    cells : tuple of (chain, stage)
    none, favoured : array
        Houses × chains and stages: log chance that none of the unseen tenants of the house has it;
        as it is, and when the source names it `LISTING` times as readily as others. Nought where N
        is not known.
    drawn : array
        The same, houses × chains and stages × draws.
    unlisted, unlisted_drawn : array
        Chains and stages (× draws): partners outside houses that no source lists, in the city.
    covering : mapping of (chain, stage) to tuple of str
        Sources that asked for all of the kind that makes up this chain and stage in the city.
    """

    city: str
    houses: pd.DataFrame
    cells: tuple[Cell, ...]
    none: Floats
    favoured: Floats
    drawn: Floats
    unlisted: Floats
    unlisted_drawn: Floats
    covering: Mapping[Cell, tuple[str, ...]]


def cells_of(model: ChainModel) -> tuple[Cell, ...]:
    """Name the chains and stages of the line to which some code leads; others can never be found.

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> len(cells_of(load_chain_model()))
    40
    """
    never = set(cells_without_code(model))
    return tuple((c, s) for c in model.ten for s in model.stage_line if (c, s) not in never)


def unseen(
    chosen: Selection,
    donors: pd.DataFrame,
    coverage: pd.DataFrame,
    cells: Sequence[Cell],
    city: str,
    seen: Mapping[Cell, Seen] | None = None,
) -> Unseen:
    """Weigh what may be among the unseen tenants and partners of one city.

    Parameters
    ----------
    chosen : Selection
        No chain or stage may be filtered away.
    donors : DataFrame
        Every house there is: those that publish both lend the ratio of tenants to studios.
    coverage : DataFrame
        As `geo.data.coverage.load_coverage` gives it.
    cells : sequence of (chain, stage)
    city : str
    seen : mapping of (chain, stage) to Seen, optional
        What `geo.data.coverage.all_seen` says of this city, where that was kept.

    Examples
    --------
    Of the 40 tenants of Pand 1 three are known; of other houses nobody tells how many there are:

    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> coverage = load_coverage(toy.chain_model)
    >>> chosen = select(toy, Filters())
    >>> found = unseen(chosen, toy.hubs, coverage, [("fashion", "public")], "Amsterdam")
    >>> bool(found.none[0, 0] < 0), float(found.none[1, 0])
    (True, 0.0)
    """
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    hubs = pd.DataFrame(hubs[hubs["city"].eq(city)])
    tenants = chosen.tenants[chosen.tenants["hub_id"].isin(hubs["id"])]
    houses = house_sizes(hubs, tenants, donors)
    houses = houses.assign(register=houses.index.isin(list(wholly_listed(tenants))))
    known = all_seen(coverage, city) if seen is None else seen
    sights = {cell: known[cell].partners for cell in cells}
    usual = _usual(known)
    hidden = np.array([unlisted(sight, usual) for sight in sights.values()])
    covered = {cell: found for cell, sight in sights.items() if (found := covering(sight))}
    return weighed(city, houses, donors, _counts(chosen, houses, cells), hidden, covered, cells)


def unseen_in(
    dataset: Dataset,
    filters: Filters,
    coverage: pd.DataFrame,
    city: str,
    seen: Mapping[Cell, Seen] | None = None,
) -> Unseen:
    """Weigh what filters leave of one city, whatever chains and stages they ask for.

    ``seen`` is as in `unseen`.
    """
    chosen = select(dataset, replace(filters, cities=(city,), chains=(), stages=()))
    return unseen(chosen, dataset.hubs, coverage, cells_of(dataset.chain_model), city, seen)


def weighed(
    city: str,
    houses: pd.DataFrame,
    donors: pd.DataFrame,
    counts: Floats,
    hidden: Floats,
    covered: Mapping[Cell, tuple[str, ...]],
    cells: Sequence[Cell],
) -> Unseen:
    """Weigh what may be among the unseen, from counts.

    Parameters
    ----------
    city, houses, donors, cells
        As `Unseen` has them.
    counts : array
        Houses × chains and stages: organisations known with each.
    hidden : array
        Partners of each chain and stage in the city that no source lists.
    covered : mapping of (chain, stage) to tuple of str
    """
    generator = np.random.default_rng([SEED, crc32(city.encode())])
    n, named = houses["coded"].to_numpy(float), houses["named"].to_numpy(float)
    sizes = drawn_sizes(houses, donors, DRAWS, generator)
    factors = LISTING ** generator.uniform(-1.0, 1.0, (len(cells), DRAWS))
    resampled = _resampled(len(houses), generator)
    point = prior(counts, n, np.ones((1, len(houses))))
    m = (houses["size"].to_numpy(float) - named)[:, None]
    return Unseen(
        city,
        houses,
        tuple(cells),
        log_none(counts, n, m, point)[..., 0],
        log_none(counts, n, m / LISTING, point)[..., 0],
        _drawn(
            counts,
            n,
            sizes - named[:, None],
            factors,
            prior(counts, n, resampled),
        ),
        hidden,
        hidden[:, None] / factors,
        covered,
    )


def _resampled(n: int, generator: np.random.Generator) -> Floats:
    """How often each house counts in every draw, drawn with replacement."""
    if not n:
        return np.zeros((DRAWS, 0))
    return generator.multinomial(n, np.full(n, 1 / n), DRAWS).astype(np.float64)


def _counts(chosen: Selection, houses: pd.DataFrame, cells: Sequence[Cell]) -> Floats:
    """Organisations of every house with each chain and stage; who has two counts in both."""
    pairs = organisation_shares(chosen).drop_duplicates(["tenant_id", "chain", "stage"])
    table = pairs.groupby(["hub_id", "chain", "stage"]).size()
    wide = table.unstack(["chain", "stage"], fill_value=0)
    columns = pd.MultiIndex.from_tuples(list(cells), names=["chain", "stage"])
    return np.asarray(wide.reindex(index=houses.index, columns=columns).fillna(0).to_numpy(float))


def prior(counts: Floats, n: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Fit the Beta prior of every chain and stage to the houses of a city.

    Parameters
    ----------
    counts : array
        Houses × chains and stages: known tenants with each.
    n : array
        Known tenants of each house.
    weights : array
        Draws × houses: how often each house counts; ones for the houses as they are.

    Returns
    -------
    a, b : array
        Chains and stages × draws.

    Examples
    --------
    Three in twenty, and houses that hardly differ:

    >>> a, b = prior(np.array([[1.0], [2.0]]), np.array([10.0, 10.0]), np.ones((1, 2)))
    >>> round(float(a[0, 0] / (a + b)[0, 0]), 3), float((a + b)[0, 0])
    (0.167, 99.0)
    """
    total, k = weights @ n, weights @ counts
    mean = (k + FLOOR) / (total + 2 * FLOOR)[:, None]
    rho = _rho(counts, n, weights, total, k)
    size = (1 - rho) / rho
    return (mean * size[:, None]).T, ((1 - mean) * size[:, None]).T


def _rho(counts: Floats, n: Floats, weights: Floats, total: Floats, k: Floats) -> Floats:
    """How alike the tenants of one house are, over all chains and stages, by moments."""
    some = n > 0
    squares = weights[:, some] @ (counts[some] ** 2 / n[some, None])
    houses, whole = weights[:, some].sum(axis=1), np.maximum(total, 1.0)
    between = (squares - k**2 / whole[:, None]).sum(axis=1)
    share = k / whole[:, None]
    binomial = (share * (1 - share)).sum(axis=1)
    room = total - weights @ n**2 / whole - (houses - 1)
    fit = (room > 0) & (binomial > 0)
    found = (between / np.where(fit, binomial, 1.0) - (houses - 1)) / np.where(fit, room, 1.0)
    return np.clip(np.where(fit, found, USUAL_RHO), LEAST_RHO, MOST_RHO)


def log_none(counts: Floats, n: Floats, m: Floats, fitted: tuple[Floats, Floats]) -> Floats:
    """Return the log chance that none of the unseen tenants of a house has a chain and stage.

    Parameters
    ----------
    counts : array
        Houses × chains and stages.
    n : array
        Houses.
    m : array
        Houses × draws: unseen tenants; missing where N is not known, which says nothing (0).
    fitted : a, b
        Chains and stages × draws.

    Returns
    -------
    array
        Houses × chains and stages × draws.

    Examples
    --------
    A flat prior, nothing known, one unseen: an even chance.

    >>> flat = np.ones((1, 1))
    >>> round(float(np.exp(log_none(flat * 0, np.zeros(1), flat, (flat, flat)))[0, 0, 0]), 3)
    0.5
    """
    a, b = fitted
    has = a[None] + counts[..., None]
    lacks = b[None] + (n[:, None] - counts)[..., None]
    rest = np.nan_to_num(m, nan=0.0)[:, None, :]
    return np.asarray(betaln(has, lacks + rest) - betaln(has, lacks))


def _drawn(
    counts: Floats, n: Floats, m: Floats, factors: Floats, fitted: tuple[Floats, Floats]
) -> Floats:
    """Log chances of nobody in every draw; houses of unknown N are passed over, not worked out."""
    drawn = np.zeros((*counts.shape, m.shape[1]))
    for house in np.flatnonzero(np.isfinite(m).all(axis=1)):
        a, b = (
            part + value
            for part, value in zip(
                fitted, (counts[house][:, None], (n[house] - counts[house])[:, None]), strict=True
            )
        )
        drawn[house] = betaln(a, b + m[house] / factors) - betaln(a, b)
    return drawn


def wholly_listed(tenants: pd.DataFrame) -> frozenset[str]:
    """Name the houses that the planner's own register lists, each row with chain and stage told.

    Rows that the small-number guard blurred have none: what they are cannot be known to be absent.

    Parameters
    ----------
    tenants : DataFrame
        Past the small-number guard.

    Examples
    --------
    >>> rows = {"hub_id": ["a", "b"], "chain": ["music", "music"], "stage": ["make", "unknown"]}
    >>> sorted(wholly_listed(pd.DataFrame(rows | {"register": [True, True]})))
    ['a']
    """
    if FLAG not in tenants:
        return frozenset()
    mine = tenants[tenants[FLAG].fillna(False).astype(bool)]
    blurred = mine.loc[mine[["chain", "stage"]].eq(UNKNOWN).any(axis=1), "hub_id"]
    return frozenset(mine["hub_id"]) - frozenset(blurred)


def _usual(known: Mapping[Cell, Seen]) -> float:
    """Partners found on average of a chain and stage of which some source chose some."""
    found = [each.partners.found for each in known.values() if each.partners.reach == PART]
    return float(np.mean(found)) if found else FLOOR


def unlisted(sight: Sight, usual: float) -> float:
    """Expect so many partners of a chain and stage in the city that no source lists.

    Parameters
    ----------
    sight : Sight
    usual : float
        Partners of a chain and stage that some source looked for, where nobody looked for this one.

    Examples
    --------
    Five of ten are known; where no total is published, as many again and half a one:

    >>> bare = pd.DataFrame()
    >>> unlisted(Sight("part", 5, 5, 10, False, bare, bare), 3.0)
    5.0
    >>> unlisted(Sight("part", 5, None, None, False, bare, bare), 3.0)
    5.5
    """
    if covering(sight):
        return 0.0
    if sight.published is not None and sight.named is not None:
        return float(max(sight.published - sight.named, 0))
    if sight.reach == NOBODY:
        return usual / HALF_LISTED
    return (sight.found + FLOOR) * (1 / HALF_LISTED - 1)


def covering(sight: Sight) -> tuple[str, ...]:
    """Name the sources that asked for all of the kind that makes up a chain and stage in a city.

    A source that asked for all museums does not cover concert halls: what such sources gave must be
    half or more of all that is found there.

    Examples
    --------
    >>> rows = pd.DataFrame({"source": ["osm", "list"], "reach": ["kind", "part"],
    ...                      "listed": [6, 4]})
    >>> covering(Sight("kind", 10, None, None, False, rows, pd.DataFrame()))
    ('osm',)
    """
    rows = sight.sources
    if sight.reach != KIND:
        return ()
    asked = rows[rows["reach"].eq(KIND) & rows["listed"].gt(0)]
    enough = 2 * int(asked["listed"].sum()) >= max(sight.found, 1)
    return tuple(dict.fromkeys(map(str, asked["source"]))) if enough else ()
