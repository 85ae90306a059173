"""Read an upload in a process of its own, with a budget of time and memory, that can be ended.

The process gets the bytes through a pipe and answers through another. It may write no file, and
its answer is data only (JSON and Arrow), never code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as arrow
import pyogrio

from geo.data.folders import ROOT
from geo.intake.model.limits import SECONDS
from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import Intake
from geo.intake.process.assembly import intake_of, refused
from geo.intake.process.inspection import inspect
from geo.intake.process.message import packed, unpacked
from geo.intake.process.pipeline import Options, source_of

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS")
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""Of the server's environment only this is passed on: settings may hold passwords."""
ONLY_DRIVER = "FlatGeobuf"


def read_upload(
    name: str, content: bytes, options: Options | None = None, seconds: float = SECONDS
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

    Returns
    -------
    Intake
        ``refused`` says why when nothing was read. ``n_on_map + n_off_map == n_rows``, always.

    Examples
    --------
    >>> read_upload("hubs.xlsx", b"<html><table>").refused.code
    'web_page'
    """
    asked = options or Options()
    source = source_of(name, content)
    try:
        inspect(source.name, content)
        message, table = _ask(_request(source.name, content, asked), seconds)
    except FileRefused as fault:
        return refused(source, fault)
    return intake_of(source, message, table)


def _request(name: str, content: bytes, options: Options) -> bytes:
    head = json.dumps({"name": name, "options": asdict(options)}).encode()
    return packed(head) + packed(content)


def _ask(request: bytes, seconds: float) -> tuple[dict[str, Any], pd.DataFrame]:
    """Run the reading process and return its answer.

    Raises
    ------
    FileRefused
        Its own refusal, ``took_too_long``, or ``not_readable`` when it ended without an answer.
    """
    with tempfile.TemporaryDirectory(prefix="ketenkaart-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "geo.intake.process.worker"],
                input=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                cwd=folder,
                env=_environment(folder),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise FileRefused("took_too_long", seconds=f"{seconds:.0f}") from error
    if done.returncode != 0:
        raise FileRefused("not_readable")
    return _answer(done.stdout)


def _answer(stdout: bytes) -> tuple[dict[str, Any], pd.DataFrame]:
    try:
        head, body = unpacked(stdout)
        message: dict[str, Any] = json.loads(head)
        if "refused" in message:
            raise FileRefused(str(message["refused"]), **message["params"])
        table = arrow.ipc.open_stream(body).read_pandas()
    except (ValueError, KeyError, arrow.ArrowException) as error:
        raise FileRefused("not_readable") from error
    return message, table


def _environment(folder: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    return {
        **kept,
        **dict.fromkeys(THREADS, "1"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        # Arrow would set aside a gigabyte of address space before it needs any.
        "ARROW_DEFAULT_MEMORY_POOL": "system",
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
