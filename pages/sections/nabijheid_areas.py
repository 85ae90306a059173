"""*Nabijheid*, the part on areas: hot spots of neighbourhoods, and location quotients."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.data.thresholds import FEW_AREAS, FEW_BUSINESSES, TEST_LEVEL
from geo.evidence.area_counts import LEVELS, SECTORS
from geo.evidence.hotspots import MoranAnswer
from layers.words.numbers import decimal
from pages.sections.nabijheid_points import show_map
from pages.session import planner
from pages.session.planner import t
from pages.views import nabijheid_view
from pages.views.nabijheid_view import LEVEL, VALUE, VALUES, WHAT, Asked
from pages.widgets import page_choice


def show_hot_spots(asked: Asked) -> None:
    """Gi* on the map of each city, and Moran's I in words."""
    say = planner.words()
    page_choice.seed("nb.value", VALUE, VALUES, "tenants")
    value = st.selectbox(
        t("nabijheid.hot_value"),
        VALUES,
        key="nb.value",
        format_func=lambda code: say(f"nabijheid.value_{code}"),
    )
    page_choice.keep(VALUE, value, "tenants")
    cities = planner.state().cities
    data = planner.dataset()
    found = {c: nabijheid_view.hot_spots_of(data, asked.filters, c, value) for c in cities}
    for column, (city, (areas, answer)) in zip(st.columns(len(cities)), found.items(), strict=True):
        with column:
            st.markdown(f"**{city}: {t(f'nabijheid.value_{value}')}**")
            if areas.empty:
                st.info(t("nabijheid.no_counts", city=city))
                continue
            show_map(city, "nb.hot")
            st.markdown(_moran_words(answer))
    st.caption(nabijheid_view.hot_method(planner.state().lang))
    key = "nabijheid.hot_caution_tenants" if value == "tenants" else "nabijheid.hot_caution_share"
    st.caption(t(key, n=FEW_BUSINESSES))
    _area_rows({city: areas for city, (areas, _) in found.items()}, value)


def _moran_words(answer: MoranAnswer | None) -> str:
    lang = planner.state().lang
    if answer is None or answer.too_few:
        return t("nabijheid.moran_few", n=answer.n if answer else 0, k=FEW_AREAS)
    sure = answer.p <= TEST_LEVEL
    side = "alike" if answer.i > answer.expected else "unlike"
    return t(
        "nabijheid.moran",
        i=decimal(answer.i, lang, 3),
        expected=decimal(answer.expected, lang, 3),
        p=decimal(answer.p, lang, 3),
        n=answer.n,
        verdict=t(f"nabijheid.moran_{side if sure else 'chance'}"),
    )


def _area_rows(found: dict[str, gpd.GeoDataFrame], value: str) -> None:
    rows = pd.concat([pd.DataFrame(areas.drop(columns="geometry")) for areas in found.values()])
    if rows.empty:
        return
    scale = 1.0 if value == "tenants" else 100.0
    shown = pd.DataFrame(
        {
            t("column.city"): rows["city"],
            t("column.neighbourhood"): rows["name"],
            t("column.district"): rows["district"],
            t(f"nabijheid.unit_{value}"): (rows["value"] * scale).round(1),
            "n": rows["n"],
            "z": rows["z"].round(2),
            "p": rows["p"].round(3),
            "q": rows["q"].round(3),
            t("nabijheid.verdict"): rows["verdict"].map(
                nabijheid_view.verdicts("hot", planner.state().lang)
            ),
            t("nabijheid.year"): rows["year"],
        }
    ).sort_values("z", ascending=False)
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(shown, hide_index=True)


def show_quotients(asked: Asked) -> None:
    """Location quotients per area: map, table with interval, and what they rest on."""
    what, level = _ask_quotient()
    cities, data = planner.state().cities, planner.dataset()
    found = {c: nabijheid_view.quotients_of(data, asked.shares, c, what, level) for c in cities}
    for column, (city, areas) in zip(st.columns(len(found)), found.items(), strict=True):
        with column:
            st.markdown(f"**{city}**")
            if areas.empty:
                st.info(t("nabijheid.no_counts", city=city))
                continue
            show_map(city, "nb.lq_map")
            _quotient_words(areas)
    st.caption(nabijheid_view.quotient_method(planner.state().lang))
    key = "nabijheid.lq_businesses" if what in SECTORS else "nabijheid.lq_tenants"
    st.caption(t(key))
    _quotient_rows(found)


def _ask_quotient() -> tuple[str, str]:
    """Ask of what and per which area, beginning with what is in the address, and keep it there."""
    look, say, lang = planner.looks(), planner.words(), planner.state().lang
    options = (*SECTORS, *planner.dataset().chain_model.ten)
    page_choice.seed("nb.lq", WHAT, options, SECTORS[0])
    page_choice.seed("nb.level", LEVEL, LEVELS, "district")
    left, right = st.columns([0.6, 0.4])
    what = left.selectbox(
        t("nabijheid.lq_what"),
        options,
        key="nb.lq",
        format_func=lambda code: nabijheid_view.what_words(code, look, lang),
    )
    level = right.segmented_control(
        t("nabijheid.lq_level"),
        LEVELS,
        key="nb.level",
        required=True,
        format_func=lambda code: say(f"nabijheid.level_{code}"),
    )
    page_choice.keep(WHAT, what, SECTORS[0])
    return what, page_choice.keep(LEVEL, level, "district")


def _quotient_words(areas: gpd.GeoDataFrame) -> None:
    counts = areas["verdict"].value_counts()
    tested = len(areas) - int(counts.get("too_few", 0))
    st.markdown(
        t(
            "nabijheid.lq_words",
            more=int(counts.get("more", 0)),
            less=int(counts.get("less", 0)),
            few=int(counts.get("too_few", 0)),
            chance=decimal(TEST_LEVEL * tested, planner.state().lang),
        )
    )


def _quotient_rows(found: dict[str, gpd.GeoDataFrame]) -> None:
    rows = pd.concat([pd.DataFrame(areas.drop(columns="geometry")) for areas in found.values()])
    if rows.empty:
        return
    few = rows["verdict"].eq("too_few")
    shown = pd.DataFrame(
        {
            t("column.city"): rows["city"],
            t("nabijheid.area"): rows["name"],
            "LQ": rows["lq"].where(~few).round(2),
            t("nabijheid.low_95"): rows["low"].where(~few).round(2),
            t("nabijheid.high_95"): rows["high"].where(~few).round(2),
            t("nabijheid.x"): rows["x"].round(1),
            "n": rows["n"].round(1),
            t("nabijheid.x_expected"): rows["expected"].round(1),
            t("nabijheid.verdict"): rows["verdict"].map(
                nabijheid_view.verdicts("lq", planner.state().lang)
            ),
        }
    ).sort_values("LQ", ascending=False)
    st.dataframe(shown, hide_index=True)
