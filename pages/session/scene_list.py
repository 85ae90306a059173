"""The scenes of one planner's presentation, in the session alone."""

from __future__ import annotations

import streamlit as st

from layers.view.scenes import Scene

SCENES = "presentation.scenes"


def scenes() -> tuple[Scene, ...]:
    """The scenes of this session."""
    kept: tuple[Scene, ...] = st.session_state.get(SCENES, ())
    return kept


def keep(changed: tuple[Scene, ...]) -> None:
    """Keep the scenes for the rest of the session."""
    st.session_state[SCENES] = changed
