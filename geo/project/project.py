"""A project: what a planner has brought and set, as one thing that can be kept and opened again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.crs import RD_NEW, is_rd_new
from geo.data.errors import ArgumentError
from geo.project.column_kinds import brought_to, clean, kind_of

TABLES = ("hubs", "tenants", "partners", "meeting_places")
SETTING_NAME = re.compile(r"[a-z][a-z_]{0,39}")
RESERVED = ("about", "columns")
LONGEST_NAME = 120
MAX_SETTINGS = 2_000_000
"""Characters of all settings as JSON."""
ROW = "fid"
"""Name of the index of every table: the number that a row keeps all its life."""


def now() -> str:
    """Return this moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, eq=False)
class Project:
    """Own data and settings under one name.

    Attributes
    ----------
    name : str
    tables : mapping of str to GeoDataFrame
        Some of `TABLES`, each as `own_table` makes it; a table that was not brought is not there.
    settings : mapping of str to JSON values
        What pages keep, under names of the form `SETTING_NAME`.
    created, changed : str
        Moments in UTC, ISO 8601.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> project = Project("Speelveld", {"hubs": toy_hubs()}, {"filters": {"keten": "fashion"}})
    >>> len(project.tables["hubs"]), project.tables["hubs"].index[0]
    (12, 1)
    """

    name: str
    tables: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    created: str = field(default_factory=now)
    changed: str = field(default_factory=now)

    def __post_init__(self) -> None:
        """Bring the tables to the kinds that can be kept, and refuse what cannot."""
        object.__setattr__(self, "name", _checked_name(self.name))
        strange = sorted(set(self.tables) - set(TABLES))
        if strange:
            raise ArgumentError("project_table", value=strange[0], allowed=", ".join(TABLES))
        tables = {name: own_table(self.tables[name]) for name in TABLES if name in self.tables}
        object.__setattr__(self, "tables", tables)
        object.__setattr__(self, "settings", _checked_settings(self.settings))

    def with_table(self, name: str, frame: gpd.GeoDataFrame | None) -> Project:
        """Return the project with one table put in, or taken out when it is None."""
        tables = {**self.tables}
        tables.pop(name, None)
        if frame is not None:
            if name not in TABLES:
                raise ArgumentError("project_table", value=name, allowed=", ".join(TABLES))
            tables[name] = own_table(frame)
        return self.changed_to(tables=tables)

    def with_setting(self, name: str, value: Any) -> Project:
        """Return the project with one setting put in, or taken out when it is None."""
        settings = {**self.settings}
        settings.pop(name, None)
        if value is not None:
            settings[name] = value
        return self.changed_to(settings=_checked_settings(settings))

    def renamed(self, name: str) -> Project:
        """Return the project under another name."""
        return self.changed_to(name=_checked_name(name))

    def changed_to(self, **parts: Any) -> Project:
        """Return a project with other parts, which must be in order; the rest is not made anew."""
        made = object.__new__(Project)
        parts = {"changed": now(), **parts}
        for item in fields(Project):
            object.__setattr__(made, item.name, parts.get(item.name, getattr(self, item.name)))
        return made


def _checked_name(name: str) -> str:
    tidy = "".join(letter for letter in clean(name) if letter.isprintable()).strip()
    if not tidy or len(tidy) > LONGEST_NAME:
        raise ArgumentError("project_name", value=tidy[:LONGEST_NAME], allowed=LONGEST_NAME)
    return tidy


def _checked_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    for name in settings:
        if not SETTING_NAME.fullmatch(name) or name in RESERVED:
            raise ArgumentError("project_setting", value=name[:80])
    try:
        words = json.dumps(dict(settings), allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ArgumentError("project_setting", value=", ".join(settings)[:80]) from error
    if len(words) > MAX_SETTINGS:
        raise ArgumentError("project_settings_long", allowed=MAX_SETTINGS)
    found = json.loads(clean(words).replace("\\u0000", ""))
    return {name: value for name, value in found.items() if value is not None}


def own_table(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table in the form that can be kept and comes back the same.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:28992, with whatever columns; not changed.

    Returns
    -------
    GeoDataFrame
        Geometry column ``geometry`` last, two dimensions; each column of one of
        `geo.project.column_kinds.KINDS`; rows in the order of their number, the index ``fid``. Rows
        without such an index are numbered from 1.

    Raises
    ------
    ArgumentError
        ``project_crs`` for another CRS (a look-alike without its datum as well), or
        ``project_columns`` when two columns have one name.
    """
    if not is_rd_new(frame.crs):
        raise ArgumentError("project_crs", value="none" if frame.crs is None else frame.crs.name)
    names = [clean(str(name)) for name in frame.columns if name != frame.geometry.name]
    if len(set(names)) < len(names) or "geometry" in names:
        raise ArgumentError("project_columns", value=", ".join(sorted(names))[:80])
    bare = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    bare.columns = pd.Index(names, dtype="str")
    columns = {name: brought_to(kind_of(bare[name]), bare[name]) for name in names}
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    index = _row_numbers(frame.index)
    made = pd.DataFrame(columns, index=frame.index).set_index(index)
    own = gpd.GeoDataFrame(made, geometry=np.asarray(shapes), crs=RD_NEW)
    return own.sort_index()


def _row_numbers(index: pd.Index) -> pd.Index:
    kept = index.name == ROW and index.is_unique and pd.api.types.is_integer_dtype(index.dtype)
    if kept and (not len(index) or index.min() > 0):
        return index.astype("int64")
    return pd.RangeIndex(1, len(index) + 1, name=ROW).astype("int64")
