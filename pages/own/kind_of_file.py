"""What was read of an own file and what for, said at the top and changed with one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.intake.model.result import ENTITIES
from geo.intake.process.mapping import layer_names
from pages.own import file
from pages.own.file import OwnFile
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets.segments import one_of


def show(own: OwnFile) -> None:
    """Say it; another answer reads the file anew."""
    _ask_layers(own)
    _ask_kind(own)


def _ask_layers(own: OwnFile) -> None:
    """Of a file with several sheets, layers or files ask which; those that were read are chosen."""
    names = sorted({*own.layers, *layer_names(own.intake)})
    if len(names) < 2:  # noqa: PLR2004
        return
    read = [name for name in names if name in own.intake.layers]
    chosen = st.multiselect(
        t("eigen.layers"),
        names,
        default=read,
        key=f"eigen.layers.{own.intake.source.sha256[:8]}.{file.refusals()}",
        help=t("eigen.layers_help"),
        placeholder=t("eigen.entity_auto"),
        select_all=False,
    )
    # A sheet that was asked for may hold no row.
    if set(chosen) not in (set(read), set(own.options.layers)):
        with whole():
            file.begin_again(own, replace(own.options, layers=tuple(chosen)))
        st.rerun()


def _ask_kind(own: OwnFile) -> None:
    """Say what the rows are, with the reason."""
    kind, why = own.intake.decided
    if not kind:
        return
    say = planner.words()
    st.caption(
        t("eigen.decided", entity=say(f"intake.entity.{kind}"), why=say(f"intake.why.{why}"))
    )
    key = f"eigen.decided.{own.intake.source.sha256[:8]}.{kind}.{file.refusals()}"
    names = planner.worded("eigen.decided.")
    chosen = one_of(t("eigen.decided_label"), ENTITIES, key, names, default=kind)
    if chosen != kind:
        with whole():
            file.begin_again(own, replace(own.options, entity=chosen))
        st.rerun()
