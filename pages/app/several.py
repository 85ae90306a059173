"""Several servers on one machine, which share what one of them loaded.

The first process loads the data and makes the first maps; then it divides itself (``fork``), once
for each server. What was loaded lies in memory once, until somebody writes to it, and a server that
is begun anew answers at once. The first process serves nobody: it begins a server again that ends,
and ends with all of them. A proxy in front gives each planner one server (docs/servers.md).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

import streamlit as st

SETTING = "KETENKAART_SERVERS"
"""How many servers; their ports follow each other. Not set: one, and nobody that watches it."""
MOST = 64
PORT = "--server.port"
AGAIN_AFTER_S = 1.0
AT_ONCE_S = 10.0
"""A server that ends so soon by its own will cannot begin at all: its port is taken."""


def asked() -> int:
    """Return how many servers the setting asks for; ends with a message where it cannot be."""
    said = os.environ.get(SETTING) or "1"
    if not said.isascii() or not said.isdigit() or not 1 <= int(said) <= MOST:
        sys.exit(f"ketenkaart: {SETTING} is {said!r}; give a number from 1 to {MOST}")
    if int(said) > 1 and not hasattr(os, "fork"):
        sys.exit(f"ketenkaart: {SETTING} needs a system with fork, such as Linux")
    return int(said)


def first_port(arguments: Sequence[str]) -> int:
    """Return the port that the command line asks for, else that of Streamlit's settings.

    Examples
    --------
    >>> first_port(["--server.port=8600"]), first_port(["--server.port", "8700"])
    (8600, 8700)
    """
    for given, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = given.partition("=")
        if name == PORT:
            return int(value or following)
    return int(st.get_option("server.port"))


def divide(number: int, arguments: Sequence[str]) -> list[str]:
    """Go on as one of so many servers, each with the argument that names its port.

    The process that called stays behind to watch them, and ends when they do.
    """
    first = first_port(arguments)
    return _Watch(range(first, first + number)).begin()


class _Watch:
    """The first process, with the servers it began."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._alive: dict[int, tuple[int, float]] = {}
        self._stopping = False
        self._hears, self._holds = os.pipe()

    def begin(self) -> list[str]:
        """Begin all servers; returns in each of them alone."""
        for port in self._ports:
            if self._forked(port):
                return [f"{PORT}={port}"]
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        while self._alive:
            pid, status = os.wait()
            port, since = self._alive.pop(pid)
            if self._stopping:
                continue
            if os.WIFEXITED(status) and time.monotonic() - since < AT_ONCE_S:
                self._stop()
                sys.exit(f"ketenkaart: the server on port {port} could not begin")
            print(f"ketenkaart: the server on port {port} ended; begun anew", file=sys.stderr)
            time.sleep(AGAIN_AFTER_S)
            if not self._stopping and self._forked(port):
                return [f"{PORT}={port}"]
        sys.exit(0)

    def _forked(self, port: int) -> bool:
        """Begin a server; whether this is the new process."""
        pid = os.fork()
        if pid:
            self._alive[pid] = port, time.monotonic()
            if self._stopping:  # it was asked between the two lines above
                os.kill(pid, signal.SIGTERM)
            return False
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(self._holds)
        threading.Thread(target=_end_with, args=(self._hears,), daemon=True).start()
        return True

    def _stop(self, *_: int | FrameType | None) -> None:
        self._stopping = True
        for pid in self._alive:
            os.kill(pid, signal.SIGTERM)


def _end_with(hears: int) -> None:
    """End this server when the first process is gone, however that came about."""
    os.read(hears, 1)
    os.kill(os.getpid(), signal.SIGTERM)
