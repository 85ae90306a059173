"""Reading a planner's own files: a register, ten thousand rows, and two bombs.

Run with ``python -m pytest benchmarks/test_bench_intake.py``.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from geo.intake.sandbox import read_upload

INTAKE_TESTS = Path(__file__).parents[1] / "tests" / "intake"
sys.path.insert(0, str(INTAKE_TESTS))

from register import register  # noqa: E402 - stands beside the tests

MEGABYTE = 2**20


def peak_of_children() -> float:
    """Largest memory of any reading process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def peak_here() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_ten_thousand_rows(benchmark) -> None:
    content = register(10_000)
    found = benchmark.pedantic(read_upload, ("register.csv", content), rounds=5, warmup_rounds=1)
    assert found.n_on_map == 10_000
    assert benchmark.stats.stats.min < 3.0


def test_two_hundred_thousand_rows(benchmark) -> None:
    content = register(200_000)
    found = benchmark.pedantic(read_upload, ("register.csv", content), rounds=1)
    assert (found.n_rows, found.n_on_map, found.n_off_map) == (200_000, 200_000, 0)
    assert benchmark.stats.stats.max < 60.0
    assert peak_of_children() < 1500 * MEGABYTE


def test_two_hundred_thousand_addresses(benchmark) -> None:
    # Every row has another address, and none has coordinates: the slowest honest register.
    lines = ["naam;adres;postcode;plaats"]
    lines += [f"R{i};Overtoom {i};10{11 + i % 80} HW;Amsterdam" for i in range(200_000)]
    found = benchmark.pedantic(read_upload, ("a.csv", "\n".join(lines).encode()), rounds=1)
    assert found.n_rows == 200_000
    assert found.n_on_map > 190_000
    assert benchmark.stats.stats.max < 60.0
    assert peak_of_children() < 1500 * MEGABYTE


def test_bombs_are_refused_at_once() -> None:
    for file in ("55-xlsx-bomb.xlsx", "99-zip-bomb.zip"):
        content = (INTAKE_TESTS / "cases" / file).read_bytes()
        before, start = peak_here(), time.perf_counter()
        found = read_upload(file, content)
        assert time.perf_counter() - start < 2.0
        assert peak_here() - before < 100 * MEGABYTE
        assert found.refused is not None
        assert found.refused.code == "archive_bomb"
