"""Several servers that share what one loaded: all answer, come back, and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from geo.data.folders import ROOT
from pages.app import several

MOST_S = 120.0
pytestmark = pytest.mark.slow


def two_free_ports() -> int:
    """Return a port of which the next is free too."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            with suppress(OSError):
                other.bind(("127.0.0.1", port + 1))
                return port


def answers(port: int) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/_stcore/health").text == "ok"
    return False


def becomes(port: int, answering: bool) -> bool:
    end = time.monotonic() + MOST_S
    while answers(port) is not answering and time.monotonic() < end:
        time.sleep(0.1)
    return answers(port) is answering


def both_answer(port: int) -> bool:
    return becomes(port, True) and becomes(port + 1, True)


def children(pid: int) -> list[int]:
    """Return the servers of a first process, the one with the lowest port first."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = two_free_ports()
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    with (tmp_path / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), *options],
            cwd=ROOT, env={**os.environ, several.SETTING: "2"}, stdout=log, stderr=log,
        )  # fmt: skip
        yield process, port
        process.kill()
        process.wait()


def test_both_answer_and_one_that_dies_is_begun_anew(
    begun: tuple[subprocess.Popen[bytes], int], tmp_path: Path
) -> None:
    process, port = begun
    assert both_answer(port)
    before = children(process.pid)
    os.kill(before[1], signal.SIGKILL)
    assert becomes(port + 1, False)
    assert becomes(port + 1, True)
    assert children(process.pid)[0] == before[0]
    assert f"the server on port {port + 1} ended" in (tmp_path / "log.txt").read_text()
    process.terminate()
    assert process.wait(MOST_S) == 0
    assert becomes(port, False)
    assert becomes(port + 1, False)


def test_it_stops_also_while_one_is_to_be_begun_anew(
    begun: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = begun
    assert both_answer(port)
    os.kill(children(process.pid)[1], signal.SIGKILL)
    time.sleep(several.AGAIN_AFTER_S / 2)
    process.terminate()
    assert process.wait(MOST_S) == 0
    assert becomes(port + 1, False)


def test_no_server_stays_behind_when_the_first_process_is_killed(
    begun: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = begun
    assert both_answer(port)
    process.kill()
    assert becomes(port, False)
    assert becomes(port + 1, False)


def test_a_port_that_is_taken_ends_all_with_its_name(
    begun: tuple[subprocess.Popen[bytes], int], tmp_path: Path
) -> None:
    process, port = begun
    with socket.create_server(("127.0.0.1", port + 1)):
        assert process.wait(MOST_S) == 1
    assert f"the server on port {port + 1} could not begin" in (tmp_path / "log.txt").read_text()
    assert becomes(port, False)


@pytest.mark.parametrize("said", ["0", "-1", "two", "65", "1.5", "²"])
def test_a_number_that_is_none_is_refused(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(several.SETTING, said)
    with pytest.raises(SystemExit, match="give a number from 1 to 64"):
        several.asked()


@pytest.mark.parametrize(("said", "number"), [("", 1), ("1", 1), ("3", 3)])
def test_the_setting_says_how_many(said: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(several.SETTING, said)
    assert several.asked() == number
