"""The app as a planner meets it: from start to drawn map, from filter to redrawn, bytes, memory.

A browser and the server share the cores, so these are the slowest of the benchmarks; each figure is
also printed into ``extra_info`` of the results file.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CHROMIUM_ARGUMENTS, chromium, start  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright
from test_web_map_browser import COUNTS, map_frame  # noqa: E402

from geo.data.folders import ROOT


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def drawn(page: Page, address: str) -> None:
    page.goto(f"{address}/?stad=Rotterdam")
    map_frame(page)


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


@pytest.fixture
def server(tmp_path) -> Iterator[tuple[int, str]]:
    process, address = start(ROOT / "app.py", tmp_path / "log.txt")
    yield process.pid, address
    process.terminate()
    process.wait(20)


@pytest.mark.benchmark(group="app")
def test_cold_start_to_drawn_map(benchmark, chrome: Browser, server) -> None:
    """From the first visit to a server that has loaded nothing yet."""
    _, address = server
    page = chrome.new_page(viewport={"width": 1600, "height": 1000})
    benchmark.pedantic(drawn, args=(page, address), rounds=1, iterations=1)
    page.close()


@pytest.mark.benchmark(group="app")
def test_second_visit_to_drawn_map(benchmark, chrome: Browser, server) -> None:
    pid, address = server
    first = chrome.new_page(viewport={"width": 1600, "height": 1000})
    drawn(first, address)
    received: list[int] = []
    page = chrome.new_page(viewport={"width": 1600, "height": 1000})
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    page.on(
        "response",
        lambda reply: received.append(int(reply.headers.get("content-length", 0) or 0)),
    )
    benchmark.pedantic(drawn, args=(page, address), rounds=3, iterations=1)
    benchmark.extra_info["megabytes_to_browser_per_visit"] = round(sum(received) / 3 / 1e6, 2)
    benchmark.extra_info["server_memory_mb"] = round(resident_mb(pid))


@pytest.mark.benchmark(group="app")
def test_filter_to_redrawn_map(benchmark, chrome: Browser, server) -> None:
    pid, address = server
    page = chrome.new_page(viewport={"width": 1600, "height": 1000})
    drawn(page, address)
    frame = map_frame(page)
    chains = ("mode", "muziek", "ontwerp", "architectuur")
    box = page.get_by_test_id("stMultiSelect").filter(has_text="Keten").locator("input")

    def change(name: str) -> None:
        before = frame.evaluate(COUNTS)
        box.click()
        box.fill(name)
        began = time.perf_counter()
        box.press("Enter")
        frame.wait_for_function(
            f"(was) => JSON.stringify(({COUNTS})()) !== was",
            arg=frame.evaluate("(was) => JSON.stringify(was)", before),
            polling=20,
        )
        benchmark.extra_info.setdefault("seconds_from_key_to_redrawn", []).append(
            round(time.perf_counter() - began, 3)
        )

    names = iter(chains)
    benchmark.pedantic(lambda: change(next(names)), rounds=len(chains), iterations=1)
    benchmark.extra_info["server_memory_mb"] = round(resident_mb(pid))
