"""Codes of what a control holds, whatever words it stood in.

A choice of many answers the server with its words, which Streamlit turns into codes by those it
wrote last. After the language changed, the browser may still answer in the language before, and
the words themselves would pass for codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import streamlit as st

T = TypeVar("T")
SAID = "session.said"  # of each control, by its key: every word it stood in, with its code


def remember(name: str, options: Iterable[T], names: Callable[[T], str]) -> None:
    """Keep in which words the options of the control ``name`` are shown now."""
    said = st.session_state.setdefault(SAID, {})
    said.setdefault(name, {}).update({names(option): option for option in options})


def back_to_codes() -> None:
    """Put codes where controls answered in words of a language before; ahead of all else in a run.

    A value that is put right is sent to the browser anew, in the words of now.
    """
    for name, said in st.session_state.get(SAID, {}).items():
        if name in st.session_state:
            value = st.session_state[name]
            right = _in_codes(value, said)
            if right != value:
                st.session_state[name] = right


def _in_codes(value: object, said: dict[str, object]) -> object:
    if isinstance(value, list):
        return [_in_codes(each, said) for each in value]
    is_word = isinstance(value, str) and value not in said.values()
    return said.get(value, value) if is_word and isinstance(value, str) else value
