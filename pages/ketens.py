"""*Ketens*: one chain as stages from left to right, both cities on one scale."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from geo.answers.chain_line import ChainLine
from geo.answers.chain_rows import rows_of_chains, rows_of_ways
from geo.data.selection import Filters
from geo.data.thresholds import FEW_BUILDINGS
from layers.figures.chain_strip import chain_strip_svg
from layers.sentences.chain_words import missing_words, strip_words
from layers.tables import chain_tables
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views.ketens_view import CHAIN, chain_of, lines_of
from pages.widgets import data_table, drawing, known_bar, rows_behind


def show() -> None:
    """Lay out the page."""
    look, state = planner.looks(), planner.state()
    st.markdown(f"# {t('ketens.title')}")
    chain = _choice()
    st.caption(t("ketens.intro"))
    known_bar.show()
    lines = lines_of(planner.dataset(), state, chain)
    if not lines:
        st.info(t("kaart.nothing"))
        return
    _picture(lines)
    for each in lines:
        (st.warning if each.missing else st.success)(missing_words(each, look, state.lang))
    st.caption(t("ketens.method", travel=t(f"travel.{state.travel}"), k=FEW_BUILDINGS))
    _numbers(lines, state.filters_for(chain))


def _choice() -> str:
    """The chain to show, from the control or else from the address."""
    data, look = planner.dataset(), planner.looks()
    first = chain_of(data, planner.state(), planner.parameters())
    chosen = st.pills(
        t("ketens.choose"),
        data.chain_model.ten,
        key="ketens.chain",
        format_func=look.chain,
        required=True,
        default=first,
    )
    planner.set_parameter(CHAIN, chosen)
    return str(chosen)


def _picture(lines: list[ChainLine]) -> None:
    look, lang = planner.looks(), planner.state().lang
    words = " ".join(strip_words(each, look, lang) for each in lines)
    drawing.show(chain_strip_svg(lines, look, lang), words)


def _numbers(lines: list[ChainLine], filters: Filters) -> None:
    st.markdown(f"## {t('ketens.table')}")
    look, lang = planner.looks(), planner.state().lang
    counts = _with_city((each.city, each.stages) for each in lines)
    picked = _pick(chain_tables.stage_counts_table(counts, look, lang), "counts", filters)
    _behind_counts(counts.loc[picked] if picked else counts, filters, bool(picked))
    steps = _with_city((each.city, each.steps) for each in lines)
    ways = _with_city((each.city, each.links) for each in lines)
    picked = _pick(chain_tables.steps_table(steps, look, lang), "steps", filters)
    _behind_steps(ways, steps.loc[picked] if picked else steps, bool(picked))
    st.markdown(f"## {t('ketens.link_table')}")
    data_table.show(chain_tables.ways_table(ways, look, lang), hide_index=True)


def _with_city(tables: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """The tables of some cities as one, with ``city``."""
    return pd.concat([rows.assign(city=city) for city, rows in tables], ignore_index=True)


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


def _behind_counts(counts: pd.DataFrame, filters: Filters, chosen: bool) -> None:
    """Tenants and partners behind the chosen counts, or behind all."""
    rows = rows_of_chains(server.selection(planner.dataset(), filters), filters.chains)
    rows = rows.merge(counts[["city", "stage"]], on=["city", "stage"])
    what = t("ketens.behind_chosen" if chosen else "ketens.behind_counts")
    rows_behind.show(what, len(rows), "ketens.counts", lambda: rows)


def _behind_steps(ways: pd.DataFrame, steps: pd.DataFrame, chosen: bool) -> None:
    """Ways behind the chosen medians, or behind all."""
    rows = rows_of_ways(ways.merge(steps[["city", "stage", "next_stage"]]))
    what = t("ketens.behind_chosen" if chosen else "ketens.behind_steps")
    rows_behind.show(what, len(rows), "ketens.steps", lambda: rows)


frame.only_from_app()
show()
