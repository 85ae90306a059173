"""Choices that only one page knows: in its control, in the session and in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.session import planner


def seed(key: str, name: str, allowed: Sequence[str], default: str) -> None:
    """Give a control that was not drawn in the last run what the address says, if allowed."""
    if key not in st.session_state or st.session_state[key] not in allowed:
        said = planner.parameter(name, default)
        st.session_state[key] = said if said in allowed else default


def keep(name: str, value: str | None, default: str) -> str:
    """Keep a choice in the address, unless it is the default; returns the choice."""
    value = value or default
    planner.set_parameter(name, "" if value == default else value)
    return value
