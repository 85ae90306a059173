"""Read a project from anyone in a process of its own: see `geo.data.reading_apart`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import pyarrow as arrow

from geo.data.crs import RD_NEW
from geo.data.errors import KetenkaartError
from geo.data.reading_apart import NOT_THE_FILE, Limits, SandboxError, Turn, ask
from geo.data.written_shapes import shapes_of_wkb
from geo.project.column_kinds import brought_to
from geo.project.fault import ProjectError
from geo.project.package_check import MAX_BYTES
from geo.project.project import ROW, Project

WORKER = "geo.project.package_worker"
SECONDS, MEMORY = 60.0, 1_000 * 2**20
LEAST_ANSWER, TIMES = 64 * 2**20, 4
GEOMETRY = "kk_geometry"
"""Column of the geometries between the two processes; a table's own is called otherwise."""
FAULTS = {"took_too_long": "project_slow", "takes_too_much": "project_heavy"}


def read_project(content: bytes, name: str, turn: Turn | None = None) -> Project:
    """Read a project from a GeoPackage that may come from anyone.

    Parameters
    ----------
    content : bytes
    name : str
        File name, for the message.
    turn : Turn, optional
        A place in the line of what is read.

    Raises
    ------
    ProjectError
        As `geo.project.package.from_bytes`; ``project_slow`` or ``project_heavy`` when reading
        takes more than it may; ``reading_busy``.

    Examples
    --------
    >>> from geo.project.package import to_bytes
    >>> read_project(to_bytes(Project("Oost")), "oost.gpkg").name
    'Oost'
    """
    if len(content) > MAX_BYTES:
        raise ProjectError("project_large", file=name, allowed=MAX_BYTES // 1_000_000)
    limits = Limits(SECONDS, MEMORY, LEAST_ANSWER + TIMES * len(content))
    try:
        parts = ask(WORKER, [name.encode(errors="replace"), content], limits, turn)
        return _project(parts)
    except SandboxError as error:
        if error.code in NOT_THE_FILE:
            raise
        raise ProjectError(FAULTS.get(error.code, "project_file"), file=name) from error
    except (ValueError, KeyError, IndexError, TypeError, arrow.ArrowException) as error:
        if isinstance(error, KetenkaartError):
            raise
        raise ProjectError("project_file", file=name) from error


def _project(parts: list[bytes]) -> Project:
    about = json.loads(parts[0])
    if "fault" in about:
        raise ProjectError(str(about["fault"]), **about["params"])
    columns = about["columns"]
    tables = {
        table: _table(part, columns[table]) for table, part in zip(columns, parts[1:], strict=True)
    }
    return Project(about["name"], tables, about["settings"], about["created"], about["changed"])


def _table(part: bytes, columns: Sequence[Sequence[str]]) -> gpd.GeoDataFrame:
    rows = arrow.ipc.open_stream(part).read_pandas()
    index = pd.Index(rows.index.to_numpy("int64"), name=ROW)
    made = {name: brought_to(kind, rows[name]) for name, kind in columns}
    frame = pd.DataFrame(made, index=rows.index).set_axis(index)
    return gpd.GeoDataFrame(frame, geometry=shapes_of_wkb(rows[GEOMETRY]), crs=RD_NEW)
