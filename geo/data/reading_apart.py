"""What comes from outside is read in a process of its own, with a budget, that can be ended.

Each room that reads such things has a module that is run for it (see `geo.data.sandboxed`). The
process gets bytes through a pipe and answers with bytes through another; it may write no file, and
its answer is data only, never code. Few are read at once; the others wait in a line that tells
their place.
"""

from __future__ import annotations

import math
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

import pyogrio

from geo.data.errors import KetenkaartError
from geo.data.folders import ROOT
from geo.data.sandboxed import OUT_OF_MEMORY, packed, unpacked

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS")
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""Of the server's environment only this is passed on: settings may hold passwords."""
ONLY_DRIVER = "FlatGeobuf"
PATIENCE = 3
"""Times its budget of processor time that a reading process may take by the clock: on a busy server
an honest file gets its seconds later, and is not refused for what others do."""
AT_ONCE = max(2, min(4, os.cpu_count() or 2))
MOST_WAITING = 40
PIECE = 2**20
TOO_MUCH = {OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL}
"""How a process ends that asked for more memory than it may have; libraries abort."""


NOT_THE_FILE = ("reading_busy", "reading_starved", "no_room_to_read")
"""Faults of the server and the moment: the file may be sound."""


class SandboxError(KetenkaartError):
    """Nothing was read: ``took_too_long``, ``takes_too_much``, ``not_readable``, ``reading_busy``,
    ``reading_starved`` or ``no_room_to_read``.
    """


@dataclass(frozen=True)
class Limits:
    """What reading one thing may take.

    Attributes
    ----------
    seconds : float
        Of the processor; of the clock `PATIENCE` times as many.
    memory : int
        Bytes beyond what the libraries take at rest.
    answer : int
        Bytes that the server takes back.
    """

    seconds: float
    memory: int
    answer: int


class Turn:
    """A place in the line.

    Examples
    --------
    >>> line = Line(at_once=1)
    >>> first, second = line.enter(), line.enter()
    >>> first.place, second.place
    (0, 1)
    >>> first.leave()
    >>> second.place
    0
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    @property
    def place(self) -> int:
        """How many have to be done before this one begins; 0 from when it may."""
        return self._line.place_of(self)

    def wait(self) -> None:
        """Wait until it may begin."""
        self._line.wait_for(self)

    def leave(self) -> None:
        """Make room for the next."""
        self._line.take_out(self)


class Line:
    """Who may read now, and who comes next."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._at_once, self._most = at_once, at_once + most_waiting
        self._turns: list[Turn] = []
        self._changed = threading.Condition()

    def enter(self) -> Turn:
        """Join at the end.

        Raises
        ------
        SandboxError
            ``reading_busy`` when too many wait already.
        """
        with self._changed:
            if len(self._turns) >= self._most:
                raise SandboxError("reading_busy", count=len(self._turns))
            self._turns.append(Turn(self))
            return self._turns[-1]

    def place_of(self, turn: Turn) -> int:
        """Return how many have to be done before a turn."""
        with self._changed:
            at = self._turns.index(turn) if turn in self._turns else 0
        return max(0, at - self._at_once + 1)

    def wait_for(self, turn: Turn) -> None:
        """Wait until a turn has come."""
        with self._changed:
            self._changed.wait_for(lambda: turn not in self._turns[self._at_once :])

    def take_out(self, turn: Turn) -> None:
        """Take a turn out, begun or not."""
        with self._changed:
            if turn in self._turns:
                self._turns.remove(turn)
            self._changed.notify_all()


LINE = Line()
"""The line of this server, for everything that is read apart."""


def ask(
    worker: str, parts: Sequence[bytes], limits: Limits, turn: Turn | None = None
) -> list[bytes]:
    """Run a worker on what came from outside and return its answer.

    Parameters
    ----------
    worker : str
        Module of ours that is run.
    parts : sequence of bytes
        What it gets.
    limits : Limits
    turn : Turn, optional
        A place taken earlier; without one the end of the line.

    Raises
    ------
    SandboxError
    """
    turn = turn or LINE.enter()
    try:
        turn.wait()
        return unpacked(_run(worker, parts, limits))
    except ValueError as error:
        raise SandboxError("not_readable") from error
    except OSError as error:  # no room for the folder the worker is in, or no process to be had
        raise SandboxError("no_room_to_read") from error
    finally:
        turn.leave()


def _run(worker: str, parts: Sequence[bytes], limits: Limits) -> bytes:
    command = [sys.executable, "-m", worker, str(limits.memory), f"{limits.seconds:.0f}"]
    with tempfile.TemporaryDirectory(prefix="ketenkaart-") as folder:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment(folder),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        feeding = threading.Thread(target=_feed, args=(process.stdin, parts), daemon=True)
        feeding.start()
        try:
            answer = _heard(process.stdout, limits, process.pid)
            code = process.wait(PATIENCE * limits.seconds)
        finally:
            process.kill()
            process.wait()
            feeding.join()
            process.stdout.close()
    if code == -signal.SIGXCPU:
        raise SandboxError("took_too_long", seconds=f"{limits.seconds:.0f}")
    if code != 0:
        raise SandboxError("takes_too_much" if code in TOO_MUCH else "not_readable")
    return answer


def _feed(stream: IO[bytes], parts: Iterable[bytes]) -> None:
    """Hand over the parts; a process that has ended hears no more of them."""
    with suppress(BrokenPipeError, OSError), stream:
        for part in parts:
            stream.write(packed(b"", len(part)))
            stream.write(part)


def _heard(stream: IO[bytes], limits: Limits, pid: int) -> bytes:
    """Collect the answer, up to its budget of time and size."""
    end, size = time.monotonic() + PATIENCE * limits.seconds, 0
    found: list[bytes] = []
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while True:
            if not ready.select(max(0.0, end - time.monotonic())):
                if _processor_seconds(pid) < limits.seconds / 2:
                    raise SandboxError("reading_starved")
                raise SandboxError("took_too_long", seconds=f"{limits.seconds:.0f}")
            piece = os.read(stream.fileno(), PIECE)
            if not piece:
                return b"".join(found)
            size += len(piece)
            if size > limits.answer:
                raise SandboxError("takes_too_much")
            found.append(piece)


def _processor_seconds(pid: int) -> float:
    """Return what a process has had of a processor; without end where the system does not say."""
    try:
        cells = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return math.inf


def environment(folder: str) -> dict[str, str]:
    """Return what a worker knows of the server: nothing that is secret, and no way out."""
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    return {
        **kept,
        **dict.fromkeys(THREADS, "1"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        # Arrow would set aside a gigabyte of address space before it needs any.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        # And each thread that lives a moment 64 MB, which the limit counts and nobody uses.
        "MALLOC_ARENA_MAX": "1",
        "HOME": folder,
        "TMPDIR": folder,
        "PROJ_NETWORK": "OFF",
        "GDAL_SKIP": _other_drivers(),
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    }


@cache
def _other_drivers() -> str:
    """Every GDAL driver but the one that is needed, as GDAL wants them skipped."""
    return ",".join(name for name in pyogrio.list_drivers() if name != ONLY_DRIVER)
