"""*Open schakels*: places where one link is absent or not seen, and who supplies it nearest by."""

from __future__ import annotations

import streamlit as st

from geo.answers.broken_links import KINDS, BrokenLinks
from geo.answers.missing_links import MissingLinks
from geo.data.row_sources import with_sources
from geo.data.thresholds import BANDS_M, FEW_OF_CHAIN
from layers.sentences.missing_link_words import left_out_words, summary_words, ways_words
from layers.tables import missing_link_tables
from layers.web.page_html import heading_html
from layers.words.plain_text import literal
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views import schakels_view
from pages.views.schakels_view import ALL, ASKED, WAYS, WAYS_DRAWN, Asked
from pages.widgets import asked_beside, city_maps, data_table, known_bar, page_choice, row_choice
from pages.widgets.held_controls import one_of_few, pills
from pages.widgets.page_choice import Choice


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('schakels.title')}")
    st.caption(t("schakels.intro"))
    if not planner.state().cities:
        st.info(t("kaart.no_city"))
        return
    known_bar.show(planner.state().filters_for())
    beside, panel = asked_beside.places()
    with panel:
        _controls()
        asked, found = _answer()
        if not any(len(each.places) for each in found.links):
            st.info(t("schakels.nobody"))
            return
        st.markdown(f"**{summary_words(found, asked.band_m, planner.state().lang)}**")
        _ask_ways(found)
    asked_beside.maps(beside, planner.state().cities, _map)
    _list(found, asked)
    chosen = _chosen(found)
    if chosen:
        _behind(*chosen)
    _every(asked)
    st.caption(left_out_words(found, asked.band_m, planner.state().lang))
    st.caption(t("kennis.method"))
    st.caption(t("schakels.method", band=asked.band_m))


def _answer() -> tuple[Asked, MissingLinks]:
    """What is asked, and the places where that is open."""
    data = planner.dataset()
    asked = schakels_view.asked_of(data, planner.state(), planner.parameters())
    with st.spinner(t("schakels.busy"), show_time=False):
        return asked, schakels_view.answer(data, asked)


def _controls() -> None:
    """Chain, kind of place and band: read from the address, kept in it."""
    data, look, say = planner.dataset(), planner.looks(), planner.words()
    given = schakels_view.options(data, planner.state(), planner.parameters())
    keys = ("schakels.chain", "schakels.kind", "schakels.band")
    page_choice.seed_all(ASKED, dict(zip(keys, given, strict=True)))
    chain = pills(
        t("schakels.chain"),
        [*data.chain_model.ten, ALL],
        "schakels.chain",
        lambda code: say("schakels.all") if code == ALL else look.chain(code),
        required=True,
    )
    kinds = planner.worded("schakels.kind.")
    kind = one_of_few(t("schakels.kind"), KINDS, "schakels.kind", kinds)
    band = one_of_few(
        t("schakels.band"),
        [str(band) for band in BANDS_M],
        "schakels.band",
        lambda metres: say("schakels.band_m", n=metres),
    )
    page_choice.write(ASKED, f"{chain}.{kind}.{band}")


def _ask_ways(found: MissingLinks) -> None:
    """Ask how many ways are drawn, and say of how many."""
    state, say = planner.state(), planner.words()
    Choice(WAYS, "schakels.ways", WAYS_DRAWN).ask(
        t("schakels.ways"), lambda most: say("schakels.ways_all") if most == ALL else most
    )
    most = schakels_view.most_ways(planner.parameters())
    st.caption(literal(ways_words(found, state.cities, most, state.lang)))


def _map(city: str) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    state, parameters = planner.state(), planner.parameters()
    view = schakels_view.city_map(planner.dataset(), state, parameters, server.today(), (city,))
    st.caption(f"**{city}** · {literal(view.subtitle)}")
    alone = len(state.cities) == 1
    answer = city_maps.show(view, city, "schakels", alone=alone, selected=state.selected)
    city_maps.take_click(answer)


def _chosen(found: MissingLinks) -> tuple[BrokenLinks, str] | None:
    """The place that is chosen, with the chain it was chosen in."""
    kind, _, place_id = planner.state().selected.partition(":")
    with_place = [
        each for each in found.links if each.kind == kind and place_id in each.places.index
    ]
    picked = st.session_state.get("schakels.picked_chain")
    with_place.sort(key=lambda each: each.chain != picked)
    return (with_place[0], place_id) if with_place else None


def _list(found: MissingLinks, asked: Asked) -> None:
    st.markdown(f"## {t('schakels.list')}")
    st.caption(t("schakels.list_note", few=FEW_OF_CHAIN))
    table = found.missing
    if table.empty:
        st.success(t("schakels.nothing"))
        return
    st.caption(t("schakels.pick"))
    words = schakels_view.list_table(planner.dataset(), asked, planner.state().lang)
    with row_choice.newly_chosen(words, "schakels.list") as chosen:
        if chosen is not None:
            row = table.iloc[chosen]
            st.session_state["schakels.picked_chain"] = row["chain"]
            planner.choose(f"{found.kind}:{row['place_id']}")
    if chosen is not None:
        st.rerun()


def _behind(found: BrokenLinks, place_id: str) -> None:
    """What a place does have of the chain: every row with its source."""
    data, look, lang = planner.dataset(), planner.looks(), planner.state().lang
    row = found.places.loc[place_id]
    st.html(heading_html(t("schakels.rows", place=row["name"]), 2))
    stages = missing_link_tables.stage_words(row["missing"], look)
    key = "schakels.rows_missing" if stages else "schakels.rows_whole"
    chain, band = look.chain(found.chain), found.band_m
    st.text(t(key, place=row["name"], chain=chain, stages=stages, band=band))
    rows = with_sources(data, found.rows[found.rows["place_id"].eq(place_id)])
    line = data.chain_model.stage_line
    table = missing_link_tables.present_rows_table(rows, line, look, lang)
    data_table.show(table, hide_index=True)


def _every(asked: Asked) -> None:
    """Every place, those that miss nothing too."""
    table = schakels_view.every_table(planner.dataset(), asked, planner.state().lang)
    with st.expander(f"{t('schakels.every')} ({len(table)})"):
        data_table.show(table, hide_index=True)


frame.only_from_app()
show()
