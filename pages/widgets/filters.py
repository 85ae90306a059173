"""The filters in the side bar, the same on every page."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.data.cities import CITIES
from geo.data.schemas import HUB_KINDS, HUB_STATUSES
from geo.data.travel_modes import MODES
from layers.view.state import (
    CLUSTER_BASES,
    CLUSTER_METHODS,
    LAYER_KEYS,
    LEASE_YEARS,
    RADII_M,
    YEARS,
)
from pages.session import planner, server
from pages.session.planner import key, t
from pages.session.whole import whole
from pages.widgets.held_controls import one_of_few, one_of_many, pills, some_of

# Pages on which the layers of the map can be switched; elsewhere the switches would do nothing.
WITH_LAYERS = ("", "kaart", "uitvoer")


def show(page: str) -> None:
    """Draw the filters of a page (its ``url_path``); what they hold is read by `planner.state`."""
    look, every = planner.looks(), t("filter.placeholder_all")
    with st.sidebar:
        pills(t("filter.city"), CITIES, key("cities"), str, selection_mode="multi")
        chains, stages = key("chains"), key("stages")
        some_of(t("filter.chain"), look.chain_names, chains, look.chain, every)
        some_of(t("filter.stage"), look.stage_names, stages, look.stage, every)
        one_of_few(t("filter.travel"), MODES, key("travel"), planner.worded("travel."))
        if page in WITH_LAYERS:
            _layers()
        with st.expander(t("filter.kind")):
            _kind()
        with st.expander(t("filter.cluster")):
            _cluster()
        st.button(t("filter.reset"), on_click=planner.start_again, width="stretch")


def _layers() -> None:
    with st.expander(t("filter.layers"), expanded=True):
        pills(
            t("filter.layers"),
            LAYER_KEYS,
            key("layers"),
            planner.worded("layer."),
            selection_mode="multi",
            label_visibility="collapsed",
        )


def _kind() -> None:
    """Which buildings: their kind, their status, the year and the end of their lease."""
    say, kinds, every = planner.words(), planner.worded("kind."), t("filter.placeholder_all")
    st.button(t("filter.broedplaats_only"), on_click=_broedplaats_only, width="stretch")
    some_of(t("filter.kind"), HUB_KINDS, key("kinds"), kinds, every, label_visibility="collapsed")
    some_of(t("filter.status"), HUB_STATUSES, key("statuses"), planner.worded("status."), every)
    one_of_many(
        t("filter.year_label"),
        [None, *reversed(YEARS)],
        key("year"),
        lambda year: str(year) if year else say("filter.any_year"),
        help=t("filter.year_help"),
    )
    one_of_many(
        t("filter.lease_label"),
        [None, *LEASE_YEARS],
        key("ends_before"),
        lambda year: say("filter.lease", year=year) if year else say("filter.any_lease"),
        help=t("filter.lease_help"),
    )
    with st.container():
        if planner.state().ends_before:
            _say_unknown_ends()


def _say_unknown_ends() -> None:
    """Say of how many buildings that pass the other filters no end of the lease is known."""
    filters = replace(planner.state().filters, ends_before=None)
    chosen = server.selection(planner.dataset(), filters)
    ends = [*chosen.hubs["lease_end"].isna(), *chosen.hubs_without_place["lease_end"].isna()]
    st.caption(t("filter.lease_unknown", n=sum(ends), all=len(ends)))


def _cluster() -> None:
    """What is clustered, how, and how far apart its neighbours may be."""
    one_of_few(t("filter.basis"), CLUSTER_BASES, key("basis"), planner.worded("basis."))
    one_of_many(t("filter.method"), CLUSTER_METHODS, key("method"), planner.worded("method."))
    unused = planner.state().method != "dbscan"
    one_of_many(t("filter.radius"), RADII_M, key("radius"), disabled=unused)


@whole()
def _broedplaats_only() -> None:
    st.session_state[key("kinds")] = ["broedplaats", "broedplaats_list_only"]
