"""A register held in memory, for a city or a province."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from geo.country.engine import Floats, first_areas, in_order, nearest_metres
from geo.country.folder import OF_MIX, CountryFolder


class InMemory:
    """All rows of a register as one table.

    Parameters
    ----------
    folder : CountryFolder
    """

    def __init__(self, folder: CountryFolder) -> None:
        self._folder = folder
        parts = [pd.read_parquet(file, columns=["x", "y"]).assign(mix=mix_of(file))
                 for file in folder.files()]  # fmt: skip
        self._rows = pd.concat(parts, ignore_index=True)

    def counts(self) -> pd.DataFrame:
        """Count rows by area and mix."""
        xy = self._rows[["x", "y"]].to_numpy()
        area = first_areas(xy[:, 0], xy[:, 1], self._folder.outlines())
        placed = self._rows.assign(area=area)[area >= 0]
        return in_order(placed.groupby(["area", "mix"]).size().reset_index(name="n"))

    def cells(self, size_m: float) -> pd.DataFrame:
        """Count rows by square and mix."""
        return in_order(cells_of(self._rows, size_m))

    def nearest(self, tails: Sequence[int], heads: Sequence[int]) -> Floats:
        """Metres from each row of some mixes to the nearest of others, the shortest first."""
        return nearest_metres(self._places(tails), self._places(heads))

    def _places(self, mixes: Sequence[int]) -> Floats:
        found: Floats = self._rows.loc[self._rows["mix"].isin(mixes), ["x", "y"]].to_numpy()
        return found


def mix_of(file: Path) -> int:
    """Return the number of the mix that a file holds, from the name of its folder.

    Parameters
    ----------
    file : Path

    Examples
    --------
    >>> mix_of(Path("rows/mix=12/part.parquet"))
    12
    """
    return int(file.parent.name.removeprefix(OF_MIX))


def cells_of(rows: pd.DataFrame, size_m: float) -> pd.DataFrame:
    """Count rows by square and mix: ``column, row, mix, n``.

    Parameters
    ----------
    rows : DataFrame
        ``x, y`` in metres, and ``mix``.
    size_m : float
        Side of a square.

    Examples
    --------
    >>> rows = pd.DataFrame({"x": [10.0, 90.0, 110.0], "y": [5.0, 5.0, 5.0], "mix": [1, 1, 1]})
    >>> cells_of(rows, 100.0).to_numpy().tolist()
    [[0, 0, 1, 2], [1, 0, 1, 1]]
    """
    at = {name: np.floor(rows[axis] / size_m).astype(np.int64)
          for name, axis in (("column", "x"), ("row", "y"))}  # fmt: skip
    squares = pd.DataFrame({**at, "mix": rows["mix"]})
    return squares.groupby(["column", "row", "mix"]).size().reset_index(name="n")
