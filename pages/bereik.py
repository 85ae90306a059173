"""*Bereik*: what lies within 5, 10 and 15 minutes of a building, on foot or by bicycle."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.data.coarseness import is_coarse
from geo.data.store import Dataset
from layers.sentences.reach_words import reach_words
from layers.view.state import ViewState
from layers.web import map_place
from layers.words.numbers import whole
from layers.words.plain_text import literal
from pages.app import frame
from pages.sections import reach_panel
from pages.session import planner, server
from pages.session.planner import t
from pages.views import bereik_view
from pages.widgets import city_maps, known_bar, page_choice
from pages.widgets.held_controls import one_of_many

INSTEAD = "reach.instead"  # the building that was asked for, and the one that stands there


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"# {t('bereik.title')}")
    known_bar.show(planner.state().filters)
    data = planner.dataset()
    start = bereik_view.hub_of(data, state, {})
    if start is None:
        st.info(t("bereik.none"))
        return
    hub = _chosen_hub(data, state, start["id"])
    if is_coarse(hub["precision"]):
        st.warning(
            t(
                "bereik.coarse",
                hub=literal(hub["name"]),
                metres=whole(hub["accuracy_m"], state.lang),
            )
        )
        return
    grounds = bereik_view.ground_of(data, hub, state.travel)
    if grounds.empty:
        st.warning(t("bereik.off", hub=literal(hub["name"])))
        return
    content = bereik_view.content_of(data, state.filters, hub["id"], state.travel)
    left, right = st.columns([0.6, 0.4], gap="small")
    with left:
        _map(hub, grounds)
    with right:
        limit = reach_panel.ask_limit("reach.limit")
        words = reach_words(content, hub["name"], limit, state.travel, state.lang)
        st.markdown(f"**{literal(words)}**")
        reach_panel.show_counts(content, grounds)
        every = bereik_view.content_of(data, state.filters_for(), hub["id"], state.travel)
        reach_panel.show_matrix(content, every, str(hub["city"]), limit)
    st.caption(t("bereik.method", travel=t(f"travel.{state.travel}")))
    reach_panel.show_rows(content, limit)


def _chosen_hub(data: Dataset, state: ViewState, start: str) -> pd.Series:
    """The building from the control, else from the address, else the one to start with."""
    hubs = bereik_view.offered(server.selection(data, state.filters))
    names = dict(zip(hubs["id"], hubs["name"] + " · " + hubs["city"], strict=True))
    asked = planner.parameter(bereik_view.HUB) or state.selected.removeprefix("hub:")
    page_choice.seed("reach.hub", bereik_view.HUB, tuple(names), start)
    picked = one_of_many(t("bereik.choose"), names, "reach.hub", names.__getitem__)
    _say_instead(data, asked, picked, names)
    # Always in the address: what it starts with depends on what is chosen on the map.
    page_choice.keep(bereik_view.HUB, picked, "")
    return hubs.set_index("id", drop=False).loc[picked]


def _say_instead(data: Dataset, asked: str, picked: str, names: Mapping[str, str]) -> None:
    """Say that another building stands there than was asked for, for as long as it does."""
    known = dict(zip(data.hubs["id"], data.hubs["name"], strict=True))
    if asked in known and asked not in names:
        st.session_state[INSTEAD] = (asked, picked)
    before, stands = st.session_state.get(INSTEAD, ("", ""))
    if stands == picked and before not in names:
        st.info(t("bereik.instead", asked=literal(known[before]), hub=literal(names[picked])))


def _map(hub: pd.Series, grounds: gpd.GeoDataFrame) -> None:
    state, parameters = planner.state(), planner.parameters()
    view, contents = bereik_view.encoded_map(planner.dataset(), state, parameters, server.today())
    city, key = str(hub["city"]), f"reach.{hub['id']}.{state.travel}"
    place = map_place.around(grounds, city_maps.HEIGHT)
    city_maps.show(view, city, key, alone=True, place=place, encoded=contents)


frame.only_from_app()
show()
