"""Pictures drawn one after another beside the page: asked for early, kept, and never waited for.

Drawing a map takes seconds. The page that asks goes on at once and looks later whether it is
done; what was drawn before is there straight away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

KEPT = 48  # pictures of a few hundred kB each
Key = TypeVar("Key", bound=Hashable)
Picture = TypeVar("Picture")


@dataclass(frozen=True)
class Asked:
    """A drawing that was asked for, and who wait for it."""

    answer: Future[Any]
    by: set[str] = field(default_factory=set)


class PictureQueue(Generic[Key, Picture]):
    """Draws what is asked for, in turn, in one thread; keeps the last results.

    Parameters
    ----------
    draw : callable
        Makes the pictures of a key; the same key gives the same pictures. Runs outside the run of
        any page.
    kept : int
        How many results are kept at most.
    home : callable, optional
        Where the results of a key are kept when not with those of all: beside what they were
        drawn from, so that they go with it.

    Examples
    --------
    >>> queue = PictureQueue(str.upper)
    >>> queue.ask("a"), queue.result("a")
    (None, 'A')
    """

    def __init__(
        self,
        draw: Callable[[Key], Picture],
        kept: int = KEPT,
        home: Callable[[Key], dict[Key, Asked] | None] | None = None,
    ) -> None:
        self._draw, self._kept, self._home = draw, kept, home
        self._asked: dict[Key, Asked] = {}
        self._lock = Lock()
        # One at a time: two would only share the same processor, and both would come later.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="drawing")

    def ask(self, key: Key, who: str = "") -> None:
        """Have it drawn for somebody, unless it is or waits already; what failed is retried."""
        self._ask(key, who)

    def _ask(self, key: Key, who: str) -> Asked:
        with self._lock:
            place = self._place_of(key)
            known = place.pop(key, None)
            if known is None or _has_failed(known.answer):
                known = Asked(self._worker.submit(self._draw, key))
            known.by.add(who)
            place[key] = known  # the last that was asked for stands last
            self._forget(place)
            return known

    def is_done(self, key: Key) -> bool:
        """Say whether it is drawn, or has failed, so that `result` answers at once."""
        known = self._place_of(key).get(key)
        return known is not None and known.answer.done()

    def result(self, key: Key, who: str = "") -> Picture:
        """Return the pictures, drawing them first where they are not there yet.

        Raises
        ------
        Exception
            What drawing it raised.
        """
        picture: Picture = self._ask(key, who).answer.result()
        return picture

    def withdraw(self, keys: Iterable[Key], who: str = "") -> None:
        """Wait for these no more: what nobody else waits for and is not begun is not drawn."""
        with self._lock:
            for key in keys:
                place = self._place_of(key)
                known = place.get(key)
                if known is None:
                    continue
                known.by.discard(who)
                if not known.by and known.answer.cancel():
                    del place[key]

    def _place_of(self, key: Key) -> dict[Key, Asked]:
        own = self._home(key) if self._home else None
        return self._asked if own is None else own

    def _forget(self, place: dict[Key, Asked]) -> None:
        """Drop the oldest results; what is still to be drawn stays."""
        for key in [key for key, known in place.items() if known.answer.done()]:
            if len(place) <= self._kept:
                return
            del place[key]


def _has_failed(known: Future[Picture]) -> bool:
    return known.cancelled() or (known.done() and known.exception() is not None)
