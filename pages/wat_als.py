"""*Wat als*: a building closes, leases end or a new one opens; which links break or mend."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answers.what_if import CHANGES, Scenario
from geo.data.schemas import SOURCE_COLUMNS
from layers.words.numbers import number
from pages.app import frame
from pages.sections import scenario_controls
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view, waar_view, wat_als_view
from pages.views.wat_als_view import DEFAULT_LIMIT, LIMIT, LIMITS, Asked, Outcome
from pages.widgets import finding_maps, page_choice

TOP = 10
RANK_CHAIN, RANK_STAGE = "volgorde_keten", "volgorde_schakel"  # for whom, in the address


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"#### {t('watals.title')}")
    st.caption(t("watals.intro"))
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    _controls()
    data = planner.dataset()
    asked = wat_als_view.asked_of(data, state, planner.parameters())
    found = wat_als_view.outcome(data, asked)
    _answer(asked, found)
    _maps()
    st.caption(t("watals.method", travel=t(f"travel.{state.travel}"), limit=asked.limit_m))
    if asked.scenario.changes_nothing:
        return
    names = ("links", "presence", "ranking", "rows")
    tabs = st.tabs([t(f"watals.tab_{name}") for name in names], on_change="rerun", key="wi.tab")
    with tabs[0]:
        _links(found)
    with tabs[1]:
        _presence(found)
    with tabs[2]:
        if tabs[2].open:
            _ranking(asked)
    with tabs[3]:
        _rows(found)


def _controls() -> None:
    """Ask the scenario and within how far a link is whole; both are kept in the address."""
    filters = wat_als_view.filters_of(planner.state())
    chosen = server.selection(planner.dataset(), filters)
    every = pd.concat([chosen.hubs, chosen.hubs_without_place]).sort_values(["city", "name"])
    names = dict(zip(every["id"], every["name"] + " · " + every["city"], strict=True))
    scenario_controls.seed(list(names))
    if st.session_state.get("wi.left_out"):
        st.warning(t("watals.left_out", n=st.session_state["wi.left_out"]))
    name, limit = st.columns([0.62, 0.38])
    name.text_input(t("watals.name"), key="wi.name", max_chars=60)
    _limit(limit)
    close, lease, new = st.columns(3, gap="medium")
    with close:
        st.markdown(f"**{t('watals.close')}**")
        st.multiselect(
            t("watals.close_which"),
            list(names),
            key="wi.removed",
            format_func=names.__getitem__,
            placeholder=t("watals.none"),
        )
    with lease:
        scenario_controls.show_leases()
    with new:
        scenario_controls.show_new()
    st.button(t("watals.reset"), on_click=scenario_controls.put, args=(Scenario(),))
    scenario_controls.keep()


def _limit(column: st.delta_generator.DeltaGenerator) -> None:
    say = planner.words()
    page_choice.seed("wi.limit", LIMIT, LIMITS, DEFAULT_LIMIT)
    picked = column.segmented_control(
        t("watals.limit"),
        LIMITS,
        key="wi.limit",
        required=True,
        format_func=lambda metres: say("watals.limit_unit", metres=metres),
    )
    page_choice.keep(LIMIT, picked, DEFAULT_LIMIT)


def _answer(asked: Asked, found: Outcome) -> None:
    if asked.scenario.changes_nothing:
        st.info(t("watals.start"))
        return
    # As plain text: names come from data and from the address.
    st.text(wat_als_view.sentence(planner.dataset(), asked, planner.state().lang))
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


def _maps() -> None:
    cities = planner.state().cities
    for column, city in zip(st.columns(len(cities), gap="small"), cities, strict=True):
        with column:
            st.markdown(f"**{city}**")
            _map(city, len(cities) == 1)


def _map(city: str, alone: bool) -> None:
    """Draw the map of one city; a click on the ground sets down a building, or moves one."""
    data, parameters = planner.dataset(), planner.parameters()
    view = wat_als_view.city_map(data, planner.state(), parameters, kaart_view.today(), (city,))
    answer = finding_maps.show(view, city, "wi.map", alone=alone, also=("last_clicked",))
    seen = f"wi.click.{city}"
    before = st.session_state.get(seen, (None, ""))
    st.session_state[seen], click = scenario_controls.ground_clicked(answer, before)
    if click is None:
        return
    if scenario_controls.set_down_at(float(click["lat"]), float(click["lng"])):
        st.rerun()
    st.warning(t("watals.outside"))


def _links(found: Outcome) -> None:
    look, say, lang = planner.looks(), planner.words(), planner.state().lang
    rows = found.changes[found.changes["change"].ne("same")]
    if rows.empty:
        st.info(t("watals.no_change"))
        return
    rows = rows.sort_values(["change", "extra_m"], ascending=[True, False], kind="stable")
    shown = pd.DataFrame(
        {
            t("watals.change"): rows["change"].map(
                {change: t(f"watals.change_{change}") for change in CHANGES}
            ),
            t("column.city"): rows["city"],
            t("column.hub_name"): rows["hub_name"],
            t("column.chain"): rows["chain"].map(look.chain),
            t("ketens.from"): rows["stage"].map(look.stage),
            t("ketens.to"): rows["next_stage"].map(look.stage),
            t("watals.tenants"): [
                number(value, lang)
                for value in rows["tenants_after"].fillna(rows["tenants_before"])
            ],
            t("watals.partner_before"): rows["target_name_before"],
            t("watals.metres_before"): rows["metres_before"].astype(float).round(),
            t("watals.minutes_before"): rows["minutes_before"].astype(float).round(1),
            t("watals.partner_after"): rows["target_name_after"],
            t("watals.metres_after"): rows["metres_after"].astype(float).round(),
            t("watals.minutes_after"): rows["minutes_after"].astype(float).round(1),
            t("watals.why_after"): [
                say(f"reason.{reason}") if isinstance(reason, str) else ""
                for reason in rows["reason_after"]
            ],
        }
    )
    st.dataframe(shown, hide_index=True)


def _presence(found: Outcome) -> None:
    look = planner.looks()
    rows = found.presence
    if rows.empty:
        st.info(t("watals.no_change"))
        return
    shown = pd.DataFrame(
        {
            t("column.city"): rows["city"],
            t("column.chain"): rows["chain"].map(look.chain),
            t("column.stage"): rows["stage"].map(look.stage),
            t("watals.tenants_before"): rows["tenants_before"].round(1),
            t("watals.tenants_after"): rows["tenants_after"].round(1),
            t("ketens.partners"): rows["partners"].astype(int),
            t("watals.change"): [t(f"watals.presence_{change}") for change in rows["change"]],
        }
    )
    st.dataframe(shown, hide_index=True)


def _ranking(asked: Asked) -> None:
    """The order before and after, with the weights of *Waar moet ik zijn?*."""
    data, state = planner.dataset(), planner.state()
    chain, stage = _asks_whom()
    weights = waar_view.asked_of(data, state, planner.parameters()).weights
    if not waar_view.can_rank(data, waar_view.Asked(asked.filters, chain, stage, weights)):
        st.info(t("watals.no_weight"))
        return
    before, after = wat_als_view.rankings(data, asked, chain, stage, weights)
    shown = ["name", "city", "rank", "score"]
    both = before.table[shown].add_suffix("_before")
    both = both.join(after.table[shown].add_suffix("_after"), how="outer")
    both["name"] = both["name_after"].fillna(both["name_before"])
    best = both[["rank_before", "rank_after"]].min(axis=1)
    rows = both.assign(best=best).sort_values(["best", "rank_after"], kind="stable")
    rows = rows[rows["best"].le(TOP)]
    table = pd.DataFrame(
        {
            t("column.hub_name"): rows["name"],
            t("column.city"): rows["city_after"].fillna(rows["city_before"]),
            t("watals.rank_before"): rows["rank_before"],
            t("watals.rank_after"): rows["rank_after"],
            t("watals.score_before"): rows["score_before"].round(2),
            t("watals.score_after"): rows["score_after"].round(2),
        }
    )
    st.dataframe(table, hide_index=True)
    st.caption(t("watals.ranking_note", n=TOP, weights=waar_view.weight_words(weights, state.lang)))


def _asks_whom() -> tuple[str, str]:
    """Chain and stage of the one who asks: at first those of *Waar moet ik zijn?*."""
    data, look = planner.dataset(), planner.looks()
    model = data.chain_model
    first = waar_view.asked_of(data, planner.state(), planner.parameters())
    page_choice.seed("wi.rank_chain", RANK_CHAIN, model.ten, first.chain)
    page_choice.seed("wi.rank_stage", RANK_STAGE, model.stage_line, first.stage)
    left, right = st.columns(2)
    chain = left.selectbox(
        t("column.chain"), model.ten, key="wi.rank_chain", format_func=look.chain
    )
    stage = right.selectbox(
        t("column.stage"), model.stage_line, key="wi.rank_stage", format_func=look.stage
    )
    page_choice.keep(RANK_CHAIN, chain, first.chain)
    page_choice.keep(RANK_STAGE, stage, first.stage)
    return chain, stage


def _rows(found: Outcome) -> None:
    gone, look = found.applied.tenants_gone, planner.looks()
    st.markdown(f"**{t('watals.gone_rows', n=len(gone))}**")
    if gone.empty:
        return
    names = planner.dataset().hubs.set_index("id")["name"]
    columns = ["label", "chain", "stage", "year_from", "year_to"]
    rows = gone[[*columns, *SOURCE_COLUMNS]].assign(
        hub_name=gone["hub_id"].map(names),
        chain=[", ".join(map(look.chain, _codes(cell))) for cell in gone["chain"]],
        stage=[", ".join(map(look.stage, _codes(cell))) for cell in gone["stage"]],
    )
    rows = rows[["hub_name", *columns, *SOURCE_COLUMNS]]
    st.dataframe(rows.rename(columns={c: t(f"column.{c}") for c in rows}), hide_index=True)


def _codes(cell: object) -> list[str]:
    return str(cell).split(";") if isinstance(cell, str) else ["unknown"]


frame.only_from_app()
show()
