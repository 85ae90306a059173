"""*Nabijheid*, the part on areas: hot spots of neighbourhoods, and location quotients."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.area_counts import (
    LEVELS,
    MIN_BUSINESSES,
    SECTORS,
    business_share,
    chain_quotients,
    hot_spots,
    neighbourhood_tenants,
    sector_quotients,
)
from geo.hotspots import FEW_AREAS, MoranAnswer
from geo.location_quotient import MIN_EXPECTED
from geo.selection import Filters
from geo.store import Dataset
from layers.drawing import Drawing
from layers.finding_layers import AreaFinding, verdict_layer
from layers.map_view import map_view
from layers.matrix_chart import decimal
from pages.parts import finding_map, own_choice, session
from pages.parts.nearness import Question, verdicts
from pages.parts.session import t

VALUES = ("tenants", *SECTORS)


@session.shared(32)
def hot_spots_of(
    data: Dataset, filters: Filters, city: str, value: str
) -> tuple[gpd.GeoDataFrame, MoranAnswer | None]:
    """Neighbourhoods of one city with Gi*; shared between sessions and never changed."""
    if value == "tenants":
        return hot_spots(neighbourhood_tenants(data, session.selection(data, filters), city))
    return hot_spots(business_share(data, city, value))


@session.shared(64)
def quotients_of(
    data: Dataset, filters: Filters, city: str, what: str, level: str
) -> gpd.GeoDataFrame:
    """Location quotients of one city; shared between sessions and never changed."""
    if what in SECTORS:
        return sector_quotients(data, city, what, level)
    return chain_quotients(data, session.selection(data, filters), city, what, level)


def show_hot_spots(asked: Question) -> None:
    """Gi* on the map of each city, and Moran's I in words."""
    say = session.words()
    own_choice.seed("nb.value", "waarde", VALUES, "tenants")
    value = st.selectbox(
        t("nabijheid.hot_value"),
        VALUES,
        key="nb.value",
        format_func=lambda code: say(f"nabijheid.value_{code}"),
    )
    own_choice.keep("waarde", value, "tenants")
    cities = session.state().cities
    found = {city: hot_spots_of(session.dataset(), asked.filters, city, value) for city in cities}
    for column, (city, (areas, answer)) in zip(st.columns(len(cities)), found.items(), strict=True):
        with column:
            st.markdown(f"**{city}: {t(f'nabijheid.value_{value}')}**")
            if areas.empty:
                st.info(t("nabijheid.no_counts", city=city))
                continue
            _hot_map(asked, areas, city, value)
            st.markdown(_moran_words(answer))
    st.caption(t("nabijheid.hot_method", k=FEW_AREAS))
    key = "nabijheid.hot_caution_tenants" if value == "tenants" else "nabijheid.hot_caution_share"
    st.caption(t(key, n=MIN_BUSINESSES))
    _area_rows({city: areas for city, (areas, _) in found.items()}, value)


def _hot_map(asked: Question, areas: gpd.GeoDataFrame, city: str, value: str) -> None:
    lang = session.state().lang
    shown = areas["value"] if value == "tenants" else areas["value"] * 100
    unit, digits = t(f"nabijheid.unit_{value}"), 0 if value == "tenants" else 1
    tips = [
        f"{name}: {decimal(number, lang, digits)} {unit}, z = {decimal(z, lang)}"
        for name, number, z in zip(areas["name"], shown, areas["z"], strict=True)
    ]
    words = verdicts("hot")
    columns = ("city", "code", "name", "district", "value", "n", "z", "p", "q", "verdict")
    source = ("hubs", "tenants") if value == "tenants" else ("neighbourhoods",)
    title = t(f"nabijheid.value_{value}")
    finding = AreaFinding("hot_spots", title, words, tips, columns, source)
    _show(asked, areas, finding, city, "nb.hot")


def _show(
    asked: Question, areas: gpd.GeoDataFrame, finding: AreaFinding, city: str, key: str
) -> None:
    chosen = session.selection(session.dataset(), asked.filters)
    drawing = Drawing(session.dataset(), chosen, session.looks(), session.state().lang)
    view = map_view(drawing, (verdict_layer(areas, finding),), finding.title, city)
    finding_map.show(view, city, key, alone=len(session.state().cities) == 1)


def _moran_words(answer: MoranAnswer | None) -> str:
    lang = session.state().lang
    if answer is None or answer.too_few:
        return t("nabijheid.moran_few", n=answer.n if answer else 0, k=FEW_AREAS)
    sure = answer.p <= 0.05  # noqa: PLR2004 - the usual level
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
            t("nabijheid.verdict"): rows["verdict"].map(verdicts("hot")),
            t("nabijheid.year"): rows["year"],
        }
    ).sort_values("z", ascending=False)
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(shown, hide_index=True)


def show_quotients(asked: Question) -> None:
    """Location quotients per area: map, table with interval, and what they rest on."""
    look, say = session.looks(), session.words()
    model = session.dataset().chain_model
    options = (*SECTORS, *model.ten)
    own_choice.seed("nb.lq", "lq", options, SECTORS[0])
    own_choice.seed("nb.level", "gebied", LEVELS, "district")
    left, right = st.columns([0.6, 0.4])
    what = left.selectbox(
        t("nabijheid.lq_what"),
        options,
        key="nb.lq",
        format_func=lambda code: (
            say(f"nabijheid.value_{code}")
            if code in SECTORS
            else say("nabijheid.lq_chain", chain=look.chain(code))
        ),
    )
    level = right.segmented_control(
        t("nabijheid.lq_level"),
        LEVELS,
        key="nb.level",
        required=True,
        format_func=lambda code: say(f"nabijheid.level_{code}"),
    )
    own_choice.keep("lq", what, SECTORS[0])
    level = own_choice.keep("gebied", level, "district")
    state = session.state()
    # Shares among all tenants: a filter on chain or stage would change what they are shares of.
    filters = Filters(state.cities, (), (), state.statuses, state.kinds, state.year)
    found = {
        city: quotients_of(session.dataset(), filters, city, what, level) for city in state.cities
    }
    for column, (city, areas) in zip(st.columns(len(found)), found.items(), strict=True):
        with column:
            st.markdown(f"**{city}**")
            if areas.empty:
                st.info(t("nabijheid.no_counts", city=city))
                continue
            _quotient_map(asked, areas, city, what)
            _quotient_words(areas)
    st.caption(t("nabijheid.lq_method", k=f"{MIN_EXPECTED:g}"))
    key = "nabijheid.lq_businesses" if what in SECTORS else "nabijheid.lq_tenants"
    st.caption(t(key))
    _quotient_rows(found)


def _quotient_map(asked: Question, areas: gpd.GeoDataFrame, city: str, what: str) -> None:
    lang = session.state().lang
    tips = [
        f"{row.name}: " + _with_interval(row, lang) + f" (n = {row.n:g})"
        for row in areas.rename(columns={"verdict": "found"}).itertuples(index=False)
    ]
    words = verdicts("lq")
    columns = ("city", "code", "name", "x", "n", "lq", "low", "high", "expected", "verdict")
    source = ("neighbourhoods",) if what in SECTORS else ("hubs", "tenants", "districts")
    finding = AreaFinding("quotients", t("nabijheid.lq_title"), words, tips, columns, source)
    _show(asked, areas, finding, city, "nb.lq_map")


def _with_interval(row: pd.Series, lang: str) -> str:
    if row.found == "too_few":
        return t("nabijheid.verdict_too_few")
    value = decimal(row.lq, lang, 2)
    if pd.isna(row.low):
        return value
    return f"{value} ({decimal(row.low, lang, 2)}–{decimal(row.high, lang, 2)})"


def _quotient_words(areas: gpd.GeoDataFrame) -> None:
    counts = areas["verdict"].value_counts()
    tested = len(areas) - int(counts.get("too_few", 0))
    st.markdown(
        t(
            "nabijheid.lq_words",
            more=int(counts.get("more", 0)),
            less=int(counts.get("less", 0)),
            few=int(counts.get("too_few", 0)),
            chance=decimal(0.05 * tested, session.state().lang),
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
            t("nabijheid.verdict"): rows["verdict"].map(verdicts("lq")),
        }
    ).sort_values("LQ", ascending=False)
    st.dataframe(shown, hide_index=True)
