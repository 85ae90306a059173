"""Have what a session held go soon after it ends, and the memory go back to the system.

A session whose browser left is kept by Streamlit for two minutes, in case the browser comes back.
After that it is let go of only when another browser comes or goes: behind the last planner all
would stay, files of his own among it. Here it is looked for.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pyarrow as arrow
from streamlit.runtime import Runtime

EVERY_S = 20.0
PATIENCE_S = 60.0
ARENAS, FEW = -8, 2
"""What the C library of Linux calls the most arenas it may make (``M_ARENA_MAX``), and how many."""


def watch() -> None:
    """Begin to look, beside all else."""
    threading.Thread(target=_look_again_and_again, daemon=True).start()


def _look_again_and_again() -> None:
    while True:
        time.sleep(EVERY_S)
        with suppress(TimeoutError):  # a server that is stopping, or very busy: look later
            if not clear_up_if_any_ended() and _on_loop(_anybody):
                gc.collect()  # what runs left: Streamlit's own look after each is switched off


def clear_up_if_any_ended() -> int:
    """Let go of the sessions that nobody can come back to; returns how many those were."""
    ended = _on_loop(_let_go) or 0
    if ended:
        clear_up()
    return ended


def _let_go() -> int:
    # Streamlit has no word of its own for this; a test holds that it goes on working.
    ended = _sessions()._session_storage._cache.expire()
    for _, each in ended:
        each.session.shutdown()
    return len(ended)


def clear_up() -> None:
    """Collect what is garbage, and give back what is free.

    When nobody is there, what stays is set apart from what the collector looks at: Streamlit has it
    look at everything after each run, which stops all else, drawings beside the page among them,
    for a sixth of a second. A session that was set apart would never be collected.
    """
    if not _on_loop(_anybody):
        gc.unfreeze()
    gc.collect()
    if _loop() is None:
        gc.freeze()
    else:
        _on_loop(_set_apart_unless_anybody)
    give_back()


def set_apart() -> None:
    """Have the collector of garbage pass over what is there: data, networks, libraries."""
    gc.collect()
    gc.freeze()


def _set_apart_unless_anybody() -> int:
    if not (there := _anybody()):
        gc.freeze()
    return there


def _anybody() -> int:
    return len(_sessions().list_sessions())


def _sessions() -> Any:
    return Runtime.instance()._session_mgr


def _loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of the server; None before it answers."""
    objects: Any = Runtime.instance()._async_objs if Runtime.exists() else None
    return objects.eventloop if objects else None


def _on_loop(asked: Callable[[], int]) -> int | None:
    """Have the loop of the server do something between two things of its own, and wait for it."""

    async def doing() -> int:
        return asked()

    loop = _loop()
    return asyncio.run_coroutine_threadsafe(doing(), loop).result(PATIENCE_S) if loop else None


def few_arenas() -> None:
    """Have threads share what they freed: each run of a page is a thread of its own.

    Of many each would keep some 30 MB. Elsewhere than on Linux nothing happens.
    """
    _c_library("mallopt", ARENAS, FEW)


def give_back() -> None:
    """Return to the system what is free and it does not know of."""
    arrow.default_memory_pool().release_unused()
    _c_library("malloc_trim", 0)


def _c_library(name: str, *values: int) -> None:
    """Ask the C library of Linux for what only that has."""
    if sys.platform == "linux":
        asked = getattr(ctypes.CDLL(None), name, None)
        if asked is not None:
            asked(*values)
