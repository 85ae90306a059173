"""What the intake has to tell: notices, proposals to agree to, and rows that are not on the map."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from geo.intake.meaning.locatieserver import look_up, service, to_look_up
from geo.intake.model.result import LEVELS
from layers.files.intake_report import rejected_csv, rejected_table, rejected_xlsx
from layers.sentences.intake_notices import (
    level_words,
    notice_remedy,
    notice_words,
)
from layers.tables.own_tables import proposals_table
from layers.web.page_html import sentences_html
from pages.own import file
from pages.own.file import OwnFile
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets import data_table

MOST_ROWS = 2000


def show_notices(own: OwnFile) -> None:
    """Every notice with what to do about it, the gravest first."""
    lang = planner.state().lang
    notices = sorted(own.intake.notices, key=lambda notice: LEVELS.index(notice.level))
    if not notices:
        st.success(t("eigen.notices_none"))
        return
    rows = [
        (
            level_words(notice.level, lang),
            notice_words(notice, lang),
            notice_remedy(notice, lang),
        )
        for notice in notices
    ]
    names = [t(f"intake.col_{name}") for name in ("level", "message", "remedy")]
    st.html(sentences_html(names, rows))


def show_proposals(own: OwnFile) -> None:
    """Guesses with a box each; only ticked ones are taken over."""
    waiting = own.intake.open_proposals[:MOST_ROWS]
    if not waiting:
        st.success(t("eigen.proposals_none"))
        return
    st.caption(t("eigen.proposals_intro"))
    every = st.checkbox(t("eigen.accept_all"), key="eigen.accept_all")
    agree, table = t("eigen.agree"), proposals_table(waiting, planner.state().lang)
    table.insert(0, agree, every)
    key = f"eigen.proposals.{every}.{len(own.intake.accepted)}"
    st.data_editor(
        table,
        hide_index=True,
        disabled=[c for c in table.columns if c != agree],
        key=key,
        placeholder="",
    )
    # A callback runs before the page does, so that the counts above are the new ones at once.
    st.button(
        t("eigen.accept"),
        type="primary",
        key="eigen.accept",
        on_click=_accept,
        args=(own, [p.key for p in waiting], every, key),
    )


@whole()
def _accept(own: OwnFile, keys: list[str], every: bool, key: str) -> None:
    """Take over the ticked proposals."""
    edits = st.session_state.get(key, {}).get("edited_rows", {})
    agree = t("eigen.agree")
    ticked = [k for i, k in enumerate(keys) if edits.get(i, {}).get(agree, every)]
    file.accept(own, ticked)
    st.toast(t("eigen.accepted", n=len(ticked)))


def offer_look_up(own: OwnFile) -> None:
    """Look addresses up at the Locatieserver, where the server's settings allow it."""
    address = service()
    rows = to_look_up(own.intake) if address else {}
    if not rows:
        return
    asked = st.button(
        t("eigen.look_up", n=len(rows)), help=t("eigen.look_up_help"), key="eigen.look_up"
    )
    if asked:
        intake, found, failed = look_up(own.intake, rows, address)
        file.keep(replace(own, intake=intake))
        st.toast(t("eigen.looked_up", found=found, failed=failed))
        st.rerun()


def show_rejected(own: OwnFile) -> None:
    """Rows that are not on the map, with reason and remedy, and as files to mend."""
    lang, intake = planner.state().lang, own.intake
    offer_look_up(own)
    if intake.n_off_map == 0:
        st.success(t("eigen.rejected_none"))
        return
    st.caption(t("eigen.rejected_intro"))
    table = rejected_table(intake, lang)
    data_table.show(table, "eigen.rejected", hide_index=True)
    stem = "niet_op_de_kaart" if lang == "nl" else "not_on_the_map"
    left, right = st.columns(2)
    left.download_button(
        t("eigen.rejected_xlsx"),
        partial(rejected_xlsx, intake, lang),
        file_name=f"{stem}.xlsx",
        on_click="ignore",
    )
    right.download_button(
        t("eigen.rejected_csv"),
        partial(rejected_csv, intake, lang),
        file_name=f"{stem}.csv",
        on_click="ignore",
    )
