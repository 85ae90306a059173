"""*Broedplaatsen vergelijken*, the part on coming and going: how long, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from geo.answers.comparison import Comparison
from geo.evidence.turnover import EXAMPLE_YEAR, NEEDED, Turnover, example_list, turnover
from layers.figures.comparison_chart import stay_svg, years_svg
from layers.files.template_workbook import template_xlsx
from layers.sentences.turnover_words import presence_words, stay_test_words, stay_words
from layers.tables import comparison_tables
from pages.session import planner, server
from pages.session.planner import t
from pages.views.vergelijken_view import shown_tenants, stays_differ, turnover_of
from pages.widgets import data_table, drawing, rows_behind


def show(found: Comparison) -> None:
    """Coming and going in the compared hubs, with what the data lacks and the rows behind it."""
    st.markdown(f"## {t('vergelijken.turnover_title')}")
    st.caption(t("vergelijken.turnover_intro"))
    data, year = planner.dataset(), int(server.today()[:4])
    names = found.hubs.set_index("id")["name"]
    answers = {str(hub_id): turnover_of(data, str(hub_id), year) for hub_id in names.index}
    told = [(names[hub_id], answer) for hub_id, answer in answers.items()]
    data_table.show(comparison_tables.turnover_table(told, planner.state().lang), hide_index=True)
    missing = [name for name in NEEDED if all(name in each.missing for each in answers.values())]
    if missing:
        st.info(
            t(
                "vergelijken.needed",
                columns=", ".join(t(f"column.{name}").lower() for name in missing),
            )
        )
        st.download_button(
            t("eigen.template"),
            partial(template_xlsx, planner.looks(), planner.state().lang),
            file_name="ketenkaart_sjabloon.xlsx",
            on_click="ignore",
        )
    st.text(stay_test_words(stays_differ(data, tuple(answers), year), planner.state().lang))
    st.caption(t("vergelijken.shipped_caution"))
    for name, answer in told:
        if not answer.few:
            st.text(name)
            _charts(answer)
    _behind(answers, names, year)
    if st.toggle(t("vergelijken.example"), key="vergelijken.example"):
        _example()


def _behind(answers: Mapping[str, Turnover], names: pd.Series, year: int) -> None:
    tenants = shown_tenants(planner.dataset())
    rows = tenants[tenants["hub_id"].isin(list(answers))]
    rows_behind.show(
        t("vergelijken.turnover_title"),
        sum(answer.n for answer in answers.values()),
        "vergelijken.turnover",
        partial(comparison_tables.stay_rows, rows, names, year),
    )


def _charts(answer: Turnover) -> None:
    lang = planner.state().lang
    left, right = st.columns(2)
    with left:
        drawing.show(years_svg(answer, lang), t("vergelijken.years_title"))
        st.caption(presence_words(answer, lang))
    with right:
        if len(answer.curve):
            drawing.show(stay_svg(answer, lang), t("vergelijken.stay_title"))
        else:
            st.caption(stay_words(answer, lang))


def _example() -> None:
    """What an invented list with every column would say, marked as such."""
    rows = example_list()
    answer = turnover(rows, EXAMPLE_YEAR)
    st.warning(t("vergelijken.synthetic", n=len(rows)))
    told = [(t("vergelijken.synthetic_name"), answer)]
    data_table.show(comparison_tables.turnover_table(told, planner.state().lang), hide_index=True)
    _charts(answer)
