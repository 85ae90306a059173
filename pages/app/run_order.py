"""A page and the parts of it that run by themselves come one after the other, each in its place.

Streamlit keeps one runner a session, and two things go wrong where a part and its page follow each
other closely, most often where a part asks for itself every second:

- a part that is asked for while the page's run has just ended gets a runner of its own, and what
  the ended one said and the server has not passed on yet is lost: the tail of the page never comes;
- a page that is asked for while a part's run has just ended is drawn inside that part, since the
  runner still stands there.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


def from_the_top() -> None:
    """Draw the page from its own top, wherever the run before this one ended."""
    context_dg_stack.set(get_default_dg_stack_value())


def install() -> None:
    """Let a part wait for one turn of the server's loop, which passes on all that stands in line.

    Done twice it is done once.
    """
    ask: Any = AppSession.request_rerun
    if hasattr(ask, "__wrapped__"):
        return

    @wraps(ask)
    def in_order(session: Any, client_state: Any) -> None:
        if client_state and client_state.fragment_id and has_ended(session):
            session._event_loop.call_soon(ask, session, client_state)
        else:
            ask(session, client_state)

    kind: Any = AppSession
    kind.request_rerun = in_order


def has_ended(session: Any) -> bool:
    """Say whether a session's last run takes nothing more, though what it said may be in line."""
    # Streamlit has no word of its own for this; a test holds that it goes on working.
    runner = session._scriptrunner
    return runner is not None and runner._requests._state is ScriptRequestType.STOP
