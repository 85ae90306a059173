"""The reading process: one upload in through the pipe, one answer out. Started by `sandbox`."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow

from geo.intake.assembly import message_of
from geo.intake.limits import MEMORY, SECONDS
from geo.intake.pipeline import Options, read_drafts, table_of
from geo.intake.refusal import FileRefused
from geo.intake.sandbox import packed, unpacked

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


def answer(request: bytes) -> bytes:
    """Read the upload of a request; returns the message and the rows, or a refusal."""
    head, content = unpacked(request)
    asked = json.loads(head)
    given = asked["options"]
    options = Options(**{**given, "layers": tuple(given["layers"])})
    try:
        kind, drafts = read_drafts(asked["name"], content, options)
        table = table_of(drafts)
    except FileRefused as fault:
        params = {key: str(value) for key, value in fault.params.items()}
        return _packed({"refused": fault.code, "params": params}, pd.DataFrame())
    except MemoryError:
        return _packed({"refused": "takes_too_much", "params": {}}, pd.DataFrame())
    return _packed(message_of(kind, drafts), table)


def _packed(message: dict[str, Any], table: pd.DataFrame) -> bytes:
    sink = arrow.BufferOutputStream()
    rows = arrow.Table.from_pandas(table, preserve_index=True)
    with arrow.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return packed(json.dumps(message).encode()) + packed(sink.getvalue().to_pybytes())


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
