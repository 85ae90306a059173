"""*Eigen gegevens*: a planner's own file, read right or told why not, on a map of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from geo.data.cities import CITIES
from geo.data.small_numbers import holds_register
from geo.intake.model.result import Intake
from geo.intake.process.pipeline import Options
from layers.files.file_kinds import view_file
from layers.files.intake_report import (
    report_html,
    report_xlsx,
    rows_table,
    table_csv,
    table_xlsx,
    with_meanings,
    with_words,
)
from layers.files.template_workbook import template_xlsx
from layers.map.layer_context import LayerContext
from layers.map.own_layer import data_view, own_view
from layers.sentences.intake_notices import count_words, notice_remedy, notice_words
from layers.view.map_model import MapView
from layers.web import map_place
from layers.web.page_html import sentences_html
from layers.words.numbers import file_size
from layers.words.plain_text import literal
from pages.app import frame
from pages.own import columns, counts, file, findings, joining, kind_of_file
from pages.own.file import OwnFile
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import answering, errand, whole
from pages.widgets import city_maps, data_table, made_file, open_tabs
from pages.widgets.held_controls import one_listed
from pages.widgets.segments import one_of

SHOWN_ROWS = 2000
HASH_SHOWN = 16


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('eigen.title')}")
    own = ask_file()
    if own is None:
        return
    with st.container():  # always there: what comes after it keeps its place
        show_refused_since(own)
    intake = own.intake
    source = intake.source
    st.caption(
        t(
            "eigen.source",
            name=literal(source.name),
            size=file_size(source.size, planner.state().lang),
            date=source.read_on,
            hash=source.sha256[:HASH_SHOWN],
        )
    )
    if intake.refused is not None:
        show_refused(intake)
        return
    st.markdown(f"**{count_words(intake, planner.state().lang)}**")
    kind_of_file.show(own)
    show_tabs(own)


def ask_file() -> OwnFile | None:
    """Ask for a file; a new one is read, else the one of this session stays."""
    st.caption(t("eigen.intro"))
    left, right = st.columns([0.7, 0.3], vertical_alignment="bottom")
    with left:
        upload = st.file_uploader(t("eigen.upload"), key="eigen.upload", help=t("eigen.formats"))
    with right:
        st.download_button(
            t("eigen.template"),
            partial(template_xlsx, planner.looks(), planner.state().lang),
            file_name="ketenkaart_sjabloon.xlsx",
            on_click="ignore",
        )
    if upload is not None and st.session_state.get("eigen.seen") != upload.file_id:
        with whole():
            file.begin(upload.name, upload.getvalue(), Options())
            st.session_state["eigen.seen"] = upload.file_id
    return file.waited_for()


def show_refused(intake: Intake) -> None:
    """Say plainly why nothing was read and what to do."""
    assert intake.refused is not None
    lang = planner.state().lang
    st.error(t("eigen.refused_name", name=literal(intake.source.name)))
    words = [notice_words(intake.refused, lang), notice_remedy(intake.refused, lang)]
    names = [t("intake.col_message"), t("intake.col_remedy")]
    st.html(sentences_html(names, [words]))


def show_refused_since(own: OwnFile) -> None:
    """Say of a later file that it was refused, and that this one stays."""
    later = file.refused()
    if later is not None:
        show_refused(later)
        st.info(t("eigen.refused_stays", name=literal(own.name)))


def show_tabs(own: OwnFile) -> None:
    """Map, notices, proposals, rows off the map, columns, table, counts, joining, files."""
    intake = own.intake
    drawers: dict[str, Callable[[OwnFile], None]] = {
        t("eigen.tab_map"): show_map,
        t("eigen.tab_notices", n=len(intake.notices)): findings.show_notices,
        t("eigen.tab_proposals", n=len(intake.open_proposals)): findings.show_proposals,
        t("eigen.tab_rejected", n=intake.n_off_map): findings.show_rejected,
        t("eigen.tab_columns"): columns.show,
        t("eigen.tab_rows"): show_rows,
        t("eigen.tab_counts"): counts.show,
        t("eigen.tab_join"): joining.show,
        t("eigen.tab_export"): show_files,
    }
    open_tabs.show({title: partial(draw, own) for title, draw in drawers.items()}, "eigen.tab")


def context() -> LayerContext:
    """What a layer needs of this session."""
    state = planner.state()
    return server.context_of(planner.dataset(), state.filters, state.lang)


def map_of(own: OwnFile) -> MapView:
    """The own rows as the screen shows them."""
    return own_view(context(), own.intake, choices=own.choices)


def show_map(own: OwnFile) -> None:
    """The own rows alone, city by city or all together."""
    intake = own.intake
    if intake.n_on_map == 0:
        st.info(t("eigen.map_none"))
        return
    areas = [c for c in CITIES if intake.rows["kk_in_city"].eq(c).any()]
    choices = [*areas, ""] if len(areas) != 1 or len(_outside(intake)) else areas
    key, say = f"eigen.area.{intake.source.sha256[:8]}", planner.words()
    area = one_of(t("eigen.map_city"), choices, key, lambda name: name or say("eigen.map_all"))
    view = map_of(own)
    rows = intake.rows[intake.rows.geometry.notna()]
    chosen = rows[rows["kk_in_city"].eq(area)] if area else rows
    place = map_place.around(chosen if len(chosen) else rows, city_maps.HEIGHT)
    city_maps.show(view, area, "eigen.map", alone=True, place=place)
    for note in view.notes:
        st.caption(literal(note))


def _outside(intake: Intake) -> pd.Series:
    rows = intake.rows[intake.rows.geometry.notna()]
    return rows["kk_in_city"][rows["kk_in_city"].eq("")]


def show_rows(own: OwnFile) -> None:
    """The rows as read, with what was recognised beside them."""
    table = rows_table(own.intake, own.choices).head(SHOWN_ROWS)
    data_table.show(with_words(table, planner.state().lang), hide_index=True)


@st.fragment
def show_files(own: OwnFile) -> None:
    """The report, the rows and the map as files; each is made when asked for."""
    if holds_register(own.intake.values):
        st.warning(t("eigen.register_files"))
    makers = file_makers(own)
    kind = one_listed(
        t("kaart.export_kind"),
        list(makers),
        format_func=planner.worded("eigen."),
        key="eigen.file_kind",
    )
    name, make = makers[kind]
    asked = (kind, planner.language(), own.intake, *sorted(own.choices.items()))
    if errand(t("eigen.export_make"), "eigen.make", asked, type="primary"):
        busy = t("kaart.export_busy", name=t(f"eigen.{kind}"))
        with answering("eigen.make"), st.spinner(busy):
            made_file.keep("eigen", asked, make())
    stem, _, ending = name.rpartition(".")
    made_file.offer("eigen", asked, f"ketenkaart_eigen_{stem}", ending, "kaart.export_download")


def _rows(own: OwnFile, lang: str) -> pd.DataFrame:
    return with_meanings(rows_table(own.intake, own.choices), lang)


def file_makers(own: OwnFile) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Name and maker of every file; maps hold what the screen holds, data files every row."""
    lang, intake, sheet = planner.state().lang, own.intake, t("intake.template_rows")
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "report_xlsx": ("verslag.xlsx", lambda: report_xlsx(intake, lang)),
        "report_html": ("verslag.html", lambda: report_html(intake, lang)),
        "rows_csv": ("rijen.csv", lambda: table_csv(_rows(own, lang), lang)),
        "rows_xlsx": ("rijen.xlsx", lambda: table_xlsx(_rows(own, lang), sheet)),
    }
    if not intake.n_on_map:
        return makers
    # Every row that has a place, in the form it was brought.
    makers |= {
        "rows_gpkg": ("rijen.gpkg", lambda: view_file("gpkg", data_view(context(), intake))),
        "rows_geojson": (
            "rijen.geojson",
            lambda: view_file("geojson", data_view(context(), intake)),
        ),
    }
    # A map of single rows of a register gives away what the guard withholds elsewhere.
    if not holds_register(intake.values):
        makers |= {
            "map_html": ("kaart.html", lambda: view_file("html", map_of(own))),
            "map_png": ("kaart.png", lambda: view_file("png", map_of(own))),
        }
    return makers


frame.only_from_app()
show()
