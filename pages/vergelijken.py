"""*Broedplaatsen vergelijken*: two to six hubs side by side, and the policy figures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.answers.comparison import FIGURES, SUBJECTS, Comparison
from geo.data.cities import CITIES
from geo.data.thresholds import FEW_NAMED, FEW_STAYS, FEWEST_COMPARED, MOST_COMPARED
from layers.figures.comparison_chart import mix_svg, mix_words
from layers.tables import comparison_tables
from layers.web.page_html import cards_html
from pages.app import frame
from pages.sections import coming_and_going, policy_figures
from pages.session import planner
from pages.session.planner import t
from pages.views import knowledge_view
from pages.views.vergelijken_view import HUBS, SEPARATOR, best_known, checked, comparison, mixes
from pages.widgets import data_table, drawing, page_choice, rows_behind
from pages.widgets.held_controls import some_of


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('vergelijken.title')}")
    st.caption(t("vergelijken.intro"))
    chosen = _choice()
    if len(chosen) < FEWEST_COMPARED:
        st.info(t("vergelijken.one_more"))
    else:
        found = comparison(planner.dataset(), chosen)
        _cards(found)
        _mix(found)
        _next_stage(found)
        _table(found)
        _rows(found)
        coming_and_going.show(found)
    policy_figures.show()


def _choice() -> tuple[str, ...]:
    """Hubs from the control, or else from the address, or else the best known of each city."""
    data, asked = planner.dataset(), planner.parameter(HUBS)
    if page_choice.is_new(HUBS, "vergelijken.hubs"):
        kept, dropped = checked(data, asked)
        known = best_known(data, planner.state().selected)
        st.session_state["vergelijken.hubs"] = kept if asked else known
        st.session_state["vergelijken.dropped"] = dropped
    hubs = data.hubs.set_index("id")
    names = {i: f"{row['name']} ({row['city']})" for i, row in hubs.iterrows()}
    chosen = some_of(
        t("vergelijken.choose"),
        sorted(names, key=lambda i: names[i].casefold()),
        "vergelijken.hubs",
        names.__getitem__,
        t("vergelijken.none_chosen"),
        max_selections=MOST_COMPARED,
    )
    if st.session_state.pop("vergelijken.dropped", 0):
        st.warning(t("vergelijken.dropped", n=checked(data, asked)[1]))
    page_choice.write(HUBS, SEPARATOR.join(chosen))
    return tuple(chosen)


def _cards(found: Comparison) -> None:
    """Aligned cards: one column a hub, one line a figure."""
    data, look, lang = planner.dataset(), planner.looks(), planner.state().lang
    cards = comparison_tables.hub_cards(found, look, data.package, lang)
    st.html(cards_html(comparison_tables.card_lines(lang), cards))


def _mix(found: Comparison) -> None:
    look, lang = planner.looks(), planner.state().lang
    st.markdown(f"## {t('vergelijken.mix_title')}")
    drawing.show(mix_svg(found, look, lang), mix_words(found, look, lang))
    st.caption(t("vergelijken.mix_note", k=FEW_NAMED))
    names = found.hubs.set_index("id")["name"]
    mixed = mixes(planner.dataset(), tuple(str(hub) for hub in names.index))
    data_table.show(comparison_tables.mix_table(mixed, names, lang), hide_index=True)
    size = max((mix.size for mix in mixed.values()), default=0)
    st.caption(t("vergelijken.mix_method", n=size, few=FEW_STAYS))


def _next_stage(found: Comparison) -> None:
    st.markdown(f"## {t('vergelijken.next_title')}")
    st.caption(t("vergelijken.next_note"))
    if found.next_stage.empty:
        st.info(t("vergelijken.no_steps"))
        return
    data, state = planner.dataset(), planner.state()
    cities = [city for city in CITIES if found.hubs["city"].eq(city).any()]
    known = {city: knowledge_view.in_city(data, state, city) for city in cities}
    table = comparison_tables.next_stages_table(found, known, planner.looks(), state.lang)
    data_table.show(table, hide_index=True)


def _table(found: Comparison) -> None:
    with st.expander(t("vergelijken.table"), key="vergelijken.table", on_change="rerun") as opened:
        if opened.open:
            package, lang = planner.dataset().package, planner.state().lang
            table = comparison_tables.figures_table(found, package, lang)
            data_table.show(table, hide_index=True)


def _rows(found: Comparison) -> None:
    """For every figure the rows of all these hubs."""
    st.markdown(f"## {t('vergelijken.rows_title')}")
    names, lang = found.hubs.set_index("id")["name"], planner.state().lang
    for key in FIGURES:
        rows = found.rows[found.rows["key"].eq(key)]
        if key in SUBJECTS:
            rows = found.terms[found.terms["subject"].eq(key)]
        if len(rows):
            what = t(f"vergelijken.figure.{key}")
            named = partial(comparison_tables.rows_of_figure, rows, names, lang)
            rows_behind.show(what, len(rows), f"vergelijken.{key}", named)


frame.only_from_app()
show()
