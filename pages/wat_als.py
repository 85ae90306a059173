"""*Wat als*: a building closes, leases end or a new one opens; which links break or mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.selection import Filters
from geo.store import Dataset
from geo.what_if import BANDS_M, CHANGES, MOST_TENANTS, Scenario, new_id, tally
from layers.chain_strip import number
from layers.drawing import Drawing
from layers.drawn import MapView
from layers.map_view import map_view
from layers.matrix_chart import decimal
from layers.palette import palette
from layers.point_layers import partners_layer
from layers.scenario_layers import changed_hubs_layer, new_ways_layer, worst_changes
from layers.web_map import clicked_in
from pages.parts import finding_map, frame, own_choice, scenario, session
from pages.parts.session import t

MOST_NAMES = 3
TOP = 10


def show() -> None:
    """Lay out the page."""
    state = session.state()
    st.markdown(f"#### {t('watals.title')}")
    st.caption(t("watals.intro"))
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    # Links need all stages, and a building its whole mix: chains are chosen among the links.
    filters = Filters(state.cities, (), (), state.statuses, state.kinds, state.year)
    asked, limit = _controls(filters)
    chains = state.chains or tuple(session.dataset().chain_model.ten)
    found = scenario.outcome(session.dataset(), filters, asked, state.travel, chains, limit)
    _answer(filters, asked, found, limit)
    _maps(filters, asked, chains, limit)
    st.caption(t("watals.method", travel=t(f"travel.{state.travel}"), limit=limit))
    if asked.changes_nothing:
        return
    names = ("links", "presence", "ranking", "rows")
    tabs = st.tabs([t(f"watals.tab_{name}") for name in names], on_change="rerun", key="wi.tab")
    with tabs[0]:
        _links(found)
    with tabs[1]:
        _presence(found)
    with tabs[2]:
        if tabs[2].open:
            _ranking(filters, asked)
    with tabs[3]:
        _rows(found)


def _controls(filters: Filters) -> tuple[Scenario, int]:
    chosen = session.selection(session.dataset(), filters)
    every = pd.concat([chosen.hubs, chosen.hubs_without_place]).sort_values(["city", "name"])
    names = {row.id: f"{row.name_} · {row.city}" for row in _named(every)}
    scenario.seed(list(names))
    if st.session_state.get("wi.left_out"):
        st.warning(t("watals.left_out", n=st.session_state["wi.left_out"]))
    name, limit = st.columns([0.62, 0.38])
    name.text_input(t("watals.name"), key="wi.name", max_chars=60)
    metres = _limit(limit)
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
        _lease()
    with new:
        _new_hub()
    st.button(t("watals.reset"), on_click=scenario.put, args=(Scenario(),))
    return scenario.current(), metres


def _named(hubs: gpd.GeoDataFrame) -> list:
    return list(hubs.rename(columns={"name": "name_"})[["id", "name_", "city"]].itertuples())


def _limit(column: st.delta_generator.DeltaGenerator) -> int:
    say = session.words()
    allowed = tuple(str(metres) for metres in BANDS_M)
    own_choice.seed("wi.limit", "binnen", allowed, "500")
    picked = column.segmented_control(
        t("watals.limit"),
        allowed,
        key="wi.limit",
        required=True,
        format_func=lambda metres: say("watals.limit_unit", metres=metres),
    )
    return int(own_choice.keep("binnen", picked, "500"))


def _lease() -> None:
    say = session.words()
    st.markdown(f"**{t('watals.lease')}**")
    st.selectbox(
        t("watals.lease_year"),
        [None, *range(scenario.FIRST_YEAR, scenario.LAST_YEAR + 1)],
        key="wi.year",
        placeholder=say("watals.none"),
        format_func=lambda year: str(year) if year else say("watals.none"),
    )
    st.selectbox(
        t("watals.lease_term"),
        scenario.TERMS,
        key="wi.term",
        disabled=not st.session_state.get("wi.year"),
        format_func=lambda years: (
            say("watals.lease_years", n=years) if years else say("watals.lease_known")
        ),
    )


def _new_hub() -> None:
    look = session.looks()
    st.markdown(f"**{t('watals.new')}**")
    point: scenario.Place | None = st.session_state.get(scenario.POINT)
    if point:
        x, y, city = point
        st.caption(t("watals.new_at", city=city, x=f"{x:.0f}", y=f"{y:.0f}"))
    else:
        st.caption(t("watals.new_click"))
    with st.popover(t("watals.new_mix"), width="stretch"):
        for i in range(scenario.MIX_LINES):
            chain, stage, count = st.columns([0.4, 0.35, 0.25])
            shown: Literal["visible", "collapsed"] = "visible" if i == 0 else "collapsed"
            chain.selectbox(
                t("column.chain"),
                list(look.chain_names),
                key=f"wi.chain.{i}",
                format_func=look.chain,
                label_visibility=shown,
            )
            stage.selectbox(
                t("column.stage"),
                list(look.stage_names),
                key=f"wi.stage.{i}",
                format_func=look.stage,
                label_visibility=shown,
            )
            count.number_input(
                t("column.count"),
                0,
                MOST_TENANTS,
                key=f"wi.number.{i}",
                label_visibility=shown,
            )
    if point:
        st.button(t("watals.new_remove"), on_click=_take_up)


def _take_up() -> None:
    st.session_state[scenario.POINT] = None


def _answer(filters: Filters, asked: Scenario, found: scenario.Outcome, limit: int) -> None:
    if asked.changes_nothing:
        st.info(t("watals.start"))
        return
    # As plain text: names come from data and from the address.
    st.text(sentence(asked, found, limit))
    applied = found.applied
    if asked.ends_before and (applied.undecided_hubs or applied.undecided_tenants):
        st.caption(
            t(
                "watals.undecided",
                hubs=applied.undecided_hubs,
                tenants=applied.undecided_tenants,
                total=len(session.selection(session.dataset(), filters).tenants),
            )
        )
    unknown = int(found.changes["change"].eq("unknown").sum())
    if unknown:
        st.caption(t("watals.unknown", n=unknown))


def sentence(asked: Scenario, found: scenario.Outcome, limit: int) -> str:
    """One sentence made from the numbers: what goes or comes, and what that does to the links."""
    state, numbers = session.state(), tally(found.changes)
    effect = t(
        "watals.s_effect",
        limit=limit,
        travel=t(f"travel.{state.travel}"),
        broken=_counted("watals.broken", numbers.broken),
        mended=_counted("watals.mended", numbers.mended),
    )
    if numbers.tenants_hit:
        tenants = _counted("watals.staying", numbers.tenants_hit)
        nowhere = pd.isna(numbers.extra_min)
        effect += t(
            "watals.s_hit_nowhere" if nowhere else "watals.s_hit",
            tenants=tenants,
            minutes=decimal(numbers.extra_min, state.lang),
            metres=decimal(numbers.extra_m, state.lang, 0),
        )
    if numbers.tenants_helped:
        found_first = pd.isna(numbers.less_min)
        effect += t(
            "watals.s_helped_found" if found_first else "watals.s_helped",
            tenants=_counted("watals.staying", numbers.tenants_helped),
            minutes=decimal(-numbers.less_min, state.lang),
        )
    lost = found.presence[found.presence["change"].eq("lost")]
    lost = lost[lost["stage"].isin(session.dataset().chain_model.stage_line)]
    if len(lost):
        look = session.looks()
        stages = ", ".join(
            f"{look.chain(row.chain)}/{look.stage(row.stage)} ({row.city})"
            for row in lost.itertuples()
        )
        effect += t("watals.s_lost", stages=stages)
    what = t("watals.s_and").join(_causes(asked, found))
    key = "watals.s_named" if asked.name else "watals.s_whole"
    return t(key, name=asked.name, what=what, effect=effect)


def _causes(asked: Scenario, found: scenario.Outcome) -> list[str]:
    """What goes and what comes, in words."""
    gone, tenants = found.applied.hubs_gone, len(found.applied.tenants_gone)
    causes = []
    if len(gone):
        names = ", ".join(gone["name"].head(MOST_NAMES))
        more = len(gone) - MOST_NAMES
        names += t("watals.s_more", n=more) if more > 0 else ""
        key = "watals.s_gone" if len(gone) > 1 else "watals.s_gone_one"
        with_whom = _counted("watals.known", tenants)
        causes.append(t(key, hubs=len(gone), names=names, tenants=with_whom))
    elif tenants:
        causes.append(t("watals.s_tenants", tenants=_counted("watals.known", tenants)))
    elif not asked.opened:
        causes.append(t("watals.s_nobody"))
    if asked.opened:
        added = sum(n for new in asked.opened for _, _, n in new.mix)
        with_whom = _counted("watals.moving", added)
        causes.append(t("watals.s_new", tenants=with_whom, city=asked.opened[0].city))
    return causes


def _counted(key: str, n: float) -> str:
    """A number with its noun, none and one each in their own words."""
    form = "none" if n == 0 else "one" if n == 1 else "more"
    return t(f"{key}_{form}", n=number(n, session.state().lang))


def _maps(filters: Filters, asked: Scenario, chains: tuple[str, ...], limit: int) -> None:
    cities = session.state().cities
    for column, city in zip(st.columns(len(cities), gap="small"), cities, strict=True):
        with column:
            st.markdown(f"**{city}**")
            _map(filters, asked, chains, limit, city)


def _map(
    filters: Filters,
    asked: Scenario,
    chains: tuple[str, ...],
    limit: int,
    city: str,
) -> None:
    state = session.state()
    look = (state.travel, state.chains, state.lang, session.address())
    view = view_of(session.dataset(), filters, asked, chains, limit, city, look)
    answer = finding_map.show(
        view, city, "wi.map", alone=len(state.cities) == 1, also=("last_clicked",)
    )
    _listen(answer, city)


@session.shared(64)
def view_of(
    data: Dataset,
    filters: Filters,
    asked: Scenario,
    chains: tuple[str, ...],
    limit: int,
    city: str,
    look: tuple[str, tuple[str, ...], str, str],
) -> MapView:
    """The map of one city after a scenario; shared between sessions and never changed."""
    mode, shown_chains, lang, link = look
    found = scenario.outcome(data, filters, asked, mode, chains, limit)
    chosen = session.selection(data, replace(filters, cities=(city,), chains=shown_chains))
    drawing = Drawing(data, chosen, palette(data.chain_model, lang), lang)
    both = pd.concat([session.selection(data, filters).hubs, found.applied.after.hubs])
    hubs = both[both["city"].eq(city)].drop_duplicates("id").reset_index(drop=True)
    gone = set(found.applied.hubs_gone["id"])
    opened = {new_id(i) for i in range(len(asked.opened))}
    worst = worst_changes(hubs, found.changes, gone, opened)
    ways = scenario.ways(data, filters, asked, city, mode, chains, limit)
    layers = (
        # All partners of all chains would hide what changes.
        *((partners_layer(drawing),) if shown_chains else ()),
        *((new_ways_layer(drawing, ways),) if len(ways) else ()),
        changed_hubs_layer(drawing, hubs, worst, found.changes),
    )
    title = asked.name or drawing.text("watals.title")
    return map_view(drawing, layers, title, city, link=link)


def _listen(answer: dict | None, city: str) -> None:
    """A click on the ground sets down a new building, or moves it."""
    click, on_thing = (answer or {}).get("last_clicked"), clicked_in(answer)
    seen = f"wi.click.{city}"
    now = (click, on_thing.moment if on_thing else "")
    before = st.session_state.get(seen, (None, ""))
    st.session_state[seen] = now
    # A click on a building opens its card; it is no place for a new one.
    if not click or click == before[0] or now[1] != before[1]:
        return
    if scenario.set_point(float(click["lat"]), float(click["lng"])):
        st.rerun()
    st.warning(t("watals.outside"))


def _links(found: scenario.Outcome) -> None:
    look, lang = session.looks(), session.state().lang
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
                t(f"reason.{reason}") if isinstance(reason, str) else ""
                for reason in rows["reason_after"]
            ],
        }
    )
    st.dataframe(shown, hide_index=True)


def _presence(found: scenario.Outcome) -> None:
    look = session.looks()
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


def _ranking(filters: Filters, asked: Scenario) -> None:
    look, model = session.looks(), session.dataset().chain_model
    said, _, at = session.parameter("ik").partition(".")
    own_choice.seed("wi.rank_chain", "vak", model.ten, said if said in model.ten else model.ten[0])
    own_choice.seed(
        "wi.rank_stage", "plek", model.stage_line, at if at in model.stage_line else "make"
    )
    left, right = st.columns(2)
    chain = left.selectbox(
        t("column.chain"), model.ten, key="wi.rank_chain", format_func=look.chain
    )
    stage = right.selectbox(
        t("column.stage"), model.stage_line, key="wi.rank_stage", format_func=look.stage
    )
    before, after = scenario.rankings(session.dataset(), filters, asked, chain, stage)
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
    st.caption(t("watals.ranking_note", n=TOP))


def _rows(found: scenario.Outcome) -> None:
    gone, look = found.applied.tenants_gone, session.looks()
    st.markdown(f"**{t('watals.gone_rows', n=len(gone))}**")
    if gone.empty:
        return
    names = session.dataset().hubs.set_index("id")["name"]
    columns = ["label", "chain", "stage", "year_from", "year_to"]
    sources = ["source_title", "source_url", "source_date"]
    rows = gone[columns + sources].assign(
        hub_name=gone["hub_id"].map(names),
        chain=[", ".join(map(look.chain, _codes(cell))) for cell in gone["chain"]],
        stage=[", ".join(map(look.stage, _codes(cell))) for cell in gone["stage"]],
    )
    rows = rows[["hub_name", *columns, *sources]]
    st.dataframe(rows.rename(columns={c: t(f"column.{c}") for c in rows}), hide_index=True)


def _codes(cell: object) -> list[str]:
    return str(cell).split(";") if isinstance(cell, str) else ["unknown"]


frame.only_from_app()
show()
