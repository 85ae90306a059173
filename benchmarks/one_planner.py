"""One planner of a running server: asks for pages and brings files as a browser does, undrawn.

What measures many planners at once stands on this: `benchmarks/planners.py`, `benchmarks/soak.py`
and `benchmarks/bystander.py`.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parents[1]
PATIENCE_S = 600.0
UPLOAD = "eigen.upload"
GOOD = 300  # an answer of the server below this


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

    @property
    def address(self) -> str:
        """Where it is."""
        return f"127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def memory(self) -> float:
        """Megabytes it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("VmRSS")), 0.0)

    def processor(self) -> float:
        """Processor seconds it has used."""
        cells = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.kill()


class Planner:
    """One session: asks for pages as a browser does, and reads what comes."""

    def __init__(self, address: str, told: Told, number: int) -> None:
        self.address, self.told = address, told
        self.chance = random.Random(number)
        self.shown = Shown()
        self.socket: ClientConnection | None = None

    async def close(self) -> None:
        """Leave, as a browser does that is closed."""
        if self.socket is not None:
            await self.socket.close()
        self.socket = None

    async def begin(self, query: str = "") -> None:
        """Open a session on the first page, which tells where the others are; no click counts."""
        self.socket = await connect(
            f"ws://{self.address}/_stcore/stream",
            origin=f"http://{self.address}",
            subprotocols=["streamlit"],
            max_size=2**28,
            open_timeout=PATIENCE_S,
            ping_interval=None,
        )
        self.shown = Shown()
        await self.ask("", query)
        self.told.clicks.pop()

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
        # A run that ends early is followed at once by the one that it ended for.
        early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return kind == "script_finished" and not early

    def _take_element(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        made = getattr(element, kind, None) if kind else None
        if kind == "exception":
            self.shown.faults.append(f"{made.type}: {made.message[:120]}")  # type: ignore[union-attr]
        if kind == "file_uploader" and UPLOAD in made.id:  # type: ignore[union-attr]
            self.shown.uploaders.append(made.id)  # type: ignore[union-attr]
        if kind == "download_button" and made.deferred_file_id:  # type: ignore[union-attr]
            self.shown.downloads.append(made.deferred_file_id)  # type: ignore[union-attr]
        if kind in ("markdown", "text", "alert"):
            self.shown.words.append(made.body)  # type: ignore[union-attr]

    async def bring(self, name: str, content: bytes, query: str) -> bool:
        """Bring a file on the page of own data: a place for it, its bytes, a run that reads it."""
        shown = await self.ask("eigen", query)
        if not shown.uploaders:
            self.told.errors["no uploader on the page"] += 1
            return False
        asked = BackMsg()
        asked.file_urls_request.request_id = str(uuid.uuid4())
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = shown.session
        await self._send(asked)
        while (answer := await self._next()).WhichOneof("type") != "file_urls_response":
            self._take(answer)
        place = answer.file_urls_response.file_urls[0]
        if not await self._put(place.upload_url, name, content):
            return False
        states = BackMsg()
        state = states.rerun_script.widget_states.widgets.add(id=shown.uploaders[0])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), place.file_id
        info.file_urls.CopyFrom(place)
        await self.ask("eigen", query, states)
        return True

    async def take_home(self, file: str) -> bool:
        """Take a file home that a page offers: it is made when it is asked for, then fetched."""
        asked = BackMsg()
        request = asked.backend_operation_request
        request.request_id, request.session_id = str(uuid.uuid4()), self.shown.session
        request.deferred_file.file_id = file
        await self._send(asked)
        while (answer := await self._next()).WhichOneof("type") != "backend_operation_response":
            self._take(answer)
        made = answer.backend_operation_response
        if made.error_msg:
            self.told.errors[f"file: {made.error_msg[:120]}"] += 1
            return False
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            reply = await client.get(f"http://{self.address}{made.deferred_file.url}")
        return reply.status_code < GOOD and bool(reply.content)

    async def _put(self, where: str, name: str, content: bytes) -> bool:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            # The server gives every browser a mark that has to come back with what it sends.
            await client.get(f"http://{self.address}/_stcore/health")
            mark = client.cookies.get("_streamlit_xsrf", "")
            reply = await client.put(
                f"http://{self.address}{where}",
                files={name: (name, content)},
                headers={"X-Xsrftoken": mark, "Origin": f"http://{self.address}"},
            )
        if reply.status_code >= GOOD:
            self.told.errors[f"upload answered {reply.status_code}"] += 1
        return reply.status_code < GOOD
