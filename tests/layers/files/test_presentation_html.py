"""The presentation as one HTML file, and the page that makes it."""

from __future__ import annotations

import base64
import io
import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from app_pages import opened
from PIL import Image, ImageChops
from scenes_of import nasty_scene, toy_scene, toy_scene_kept
from streamlit.testing.v1 import AppTest
from views import NASTY_NAMES, points, view_of

from geo.data.errors import ArgumentError
from layers.files.presentation_html import deck_style, presentation_html
from layers.view.map_model import LegendEntry
from layers.view.scenes import Place, scene
from layers.words.plain_text import one_line
from layers.words.text import text

PATIENCE = 120.0  # seconds, on a machine that does other work too


class Reader(HTMLParser):
    """Collects tags with attributes, and the text of everything but scripts and styles."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: list[str] = []
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.inside):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.slow
def test_every_scene_stands_in_the_file_with_its_words_and_picture() -> None:
    page = Reader(presentation_html([toy_scene("Een", "Noot"), toy_scene("Twee")], "Ketens"))
    assert page.words[0] == "Ketens"
    assert len(page.all("section")) == 2
    assert [one["aria-label"] for one in page.all("section")] == [
        "Scène 1 van 2: Een",
        "Scène 2 van 2: Twee",
    ]
    assert [one["alt"][:6] for one in page.all("img")] == ["Kaart:", "Kaart:"]
    for words in ("Een", "Noot", "1 / 2", "2 / 2"):
        assert words in page.words


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entries", "wanted"), [(6, "tabled"), (20, "many"), (30, "many crowded tabled")]
)
def test_a_long_legend_gets_room_and_never_small_type(entries: int, wanted: str) -> None:
    kinds = tuple(LegendEntry(f"soort {i}", "square", "#117733", count=i) for i in range(entries))
    layer = replace(points(["a"], [(121_000, 487_000)]), legend=kinds)
    one = replace(toy_scene("Een"), view=view_of(layer))
    (section,) = Reader(presentation_html([one])).all("section")
    assert sorted((section["class"] or "").split()[1:]) == sorted(wanted.split())
    # At 1 vw a letter on a screen of two metres is 2 cm high: legible at three metres.
    sizes = re.findall(r"\.ketenkaart-legend \{[^}]*font-size: ([\d.]+)vw", deck_style())
    assert len(sizes) == 3
    assert min(map(float, sizes)) > 1.0


@pytest.mark.slow
def test_nothing_in_the_file_lies_elsewhere() -> None:
    page = Reader(presentation_html([toy_scene_kept()]))
    asked = [one.get(name) for _, one in page.tags for name in ("src", "href") if one.get(name)]
    assert asked
    assert all(str(address).startswith("data:image/webp;base64,") for address in asked)
    assert not re.search(r"url\(|@import", deck_style())


def test_a_note_of_the_planner_is_for_who_speaks_and_what_numbers_say_is_for_all() -> None:
    (own,) = (one for one in Reader(presentation_html([toy_scene("Een", "Noot")])).all("p"))
    assert own["class"] == "note for-speaker"
    said = replace(toy_scene_kept(), note="Wat niet in de kop paste.", for_speaker=False)
    (told,) = (one for one in Reader(presentation_html([said])).all("p"))
    assert told["class"] == "note"


@pytest.mark.slow
def test_twelve_scenes_fit_in_a_mail_and_look_the_same() -> None:
    # A picture as full as a map is: lines, areas and letters of the sheet of a whole city.
    png = (Path(__file__).parents[1] / "paper/golden/amsterdam_alles.png").read_bytes()
    size = (2400, 1600)
    full = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").resize(size).save(full, "PNG")
    kept = toy_scene_kept()
    picture = replace(kept.pictures.map, content=full.getvalue())
    scene_of_city = replace(kept, pictures=replace(kept.pictures, map=picture))
    made = presentation_html([scene_of_city] * 12)
    assert len(made) < 6_000_000
    shown = re.search(rb'src="data:image/webp;base64,([^"]+)"', made)
    assert shown
    drawn = Image.open(io.BytesIO(base64.b64decode(shown[1]))).convert("RGB")
    away = np.asarray(ImageChops.difference(drawn, Image.open(full).convert("RGB")), float)
    assert away.mean() < 3  # of 255


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_any_name_is_text_and_nothing_else(name: str) -> None:
    plain = Reader(presentation_html([nasty_scene("gewoon")]))
    nasty = Reader(presentation_html([nasty_scene(name)]))
    assert one_line(name) in nasty.words
    kinds = [tag for tag, _ in plain.tags]
    assert [tag for tag, _ in nasty.tags if tag in ("script", "img", "section")] == [
        tag for tag in kinds if tag in ("script", "img", "section")
    ]


def test_type_is_legible_at_three_metres() -> None:
    # A council screen is at least 1.5 m wide; letters of a text to be read at 3 m are to have an
    # x-height of 1/300 of that, 10 mm. With an x-height of about half the size: 20 mm, 1.33 vw.
    # Sources and counter (footer) are for who stands before the screen.
    sizes = dict(
        re.findall(r"\n\.scene ([\w ]+|\.note) \{[^}]*?font-size: ([\d.]+)vw", deck_style())
    )
    assert float(sizes["dd"]) >= 2.66
    for place in ("dt", ".note", "table"):
        assert float(sizes[place]) >= 1.33
    assert float(re.search(r"\.scene h2 \{[^}]*font-size: ([\d.]+)vw", deck_style()).group(1)) > 2.6


def test_the_first_rows_stand_beside_the_map_where_no_note_does() -> None:
    table = toy_scene_kept().table
    alone = Reader(presentation_html([toy_scene("Een")]))
    assert [row[0] for row in table.rows[:3] if row[0] in alone.words] == [
        row[0] for row in table.rows[:3]
    ]
    assert len(alone.all("tr")) == 1 + min(3, len(table.rows))
    # A note of the planner's own is for who speaks: it takes no room on the screen.
    assert Reader(presentation_html([toy_scene("Een", "Noot")])).all("tr")
    noted = replace(toy_scene("Een"), note="Meer dan een kop houdt", for_speaker=False)
    assert not Reader(presentation_html([noted])).all("tr")


def test_no_scenes_is_no_file() -> None:
    with pytest.raises(ArgumentError):
        presentation_html([])


# ---- the page


def page(*scenes: object, lang: str = "nl") -> AppTest:
    return opened("presentatie", {"presentation.scenes": scenes}, taal=lang, stad="-")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_opens_in_both_languages_and_asks_for_scenes(lang: str) -> None:
    test = page(lang=lang)
    assert not test.exception
    assert text("presentatie.none", lang) in [info.value for info in test.info]
    assert test.button(key="presentation.start").disabled


@pytest.mark.slow
def test_the_page_lists_the_scenes_with_their_filters() -> None:
    scenes = [
        scene("Muziek in het oosten", "n", "kaart", "keten=music&stad=Amsterdam", Place(52, 5, 12)),
        scene("", "", "waar", "<script>=1&keten={{7*7}}"),
    ]
    test = page(*scenes)
    assert not test.exception
    headlines = [box.value for box in test.text_input if "headline" in str(box.key)]
    assert "Muziek in het oosten" in headlines
    said = "\n".join(caption.value for caption in test.caption)
    assert "Scène 1 · Kaart · Amsterdam · muziek" in said
    assert "Scène 2 · Waar moet ik zijn? · " in said
    assert "2 scènes van hoogstens 12." in said


def drawn(test: AppTest) -> AppTest:
    """Run the page until everything that is asked for is drawn; the browser does so by itself."""
    deadline = time.monotonic() + PATIENCE
    while "presentation.wanted" in test.session_state and time.monotonic() < deadline:
        time.sleep(0.1)
        test.run()
    return test


@pytest.mark.slow
def test_starting_waits_for_nothing_and_begins_when_all_is_drawn() -> None:
    test = page(scene("A", "", "kaart", "stad=Amsterdam&keten=music&jaar=1995"))
    test.button(key="presentation.start").click().run()
    assert not test.exception
    assert "presentation.showing" not in test.session_state
    assert test.button(key="presentation.stop").label == "Annuleren"
    assert drawn(test).session_state["presentation.showing"]
    assert not test.exception


def test_what_is_cancelled_begins_no_more() -> None:
    test = page(scene("A", "", "kaart", "stad=Amsterdam&keten=music&jaar=1996"))
    test.button(key="presentation.start").click().run()
    test.button(key="presentation.stop").click().run()
    assert not test.exception
    assert "presentation.wanted" not in test.session_state
    assert "presentation.showing" not in test.session_state


@pytest.mark.slow
def test_a_file_is_made_when_its_scenes_are_drawn() -> None:
    test = page(scene("A", "", "ketens", "stad=Rotterdam&toon=music&jaar=1997"))
    test.selectbox(key="presentation.kind").select("html").run()
    test.button(key="presentation.make").click().run()
    drawn(test)
    assert not test.exception
    asked, content = test.session_state["presentation.made"]
    assert asked[0] == "html"
    assert "ketenkaartPresentation" in content.decode()


@pytest.mark.slow
def test_a_scene_is_added_from_the_page_it_stands_on_and_begins_to_be_drawn() -> None:
    # The place is where *Kaart* was looked at before; *Waar moet ik zijn?* has none of its own.
    asked = {"stad": "Rotterdam", "ik": "fashion.make", "lat": "51.9", "lon": "4.4", "z": "15"}
    test = opened("waar", **asked)
    test.selectbox(key="make_here.kind.True").select("scene").run()
    test.button(key="add_scene.waar.add").click().run()
    assert not test.exception
    (made,) = test.session_state["presentation.scenes"]
    assert (made.page, made.place) == ("waar", None)
    assert {"stad=Rotterdam", "ik=fashion.make"} <= set(made.query.split("&"))
    assert len([button for button in test.button if "add_scene" in str(button.key)]) == 1
