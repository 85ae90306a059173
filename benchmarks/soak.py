"""Many planners at once for minutes: uploads, exports, and a server that is killed in the middle.

``python -m benchmarks.soak --sessions 20 --minutes 10`` starts Ketenkaart on a free port,
with projects in a folder of its own, and speaks to it as browsers do (over its websocket, without
drawing). Each planner goes from page to page, brings a file now and then, and takes one home. Half
way the server is killed and started again. At the end it says: errors that a planner was shown, how
long clicks took, memory at rest, at most, and some time after everybody left, and whether the
projects that were saved before the kill are whole.

At rest is taken twice, of a server that nobody is on: "fresh", that has not been asked for
anything, and "warm", that has answered one planner every page that the others will ask for, in each
city and for each chain, has read files for him and made some, and that he left long enough ago.
What it holds more when warm are libraries and answers from shipped data, kept for all on purpose
and bounded in number. "After" is to be compared with "warm": what it holds more is what planners
left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from itertools import product
from pathlib import Path
from statistics import quantiles

import httpx
from websockets.exceptions import WebSocketException

from benchmarks.one_planner import Planner, Server, Told
from geo.project.open_store import open_store
from geo.project.people import Person
from geo.project.project import Project

PAGES = ("kaart", "ketens", "schakels", "waar", "vergelijken", "bereik", "nabijheid", "bronnen")
CITIES = ("Amsterdam", "Rotterdam")
CHAINS = ("music", "film")
EXPORTS = ("uitvoer", "eigen")
ROWS = (20, 500, 5_000)
SETTLED_S = 30.0
"""After the start a server measures ways beside what it is asked."""
GONE_S = 150.0
"""Streamlit keeps a session for two minutes; the server looks every twenty seconds."""


class Wanderer(Planner):
    """A planner who goes from page to page, brings a file now and then, and takes one home."""

    async def run(self, until: float) -> None:
        """Go about until the end; a server that is gone is asked again."""
        while time.monotonic() < until:
            try:
                if self.socket is None:
                    await self._first()
                await self._something()
                await asyncio.sleep(self.chance.uniform(0.5, 3.0))
            except (OSError, EOFError, WebSocketException, httpx.TransportError):
                self.socket = None
                await asyncio.sleep(1.0)
        await self.close()

    async def everywhere(self) -> None:
        """Do once what planners do, and leave."""
        await self._first()
        for page, city, chain in product(PAGES, CITIES, CHAINS):
            await self.ask(page, f"stad={city}&keten={chain}")
        for page in EXPORTS:
            await self._take_home(page)
        for rows in ROWS:
            await self._bring(rows)
        await self.close()

    async def somewhere(self) -> None:
        """Do some of what planners do, and leave."""
        await self._first()
        for _ in range(4):
            await self._page()
        await self._take_home(self.chance.choice(EXPORTS))
        await self._bring(self.chance.choice(ROWS))
        await self.close()

    async def _first(self) -> None:
        await self.begin(f"stad={self.chance.choice(CITIES)}")

    async def _something(self) -> None:
        what = self.chance.random()
        if what < 0.1:
            await self._bring(self.chance.choice(ROWS))
        elif what < 0.2:
            await self._take_home(self.chance.choice(EXPORTS))
        else:
            await self._page()

    async def _page(self) -> None:
        query = f"stad={self.chance.choice(CITIES)}&keten={self.chance.choice(CHAINS)}"
        await self.ask(self.chance.choice(PAGES), query)
        self.told.done["page"] += 1

    async def _bring(self, rows: int) -> None:
        content = "naam;x;y\n" + "\n".join(
            f"Plek {i};{self.place(115_000)};{self.place(480_000)}" for i in range(rows)
        )
        brought = await self.bring("plekken.csv", content.encode(), "stad=Amsterdam")
        self.told.done["upload"] += brought

    def place(self, least: int) -> int:
        """Metres somewhere in the twelve kilometres from a line on."""
        return self.chance.randint(least, least + 12_000)

    async def _take_home(self, page: str) -> None:
        shown = await self.ask(page, "stad=Rotterdam")
        for file in shown.downloads[:2]:
            self.told.done["file taken home"] += await self.take_home(file)
        self.told.done["page of exports"] += 1


def saved_projects(folder: Path, n: int) -> dict[str, str]:
    """Save projects before anybody comes; returns their names by their keys."""
    store = open_store(str(folder))
    who = Person("")
    made = {}
    for i in range(n):
        project = Project(f"Verkenning {i}", {}, {"filters": {"keten": "music"}})
        made[store.create(project, who).key] = project.name
    return made


async def soak(sessions: int, minutes: float, rest: float) -> dict[str, object]:
    """Let planners come, kill the server half way, and say what was seen."""
    told = Told()
    with tempfile.TemporaryDirectory() as within:
        folder = Path(within) / "projecten"
        kept = saved_projects(folder, 10)
        server = Server(folder)
        server.start()
        await asyncio.sleep(SETTLED_S)
        fresh = server.memory()
        await Wanderer(server.address, Told(), 0).everywhere()
        await asyncio.sleep(GONE_S)
        warm = server.memory()
        until = time.monotonic() + minutes * 60
        going = [
            asyncio.create_task(Wanderer(server.address, told, number).run(until))
            for number in range(1, sessions + 1)
        ]
        killed = False
        while any(not task.done() for task in going):
            await asyncio.sleep(1.0)
            told.memory.append(server.memory())
            if not killed and until - time.monotonic() < minutes * 30:
                server.kill()
                server.start()
                killed = True
        lost = [task.exception() for task in going if task.exception()]
        await asyncio.sleep(rest)
        after = server.memory()
        whole = {key: open_store(str(folder)).load(key, Person("")).project.name for key in kept}
        server.kill()
    steps = quantiles(told.clicks, n=100)
    memory = {
        "at rest, fresh": fresh,
        "at rest, warm": warm,
        "most": max(told.memory),
        "after": after,
    }
    return {
        "sessions": sessions,
        "minutes": minutes,
        "clicks": len(told.clicks),
        "done": dict(told.done),
        "errors": dict(told.errors),
        "planners that broke off": [repr(each) for each in lost],
        "seconds": {f"p{share}": round(steps[share - 1], 2) for share in (50, 95, 99)},
        "memory in MB": {when: round(held) for when, held in memory.items()},
        "projects whole": whole == kept,
    }


def main() -> None:
    """Run it and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rest", type=float, default=300.0, help="seconds after everybody left")
    given = parser.parse_args()
    found = asyncio.run(soak(given.sessions, given.minutes, given.rest))
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
