"""What each of many sessions leaves in the memory of the server, one planner after the other.

``python -m benchmarks.one_after_another [N]``: after a first one that fills what is kept for all, N
planners (50 unless said) each do some of what those of `benchmarks/soak.py` do: four pages, a file
brought, a page of files taken home; each leaves. Says memory before the first, after
each tenth, and some time after the last, and what that is a session.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.one_planner import Server, Told
from benchmarks.soak import GONE_S, SETTLED_S, Wanderer

SESSIONS = 50
EACH = 10


async def come_and_go(sessions: int) -> dict[str, object]:
    """Let planners come and go, and say what was seen."""
    told = Told()
    with tempfile.TemporaryDirectory() as within, Server(Path(within) / "projecten") as server:
        await asyncio.sleep(SETTLED_S)
        fresh = server.memory()
        await Wanderer(server.address, told, 0).everywhere()
        await asyncio.sleep(GONE_S)
        warm, on_the_way = server.memory(), []
        print(f"fresh {fresh:.0f} MB, warm {warm:.0f} MB", flush=True)
        for number in range(1, sessions + 1):
            await Wanderer(server.address, told, number).somewhere()
            if number % EACH == 0:
                on_the_way.append(round(server.memory()))
                print(f"{number} came and went: {on_the_way[-1]} MB", flush=True)
        await asyncio.sleep(GONE_S)
        after = server.memory()
    return {
        "sessions": sessions,
        "errors": dict(told.errors),
        "memory in MB": {"fresh": round(fresh), "warm": round(warm), "after": round(after)},
        f"after each {EACH}": on_the_way,
        "MB a session": round((after - warm) / sessions, 2),
    }


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    print(json.dumps(asyncio.run(come_and_go(asked)), indent=1))
