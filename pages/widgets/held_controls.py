"""Controls that hold what the session has set in them, however late the browser draws them.

What a control holds is given as its default too; why stands at `pages.session.planner.held`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.session import labels
from pages.session.planner import held, held_at

T = TypeVar("T")
Column = DeltaGenerator | None  # where a control stands; None is where the page is


def one_of_few(
    label: str,
    options: Iterable[str],
    key: str,
    names: Callable[[str], str],
    column: Column = None,
    **how: Any,
) -> str:
    """Ask one of a few that stand side by side; ``how`` is as Streamlit takes it."""
    chosen = (column or st).segmented_control(
        label, list(options), key=key, default=held(key), format_func=names, required=True, **how
    )
    return str(held(key) if chosen is None else chosen)


def one_of_many(
    label: str,
    options: Iterable[T],
    key: str,
    names: Callable[[T], str] = str,
    column: Column = None,
    **how: Any,
) -> T:
    """Ask one of many, in a list that unfolds; ``how`` is as Streamlit takes it."""
    every = list(options)
    labels.remember(key, every, names)
    # None is to Streamlit that nothing was chosen, for which it has a word of its own.
    nothing = next((names(each) for each in every if each is None), None)
    how = how if nothing is None else {"placeholder": nothing, **how}
    chosen: T = (column or st).selectbox(
        label, every, held_at(key, every), key=key, format_func=names, **how
    )
    return chosen


def one_listed(
    label: str, options: Iterable[T], *, key: str, format_func: Callable[[T], str], **how: Any
) -> T:
    """Ask one of many that the session knows of by this control alone, as `st.selectbox` does."""
    every = list(options)
    labels.remember(key, every, format_func)
    chosen: T = st.selectbox(label, every, key=key, format_func=format_func, **how)
    return chosen


def some_of(
    label: str,
    options: Iterable[str],
    key: str,
    names: Callable[[str], str],
    nothing: str,
    **how: Any,
) -> list[str]:
    """Ask any number of many; ``nothing`` says what an empty choice means, ``how`` is Streamlit's.

    Enter takes the first that fits what was typed. Streamlit's own first line takes all that fit,
    which nobody who types a name and presses Enter means.
    """
    every = list(options)
    labels.remember(key, every, names)
    return st.multiselect(
        label,
        every,
        default=held(key),
        key=key,
        format_func=names,
        placeholder=nothing,
        select_all=False,
        **how,
    )


def pills(
    label: str, options: Iterable[str], key: str, names: Callable[[str], str], **how: Any
) -> Any:
    """Ask one or, with ``selection_mode="multi"``, some of what stands on a few lines."""
    return st.pills(label, list(options), default=held(key), key=key, format_func=names, **how)
