"""Which column means what: shown, corrected, saved and used again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from geo.data.errors import ArgumentError
from geo.data.small_numbers import holds_register
from geo.data.thresholds import LEAST_SHOWN
from geo.intake.model.result import ENTITIES
from geo.intake.process.mapping import (
    REGISTER,
    recognised_roles,
    save_mapping,
)
from geo.intake.process.sandbox import read_mapping
from geo.intake.values.column_names import headings
from layers.sentences.intake_notices import own_columns, role_words
from pages.own import file
from pages.own.file import OwnFile
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets.held_controls import one_listed

IN_A_ROW = 4
APPLY = "eigen.apply"


def show(own: OwnFile) -> None:
    """Draw one choice a role; nothing changes until the file is read again."""
    st.caption(t("eigen.columns_intro"))
    recognised = recognised_roles(own.intake)
    with st.form("eigen.columns", border=False):
        entity, register = ask_entity(own), ask_register(own)
        chosen = {
            role: column
            for i, role in enumerate(headings())
            if (column := ask_role(own, role, recognised.get(role, ""), i)) is not None
        }
        asked = st.form_submit_button(t("eigen.apply_columns"), type="primary", on_click=_apply)
        if asked or st.session_state.get(APPLY):
            changed = {r: c for r, c in chosen.items() if c != recognised.get(r, "")}
            columns = {**own.options.columns, **changed}
            options = replace(own.options, columns=columns, entity=entity, register=register)
            with whole():
                file.begin_again(own, options)
                st.session_state.pop(APPLY, None)
            st.rerun()
    _files(own, recognised)


@whole()
def _apply() -> None:
    """Hold that the columns are to count, until the file is read anew."""
    st.session_state[APPLY] = True


def ask_role(own: OwnFile, role: str, column: str, position: int) -> str | None:
    """Ask for the column of one role."""
    say = planner.words()
    if position % IN_A_ROW == 0:
        st.session_state["eigen.row"] = st.columns(IN_A_ROW)
    with st.session_state["eigen.row"][position % IN_A_ROW]:
        choices = ["", *own_columns(own.intake)]
        answer: str | None = one_listed(
            role_words(role, planner.state().lang),
            choices,
            index=choices.index(column) if column in choices else 0,
            key=f"eigen.role.{own.intake.source.sha256[:8]}.{role}",
            format_func=lambda name: name or say("eigen.no_column"),
        )
    return answer


def ask_entity(own: OwnFile) -> str:
    """Ask what the rows are."""
    say = planner.words()
    choices = ["", *ENTITIES]
    answer: str = st.selectbox(
        t("eigen.entity"),
        choices,
        index=choices.index(own.options.entity),
        format_func=lambda e: say(f"intake.entity.{e}") if e else say("eigen.entity_auto"),
    )
    return answer


def ask_register(own: OwnFile) -> str:
    """Ask whether the rows are of a business register; what was recognised is said."""
    say = planner.words()
    known = "yes" if holds_register(own.intake.values) else "no"
    auto = t("eigen.register_auto", found=say(f"eigen.register_{known}"))
    answer: str = st.selectbox(
        t("eigen.register"),
        REGISTER,
        index=REGISTER.index(own.options.register),
        help=t("eigen.register_help", k=LEAST_SHOWN),
        format_func=lambda said: say(f"eigen.register_{said}") if said else auto,
    )
    return answer


def _files(own: OwnFile, recognised: dict[str, str]) -> None:
    left, right = st.columns(2)
    with left:
        st.download_button(
            t("eigen.save_mapping"),
            partial(
                save_mapping,
                {**recognised, **own.options.columns},
                own.options.entity,
                own.options.register,
            ),
            file_name="ketenkaart_kolommen.json",
            mime="application/json",
            on_click="ignore",
        )
    with right:
        saved = st.file_uploader(t("eigen.load_mapping"), type=["json"], key="eigen.mapping")
    if saved is None or st.session_state.get("eigen.mapping_seen") == saved.file_id:
        return
    try:
        options = read_mapping(saved.getvalue())
    except ArgumentError:
        st.error(t("eigen.mapping_wrong"))
        return
    with whole():
        file.begin_again(own, replace(options, layers=own.options.layers))
        st.session_state["eigen.mapping_seen"] = saved.file_id
        st.toast(t("eigen.mapping_used"))
    st.rerun()
