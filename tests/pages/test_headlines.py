"""What a scene says above its map is whole: no sentence of ours is cut, however long."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation

from layers.files.presentation_html import presentation_html
from layers.files.scene_content import SceneContent, in_headline, scene_content
from layers.files.slides import slide_set
from layers.sentences.explanation import Explanation
from layers.view.state import Parameters, ViewState
from layers.words.plain_text import one_line
from pages.session import server
from pages.views import kaart_view, schakels_view
from pages.views.page_views import PAGES
from tests.support.scenes_of import pictures

pytestmark = pytest.mark.slow
DAY = "2026-11-30"
LONG = "Dit is een zin die niet ophoudt waar men het verwacht " * 8 + "en hier eindigt hij."


def made(page: str, state: ViewState, asked: Parameters) -> str:
    """The words above a scene, and what of the statement stands beside them."""
    data, view = server.shipped(), PAGES[page]
    statement = view.explanation_of(data, state, asked, DAY).statement
    head, rest = in_headline(statement)
    # A list is divided where it has a semicolon, which then says nothing more.
    whole, parted = (words.replace(";", "") for words in (one_line(statement), f"{head} {rest}"))
    assert parted.strip() == whole, page
    return head


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("page", [name for name in PAGES if hasattr(PAGES[name], "explanation_of")])
def test_the_words_above_a_scene_are_whole_sentences(page: str, lang: str) -> None:
    for cities in (("Rotterdam",), ("Amsterdam", "Rotterdam")):
        head = made(page, ViewState(lang=lang, cities=cities, chains=("film_media",)), {})
        assert head and "…" not in head


@pytest.mark.parametrize("kind", ["hub", "cluster", "neighbourhood", "district"])
def test_open_links_are_said_in_one_headline_of_every_chain(kind: str) -> None:
    chains = [*server.shipped().chain_model.ten, "all"]
    for chain in chains:
        asked = {schakels_view.ASKED: f"{chain}.{kind}.500"}
        head = made("schakels", ViewState(cities=("Rotterdam",)), asked)
        assert head.endswith((".", ")")) and len(head) <= 200


def long_scene() -> SceneContent:
    state = ViewState(cities=("Rotterdam",), layers=("hubs",))
    view = kaart_view.view_of(server.shipped(), state, DAY)
    told: Explanation = kaart_view.explanation_of(server.shipped(), state, {}, DAY)
    return scene_content(view, replace(told, statement=LONG), pictures=pictures())


def test_a_sentence_of_ours_that_is_long_is_whole_on_slide_and_deck() -> None:
    scene = long_scene()
    assert scene.headline == LONG
    deck = Presentation(io.BytesIO(slide_set([scene])))
    shape = deck.slides[0].shapes.title
    assert shape.text_frame.text == LONG
    # Smaller, so that it fits; the layout's own type would run over the map.
    assert shape.text_frame.paragraphs[0].runs[0].font.size.pt <= 16
    assert LONG in presentation_html([scene]).decode()


def test_what_a_planner_writes_is_bounded() -> None:
    scene = long_scene()
    told = Explanation("Kort.", scene.figures, scene.table, scene.bars)
    mine = scene_content(scene.view, told, LONG, pictures=scene.pictures)
    assert len(mine.headline) <= 200 and mine.headline.endswith("…")
