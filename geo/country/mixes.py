"""Chain and stage of every row of a register, as few numbers: rows of one mix share a number.

A code of one chain and stage is a mix of one; a code that stands for several is a mix of its own,
with their shares. What is counted by mix is spread over chains and stages afterwards, exactly.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from geo.data.chains import UNKNOWN, ChainModel, Shares, classify_sbi
from geo.intake.values.codes import is_sbi, sbi_codes

COLUMNS = ("mix", "chain", "stage", "share")


class Mixes:
    """Numbers the mixes of chain and stage as they are met; 0 is unknown.

    Parameters
    ----------
    model : ChainModel

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> mixes = Mixes(load_chain_model())
    >>> [array.tolist() for array in mixes.of(pd.Series(["71.11.1", "", "71111", "9999"]))]
    [[1, 0, 1, 0], [True, False, True, False]]
    """

    def __init__(self, model: ChainModel) -> None:
        self._model = model
        self._numbers: dict[Shares, int] = {UNKNOWN: 0}
        self._known = lru_cache(2**16)(self._of_cell)

    def of(self, cells: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        """Return the mix of every cell with an SBI code, and whether it holds a code of the list.

        Parameters
        ----------
        cells : Series of str
            The first code of a cell counts: that of the main activity.
        """
        codes, values = pd.factorize(cells.fillna("").astype(str))
        found = [self._known(value) for value in values]
        numbers = np.array([number for number, _ in found], dtype=np.int16)
        return numbers[codes], np.array([known for _, known in found], dtype=bool)[codes]

    def _of_cell(self, cell: str) -> tuple[int, bool]:
        codes = sbi_codes(cell)
        code = codes[0][0] if codes else ""
        shares = classify_sbi(code, self._model)
        return self._numbers.setdefault(shares, len(self._numbers)), is_sbi(code)

    def table(self) -> pd.DataFrame:
        """Return ``mix, chain, stage, share``, the shares of a mix summing to 1."""
        rows = [
            (number, chain, stage, share)
            for shares, number in self._numbers.items()
            for chain, stage, share in shares
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))
