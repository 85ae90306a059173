"""Read an upload, or a saved choice of columns, in a process of its own.

See `geo.data.reading_apart`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pandas as pd
import pyarrow as arrow

from geo.data.errors import ArgumentError
from geo.data.reading_apart import Limits, SandboxError, Turn, ask
from geo.data.sandboxed import as_json
from geo.intake.meaning.plan_outline import PlanOutline
from geo.intake.model.limits import MAX_FILE, MEMORY, SECONDS
from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import Intake
from geo.intake.process.assembly import intake_of, refused
from geo.intake.process.mapping import MOST_BYTES
from geo.intake.process.pipeline import Options, source_of
from geo.intake.rules.file.file_too_large import FileTooLarge

TOO_MUCH = ("takes_too_much", "took_too_long")
HEAVY = {
    "workbook": ("xlsx", "xlsm", "xlsb", "xls", "ods"),
    "table": ("csv", "tsv", "tab", "txt"),
}
"""Kinds of files that have their own reason to be too much; all others are maps."""
WORKER = "geo.intake.process.worker"
UPLOAD, OUTLINE, MAPPING = "upload", "outline", "mapping"
LEAST_ANSWER, TIMES = 64 * 2**20, 16
"""Bytes of the answer to a small file; and to a byte of a larger one, that may be packed."""
OUTLINE_LIMITS = Limits(20.0, MEMORY, 2**20)
MAPPING_LIMITS = Limits(20.0, 256 * 2**20, 10 * MOST_BYTES)


def read_upload(
    name: str,
    content: bytes,
    options: Options | None = None,
    seconds: float = SECONDS,
    turn: Turn | None = None,
) -> Intake:
    """Read an upload safely: never raises for what is in it, never takes longer than its budget.

    Parameters
    ----------
    name : str
        File name as the planner gave it; used in messages only.
    content : bytes
    options : Options, optional
    seconds : float
        Wall-clock budget.
    turn : Turn, optional
        A place in the line of what is read.

    Returns
    -------
    Intake
        ``refused`` says why when nothing was read. ``n_on_map + n_off_map == n_rows``, always.

    Examples
    --------
    >>> read_upload("hubs.xlsx", b"<html><table>").refused.code
    'web_page'
    """
    asked = {"task": UPLOAD, "options": asdict(options or Options())}
    source = source_of(name, content)
    answer = LEAST_ANSWER + TIMES * min(len(content), MAX_FILE)
    try:
        # Only its length: all else is looked at in the process.
        FileTooLarge().check(source.name, content)
        parts = [as_json({**asked, "name": source.name}), content]
        message, table = _answer(ask(WORKER, parts, Limits(seconds, MEMORY, answer), turn))
    except SandboxError as fault:
        return refused(source, FileRefused(fault.code, **_why(fault, source.name)))
    except FileRefused as fault:
        return refused(source, fault)
    finally:
        if turn is not None:
            turn.leave()
    return intake_of(source, message, table)


def read_outline(name: str, content: bytes, most: int) -> PlanOutline:
    """Read the outline of a plan area from a file of any kind that holds areas.

    Parameters
    ----------
    name : str
        File name as the planner gave it; used in messages only.
    content : bytes
    most : int
        Corners that it may have.

    Raises
    ------
    FileRefused
        As `read_upload` has it in ``refused``, and when the file holds no single area.

    Examples
    --------
    >>> ring = "[[[4.86,52.36],[4.87,52.36],[4.87,52.37],[4.86,52.36]]]"
    >>> area = '{"type":"Polygon","coordinates":' + ring + "}"
    >>> read_outline("plan.geojson", area.encode(), 30).given
    3
    """
    plain = source_of(name, content).name
    asked = {"task": OUTLINE, "name": plain, "most": most}
    try:
        FileTooLarge().check(plain, content)
        said = json.loads(ask(WORKER, [as_json(asked), content], OUTLINE_LIMITS)[0])
        if "refused" in said:
            raise FileRefused(str(said["refused"]), **said["params"])
        corners = tuple((float(x), float(y)) for x, y in said["corners"])
        return PlanOutline(corners, said["given"], said["off_m"], said["holes"])
    except SandboxError as fault:
        raise FileRefused(fault.code, **_why(fault, plain)) from fault
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise FileRefused("not_readable") from error


def _why(fault: SandboxError, name: str) -> dict[str, Any]:
    """Return what a fault says, and of work that was too much what probably made it so.

    Told by the name alone: the content is not looked at here.
    """
    if fault.code not in TOO_MUCH:
        return dict(fault.params)
    ending = name.rpartition(".")[2].lower()
    heavy = next((kind for kind, endings in HEAVY.items() if ending in endings), "map")
    return {**fault.params, "heavy": heavy}


def _answer(parts: list[bytes]) -> tuple[dict[str, Any], pd.DataFrame]:
    try:
        message: dict[str, Any] = json.loads(parts[0])
        if "refused" in message:
            raise FileRefused(str(message["refused"]), **message["params"])
        table = arrow.ipc.open_stream(parts[1]).read_pandas()
    except (ValueError, KeyError, IndexError, arrow.ArrowException) as error:
        raise FileRefused("not_readable") from error
    return message, table


def read_mapping(content: bytes) -> Options:
    """Read a saved choice of columns that may come from anyone.

    Raises
    ------
    ArgumentError
        ``mapping_unknown`` when the file is no such choice.

    Examples
    --------
    >>> read_mapping(b'{"kind": "ketenkaart-kolommen", "version": 1, "columns": {"name": "A"}}')
    Options(columns={'name': 'A'}, layers=(), entity='', place_addresses=True, register='')
    """
    try:
        parts = ask(WORKER, [as_json({"task": MAPPING}), content[:MOST_BYTES]], MAPPING_LIMITS)
        said = json.loads(parts[0])
        return Options(columns=said["columns"], entity=said["entity"], register=said["register"])
    except (SandboxError, ValueError, KeyError, IndexError) as error:
        raise ArgumentError("mapping_unknown", value="") from error
