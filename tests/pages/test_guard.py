"""What a server that was started as the papers say answers, and to whom."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_servers import answers, free_port

from geo.data.folders import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an app that was started as ``./ketenkaart run`` starts it."""
    found = free_port()
    log = tmp_path_factory.mktemp("guard") / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "app.py", f"--server.port={found}"],
            cwd=ROOT,
            env={**os.environ, "HOME": str(log.parent)},
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        end = time.monotonic() + 300
        while not answers(f"http://127.0.0.1:{found}/_stcore/health"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.5)
        yield found
        process.terminate()
        process.wait(20)


def asked(
    port: int, path: str, host: str = "", method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    given = {"Host": host or f"127.0.0.1:{port}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request(method, path, headers=given)
    return connection.getresponse()


def listening(port: int) -> set[str]:
    """Addresses on which something of this machine listens at a port, as the kernel writes them."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            if state == "0A" and int(local.split(":")[1], 16) == port:
                found.add(local.split(":")[0])
    return found


def test_it_listens_on_this_machine_alone(port: int) -> None:
    assert listening(port) == {"0100007F"}  # 127.0.0.1


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/app/static/vendor/SHA256SUMS"])
def test_every_answer_carries_the_headers(port: int, path: str) -> None:
    answer = asked(port, path)
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    for part in ("default-src 'self'", "frame-ancestors 'self'", "object-src 'none'"):
        assert part in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["kwaad.example", "kwaad.example:8501", "127.0.0.1.kwaad.nl", "a@b"]
)
def test_another_name_for_this_machine_gets_nothing(port: int, host: str) -> None:
    assert asked(port, "/", host).status == 403
    websocket = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Origin": f"http://{host}",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec_WebSocket_Version": "13",
    }  # fmt: skip
    assert asked(port, "/_stcore/stream", host, **websocket).status == 403
    same = {**websocket, "Origin": f"http://127.0.0.1:{port}"}
    assert asked(port, "/_stcore/stream", **same).status == 101


def test_what_the_server_counts_of_itself_is_closed(port: int) -> None:
    assert asked(port, "/_stcore/metrics").status == 404


def test_a_file_that_no_page_asked_for_is_not_taken(port: int) -> None:
    answer = asked(port, "/_stcore/upload_file/nobody/file", method="PUT")
    assert answer.status == 403
    assert b"no file was asked for" in answer.read()
