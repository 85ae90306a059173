"""How long one planner waits for a click while another brings many rows.

``python -m benchmarks.bystander [ROWS]`` (200,000 unless said) starts Ketenkaart. A bystander
goes from page to page without a pause: first alone, then while a file is brought and read, then
while its owner looks at the map with the own rows taking part. Of each it says the number of
clicks, the median and the 95th percentile of the seconds to the whole answer, and the longest.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

import numpy as np

from benchmarks.one_planner import Planner, Server, Told

ROWS = 200_000
SLOW_S = 3.0  # what a bystander may wait at most; longer clicks are named
PAGES = ("kaart", "ketens", "waar", "schakels", "bronnen")
QUERIES = ("stad=Amsterdam&keten=music", "stad=Rotterdam&keten=design")
LOOKS = 20  # of the bystander alone, so that what is kept for all is there


def many_rows(n: int) -> bytes:
    """A list of ``n`` tenants spread over Amsterdam."""
    dice = np.random.default_rng(1)
    x, y = dice.integers(115_000, 127_000, n), dice.integers(480_000, 492_000, n)
    rows = (f"huurder;Plek {i};mode;maken;2015;{x[i]};{y[i]}" for i in range(n))
    return "\n".join(["soort;naam;sector;schakel;jaar van;x;y", *rows]).encode()


async def clicks(bystander: Planner, until: Awaitable[object]) -> list[float]:
    """Go from page to page until something is done; the seconds each click took."""
    bystander.told.clicks.clear()
    other = asyncio.ensure_future(until)
    number = 0
    while not other.done():
        page, query = PAGES[number % len(PAGES)], QUERIES[number // len(PAGES) % 2]
        await bystander.ask(page, query)
        if bystander.told.clicks[-1] > SLOW_S:
            print(f"  {page} took {bystander.told.clicks[-1]:.1f} s", flush=True)
        number += 1
        await asyncio.sleep(0)
    await other
    return list(bystander.told.clicks)


def tell(when: str, seconds: list[float]) -> None:
    """Write one line."""
    median, most = np.percentile(seconds, [50, 95])
    print(
        f"{when}: {len(seconds)} clicks, median {median:.2f} s, 95 % {most:.2f} s,"
        f" longest {max(seconds):.2f} s",
        flush=True,
    )


async def measure(address: str, rows: int) -> None:
    """Measure the three times."""
    bystander, owner = (Planner(address, Told(), number) for number in (1, 2))
    await bystander.begin()
    await owner.begin()
    for query in QUERIES:
        for page in PAGES:
            await bystander.ask(page, query)
    tell("alone", await clicks(bystander, asyncio.sleep(LOOKS)))
    began = time.monotonic()
    brought = owner.bring("veel.csv", many_rows(rows), "stad=Amsterdam&eigen=1")
    tell("while it is read", await clicks(bystander, brought))
    print(f"  read in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    looks = owner.ask("kaart", "stad=Amsterdam&eigen=1")
    tell("while its owner looks", await clicks(bystander, looks))
    print(f"  shown in {time.monotonic() - began:.1f} s; {dict(owner.told.errors) or 'no errors'}")


def main(words: list[str]) -> None:
    """Measure as the command line says."""
    rows = next((int(word) for word in words if word.isdecimal()), ROWS)
    with tempfile.TemporaryDirectory() as within, Server(Path(within) / "projecten") as server:
        time.sleep(20)  # what it makes ready beside the first page
        asyncio.run(measure(server.address, rows))


if __name__ == "__main__":
    main(sys.argv[1:])
