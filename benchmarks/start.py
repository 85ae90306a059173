"""How long a server takes from its start until it answers, and what a second one costs.

``python -m benchmarks.start`` starts Ketenkaart with an empty folder of kept answers, once more
with what the first kept, and then a second server beside it. Seconds until it answers, processor
seconds of it, and the memory that is its own (Linux: pages not shared with others).
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.one_planner import PATIENCE_S, Server
from geo.data.kept_arrays import SETTING

REST_S = 40  # after which what other pages need is worked out too


def answers(server: Server) -> tuple[float, float]:
    """Start a server; seconds until it answers, and processor seconds it took."""
    begun = time.monotonic()
    server.start()
    while time.monotonic() < begun + PATIENCE_S:
        try:
            if httpx.get(f"http://{server.address}/_stcore/health").status_code == httpx.codes.OK:
                break
        except httpx.TransportError:
            time.sleep(0.05)
    return time.monotonic() - begun, server.processor()


def own_memory(server: Server) -> float:
    """Megabytes of pages that no other process shares."""
    lines = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text().splitlines()
    return sum(int(x.split()[1]) for x in lines if x.startswith("Private")) / 1024


def tell(what: str, server: Server) -> None:
    """Start a server and write what it took."""
    seconds, processor = answers(server)
    print(f"{what}: answers after {seconds:.1f} s, {processor:.1f} s of processor", flush=True)


def main() -> None:
    """Start three times and tell."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[SETTING] = str(Path(folder) / "cache")
        first, again, second = (Server(Path(folder) / f"p{i}") for i in range(3))
        tell("nothing kept", first)
        time.sleep(REST_S)
        first.kill()
        tell("with what was kept", again)
        tell("a second beside it", second)
        time.sleep(REST_S)
        both = {"first": again, "second": second}
        # While both are there: what the one shares is the other's alone when it is gone.
        held = {name: (server.memory(), own_memory(server)) for name, server in both.items()}
        for name, (whole, own) in held.items():
            print(f"{name}: {whole:.0f} MB, of its own {own:.0f} MB", flush=True)
            both[name].kill()


if __name__ == "__main__":
    main()
