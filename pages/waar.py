"""*Waar moet ik zijn?*: every hub ranked for a chain and a stage, each term in sight."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.answers.rank_draws import SEED
from geo.answers.ranking import DEFAULT_WEIGHTS, TERMS, Ranking
from layers.view.ranking_address import HEAVIEST, Weights, weights_from, weights_to
from layers.web.page_html import heading_html
from layers.words.numbers import number
from layers.words.plain_text import literal
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import knowledge_view, waar_rows_view
from pages.views.waar_view import (
    DEFAULT_SHARE,
    LEAST,
    SHARES,
    WEIGHTS,
    WHO,
    Asked,
    asked_of,
    bars,
    can_rank,
    ranked_map,
    ranking,
)
from pages.widgets import (
    asked_beside,
    city_front,
    city_maps,
    data_table,
    drawing,
    known_bar,
    page_choice,
    row_choice,
)
from pages.widgets.held_controls import one_of_few, pills


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"# {t('waar.title')}")
    st.caption(t("waar.intro"))
    known_bar.show(state.filters_for())
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    data = planner.dataset()
    beside, panel = asked_beside.places()
    with panel:
        asked = _asked()
        if not can_rank(data, asked):
            st.info(t("waar.all_zero"))
            return
        ranked = ranking(data, asked)
        if ranked.table.empty:
            st.info(t("waar.no_building"))
            return
        _first(ranked, asked)
        _next_known(asked.chain, asked.stage)
    followed, opens_with = _in_front(asked, ranked)
    city_front.follow(followed, opens_with)
    _maps(asked, beside, opens_with)
    _chart(ranked, asked)
    chosen = _table(ranked, asked)
    _behind(ranked, asked, chosen)
    _without_rank(asked)
    _terms(asked)


def _asked() -> Asked:
    """What is asked, by the controls."""
    chain, stage = _who()
    weights, share = _weights()
    asked = asked_of(planner.dataset(), planner.state(), {})
    return replace(asked, chain=chain, stage=stage, weights=weights, share=share)


def _who() -> tuple[str, str]:
    """Chain and stage of the one who asks, from the controls or else from the address."""
    data, look = planner.dataset(), planner.looks()
    model = data.chain_model
    asked = asked_of(data, planner.state(), planner.parameters())
    page_choice.seed_all(WHO, {"waar.chain": asked.chain, "waar.stage": asked.stage})
    of_chain = pills(t("waar.chain"), model.ten, "waar.chain", look.chain, required=True)
    at_stage = one_of_few(t("waar.stage"), model.stage_line, "waar.stage", look.stage)
    page_choice.write(WHO, f"{of_chain}.{at_stage}")
    return str(of_chain), at_stage


def _weights() -> tuple[Weights, str]:
    """Weights, a digit a term, and how much of them must be known; else those of the address."""
    asked = planner.parameter(WEIGHTS)
    pairs = zip(TERMS, weights_from(asked), strict=True)
    page_choice.seed_all(WEIGHTS, {f"waar.w.{key}": weight for key, weight in pairs})
    with st.expander(t("waar.weights")):
        columns = st.columns(4)
        chosen = tuple(
            columns[i % 4].slider(
                t(f"waar.term.{key}"),
                0,
                HEAVIEST,
                planner.held(f"waar.w.{key}"),
                key=f"waar.w.{key}",
                help=t(f"waar.help.{key}"),
            )
            for i, key in enumerate(TERMS)
        )
        st.button(t("waar.reset"), on_click=_reset)
        say = planner.words()
        least = page_choice.Choice(LEAST, "waar.least", SHARES, DEFAULT_SHARE)
        share = least.ask(t("waar.least"), lambda each: say("waar.value.share", n=each))
    page_choice.write(WEIGHTS, weights_to(chosen))
    return chosen, share


@whole()
def _reset() -> None:
    for key, weight in DEFAULT_WEIGHTS.items():
        st.session_state[f"waar.w.{key}"] = weight


def _next_known(chain: str, stage: str) -> None:
    """Say where nobody of the next stage is known what that means, city by city."""
    data, state = planner.dataset(), planner.state()
    after = data.chain_model.next_stage(stage)
    if after:
        for words in knowledge_view.open_words(data, state, chain, after):
            st.caption(t("waar.next_known", stage=planner.looks().stage(after), words=words))


def _first(ranked: Ranking, asked: Asked) -> None:
    """The first three in words; or that there is none."""
    first = waar_rows_view.with_rank(ranked).index[:3]
    if not len(first):
        st.info(t("waar.none"))
    for hub_id in first:
        st.text(_why(asked, str(hub_id)))


def _chart(ranked: Ranking, asked: Asked) -> None:
    if not ranked.table["enough"].any():
        return
    drawn = bars(planner.dataset(), asked, planner.state().lang)
    drawing.show(drawn.svg, drawn.words)
    st.caption(f"{t('waar.chart_note')} {t('waar.draws_note', draws=ranked.draws)}")


def _why(asked: Asked, hub_id: str) -> str:
    return waar_rows_view.why(planner.dataset(), asked, hub_id, planner.state().lang)


def _in_front(asked: Asked, ranked: Ranking) -> tuple[tuple[Asked, str], str]:
    """What the map follows, and its city: that of the chosen building, else of the first place."""
    selected = planner.state().selected
    hub_id = selected.removeprefix("hub:")
    shown = hub_id if hub_id in ranked.table.index else ranked.table.index[0]
    return (asked, selected), str(ranked.table.at[shown, "city"])


def _maps(asked: Asked, beside: DeltaGenerator, opens_with: str) -> None:
    state, data, day = planner.state(), planner.dataset(), server.today()
    link, alone = planner.address(), len(state.cities) == 1

    def draw(city: str) -> None:
        view, drawn = ranked_map(data, asked, (city,), state.lang, link, day)
        st.caption(f"**{city}** · {literal(view.subtitle)}")
        answer = city_maps.show(
            view, city, "waar", alone=alone, encoded=drawn, selected=state.selected
        )
        city_maps.take_click(answer)

    asked_beside.maps(beside, state.cities, draw, opens_with)


def _table(ranked: Ranking, asked: Asked) -> str:
    """The order as a table; returns the hub that is chosen, else the first."""
    st.markdown(f"## {t('waar.table')}")
    st.caption(t("waar.pick"))
    rows = waar_rows_view.with_rank(ranked)
    table = waar_rows_view.order(planner.dataset(), asked, planner.state().lang)
    with row_choice.newly_chosen(table, "waar.order") as chosen:
        if chosen is not None:
            planner.choose(f"hub:{rows.index[chosen]}")
    if chosen is not None:
        st.rerun()  # the maps above ring what is chosen
    kind, _, hub_id = planner.state().selected.partition(":")
    if kind == "hub" and hub_id in ranked.table.index:
        return hub_id
    return str(ranked.table.index[0])


def _behind(ranked: Ranking, asked: Asked, hub_id: str) -> None:
    """Every term of one hub, and the rows behind each."""
    data, lang = planner.dataset(), planner.state().lang
    heading = t("waar.rows", hub=ranked.table.at[hub_id, "name"])
    st.html(heading_html(heading, 2))
    st.text(_why(asked, hub_id))
    data_table.show(waar_rows_view.terms_of_hub(data, asked, hub_id, lang), hide_index=True)
    for term in waar_rows_view.behind(data, asked, hub_id, lang):
        with st.expander(f"{t(f'waar.term.{term.key}')} ({number(term.n, lang)})"):
            if term.n:
                data_table.show(term.table, hide_index=True)
            else:
                st.caption(t("waar.no_rows"))


def _without_rank(asked: Asked) -> None:
    """Hubs without a place, and those of which too little is known, with what is missing."""
    data, lang = planner.dataset(), planner.state().lang
    for why in ("too_little", "no_place"):
        table = waar_rows_view.without_rank(data, asked, why, lang)
        with st.expander(f"{t(f'waar.without_{why}')} ({number(len(table), lang)})"):
            st.caption(t(f"waar.without_{why}_note", n=len(table), least=asked.share))
            if len(table):
                data_table.show(table, hide_index=True)


def _terms(asked: Asked) -> None:
    """Every term with its unit, n and source."""
    state = planner.state()
    with st.expander(t("waar.terms")):
        table = waar_rows_view.terms(planner.dataset(), asked, state.cities, state.lang)
        data_table.show(table, hide_index=True)
        st.caption(t("waar.method", seed=SEED))
        st.caption(t("waar.city_note"))


frame.only_from_app()
show()
