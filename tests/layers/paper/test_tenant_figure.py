"""The tenants of a building are counted the same on the screen and on paper."""

from __future__ import annotations

import geopandas as gpd
import pytest

from geo.data.selection import Filters, select
from geo.data.tenant_count import TenantCount, tenant_count
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.map.layer_context import LayerContext
from layers.paper.fact_sheet_hub import hub_content, hub_subject
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.tables.hub_tables import tenant_count_words
from layers.words.palette import palette

TOY = toy_dataset()


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(), 3),
        (Filters(chains=("fashion",)), 2),
        (Filters(chains=("fashion",), stages=("conceive",)), 1),
    ],
)
def test_screen_and_paper_say_the_same_two_numbers(filters: Filters, shown: int) -> None:
    # Pand 1: fashion conceive, fashion distribute, and one of which nothing is known.
    chosen = select(TOY, filters)
    found = tenant_count(TOY, chosen, ["h1"])
    assert found == TenantCount(shown, 3)
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    context = LayerContext(TOY, chosen, palette(TOY.chain_model, "nl"), "nl")
    asked = SheetsAsked(context, {"Amsterdam": toy_network()}, none)
    value, label = hub_content(asked, hub_subject(asked, "h1")).figures[0]
    screen = tenant_count_words(found, "nl")
    assert value == str(shown)
    assert f"{shown} volgens de filters" in screen or shown == 3
    assert ("3 bij naam bekend" in label) == ("volgens de filters" in screen) == (shown != 3)
    assert "3" in screen
    assert "bij naam bekend" in screen
