"""Many planners at once: `python -m benchmarks.planners [N...]`, 1, 10 and 20 of them unless said.

Starts the app, opens a session for each planner over the websocket that a browser would use, and
lets each look, think for 2 to 6 seconds and choose another city, chain or page, ten times. Says the
median and the 95th percentile of the time to the whole answer, the processor time an answer took,
and the memory of the server. With ``--address=localhost:8501`` it asks a server that
runs already.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from benchmarks.one_planner import Planner, Server, Told
from geo.data.cities import CITIES

SEED = 20261129
PLANNERS = (1, 10, 20)
LOOKS = 10
THINK_S = (2.0, 6.0)
PAGES = ("kaart", "kaart", "kaart", "ketens", "waar", "schakels", "nabijheid")
CHAINS = ("", "music", "design", "fashion", "film_media", "games_digital", "performing_arts")


async def look(number: int, address: str, looks: int, told: Told) -> None:
    """One session: think, choose another city, chain or page, and so on."""
    planner = Planner(address, told, SEED + number)
    dice = planner.chance
    await planner.begin()
    for _ in range(looks):
        await asyncio.sleep(dice.uniform(*THINK_S))
        query = {"stad": dice.choice(CITIES), "keten": dice.choice(CHAINS)}
        await planner.ask(dice.choice(PAGES), urlencode({k: v for k, v in query.items() if v}))
    await planner.close()


async def together(n: int, address: str, looks: int) -> list[float]:
    """Let ``n`` planners look at once; the seconds that each answer took."""
    told = Told()
    await asyncio.gather(*(look(i, address, looks, told) for i in range(n)))
    return told.clicks


def measured(n: int, address: str, server: Server | None, looks: int = LOOKS) -> dict[str, float]:
    """Median and 95th percentile of ``n`` planners, and what an answer took of the server."""
    before = server.processor() if server else float("nan")
    seconds = asyncio.run(together(n, address, looks))
    used = (server.processor() - before) if server else float("nan")
    return {
        "planners": n,
        "median": float(np.median(seconds)),
        "p95": float(np.percentile(seconds, 95)),
        "processor": used / len(seconds),
        "memory": server.memory() if server else float("nan"),
    }


def tell(found: dict[str, float]) -> None:
    """Write one line."""
    print(
        f"{found['planners']:3.0f} planners: median {found['median']:.2f} s,"
        f" 95 % {found['p95']:.2f} s, {found['processor']:.2f} s of processor an answer,"
        f" {found['memory']:.0f} MB",
        flush=True,
    )


def main(words: list[str]) -> None:
    """Measure as the command line says."""
    given = [word.partition("=")[2] for word in words if word.startswith("--address=")]
    numbers = [int(word) for word in words if word.isdecimal()] or list(PLANNERS)
    if given:
        for n in numbers:
            tell(measured(n, given[0], None))
        return
    with tempfile.TemporaryDirectory() as within, Server(Path(within) / "projecten") as server:
        time.sleep(20)  # what it makes ready beside the first page
        for n in numbers:
            tell(measured(n, server.address, server))


if __name__ == "__main__":
    main(sys.argv[1:])
