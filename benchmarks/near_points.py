"""What a browser gets, and how long it stands still, with a large register of a planner's own.

``python -m benchmarks.near_points [ROWS] [PICTURES]`` (100,000 unless said) starts Ketenkaart and a
Chromium with the outside network closed, brings a register, and looks at *Kaart*: how long it takes
to open and to choose another chain, on the clock and of the server's processor, the largest answer
of the server, and the longest task of the browser in which it answered nothing, in milliseconds of
its processor (of the clock in brackets), from afar and near. Pictures go to a folder when one is
named.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Frame, Page, WebSocket, expect, sync_playwright

from benchmarks.one_planner import Server

ROWS = 100_000
PATIENCE_MS = 600_000
DAM = (52.3731, 4.8926)
SECTORS = ("mode", "muziek", "design", "film", "podiumkunsten")
STAGES = ("bedenken", "maken", "verspreiden", "publiek")
MARK = "ketenkaart"
REST_MS = 1_000
CHAINS = 4
TASK = "ThreadControllerImpl::RunTask"
TRACED = ["toplevel", "devtools.timeline"]
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


def longest_task(trace: bytes) -> str:
    """The longest task of the page in a trace: processor, and clock in brackets."""
    events = json.loads(trace)["traceEvents"]
    threads = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "TimeStamp" and each["args"]["data"].get("message") == MARK
    }  # not those of the browser's own pages
    tasks = [
        (each.get("tdur", 0) / 1_000, each["dur"] / 1_000)
        for each in events
        if each["name"] == TASK and each["ph"] == "X" and (each["pid"], each["tid"]) in threads
    ]
    if not tasks:
        return "no task seen"
    processor, clock = max(tasks)
    return f"longest task {processor:.0f} ms ({clock:.0f})"


@dataclass(frozen=True)
class Bench:
    """What is asked, and where it is seen."""

    page: Page
    browser: Browser
    server: Server
    heard: Heard

    def timed(self, what: str, do: Callable[[], object], rest_ms: float = 0) -> None:
        """Do something and write how long it took, what came, and what kept the browser."""
        self.heard.told()
        self.browser.start_tracing(page=self.page, categories=TRACED)
        self.page.evaluate("mark => console.timeStamp(mark)", MARK)
        begun, used = time.monotonic(), self.server.processor()
        do()
        clock, used = time.monotonic() - begun, self.server.processor() - used
        self.page.wait_for_timeout(rest_ms)  # what comes after belongs to it
        task = longest_task(self.browser.stop_tracing())
        said = f"{clock:.2f} s, server {used:.2f} s of processor; {self.heard.told()}; {task}"
        print(f"{what}: {said}", flush=True)


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
    expect(page.locator("iframe[src*=streamlit_folium]").first).to_be_visible(timeout=PATIENCE_MS)
    at_rest(page)  # a frame of the run before may still go
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


def choose_chain(page: Page, number: int, *, on: bool = True) -> None:
    """Choose a chain in the legend, which then is the only one, or leave it."""
    page.locator(".st-key-legend-chains button").nth(number).click()
    page.wait_for_function(
        "on => location.search.includes('keten=') === on", arg=on, timeout=PATIENCE_MS
    )
    at_rest(page)


def go_near(frame: Frame) -> None:
    """Zoom in until points are drawn one by one, and wait for their names.

    What is asked of the map gives nothing back: handed to Python a map is written out whole.
    """
    frame.evaluate("at => { map.setView(at, 17, {animate: false}); }", list(DAM))
    frame.wait_for_function(NEAR, timeout=PATIENCE_MS)


def wander(frame: Frame) -> None:
    """Move and zoom as a planner does."""
    for step in range(6):
        frame.evaluate(
            "by => { map.panBy([by, 90], {animate: false}); }", 250 if step % 2 else -180
        )
        frame.page.wait_for_timeout(150)
    for zoom in (16, 15, 13, 16, 18, 17):
        frame.evaluate("zoom => { map.setZoom(zoom, {animate: false}); }", zoom)
        frame.page.wait_for_timeout(250)


def measure(bench: Bench, n: int, pictures: Path | None) -> None:
    """Do all of it and write what was seen."""
    page = bench.page

    def picture(name: str) -> None:
        if pictures:
            page.wait_for_timeout(1_500)
            page.screenshot(path=str(pictures / f"{name}.png"))

    begun, used = time.monotonic(), bench.server.processor()
    bring(page, bench.server.address, n)
    used = bench.server.processor() - used
    print(f"bring and join: {time.monotonic() - begun:.2f} s, server {used:.2f} s of processor")
    bench.timed("Kaart opens", lambda: open_map(page), REST_MS)
    frame = map_of(page)
    picture("far")
    bench.timed("near", lambda: go_near(frame), REST_MS)
    picture("near")
    bench.timed("wandering", lambda: wander(frame), REST_MS)
    page.locator(".st-key-map_legend summary").click()
    for number in range(CHAINS):
        bench.timed("another chain", partial(choose_chain, page, number), REST_MS)
        if number < CHAINS - 1:
            choose_chain(page, number, on=False)
    picture("chain")
    print(f"memory of the server {bench.server.memory():.0f} MB", flush=True)


def main(n: int, pictures: Path | None) -> None:
    """Start both and measure."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        closed = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", closed]
        )
        page = browser.new_page(locale="nl-NL", viewport={"width": 1440, "height": 900})
        with Server(Path(folder) / "projects") as server:
            measure(Bench(page, browser, server, Heard(page)), n, pictures)
        browser.close()


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else ROWS,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
