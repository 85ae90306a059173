"""Many planners at once for minutes: uploads, exports, and a server that is killed in the middle.

``.venv/bin/python benchmarks/soak.py --sessions 20 --minutes 10`` starts Ketenkaart on a free port,
with projects in a folder of its own, and speaks to it as browsers do (over its websocket, without
drawing). Each planner goes from page to page, brings a file now and then, and takes one home. Half
way the server is killed and started again. At the end it says: errors that a planner was shown, how
long clicks took, memory at rest, at most, and some time after everybody left, and whether the
projects that were saved before the kill are whole.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from geo.project.open_store import open_store  # noqa: E402 - found by the path above
from geo.project.people import Person  # noqa: E402
from geo.project.project import Project  # noqa: E402

PAGES = ("kaart", "ketens", "schakels", "waar", "vergelijken", "bereik", "nabijheid", "bronnen")
CITIES = ("Amsterdam", "Rotterdam")
PATIENCE_S = 120.0
UPLOAD = "eigen.upload"


@dataclass
class Told:
    """What was seen."""

    clicks: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)


@dataclass
class Shown:
    """What a run of a page sent."""

    session: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    uploaders: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class Server:
    """Ketenkaart in a process of its own, killed and started again at will."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = {"server.port": str(self.port), "server.headless": "true"}
        command = [sys.executable, str(ROOT / "app.py")]
        command += [f"--{name}={value}" for name, value in options.items()]
        environment = {**os.environ, "KETENKAART_DATABASE": str(self.folder)}
        with (self.folder.parent / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.2)
        raise SystemExit("the server did not start")

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def memory(self) -> float:
        """Megabytes it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmRSS")), 0.0)


class Planner:
    """One session: asks for pages as a browser does, and reads what comes."""

    def __init__(self, server: Server, told: Told, number: int) -> None:
        self.server, self.told = server, told
        self.chance = random.Random(number)
        self.shown = Shown()
        self.socket: ClientConnection | None = None

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"127.0.0.1:{self.server.port}"

    async def run(self, until: float) -> None:
        """Go about until the end; a server that is gone is asked again."""
        while time.monotonic() < until:
            try:
                if self.socket is None:
                    await self._begin()
                await self._something()
                await asyncio.sleep(self.chance.uniform(0.5, 3.0))
            except (OSError, EOFError, WebSocketException, httpx.TransportError):
                self.socket = None
                await asyncio.sleep(1.0)
        if self.socket is not None:
            await self.socket.close()

    async def _begin(self) -> None:
        self.socket = await connect(
            f"ws://{self.address}/_stcore/stream",
            origin=f"http://{self.address}",
            subprotocols=["streamlit"],
            max_size=2**28,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
        self.shown = Shown()
        await self.ask("", f"stad={self.chance.choice(CITIES)}")

    async def ask(self, page: str, query: str, states: BackMsg | None = None) -> Shown:
        """Ask for a page and wait until it stands."""
        message = states or BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.shown.pages.get(page, "")
        start = time.monotonic()
        await self._send(message)
        self.shown = Shown(self.shown.session, self.shown.pages)
        while not self._take(await self._next()):
            pass
        self.told.clicks.append(time.monotonic() - start)
        self.told.errors.update(self.shown.faults)
        return self.shown

    async def _send(self, message: BackMsg) -> None:
        if self.socket is None:
            raise EOFError
        await self.socket.send(message.SerializeToString())

    async def _next(self) -> ForwardMsg:
        if self.socket is None:
            raise EOFError
        content = await asyncio.wait_for(self.socket.recv(), PATIENCE_S)
        if not isinstance(content, bytes):
            raise EOFError
        return ForwardMsg.FromString(content)

    def _take(self, message: ForwardMsg) -> bool:
        """Take in what came; says whether the page stands."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.shown.session = message.new_session.initialize.session_id or self.shown.session
            for page in message.new_session.app_pages:
                self.shown.pages[page.url_pathname or "kaart"] = page.page_script_hash
        if kind == "navigation":
            for page in message.navigation.app_pages:
                self.shown.pages[page.url_pathname or "kaart"] = page.page_script_hash
        if kind == "delta":
            self._take_element(message.delta.new_element)
        return kind == "script_finished"

    def _take_element(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        made = getattr(element, kind, None) if kind else None
        if kind == "exception":
            self.shown.faults.append(f"{made.type}: {made.message[:120]}")  # type: ignore[union-attr]
        if kind == "file_uploader" and UPLOAD in made.id:  # type: ignore[union-attr]
            self.shown.uploaders.append(made.id)  # type: ignore[union-attr]
        if kind == "download_button" and made.url:  # type: ignore[union-attr]
            self.shown.downloads.append(made.url)  # type: ignore[union-attr]
        if kind in ("markdown", "text", "alert"):
            self.shown.words.append(made.body)  # type: ignore[union-attr]

    async def _something(self) -> None:
        what = self.chance.random()
        if what < 0.1:
            await self._bring()
        elif what < 0.2:
            await self._take_home()
        else:
            page = self.chance.choice(PAGES)
            query = (
                f"stad={self.chance.choice(CITIES)}&keten={self.chance.choice(('music', 'film'))}"
            )
            await self.ask(page, query)
            self.told.done["page"] += 1

    async def _bring(self) -> None:
        """Bring a file on the page of own data as a browser does: a place, the bytes, a run."""
        shown = await self.ask("eigen", "stad=Amsterdam")
        if not shown.uploaders:
            self.told.errors["no uploader on the page"] += 1
            return
        rows = self.chance.choice((20, 500, 5_000))
        content = "naam;x;y\n" + "\n".join(
            f"Plek {i};{self.place(115_000)};{self.place(480_000)}" for i in range(rows)
        )
        asked = BackMsg()
        asked.file_urls_request.request_id = str(uuid.uuid4())
        asked.file_urls_request.file_names.append("plekken.csv")
        asked.file_urls_request.session_id = shown.session
        await self._send(asked)
        while (answer := await self._next()).WhichOneof("type") != "file_urls_response":
            self._take(answer)
        place = answer.file_urls_response.file_urls[0]
        if not await self._put(place.upload_url, content.encode()):
            return
        states = BackMsg()
        state = states.rerun_script.widget_states.widgets.add(id=shown.uploaders[0])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = "plekken.csv", len(content), place.file_id
        info.file_urls.CopyFrom(place)
        await self.ask("eigen", "stad=Amsterdam", states)
        self.told.done["upload"] += 1

    def place(self, least: int) -> int:
        """Metres somewhere in the twelve kilometres from a line on."""
        return self.chance.randint(least, least + 12_000)

    async def _put(self, where: str, content: bytes) -> bool:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            # The server gives every browser a mark that has to come back with what it sends.
            await client.get(f"http://{self.address}/_stcore/health")
            mark = client.cookies.get("_streamlit_xsrf", "")
            reply = await client.put(
                f"http://{self.address}{where}",
                files={"plekken.csv": ("plekken.csv", content)},
                headers={"X-Xsrftoken": mark, "Origin": f"http://{self.address}"},
            )
        if reply.status_code >= 300:  # noqa: PLR2004
            self.told.errors[f"upload answered {reply.status_code}"] += 1
        return reply.status_code < 300  # noqa: PLR2004

    async def _take_home(self) -> None:
        shown = await self.ask(self.chance.choice(("uitvoer", "eigen")), "stad=Rotterdam")
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            for where in shown.downloads[:2]:
                reply = await client.get(f"http://{self.address}{where}")
                self.told.done["file taken home"] += reply.status_code == 200  # noqa: PLR2004
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
        one = Planner(server, told, 0)
        await one._begin()
        at_rest = server.memory()
        until = time.monotonic() + minutes * 60
        going = [
            asyncio.create_task(Planner(server, told, number).run(until))
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
    memory = {"at rest": at_rest, "most": max(told.memory), "after": after}
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
