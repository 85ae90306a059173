"""*Nabijheid*, points: pairs at two scales, one pair on the map, one against distance."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from geo.data.thresholds import FEW_POINTS
from geo.evidence.association import CELL_M
from layers.sentences import nearness_words as words
from layers.tables import nearness_tables
from layers.words.numbers import whole
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import answering, drop, errand
from pages.views import nabijheid_points_view as view
from pages.views import nabijheid_view
from pages.views.nabijheid_asked import FAMILY, KINDS, NEAR, PAIRS, WHO, Asked
from pages.widgets import city_maps, data_table, drawing, rows_behind
from pages.widgets.page_choice import Choice

WORK = "nb.pairs"  # the errand of working out the pairs of a great many points
MADE = "nb.pairs_made"  # of what they are worked out


def show_matrix(asked: Asked) -> None:
    """Draw the pairs of each city at both scales, what is left of them, and the numbers."""
    names = planner.worded("nabijheid.kinds_")
    kinds = Choice(KINDS, "nb.kinds", FAMILY).ask(t("nabijheid.kinds"), names)
    asked = replace(asked, every=kinds == "every")
    if _ready(asked):
        for scale in view.SCALES:
            _show_scale(asked, scale)
    data, lang = planner.dataset(), planner.state().lang
    st.caption(t("nabijheid.matrix_not", k=FEW_POINTS))
    if asked.partners:
        st.caption(t("nabijheid.strata"))
    for city in planner.state().cities:
        st.caption(f"{city}: {view.rests_words(data, asked, city, lang)}")
    show_points(asked)


def _ready(asked: Asked) -> bool:
    """Whether the pairs can be shown: of a great many points they are worked out when asked for."""
    data = planner.dataset()
    of = (data.key, asked.filters, asked.by, asked.partners, asked.every)
    with st.container(key="nb.pairs_work"):
        many = view.many_points(data, asked)
        if not many or st.session_state.get(MADE) == of:
            return True
        st.info(t("nabijheid.many_pairs", n=many, metres=whole(CELL_M, planner.language())))
        if errand(t("nabijheid.make_pairs"), WORK, of, type="primary"):
            with answering(WORK):
                _work(asked)
                st.session_state[MADE] = of
            st.rerun()
    return False


def _work(asked: Asked) -> None:
    """Work out the pairs under a progress bar; Stop and any other choice end the work."""
    bar = st.progress(0.0, t("nabijheid.pairs_begin"))
    st.button(t("uitvoer.stop"), key="nb.pairs_stop", on_click=drop, args=(WORK,))
    parts = [(city, scale) for city in asked.filters.cities for scale in view.SCALES]

    def on_draws(part: int, done: int, most: int) -> None:
        # Streamlit ends the run here once another is asked for.
        city, scale = parts[part]
        name = f"{city}, {t(f'nabijheid.scale_{scale}')}"
        words = t("nabijheid.pairs_progress", name=name, done=done, most=most)
        bar.progress((part + done / most) / len(parts), words)

    for part, (city, scale) in enumerate(parts):
        view.matrix_of(planner.dataset(), asked, city, scale, partial(on_draws, part))


def _show_scale(asked: Asked, scale: str) -> None:
    """One scale: its question, a drawing a city with what is left, its method and its numbers."""
    data, cities, lang = planner.dataset(), planner.state().cities, planner.state().lang
    st.markdown(f"## {t(f'nabijheid.scale_{scale}')}")
    st.caption(t(f"nabijheid.{scale}_asks"))

    def draw(city: str) -> None:
        drawn = view.matrix_drawing(data, asked, city, scale, lang)
        if drawn is None:
            st.info(t("nabijheid.no_points", city=city))
            return
        drawing.show(drawn.svg, drawn.words)
        st.markdown(view.left_words(data, asked, city, scale, lang))

    city_maps.side_by_side(cities, draw, gap="medium")
    st.caption(t(f"nabijheid.{scale}_method"))
    table = view.pairs_table(data, asked, cities, scale, lang)
    if table is not None:
        show_numbers(table, f"nb.{scale}")


def show_local(asked: Asked) -> None:
    """One pair on the map of each city."""
    asked = replace(asked, pair=_ask_pair(asked))
    data, cities, lang = planner.dataset(), planner.state().cities, planner.state().lang
    names = view.pair_names(data, asked, lang)
    title = t("nabijheid.local_title", a=names[0], b=names[1])

    def draw(city: str) -> None:
        places = view.local_of(data, asked, city)
        st.markdown(f"**{title} — {city}**")
        if places.empty:
            st.info(t("nabijheid.no_a", a=names[0], city=city))
            return
        show_map(city, "nb.local")
        st.markdown(words.local_words(places, names, city, lang))

    city_maps.side_by_side(cities, draw)
    st.caption(words.local_method(lang))
    places = view.with_city({city: view.local_of(data, asked, city) for city in cities})
    if places is not None:
        show_numbers(nearness_tables.local_table(places, lang))
    show_points(asked)


def show_curve(asked: Asked) -> None:
    """One pair against distance, each city with its envelope, on one scale."""
    asked = replace(asked, pair=_ask_pair(asked))
    if asked.pair[0] == asked.pair[1]:
        st.info(t("nabijheid.curve_same"))
        return
    data, lang = planner.dataset(), planner.state().lang
    names = view.pair_names(data, asked, lang)

    def draw(city: str) -> None:
        drawn, curve = view.curve_drawing(data, asked, city, lang), view.curve_of(data, asked, city)
        if drawn is None:
            title = words.curve_title(curve, city, lang)
            st.info(f"{title}: {t('nabijheid.verdict_too_few')}")
            return
        drawing.show(drawn.svg, drawn.words)
        st.markdown(words.curve_words(curve, names, lang))
        st.caption(words.points_words(view.points_of(data, asked, city), lang))

    city_maps.side_by_side(planner.state().cities, draw)
    st.caption(words.curve_method(lang))
    curves = view.with_city(view.told_curves(data, asked))
    if curves is not None:
        show_numbers(nearness_tables.curve_table(curves, lang))
    show_points(asked)


def _ask_pair(asked: Asked) -> tuple[str, str]:
    """Ask which pair, beginning with the one in the address, and keep it there."""
    look = planner.looks()
    codes, names = words.codes_of(look, asked.by), words.namer(look, asked.by)
    asks = ((WHO, t("nabijheid.from")), (NEAR, t("nabijheid.to")))
    who, near = (
        Choice(name, f"nb.{name}.{asked.by}", codes, first).ask_in_list(label, names, column)
        for (name, label), first, column in zip(asks, PAIRS[asked.by], st.columns(2), strict=True)
    )
    return who, near


# ---- what the questions share


def show_map(city: str, key: str) -> None:
    """The map of one city for the question that is open, as the address has it."""
    state, parameters = planner.state(), planner.parameters()
    day = server.today()
    shown = nabijheid_view.city_map(planner.dataset(), state, parameters, day, (city,))
    city_maps.show(shown, city, key, alone=len(state.cities) == 1)


def show_numbers(table: pd.DataFrame, key: str = "") -> None:
    """Offer the numbers behind what is drawn; with a key also as a file."""
    with st.expander(t("nabijheid.numbers")):
        data_table.show(table, hide_index=True)
        if key:
            rows_behind.offer_csv(table, key)


def show_points(asked: Asked) -> None:
    """Offer the points themselves with their sources."""
    state = planner.state()
    with st.expander(t("nabijheid.rows")):
        table = view.points_table(planner.dataset(), asked, state.cities, state.lang)
        data_table.show(table, hide_index=True)


def differ_words(asked: Asked) -> str:
    """Say where the sources of the cities differ, in figures."""
    state, asked = planner.state(), replace(asked, partners=True)
    figures = view.sources_figures(planner.dataset(), asked, state.cities, state.lang)
    return t("nabijheid.differ", figures=figures)
