"""What a planner's own computer pays: the first map, a click on a building, one chain chosen.

``python -m benchmarks.on_screen [CLICKS]`` (8 unless said) starts Ketenkaart, waits until it has
made ready what it makes while nobody is there, and opens a Chromium without graphics card. It says
how long the first map and a second visit take and how many bytes they bring, and for clicks on
buildings and chains that are chosen the seconds of processor that the server, the page (its
renderer) and the rest of the browser spend until the answer is seen, and until all are at rest.
The clock hangs on what else the machine does, the processor less.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Frame, Page, sync_playwright

from benchmarks.one_planner import Server
from geo.data.chains import load_chain_model

CLICKS = 8
AT_REST_S = 1.5  # so long without work is the end of an answer
IDLE = 0.03  # seconds of processor in a look that are no work
LOOK_MS = 250
MOST_S = 60.0
READY_S = 12.0  # longer than it waits before it begins with the rest
WINDOW = {"width": 1366, "height": 768}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Ours and the ground's: the drawing stands when neither has anything to come.
DRAWN = """() => window.map && map._loaded
  && !document.querySelector(".leaflet-tile:not(.leaflet-tile-loaded)")
  && Boolean(document.querySelector(".leaflet-tile-loaded"))"""
PARTS = ("server", "page", "browser")
SHEET = """() => (document.querySelector(".st-key-map_drawer h2") || {}).textContent || "" """
AWAIT = """() => {
  window.redrawn = false;
  const before = Object.values(map._layers).filter(each => each.content);
  map.on("ketenkaart:drawn", () => {
    window.redrawn = window.redrawn || before.some(each => !map.hasLayer(each));
  });
}"""
BUILDINGS = """() => {
  const found = [], size = map.getSize();
  map.eachLayer(layer => {
    if (!layer.content || layer.content.key !== "hubs") return;
    layer.features.forEach(each => {
      if (!each.at || !each.card.length) return;
      const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * each.at[1]))) * 180 / Math.PI;
      const spot = map.latLngToContainerPoint([lat, each.at[0] * 360 - 180]);
      const inside = (at, most) => at > 120 && at < most - 120;
      const under = document.elementFromPoint(spot.x, spot.y); // a card may lie over it
      const free = under && !under.closest(".leaflet-popup, .leaflet-control, .ketenkaart-list");
      const other = !decodeURIComponent(parent.location.search).includes(each.ref);
      if (free && other && inside(spot.x, size.x) && inside(spot.y, size.y)) {
        found.push([spot.x, spot.y]);
      }
    });
  });
  return found;
}"""


def processes() -> Iterator[tuple[int, int, float, str]]:
    """Every process of this machine: number, that of who began it, processor seconds, command."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            cells = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended meanwhile
            continue
        ticks = int(cells[11]) + int(cells[12])
        yield int(folder.name), int(cells[1]), ticks / os.sysconf("SC_CLK_TCK"), command


def spent(server: Server) -> Counter[str]:
    """Seconds of processor so far, of the server, the pages and the rest of our own browser."""
    seconds: Counter[str] = Counter({"server": server.processor()})
    found = {number: rest for number, *rest in processes()}
    for number, (_, used, command) in found.items():
        if "chrom" in command.partition(" ")[0] and os.getpid() in _forebears(number, found):
            seconds["page" if "--type=renderer" in command else "browser"] += used
    return seconds


def _forebears(number: int, found: Mapping[int, Sequence[Any]]) -> Iterator[int]:
    while number in found:
        number = found[number][0]
        yield number


def rest(server: Server, page: Page) -> Counter[str]:
    """Wait until nobody works; what was spent by then."""
    end = time.monotonic() + MOST_S
    quiet, before = time.monotonic(), spent(server)
    while time.monotonic() - quiet < AT_REST_S and time.monotonic() < end:
        page.wait_for_timeout(LOOK_MS)
        now = spent(server)
        if now.total() - before.total() > IDLE:
            quiet = time.monotonic()
        before = now
    return before


def wait_for_server(server: Server) -> None:
    """Wait until it does nothing any more of what it begins with."""
    before, quiet = -1.0, time.monotonic()
    while time.monotonic() - quiet < READY_S:
        time.sleep(1)
        if (now := server.processor()) - before > IDLE:
            quiet = time.monotonic()
        before = now


def first_map(context: BrowserContext, address: str) -> tuple[Page, float, float]:
    """Open the map; the page, the seconds until it stands drawn and the megabytes it took."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    brought: list[float] = []
    wire.on("Network.dataReceived", lambda told: brought.append(told["encodedDataLength"]))
    wire.on("Network.webSocketFrameReceived",
            lambda told: brought.append(len(told["response"]["payloadData"]) * 0.75))  # fmt: skip
    began = time.monotonic()
    page.goto(address)
    map_frame(page).wait_for_function(DRAWN, polling=50)
    return page, time.monotonic() - began, sum(brought) / 1e6


def map_frame(page: Page) -> Frame:
    """The frame of the first map."""
    frame = page.wait_for_selector("iframe[src*=streamlit_folium]").content_frame()
    assert frame
    return frame


def click_building(page: Page, dice: np.random.Generator) -> None:
    """Click on one of the buildings in view."""
    box = page.locator("iframe[src*=streamlit_folium]").first.bounding_box()
    spots = map_frame(page).evaluate(BUILDINGS)
    assert box and spots
    x, y = spots[dice.integers(len(spots))]
    page.mouse.click(box["x"] + x, box["y"] + y)


def find_chain(page: Page, name: str) -> None:
    """Look a chain up in the list beside the map."""
    box = page.get_by_test_id("stMultiSelect").filter(has_text="Keten").first
    box.get_by_role("combobox").fill(name)
    page.get_by_role("option").first.wait_for()


def tell(what: str, rows: list[tuple[Counter[str], Counter[str]]]) -> None:
    """Write a line of what is spent until the answer is seen, and one until all are at rest."""
    for when, part in zip(("seen", "at rest"), zip(*rows, strict=True), strict=True):
        parts = {name: np.median([row[name] for row in part]) for name in PARTS}
        told = ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts.items())
        whole = np.median([row.total() for row in part])
        print(f"{what}, {when}: {whole:.2f} s of processor ({told}), {len(part)} times", flush=True)


def measure(
    server: Server, page: Page, act: Callable[[], None], seen: Callable[[], None]
) -> tuple[Counter[str], Counter[str]]:
    """What an act costs until its answer is seen, and until everybody is at rest again."""
    before = rest(server, page)
    act()
    seen()
    there, after = spent(server), rest(server, page)
    return _less(there, before), _less(after, before)


def _less(later: Counter[str], before: Counter[str]) -> Counter[str]:
    return Counter({name: later[name] - before[name] for name in later})


def clicked(server: Server, page: Page, dice: np.random.Generator) -> Any:
    """A click on a building until its sheet is there."""
    name = page.evaluate(SHEET)
    changed = partial(page.wait_for_function, f"was => ({SHEET})() !== was", arg=name, polling=20)
    return measure(server, page, partial(click_building, page, dice), changed)


def chosen(server: Server, page: Page, name: str) -> Any:
    """A chain that is chosen until the map has what is left."""
    page.goto(f"http://{server.address}")  # else one more chain, not another
    rest(server, page)
    find_chain(page, name)
    frame = map_frame(page)
    frame.evaluate(AWAIT)
    drawn = partial(frame.wait_for_function, "() => window.redrawn", polling=20)
    return measure(server, page, page.get_by_role("option").first.click, drawn)


def visits(server: Server, context: BrowserContext) -> Page:
    """The first and the second visit of a browser."""
    for name in ("first map", "second visit"):
        page, seconds, megabytes = first_map(context, f"http://{server.address}")
        rest(server, page)
        print(f"{name}: {seconds:.1f} s, {megabytes:.2f} MB", flush=True)
        if name == "first map":
            page.close()
    return page


def main(clicks: int = CLICKS) -> None:
    """Start both, look and write."""
    dice = np.random.default_rng(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        wait_for_server(server)
        path = "/usr/bin/chromium"
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = visits(server, chromium.new_context(viewport=WINDOW))
        tell("click to fact sheet", [clicked(server, page, dice) for _ in range(clicks)])
        model = load_chain_model()
        names = model.chains.set_index("code")["nl"][model.ten]
        rows = [chosen(server, page, names.iloc[at % len(names)]) for at in range(clicks)]
        tell("chain to map", rows)
        chromium.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
