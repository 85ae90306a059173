"""*Nabijheid*, the part on the whole country: any municipality, from the register of the server."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.country.country_answers import SPOT_M
from geo.country.folder import CountryFolder
from geo.data.errors import KetenkaartError
from geo.data.thresholds import FEW_EXPECTED, LEAST_SHOWN
from layers.tables import country_tables
from layers.words.plain_text import cell_text, literal
from pages.session import planner
from pages.session.planner import t
from pages.views import country_view as view
from pages.views.nabijheid_asked import Asked
from pages.widgets import data_table, faults
from pages.widgets.page_choice import Choice

AREA = "land"


def show(asked: Asked) -> None:  # noqa: ARG001 - the whole country knows no filters
    """One area of the register, and the country as a whole."""
    try:
        register = view.register()
        if register is None:
            st.info(t("land.none"))
        elif register.areas.empty:
            st.info(t("land.no_areas"))
        else:
            _show(register)
    except KetenkaartError as fault:
        faults.show(t("land.not_done"), [fault])


def _show(register: CountryFolder) -> None:
    names = register.areas.set_index("code")["name"]
    codes = sorted(names.index, key=lambda code: str(names[code]).casefold())
    area = Choice(AREA, "nb.country", codes)
    code = area.ask_in_list(t("land.which"), lambda one: cell_text(str(names[one])))
    with st.spinner(t("land.counting")):
        found = view.quotients_of_area(register, code)
    if found.empty:
        st.info(t("land.empty"))
    else:
        table = country_tables.area_table(found, planner.looks(), planner.language())
        data_table.show(table, hide_index=True)
        st.markdown(_how_sure(found))
    st.caption(_source(register))
    st.caption(t("land.method", k=LEAST_SHOWN, few=FEW_EXPECTED))
    _whole(register)


def _how_sure(found: pd.DataFrame) -> str:
    """How many chains can be told from chance, and how many cannot be shown."""
    counts = found["verdict"].value_counts()
    told = {code: int(counts.get(code, 0)) for code in ("more", "less", "too_few", "withheld")}
    return t("land.how_sure", **told, n=len(found))


def _source(register: CountryFolder) -> str:
    said = register.told
    return t(
        "land.source",
        title=literal(said.title),
        date=literal(said.date),
        kept=register.rows,
        read=said.read,
        placed=view.placed_in_areas(register),
        without_code=said.without_code,
        areas=literal(said.areas or "–"),
    )


def _whole(register: CountryFolder) -> None:
    """The country as a whole, counted when it is opened."""
    model, look, lang = planner.dataset().chain_model, planner.looks(), planner.language()
    with st.expander(t("land.steps"), key="land.steps", on_change="rerun") as opened:
        if opened.open:
            steps = country_tables.steps_table(view.steps(register, model), look, lang)
            data_table.show(steps, hide_index=True)
            st.caption(t("land.steps_method", k=LEAST_SHOWN))
    with st.expander(t("land.spots"), key="land.spots", on_change="rerun") as opened:
        if opened.open:
            spots = country_tables.spots_table(view.spots(register, model), look, lang)
            data_table.show(spots, hide_index=True)
            st.caption(t("land.spots_method", size=SPOT_M))
