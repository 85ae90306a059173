"""What a planner asked is done as a whole, or still asked: another click does not cut it in two.

Streamlit ends a run, and a callback, at its next word with the session or the page as soon as
something else was clicked; the click itself it has forgotten by then.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException, get_script_run_ctx


@contextmanager
def whole() -> Iterator[None]:
    """Let the next click wait until what is done inside is done; a decorator of callbacks too.

    For what takes a moment: nothing else of the session is answered meanwhile.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    requests: Any = ctx.script_requests if ctx else None
    if requests is None or "on_scriptrunner_yield" in vars(requests):  # inside another whole
        yield
        return
    requests.on_scriptrunner_yield = lambda: None
    try:
        yield
    finally:
        del requests.on_scriptrunner_yield


def errand(label: str, key: str, of: Hashable, **how: Any) -> bool:
    """A button for work that takes long: asked from the click until answered, for ``of`` alone.

    What is asked of one choice is asked no more once another is chosen.
    """
    st.button(label, key=key, on_click=ask, args=(key,), **how)
    return is_asked(key, of)


@whole()
def ask(key: str) -> None:
    """Ask an errand, until it is answered or dropped.

    Of what is said by the next run: what was chosen just before the click comes with the click.
    """
    st.session_state[_name(key)] = ()


def is_asked(key: str, of: Hashable = None) -> bool:
    """Whether an errand is asked of just this; of anything else it is asked no more."""
    asked = st.session_state.get(_name(key))
    if asked == ():
        st.session_state[_name(key)] = asked = (of,)
    if asked is not None and asked != (of,):
        drop(key)
    return bool(asked == (of,))


@contextmanager
def answering(key: str) -> Iterator[None]:
    """Do what an errand asked. A run that is cut short leaves it to the next run."""
    cut_short = False
    try:
        yield
    except (RerunException, StopException):
        cut_short = True
        raise
    finally:
        if not cut_short:
            drop(key)


def drop(key: str) -> None:
    """Ask an errand no more."""
    with whole():
        st.session_state.pop(_name(key), None)


def _name(key: str) -> str:
    return f"{key}.asked"
