"""How long a slide, a slide set and a document take with the shipped data: a slide under 6 s."""

from __future__ import annotations

import pytest

from geo.data.selection import select
from geo.data.store import load_dataset
from layers.files.document import document
from layers.files.presentation_html import presentation_html
from layers.files.scene_content import SceneContent, scene_content
from layers.files.slides import slide_set
from layers.map.composition import SIMPLE_LAYERS, map_view
from layers.map.layer_context import LayerContext
from layers.paper.ground import load_ground
from layers.sentences.explanation import explanation_of_rows
from layers.view.state import ViewState
from layers.words.palette import palette

BAR_SECONDS = 6.0


@pytest.fixture(scope="module")
def context() -> LayerContext:
    """Both cities, all chains: the fullest view there is."""
    data, state = load_dataset(), ViewState()
    load_ground()
    chosen = select(data, state.filters)
    return LayerContext(data, chosen, palette(data.chain_model, "nl"), "nl")


def content(context: LayerContext) -> SceneContent:
    names = [name for name in ViewState().layers if name in SIMPLE_LAYERS]
    layers = tuple(SIMPLE_LAYERS[name](context) for name in names)
    view = map_view(context, layers, "Broedplaatsen en hun ketens", "")
    said = explanation_of_rows(context.selection, context.palette, context.lang)
    return scene_content(view, said, "", "Een noot")


@pytest.fixture(scope="module")
def twelve(context: LayerContext) -> list[SceneContent]:
    """Twelve scenes with their maps drawn already, as the page keeps them."""
    return [content(context)] * 12


def test_a_slide_from_nothing(benchmark, context: LayerContext) -> None:
    made = benchmark.pedantic(lambda: slide_set([content(context)]), rounds=3, warmup_rounds=1)
    assert made[:2] == b"PK"
    assert benchmark.stats.stats.median < BAR_SECONDS


@pytest.mark.parametrize("make", [slide_set, document, presentation_html])
def test_twelve_drawn_scenes(benchmark, twelve: list[SceneContent], make) -> None:
    assert benchmark.pedantic(make, (twelve,), rounds=2, warmup_rounds=1)
    assert benchmark.stats.stats.median < BAR_SECONDS
