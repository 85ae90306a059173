"""Reading a planner's own files: registers as text and as workbooks, addresses, and two bombs.

Run with ``python -m pytest benchmarks/test_bench_intake.py``. Times and memory are recorded, not
judged: the bars and what was measured stand in ``RESULTS.md``.
"""

from __future__ import annotations

import io
import random
import resource

import geopandas as gpd
import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell

from geo.data.folders import ROOT
from geo.data.store import load_dataset
from geo.intake.meaning.joining import link_to_hubs
from geo.intake.process.sandbox import read_upload

INTAKE_TESTS = ROOT / "tests" / "geo" / "intake"

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


def workbook(n: int) -> bytes:
    """The same register as a workbook, with a code that shows its zero in every row."""
    book, stream = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Register")
    head, *lines = register(n).decode().splitlines()
    sheet.append([*head.split(";"), "sbi", "kvk", "sinds"])
    for i, line in enumerate(lines):
        name, city, sector, x, y = line.split(";")
        code = WriteOnlyCell(sheet, 162)
        code.number_format = "0000"
        sheet.append([name, city, sector, float(x), float(y), code, 10_000_000 + i, 2000 + i % 25])
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("n", [10_000, 200_000])
def test_a_workbook_with_formats(benchmark, n: int) -> None:
    content = workbook(n)
    found = benchmark.pedantic(read_upload, ("register.xlsx", content), rounds=1)
    assert (found.n_rows, found.rows["kk_sbi"].iloc[-1]) == (n, "0162")
    benchmark.extra_info["peak_mb"] = round(peak_of_children() / MEGABYTE)


def test_two_hundred_thousand_rows(benchmark) -> None:
    content = register(200_000)
    found = benchmark.pedantic(read_upload, ("register.csv", content), rounds=1)
    assert (found.n_rows, found.n_on_map, found.n_off_map) == (200_000, 200_000, 0)
    benchmark.extra_info["peak_mb"] = round(peak_of_children() / MEGABYTE)


def test_two_hundred_thousand_addresses(benchmark) -> None:
    # Every row has another address, and none has coordinates: the slowest honest register.
    lines = ["naam;adres;postcode;plaats"]
    lines += [f"R{i};Overtoom {i};10{11 + i % 80} HW;Amsterdam" for i in range(200_000)]
    found = benchmark.pedantic(read_upload, ("a.csv", "\n".join(lines).encode()), rounds=1)
    assert found.n_rows == 200_000
    assert found.n_on_map > 190_000
    benchmark.extra_info["peak_mb"] = round(peak_of_children() / MEGABYTE)


def misspelt(names: list[str], n: int) -> list[str]:
    """Names with two letters exchanged for others, the same ones every time."""
    rng = random.Random(3)

    def once(name: str) -> str:
        at = rng.randrange(len(name))
        return name[:at] + rng.choice("abcdefgh ") + name[at + 1 :]

    return [once(once(rng.choice(names))) + rng.choice(["", " bv", " 1"]) for _ in range(n)]


def test_five_thousand_misspelt_names_beside_the_hubs(benchmark) -> None:
    hubs = load_dataset().hubs
    said = {"hub": misspelt(hubs["name"].tolist(), 5000), "city": "Amsterdam"}
    own = gpd.GeoDataFrame(said, geometry=[None] * 5000, crs="EPSG:28992")
    links = benchmark.pedantic(link_to_hubs, (own, hubs), rounds=5, warmup_rounds=1)
    assert len({link.row for link in links}) > 3000


@pytest.mark.parametrize("file", ["55-xlsx-bomb.xlsx", "99-zip-bomb.zip"])
def test_bombs_are_refused(benchmark, file: str) -> None:
    content = (INTAKE_TESTS / "cases" / file).read_bytes()
    before = peak_here()
    found = benchmark.pedantic(read_upload, (file, content), rounds=3)
    benchmark.extra_info["added_mb"] = round((peak_here() - before) / MEGABYTE)
    assert found.refused is not None
    assert found.refused.code == "archive_bomb"
