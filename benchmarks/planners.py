"""Many planners at once: `python -m benchmarks.planners [N...]`, 1, 10 and 20 of them unless said.

Starts the app, opens a session for each planner over the websocket that a browser would use, and
lets each look, think for 2 to 6 seconds and choose another city, chain or page, ten times. Says the
median and the 95th percentile of the time to the whole answer, the processor time an answer took,
and the memory of the server. With ``--address=http://…`` it asks a server that runs already.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from geo.data.cities import CITIES
from geo.data.folders import ROOT

SEED = 20261129
PLANNERS = (1, 10, 20)
LOOKS = 10
THINK_S = (2.0, 6.0)
PAGES = ("", "", "", "ketens", "waar", "schakels", "nabijheid")
CHAINS = ("", "music", "design", "fashion", "film_media", "games_digital", "performing_arts")
READY_S, ANSWER_S = 120.0, 120.0
LARGEST = 64 * 2**20


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """Run the app on a free port; its address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", f"--server.port={port}", "--server.headless=true"]
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address)
            print(f"answers after {time.perf_counter() - began:.1f} s, {memory(process.pid)} MB")
            yield address, process.pid
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


def processor(pid: int) -> float:
    """Processor seconds that a process has used, on Linux."""
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Megabytes that a process holds, on Linux."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


async def planner(number: int, address: str, looks: int) -> list[float]:
    """One session: the seconds that each answer took."""
    dice = random.Random(SEED + number)
    where = address.replace("http", "ws", 1) + "/_stcore/stream"
    seconds = []
    async with connect(where, subprotocols=["streamlit"], max_size=LARGEST) as wire:
        for _ in range(looks):
            await asyncio.sleep(dice.uniform(*THINK_S))
            asked = time.perf_counter()
            await look(wire, dice)
            seconds.append(time.perf_counter() - asked)
    return seconds


async def look(wire: ClientConnection, dice: random.Random) -> None:
    """Ask a page and wait until its run is over."""
    query = {"stad": dice.choice(CITIES), "keten": dice.choice(CHAINS)}
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode({k: v for k, v in query.items() if v})
    asked.rerun_script.page_name = dice.choice(PAGES)
    await wire.send(asked.SerializeToString())
    async with asyncio.timeout(ANSWER_S):
        while True:
            told = ForwardMsg.FromString(await wire.recv())
            kind = told.WhichOneof("type")
            if kind == "script_finished" and told.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                return


async def together(n: int, address: str, looks: int) -> list[float]:
    """Let ``n`` planners look at once."""
    found = await asyncio.gather(*(planner(i, address, looks) for i in range(n)))
    return [seconds for each in found for seconds in each]


def measured(n: int, address: str, pid: int | None, looks: int = LOOKS) -> dict[str, float]:
    """Median and 95th percentile of ``n`` planners, and what an answer took of the server."""
    before = processor(pid) if pid else float("nan")
    seconds = asyncio.run(together(n, address, looks))
    used = (processor(pid) - before) if pid else float("nan")
    return {
        "planners": n,
        "median": float(np.median(seconds)),
        "p95": float(np.percentile(seconds, 95)),
        "processor": used / len(seconds),
        "memory": memory(pid) if pid else float("nan"),
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
    with server() as (address, pid):
        time.sleep(20)  # what it makes ready beside the first page
        for n in numbers:
            tell(measured(n, address, pid))


if __name__ == "__main__":
    main(sys.argv[1:])
