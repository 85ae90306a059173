"""*Waar moet ik zijn?*: every hub ranked for a chain and a stage, each term in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo.answers.ranking import (
    DEFAULT_WEIGHTS,
    MIN_CONFIDENCE,
    SEED,
    TERMS,
    Ranking,
    Sensitivity,
    Term,
)
from geo.data.row_sources import with_sources
from geo.data.schemas import SOURCE_COLUMNS
from layers.figures.ranking_chart import (
    chart_words,
    ranking_chart_svg,
    value_words,
    why_not_words,
    why_words,
)
from layers.web.folium_map import RETURNED_OBJECTS, base_map, clicked_in, feature_groups
from layers.web.legend_html import drawings_as_images, legend_html
from layers.web.page_html import heading_html
from layers.words.numbers import decimal, hundredths, number, percent
from pages.app import frame
from pages.session import map_place, planner
from pages.session.planner import t
from pages.views import kaart_view
from pages.views.waar_view import (
    HEAVIEST,
    WEIGHTS,
    WHO,
    Asked,
    Weights,
    Words,
    asked_of,
    can_rank,
    decoded,
    encoded,
    ranked_map,
    ranking,
    values,
)
from pages.widgets import drawing, map_files

MAP_HEIGHT = 460
FIRM = 0.8


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"#### {t('waar.title')}")
    st.caption(t("waar.intro"))
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    data = planner.dataset()
    chain, stage = _who()
    asked = replace(asked_of(data, state, {}), chain=chain, stage=stage, weights=_weights())
    if not can_rank(data, asked):
        st.info(t("waar.all_zero"))
        return
    ranked, firm = ranking(data, asked)
    if not ranked.table["enough"].any():
        st.info(t("waar.none"))
    else:
        _answer(ranked, firm)
    _maps(asked)
    words = values(data, asked, state.lang)
    chosen = _table(ranked, firm, words)
    _behind(ranked, chosen)
    _too_little(ranked, words)
    _terms(ranked)


def _who() -> tuple[str, str]:
    """Chain and stage of the one who asks, from the controls or else from the address."""
    data, look = planner.dataset(), planner.looks()
    model = data.chain_model
    asked = asked_of(data, planner.state(), planner.parameters())
    _seed(WHO, {"waar.chain": asked.chain, "waar.stage": asked.stage})
    of_chain = st.pills(
        t("waar.chain"), model.ten, key="waar.chain", format_func=look.chain, required=True
    )
    at_stage = st.segmented_control(
        t("waar.stage"),
        model.stage_line,
        key="waar.stage",
        format_func=look.stage,
        required=True,
    )
    _keep(WHO, f"{of_chain}.{at_stage}")
    return str(of_chain), str(at_stage)


def _weights() -> Weights:
    """Weights from the sliders or else from the address: one digit a term."""
    asked = planner.parameter(WEIGHTS)
    pairs = zip(TERMS, decoded(asked), strict=True)
    _seed(WEIGHTS, {f"waar.w.{key}": weight for key, weight in pairs})
    with st.expander(t("waar.weights")):
        columns = st.columns(4)
        chosen = tuple(
            columns[i % 4].slider(
                t(f"waar.term.{key}"),
                0,
                HEAVIEST,
                key=f"waar.w.{key}",
                help=t(f"waar.help.{key}"),
            )
            for i, key in enumerate(TERMS)
        )
        st.button(t("waar.reset"), on_click=_reset)
    _keep(WEIGHTS, encoded(chosen))
    return chosen


def _reset() -> None:
    for key, weight in DEFAULT_WEIGHTS.items():
        st.session_state[f"waar.w.{key}"] = weight


def _seed(name: str, values: Mapping[str, object]) -> None:
    """Give controls their value when they are new or when the address was changed from outside."""
    changed = planner.parameter(name) != st.session_state.get(f"waar.seen.{name}")
    for key, value in values.items():
        if changed or key not in st.session_state:
            st.session_state[key] = value


def _keep(name: str, value: str) -> None:
    planner.set_parameter(name, value)
    st.session_state[f"waar.seen.{name}"] = value


def _answer(ranked: Ranking, firm: Sensitivity) -> None:
    lang = planner.state().lang
    left, right = st.columns([0.68, 0.32])
    with left:
        drawing.show(ranking_chart_svg(ranked, lang), chart_words(ranked, lang))
        st.caption(t("waar.chart_note"))
    with right:
        share = hundredths(firm.same_top, planner.state().lang)
        line = t("waar.sensitivity", draws=firm.draws, share=share)
        verdict = t("waar.firm") if firm.same_top >= FIRM else t("waar.loose")
        (st.success if firm.same_top >= FIRM else st.warning)(f"{line} {verdict}")
        for hub_id in ranked.table.index[ranked.table["enough"]][:3]:
            why, why_not = _why(ranked, str(hub_id))
            st.text(" ".join([why, why_not]).strip())


def _why(ranked: Ranking, hub_id: str) -> tuple[str, str]:
    lang = planner.state().lang
    return why_words(ranked, hub_id, lang), why_not_words(ranked, hub_id, lang)


def _maps(asked: Asked) -> None:
    state, data, day = planner.state(), planner.dataset(), kaart_view.today()
    link = planner.address()
    columns = st.columns(len(state.cities), gap="small")
    for column, city in zip(columns, state.cities, strict=True):
        with column:
            view, drawn = ranked_map(data, asked, (city,), state.lang, link, day)
            st.caption(f"**{city}** · {view.subtitle}")
            alone = len(state.cities) == 1
            centre, zoom = map_place.at_start(city, alone)
            answer = st_folium(
                base_map(centre, zoom, state.lang, keep_place=False),
                key=f"waar.{city}.{alone}",
                height=MAP_HEIGHT,
                use_container_width=True,
                feature_group_to_add=feature_groups(view, state.selected, drawn),
                returned_objects=RETURNED_OBJECTS,
            )
            _listen(answer)
            st.html(drawings_as_images(legend_html(view)))
    if st.toggle(t("kaart.tab_export"), key="waar.export"):
        map_files.show(ranked_map(data, asked, state.cities, state.lang, link, day)[0])


def _listen(answer: dict[str, object] | None) -> None:
    click = clicked_in(answer)
    if click and click.moment > st.session_state.get("click_seen", ""):
        st.session_state["click_seen"] = click.moment
        planner.choose(click.ref)
        st.rerun()


def _table(ranked: Ranking, firm: Sensitivity, words: Words) -> str:
    """The order as a table; returns the hub that is chosen, else the first."""
    st.markdown(f"##### {t('waar.table')}")
    st.caption(t("waar.pick"))
    rows = ranked.table[ranked.table["enough"]]
    event = st.dataframe(
        _readable(ranked, rows, words, firm),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="waar.order",
    )
    picked = event.selection.rows
    if picked and picked != st.session_state.get("waar.picked"):
        st.session_state["waar.picked"] = picked
        planner.choose(f"hub:{rows.index[picked[0]]}")
        st.rerun()  # the maps above ring what is chosen
    st.session_state["waar.picked"] = picked
    kind, _, hub_id = planner.state().selected.partition(":")
    if kind == "hub" and hub_id in ranked.table.index:
        return hub_id
    return str(ranked.table.index[0])


def _readable(
    ranked: Ranking, rows: pd.DataFrame, words: Words, firm: Sensitivity | None
) -> pd.DataFrame:
    lang = planner.state().lang
    columns: dict[str, object] = {
        t("column.hub_name"): rows["name"],
        t("column.city"): rows["city"],
        t("waar.score"): [
            decimal(score, lang, 2) if pd.notna(score) else "" for score in rows["score"]
        ],
        t("waar.confidence"): [percent(share, lang) for share in rows["confidence"]],
    }
    if firm is not None:
        columns = {t("waar.rank"): rows["rank"], **columns}
        columns[t("waar.in_top")] = [percent(share, lang) for share in firm.in_top[rows.index]]
    for term in ranked.terms:
        of_term = words[term.key]
        columns[t(f"waar.term.{term.key}")] = [of_term[str(hub_id)] for hub_id in rows.index]
    return pd.DataFrame(columns)


def _behind(ranked: Ranking, hub_id: str) -> None:
    """Every term of one hub, and the rows behind each."""
    lang = planner.state().lang
    heading = t("waar.rows", hub=ranked.table.at[hub_id, "name"])
    st.html(heading_html(heading, 5))
    st.text(" ".join(_why(ranked, hub_id)).strip())
    parts = ranked.parts.loc[hub_id]
    scaled = [term.values.at[hub_id, "scaled"] for term in ranked.terms]
    st.dataframe(
        pd.DataFrame(
            {
                t("waar.term"): [t(f"waar.term.{term.key}") for term in ranked.terms],
                t("waar.value"): [value_words(term, hub_id, lang) for term in ranked.terms],
                t("waar.scaled"): [_told(value) for value in scaled],
                t("waar.weight"): [ranked.weights[term.key] for term in ranked.terms],
                t("waar.part"): [_told(parts[term.key]) for term in ranked.terms],
                t("waar.n"): [int(term.values.at[hub_id, "n"]) for term in ranked.terms],
            }
        ),
        hide_index=True,
    )
    every = pd.concat([term.rows.assign(term=term.key) for term in ranked.terms])
    told = with_sources(planner.dataset(), every[every["hub_id"].eq(hub_id)])
    for term in ranked.terms:
        rows = told[told["term"].eq(term.key)]
        with st.expander(f"{t(f'waar.term.{term.key}')} ({number(len(rows), lang)})"):
            if rows.empty:
                st.caption(t("waar.no_rows"))
            else:
                st.dataframe(_rows(rows), hide_index=True)


def _told(value: float) -> str:
    return t("waar.unknown") if pd.isna(value) else decimal(value, planner.state().lang, 2)


def _rows(rows: pd.DataFrame) -> pd.DataFrame:
    say = planner.words()
    return pd.DataFrame(
        {
            t("waar.name"): rows["label"],
            t("waar.kind"): [say(f"waar.row.{table}") for table in rows["table"]],
            t("waar.share"): rows["weight"],
            t("column.metres"): rows["metres"].astype(float).round(),
            **{t(f"waar.{name}"): rows[name] for name in SOURCE_COLUMNS},
        }
    )


def _too_little(ranked: Ranking, words: Words) -> None:
    rows = ranked.table[~ranked.table["enough"]].sort_values("name")
    with st.expander(f"{t('waar.few')} ({number(len(rows), planner.state().lang)})"):
        st.caption(
            t("waar.few_note", n=len(rows), least=hundredths(MIN_CONFIDENCE, planner.state().lang))
        )
        if len(rows):
            st.dataframe(_readable(ranked, rows, words, None), hide_index=True)


def _terms(ranked: Ranking) -> None:
    """Every term with its unit, n and source."""
    with st.expander(t("waar.terms")):
        st.dataframe(
            pd.DataFrame(
                {
                    t("waar.term"): [t(f"waar.term.{term.key}") for term in ranked.terms],
                    t("waar.unit"): [t(f"waar.unit.{term.unit}") for term in ranked.terms],
                    t("waar.weight"): [ranked.weights[term.key] for term in ranked.terms],
                    t("waar.hubs_known"): [_known(term) for term in ranked.terms],
                    t("waar.n_rows"): [term.rows["id"].nunique() for term in ranked.terms],
                    t("waar.sources"): [_sources(term) for term in ranked.terms],
                }
            ),
            hide_index=True,
        )
        st.caption(t("waar.method", seed=SEED))
        st.caption(t("waar.city_note"))


def _known(term: Term) -> str:
    return f"{int(term.values['scaled'].notna().sum())} / {len(term.values)}"


def _sources(term: Term) -> str:
    cities = planner.state().cities
    names = {f"network_{city.lower()}" for city in cities} if "network" in term.sources else set()
    names |= set(term.sources)
    field = "title_nl" if planner.state().lang == "nl" else "title"
    return "; ".join(
        f"{resource.get(field, resource['title'])} ({resource.get('date', '')})"
        for resource in planner.dataset().package["resources"]
        if resource["name"] in names
    )


frame.only_from_app()
show()
