"""Every engine gives the same answers of the same rows, and they are those of a plain loop."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from registers import CORNER, made, register_rows

from geo.country.country_answers import counts_by_area, next_stages, shared_spots
from geo.country.engine import Engine
from geo.country.engine_choice import ENGINES, engine_for
from geo.country.folder import CountryFolder
from geo.data.chains import Shares, classify_sbi, load_chain_model
from geo.data.errors import ArgumentError, DataError
from geo.data.folders import ROOT
from geo.evidence.colocation import read_mixes
from geo.evidence.house_pairs import Housed, house_pairs, shared_by_counts

MODEL = load_chain_model()
ROWS = register_rows()
# Dask starts workers of its own, for which a moment is needed.
KINDS = [pytest.param(name, marks=pytest.mark.slow if name == "dask" else ()) for name in ENGINES]


@cache
def shares_of_rows() -> list[Shares]:
    """Chains, stages and shares of every row, each distinct code read once."""
    known = {code: classify_sbi(code, MODEL) for code in ROWS["SBI-code"].unique()}
    return [known[code] for code in ROWS["SBI-code"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CountryFolder:
    return made(tmp_path_factory.mktemp("register"), ROWS)


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest, folder: CountryFolder) -> Iterator[Engine]:
    found = engine_for(folder, request.param)
    yield found
    if hasattr(found, "close"):
        found.close()


def area_of(x: float, y: float) -> str | None:
    """The first of the squares that holds or touches a place."""
    for i, code in enumerate(("GM1", "GM2", "GM3")):
        west = CORNER[0] + 1_000 * i
        if west <= x <= west + 1_000 and CORNER[1] <= y <= CORNER[1] + 1_000:
            return code
    return None


def test_counts_by_area_chain_and_stage(engine: Engine, folder: CountryFolder) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for (x, y), shares in zip(ROWS[["X", "Y"]].to_numpy(), shares_of_rows(), strict=True):
        if area := area_of(x, y):
            for chain, stage, share in shares:
                expected[area, chain, stage] += share
    found = counts_by_area(engine, folder).set_index(["area", "chain", "stage"])["n"]
    assert found.to_dict() == pytest.approx(dict(expected))
    assert 0 < found.sum() < len(ROWS)


def test_cells_hold_every_row_once(engine: Engine) -> None:
    expected = Counter(map(tuple, (ROWS[["X", "Y"]] // 100).to_numpy()))
    cells = engine.cells(100.0)
    found = cells.groupby(["column", "row"])["n"].sum()
    assert found.to_dict() == dict(expected)
    assert list(cells) == ["column", "row", "mix", "n"]


def test_the_next_stage_is_the_nearest_of_all(engine: Engine, folder: CountryFolder) -> None:
    def places(chain: str, stage: str) -> np.ndarray:
        held = [any(c == chain and s == stage for c, s, _ in shares) for shares in shares_of_rows()]
        return ROWS.loc[held, ["X", "Y"]].to_numpy()

    for row in next_stages(engine, folder, MODEL).itertuples():
        tails, heads = places(row.chain, row.stage), places(row.chain, row.next)
        assert (row.n, row.heads) == (len(tails), len(heads))
        if min(len(tails), len(heads)) < 5:
            assert np.isnan(row.median_m)
        else:
            nearest = [min(np.hypot(*(heads - tail).T)) for tail in tails]
            assert row.median_m == pytest.approx(np.median(nearest))


def test_who_shares_a_spot_is_what_the_pairs_in_the_house_say(
    engine: Engine, folder: CountryFolder
) -> None:
    cell = ROWS["X"] // 100 * 1_000_000 + ROWS["Y"] // 100
    # Half and half is all the mixes there are: the writing of a row of two chains.
    rows = shares_of_rows()
    chains = pd.Series([";".join(dict.fromkeys(chain for chain, _, _ in row)) for row in rows])
    house = np.unique(cell, return_inverse=True)[1]
    housed = Housed(read_mixes(chains), house, np.zeros(len(ROWS), dtype=np.int64))
    pairs = house_pairs(housed, [19], 9).set_index(["a", "b"])
    found = shared_spots(engine, folder, MODEL, 100.0)
    told = {frozenset((a, b)): (row.shared, row.expected, row.n_a)
            for (a, b), row in pairs.iterrows()}  # fmt: skip
    seen = found[found[["n_a", "n_b"]].gt(0).all(axis=1)]
    assert len(seen) >= 3
    for row in seen.itertuples():
        assert (row.shared, row.expected) == pytest.approx(told[frozenset((row.a, row.b))][:2])


def test_an_engine_is_chosen_by_size_or_by_name(
    folder: CountryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert type(engine_for(folder)).__name__ == "InMemory"
    monkeypatch.setattr("geo.country.engine_choice.IN_MEMORY", 10)
    assert type(engine_for(folder)).__name__ == "WithDuckDB"
    with pytest.raises(ArgumentError):
        engine_for(folder, "abacus")


def test_without_dask_it_is_said_what_to_install(
    folder: CountryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dask_geopandas", None)
    with pytest.raises(DataError) as fault:
        engine_for(folder, "dask")
    assert fault.value.code == "country_no_dask"


def test_the_counts_of_a_house_give_the_same_as_its_points() -> None:
    rng = np.random.default_rng(3)
    house, kind = rng.integers(0, 12, 60), rng.integers(0, 3, 60)
    counts = np.zeros((12, 3))
    np.add.at(counts, (house, kind), 1)
    from scipy.sparse import csr_array

    shared, expected = shared_by_counts(csr_array(counts), np.eye(3))
    for a, b in product(range(3), repeat=2):
        same = [
            1 / (np.sum(house == house[i]) - 1)
            for i in range(60)
            for j in range(60)
            if i != j and house[i] == house[j] and kind[i] == a and kind[j] == b
        ]
        assert shared[a, b] == pytest.approx(sum(same))
    # All who share a house do so with somebody, whatever is shuffled.
    assert expected.sum() == pytest.approx(shared.sum())


def test_the_spatial_extension_is_loaded_without_a_network_or_a_home(tmp_path: Path) -> None:
    ask = (
        "from geo.country.duckdb_offline import spatial_connection as c;"
        'print(c().execute("SELECT ST_AsText(ST_Point(1, 2)),'
        " current_setting('autoinstall_known_extensions')\").fetchone())"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert told.stdout.strip() == "('POINT (1 2)', False)"
    assert list(tmp_path.iterdir()) == []
