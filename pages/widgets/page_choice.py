"""Choices that only one page knows: in its control, in the session and in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.session import planner
from pages.widgets.held_controls import Column, one_of_few, one_of_many

Names = Callable[[str], str]  # from a code to the words a reader sees


@dataclass(frozen=True)
class Choice:
    """One of some codes, kept in the address unless it is what the page opens with.

    Attributes
    ----------
    name : str
        In the address.
    key : str
        Of the control.
    options : sequence of str
        Codes.
    default : str
        What is chosen where the address says nothing; the first of the options if not given.
    """

    name: str
    key: str
    options: Sequence[str]
    default: str = ""

    def ask(self, label: str, names: Names, column: Column = None) -> str:
        """Ask it with the few options side by side, in a column or where the page is."""
        default = self.default or self.options[0]
        seed(self.key, self.name, self.options, default)
        picked = one_of_few(label, self.options, self.key, names, column)
        return keep(self.name, picked, default)

    def ask_in_list(self, label: str, names: Names, column: Column = None) -> str:
        """Ask it with many options in a list that unfolds, in a column or where the page is."""
        default = self.default or self.options[0]
        seed(self.key, self.name, self.options, default)
        picked = one_of_many(label, self.options, self.key, names, column)
        return keep(self.name, picked, default)


def seed(key: str, name: str, allowed: Sequence[str], default: str) -> None:
    """Give a control what the address says, if allowed, when it must take that up."""
    if is_new(name, key) or st.session_state[key] not in allowed:
        said = planner.parameter(name, default)
        st.session_state[key] = said if said in allowed else default


def keep(name: str, value: str | None, default: str) -> str:
    """Keep a choice in the address, unless it is the default; returns the choice."""
    value = value or default
    write(name, "" if value == default else value)
    return value


def is_new(name: str, *keys: str) -> bool:
    """Whether controls must take up the address: one is new, or it was changed from outside."""
    changed = planner.parameter(name) != st.session_state.get(f"{name}.written")
    return changed or any(key not in st.session_state for key in keys)


# ---- several controls whose answers are one value of the address


def seed_all(name: str, values: Mapping[str, object]) -> None:
    """Give controls, by key, what the address says under one name, when they must take it up."""
    if is_new(name, *values):
        for key, value in values.items():
            st.session_state[key] = value


def write(name: str, value: str) -> None:
    """Keep what controls say in the address."""
    planner.set_parameter(name, value)
    st.session_state[f"{name}.written"] = planner.parameter(name)
