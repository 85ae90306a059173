"""The scripts of the map come as one file, and nothing else is touched."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from layers.web.asgi import Message, Receive, Send
from layers.web.folium_map import address
from layers.web.map_scripts import PATH, Joined

STATIC = Path(__file__).parents[3] / "static"
LEFT_TO_THE_APP = {"type": "http.response.start", "status": 418}


async def the_app(_: Message, __: Receive, send: Send) -> None:
    await send(LEFT_TO_THE_APP)


def answered(path: str, method: str = "GET", kind: str = "http") -> list[Message]:
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        raise AssertionError("a file asks for no body")

    scope = {"type": kind, "method": method, "path": path, "headers": []}
    asyncio.run(Joined(the_app)(scope, receive, send))
    return told


def test_every_script_is_in_the_file_whole_and_leaflet_first() -> None:
    start, body = answered(PATH)
    parts = ["chart_parts", "glyphs", "ground", "access", "tools", "crowd", "sight", "chart"]
    files = [STATIC / "vendor" / "leaflet.js", STATIC / "vendor" / "protomaps-leaflet.js"]
    files += [STATIC / "ketenkaart" / f"{name}.js" for name in parts]
    at = [body["body"].index(file.read_bytes()) for file in files]
    assert at[0] == 0 and at == sorted(at)
    headers = dict(start["headers"])
    assert start["status"] == 200 and headers[b"content-type"].startswith(b"text/javascript")
    assert headers[b"content-length"] == str(len(body["body"])).encode()


def test_who_asks_for_the_head_alone_gets_it_alone() -> None:
    start, body = answered(PATH, "HEAD")
    assert dict(start["headers"])[b"content-length"] != b"0" and body["body"] == b""


def test_the_address_of_the_map_leads_to_it_also_below_a_path() -> None:
    path, _, _ = address("ketenkaart/map.js").removeprefix("../..").partition("?")
    assert answered(path)[0]["status"] == 200
    assert answered(f"/kaart{path}")[0]["status"] == 200


@pytest.mark.parametrize(
    ("path", "method", "kind"),
    [
        (PATH, "POST", "http"),
        (PATH, "GET", "websocket"),
        ("/app/static/ketenkaart/chart.js", "GET", "http"),
        (f"{PATH}.map", "GET", "http"),
    ],
)
def test_all_else_is_left_to_the_app(path: str, method: str, kind: str) -> None:
    assert answered(path, method, kind) == [LEFT_TO_THE_APP]
