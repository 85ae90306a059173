"""How long tenants stay: Kaplan-Meier, since most stays have not ended yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtri

from geo.data.thresholds import TEST_LEVEL

# A product of fractions that is a half exactly often comes out as 0.5000000000000001.
HALF = 0.5 + 1e-9


def kaplan_meier(years: pd.Series, ended: pd.Series, level: float = 1 - TEST_LEVEL) -> pd.DataFrame:
    """Share of tenants still in the house after each length of stay.

    Kaplan & Meier (1958), *Nonparametric estimation from incomplete observations*; the interval is
    Greenwood's on the log-log scale, which stays between 0 and 1.

    Parameters
    ----------
    years : Series of float
        Length of stay so far.
    ended : Series of bool
        Whether the stay has ended; a stay that goes on counts up to now.

    Returns
    -------
    DataFrame
        ``years, at_risk, exits, share, low, high``, one row a length at which somebody left.

    Examples
    --------
    Five stays, three of them ended:

    >>> stays = pd.Series([1.0, 2.0, 2.0, 3.0, 4.0])
    >>> kaplan_meier(stays, pd.Series([True, True, False, True, False]))["share"].round(3).tolist()
    [0.8, 0.6, 0.3]
    """
    stays = pd.DataFrame({"years": years.astype(float), "ended": ended.astype(bool)}).dropna()
    exits = stays[stays["ended"]].groupby("years").size()
    at_risk = np.array([(stays["years"] >= t).sum() for t in exits.index], dtype=float)
    share = np.cumprod(1 - exits.to_numpy() / at_risk)
    low, high = _interval(share, exits.to_numpy(dtype=float), at_risk, level)
    return pd.DataFrame(
        {
            "years": exits.index.to_numpy(dtype=float),
            "at_risk": at_risk.astype(int),
            "exits": exits.to_numpy(),
            "share": share,
            "low": low,
            "high": high,
        }
    )


def log_rank(years: pd.Series, ended: pd.Series, house: pd.Series) -> float | None:
    """Return p of no difference in length of stay between houses; None where none can be told.

    The log-rank test (Mantel 1966, *Evaluation of survival data and two new rank order statistics*;
    Peto & Peto 1972).

    Parameters
    ----------
    years, ended
        As `kaplan_meier` has them.
    house : Series
        Of which house each stay is.

    Examples
    --------
    >>> years = pd.Series([1.0, 2.0, 3.0, 4.0])
    >>> round(log_rank(years, pd.Series([True] * 4), pd.Series(["a", "a", "b", "b"])), 3)
    0.09
    """
    away, spread = _observed_less_expected(years, ended, house)
    rank = int(np.linalg.matrix_rank(spread)) if spread.size else 0
    if not rank:
        return None
    return float(chdtrc(rank, away @ np.linalg.pinv(spread) @ away))


def _observed_less_expected(
    years: pd.Series, ended: pd.Series, house: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Exits of each house less those expected if all were alike, and their covariance."""
    length, left = years.to_numpy(dtype=float), ended.to_numpy(dtype=bool)
    code, names = pd.factorize(house)
    away, spread = np.zeros(len(names)), np.zeros((len(names), len(names)))
    for at in np.unique(length[left]):
        risk = np.bincount(code[length >= at], minlength=len(names)).astype(float)
        gone = np.bincount(code[left & (length == at)], minlength=len(names))
        n, exits, share = risk.sum(), gone.sum(), risk / risk.sum()
        away += gone - exits * share
        if n > 1:
            every = np.diag(share) - np.outer(share, share)
            spread += exits * (n - exits) / (n - 1) * every
    return away, spread


def _interval(
    share: np.ndarray, exits: np.ndarray, at_risk: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    half = ndtri(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(exits / (at_risk * (at_risk - exits)))
        spread = half * np.sqrt(greenwood) / np.abs(np.log(share))
        return share ** np.exp(spread), share ** np.exp(-spread)


def median_stay(curve: pd.DataFrame) -> float | None:
    """First length at which half or fewer are still there; None when more than half stay.

    Examples
    --------
    >>> median_stay(pd.DataFrame({"years": [1.0, 3.0], "share": [0.8, 0.4]}))
    3.0
    """
    below = curve.loc[curve["share"] <= HALF, "years"]
    return float(below.iloc[0]) if len(below) else None
