"""*Broedplaatsen vergelijken*, the part on policy: published figures, each with its source."""

from __future__ import annotations

import streamlit as st

from layers.figures.comparison_chart import timeline_svg
from layers.tables import comparison_tables
from pages.session import planner
from pages.session.planner import t
from pages.views.vergelijken_view import policy
from pages.widgets import data_table, drawing


def show() -> None:
    """The figures on a line of time and in a table."""
    figures, lang = policy(), planner.state().lang
    st.markdown(f"## {t('vergelijken.policy_title')}")
    drawing.show(timeline_svg(figures, lang), t("vergelijken.timeline_alt"))
    undated = int(figures["year_from"].isna().sum())
    st.caption(t("vergelijken.policy_note", n=undated, all=len(figures)))
    st.caption(t("vergelijken.city_note"))
    table, address = comparison_tables.policy_table(figures, lang), t("column.source_url")
    links = {address: st.column_config.LinkColumn(address)}
    data_table.show(table, hide_index=True, column_config=links)
