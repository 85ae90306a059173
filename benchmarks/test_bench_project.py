"""Keeping a project of 10,000 own rows: writing, reading, and saving one changed cell.

Run with ``python -m pytest benchmarks/test_bench_project.py``. The database is measured where
PostgreSQL with PostGIS is installed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from postgres import Server, programs, unprivileged  # noqa: E402
from projects import ALONE

from geo.project.open_store import open_store
from geo.project.package import from_bytes, to_bytes
from geo.project.project import Project
from geo.project.project_store import ProjectStore, Stored

ROWS = 10_000
FILE_BAR_S = 3.0
SAVE_BAR_S = 3.0


@pytest.fixture(scope="module")
def project() -> Project:
    rng = np.random.default_rng(28992)
    numbers = np.arange(ROWS)
    frame = pd.DataFrame({f"tekst_{i}": [f"waarde {i} {n}" for n in numbers] for i in range(10)})
    frame = frame.assign(**{f"getal_{i}": rng.random(ROWS) for i in range(5)})
    frame = frame.assign(**{f"jaar_{i}": pd.array(1900 + numbers % 120) for i in range(5)})
    places = gpd.points_from_xy(rng.uniform(110e3, 130e3, ROWS), rng.uniform(480e3, 490e3, ROWS))
    return Project("Maat", {"tenants": gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:28992")})


@pytest.fixture(scope="module")
def database() -> Iterator[ProjectStore]:
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL with PostGIS is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kk-", dir="/tmp"))
    if unprivileged():
        shutil.chown(folder, "postgres")
    server = Server(folder, where)
    server.make()
    server.start()
    try:
        yield open_store(server.address)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def one_cell(stored: Stored, number: int) -> Project:
    table = stored.project.tables["tenants"].copy()
    table.loc[number % ROWS + 1, "tekst_0"] = f"anders {number}"
    return stored.project.with_table("tenants", table)


def test_write_file(benchmark, project) -> None:
    benchmark.extra_info["bar_s"] = FILE_BAR_S
    content = benchmark.pedantic(to_bytes, (project,), rounds=3)
    assert len(content) > 1_000_000


def test_read_file(benchmark, project) -> None:
    content = to_bytes(project)
    benchmark.extra_info["bar_s"] = FILE_BAR_S
    found = benchmark.pedantic(from_bytes, (content,), rounds=3)
    assert found.same_content(project)


def saved_again_and_again(benchmark, store: ProjectStore, project: Project) -> None:
    state, numbers = [store.create(project, ALONE)], count(1)

    def save() -> None:
        changed = one_cell(state[-1], next(numbers))
        state.append(store.save(state[-1], changed, ALONE))

    benchmark.extra_info["bar_s"] = SAVE_BAR_S
    benchmark.pedantic(save, rounds=4)
    assert state[-1].revision == 5


def test_save_a_cell_in_the_folder(benchmark, project, tmp_path) -> None:
    saved_again_and_again(benchmark, open_store(str(tmp_path)), project)


def test_save_a_cell_in_the_database(benchmark, project, database) -> None:
    saved_again_and_again(benchmark, database, project)


def test_bring_all_rows_to_the_database(benchmark, project, database) -> None:
    made = benchmark.pedantic(database.create, (project, ALONE), rounds=1)
    assert made.project.same_content(project)
