"""What a register of the country says of an area, of the next stage, and of who shares a spot.

The engines count; what is made of their counts stands here once, by the statistics of
`geo.evidence`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from geo.country.engine import Engine, Floats
from geo.country.folder import CountryFolder
from geo.data.chains import LINE, ChainModel
from geo.data.thresholds import FEW_POINTS, FEWEST_HIDDEN_CELLS, LEAST_SHOWN
from geo.evidence.house_pairs import shared_by_counts
from geo.evidence.location_quotient import location_quotient

SPOT_M = 100.0
"""Side of the square that is one spot: a block of buildings."""
WITHHELD = "withheld"


def counts_by_area(engine: Engine, folder: CountryFolder) -> pd.DataFrame:
    """Count a register by area, chain and stage; a row of two chains is half in each.

    Parameters
    ----------
    engine : Engine
    folder : CountryFolder

    Returns
    -------
    DataFrame
        ``area`` (its code), ``chain, stage, n``.
    """
    spread = engine.counts().merge(folder.mixes, on="mix")
    spread = spread.assign(n=spread["n"] * spread["share"])
    summed = spread.groupby(["area", "chain", "stage"], as_index=False)["n"].sum()
    codes = folder.areas["code"].to_numpy()
    return summed.assign(area=codes[summed["area"]], n=summed["n"].round(9))


def area_quotients(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the location quotient of every chain in every area, small numbers withheld.

    Parameters
    ----------
    counts : DataFrame
        Of `counts_by_area`.

    Returns
    -------
    DataFrame
        ``area, chain`` and the columns of
        `geo.evidence.location_quotient.location_quotient`, for every area with a row and every
        chain; what is withheld has "withheld" for a verdict and no numbers but ``n`` and
        ``expected``. The whole is all rows in an area.

    Examples
    --------
    Music is 60 of 100 in A and 60 of 300 in all: three times its share.

    >>> counts = pd.DataFrame({"area": ["A", "A", "B"], "chain": ["music", "design", "design"],
    ...                        "stage": "make", "n": [60.0, 40.0, 200.0]})
    >>> found = area_quotients(counts).iloc[1]
    >>> found["area"], found["chain"], round(float(found["lq"]), 6), found["verdict"]
    ('A', 'music', 3.0, 'more')
    """
    table = counts.pivot_table("n", "area", "chain", aggfunc="sum", fill_value=0.0).round(9)
    total = table.sum(axis=1)
    parts = [
        location_quotient(table[chain], total, float(table[chain].sum()), float(total.sum()))
        .assign(chain=chain)
        .rename_axis("area")
        .reset_index()
        for chain in table
    ]
    found = pd.concat(parts, ignore_index=True).sort_values(["area", "chain"], ignore_index=True)
    gone = withheld(table.to_numpy()).ravel()
    found.loc[gone, "verdict"] = WITHHELD
    found.loc[gone, ["x", "lq", "low", "high"]] = np.nan
    return found[["area", "chain", *(name for name in found if name not in ("area", "chain"))]]


def withheld(table: Floats, k: int = LEAST_SHOWN) -> np.ndarray:
    """Tell which cells of a table with known margins are not shown, so that none follows from them.

    A small cell is withheld; of every line and column with one, at least two are, and of together
    at least ``k`` (Hundepool et al. 2012, *Statistical Disclosure Control*, ch. 4).

    Parameters
    ----------
    table : array of float
        An empty cell is no secret.
    k : int
        Smallest number that may be shown.

    Examples
    --------
    The 2 alone would follow from its totals, so a rectangle round it goes:

    >>> withheld(np.array([[2.0, 9.0, 20.0], [8.0, 7.0, 30.0], [20.0, 40.0, 50.0]])).astype(int)
    array([[1, 1, 0],
           [1, 1, 0],
           [0, 0, 0]])
    """
    gone = (table > 0) & (table < k)
    while _one_more(table, gone, k) | _one_more(table.T, gone.T, k):
        pass
    return gone


def _one_more(table: Floats, gone: np.ndarray, k: int) -> bool:
    """Withhold the smallest number left on each line that hides too little; False for none."""
    few = (gone.sum(axis=1) < FEWEST_HIDDEN_CELLS) | ((table * gone).sum(axis=1) < k)
    left = np.where(gone | (table <= 0), np.inf, table)
    lines = np.flatnonzero(gone.any(axis=1) & few & np.isfinite(left.min(axis=1)))
    gone[lines, left[lines].argmin(axis=1)] = True
    return bool(len(lines))


def next_stages(engine: Engine, folder: CountryFolder, model: ChainModel) -> pd.DataFrame:
    """Return how far the next stage of each chain is, as the crow flies, from those of a stage.

    Who does both has it in the house: 0 metres.

    Parameters
    ----------
    engine : Engine
    folder : CountryFolder
    model : ChainModel

    Returns
    -------
    DataFrame
        ``chain, stage, next, n`` (of the stage), ``heads`` (of the next), ``median_m, far_m`` (nine
        in ten have it within that); no metres where either is fewer than may be shown.
    """
    rows = []
    for chain in model.ten:
        for stage, after in zip(LINE, LINE[1:], strict=False):
            tails, heads = (_mixes_of(folder, chain, name) for name in (stage, after))
            metres = engine.nearest(tails, heads)
            n, there = _rows_of(folder, tails), _rows_of(folder, heads)
            known = min(n, there) >= LEAST_SHOWN
            far = np.quantile(metres, [0.5, 0.9]).tolist() if known else [np.nan, np.nan]
            rows.append((chain, stage, after, n, there, *far))
    names = ["chain", "stage", "next", "n", "heads", "median_m", "far_m"]
    return pd.DataFrame(rows, columns=names)


def _mixes_of(folder: CountryFolder, chain: str, stage: str) -> list[int]:
    mixes = folder.mixes
    chosen = mixes["chain"].eq(chain) & mixes["stage"].eq(stage)
    return [int(number) for number in mixes.loc[chosen, "mix"].unique()]


def _rows_of(folder: CountryFolder, mixes: list[int]) -> int:
    return sum(folder.sizes.get(number, 0) for number in mixes)


def shared_spots(
    engine: Engine, folder: CountryFolder, model: ChainModel, size_m: float = SPOT_M
) -> pd.DataFrame:
    """Return how often two chains share a spot, against chance over all rows of the country.

    The statistic of `geo.evidence.house_pairs`, with squares for houses.

    Parameters
    ----------
    engine : Engine
    folder : CountryFolder
    model : ChainModel
    size_m : float
        Side of a square.

    Returns
    -------
    DataFrame
        A row a pair of the ten chains, the highest ratio first: ``a, b, shared, expected, ratio,
        n_a, n_b``; no ratio where either is fewer than `FEW_POINTS`.
    """
    cells = engine.cells(size_m)
    spot, numbers = cells.groupby(["column", "row"]).ngroup(), folder.mixes["mix"].max() + 1
    counts = csr_array(
        (cells["n"].to_numpy(dtype=float), (spot.to_numpy(), cells["mix"].to_numpy())),
        shape=(int(spot.max()) + 1, int(numbers)),
    )
    shares = _shares(folder.mixes, model.chain_codes, int(numbers))
    shared, expected = shared_by_counts(counts, shares)
    sizes = np.asarray(counts.sum(axis=0)).ravel() @ shares
    names = [(i, j) for i, a in enumerate(model.chain_codes) for j in range(i, len(shares.T))
             if a in model.ten and model.chain_codes[j] in model.ten]  # fmt: skip
    i, j = np.array(names).T
    few = np.minimum(sizes[i], sizes[j]) < FEW_POINTS
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(few, np.nan, shared[i, j] / expected[i, j])
    codes = np.array(model.chain_codes)
    table = {"a": codes[i], "b": codes[j], "shared": shared[i, j], "expected": expected[i, j]}
    made = pd.DataFrame({**table, "ratio": ratio, "n_a": sizes[i], "n_b": sizes[j]})
    return made.sort_values("ratio", ascending=False, ignore_index=True)


def _shares(mixes: pd.DataFrame, chains: list[str], numbers: int) -> Floats:
    """Share of every mix in every chain."""
    shares = np.zeros((numbers, len(chains)))
    at = {chain: i for i, chain in enumerate(chains)}
    np.add.at(shares, (mixes["mix"].to_numpy(), mixes["chain"].map(at).to_numpy()), mixes["share"])
    return shares
