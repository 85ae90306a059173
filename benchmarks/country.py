"""A register of a made-up country, counted by each engine: `python -m benchmarks.country`.

Rows, areas and seed may be given: `python -m benchmarks.country --rows 20000 --areas 300`. Every
engine works in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.country.country_answers import area_quotients, counts_by_area, next_stages, shared_spots
from geo.country.engine_choice import ENGINES, engine_for
from geo.country.folder import file_hash, open_folder
from geo.data.chains import load_chain_model
from geo.data.folders import DATA, ROOT
from layers.files.country_command import main as make

SEED = 20261129
ROWS, AREAS = 2_000_000, 30_051
TOWNS = 2_000
LAND = (20_000.0, 310_000.0, 270_000.0, 610_000.0)
EDGE_M = 100.0
"""A boundary has a corner at least so often."""


def towns(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Where the towns are, and their share of the businesses: few large ones, many small."""
    west, south, east, north = LAND
    at = np.column_stack([rng.uniform(west, east, TOWNS), rng.uniform(south, north, TOWNS)])
    size = rng.pareto(1.2, TOWNS) + 0.1
    return at, size / size.sum()


def register(rows: int, seed: int) -> pd.DataFrame:
    """Establishments round the towns, each with a code of the official list."""
    rng = np.random.default_rng(seed)
    at, size = towns(rng)
    xy = at[rng.choice(TOWNS, rows, p=size)] + rng.normal(0, 1_500, (rows, 2))
    codes = pd.read_csv(DATA / "sbi_codes.csv", sep=";", dtype=str, encoding="utf-8-sig")["sbi"]
    return pd.DataFrame(
        {
            "vestigingsnummer": np.arange(rows) + 10**11,
            "sbi": rng.choice(codes.to_numpy(), rows),
            "x": xy[:, 0].round(1),
            "y": xy[:, 1].round(1),
        }
    )


def neighbourhoods(count: int, seed: int) -> gpd.GeoDataFrame:
    """Areas that cover the land, small where many businesses are."""
    rng = np.random.default_rng(seed)
    at, size = towns(rng)
    seeds = at[rng.choice(TOWNS, count, p=size)] + rng.normal(0, 2_500, (count, 2))
    west, south, east, north = LAND
    land = shapely.box(west - 2e4, south - 2e4, east + 3e4, north + 2e4)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=land)
    outlines = shapely.segmentize(shapely.intersection(cells.geoms, land), EDGE_M)
    code = [f"A{i:06d}" for i in range(len(outlines))]
    return gpd.GeoDataFrame({"code": code, "name": code}, geometry=outlines, crs=28992)


def asked(folder: Path, name: str) -> dict[str, object]:
    """What one engine takes for each question, and what it answered."""
    model, register_folder = load_chain_model(), open_folder(folder)
    found: dict[str, object] = {"engine": name, "start_mb": _peak()}
    engine = engine_for(register_folder, name)

    def timed(question: str, answer: Callable[[], pd.DataFrame]) -> None:
        began, worked = time.perf_counter(), _processor()
        table = answer()
        found[f"{question}_s"] = round(time.perf_counter() - began, 2)
        if hasattr(engine, "close"):
            found[f"{question}_processor_s"] = "in workers"
        else:
            found[f"{question}_processor_s"] = round(_processor() - worked, 2)
        found[f"{question}_mb"] = _peak()
        found[f"{question}_sum"] = float(table.select_dtypes("number").sum().sum().round(3))

    timed("quotients", lambda: area_quotients(counts_by_area(engine, register_folder)))
    timed("next_stages", lambda: next_stages(engine, register_folder, model))
    timed("spots", lambda: shared_spots(engine, register_folder, model))
    if hasattr(engine, "close"):
        engine.close()
    return found


def _processor() -> float:
    return time.process_time()


def _peak() -> int:
    """Most memory of this process and of the largest of its workers, in MB.

    What the system tells of a process counts that which began it; Linux tells it apart.
    """
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():
        (line,) = [each for each in status.read_text().splitlines() if each.startswith("VmHWM")]
        own = int(line.split()[1])
    return (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


def measured(rows: int, areas: int, seed: int, engines: list[str]) -> pd.DataFrame:
    """Make a country and ask it of every engine."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        register(rows, seed).to_csv(folder / "register.csv", index=False, sep=";")
        outlines = neighbourhoods(areas, seed)
        outlines.to_parquet(folder / "areas.parquet")
        corners = shapely.get_num_coordinates(outlines.geometry).mean()
        print(f"register {file_hash(folder / 'register.csv')[:16]}, {corners:.0f} corners an area")
        del outlines
        _apart("make", str(folder))
        told = [json.loads(_apart("ask", str(folder / "land"), name)) for name in engines]
    return pd.DataFrame(told).set_index("engine").T


def _apart(*given: str) -> str:
    """Do one thing in a process of its own, and return its last line."""
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.country", *given],
        cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ,
    )  # fmt: skip
    print(made.stdout.strip())
    return made.stdout.strip().splitlines()[-1]


def _made(folder: Path) -> None:
    began = time.perf_counter()
    given = [str(folder / "register.csv"), str(folder / "land")]
    make([*given, "--areas", str(folder / "areas.parquet")])
    clock, worked = time.perf_counter() - began, _processor()
    print(f"made in {clock:.1f} s, {worked:.1f} s of processor, {_peak()} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        _made(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["ask"]:
        print(json.dumps(asked(Path(sys.argv[2]), sys.argv[3])))
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--rows", type=int, default=ROWS)
        parser.add_argument("--areas", type=int, default=AREAS)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--engine", action="append", choices=ENGINES)
        line = parser.parse_args()
        engines = line.engine or list(ENGINES)
        print(measured(line.rows, line.areas, line.seed, engines).to_string())
