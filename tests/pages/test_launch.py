"""What the server does before the first planner comes."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from app_pages import opened

from geo.data.cities import CITIES
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.view.map_model import MapView
from pages.app import ended_sessions, launch
from pages.session import server
from pages.views import house_view, kaart_view, knowledge_view, waar_view


@pytest.mark.slow
def test_the_collector_of_garbage_passes_over_the_data() -> None:
    server.shipped()
    gc.unfreeze()  # another test of this process may have set much apart
    try:
        ended_sessions.set_apart()
        assert gc.get_freeze_count() > 100_000
        assert len(gc.get_objects()) < 10_000
    finally:
        gc.unfreeze()


@pytest.mark.slow
def test_the_map_of_a_chain_waits_for_whoever_chooses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data, made = server.shipped(), []
    monkeypatch.setattr(ended_sessions, "anybody", lambda: bool(made))  # one chain, then somebody
    monkeypatch.setattr(waar_view, "asked_of", lambda *_: made.append("waar"))
    monkeypatch.setattr(waar_view, "ranking", lambda *_: None)
    kaart_view.view_of.clear()
    kaart_view.on_map.clear()
    launch.make_chains_ready(data)
    assert made == ["waar"]
    first, second = data.chain_model.ten[:2]
    composed = Counter[str]()

    def counted(context: LayerContext, *parts: Any) -> MapView:
        composed[";".join(context.selection.shares["chain"].unique())] += 1
        return map_view(context, *parts)

    monkeypatch.setattr(kaart_view, "map_view", counted)
    assert not opened(keten=first).exception
    assert not composed
    assert not opened(keten=second).exception
    assert composed.total() == 1 + len(CITIES)


@pytest.mark.slow
def test_a_click_finds_the_sheet_of_a_building_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    data = server.shipped()
    few = data.hubs[data.hubs["id"].isin(["a-lab", "acta", "de-hoop-zaandam"])]
    house_view.profile_of.clear()
    launch.make_sheets_ready(replace(data, hubs=few))
    for name in ("hub_profile", "house_measures"):
        monkeypatch.setattr(house_view, name, None)
    monkeypatch.setattr(knowledge_view, "known_in_house", None)
    for hub_id in ("a-lab", "acta"):
        assert not opened(kies=f"hub:{hub_id}").exception
    assert opened(kies="hub:adam-toren").exception  # of which nothing was made


def test_who_is_there_keeps_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(house_view, "profile_of", lambda *told: asked.append(told[1]))
    monkeypatch.setattr(kaart_view, "first_views", lambda _, chain: asked.append(chain))
    monkeypatch.setattr(ended_sessions, "anybody", lambda: True)
    launch.make_chains_ready(server.shipped())
    launch.make_sheets_ready(server.shipped())
    assert not asked
