"""The council screen in a real Chromium: keyboard, presenter remote, and no network."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from controls import go_to, picked, settled, taken_in
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from readers import as_pdf_words, run
from scenes_of import nasty_scene, toy_scene
from views import points, view_of

from geo.data.folders import ROOT
from layers.figures.svg_pieces import size_of
from layers.files.presentation_html import presentation_html
from layers.paper.figure_file import figure_pictures
from layers.sentences.explanation import ContentTable, KeyFigure
from layers.view.map_model import LegendEntry
from layers.view.scenes import Scene, from_file, scene, to_file
from layers.view.state import ViewState
from pages.session import server
from pages.views import page_views

pytestmark = pytest.mark.browser
DRAWING = 240_000  # milliseconds at most, on a machine that does other work too
TODAY = date.today().isoformat()
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


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=str)
def test_a_room_reads_the_numbers_of_ten_chains_beside_each_other(
    page: Page, tmp_path: Path, size: tuple[int, int]
) -> None:
    """A number is at least a hundredth of the width of the screen, as all words of a deck."""
    data, state, asked = server.shipped(), ViewState(cities=("Amsterdam",)), {"per": "chain"}
    figure = page_views.figure_of("nabijheid", data, state, asked, TODAY)
    assert figure
    one = replace(toy_scene("A"), pictures=figure_pictures(figure), note="Wat overblijft. " * 40)
    path = tmp_path / "presentatie.html"
    path.write_bytes(presentation_html([one]))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path.as_uri())
    expect(page.locator(".deck.showing")).to_be_visible()
    # A picture that is fitted in its box keeps its ratio: as much smaller as its tighter side.
    shown = page.locator(".scene.shown img").evaluate("""async each => {
      await each.decode();
      const across = each.clientWidth / each.naturalWidth;
      return Math.min(across, each.clientHeight / each.naturalHeight) * each.naturalWidth;
    }""")
    numbers = re.findall(r'font-size="([\d.]+)"[^>]*>\d+,\d</text>', figure.svg)
    assert len(numbers) > 40  # half of ten by ten, and the diagonal
    width = size_of(figure.svg)[0] * 1.04  # with the edge that the picture has left and right
    assert min(map(float, numbers)) * shown / width >= size[0] / 100


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
    page.keyboard.press("?")
    expect(page.get_by_text("volgende scène")).to_be_visible()
    page.keyboard.press("Escape")  # closes the list of keys, and no more
    expect(page.get_by_text("volgende scène")).to_be_hidden()
    expect(page.locator(".deck.showing")).to_be_visible()
    page.get_by_role("button", name="Toetsen").click()
    expect(page.get_by_text("volgende scène")).to_be_visible()
    # Keys of one character can be switched off (WCAG 2.1.4); the others go on.
    single = page.get_by_role("button", name="Ook één letter of teken is een toets")
    single.click()
    expect(single).to_have_attribute("aria-pressed", "false")
    assert pressed(page, "n", "p", "b", ".", "ArrowLeft", "ArrowRight") == ["2"] * 4 + ["1", "2"]
    expect(page.locator(".deck.black")).to_have_count(0)
    single.click()
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="A", exact=True)).to_be_visible()
    page.get_by_role("button", name="Toon scène voor scène").click()
    expect(page.get_by_role("heading", name="A", exact=True)).not_to_be_visible()


def test_notes_stand_in_the_window_of_who_speaks_and_not_on_the_screen(
    page: Page, tmp_path
) -> None:
    path = tmp_path / "noten.html"
    note = "<b>Let op</b> de brug"
    path.write_bytes(presentation_html([toy_scene("A", note), toy_scene("B")]))
    page.goto(path.as_uri())
    expect(page.locator(".scene.shown .note")).not_to_be_visible()
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    speaker = opening.value
    expect(speaker.locator("#note")).to_have_text(note)
    expect(speaker.locator("#next")).to_have_text("Hierna: B")
    expect(speaker.locator("#time")).to_have_text(re.compile(r"1 / 2 +0:0[1-9]"))
    speaker.keyboard.press("PageDown")
    assert at(page) == "2"
    expect(speaker.locator("#now")).to_have_text("B")
    expect(speaker.locator("#next")).to_have_text("Hierna: einde")
    page.emulate_media(media="print")
    expect(page.locator(".note.for-speaker").first).to_be_visible()


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


# Four columns with the longest words that the pages use, and three rows of two lines.
LONG_ROWS = ContentTable(
    "",
    ("Plek", "Open schakel", "Meeste organisaties in", "Dichtstbijzijnde aanbieder"),
    (
        ("De Kauwgomballenfabriek", "verspreiden", "beeldende kunst", "Museum De Dageraad"),
        ("NDSM-werf / Kunststad (NDSM-loods)", "publiek", "podiumkunst", "Melkweg Expo"),
        ("Hofbogen / Mini Mall (Station Hofplein)", "maken", "architectuur", "Huis Sonneveld"),
    ),
)
# Words of the rows or figures beside a map that are not wholly seen, and rows that are not there.
CUT = """() => {
  const beside = document.querySelector(".scene.shown .beside");
  const room = beside.getBoundingClientRect();
  return [...beside.querySelectorAll("th, td, dt, dd")].filter(each => {
    const box = each.getBoundingClientRect();
    return !box.height || box.right > room.right + 1 || box.bottom > room.bottom + 1
      || each.scrollWidth > each.clientWidth + 1;
  }).map(each => each.textContent);
}"""
# A word on two lines: its letters have more than one box, though no sign in it allows a break.
BROKEN = """() => [...document.querySelectorAll(".scene.shown :is(th, td, dt)")].flatMap(each => {
  const text = each.firstChild, found = [];
  for (const word of text.data.matchAll(/[\\p{L}]+/gu)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    if (range.getClientRects().length > 1) found.push(word[0]);
  }
  return found;
})"""


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("entries", [6, 30])
def test_three_rows_beside_a_map_are_whole(
    page: Page, tmp_path: Path, size: tuple[int, int], entries: int
) -> None:
    kinds = tuple(LegendEntry(f"soort {i}", "square", "#117733", count=i) for i in range(entries))
    layer = replace(points(["a"], [(121_000, 487_000)]), legend=kinds)
    figures = (
        KeyFigure("108", "gebouwen, waarvan 21 zonder plaats; van 53 is geen huurder bekend"),
        KeyFigure("267", "huurders bij naam bekend, waarvan 1 zonder plaats"),
        KeyFigure("1", "bekende ontmoetingsplekken"),
    )
    one = replace(toy_scene("Een kop"), view=view_of(layer), table=LONG_ROWS, figures=figures)
    path = tmp_path / "rijen.html"
    path.write_bytes(presentation_html([one]))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path.as_uri())
    expect(page.locator(".scene.shown tbody tr:visible")).to_have_count(3)
    assert page.evaluate(CUT) == []
    assert page.evaluate(BROKEN) == []
    # Letters of a hundredth of the screen are read at three metres.
    sizes = page.evaluate("""() => [...document.querySelectorAll(".scene.shown :is(th, td, dt)")]
      .map(each => parseFloat(getComputedStyle(each).fontSize))""")
    assert min(sizes) >= 0.0099 * size[0]


def test_what_is_printed_has_a_page_a_scene_and_no_more(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "druk.html"
    path.write_bytes(presentation_html([toy_scene(word) for word in "ABC"]))
    page.goto(path.as_uri())
    printed = tmp_path / "druk.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    assert re.search(r"Pages:\s+3\b", run("pdfinfo", printed))


def test_a_black_screen_is_black(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "zwart.html"
    path.write_bytes(presentation_html([toy_scene("A")]))
    page.goto(path.as_uri())
    page.keyboard.press(".")
    seen = Image.open(io.BytesIO(page.screenshot())).convert("L")
    assert seen.getextrema() == (0, 0)
    page.keyboard.press(".")
    expect(page.get_by_role("button", name="Toetsen")).to_be_visible()


def test_names_never_run(page: Page, tmp_path) -> None:
    path = tmp_path / "naam.html"
    names = ["<script>window.__ketenkaart_xss=1</script>", "</script>`${1}`", "{{ 7*7 }}"]
    path.write_bytes(presentation_html([nasty_scene(name) for name in names]))
    page.goto(path.as_uri())
    assert page.evaluate("() => window.__ketenkaart_xss === undefined")
    assert page.locator(".scene.shown h2").inner_text() == names[0]


def load_scenes(page: Page, address: str, tmp_path, scenes: Sequence[Scene] = SCENES) -> None:
    path = tmp_path / "scenes.json"
    path.write_bytes(to_file(scenes, "Raad"))
    page.goto(f"{address}/presentatie?stad=Amsterdam")
    page.get_by_test_id("stFileUploader").filter(has_text="Open bewaarde").locator(
        "input[type=file]"
    ).set_input_files(path)
    page.get_by_role("button", name="Vervang de scènes").click()
    expect(page.get_by_text(re.compile(f"^Scène {len(scenes)} ·"))).to_be_visible()
    settled(page)


def test_the_council_screen_hides_the_controls_turns_without_the_server_and_leaves(
    page: Page, app_address: str, tmp_path
) -> None:
    load_scenes(page, app_address, tmp_path)
    page.get_by_role("button", name="Start de presentatie").click()
    expect(page.locator(".deck.showing")).to_be_visible(timeout=DRAWING)
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
    boxes = page.get_by_test_id("stTextInput").filter(has_text="Kop").locator("input")
    with taken_in(page):
        page.get_by_role("button", name="Naar achteren").first.click()
    expect(boxes.nth(0)).to_have_value("Scène B")
    expect(boxes.nth(1)).to_have_value("Scène A")
    with taken_in(page):
        page.get_by_role("button", name="Weghalen").last.click()
    expect(page.get_by_text(re.compile("^Scène 3 ·"))).not_to_be_visible()
    boxes.nth(0).fill("Nieuwe kop {{7*7}}")
    with taken_in(page):
        boxes.nth(0).press("Tab")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar de scènes").click()
    content = download.value.path().read_bytes()
    assert [one.headline for one in from_file(content)[1]] == ["Nieuwe kop {{7*7}}", "Scène A"]
    assert json.loads(content)["ketenkaart_scenes"] == 1


def test_a_scene_added_on_waar_shows_the_ranked_map(page: Page, app_address: str) -> None:
    page.goto(f"{app_address}/waar?stad=Rotterdam&ik=fashion.make")
    page.get_by_role("button", name="Maak hier een … van").click()
    picked(page, "Maak van wat u nu ziet een", "Scène van de presentatie")
    page.get_by_role("button", name="Voeg de weergave van nu toe").click()
    expect(page.get_by_text("Toegevoegd als scène 1.")).to_be_visible()
    go_to(page, "Presentatie")
    expect(page.get_by_text(re.compile("^Scène 1 · Waar moet ik zijn"))).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Start de presentatie").click()
    expect(page.locator(".deck.showing")).to_be_visible(timeout=DRAWING)
    # Explanation by the ranking, drawn by the ranking, counted by the ranking.
    heading = page.locator(".scene.shown h2")
    expect(heading).to_have_text(re.compile("^Voor mode · maken staat .+ bovenaan, vóór .+ en .+"))
    expect(page.locator(".scene.shown figcaption")).to_contain_text("Plaats in de volgorde")
    expect(page.locator(".scene.shown dl")).to_contain_text("gebouwen gerangschikt")
    alt = page.locator(".scene.shown img").get_attribute("alt") or ""
    assert alt.startswith("Kaart: Gebouwen voor wie werkt in mode: maken")


def test_scenes_of_other_pages_show_those_and_turn_by_the_keys(
    page: Page, app_address: str, tmp_path
) -> None:
    scenes = (
        scene("", "", "ketens", "stad=Rotterdam&toon=music"),
        scene("", "", "vergelijken", ""),
        scene("", "", "kaart", "stad=Rotterdam&keten=music"),
    )
    load_scenes(page, app_address, tmp_path, scenes)
    page.get_by_role("button", name="Start de presentatie").click()
    expect(page.locator(".deck.showing")).to_be_visible(timeout=DRAWING)
    heading, picture = page.locator(".scene.shown h2"), page.locator(".scene.shown img")
    expect(heading).to_have_text(
        re.compile("in de keten muziek: in Rotterdam niet gezien: bedenken$")
    )
    expect(page.locator(".scene.shown figcaption")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(heading).to_have_text(re.compile("van de 2 vergeleken gebouwen"))
    page.keyboard.press("PageDown")
    expect(heading).to_have_text(re.compile("^[0-9]+ huurders uit de keten muziek"))
    assert (picture.get_attribute("alt") or "").startswith("Kaart: ")
    page.keyboard.press("PageUp")
    expect(heading).to_have_text(re.compile("van de 2 vergeleken gebouwen"))


@pytest.fixture
def held_app(serve: Callable[[Path], str], tmp_path: Path) -> str:
    """Address of a server that draws nothing until a file ``go`` stands in the test's folder."""
    shutil.copytree(ROOT / "static", tmp_path / "static")
    for name in ("pages", ".streamlit"):
        (tmp_path / name).symlink_to(ROOT / name)
    return serve(Path(shutil.copy(ROOT / "tests" / "browser" / "held_app.py", tmp_path)))


def test_drawing_shows_how_far_it_is_holds_nothing_up_and_is_cancelled(
    page: Page, held_app: str, tmp_path: Path
) -> None:
    load_scenes(page, held_app, tmp_path)
    start = page.get_by_role("button", name="Start de presentatie")
    start.click()
    progress = page.get_by_text(re.compile(r"Scènes tekenen: 0 van 3"))
    expect(progress).to_be_visible()
    # The page goes on: a scene is moved while none is drawn.
    page.get_by_role("button", name="Naar achteren").first.click()
    boxes = page.get_by_test_id("stTextInput").filter(has_text="Kop").locator("input")
    expect(boxes.nth(0)).to_have_value("Scène B")
    expect(progress).to_be_visible()
    page.get_by_role("button", name="Annuleren").click()
    expect(page.get_by_text(re.compile("Scènes tekenen"))).to_have_count(0)
    expect(page.locator(".deck.showing")).to_have_count(0)
    (tmp_path / "go").touch()
    start.click()
    expect(page.locator(".deck.showing")).to_be_visible(timeout=DRAWING)


def below(page: Page, control: Locator) -> float:
    """How far a control stands below the heading of its part, in pixels."""
    heading = page.get_by_role("heading", name="Meenemen").bounding_box()
    box = control.bounding_box()
    assert heading and box
    return box["y"] - heading["y"]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("Dia's (PowerPoint)", "pptx"),
        ("Document (Word)", "docx"),
        ("Presentatie als HTML (opent zonder internet)", "html"),
    ],
)
def test_the_scenes_are_made_into_a_file_and_opened_elsewhere(
    page: Page, app_address: str, tmp_path: Path, kind: str, ending: str
) -> None:
    load_scenes(page, app_address, tmp_path)
    make = page.get_by_role("button", name="Maak het bestand")
    stood = below(page, make)
    if ending != "pptx":  # the first of the list is chosen already
        with taken_in(page):
            picked(page, "Bestand", kind)
    assert below(page, make) == stood  # it does not go away from under the hand
    make.click()
    button = page.get_by_role("button", name=f"Download ketenkaart_presentatie_{TODAY}.{ending}")
    expect(button).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        button.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    if ending == "html":
        page.context.set_offline(True)
        page.goto(path.as_uri())
        explanation = page.locator(".scene.shown h2").inner_text()
    else:
        explanation = as_pdf_words(path)
    assert "Scène A" in explanation
