"""*Wat als*: a building closes, leases end or a new one opens; which links break or mend."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from geo.answers.what_if import Scenario
from layers.sentences.ranking_explanation import weight_words
from layers.sentences.scenario_words import before_after
from layers.tables import scenario_tables
from layers.web.map_clicks import NOTHING_SEEN, ground_clicked
from pages.app import frame
from pages.sections import scenario_controls
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import waar_view, wat_als_view
from pages.views.wat_als_view import (
    DEFAULT_LIMIT,
    LIMIT,
    LIMITS,
    RANK_CHAIN,
    RANK_STAGE,
    Asked,
    Outcome,
)
from pages.widgets import asked_beside, city_maps, data_table, known_bar, open_tabs
from pages.widgets.held_controls import some_of
from pages.widgets.page_choice import Choice

TOP = 10


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"# {t('watals.title')}")
    st.caption(t("watals.intro"))
    known_bar.show(state.filters_for())
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    beside, panel = asked_beside.places()
    with panel:
        _controls()
        data = planner.dataset()
        asked = wat_als_view.asked_of(data, state, planner.parameters())
        found = wat_als_view.outcome(data, asked)
        _answer(asked, found)
    asked_beside.maps(beside, state.cities, _map)
    st.caption(t("watals.method", travel=t(f"travel.{state.travel}"), limit=asked.limit_m))
    if asked.scenario.changes_nothing:
        return
    drawers = {
        "links": partial(_links, asked, found),
        "presence": partial(_presence, found),
        "ranking": partial(_ranking, asked),
        "rows": partial(_rows, found),
    }
    open_tabs.show({t(f"watals.tab_{name}"): draw for name, draw in drawers.items()}, "wi.tab")


def _controls() -> None:
    """Ask the scenario and within how far a link is whole; both are kept in the address."""
    filters = planner.state().filters_for()
    chosen = server.selection(planner.dataset(), filters)
    every = pd.concat([chosen.hubs, chosen.hubs_without_place]).sort_values(["city", "name"])
    names = dict(zip(every["id"], every["name"] + " · " + every["city"], strict=True))
    scenario_controls.seed(list(names))
    if st.session_state.get("wi.left_out"):
        st.warning(t("watals.left_out", n=st.session_state["wi.left_out"]))
    st.markdown(f"**{t('watals.close')}**")
    label, none = t("watals.close_which"), t("watals.none")
    some_of(label, names, "wi.removed", names.__getitem__, none)
    scenario_controls.show_new()
    scenario_controls.show_leases()
    st.text_input(t("watals.name"), planner.held("wi.name"), key="wi.name", max_chars=60)
    _limit()
    st.button(t("watals.reset"), on_click=scenario_controls.put, args=(Scenario(),))
    scenario_controls.keep()


def _limit() -> None:
    say = planner.words()
    choice = Choice(LIMIT, "wi.limit", LIMITS, DEFAULT_LIMIT)
    choice.ask(t("watals.limit"), lambda metres: say("watals.limit_unit", metres=metres))


def _answer(asked: Asked, found: Outcome) -> None:
    if asked.scenario.changes_nothing:
        st.info(t("watals.start"))
        return
    # As plain text: names come from data and from the address.
    st.text(wat_als_view.sentence(planner.dataset(), asked, planner.state().lang))
    st.markdown(f"**{t('watals.before_after')}**")
    table = before_after(found.harm, found.changes, asked.limit_m, planner.state().lang)
    data_table.show_narrow(scenario_tables.content_table(table))
    applied = found.applied
    if asked.scenario.ends_before and (applied.undecided_hubs or applied.undecided_tenants):
        chosen = server.selection(planner.dataset(), asked.filters)
        st.caption(
            t(
                "watals.undecided",
                hubs=applied.undecided_hubs,
                tenants=applied.undecided_tenants,
                total=len(chosen.tenants),
            )
        )
    unknown = int(found.changes["change"].eq("unknown").sum())
    if unknown:
        st.caption(t("watals.unknown", n=unknown))


def _map(city: str) -> None:
    """Draw the map of one city; a click on the ground sets down a building, or moves one."""
    data, state, parameters = planner.dataset(), planner.state(), planner.parameters()
    st.markdown(f"**{city}**")
    view = wat_als_view.city_map(data, state, parameters, server.today(), (city,))
    alone = len(state.cities) == 1
    answer = city_maps.show(view, city, "wi.map", alone=alone, also=("last_clicked",))
    seen = f"wi.click.{city}"
    before = st.session_state.get(seen, NOTHING_SEEN)
    now, click = ground_clicked(answer, before)
    with whole():
        st.session_state[seen] = now
        taken = click is not None and scenario_controls.set_down_at_click(click)
    if click is None:
        return
    if taken:
        st.rerun()
    st.warning(t("watals.outside"))


def _links(asked: Asked, found: Outcome) -> None:
    look, lang = planner.looks(), planner.state().lang
    table = scenario_tables.changed_links_table(found.changes, asked.limit_m, look, lang)
    _show_changes(table)


def _presence(found: Outcome) -> None:
    look, lang = planner.looks(), planner.state().lang
    _show_changes(scenario_tables.presence_table(found.presence, found.lost, look, lang))


def _show_changes(table: pd.DataFrame) -> None:
    if table.empty:
        st.info(t("watals.no_change"))
    else:
        data_table.show(table, hide_index=True)


def _ranking(asked: Asked) -> None:
    """The order before and after, with the weights of *Waar moet ik zijn?*."""
    data, state = planner.dataset(), planner.state()
    chain, stage = _asks_whom()
    there = waar_view.asked_of(data, state, planner.parameters())
    who = replace(there, filters=asked.filters, chain=chain, stage=stage)
    if not waar_view.can_rank(data, who):
        st.info(t("watals.no_weight"))
        return
    before, after = wat_als_view.rankings(data, asked, who)
    table = scenario_tables.rank_change_table(before, after, TOP, state.lang)
    data_table.show(table, hide_index=True)
    st.caption(t("watals.ranking_note", n=TOP, weights=weight_words(who.weights, state.lang)))


def _asks_whom() -> tuple[str, str]:
    """Chain and stage of the one who asks: at first those of *Waar moet ik zijn?*."""
    data, look = planner.dataset(), planner.looks()
    model = data.chain_model
    first = waar_view.asked_of(data, planner.state(), planner.parameters())
    left, right = st.columns(2)
    of_chain = Choice(RANK_CHAIN, "wi.rank_chain", model.ten, first.chain)
    of_stage = Choice(RANK_STAGE, "wi.rank_stage", model.stage_line, first.stage)
    chain = of_chain.ask_in_list(t("column.chain"), look.chain, left)
    return chain, of_stage.ask_in_list(t("column.stage"), look.stage, right)


def _rows(found: Outcome) -> None:
    gone, look, lang = found.applied.tenants_gone, planner.looks(), planner.state().lang
    st.markdown(f"**{t('watals.gone_rows', n=len(gone))}**")
    if len(gone):
        names = planner.dataset().hubs.set_index("id")["name"]
        table = scenario_tables.tenants_gone_table(gone, names, look, lang)
        data_table.show(table, hide_index=True)


frame.only_from_app()
show()
