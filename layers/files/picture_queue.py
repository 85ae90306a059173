"""Pictures drawn one after another beside the page: asked for early, kept, and never waited for.

Drawing a map takes seconds. The page that asks goes on at once and looks later whether it is
done; what was drawn before is there straight away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

KEPT = 48  # pictures of a few hundred kB each
Key = TypeVar("Key", bound=Hashable)
Picture = TypeVar("Picture")


class PictureQueue(Generic[Key, Picture]):
    """Draws what is asked for, in turn, in one thread; keeps the last results.

    Parameters
    ----------
    draw : callable
        Makes the pictures of a key; the same key gives the same pictures. Runs outside the run of
        any page.
    kept : int
        How many results are kept at most.

    Examples
    --------
    >>> queue = PictureQueue(str.upper)
    >>> queue.ask("a"), queue.result("a")
    (None, 'A')
    """

    def __init__(self, draw: Callable[[Key], Picture], kept: int = KEPT) -> None:
        self._draw, self._kept = draw, kept
        self._asked: OrderedDict[Key, Future[Picture]] = OrderedDict()
        self._lock = Lock()
        # One at a time: two would only share the same processor, and both would come later.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="drawing")

    def ask(self, key: Key) -> None:
        """Have it drawn, unless it is drawn or in the queue already; what failed is tried again."""
        with self._lock:
            known = self._asked.get(key)
            if known is None or _has_failed(known):
                self._asked[key] = self._worker.submit(self._draw, key)
            self._asked.move_to_end(key)
            self._forget()

    def is_done(self, key: Key) -> bool:
        """Say whether it is drawn, or has failed, so that `result` answers at once."""
        known = self._asked.get(key)
        return known is not None and known.done()

    def result(self, key: Key) -> Picture:
        """Return the pictures, drawing them first where they are not there yet.

        Raises
        ------
        Exception
            What drawing it raised.
        """
        self.ask(key)
        return self._asked[key].result()

    def withdraw(self, keys: Iterable[Key]) -> None:
        """Take what is not begun out of the queue; what is being drawn is finished and kept."""
        with self._lock:
            for key in keys:
                known = self._asked.get(key)
                if known is not None and known.cancel():
                    del self._asked[key]

    def _forget(self) -> None:
        """Drop the oldest results; what is still to be drawn stays."""
        for key in [key for key, known in self._asked.items() if known.done()]:
            if len(self._asked) <= self._kept:
                return
            del self._asked[key]


def _has_failed(known: Future[Picture]) -> bool:
    return known.cancelled() or (known.done() and known.exception() is not None)
