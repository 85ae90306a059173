"""The fact sheet of what was chosen: every figure with its number and its source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.answers.hub_profile import HubProfile
from geo.answers.name_search import buildings_near
from geo.data.cities import CITIES
from geo.data.coarseness import is_coarse
from geo.data.tenant_count import tenant_count
from layers.sentences.house_words import house_lines, status_words
from layers.tables import hub_tables
from layers.view.map_model import MapLayer, MapView
from layers.web.page_html import facts_html, heading_html
from layers.web.search_parts import beside_words
from layers.words.plain_text import literal, plain
from layers.words.source_dates import date_words
from pages.sections import area_panel, pin_panel, plan_upload, search_box
from pages.session import planner, server
from pages.session.planner import t
from pages.views import area_view, kaart_view, knowledge_view, pin_view
from pages.views.house_view import lease_of, measures_of, profile_of
from pages.widgets import compared, data_table, rows_behind

NEAR_M = 500


def show(view: MapView, below_facts: Callable[[str], None]) -> None:
    """Draw the fact sheet of the chosen hub, or the card of anything else.

    ``below_facts`` is called with the reference of what was chosen, below its facts.
    """
    ref = planner.state().selected
    kind, _, rest = ref.partition(":")
    hub_id = _hub_of(kind, rest)
    hubs = planner.dataset().hubs
    if hub_id in set(hubs["id"]):
        hub = hubs[hubs["id"].eq(hub_id)].iloc[0]
        if (city := str(hub["city"])) not in CITIES:
            _elsewhere(hub)
            return
        facts = profile_of(planner.dataset(), hub_id, city, planner.state().travel)
        _hub(facts, lambda: below_facts(ref))
        return
    if area := area_view.area_of(planner.dataset(), ref, planner.language()):
        area_panel.show(area)
        return
    if pin := pin_view.pin_of(planner.dataset(), ref):
        pin_panel.show(pin)
        below_facts(ref)
        return
    if layer := kaart_view.layer_of(view, ref):
        _card(layer, ref)
        below_facts(ref)
        return
    if found := search_box.found():
        _found(found)
    else:
        st.info(t("kaart.not_found" if ref else "kaart.sheet_hint"))
        plan_upload.show()


def _found(row: Mapping[Hashable, Any]) -> None:
    """What was searched for and is not drawn: what it is, and which buildings stand near it."""
    st.html(heading_html(plain(row["name"]), 2))
    st.caption(literal(beside_words(row, planner.language())))
    ref = str(row["ref"])
    if layer := kaart_view.undrawn(planner.dataset(), planner.state(), ref):
        st.html(facts_html(layer.card[ref]))
    if not np.isfinite(row["x"]):
        st.text(t("search.no_place"))
        return
    near = buildings_near(planner.dataset(), row["x"], row["y"], NEAR_M)
    words = "search.near" if len(near) else "search.none_near"
    st.markdown(f"**{t(words, metres=NEAR_M)}**")
    if len(near):
        data_table.show(hub_tables.near_table(near, planner.language()), hide_index=True)


def _hub_of(kind: str, rest: str) -> str:
    if kind in ("hub", "sector"):
        return rest
    if kind == "tenant":
        tenants = planner.dataset().tenants.set_index("id")["hub_id"]
        return str(tenants.get(rest.split(":", maxsplit=1)[0], ""))
    return ""


def _card(layer: MapLayer, ref: str) -> None:
    row = layer.frame[layer.frame["ref"].eq(ref)].iloc[0]
    st.html(heading_html(row["label"] or layer.title, 2))
    if row["label"]:
        st.caption(literal(layer.title))
    st.html(facts_html(layer.card[ref]))


def _heading(hub: pd.Series) -> None:
    st.html(heading_html(plain(hub["name"]), 2))
    status = status_words(str(hub["status"]), planner.language())
    if plain(hub["status_date"]):
        status = t("panel.as_of", status=status, date=plain(hub["status_date"]))
    kind = t(f"kind.{hub['kind']}")
    st.caption(f"{kind} · {status} · {hub['city']}")


def _elsewhere(hub: pd.Series) -> None:
    """A building that a city's own list names and that lies outside: what its row says, no more."""
    _heading(hub)
    st.info(t("panel.elsewhere", city=literal(hub["city"])))
    lang = planner.state().lang
    lease = lease_of(hub, int(server.today()[:4]))
    st.html(facts_html(hub_tables.fact_lines(hub, lease, lang)))
    _source(hub)


def _hub(facts: HubProfile, below_facts: Callable[[], None]) -> None:
    hub = facts.hub
    _heading(hub)
    compared.tick(str(hub["id"]))
    if corrected := hub_tables.correction_line(hub, planner.language()):
        st.info(literal(corrected))
    lang, year = planner.state().lang, int(server.today()[:4])
    measured = house_lines(
        measures_of(planner.dataset(), str(hub["id"]), year), str(hub["city"]), lang
    )
    lease = lease_of(hub, year)
    st.html(facts_html([*hub_tables.fact_lines(hub, lease, lang), *measured]))
    rows_behind.show(t("panel.behind_facts"), 1, "panel.facts", partial(hub_tables.fact_row, hub))
    below_facts()
    _tenants(facts)
    _partners(facts)
    _meeting(facts)
    _source(hub)


def _tenants(facts: HubProfile) -> None:
    look, lang = planner.looks(), planner.state().lang
    data, state = planner.dataset(), planner.state()
    found = tenant_count(data, server.selection(data, state.filters), [str(facts.hub["id"])])
    st.markdown(f"**{hub_tables.tenant_count_words(found, lang)}**")
    if len(facts.totals):
        st.text(t("panel.totals", totals=hub_tables.total_words(facts)))
    if facts.tenants.empty:
        st.caption(t("panel.no_tenants"))
        return
    known = knowledge_view.in_house(data, state, str(facts.hub["id"]), facts.hub["city"])
    data_table.show_narrow(hub_tables.mix_table(facts.matrix, known, look, lang), index=True)
    st.caption(t("kennis.cell_note"))
    data_table.show(hub_tables.tenants_table(facts.tenants, look, lang), hide_index=True)


def _partners(facts: HubProfile) -> None:
    travel = t(f"travel.{planner.state().travel}")
    st.markdown(f"**{t('panel.partners', travel=travel)}**")
    if facts.next_partner.empty:
        st.caption(t("panel.no_chain"))
        return
    look, lang = planner.looks(), planner.state().lang
    city = str(facts.hub["city"])
    known = knowledge_view.in_city(planner.dataset(), planner.state(), city)
    table = hub_tables.next_partners_table(facts.next_partner, city, known, look, lang)
    data_table.show_narrow(table)
    rows = hub_tables.next_partner_rows(facts.next_partner, planner.dataset().partners["id"])
    rows_behind.show(t("panel.behind_partners"), len(rows), "panel.partners", lambda: rows)


def _meeting(facts: HubProfile) -> None:
    places = facts.meeting_places
    st.markdown(f"**{t('panel.meeting')}**")
    reason = "" if facts.meeting_reason == "ok" else t(f"reason.{facts.meeting_reason}")
    if places.empty:
        st.caption(reason or t("panel.meeting_none"))
        return
    if reason:
        st.caption(reason)
    years = places["updated"].dropna().astype(str).str[:4]
    span = f"{years.min()}–{years.max()}" if len(years) else t("panel.no_date")
    st.caption(t("panel.meeting_count", n=len(places), years=span))
    data_table.show(hub_tables.meeting_table(places, planner.state().lang), hide_index=True)
    rows = places.assign(table="meeting_places")
    rows_behind.show(t("panel.meeting"), len(rows), "panel.meeting", lambda: rows)


def _source(hub: pd.Series) -> None:
    st.markdown(f"**{t('column.source_title')}**")
    date = date_words(hub["source_date"], hub["source_read"], planner.language())
    st.text(f"{plain(hub['source_title'])} · {date}")
    _links(hub["source_url"])
    if plain(hub["place_url"]):
        st.markdown(f"**{t('column.place_url')}**")
        _links(hub["place_url"])
    if is_coarse(hub["precision"]):
        st.caption(t("reason.too_coarse"))


def _links(addresses: object) -> None:
    for address in plain(addresses).split(" | "):
        if address.startswith(("https://", "http://")):
            st.link_button(literal(address[:80]), address)
