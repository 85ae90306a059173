"""Where answers for one planner alone are kept: in the session, so that they go with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Answers = dict[Any, Any]
"""By function, the answers it gave."""
ANSWERS = "session.answers"
_ANSWERS: ContextVar[Answers | None] = ContextVar(ANSWERS, default=None)


def answers_of_planner() -> Answers:
    """The answers that only this session has; they go with it."""
    for_session = _ANSWERS.get()
    if for_session is not None:
        return for_session
    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    found: Answers = st.session_state.setdefault(ANSWERS, {})
    return found


@contextmanager
def answering_for(answers: Answers) -> Iterator[None]:
    """Work for a planner outside the run of a page, with the answers of that session."""
    token = _ANSWERS.set(answers)
    try:
        yield
    finally:
        _ANSWERS.reset(token)
