"""How finely a row is placed, and what may therefore not be said of distances from it.

A row is *coarse* when it stands in the middle of a four-digit postcode or of a neighbourhood: it is
drawn as a ring, and takes no part where its neighbours matter. Its accuracy is the radius, in
metres, within which the true place is thought to lie; a row without one (a stop of the timetable)
is taken to be where it says it is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

FINE = ("address", "door_range", "house_number", "postcode6", "street")
COARSE = ("postcode4", "neighbourhood")
PRECISIONS = (*FINE, *COARSE, "none")
"""How finely a row is placed, finest first."""
GIVEN, DERIVED = "given_coordinate", "derived_point"
"""Placed by a coordinate that the row or its source brings; by one worked out from what it says."""
NUMBER_UNKNOWN = "number_unknown"
"""Placed on its street, which as far as known has no such house number."""
FINEST_COARSE_M = 50.0
"""No postcode or neighbourhood of either city is smaller than this."""
BAND_SHARE = 0.5
"""A row takes part in a distance only when it is placed to half of it, or finer."""
OWN_COARSE_M = 100.0
"""An own row placed by its address is drawn as a ring when its place is less sure than this."""


def is_coarse(precision: object) -> bool:
    """Tell whether the precision of one row is that of a postcode or neighbourhood.

    Examples
    --------
    >>> is_coarse("postcode4"), is_coarse("street"), is_coarse(None)
    (True, False, False)
    """
    return precision in COARSE


def coarse_rows(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows stand in the middle of a postcode or neighbourhood.

    Parameters
    ----------
    rows : DataFrame
        ``precision``, one of `PRECISIONS`.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> coarse_rows(pd.DataFrame({"precision": ["address", "neighbourhood"]})).tolist()
    [False, True]
    """
    return rows["precision"].isin(COARSE)


def accuracy_of(rows: pd.DataFrame, column: str = "accuracy_m") -> Floats:
    """Return the accuracy of each row in metres; 0 where nothing is said of it.

    Parameters
    ----------
    rows : DataFrame
        ``column`` in metres, or no such column.

    Examples
    --------
    >>> accuracy_of(pd.DataFrame({"accuracy_m": [15.0, None]})).tolist()
    [15.0, 0.0]
    """
    if column not in rows:
        return np.zeros(len(rows))
    metres: npt.NDArray[np.float64] = pd.to_numeric(rows[column]).fillna(0.0).to_numpy(dtype=float)
    return metres


def finest_accuracy(distance_m: float) -> float:
    """Radius in metres that a row may have to be held against a distance.

    Examples
    --------
    >>> finest_accuracy(250)
    125.0
    """
    return distance_m * BAND_SHARE


def too_coarse_for(rows: pd.DataFrame, distance_m: float) -> npt.NDArray[np.bool_]:
    """Tell which rows are placed less finely than half a distance: it cannot be asked of them.

    Examples
    --------
    >>> too_coarse_for(pd.DataFrame({"accuracy_m": [125.0, 126.0, None]}), 250).tolist()
    [False, True, False]
    """
    return coarser_than(rows, finest_accuracy(distance_m))


def coarser_than(
    rows: pd.DataFrame, radius_m: float, column: str = "accuracy_m"
) -> npt.NDArray[np.bool_]:
    """Tell which rows are placed less finely than a radius.

    Examples
    --------
    >>> coarser_than(pd.DataFrame({"accuracy_m": [15.0, 300.0, None]}), 250).tolist()
    [False, True, False]
    """
    return accuracy_of(rows, column) > radius_m


def below_accuracy(metres: Floats, first_m: Floats, second_m: Floats) -> npt.NDArray[np.bool_]:
    """Tell which distances are shorter than the accuracy of both ends together.

    Parameters
    ----------
    metres, first_m, second_m : array
        The distances, and the accuracy of the ends they lie between.

    Examples
    --------
    >>> below_accuracy(np.array([100.0, 100.0]), np.array([15.0, 15.0]), np.array([15.0, 300.0]))
    array([False,  True])
    """
    return np.asarray(metres < first_m + second_m, dtype=bool)
