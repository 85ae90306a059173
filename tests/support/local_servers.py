"""Servers on the loopback address: a port that is free, and whether an address answers."""

from __future__ import annotations

import socket
import urllib.request
from http import HTTPStatus


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str) -> bool:
    """Whether an address gives a page."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status == HTTPStatus.OK)
    except OSError:
        return False
