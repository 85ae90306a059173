"""Inside a reading process: its limits, what it is asked, and how it answers.

Light on purpose: what is refused at once must not wait for libraries to load.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LENGTH = 8
"""Bytes of the number in front of each part of a message."""
MOST_FILES = 64
AT_FIRST = 512 * 2**20
"""Bytes that may be taken before the libraries are loaded: by looking at what came in."""
OUT_OF_MEMORY = 77
"""How a worker ends that may not have the memory it asks for."""


def packed(part: bytes, size: int = -1) -> bytes:
    """Put the length of a part in front of it, or the length of one that follows by itself."""
    return (len(part) if size < 0 else size).to_bytes(LENGTH, "big") + part


def unpacked(message: bytes) -> list[bytes]:
    """Cut a message into its parts.

    Raises
    ------
    ValueError
        When it breaks off.

    Examples
    --------
    >>> unpacked(packed(b"a") + packed(b""))
    [b'a', b'']
    """
    parts, at = [], 0
    while at < len(message):
        size = int.from_bytes(message[at : at + LENGTH], "big")
        at += LENGTH
        if at + size > len(message):
            raise ValueError("message breaks off")
        parts.append(message[at : at + size])
        at += size
    return parts


def as_json(value: Any) -> bytes:
    """Return plain values as a part of an answer."""
    return json.dumps(value).encode()


def as_arrow(table: pd.DataFrame) -> memoryview:
    """Return a table and its index as a part of an answer: an Arrow stream."""
    import pyarrow as arrow

    sink = arrow.BufferOutputStream()
    rows = arrow.Table.from_pandas(table, preserve_index=True)
    with arrow.ipc.new_stream(sink, rows.schema) as written:
        written.write_table(rows)
    return memoryview(sink.getvalue())


def limit_memory(more: int, *, for_good: bool = True) -> None:
    """Let this process take so many bytes more than it has; for good, or until limited anew."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + more
    hard = most if for_good else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def limits_given() -> tuple[int, int]:
    """Return the bytes of memory and the seconds that the server allows this process."""
    return int(sys.argv[1]), int(sys.argv[2])


def serve(answer: Callable[[list[bytes]], Iterable[bytes | memoryview]]) -> None:
    """Answer what this process was started for, and end.

    Parameters
    ----------
    answer : callable
        From the parts of the question to those of the answer. It loads what it needs, and then
        calls `limit_memory`.
    """
    _, seconds = limits_given()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    parts = unpacked(sys.stdin.buffer.read())
    limit_memory(AT_FIRST, for_good=False)
    try:
        stream = sys.stdout.buffer
        # Part by part: a copy of all would double the memory.
        for part in answer(parts):
            stream.write(packed(b"", len(part)))
            stream.write(part)
        stream.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
