"""The reading process: one upload in through the pipe, one answer out.

`geo.intake.process.sandbox` starts it.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as arrow

from geo.intake.model.limits import MEMORY, SECONDS
from geo.intake.model.refusal import FileRefused
from geo.intake.process.message import LENGTH, message_of, unpacked
from geo.intake.process.pipeline import Options, read_drafts, table_of

MOST_FILES = 64


def limit() -> None:
    """Keep this process from taking more memory or time than it may, and from writing any file."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))


def answer(request: bytes) -> tuple[dict[str, Any], pd.DataFrame]:
    """Read the upload of a request; returns the message and the rows, or a refusal."""
    head, content = unpacked(request)
    asked = json.loads(head)
    given = asked["options"]
    options = Options(**{**given, "layers": tuple(given["layers"])})
    try:
        kind, drafts = read_drafts(asked["name"], content, options)
        return message_of(kind, drafts), table_of(drafts)
    except FileRefused as fault:
        params = {key: str(value) for key, value in fault.params.items()}
        return {"refused": fault.code, "params": params}, pd.DataFrame()
    except MemoryError:
        return {"refused": "takes_too_much", "params": {}}, pd.DataFrame()


def say(stream: BinaryIO, message: dict[str, Any], table: pd.DataFrame) -> None:
    """Write the answer, part by part: a copy of all would double the memory."""
    sink = arrow.BufferOutputStream()
    rows = arrow.Table.from_pandas(table, preserve_index=True)
    with arrow.ipc.new_stream(sink, rows.schema) as written:
        written.write_table(rows)
    for part in (json.dumps(message).encode(), memoryview(sink.getvalue())):
        stream.write(len(part).to_bytes(LENGTH, "big"))
        stream.write(part)


if __name__ == "__main__":
    limit()
    say(sys.stdout.buffer, *answer(sys.stdin.buffer.read()))
