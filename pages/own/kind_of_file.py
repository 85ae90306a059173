"""What the rows of an own file were taken for, said at the top and changed with one click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.intake.model.result import ENTITIES
from pages.own import file
from pages.own.file import OwnFile
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets.segments import one_of


def show(own: OwnFile) -> None:
    """Say it with the reason; another answer reads the file anew."""
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
