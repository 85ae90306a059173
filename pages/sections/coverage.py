"""*Bronnen*, the part on completeness: who could be seen, how many are known, what to add."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.data.business_counts import address_points, business_points, counted_areas
from geo.data.cities import CITIES
from geo.data.coverage import totals_of
from geo.data.store import Dataset
from layers.figures import coverage_chart
from layers.figures.figure import Drawing
from layers.tables import coverage_tables
from layers.words.numbers import whole
from layers.words.palette import palette
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import data_table, drawing, open_tabs


@server.shared(4)
def _businesses(data: Dataset, lang: str) -> pd.DataFrame:
    """How the businesses of each city are counted and spread, in words."""
    areas = {city: counted_areas(data, city) for city in CITIES}
    points = {city: business_points(areas[city], address_points(city)) for city in CITIES}
    return coverage_tables.businesses_table(areas, points, lang)


@server.shared(8)
def _drawn(data: Dataset, city: str, lang: str) -> tuple[Drawing, Drawing]:
    """The two drawings of a city; shared between sessions and never changed."""
    table, look = server.coverage(data), palette(data.chain_model, lang)
    cells = coverage_chart.cells_drawing(table, city, look, lang)
    return cells, coverage_chart.totals_drawing(table, city, lang)


def show() -> None:
    """What the sources could see, a tab a question; only the open one is drawn."""
    st.markdown(f"## {t('volledig.title')}")
    st.write(t("volledig.intro"))
    drawers = {
        t("volledig.tab_cells"): _cells,
        t("volledig.tab_totals"): _totals,
        t("volledig.tab_houses"): _houses,
        t("volledig.tab_sources"): _sources,
        t("volledig.tab_businesses"): _compared,
    }
    open_tabs.show(drawers, "br.coverage")


def _table() -> pd.DataFrame:
    return server.coverage(server.shipped())


def _cells() -> None:
    lang, look = planner.state().lang, planner.looks()
    st.caption(t("volledig.cells_note"))
    for city in planner.state().cities:
        drawn, _ = _drawn(server.shipped(), city, lang)
        drawing.show(drawn.svg, drawn.words)
        with st.expander(t("volledig.cells_title", city=city)):
            data_table.show(
                coverage_tables.cells_table(_table(), city, look, lang), hide_index=True
            )


def _totals() -> None:
    lang = planner.state().lang
    st.caption(t("volledig.totals_note"))
    for city in planner.state().cities:
        _, drawn = _drawn(server.shipped(), city, lang)
        drawing.show(drawn.svg, drawn.words)
        _linked(coverage_tables.totals_table(_table(), city, lang))


def _houses() -> None:
    lang, hubs = planner.state().lang, server.shipped().hubs
    st.caption(t("volledig.houses_note"))
    for city in planner.state().cities:
        rows = coverage_tables.all_houses(_table(), hubs, city)
        known, bare = totals_of(rows), rows[rows["published"].isna()]
        counts = {
            "n": known["listed"].sum(),
            "all": known["published"].sum(),
            "houses": len(known),
            "bare": len(bare),
            "nobody": int(bare["listed"].eq(0).sum()),
        }
        words = {name: whole(float(count), lang) for name, count in counts.items()}
        named = int(bare["listed"].sum())
        st.markdown(t("volledig.houses_total", city=city, named=named, **words))
        _linked(coverage_tables.houses_table(_table(), hubs, city, lang))


def _sources() -> None:
    lang = planner.state().lang
    table = coverage_tables.sources_table(_table(), planner.looks(), lang)
    data_table.show(table, hide_index=True, height="content")


def _compared() -> None:
    st.write(t("volledig.businesses_note"))
    data_table.show(_businesses(server.shipped(), planner.state().lang), hide_index=True)


def _linked(table: pd.DataFrame) -> None:
    """Show a table whose sources open at a click."""
    address = t("column.source_url")
    links = {address: st.column_config.LinkColumn(address)}
    data_table.show(table, hide_index=True, column_config=links)
