"""Have what a session held go soon after it ends, and the memory go back to the system.

A session whose browser left is kept by Streamlit for two minutes, in case the browser comes back.
After that it is let go of only when another browser comes or goes: behind the last planner all
would stay, files of his own among it. Here it is looked for. What is kept for all of what planners
chose is bounded in number, but many of them fill it: when nobody has been there for a while, and
more is held than after the start, it is forgotten, and what the first planner asks for made anew.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as arrow
from streamlit.runtime import Runtime

EVERY_S = 20.0
PATIENCE_S = 60.0
QUIET_S = 40.0
"""After the last session was let go of, which is two minutes after its browser left."""
MORE = 1.08
"""So much more than at rest may stay: a little of it is libraries that were loaded since."""
ARENAS, FEW = -8, 2
"""What the C library of Linux calls the most arenas it may make (``M_ARENA_MAX``), and how many."""
LARGE, LARGE_BYTES = -3, 2**19
"""What it calls the size from which a piece is asked of the system alone (``M_MMAP_THRESHOLD``).

Left alone it grows to 32 MB by what was freed: then tables and drawings lie among small pieces that
stay, and the room that they leave is not given back."""


@dataclass
class Rest:
    """What the server holds when nobody is there, and how to come back to it.

    Attributes
    ----------
    forget : callable
        Forgets what is kept for all of what planners chose.
    held : float
        Megabytes after the start; 0 when it is not known.
    quiet : float
        Seconds that nobody has been there.
    """

    forget: Callable[[], None]
    held: float = 0.0
    quiet: float = 0.0

    def begins(self) -> None:
        """Take what is held now for what is held at rest."""
        clear_up(whole=False)  # to look at all would write to what servers share
        self.held = held_mb()

    def looked_at(self, there: int | None) -> None:
        """Forget, some time after the last planner left, when more is held than at rest."""
        self.quiet = 0.0 if there else self.quiet + EVERY_S
        if self.quiet >= QUIET_S and self.held and held_mb() > self.held * MORE:
            self.quiet = 0.0
            self.forget()
            clear_up()


def watch(rest: Rest) -> None:
    """Begin to look, beside all else."""
    threading.Thread(target=_look_again_and_again, args=(rest,), daemon=True).start()


def _look_again_and_again(rest: Rest) -> None:
    while True:
        time.sleep(EVERY_S)
        with suppress(TimeoutError):  # a server that is stopping, or very busy: look later
            ended, there = clear_up_if_any_ended(), _on_loop(_anybody)
            if there and not ended:
                gc.collect()  # what runs left: Streamlit's own look after each is switched off
            rest.looked_at(there)


def held_mb() -> float:
    """Megabytes that the process holds; 0 where the system does not say so."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


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
        _empty(each.session)
    if ended and not _sessions().list_active_sessions():  # else it sends again, or is at it
        _forget_what_was_sent()
    return len(ended)


def _empty(session: Any) -> None:
    """Take out of a session what it holds: the last one that was sent something stays.

    Streamlit's loop has it, and what was sent, in names of its own until it sends again.
    """
    session.session_state.clear()
    # Choices of a control stand beside its answer, which alone is cleared.
    session.session_state._new_widget_state.widget_metadata.clear()
    session._fragment_storage.clear()
    session._browser_queue.clear()
    session._client_state.Clear()


def _forget_what_was_sent() -> None:
    for task in asyncio.all_tasks():
        running: Any = task.get_coro()
        if running.__qualname__ == "Runtime._loop_coroutine":
            running.cr_frame.f_locals.get("msg_list", []).clear()


def clear_up(whole: bool = True) -> None:
    """Collect what is garbage, and give back what is free.

    When nobody is there, what stays is set apart from what the collector looks at: Streamlit has it
    look at everything after each run, which stops all else, drawings beside the page among them,
    for a sixth of a second. A session that was set apart would never be collected: a ``whole`` look
    is at what was set apart too.
    """
    if whole and not _on_loop(_anybody):
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


def anybody() -> bool:
    """Say whether a browser is there, or left not long ago; a server too busy to say has some."""
    try:
        return bool(_on_loop(_anybody))
    except TimeoutError:
        return True


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

    Of many each would keep some 30 MB. What is large is given back as soon as it is freed.
    Elsewhere than on Linux nothing happens.
    """
    _c_library("mallopt", ARENAS, FEW)
    _c_library("mallopt", LARGE, LARGE_BYTES)


def columns_with_the_rest() -> None:
    """Have the columns of tables lie where all else does, and not in the pool that Arrow brings.

    That holds on to tens of megabytes more than it needs, and takes longer.
    """
    arrow.set_memory_pool(arrow.system_memory_pool())


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
