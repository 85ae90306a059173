"""The controls of a page, used as a planner does: by what they say, and without guessing times."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Frame, Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from layers.words.text import LANGUAGES, text
from pages.app import frame

MOST_S = 60
LISTENS = """() => window.map && map._loaded
  && (map._events.click || []).some(each => each.fn.name === "onMapClick")"""
_sockets: dict[Page, WebSocket] = {}


def note_socket(page: Page) -> None:
    """Have what a page says to its server, and hears, at hand for `taken_in`."""

    def note(socket: WebSocket) -> None:
        _sockets[page] = socket

    page.on("websocket", note)
    page.on("close", lambda: _sockets.pop(page, None))


def settled(page: Page) -> None:
    """Wait until no script runs."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def _asks(message: bytes | str) -> bool:
    said = BackMsg()
    said.ParseFromString(message if isinstance(message, bytes) else b"")
    return said.WhichOneof("type") == "rerun_script"


def _ends(message: bytes | str) -> bool:
    heard = ForwardMsg()
    heard.ParseFromString(message if isinstance(message, bytes) else b"")
    return heard.WhichOneof("type") == "script_finished"


@contextmanager
def taken_in(page: Page) -> Iterator[None]:
    """Wait until the server has run for what is done inside, and the answer stands on the page.

    A page at rest says nothing: it may be at rest because it has not begun yet.
    """
    settled(page)
    asked: list[bool] = []

    def note(message: bytes | str) -> None:
        if _asks(message):
            asked.append(True)

    socket = _sockets[page]
    socket.on("framesent", note)
    with socket.expect_event("framereceived", lambda heard: bool(asked) and _ends(heard)):
        yield
    socket.remove_listener("framesent", note)
    settled(page)


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds that only Python can tell."""
    latest = time.monotonic() + MOST_S
    while not holds():
        assert time.monotonic() < latest, "it never came"
        page.wait_for_timeout(100)


def frame_of_map(page: Page) -> Frame:
    """The frame of the first map, which may be empty as yet."""
    frame = page.wait_for_selector("iframe[src*=streamlit_folium]").content_frame()
    assert frame
    return frame


def listening(page: Page) -> Frame:
    """The frame of the first map, once it hears clicks on the ground."""
    frame = frame_of_map(page)
    frame.wait_for_function(LISTENS)
    return frame


def looked_at(frame: Frame, latitude: float, longitude: float, zoom: int) -> None:
    """Put a map somewhere at once.

    A map that flies there begins at a later picture of the screen: who waits until it no longer
    flies may have asked before it began.
    """
    frame.evaluate("([at, zoom]) => map.setView(at, zoom, {animate: false})",
                   [[latitude, longitude], zoom])  # fmt: skip


def clicked_in_frame(page: Page, across: float, down: float) -> None:
    """Click on the first map at a share of its width and height, once it stands still."""
    listening(page)
    frame = page.locator("iframe").first
    box = frame.bounding_box()
    assert box
    frame.click(position={"x": box["width"] * across, "y": box["height"] * down})


def drawn_table(page: Page) -> None:
    """Wait until the first table has drawn its cells: before that it hears no click."""
    settled(page)
    cells = page.get_by_test_id("stDataFrame").first.locator("canvas [role=gridcell]")
    expect(cells.first).to_be_attached()


def chosen(page: Page, question: str, answer: str) -> None:
    """Click one answer of a row of buttons, unless it is chosen already."""
    group = page.get_by_test_id("stButtonGroup").filter(has_text=question)
    button = group.get_by_role("radio", name=answer, exact=True)
    if not button.is_checked():
        button.click()
    expect(button).to_be_checked()


def go_to(page: Page, name: str) -> None:
    """Go to a page by its title, through the bar above every page."""
    way = next(
        text(way, lang)
        for way, pages in frame.WAYS.items()
        for lang in LANGUAGES
        if name in [text(title, lang) for title in pages.values()]
    )
    bar = page.get_by_test_id("stTopNav")
    bar.get_by_role("button", name=way, exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()


def picked(page: Page, question: str, answer: str) -> None:
    """Pick one answer from a list, opened after all scrolling: a page that scrolls closes it."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=question).get_by_role("combobox")
    settled(page)
    if box.input_value() == answer:
        return
    box.focus()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    box.press("ArrowDown")
    page.get_by_role("option", name=answer, exact=True).click()
    expect(box).to_have_value(answer)
