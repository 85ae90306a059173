"""Letters of chains on the web map: there where they can be read, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from controls import until
from demo_view import demo_view, hubs
from playwright.sync_api import BrowserContext, Page

from layers.web.standalone_page import standalone_html

pytestmark = pytest.mark.browser
# Notes every letter that is written on a canvas, with the size of its type and its colour.
LISTEN = """
window.written = [];
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
  window.written.push([words, parseFloat(this.font.match(/([\\d.]+)px/)[1]), this.fillStyle]);
  return fill.apply(this, arguments);
};
"""
PARTS = [("#332288", 3.0, "Z"), ("#DDCC77", 1.0, "G")]


@pytest.fixture
def page(context: BrowserContext, tmp_path: Path) -> Page:
    """A map of a pie with a dark and a light piece, and of a symbol."""
    layer = hubs()
    looks = {"shape": ["pie", "circle"], "colour": ["", "#882255"], "letter": ["", "A"]}
    frame = layer.frame.assign(**looks, parts=[PARTS, None], size=[14.0, 5.0])
    path = tmp_path / "kaart.html"
    path.write_bytes(standalone_html(replace(demo_view(), layers=(replace(layer, frame=frame),))))
    made = context.new_page()
    made.add_init_script(LISTEN)
    made.goto(path.as_uri())
    # Asked from outside: the page itself forbids text that is made into script.
    until(made, lambda: made.evaluate("() => Boolean(window.ketenkaartMap && window.written)"))
    return made


def letters_at(page: Page, zoom: int) -> dict[str, tuple[float, str]]:
    """Letters written at a zoom: size of type in pixels, and colour."""
    page.evaluate("window.written = []")
    page.evaluate(f"window.ketenkaartMap.setView([52.3635, 4.8900], {zoom}, {{animate: false}})")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    found = page.evaluate("window.written.filter(one => one[0].length === 1)")
    return {letter: (size, colour) for letter, size, colour in found}


def test_letters_come_with_the_room_for_them(page: Page) -> None:
    assert letters_at(page, 11) == {}
    near = letters_at(page, 17)
    assert set(near) == {"Z", "G", "A"}
    # A capital of six pixels is the least; type is 1.4 times as high.
    assert all(size >= 6 / 0.714 for size, _ in near.values())


def test_letters_are_light_on_dark_and_dark_on_light(page: Page) -> None:
    near = letters_at(page, 17)
    assert near["Z"][1] == "#ffffff"
    assert near["G"][1] == "#1a1a1a"
