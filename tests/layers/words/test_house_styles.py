"""Colours that hold for colour-blind readers, on white paper and in grey.

Colour blindness is simulated after Machado, Oliveira and Fernandes (2009), "A physiologically-based
model for simulation of color vision deficiency", IEEE Transactions on Visualization and Computer
Graphics 15(6), matrices for severity 1.0; differences are CIE 1976 in CIELAB (D65).
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from geo.data.chains import BESIDE, load_chain_model
from layers.words import style
from layers.words.house_styles import HOUSE_STYLES, NEUTRAL
from layers.words.palette import palette

MACHADO = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])
# A reader tells two patches apart from about 10; the least of the ten chains is well above.
LEAST_DIFFERENCE = 12.0


def linear(colour: str) -> np.ndarray:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour: str, sight: str) -> np.ndarray:
    return lab(MACHADO[sight] @ linear(colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_simulation_is_right_where_the_answer_is_known() -> None:
    assert seen("#ffffff", "normal") == pytest.approx([100, 0, 0], abs=0.02)
    assert seen("#ff0000", "normal") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for sight, matrix in MACHADO.items():
        # White and greys look the same to everyone.
        assert matrix.sum(axis=1) == pytest.approx(1, abs=1e-5), sight
    red_green = [np.linalg.norm(seen("#cc0000", s) - seen("#5a7a00", s)) for s in MACHADO]
    assert red_green[2] < 0.4 * red_green[0]


@pytest.mark.parametrize("sight", MACHADO)
def test_no_two_chains_look_alike(sight: str) -> None:
    chains = load_chain_model().chains.set_index("code")["colour"].drop(list(BESIDE))
    assert len(chains) == 10
    found = {
        (a, b): float(np.linalg.norm(seen(chains[a], sight) - seen(chains[b], sight)))
        for a, b in itertools.combinations(chains.index, 2)
    }
    assert min(found.values()) > LEAST_DIFFERENCE, min(found, key=lambda pair: found[pair])


def test_classes_of_an_area_map_are_told_apart_in_grey() -> None:
    lightness = [seen(colour, "normal")[0] for colour in style.CLASSES]
    assert all(a - b > 6 for a, b in itertools.pairwise(lightness))


def test_in_grey_the_stage_is_still_read_from_its_shape() -> None:
    stages = load_chain_model().stages
    assert stages["shape"].is_unique
    # A building with a place is filled, one without is a ring: the fill shows on pale ground.
    fill, land = (seen(c, "normal")[0] for c in (style.HUB_FILL, style.LAND))
    assert land - fill > 5


@pytest.mark.parametrize("key", HOUSE_STYLES)
def test_titles_can_be_read_on_white_paper(key: str) -> None:
    assert HOUSE_STYLES[key].key == key
    assert contrast(HOUSE_STYLES[key].title, "#ffffff") >= 4.5


def test_the_neutral_style_is_the_house_style_of_the_screen() -> None:
    assert NEUTRAL.title == style.TITLE
    assert not NEUTRAL.accent


def test_every_symbol_is_seen_on_the_land() -> None:
    """WCAG 2.2, 1.4.11: hollow by its line, filled by its fill or the line round it."""
    look = palette(load_chain_model(), "nl")
    for chain in look.chain_names:
        parts = [part for part in (look.fill(chain), look.stroke(chain)) if part]
        assert max(contrast(part, style.LAND) for part in parts) >= 3, chain
        assert contrast(look.edge(chain), style.LAND) >= 3, chain
    for colour in (style.OWN, style.UNKNOWN, style.STOP, style.MEETING, style.HUB_STROKE):
        assert contrast(colour, style.LAND) >= 3, colour
