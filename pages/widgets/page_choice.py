"""Choices that only one page knows: in its control, in the session and in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.session import planner

Names = Callable[[str], str]  # from a code to the words a reader sees


def ask(
    name: str,
    key: str,
    label: str,
    options: Sequence[str],
    names: Names,
    *,
    default: str = "",
    column: DeltaGenerator | None = None,
) -> str:
    """Ask one of a few, side by side, as the address says at first; the answer is kept there.

    Parameters
    ----------
    name : str
        Of the choice in the address.
    key : str
        Of the control.
    label : str
        What stands above it.
    options : sequence of str
        Codes.
    names : callable
    default : str
        What is chosen where the address says nothing; the first of the options if not given.
    column : DeltaGenerator, optional
        Where the control stands, if not where the page is.
    """
    default = default or options[0]
    seed(key, name, options, default)
    picked = (column or st).segmented_control(
        label,
        options,
        key=key,
        default=planner.held(key),
        format_func=names,
        required=True,
    )
    return keep(name, picked, default)


def ask_in_list(
    name: str,
    key: str,
    label: str,
    options: Sequence[str],
    names: Names,
    *,
    default: str = "",
    column: DeltaGenerator | None = None,
) -> str:
    """Ask one of many, in a list that unfolds; all else is as in `ask`."""
    default = default or options[0]
    seed(key, name, options, default)
    picked = (column or st).selectbox(
        label, options, planner.held_at(key, options), key=key, format_func=names
    )
    return keep(name, picked, default)


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


# ---- several controls whose answers are one value of the address


def is_new(name: str, *keys: str) -> bool:
    """Whether controls must take up the address: one is new, or it was changed from outside."""
    changed = planner.parameter(name) != st.session_state.get(f"{name}.written")
    return changed or any(key not in st.session_state for key in keys)


def seed_all(name: str, values: Mapping[str, object]) -> None:
    """Give controls, by key, what the address says under one name, when they must take it up."""
    if is_new(name, *values):
        for key, value in values.items():
            st.session_state[key] = value


def write(name: str, value: str) -> None:
    """Keep what the controls say together in the address."""
    planner.set_parameter(name, value)
    st.session_state[f"{name}.written"] = planner.parameter(name)
