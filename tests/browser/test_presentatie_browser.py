"""The council screen in a real Chromium: keyboard, presenter remote, and no network."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scenes_of import nasty_scene, toy_scene

from layers.presentation_html import presentation_html
from layers.scenes import from_file, scene, to_file

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
SCENES = tuple(scene(f"Scène {word}", "", "kaart", "stad=Amsterdam") for word in "ABC")


def at(page: Page) -> str:
    return page.locator(".deck").get_attribute("data-at") or ""


def pressed(page: Page, *keys: str) -> list[str]:
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(at(page))
    return found


KEYS = ["PageDown", "ArrowRight", "ArrowRight", "PageUp", " ", "ArrowLeft", "Home", "End"]
PLACES = ["2", "3", "3", "2", "3", "2", "1", "3"]


def test_the_saved_file_is_turned_by_keyboard_and_edges(page: Page, tmp_path) -> None:
    path = tmp_path / "presentatie.html"
    path.write_bytes(presentation_html([toy_scene(word) for word in "ABC"], "Raad"))
    page.goto(path.as_uri())
    expect(page.locator(".deck.showing")).to_be_visible()
    assert pressed(page, *KEYS) == PLACES
    page.get_by_role("button", name="Vorige scène").click()
    assert at(page) == "2"
    expect(page.get_by_role("heading", name="B", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="A", exact=True)).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="A", exact=True)).to_be_visible()
    page.get_by_role("button", name="Toon scène voor scène").click()
    expect(page.get_by_role("heading", name="A", exact=True)).not_to_be_visible()


def test_a_scene_fills_the_screen_and_nothing_runs_over(page: Page, tmp_path) -> None:
    path = tmp_path / "vol.html"
    scenes = [nasty_scene("W" * 200), toy_scene("Muziek zit " * 7, "lange " * 83)]
    path.write_bytes(presentation_html(scenes))
    page.goto(path.as_uri())
    for _ in range(2):
        over = page.evaluate("""() => {
          const s = document.querySelector('.scene.shown');
          const b = s.querySelector('.beside');
          return [s.scrollHeight - innerHeight, s.scrollWidth - innerWidth,
                  b.scrollHeight - b.clientHeight];
        }""")
        assert over == [0, 0, 0]
        bottom = page.locator(".scene.shown footer").bounding_box()
        assert bottom["y"] + bottom["height"] <= 800
        page.keyboard.press("PageDown")


def test_names_never_run(page: Page, tmp_path) -> None:
    path = tmp_path / "naam.html"
    names = ["<script>window.__ketenkaart_xss=1</script>", "</script>`${1}`", "{{ 7*7 }}"]
    path.write_bytes(presentation_html([nasty_scene(name) for name in names]))
    page.goto(path.as_uri())
    assert page.evaluate("() => window.__ketenkaart_xss === undefined")
    assert page.locator(".scene.shown h2").inner_text() == names[0]


def load_scenes(page: Page, address: str, tmp_path) -> None:
    path = tmp_path / "scenes.json"
    path.write_bytes(to_file(SCENES, "Raad"))
    page.goto(f"{address}/presentatie?stad=Amsterdam")
    page.get_by_test_id("stFileUploader").filter(has_text="Open bewaarde").locator(
        "input[type=file]"
    ).set_input_files(path)
    page.get_by_role("button", name="Vervang de scènes").click()
    expect(page.get_by_text(re.compile("^Scène 3 ·"))).to_be_visible()


def test_the_council_screen_hides_the_controls_turns_without_the_server_and_leaves(
    page: Page, app_address: str, tmp_path
) -> None:
    load_scenes(page, app_address, tmp_path)
    page.get_by_role("button", name="Start de presentatie").click()
    expect(page.locator(".deck.showing")).to_be_visible(timeout=90_000)
    for name in ("stSidebar", "stHeader", "stToolbar"):
        expect(page.get_by_test_id(name)).not_to_be_visible()
    page.context.set_offline(True)
    assert pressed(page, *KEYS) == PLACES
    expect(page.get_by_role("heading", name="Scène C")).to_be_visible()
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Presentatie: de scènes")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def test_scenes_are_reordered_removed_and_saved(page: Page, app_address: str, tmp_path) -> None:
    load_scenes(page, app_address, tmp_path)
    page.get_by_role("button", name="Naar achteren").first.click()
    box = page.get_by_test_id("stTextInput").filter(has_text="Kop").locator("input").first
    expect(box).to_have_value("Scène B")
    page.get_by_role("button", name="Weghalen").last.click()
    expect(page.get_by_text(re.compile("^Scène 3 ·"))).not_to_be_visible()
    box.fill("Nieuwe kop {{7*7}}")
    box.press("Tab")
    page.wait_for_timeout(1500)
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar de scènes").click()
    content = download.value.path().read_bytes()
    assert [one.headline for one in from_file(content)[1]] == ["Nieuwe kop {{7*7}}", "Scène A"]
    assert json.loads(content)["ketenkaart_scenes"] == 1
