"""What lies within reach of a building or a pin: counts, chains and stages, and the rows behind."""

from __future__ import annotations

import geopandas as gpd
import streamlit as st

from geo.answers.reach_content import ReachContent
from layers.tables import reach_tables
from layers.words.numbers import number
from pages.session import planner
from pages.session.planner import t
from pages.views import bereik_view, knowledge_view
from pages.widgets import data_table
from pages.widgets.page_choice import Choice


def ask_limit(key: str) -> float:
    """Ask up to how many minutes is counted."""
    say = planner.words()
    choice = Choice(bereik_view.WITHIN, key, bereik_view.MINUTES_SHOWN)
    limit = choice.ask(
        t("bereik.minutes"), lambda minutes: say("bereik.minutes_unit", minutes=minutes)
    )
    return float(limit)


def show_counts(content: ReachContent, grounds: gpd.GeoDataFrame) -> None:
    """How many of each kind, and how many are placed too coarsely to tell."""
    table = reach_tables.reach_counts_table(content, grounds, planner.state().lang)
    data_table.show_narrow(table)
    if content.too_coarse:
        st.caption(t("bereik.too_coarse_note", n=content.too_coarse))


def show_matrix(content: ReachContent, every: ReachContent, city: str, limit: float) -> None:
    """Chains by stages; ``every`` is the content of every chain and stage, for what is known."""
    matrix = content.by_chain_and_stage(limit)
    minutes = number(limit, planner.state().lang)
    st.markdown(f"**{t('bereik.by_chain', minutes=minutes)}**")
    if matrix.empty:
        st.caption(t("bereik.nothing", minutes=minutes))
        return
    data, state = planner.dataset(), planner.state()
    known = knowledge_view.within_reach(data, state, every, city, limit)
    table = reach_tables.reach_matrix_table(matrix, known, planner.looks(), state.lang)
    data_table.show_narrow(table, index=True)
    st.caption(t("kennis.cell_note"))


def show_rows(content: ReachContent, limit: float) -> None:
    """Every row within reach, with its source."""
    table = reach_tables.reach_rows_table(content, limit, planner.looks(), planner.state().lang)
    with st.expander(t("bereik.rows")):
        data_table.show(table, hide_index=True)
