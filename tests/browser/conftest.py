"""A real app and a real Chromium, with the outside network closed.

`serve` starts an app on a free port of the loopback address; `page` is a browser page that can
reach nothing else, and a test fails when it tried.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from controls import MOST_S, note_socket
from local_servers import answers, free_port
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from geo.data.folders import ROOT
from geo.data.kept_arrays import SETTING

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name resolves and no address but our own is reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
START_SECONDS = 300
# Two cores that also run the server and the browser: what comes, comes well within this.
MOST_MS = MOST_S * 1000
expect.set_options(timeout=MOST_MS)


def chromium() -> str:
    """Path of the installed Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing: apt-get install chromium")
    return found


def start(script: Path, log: Path, kept: str = "") -> tuple[subprocess.Popen[bytes], str]:
    """Start Streamlit on a free port and wait until it answers.

    `kept` is a folder for what it worked out of the shipped data, for the next that starts.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.enableStaticServing": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    # Ketenkaart starts itself; other scripts are started by Streamlit.
    own = script == ROOT / "app.py"
    command = [sys.executable, *([] if own else ["-m", "streamlit", "run"]), str(script)]
    command += [f"--{name}={value}" for name, value in options.items()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), SETTING: kept}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=script.parent, env=environment, stdout=stream, stderr=stream
        )
    deadline = time.monotonic() + START_SECONDS
    while not answers(f"{address}/_stcore/health"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)
    return process, address


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server; one whose threads wait for something that never comes is killed."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Start an app by its script and get its address; stopped at the end of the tests."""
    # The folder of all workers, so that each finds what the servers of another have made.
    own = tmp_path_factory.getbasetemp()
    kept = str((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "kept")
    with contextlib.ExitStack() as running:

        def started(script: Path) -> str:
            log = tmp_path_factory.mktemp("app") / "log.txt"
            process, address = start(script, log, kept)
            running.callback(stop, process)
            return address

        yield started


@pytest.fixture(scope="session")
def app_address(serve: Callable[[Path], str]) -> str:
    """Address of Ketenkaart itself."""
    return serve(ROOT / "app.py")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=CHROMIUM_ARGUMENTS, headless=True
        )
        yield browser
        browser.close()


def is_outside(address: str) -> bool:
    """Whether a request leaves this machine.

    ``data:``, ``blob:`` and ``file:`` stay inside.
    """
    parts = urlsplit(address)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOOPBACK


@pytest.fixture
def context(chrome: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; the test fails when anything in it asked for the outside."""
    made = chrome.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    made.set_default_timeout(MOST_MS)
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    made.on("page", note_socket)
    yield made
    made.close()
    outside = [address for address in asked if is_outside(address)]
    assert not outside, f"asked outside this machine: {outside}"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page without an outside world."""
    return context.new_page()
