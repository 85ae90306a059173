"""*Bronnen*: every file, its origin, licence, date and columns, made from the data package."""

from __future__ import annotations

import streamlit as st

from layers.tables import source_tables
from layers.words.methods import methods
from layers.words.resources import Resource, resource_text
from layers.words.source_dates import undated_words
from pages.app import frame
from pages.sections import coverage
from pages.session import planner
from pages.session.planner import t
from pages.widgets import data_table


def show() -> None:
    """Lay out the page."""
    data, lang = planner.dataset(), planner.state().lang
    resources = data.package["resources"]
    st.markdown(f"# {t('bronnen.title')}")
    coverage.show()
    show_methods()
    st.markdown(f"## {t('bronnen.files')}")
    st.write(t("bronnen.intro"))
    data_table.show(source_tables.files_table(resources, lang), hide_index=True, height="content")
    st.markdown(f"## {t('bronnen.placed')}")
    data_table.show(source_tables.precision_table(data.hubs, lang), height="content")
    st.markdown(f"## {t('bronnen.limits')}")
    for name in ("limit_tenants", "limit_cities", "limit_status", "limit_coding"):
        st.markdown(f"- {t(f'bronnen.{name}')}")
    for resource in resources:
        with st.expander(resource_text(resource, "title", lang)):
            _detail(resource)


def show_methods() -> None:
    """What each method says and what it does not, one that unfolds at a time."""
    st.markdown(f"## {t('bronnen.methods')}")
    for method in methods(planner.state().lang):
        with st.expander(method.title):
            st.markdown(method.told)


def _detail(resource: Resource) -> None:
    """How a file was made, from what, and what its columns mean."""
    lang = planner.state().lang
    if method := resource_text(resource, "method", lang):
        st.text(f"{t('bronnen.method')}: {method}")
    for source in resource.get("sources", []):
        parts = (source.get("title"), source.get("date"), source.get("path"))
        st.text(f"{t('bronnen.sources')}: " + " · ".join(str(part) for part in parts if part))
    if undated := undated_words(resource, lang):
        st.text(undated)
    table = source_tables.columns_table(resource, lang)
    data_table.show(table, hide_index=True, height="content")


frame.only_from_app()
show()
