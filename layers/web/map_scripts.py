"""The scripts of the map, sent as one file.

The frame of a map asks for its scripts one after another and waits for each, which takes a tenth of
a second and more also when the browser has them all. They stand apart in `static/` and are put
together when the first is asked for.
"""

from __future__ import annotations

from functools import cache

from geo.data.folders import STATIC
from layers.web.asgi import App, Message, Receive, Send

SCRIPTS = (
    "vendor/leaflet.js",
    "vendor/protomaps-leaflet.js",
    "ketenkaart/chart_parts.js",
    "ketenkaart/glyphs.js",
    "ketenkaart/ground.js",
    "ketenkaart/access.js",
    "ketenkaart/tools.js",
    "ketenkaart/crowd.js",
    "ketenkaart/sight.js",
    "ketenkaart/chart.js",
)
JOINED = "ketenkaart/map.js"
PATH = f"/app/static/{JOINED}"
# Its address changes when it does.
HEADERS = (
    (b"content-type", b"text/javascript; charset=utf-8"),
    (b"cache-control", b"public, max-age=31536000, immutable"),
)


@cache
def joined() -> bytes:
    """Return all scripts of the map, in the order in which they need one another."""
    return b"\n;\n".join((STATIC / name).read_bytes() for name in SCRIPTS)


class Joined:
    """Answers who asks for the scripts of the map, and lets all else through."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or have the app answer."""
        asked = scope["type"] == "http" and scope.get("method") in ("GET", "HEAD")
        if not asked or not str(scope["path"]).endswith(PATH):
            await self.app(scope, receive, send)
            return
        body = joined()
        length = (b"content-length", str(len(body)).encode())
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [*HEADERS, length]})
        if scope["method"] == "HEAD":
            body = b""
        await send({"type": "http.response.body", "body": body})
