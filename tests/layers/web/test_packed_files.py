"""Streamlit's own files come packed, each packed once, and everything else as it was."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping

import pytest

from layers.web import packed_files
from layers.web.asgi import Message, Receive, Send
from layers.web.packed_files import Packed

SCRIPT = b"const words = 'the same and the same and the same';\n" * 100
ETAG = b'"abc"'


class Files:
    """An app that sends one file, and notes how it is asked."""

    def __init__(self, body: bytes = SCRIPT, status: int = 200, **headers: bytes) -> None:
        self.body, self.status, self.headers = body, status, headers
        self.asked: list[Mapping[bytes, bytes]] = []

    async def __call__(self, scope: Message, _: Receive, send: Send) -> None:
        self.asked.append(dict(scope["headers"]))
        named = {b"content-length": str(len(self.body)).encode(), b"etag": ETAG}
        named |= {name.encode(): value for name, value in self.headers.items()}
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": list(named.items())})
        half = len(self.body) // 2
        await send({"type": "http.response.body", "body": self.body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": self.body[half:]})


def answered(
    app: Packed, path: str = "/static/js/index.js", method: str = "GET", **headers: bytes
) -> tuple[dict[bytes, bytes], bytes]:
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        raise AssertionError("a file asks for no body")

    asked = {"accept_encoding": b"gzip, br"} | headers
    named = [(name.replace("_", "-").encode(), value) for name, value in asked.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named}
    asyncio.run(app(scope, receive, send))
    return dict(told[0]["headers"]), b"".join(each["body"] for each in told[1:])


def test_a_script_comes_packed_and_is_the_same() -> None:
    headers, body = answered(Packed(Files()))
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"vary"] == b"Accept-Encoding"
    assert headers[b"etag"] == b'W/"abc"'
    assert len(body) < len(SCRIPT) / 10
    assert gzip.decompress(body) == SCRIPT


def test_it_is_packed_once_until_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    files, times = Files(), []

    def noted(body: bytes, level: int, *, mtime: int) -> bytes:
        times.append(len(body))
        return gzip.compress(body, level, mtime=mtime)

    app = Packed(files)
    monkeypatch.setattr(packed_files, "gzip", type("Packing", (), {"compress": noted}))
    first, second = answered(app), answered(app)
    assert first == second
    assert times == [len(SCRIPT)]
    files.body = SCRIPT + SCRIPT
    assert gzip.decompress(answered(app)[1]) == SCRIPT + SCRIPT
    assert times == [len(SCRIPT), 2 * len(SCRIPT)]
    assert len(app.kept) == 1  # the old one is let go of


@pytest.mark.parametrize(
    ("app", "asked"),
    [
        (Files(), {"accept_encoding": b"br"}),
        (Files(), {"range": b"bytes=0-9"}),
        (Files(), {"method": "HEAD"}),
        (Files(), {"path": "/static/media/type.woff2"}),
        (Files(), {"path": "/media/own.js"}),
        (Files(b"short"), {}),
        (Files(status=404), {}),
        (Files(**{"content-encoding": b"br"}), {}),
    ],
    ids=["browser", "piece", "head", "font", "own", "short", "missing", "packed"],
)
def test_everything_else_is_left_as_it_was(app: Files, asked: Mapping[str, bytes]) -> None:
    headers, body = answered(Packed(app), **asked)
    assert body == app.body
    assert headers.get(b"content-encoding") == app.headers.get("content-encoding")
    assert headers[b"etag"] == ETAG


def test_nobody_further_in_packs_it_again() -> None:
    files = Files()
    answered(Packed(files))
    assert b"accept-encoding" not in files.asked[0]
