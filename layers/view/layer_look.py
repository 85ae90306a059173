"""In which order the layers of a map lie and how opaque they are, as one word of an address.

``partners.40-hubs.100``: the layers from the lowest to the highest, each with its opacity in per
cent. Areas lie below lines and lines below symbols, whatever is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from layers.view.map_model import MapLayer
from layers.view.state import LAYER_KEYS

LOOK = "lagenbeeld"  # in the address
STEPS = (20, 40, 60, 80, 100)  # per cent
FULL = 100
KINDS = ("polygons", "lines", "points")
Look = tuple[tuple[str, int], ...]  # layer and opacity, lowest first


def read_look(word: str) -> Look | None:
    """Read what an address says; None if it is none, as of a layer twice.

    Examples
    --------
    >>> read_look("partners.40-hubs.100"), read_look("hubs.7"), read_look("hubs.40-hubs.40")
    ((('partners', 40), ('hubs', 100)), None, None)
    """
    opacities = {str(step): step for step in STEPS}
    found = []
    for part in word.split("-"):
        key, _, opacity = part.partition(".")
        found.append((key, opacities.get(opacity, 0)))
    names = [key for key, _ in found]
    sound = len(set(names)) == len(names) and all(
        key in LAYER_KEYS and opacity for key, opacity in found
    )
    return tuple(found) if sound else None


def write_look(look: Look) -> str:
    """Write a look; "" for layers as they lie by themselves.

    Examples
    --------
    >>> write_look((("partners", 40), ("hubs", 100)))
    'partners.40-hubs.100'
    >>> write_look((("partners", 100), ("hubs", 100)))
    ''
    """
    names = [key for key, _ in look]
    plain = names == sorted(names, key=LAYER_KEYS.index)
    if plain and all(opacity == FULL for _, opacity in look):
        return ""
    return "-".join(f"{key}.{opacity}" for key, opacity in look)


def looked(layers: Sequence[MapLayer], word: str) -> tuple[MapLayer, ...]:
    """Return layers in the order and opacity that an address asks; others stay where they are."""
    if not word:
        return tuple(layers)
    look = dict(read_look(word) or ())
    asked = list(look)
    mine = [at for at, layer in enumerate(layers) if layer.key in look]
    put = list(layers)
    ordered = sorted((layers[at] for at in mine), key=lambda layer: asked.index(layer.key))
    for at, layer in zip(mine, ordered, strict=True):
        put[at] = replace(layer, alpha=look[layer.key] / FULL)
    return tuple(sorted(put, key=lambda layer: KINDS.index(layer.kind)))
