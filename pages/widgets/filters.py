"""The filters in the side bar, the same on every page."""

from __future__ import annotations

import streamlit as st

from geo.data.cities import CITIES
from geo.data.schemas import HUB_KINDS, HUB_STATUSES
from geo.data.travel_modes import MODES
from layers.view.state import CLUSTER_BASES, CLUSTER_METHODS, LAYER_KEYS, RADII_M, YEARS
from pages.session import planner
from pages.session.planner import key, t

# Pages on which the layers of the map can be switched; elsewhere the switches would do nothing.
WITH_LAYERS = ("", "kaart", "uitvoer")


def show(page: str) -> None:
    """Draw the filters of a page (its ``url_path``); what they hold is read by `session.state`."""
    look, say = planner.looks(), planner.words()
    with st.sidebar:
        st.pills(
            t("filter.city"),
            CITIES,
            selection_mode="multi",
            key=key("cities"),
        )
        st.multiselect(
            t("filter.chain"),
            list(look.chain_names),
            key=key("chains"),
            format_func=look.chain,
            placeholder=t("filter.placeholder_all"),
        )
        st.multiselect(
            t("filter.stage"),
            list(look.stage_names),
            key=key("stages"),
            format_func=look.stage,
            placeholder=t("filter.placeholder_all"),
        )
        st.segmented_control(
            t("filter.travel"),
            MODES,
            key=key("travel"),
            required=True,
            format_func=lambda mode: say(f"travel.{mode}"),
        )
        if page in WITH_LAYERS:
            _layers()
        _more()
        st.button(t("filter.reset"), on_click=planner.start_again, width="stretch")


def _layers() -> None:
    say = planner.words()
    with st.expander(t("filter.layers"), expanded=True):
        st.pills(
            t("filter.layers"),
            LAYER_KEYS,
            selection_mode="multi",
            key=key("layers"),
            format_func=lambda layer: say(f"layer.{layer}"),
            label_visibility="collapsed",
        )


def _more() -> None:
    say = planner.words()
    with st.expander(t("filter.kind")):
        st.button(t("filter.broedplaats_only"), on_click=_broedplaats_only, width="stretch")
        st.multiselect(
            t("filter.kind"),
            HUB_KINDS,
            key=key("kinds"),
            format_func=lambda kind: say(f"kind.{kind}"),
            label_visibility="collapsed",
        )
        st.multiselect(
            t("filter.status"),
            HUB_STATUSES,
            key=key("statuses"),
            format_func=lambda status: say(f"status.{status}"),
        )
        st.selectbox(
            t("filter.year_label"),
            [None, *reversed(YEARS)],
            key=key("year"),
            format_func=lambda year: str(year) if year else say("filter.any_year"),
            help=t("filter.year_help"),
        )
    with st.expander(t("filter.cluster")):
        st.segmented_control(
            t("filter.basis"),
            CLUSTER_BASES,
            key=key("basis"),
            required=True,
            format_func=lambda basis: say(f"basis.{basis}"),
        )
        st.selectbox(
            t("filter.method"),
            CLUSTER_METHODS,
            key=key("method"),
            format_func=lambda method: say(f"method.{method}"),
        )
        st.selectbox(
            t("filter.radius"),
            RADII_M,
            key=key("radius"),
            disabled=planner.state().method != "dbscan",
        )


def _broedplaats_only() -> None:
    st.session_state[key("kinds")] = ["broedplaats", "broedplaats_list_only"]
