"""What each page shows of an address: the same on the page, in a scene and in a file."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from geo.answers.ranking import DEFAULT_WEIGHTS
from geo.data.store import Dataset
from layers.map.ranking_layer import NUMBERED
from layers.paper.figure_file import figure_file
from layers.view.ranking_address import weights_from, weights_to
from layers.view.scenes import scene
from layers.view.state import ViewState, address_of
from pages.views import (
    ketens_view,
    nabijheid_view,
    page_views,
    scene_views,
    vergelijken_view,
    waar_view,
)
from pages.views.scene_views import Shown
from pages.widgets import figure_choice

DAY = "2026-11-25"
ROTTERDAM = ViewState(cities=("Rotterdam",))
OWN = {
    "kaart": {},
    "waar": {"ik": "fashion.make", "gewicht": "50000000"},
    "ketens": {"toon": "music"},
    "vergelijken": {"panden": "a-lab.de-hallen"},
}


def keys(
    page: str, shipped: Dataset, own: dict[str, str], state: ViewState = ROTTERDAM
) -> set[str]:
    return {layer.key for layer in page_views.view_of(page, shipped, state, own, DAY).layers}


@pytest.mark.slow
@pytest.mark.parametrize("page", page_views.PAGES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_shows_and_says_something_with_its_own_address(
    page: str, lang: str, shipped: Dataset
) -> None:
    state = ViewState(lang=lang, cities=("Rotterdam",))
    view = page_views.view_of(page, shipped, state, OWN.get(page, {}), DAY)
    explanation = page_views.explanation_of(page, shipped, state, OWN.get(page, {}), DAY)
    assert view.lang == lang
    assert view.made_on == DAY
    assert any(len(layer.frame) for layer in view.layers)
    assert view.link == address_of(state, OWN.get(page, {}))
    assert explanation.statement
    assert 1 <= len(explanation.figures) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("page", page_views.PAGES)
def test_nonsense_in_the_address_shows_what_the_page_opens_with(
    page: str, shipped: Dataset
) -> None:
    names = ("ik", "gewicht", "toon", "panden", "plek", "pand", "watals", "vraag", "per", "wie")
    nonsense = dict.fromkeys(names, "<script>{{7*7}}.999")
    plain, odd = (
        page_views.explanation_of(page, shipped, ROTTERDAM, own, DAY) for own in ({}, nonsense)
    )
    if page != "vergelijken":  # hubs that are named but unknown are none, and that is said
        assert odd.statement == plain.statement
    assert keys(page, shipped, nonsense) == keys(page, shipped, {}) or page == "vergelijken"


@pytest.mark.slow
def test_two_pages_of_one_state_have_two_marks(shipped: Dataset) -> None:
    views = [page_views.view_of(page, shipped, ROTTERDAM, OWN[page], DAY) for page in OWN]
    assert len({view.mark for view in views}) == len(OWN)


@pytest.mark.slow
def test_a_page_that_is_not_listed_or_has_no_city_shows_the_map(shipped: Dataset) -> None:
    plain = keys("kaart", shipped, {})
    assert keys("eigen", shipped, {}) == keys("<script>", shipped, {}) == plain
    nowhere = ViewState(cities=())
    assert keys("waar", shipped, {}, nowhere) == keys("kaart", shipped, {}, nowhere)


# ---- the pages one by one


@pytest.mark.slow
def test_waar_shows_its_order_and_says_its_weights(shipped: Dataset) -> None:
    view = page_views.view_of("waar", shipped, ROTTERDAM, OWN["waar"], DAY)
    ranked = next(layer for layer in view.layers if layer.key == "ranked").frame
    assert ranked["rank"].min() >= 1
    assert (ranked["rank_low"] <= ranked["rank"]).all()
    assert ranked["rank"].max() <= NUMBERED
    note = next(note for note in view.notes if "×" in note)
    # Everything on the first term, which is named once; the rest weighs nothing.
    assert re.findall(r"× (\d)", note) == ["5"]
    assert note.startswith("Gekozen gewichten:")
    plain = page_views.view_of("waar", shipped, ROTTERDAM, {}, DAY)
    weights = [str(n) for n in DEFAULT_WEIGHTS.values() if n]
    assert re.findall(r"× (\d)", " ".join(plain.notes)) == weights


def test_waar_with_all_weights_at_nought_shows_the_hubs_and_says_why(shipped: Dataset) -> None:
    own = {"gewicht": "00000000"}
    view = page_views.view_of("waar", shipped, ROTTERDAM, own, DAY)
    assert {layer.key for layer in view.layers} == {"districts", "hubs"}
    assert (
        "Alle gewichten staan op 0"
        in page_views.explanation_of("waar", shipped, ROTTERDAM, own, DAY).statement
    )
    assert waar_view.figure_of(shipped, ROTTERDAM, own, DAY) is None


def test_weights_go_into_the_address_and_come_back() -> None:
    weights = (5, 0, 1, 2, 3, 4, 5, 0)
    assert weights_from(weights_to(weights)) == weights
    assert weights_to(tuple(DEFAULT_WEIGHTS.values())) == ""


@pytest.mark.slow
def test_ketens_shows_one_chain_whatever_the_filter(shipped: Dataset) -> None:
    state = ViewState(cities=("Rotterdam",), chains=("fashion",), stages=("make",))
    view = page_views.view_of("ketens", shipped, state, {"toon": "music"}, DAY)
    chains = {
        code
        for layer in view.layers
        if layer.key == "partners"
        for cell in layer.frame["chain"]
        for code in cell.split(";")
    }
    assert chains == {"music"}
    assert ketens_view.chain_of(shipped, state, {}) == "fashion"
    words = page_views.figure_of("ketens", shipped, state, {"toon": "music"}, DAY)
    assert words is not None
    assert "muziek" in words.words


def test_compared_hubs_are_shown_all_and_alone_whatever_the_filters(shipped: Dataset) -> None:
    kinds = ViewState(cities=("Rotterdam",), kinds=("vrijplaats",))
    view = page_views.view_of("vergelijken", shipped, kinds, OWN["vergelijken"], DAY)
    hubs = next(layer for layer in view.layers if layer.key == "hubs").frame
    assert set(hubs["id"]) == {"a-lab", "de-hallen"}
    assert view.cities == ("Amsterdam",)
    assert vergelijken_view.figure_of(shipped, kinds, {"panden": "a-lab"}, DAY) is None


# ---- figures and scenes


@pytest.mark.slow
@pytest.mark.parametrize("name", figure_choice.KINDS)
def test_the_figure_of_a_page_says_what_it_rests_on(name: str, shipped: Dataset) -> None:
    kind = figure_choice.KINDS[name]
    own = {"vraag": kind.question} if kind.question else OWN[kind.page]
    figure = kind.figure_of(shipped, ROTTERDAM, own, DAY)
    assert figure is not None
    assert figure.lang == "nl"
    assert len(figure.notes) == 4
    assert "Bronnen" in " ".join(figure.notes)
    assert figure_file(figure, "svg").startswith(b"<")


def shown(page: str, query: str, shipped: Dataset) -> Shown:
    return Shown(page, query, None, "nl", DAY, shipped.key, shipped)


def test_a_scene_reads_its_state_and_what_its_page_knows(shipped: Dataset) -> None:
    asked = shown("waar", "?stad=Rotterdam&ik=music.make&lat=51.9&lon=4.4&z=12&kies=hub:x", shipped)
    assert asked.state.cities == ("Rotterdam",)
    assert asked.state.selected == ""
    assert asked.parameters == {"ik": "music.make"}
    assert asked == shown("waar", asked.query, shipped)
    assert asked != shown("kaart", asked.query, shipped)


def test_a_scene_of_a_figure_is_drawn_as_that_figure(shipped: Dataset) -> None:
    pictures = scene_views.draw(shown("ketens", "stad=Rotterdam&toon=music", shipped))
    assert pictures.legend is None
    assert pictures.together is pictures.map
    assert pictures.words
    assert Image.open(io.BytesIO(pictures.map.content)).size == (
        pictures.map.width,
        pictures.map.height,
    )


@pytest.mark.slow
def test_a_scene_of_a_map_is_drawn_with_its_legend(shipped: Dataset) -> None:
    pictures = scene_views.draw(shown("waar", "stad=Rotterdam&ik=fashion.make", shipped))
    assert pictures.legend is not None
    assert pictures.words == ""


def test_the_query_of_a_scene_holds_what_its_page_had() -> None:
    made = scene("a", "", "waar", address_of(ROTTERDAM, OWN["waar"]))
    assert made.query == "stad=Rotterdam&ik=fashion.make&gewicht=50000000"


@pytest.mark.slow
def test_a_scene_of_pairs_shows_the_one_matrix_that_it_speaks_of(shipped: Dataset) -> None:
    asked, both = {"per": "chain"}, ViewState()
    of_page = nabijheid_view.figure_of(shipped, both, asked, DAY)
    in_room = page_views.figure_of("nabijheid", shipped, both, asked, DAY)
    said = page_views.explanation_of("nabijheid", shipped, both, asked, DAY)
    assert of_page and in_room
    assert of_page.title.count(" (n = ") == 4  # two cities, in the house and between houses
    assert in_room.title.count(" (n = ") == 1
    assert said.statement.startswith(in_room.title)
    # What stands out most comes first: "3 / 55" before "1 / 55".
    outstanding = [int(figure.value.split(" / ")[0]) for figure in said.figures]
    assert outstanding == sorted(outstanding, reverse=True)
