"""Have the browser get Streamlit's own scripts and styles packed, each packed once.

Streamlit sends them as they lie on the disk, for packing them anew for everybody costs more than it
saves: two and a half megabytes of a first visit. Here what was packed is kept, as long as the file
is the same one; it holds nothing of any planner.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from pathlib import PurePosixPath

from layers.web.asgi import App, Message, Receive, Send

STATIC = "/static/"
SUFFIXES = frozenset({".js", ".css", ".svg", ".wasm"})
LEAST, MOST = 1_000, 10_000_000
"""Bytes; less is not worth it, and more is none of these files."""
LEVEL = 9


class Packed:
    """Packs the answers that are such files, for browsers that can unpack them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.kept: dict[tuple[str, bytes], bytes] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer as the app does, with the file packed where that can be."""
        if not _wanted(scope):
            await self.app(scope, receive, send)
            return
        answer: list[Message] = []

        async def take(message: Message) -> None:
            answer.append(message)

        # Nobody further in packs it for this one browser.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, take)
        for message in await self._packed(str(scope["path"]), answer):
            await send(message)

    async def _packed(self, path: str, answer: list[Message]) -> list[Message]:
        start, body = answer[0], b"".join(each.get("body", b"") for each in answer[1:])
        headers = {name.lower(): value for name, value in start.get("headers", ())}
        whole = start.get("status") == 200 and b"content-encoding" not in headers  # noqa: PLR2004
        if not whole or not LEAST <= len(body) <= MOST:
            return answer
        which = hashlib.blake2b(body).digest()
        packed = self.kept.get((path, which))
        if packed is None:
            packed = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
            self.kept = {key: each for key, each in self.kept.items() if key[0] != path}
            self.kept[path, which] = packed
        told = headers | {
            b"content-encoding": b"gzip",
            b"content-length": str(len(packed)).encode(),
            b"vary": b"Accept-Encoding",
        }
        mark = headers.get(b"etag", b"W/")
        if not mark.startswith(b"W/"):  # the same file in other bytes: alike, not equal
            told[b"etag"] = b"W/" + mark
        first = {**start, "headers": list(told.items())}
        return [first, {"type": "http.response.body", "body": packed}]


def _wanted(scope: Message) -> bool:
    if scope["type"] != "http" or scope.get("method") != "GET":
        return False
    path, headers = str(scope["path"]), dict(scope["headers"])
    packs = b"gzip" in headers.get(b"accept-encoding", b"") and b"range" not in headers
    return packs and STATIC in path and PurePosixPath(path).suffix in SUFFIXES
