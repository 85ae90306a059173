"""The pages under the policy that every answer carries: nothing of them is blocked."""

from __future__ import annotations

import re

import pytest
from controls import go_to, settled
from playwright.sync_api import BrowserContext, ConsoleMessage, expect
from test_web_map_browser import map_frame

pytestmark = pytest.mark.browser
BLOCKED = re.compile(r"content security policy|refused to|violates", re.I)


def test_no_page_asks_for_what_the_policy_blocks(context: BrowserContext, app_address: str) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if BLOCKED.search(message.text):
            said.append(message.text)

    context.on("console", hear)
    page = context.new_page()
    page.goto(f"{app_address}/?stad=Amsterdam")
    map_frame(page).locator(".leaflet-container").first.wait_for()
    for name in ("Presentatie", "Uitvoer", "Eigen gegevens", "Nabijheid"):
        go_to(page, name)
        expect(page.get_by_role("heading", name=name).first).to_be_visible()
    assert said == []


def test_a_file_is_taken_on_a_page_that_asks_for_one_and_on_no_other(
    context: BrowserContext, app_address: str
) -> None:
    page = context.new_page()
    taken: list[str] = []
    page.on("request", lambda each: taken.append(each.url) if each.method == "PUT" else None)
    page.goto(f"{app_address}/eigen")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"naam;x;y\nA;121230;490467\n"}
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answer:
        page.locator("input[type=file]").first.set_input_files(file)
    assert answer.value.status == 204
    go_to(page, "Bronnen")
    expect(page.get_by_role("heading", name="Bronnen").first).to_be_visible()
    (address,) = taken
    again = "async (address) => (await fetch(address, {method: 'PUT', body: 'x'})).status"
    assert page.evaluate(again, address) == 403


def test_a_first_visit_brings_less_than_three_megabytes(
    context: BrowserContext, app_address: str
) -> None:
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    brought: list[float] = []
    wire.on("Network.loadingFinished", lambda told: brought.append(told["encodedDataLength"]))
    # What a socket says is told in base64.
    wire.on("Network.webSocketFrameReceived",
            lambda told: brought.append(0.75 * len(told["response"]["payloadData"])))  # fmt: skip
    page.goto(app_address)
    frame = map_frame(page)
    frame.wait_for_function("() => document.querySelectorAll('.leaflet-tile-loaded').length > 9")
    settled(page)
    assert 1e6 < sum(brought) < 3e6
