"""What a building says under the pointer, by hand on the toy city."""

from __future__ import annotations

from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset
from layers.map.layer_context import LayerContext
from layers.map.point_layers import hubs_layer, sectors_layer
from layers.words.palette import palette


def tips(filters: Filters, layer: str = "hubs") -> dict[str, str]:
    toy = toy_dataset()
    context = LayerContext(toy, select(toy, filters), palette(toy.chain_model, "nl"), "nl")
    frame = (hubs_layer if layer == "hubs" else sectors_layer)(context).frame
    return dict(zip(frame["id"], frame["tip"], strict=True))


def test_known_tenants_are_said_of_those_published() -> None:
    # Three are named in Pand 1, which says that it has 40; Pand 2 says no number.
    said = tips(Filters())
    assert said["h1"] == "Pand 1: 3 van 40 huurders bekend"
    assert said["h2"] == "Pand 2: 1 huurder bekend"


def test_of_one_chain_nobody_knows_how_many_there_are() -> None:
    assert tips(Filters(chains=("fashion",)))["h1"] == "Pand 1: 2 huurders bekend"


def test_a_pie_names_its_chains_the_most_first() -> None:
    said = tips(Filters(), "sectors")
    # Two of fashion and one of which the chain is not known.
    assert said["h1"] == "Pand 1: 3 van 40 huurders bekend · mode, keten onbekend"
