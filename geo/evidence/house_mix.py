"""How mixed a house is: Hill numbers at an equal number of tenants, and related variety.

Hill numbers count chains in effect: of order 0 all of them, of order 1 the common ones (exp of the
entropy), of order 2 the dominant ones (one over the chance that two tenants are of one chain). A
long list shows more chains than a short one, so houses are compared at the same number of tenants
(Chao et al. 2014, *Rarefaction and extrapolation with Hill numbers*, Ecol. Monogr. 84(1), with
their interval by bootstrap). Related variety is the entropy of stages within chains (Frenken, Van
Oort & Verburg 2007, *Related variety, unrelated variety and regional economic growth*, Reg. Stud.
41(5)): how many different things people of one chain do, which is what they may learn from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from geo.data.thresholds import FEW_STAYS, TEST_LEVEL
from geo.evidence.chance import SEED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ORDERS = (0, 1, 2)
DRAWS = 200
FEW = FEW_STAYS


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class HouseMix:
    """How mixed one house is.

    Attributes
    ----------
    n : int
        Known tenants in the creative chains.
    size : int
        Tenants at which it is compared; 0 where there are too few to compare.
    hill : tuple of Estimate
        Of order 0, 1 and 2 at that size; empty where there are too few.
    related : Estimate or None
        Bits; None below `FEW` tenants.
    """

    n: int
    size: int
    hill: tuple[Estimate, ...]
    related: Estimate | None


def house_mixes(tenants: pd.DataFrame) -> dict[str, HouseMix]:
    """Say how mixed each of some houses is, all at the number of tenants of the shortest list.

    Parameters
    ----------
    tenants : DataFrame
        A row a known tenant: ``hub_id, chain, stage``. Who has several chains or stages is of the
        first.

    Returns
    -------
    dict of str to HouseMix
        By hub id. Lists of fewer than `FEW` tenants do not set the number, and have no figure.

    Examples
    --------
    >>> chains = ["music"] * 3 + ["design"] * 3
    >>> one = pd.DataFrame({"hub_id": "a", "chain": chains, "stage": "make"})
    >>> mix = house_mixes(one)["a"]
    >>> mix.size, [round(each.value, 2) for each in mix.hill], mix.related.value
    (6, [2.0, 2.0, 2.0], 0.0)
    """
    by_house = {str(hub): rows for hub, rows in tenants.groupby("hub_id", sort=False)}
    sizes = [len(rows) for rows in by_house.values() if len(rows) >= FEW]
    return {hub: house_mix(rows, min(sizes, default=0)) for hub, rows in by_house.items()}


def house_mix(tenants: pd.DataFrame, size: int) -> HouseMix:
    """Say how mixed one house is at a number of tenants.

    Parameters
    ----------
    tenants : DataFrame
        Of the house, as `house_mixes` takes them.
    size : int
        At most their number, where that is `FEW` or more.

    Examples
    --------
    >>> house_mix(pd.DataFrame({"chain": ["music"], "stage": ["make"]}), 5)
    HouseMix(n=1, size=0, hill=(), related=None)
    """
    n = len(tenants)
    if n < FEW:
        return HouseMix(n, 0, (), None)
    counts = tenants["chain"].value_counts().to_numpy(dtype=np.int64)
    return HouseMix(n, size, hill_estimates(counts, size), _related(tenants))


def rarefied_hill(counts: Ints, size: int, order: int) -> float:
    """Return the Hill number expected among ``size`` of the tenants drawn at random.

    Parameters
    ----------
    counts : array of int
        Tenants of each chain.
    size : int
        At most their sum.
    order : 0, 1 or 2

    Examples
    --------
    Of two and two tenants, two drawn are of one chain in one draw of three:

    >>> round(rarefied_hill(np.array([2, 2]), 2, 0), 4)
    1.6667
    """
    share = np.arange(1, size + 1) / size
    expected = _frequencies(counts, size)
    if order == 1:
        return float(np.exp(-(share * np.log(share)) @ expected))
    return float(((share**order) @ expected) ** (1 / (1 - order)))


def _frequencies(counts: Ints, size: int) -> Floats:
    """How many chains are expected to have 1, 2, ... ``size`` of the tenants drawn."""
    k, x, n = np.arange(1, size + 1)[:, None], counts[None, :], counts.sum()
    possible = (k <= x) & (size - k <= n - x)
    with np.errstate(all="ignore"):
        ways = _choose(x, k) + _choose(n - x, size - k) - _choose(n, np.array(size))
        return np.asarray(np.where(possible, np.exp(ways), 0.0).sum(axis=1))


def _choose(n: Ints, k: Ints) -> Floats:
    """Logarithm of the number of ways."""
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def hill_estimates(counts: Ints, size: int) -> tuple[Estimate, ...]:
    """Hill numbers of each order at a size, with the interval of Chao et al. (2014).

    Parameters
    ----------
    counts : array of int
    size : int
    """
    rng, shares, n = np.random.default_rng(SEED), estimated_shares(counts), int(counts.sum())
    drawn = [each[each > 0] for each in rng.multinomial(n, shares, size=DRAWS)]
    half = float(ndtri(1 - TEST_LEVEL / 2))
    found = []
    for order in ORDERS:
        value = rarefied_hill(counts, size, order)
        spread = half * float(np.std([rarefied_hill(each, size, order) for each in drawn], ddof=1))
        found.append(Estimate(value, max(1.0, value - spread), min(size, value + spread)))
    return tuple(found)


def estimated_shares(counts: Ints) -> Floats:
    """Estimate the true shares of chains, those not seen included (Chao et al. 2014, app. G).

    Parameters
    ----------
    counts : array of int
        Tenants of each chain.

    Examples
    --------
    Where each is seen often enough none is thought to be missed:

    >>> estimated_shares(np.array([6, 4])).tolist()
    [0.6, 0.4]
    """
    n = int(counts.sum())
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())  # noqa: PLR2004
    pairs = once * (once - 1) / 2 if twice == 0 else once**2 / (2 * twice)
    unseen = int(np.ceil((n - 1) / n * pairs))
    if not unseen:
        return np.asarray(counts / n)
    part = (n - 1) * once if twice else (n - 1) * (once - 1)
    missed = once / n * part / (part + (2 * twice if twice else 2))
    seen = counts / n
    over = seen * (1 - seen) ** n
    shares = seen * (1 - (missed / over.sum() if over.sum() else 0.0) * (1 - seen) ** n)
    every = np.concatenate([shares, np.full(unseen, missed / unseen)]).clip(min=0)
    return np.asarray(every / every.sum())


def related_variety(chain: pd.Series, stage: pd.Series) -> float:
    """Return the entropy of stages within chains, in bits.

    Examples
    --------
    Half the tenants make and half conceive music, the other two are of one stage of design:

    >>> related_variety(pd.Series(["m", "m", "d", "d"]), pd.Series(["a", "b", "a", "a"]))
    0.5
    """
    both = pd.DataFrame({"chain": chain.to_numpy(), "stage": stage.to_numpy()})
    return _entropy(both.value_counts()) - _entropy(both["chain"].value_counts())


def _entropy(counts: pd.Series) -> float:
    share = counts.to_numpy(dtype=float) / counts.sum()
    return float(-(share * np.log2(share)).sum())


def _related(tenants: pd.DataFrame) -> Estimate:
    """Related variety, with a percentile interval over tenants drawn anew."""
    rng = np.random.default_rng(SEED)
    chain, _ = pd.factorize(tenants["chain"])
    stage, _ = pd.factorize(tenants["stage"])
    value = related_variety(pd.Series(chain), pd.Series(stage))
    drawn = []
    for _ in range(DRAWS):
        rows = rng.integers(len(chain), size=len(chain))
        drawn.append(related_variety(pd.Series(chain[rows]), pd.Series(stage[rows])))
    low, high = np.quantile(drawn, [TEST_LEVEL / 2, 1 - TEST_LEVEL / 2])
    return Estimate(value, float(min(low, value)), float(max(high, value)))
