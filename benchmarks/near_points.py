"""What a browser gets, and how long it stands still, with a large register of a planner's own.

``python -m benchmarks.near_points [ROWS] [PICTURES]`` (100,000 unless said) starts Ketenkaart and a
Chromium with the outside network closed, brings a register, and looks at *Kaart*: how long it takes
to open and to choose another chain, the largest answer of the server, and the longest moment in
which the browser answered nothing, from afar and near. Pictures go to a folder when one is named.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Frame, Page, WebSocket, expect, sync_playwright

from benchmarks.one_planner import Server

ROWS = 100_000
PATIENCE_MS = 600_000
DAM = (52.3731, 4.8926)
SECTORS = ("mode", "muziek", "design", "film", "podiumkunsten")
STAGES = ("bedenken", "maken", "verspreiden", "publiek")
LONG_TASKS = """() => {
  window.still = [];
  new PerformanceObserver(list => list.getEntries().forEach(e => window.still.push(e.duration)))
    .observe({type: "longtask", buffered: true});
}"""
NEAR = "() => Object.values(map._layers).some(l => l.near && l.features.some(f => f.card.length))"


def register(n: int) -> bytes:
    """A list of ``n`` tenants round the Dam, of which none names a building."""
    dice = np.random.default_rng(1)
    x, y = dice.normal((121_393, 487_354), 2_500, (n, 2)).round(1).T
    rows = (
        f"huurder;Bedrijf {i} Zus & Zo;{SECTORS[i % 5]};{STAGES[i % 4]};2015;{x[i]};{y[i]}"
        for i in range(n)
    )
    return "\n".join(["soort;naam;sector;schakel;jaar van;x;y", *rows]).encode()


class Heard:
    """The largest answer so far, of the socket and by address."""

    def __init__(self, page: Page) -> None:
        self.largest, self.what = 0, ""
        page.on("websocket", self._note_socket)
        page.on("response", lambda each: self._note(each.headers.get("content-length"), each.url))

    def _note_socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda each: self._note(len(each), "socket"))

    def _note(self, size: str | int | None, what: str) -> None:
        if int(size or 0) > self.largest and "/static/" not in what:
            self.largest, self.what = int(size or 0), what

    def told(self) -> str:
        """The largest since this was last asked."""
        said = f"largest answer {self.largest / 1e6:.2f} MB ({self.what[-40:]})"
        self.largest = 0
        return said


def timed(what: str, heard: Heard, do: Callable[[], object], frame: Frame | None = None) -> None:
    """Do something and write how long it took, what came, and how long a map stood still."""
    heard.told()
    if frame:
        frame.evaluate("() => { window.still = []; }")
    begun = time.monotonic()
    do()
    line = f"{what}: {time.monotonic() - begun:.2f} s; {heard.told()}"
    if frame:
        still = frame.evaluate("() => window.still")
        line += f"; longest stand-still {max(still, default=0):.0f} ms of {len(still)}"
    print(line, flush=True)


def at_rest(page: Page) -> None:
    """Wait until no script runs."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)


def bring(page: Page, address: str, n: int) -> None:
    """Bring the register and have it take part."""
    page.goto(f"http://{address}/eigen?stad=Amsterdam")
    page.locator("input[type=file]").set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": register(n)},
        timeout=PATIENCE_MS,
    )
    page.get_by_text("doen mee", exact=False).first.wait_for(timeout=PATIENCE_MS)
    page.get_by_text("Eigen rijen en correcties doen mee", exact=True).click(timeout=PATIENCE_MS)
    banner = page.get_by_text("Eigen rijen doen mee:")
    expect(banner).to_be_visible(timeout=PATIENCE_MS)
    at_rest(page)


def map_of(page: Page) -> Frame:
    """The frame of the map once its layers are drawn."""
    frame = page.wait_for_selector("iframe[src*=streamlit_folium]", timeout=PATIENCE_MS)
    inner = frame.content_frame() if frame else None
    assert inner
    inner.wait_for_function(
        "() => window.map && Object.values(map._layers).some(l => l.content && l.content.counts)",
        timeout=PATIENCE_MS,
    )
    return inner


def open_map(page: Page) -> None:
    """Go to *Kaart* by the menu, which keeps the session."""
    bar = page.get_by_test_id("stTopNav")
    bar.get_by_role("button", name="Kaart", exact=True).click()
    page.get_by_role("menuitem", name="Kaart", exact=True).click()
    map_of(page)
    at_rest(page)


def choose_chain(page: Page) -> None:
    """Choose a chain in the legend."""
    page.locator(".st-key-legend-chains button").first.click()
    page.wait_for_function("() => location.search.includes('keten=')", timeout=PATIENCE_MS)
    at_rest(page)


def go_near(frame: Frame) -> None:
    """Zoom in until points are drawn one by one, and wait for their names."""
    frame.evaluate("at => map.setView(at, 17, {animate: false})", list(DAM))
    frame.wait_for_function(NEAR, timeout=PATIENCE_MS)


def wander(frame: Frame) -> None:
    """Move and zoom as a planner does."""
    for step in range(6):
        frame.evaluate("by => map.panBy([by, 90], {animate: false})", 250 if step % 2 else -180)
        frame.page.wait_for_timeout(150)
    for zoom in (16, 15, 13, 16, 18, 17):
        frame.evaluate("zoom => map.setZoom(zoom, {animate: false})", zoom)
        frame.page.wait_for_timeout(250)


def measure(page: Page, server: Server, n: int, pictures: Path | None) -> None:
    """Do all of it and write what was seen."""
    heard = Heard(page)

    def picture(name: str) -> None:
        if pictures:
            page.wait_for_timeout(1_500)
            page.screenshot(path=str(pictures / f"{name}.png"))

    timed("bring and join", heard, lambda: bring(page, server.address, n))
    timed("Kaart opens", heard, lambda: open_map(page))
    frame = map_of(page)
    frame.evaluate(LONG_TASKS)
    picture("far")
    timed("near", heard, lambda: go_near(frame), frame)
    picture("near")
    timed("wandering", heard, lambda: wander(frame), frame)
    timed("another chain", heard, lambda: choose_chain(page), frame)
    picture("chain")
    print(f"memory of the server {server.memory():.0f} MB", flush=True)


def main(n: int, pictures: Path | None) -> None:
    """Start both and measure."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        closed = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", closed]
        )
        page = browser.new_page(locale="nl-NL", viewport={"width": 1440, "height": 900})
        with Server(Path(folder) / "projects") as server:
            measure(page, server, n, pictures)
        browser.close()


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else ROWS,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
