"""Location quotient with an interval, and the rule for when there are too few to say."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from geo.data.errors import ArgumentError
from geo.data.thresholds import FEW_EXPECTED, TEST_LEVEL


def location_quotient(
    local: pd.Series,
    local_total: pd.Series,
    whole: float,
    whole_total: float,
    level: float = 1 - TEST_LEVEL,
) -> pd.DataFrame:
    """Share of a sector in each region over its share in the whole, with an interval.

    ``LQ = (x/n) / (X/N)`` (Florence 1939). The interval is by the delta method on ``ln LQ`` with
    the region inside the whole: ``Var = x(1-x/n)(1/x-1/X)² + y(1-y/(N-n))/X²``, ``y = X-x``.

    Parameters
    ----------
    local : Series
        ``x``: establishments of the sector in each region.
    local_total : Series
        ``n``: all establishments in each region.
    whole, whole_total : float
        ``X`` and ``N`` of the whole, the regions included.
    level : float
        Confidence level between 0 and 1.

    Returns
    -------
    DataFrame
        ``lq, low, high, x, n, expected, verdict``; ``verdict`` is "more", "less", "no_difference"
        or "too_few". The interval is missing at ``x = 0``, where it is undefined.

    Raises
    ------
    ArgumentError
        When a part is larger than its whole, or the level is not between 0 and 1.

    Examples
    --------
    >>> answer = location_quotient(pd.Series([1714]), pd.Series([79006]), 879213, 15593224)
    >>> round(float(answer["lq"].iloc[0]), 7)
    0.3847623
    """
    _check(local, local_total, whole, whole_total, level)
    x, n = local.astype(float), local_total.astype(float)
    expected = n * whole / whole_total
    with np.errstate(divide="ignore", invalid="ignore"):
        lq = (x / n) / (whole / whole_total)
        half = ndtri(0.5 + level / 2) * np.sqrt(_variance(x, n, whole, whole_total))
    interval = x.gt(0)
    table = pd.DataFrame(
        {
            "lq": lq,
            "low": (lq * np.exp(-half)).where(interval),
            "high": (lq * np.exp(half)).where(interval),
            "x": x,
            "n": n,
            "expected": expected,
        }
    )
    return table.assign(verdict=_verdict(table))


def _check(
    local: pd.Series, local_total: pd.Series, whole: float, total: float, level: float
) -> None:
    if not 0 < level < 1:
        raise ArgumentError("level_range", argument="level", value=level, allowed="0-1")
    inside = (local <= local_total) & (local <= whole) & (local_total <= total) & (local >= 0)
    if whole > total or not bool(inside.all()):
        raise ArgumentError("part_over_whole", argument="local", value=int((~inside).sum()))


def _variance(x: pd.Series, n: pd.Series, whole: float, total: float) -> pd.Series:
    rest = whole - x
    outside = (total - n).where(total > n, np.nan)
    inner = x * (1 - x / n) * (1 / x - 1 / whole) ** 2
    return inner + (rest * (1 - rest / outside) / whole**2).fillna(0.0)


def _verdict(table: pd.DataFrame) -> np.ndarray:
    few = table["expected"].lt(FEW_EXPECTED) | table["n"].eq(0)
    none = ~few & table["x"].eq(0)
    conditions = [few, none, table["low"].gt(1), table["high"].lt(1)]
    return np.select(conditions, ["too_few", "less", "more", "less"], default="no_difference")
