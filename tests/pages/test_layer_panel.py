"""The layers in the drawer of *Kaart*: counted, moved and faded, and kept in the address."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from geo.data.selection import Filters, select
from geo.data.store import load_dataset
from pages.widgets.map_drawer import PANEL


@pytest.mark.slow
def test_layers_are_counted_and_moved_and_faded() -> None:
    test = opened(session={PANEL: "layers"}, stad="Rotterdam", lagen="partners,hubs")
    assert not test.exception
    chosen = select(load_dataset(), Filters(cities=("Rotterdam",)))
    left = chosen.left_out[chosen.left_out["table"].eq("hubs")]["n"].sum()
    assert f"{len(chosen.hubs)} op de kaart, {left} niet" in said(test)
    test.select_slider(key="lagen.opacity.partners").set_value(40).run()
    assert test.query_params["lagenbeeld"] in ("partners.40-hubs.100", ["partners.40-hubs.100"])
    test.button(key="lagen.up.partners").click().run()
    assert not test.exception
    assert "hubs.100-partners.40" in "".join(test.query_params["lagenbeeld"])
    test.button(key="lagen.reset").click().run()
    assert "lagenbeeld" not in test.query_params
