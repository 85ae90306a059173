"""The profile of an area in the drawer: who is in it, which links are known, what is not seen."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.answers.area_profile import AreaProfile
from geo.data.schemas import SOURCE_COLUMNS
from layers.sentences.area_words import area_words, stage_table
from layers.web.page_html import facts_html, heading_html
from layers.words.numbers import whole
from layers.words.plain_text import literal
from pages.sections import plan_upload
from pages.session import planner
from pages.session.planner import t
from pages.views import area_view
from pages.widgets import data_table, rows_behind

COLUMNS = {
    "hubs": ("name", "address", "kind", "status", "n_tenants", *SOURCE_COLUMNS),
    "tenants": ("hub_name", "label", "chain", "stage", *SOURCE_COLUMNS),
    "partners": ("name", "category", "chain", "stage", "address", *SOURCE_COLUMNS),
    "meeting_places": ("name", "category", "address", "updated", *SOURCE_COLUMNS),
}
COUNTED = ("residents", "businesses", "businesses_culture_recreation")


def show(area: area_view.Area) -> None:
    """Draw the profile; chain and stage of the filters are left aside, as both are told here."""
    data, state = planner.dataset(), planner.state()
    filters = state.filters_for()
    found = area_view.profile_of(data, filters, area)
    st.html(heading_html(area.name, 2))
    st.caption(literal(" · ".join(filter(None, (t(f"area.kind_{area.kind}"), area.city)))))
    plan_upload.show_told(planner.state().selected)
    if not area.city:  # a count of nothing would read as a finding
        st.info(t("area.outside"))
        plan_upload.show()
        return
    for words in area_words(found, area.shape.area, state.lang):
        st.text(words)
    _counted(area)
    _links(area, found)
    for name, rows in area_view.rows_of(found).items():
        columns = [column for column in COLUMNS[name] if column in rows]
        shown = partial(rows.filter, items=columns)
        rows_behind.show(t(f"layer.{name}"), len(rows), f"area.{name}", shown)
    if len(found.unsure):
        unsure = found.unsure
        rows_behind.show(t("area.unsure_title"), len(unsure), "area.unsure", lambda: unsure)
    if area.kind == "plan":
        st.caption(t("area.link"))
        plan_upload.show()


def _counted(area: area_view.Area) -> None:
    """Residents and businesses, where the national count tells them."""
    lang = planner.language()
    told = {name: area.row[name] for name in COUNTED if pd.notna(area.row.get(name))}
    lines = [(t(f"area.{name}"), whole(float(n), lang)) for name, n in told.items()]
    if lines:
        st.html(facts_html(lines))


def _links(area: area_view.Area, found: AreaProfile) -> None:
    data, state = planner.dataset(), planner.state()
    known = area_view.known_of(data, state.filters_for(), area, found)
    table = stage_table(known, planner.looks(), state.lang)
    st.markdown(f"**{t('area.links')}**")
    if table.empty:
        st.caption(t("area.nobody"))
        return
    data_table.show_narrow(table, index=True)
    st.caption(f"{t('area.links_note')} {t('kennis.cell_note')}")
