"""Where answers for one planner alone are kept, in the session, and what is made of any answer.

An answer that many runs ask for is kept (`pages/session/server.py`) and never changes; what is said
and drawn of it does not either, and is kept beside it. It goes when the answer goes: what was made
of a planner's own rows leaves with them.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Answers = dict[Any, Any]
"""By function, the answers it gave."""
ANSWERS = "session.answers"
A = TypeVar("A")
P = ParamSpec("P")
R = TypeVar("R")
MOST = 16
"""Things of one kind that are kept beside one answer."""
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


def made_of(make: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """Keep what a function makes of its first argument, for as long as that lives.

    The first argument is an answer that nobody changes, and so is what is made, which may not hold
    that answer: both would stay for ever. The other arguments can be told apart (codes, languages).
    The last ``MOST`` are kept beside each answer.
    """
    kept: dict[int, dict[Hashable, R]] = {}

    def beside(answer: A) -> dict[Hashable, R]:
        """Return what is kept beside an answer: by the thing itself, whatever it is equal to."""
        name = id(answer)
        if name not in kept:
            kept[name] = {}
            weakref.finalize(answer, kept.pop, name, None)
        return kept[name]

    @wraps(make)
    def made(answer: A, /, *args: P.args, **kwargs: P.kwargs) -> R:
        found, key = beside(answer), (args, tuple(sorted(kwargs.items())))
        with suppress(KeyError):  # another session's run may let go of it meanwhile
            return found[key]
        new = found[key] = make(answer, *args, **kwargs)
        for oldest in list(found)[:-MOST]:
            found.pop(oldest, None)
        return new

    return made
