"""The filters in the side bar, the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from geo.data.cities import CITIES
from geo.data.schemas import HUB_KINDS, HUB_STATUSES
from geo.data.travel_modes import MODES
from layers.view.state import CLUSTER_BASES, CLUSTER_METHODS, LAYER_KEYS, RADII_M, YEARS
from pages.session import planner
from pages.session.planner import held, held_at, key, t
from pages.session.whole import whole

# Pages on which the layers of the map can be switched; elsewhere the switches would do nothing.
WITH_LAYERS = ("", "kaart", "uitvoer")


def show(page: str) -> None:
    """Draw the filters of a page (its ``url_path``); what they hold is read by `planner.state`."""
    look, every = planner.looks(), t("filter.placeholder_all")
    with st.sidebar:
        st.pills(
            t("filter.city"),
            CITIES,
            selection_mode="multi",
            key=key("cities"),
            default=held(key("cities")),
        )
        _several("chains", t("filter.chain"), look.chain_names, look.chain, placeholder=every)
        _several("stages", t("filter.stage"), look.stage_names, look.stage, placeholder=every)
        _one("travel", t("filter.travel"), MODES, planner.worded("travel."))
        if page in WITH_LAYERS:
            _layers()
        with st.expander(t("filter.kind")):
            _kind()
        with st.expander(t("filter.cluster")):
            _cluster()
        st.button(t("filter.reset"), on_click=planner.start_again, width="stretch")


def _layers() -> None:
    with st.expander(t("filter.layers"), expanded=True):
        st.pills(
            t("filter.layers"),
            LAYER_KEYS,
            selection_mode="multi",
            key=key("layers"),
            default=held(key("layers")),
            format_func=planner.worded("layer."),
            label_visibility="collapsed",
        )


def _kind() -> None:
    """Which buildings: their kind, their status and the year."""
    say, years = planner.words(), [None, *reversed(YEARS)]
    st.button(t("filter.broedplaats_only"), on_click=_broedplaats_only, width="stretch")
    kinds = planner.worded("kind.")
    _several("kinds", t("filter.kind"), HUB_KINDS, kinds, label_visibility="collapsed")
    _several("statuses", t("filter.status"), HUB_STATUSES, planner.worded("status."))
    st.selectbox(
        t("filter.year_label"),
        years,
        key=key("year"),
        index=held_at(key("year"), years),
        format_func=lambda year: str(year) if year else say("filter.any_year"),
        help=t("filter.year_help"),
    )


def _cluster() -> None:
    """What is clustered, how, and how far apart its neighbours may be."""
    _one("basis", t("filter.basis"), CLUSTER_BASES, planner.worded("basis."))
    st.selectbox(
        t("filter.method"),
        CLUSTER_METHODS,
        key=key("method"),
        index=held_at(key("method"), CLUSTER_METHODS),
        format_func=planner.worded("method."),
    )
    unused = planner.state().method != "dbscan"
    st.selectbox(
        t("filter.radius"),
        RADII_M,
        key=key("radius"),
        index=held_at(key("radius"), RADII_M),
        disabled=unused,
    )


def _one(field: str, label: str, options: Iterable[str], names: Callable[[str], str]) -> None:
    st.segmented_control(
        label,
        list(options),
        key=key(field),
        default=held(key(field)),
        required=True,
        format_func=names,
    )


def _several(
    field: str, label: str, options: Iterable[str], names: Callable[[str], str], **look: Any
) -> None:
    st.multiselect(
        label,
        list(options),
        key=key(field),
        default=held(key(field)),
        format_func=names,
        **look,
    )


@whole()
def _broedplaats_only() -> None:
    st.session_state[key("kinds")] = ["broedplaats", "broedplaats_list_only"]
