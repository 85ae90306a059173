"""Faults told on a page, as plain text: their values may come from a file or from an address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.data.errors import KetenkaartError
from pages.session.planner import t


def show(heading: str, faults: Sequence[KetenkaartError]) -> None:
    """Say what did not happen, and why."""
    st.error(heading)
    for fault in faults:
        st.text(fault_words(fault))


def fault_words(fault: KetenkaartError) -> str:
    """Say one fault."""
    return t(f"error.{fault.code}", **fault.params)
