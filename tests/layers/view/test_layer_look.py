"""Order and opacity of layers: in an address and back, on the web and on paper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from shapely import box

from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset
from layers.map.layer_context import LayerContext
from layers.map.point_layers import hubs_layer, partners_layer
from layers.paper.artists import draw_layer
from layers.view.layer_look import STEPS, looked, read_look, write_look
from layers.view.map_model import MapLayer
from layers.view.state import LAYER_KEYS
from layers.web.embedding import layer_content
from layers.words.palette import palette

TOY = toy_dataset()
CONTEXT = LayerContext(TOY, select(TOY, Filters()), palette(TOY.chain_model, "nl"), "nl")


def layers() -> tuple[MapLayer, ...]:
    return partners_layer(CONTEXT), hubs_layer(CONTEXT)


@given(st.lists(st.tuples(st.sampled_from(LAYER_KEYS), st.sampled_from(STEPS)), min_size=1,
                unique_by=lambda pair: pair[0]))  # fmt: skip
def test_a_look_comes_back_from_its_address(pairs: list[tuple[str, int]]) -> None:
    word = write_look(tuple(pairs))
    assert word == "" or read_look(word) == tuple(pairs)


@pytest.mark.parametrize("word", ["", "hubs", "hubs.", "hubs.101", "x.40", "hubs.40-hubs.60", "-"])
def test_nonsense_is_no_look(word: str) -> None:
    assert read_look(word) is None


def test_layers_swap_and_fade_on_the_web() -> None:
    seen = looked(layers(), "hubs.100-partners.40")
    assert [layer.key for layer in seen] == ["hubs", "partners"]
    assert layer_content(seen[1], 1)["alpha"] == 0.4
    assert "alpha" not in layer_content(seen[0], 0)
    assert [layer.key for layer in looked(layers(), "")] == ["partners", "hubs"]


def test_a_faded_layer_is_fainter_on_paper_too() -> None:
    window = box(-1000, -1000, 1000, 1000)
    found = []
    for word in ("", "partners.40-hubs.60"):
        axes = Figure().add_axes((0, 0, 1, 1))
        axes.set(xlim=(-1000, 1000), ylim=(-1000, 1000))
        draw_layer(axes, looked(layers(), word)[1], window, 1.0, 1.0)
        found.append(np.concatenate([c.get_facecolor()[:, 3] for c in axes.collections]))
    assert found[1] == pytest.approx(found[0] * 0.6)
