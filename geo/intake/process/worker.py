"""The reading process of uploads: one in through the pipe, one answer out.

`geo.intake.process.sandbox` starts it. What inspection refuses is refused before the libraries
that read are loaded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from geo.data.sandboxed import as_arrow, as_json, limit_memory, limits_given, serve
from geo.intake.model.limits import LEAST_MEMORY, PACKED, TO_A_BYTE
from geo.intake.model.refusal import FileRefused
from geo.intake.process.inspection import inspect
from geo.intake.readers.content import members

Reader = Callable[[dict[str, Any], bytes], Iterable[bytes | memoryview]]


def answer(parts: list[bytes]) -> Iterable[bytes | memoryview]:
    """Read the upload, the outline, or the choice of columns, of a request."""
    asked, content = json.loads(parts[0]), parts[1]
    if asked["task"] == "mapping":
        return _mapping(content)
    return _inspected(_read if asked["task"] == "upload" else _outline, asked, content)


def _inspected(read: Reader, asked: dict[str, Any], content: bytes) -> Iterable[bytes | memoryview]:
    """Return what is read of a file that passes inspection, or a refusal."""
    try:
        inspect(asked["name"], content)
        return read(asked, content)
    except FileRefused as fault:
        params = {key: str(value) for key, value in fault.params.items()}
        return [as_json({"refused": fault.code, "params": params})]


def _read(asked: dict[str, Any], content: bytes) -> Iterable[bytes | memoryview]:
    """Return the message and the rows as Arrow."""
    import pyarrow  # noqa: F401 - loaded before memory is limited

    from geo.intake.process.message import message_of
    from geo.intake.process.pipeline import Options, read_drafts, table_of

    limit_memory(_memory_for(content))
    given = asked["options"]
    options = Options(**{**given, "layers": tuple(given["layers"])})
    kind, drafts = read_drafts(asked["name"], content, options)
    return [as_json(message_of(kind, drafts)), as_arrow(table_of(drafts))]


def _outline(asked: dict[str, Any], content: bytes) -> Iterable[bytes]:
    """Return the one outline of a file."""
    from geo.intake.meaning.plan_outline import plan_outline
    from geo.intake.process.opening import open_upload

    limit_memory(_memory_for(content))
    _, layers = open_upload(asked["name"], content)
    return [as_json(asdict(plan_outline(asked["name"], layers, asked["most"])))]


def _memory_for(content: bytes) -> int:
    """Return the bytes that reading may add: what a file of this size can honestly need."""
    size = sum(info.file_size for info in members(content)) or len(content)
    times = PACKED if content.startswith(b"PAR1") else 1
    return min(limits_given()[0], LEAST_MEMORY + TO_A_BYTE * times * size)


def _mapping(content: bytes) -> Iterable[bytes]:
    from geo.intake.process.mapping import load_mapping

    limit_memory(limits_given()[0])
    found = load_mapping(content)
    kept = {"columns": dict(found.columns), "entity": found.entity, "register": found.register}
    return [as_json(kept)]


if __name__ == "__main__":
    serve(answer)
