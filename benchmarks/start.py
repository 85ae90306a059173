"""How long a server takes from its start until it answers, and what a second one costs.

``python -m benchmarks.start`` starts Ketenkaart with an empty folder of kept answers, once more
with what the first kept, and then a second server beside it. Then it starts two that share what
they loaded (`pages.app.several`), and ends one, which is begun anew. Seconds until it answers,
processor seconds of it, and the memory that is its own (Linux: pages not shared with others).
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.one_planner import PATIENCE_S, Server
from geo.data.kept_arrays import SETTING
from pages.app import several

REST_S = 60  # after which what other pages need is worked out too


def answers(server: Server) -> tuple[float, float]:
    """Start a server; seconds until it answers, and processor seconds it took."""
    begun = time.monotonic()
    server.start()
    while time.monotonic() < begun + PATIENCE_S:
        if _health(server) == httpx.codes.OK:
            break
        time.sleep(0.05)
    return time.monotonic() - begun, server.processor()


def _health(server: Server) -> int:
    try:
        return httpx.get(f"http://{server.address}/_stcore/health").status_code
    except httpx.TransportError:
        return 0


def megabytes(pid: int, name: str) -> float:
    """What the system says a process has of a kind of memory: "Rss" all, "Private" its own."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(x.split()[1]) for x in lines if x.startswith(name)) / 1024


def tell_memory(what: str, *pids: int) -> None:
    """Write what processes that are there together hold, of which how much is their own."""
    # While all are there: what the one shares is the other's alone when it is gone.
    held = [(megabytes(pid, "Rss"), megabytes(pid, "Private")) for pid in pids]
    for whole, own in held:
        print(f"{what}: {whole:.0f} MB, of its own {own:.0f} MB", flush=True)


def sharing(server: Server) -> None:
    """Start two that share what they loaded, and end one."""
    os.environ[several.SETTING] = "2"
    tell("two that share", server)
    time.sleep(REST_S)
    first = server.process.pid
    servers = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    tell_memory("who divided itself", first)
    tell_memory("each of the two", *map(int, servers))
    begun = time.monotonic()
    os.kill(int(servers[0]), signal.SIGKILL)
    while _health(server) != httpx.codes.OK and time.monotonic() < begun + PATIENCE_S:
        time.sleep(0.02)
    print(f"one that is begun anew: answers after {time.monotonic() - begun:.1f} s", flush=True)
    server.process.terminate()
    server.process.wait()


def tell(what: str, server: Server) -> None:
    """Start a server and write what it took."""
    seconds, processor = answers(server)
    print(f"{what}: answers after {seconds:.1f} s, {processor:.1f} s of processor", flush=True)


def main() -> None:
    """Start four times and tell."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[SETTING] = str(Path(folder) / "cache")
        first, again, second, two = (Server(Path(folder) / f"p{i}") for i in range(4))
        tell("nothing kept", first)
        time.sleep(REST_S)
        first.kill()
        tell("with what was kept", again)
        tell("a second beside it", second)
        time.sleep(REST_S)
        tell_memory("each beside the other", again.process.pid, second.process.pid)
        again.kill()
        second.kill()
        sharing(two)


if __name__ == "__main__":
    main()
