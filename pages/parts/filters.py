"""The filters in the side bar, the same on every page."""

from __future__ import annotations

import streamlit as st

from geo.selection import CITIES, KINDS, STATUSES
from layers.view_state import (
    CLUSTER_BASES,
    CLUSTER_METHODS,
    LAYER_KEYS,
    RADII_M,
    TRAVEL_MODES,
    YEARS,
)
from pages.parts import session
from pages.parts.session import held, held_at, key, t
from pages.parts.whole import whole

# Pages on which the layers of the map can be switched; elsewhere the switches would do nothing.
WITH_LAYERS = ("", "kaart", "uitvoer")


def show(page: str) -> None:
    """Draw the filters of a page (its ``url_path``); what they hold is read by `session.state`."""
    look, say = session.looks(), session.words()
    with st.sidebar:
        st.pills(
            t("filter.city"),
            CITIES,
            selection_mode="multi",
            key=key("cities"),
            default=held(key("cities")),
        )
        st.multiselect(
            t("filter.chain"),
            list(look.chain_names),
            key=key("chains"),
            default=held(key("chains")),
            format_func=look.chain,
            placeholder=t("filter.placeholder_all"),
        )
        st.multiselect(
            t("filter.stage"),
            list(look.stage_names),
            key=key("stages"),
            default=held(key("stages")),
            format_func=look.stage,
            placeholder=t("filter.placeholder_all"),
        )
        st.segmented_control(
            t("filter.travel"),
            TRAVEL_MODES,
            key=key("travel"),
            default=held(key("travel")),
            required=True,
            format_func=lambda mode: say(f"travel.{mode}"),
        )
        if page in WITH_LAYERS:
            _layers()
        _more()
        st.button(t("filter.reset"), on_click=_reset, width="stretch")


def _layers() -> None:
    say = session.words()
    with st.expander(t("filter.layers"), expanded=True):
        st.pills(
            t("filter.layers"),
            LAYER_KEYS,
            selection_mode="multi",
            key=key("layers"),
            default=held(key("layers")),
            format_func=lambda layer: say(f"layer.{layer}"),
            label_visibility="collapsed",
        )


def _more() -> None:
    say, years = session.words(), [None, *reversed(YEARS)]
    with st.expander(t("filter.kind")):
        st.button(t("filter.broedplaats_only"), on_click=_broedplaats_only, width="stretch")
        st.multiselect(
            t("filter.kind"),
            KINDS,
            key=key("kinds"),
            default=held(key("kinds")),
            format_func=lambda kind: say(f"kind.{kind}"),
            label_visibility="collapsed",
        )
        st.multiselect(
            t("filter.status"),
            STATUSES,
            key=key("statuses"),
            default=held(key("statuses")),
            format_func=lambda status: say(f"status.{status}"),
        )
        st.selectbox(
            t("filter.year_label"),
            years,
            key=key("year"),
            index=held_at(key("year"), years),
            format_func=lambda year: str(year) if year else say("filter.any_year"),
            help=t("filter.year_help"),
        )
    with st.expander(t("filter.cluster")):
        st.segmented_control(
            t("filter.basis"),
            CLUSTER_BASES,
            key=key("basis"),
            default=held(key("basis")),
            required=True,
            format_func=lambda basis: say(f"basis.{basis}"),
        )
        st.selectbox(
            t("filter.method"),
            CLUSTER_METHODS,
            key=key("method"),
            index=held_at(key("method"), CLUSTER_METHODS),
            format_func=lambda method: say(f"method.{method}"),
        )
        st.selectbox(
            t("filter.radius"),
            RADII_M,
            key=key("radius"),
            index=held_at(key("radius"), RADII_M),
            disabled=session.state().method != "dbscan",
        )


@whole()
def _broedplaats_only() -> None:
    st.session_state[key("kinds")] = ["broedplaats", "broedplaats_list_only"]


@whole()
def _reset() -> None:
    language = session.state().lang
    for name in list(st.session_state):
        if str(name).startswith("view"):
            del st.session_state[name]
    st.query_params.clear()
    st.session_state[key("lang")] = language
