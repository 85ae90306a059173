"""*Ketens*: one chain as stages from left to right, both cities on one scale."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.data.selection import Filters
from geo.data.thresholds import FEW_BUILDINGS
from layers.sentences.chain_words import missing_words
from pages.app import frame
from pages.session import planner
from pages.session.planner import t
from pages.views import ketens_view
from pages.views.ketens_view import CHAIN, Numbers, chain_of, lines_of
from pages.widgets import data_table, drawing, known_bar, page_choice, rows_behind
from pages.widgets.held_controls import pills


def show() -> None:
    """Lay out the page."""
    look, state = planner.looks(), planner.state()
    st.markdown(f"# {t('ketens.title')}")
    chain = _choice()
    st.caption(t("ketens.intro"))
    known_bar.show(state.filters_for(chain))
    lines = lines_of(planner.dataset(), state, chain)
    if not lines:
        st.info(t("kaart.nothing"))
        return
    filters = state.filters_for(chain)
    _picture(chain, filters)
    for each in lines:
        (st.warning if each.missing else st.success)(missing_words(each, look, state.lang))
    st.caption(t("ketens.method", travel=t(f"travel.{state.travel}"), k=FEW_BUILDINGS))
    _numbers(chain, filters)


def _choice() -> str:
    """The chain to show, from the control or else from the address."""
    data, look = planner.dataset(), planner.looks()
    first = chain_of(data, planner.state(), planner.parameters())
    page_choice.seed_all(CHAIN, {"ketens.chain": first})
    ten = data.chain_model.ten
    chosen = str(pills(t("ketens.choose"), ten, "ketens.chain", look.chain, required=True))
    page_choice.write(CHAIN, chosen)
    return chosen


def _picture(chain: str, filters: Filters) -> None:
    state = planner.state()
    drawn = ketens_view.strip(planner.dataset(), filters, chain, state.travel, state.lang)
    drawing.show(drawn.svg, drawn.words)


def _numbers(chain: str, filters: Filters) -> None:
    st.markdown(f"## {t('ketens.table')}")
    state = planner.state()
    told = ketens_view.numbers(planner.dataset(), filters, chain, state.travel, state.lang)
    picked = _pick(told.counts_table, "counts", filters)
    _behind_counts(told, picked)
    picked = _pick(told.steps_table, "steps", filters)
    _behind_steps(told, picked)
    st.markdown(f"## {t('ketens.link_table')}")
    data_table.show(told.ways_table, hide_index=True)


def _pick(table: pd.DataFrame, name: str, filters: Filters) -> list[int]:
    """Draw a table in which rows can be chosen; returns the chosen ones."""
    event = data_table.show(
        table,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="multi-row",
        # A new key for other rows: what was chosen there means nothing here.
        key=f"ketens.{name}.{filters}",
    )
    return list(event.selection.rows)


def _behind_counts(told: Numbers, picked: list[int]) -> None:
    """Tenants and partners behind the chosen counts, or behind all."""
    members = told.members
    if picked:
        members = ketens_view.behind_counts(members, told.counts.loc[picked])
    what = t("ketens.behind_chosen" if picked else "ketens.behind_counts")
    rows_behind.show(what, len(members), "ketens.counts", lambda: members)


def _behind_steps(told: Numbers, picked: list[int]) -> None:
    """Ways behind the chosen medians, or behind all."""
    links = told.links
    if picked:
        links = ketens_view.behind_steps(told.ways, told.steps.loc[picked])
    what = t("ketens.behind_chosen" if picked else "ketens.behind_steps")
    rows_behind.show(what, len(links), "ketens.steps", lambda: links)


frame.only_from_app()
show()
