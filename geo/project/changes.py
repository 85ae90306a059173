"""What differs between two states of a project, row by row, and how such changes are laid together.

A project is taken as items, each with a JSON value: the name, every setting, the columns of every
table, and every row. A row is ``{"cells": {column: cell}, "geometry": WKB in hexadecimal}``, empty
cells left out. Both stores write, compare and record items; neither knows of tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.crs import RD_NEW
from geo.data.errors import ArgumentError
from geo.data.written_shapes import shapes_of_wkb
from geo.project.column_kinds import column_of, json_cells, kind_of
from geo.project.fault import ProjectError
from geo.project.project import ROW, TABLES, Project

Row = dict[str, Any]


class Item(NamedTuple):
    """What a change is about.

    Attributes
    ----------
    part : str
        One of `geo.project.project.TABLES` for a row, else "name", "settings" or "columns".
    key : str
        Number of the row, name of the setting, or the table whose columns are meant.
    """

    part: str
    key: str


NAME = Item("name", "")


@dataclass(frozen=True)
class Change:
    """One item before and after; None where it was not or is no longer there."""

    item: Item
    before: Any
    after: Any

    def record(self) -> dict[str, Any]:
        """The change as the record of a store keeps it."""
        part, name = self.item.part, self.item.key
        return {"part": part, "item": name, "before": self.before, "after": self.after}


def change_of(record: Mapping[str, Any]) -> Change:
    """Return the change that a record tells of.

    Examples
    --------
    >>> change = Change(NAME, "Oost", "West")
    >>> change_of(change.record()) == change
    True
    """
    return Change(Item(record["part"], record["item"]), record["before"], record["after"])


@dataclass(frozen=True)
class Conflict:
    """A change on an item that somebody else has changed in the meantime.

    Attributes
    ----------
    item : Item
    base, mine, theirs : JSON value or None
        As it was when the planner began, as the planner has it, and as it stands now.
    """

    item: Item
    base: Any
    mine: Any
    theirs: Any


# ---- tables as items


def columns_of(frame: gpd.GeoDataFrame) -> list[list[str]]:
    """Return the columns of an own table as ``[name, kind]``, in their order."""
    return [[name, kind_of(frame[name])] for name in frame.columns if name != "geometry"]


def rows_of(frame: gpd.GeoDataFrame) -> dict[Item, Row]:
    """Return the rows of an own table by their number, as items of no part yet.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> from geo.project.project import own_table
    >>> rows = rows_of(own_table(toy_hubs()[["id", "closed", "geometry"]].tail(1)))
    >>> rows[Item("", "1")]
    {'cells': {'id': 'h12'}, 'geometry': None}
    """
    cells = {name: json_cells(kind, frame[name]) for name, kind in columns_of(frame)}
    shapes = shapely.to_wkb(frame.geometry.to_numpy(), hex=True)
    return {
        Item("", str(number)): {
            "cells": {name: cells[name][i] for name in cells if cells[name][i] is not None},
            "geometry": shapes[i],
        }
        for i, number in enumerate(frame.index)
    }


def table_of(columns: Sequence[Sequence[str]], rows: Mapping[int, Row]) -> gpd.GeoDataFrame:
    """Make an own table of its columns and its rows by number.

    Raises
    ------
    ProjectError
        ``project_cell`` when a cell does not fit its column.
    """
    numbers = sorted(rows)
    listed = [rows[number] for number in numbers]
    index = pd.Index(numbers, dtype="int64", name=ROW)
    made = pd.DataFrame(
        {
            name: column_of(kind, [row["cells"].get(name) for row in listed], name)
            for name, kind in columns
        },
        index=pd.RangeIndex(len(numbers)),
    )
    cells = [row["geometry"] for row in listed]
    try:
        shapes = shapes_of_wkb(cells)
    except ArgumentError as error:
        raise ProjectError("project_nesting", where="geometry", **error.params) from error
    if any(cell and shape is None for cell, shape in zip(cells, shapes, strict=True)):
        raise ProjectError("project_cell", where="geometry", row="", value="")
    return gpd.GeoDataFrame(made.set_index(index), geometry=shapes, crs=RD_NEW)


# ---- differences


def changes_between(base: Project, project: Project) -> list[Change]:
    """Return what has to change in ``base`` to make it ``project``.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> base = Project("Speelveld", {"hubs": toy_hubs()})
    >>> hubs = base.tables["hubs"].copy()
    >>> hubs.loc[3, "name"] = "Het Pand"
    >>> [(change.item, change.after["cells"]["name"]) for change in
    ...  changes_between(base, base.with_table("hubs", hubs))]
    [(Item(part='hubs', key='3'), 'Het Pand')]
    """
    old, new = items_of(base), items_of(project)
    found = [
        Change(item, old.get(item), new.get(item))
        for item in [*old, *(item for item in new if item not in old)]
        if old.get(item) != new.get(item)
    ]
    for table in TABLES:
        found += _row_changes(table, base.tables.get(table), project.tables.get(table))
    return found


def beginning_of(project: Project) -> list[Change]:
    """Return everything in a new project as changes, its name first."""
    return [Change(NAME, None, project.name), *changes_between(Project(project.name), project)]


def items_of(project: Project) -> dict[Item, Any]:
    """Return the items of a project that are not rows."""
    return {
        NAME: project.name,
        **{Item("settings", name): value for name, value in project.settings.items()},
        **{Item("columns", name): columns_of(frame) for name, frame in project.tables.items()},
    }


def _row_changes(
    table: str, old: gpd.GeoDataFrame | None, new: gpd.GeoDataFrame | None
) -> list[Change]:
    if old is new:
        return []
    before = {} if old is None else rows_of(_differing(old, new))
    after = {} if new is None else rows_of(_differing(new, old))
    keys = [*before, *(key for key in after if key not in before)]
    return [
        Change(Item(table, key.key), before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _differing(frame: gpd.GeoDataFrame, other: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Leave out the rows that are surely equal, so that few need be written as JSON."""
    if other is None or columns_of(frame) != columns_of(other):
        return frame
    both = frame.index.intersection(other.index)
    one, two = frame.loc[both], other.loc[both]
    wkb = [shapely.to_wkb(part.geometry.to_numpy()) for part in (one, two)]
    differs = np.asarray(wkb[0] != wkb[1], dtype=bool)
    for name, _ in columns_of(frame):
        absent = one[name].isna().to_numpy(), two[name].isna().to_numpy()
        unequal = (one[name] != two[name]).fillna(False).to_numpy(dtype=bool)
        differs |= (absent[0] != absent[1]) | (unequal & ~absent[0])
    return frame.drop(index=both[~differs])


# ---- laying together


def applied(project: Project, changes: Iterable[Change]) -> Project:
    """Return a project with changes made to it, whatever it was before.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> base, other = Project("A"), Project("B", {"hubs": toy_hubs()}, {"weights": [1]})
    >>> changes_between(other, applied(base, changes_between(base, other)))
    []
    """
    listed = list(changes)
    parts = {**items_of(project), **{c.item: c.after for c in listed if c.item.part not in TABLES}}
    tables = {}
    for table in TABLES:
        columns = parts.get(Item("columns", table))
        if columns is not None:
            rows = [change for change in listed if change.item.part == table]
            tables[table] = _changed_table(project.tables.get(table), columns, rows)
    settings = {
        item.key: value
        for item, value in parts.items()
        if item.part == "settings" and value is not None
    }
    return project.changed_to(name=parts[NAME], tables=tables, settings=settings)


def _changed_table(
    frame: gpd.GeoDataFrame | None, columns: list[list[str]], changes: list[Change]
) -> gpd.GeoDataFrame:
    if frame is None or columns_of(frame) != columns:
        kept = {} if frame is None else {int(i.key): row for i, row in rows_of(frame).items()}
        new = {int(change.item.key): change.after for change in changes}
        rows = {number: row for number, row in {**kept, **new}.items() if row is not None}
        return table_of(columns, rows)
    if not changes:
        return frame
    touched = [int(change.item.key) for change in changes]
    rest = frame.drop(index=touched, errors="ignore")
    made = table_of(columns, {int(c.item.key): c.after for c in changes if c.after is not None})
    parts = [part for part in (rest, made) if len(part)] or [made]
    # One part keeps its types; two have the same ones.
    laid = gpd.GeoDataFrame(pd.concat(parts), crs=RD_NEW) if len(parts) > 1 else parts[0]
    return laid.sort_index()


def conflicts_with(changes: Iterable[Change], current: Project) -> list[Conflict]:
    """Return the changes whose item no longer is what it was, and is not what is wanted either."""
    listed = list(changes)
    standing = standing_values(current, {change.item for change in listed})
    return [
        Conflict(change.item, change.before, change.after, standing.get(change.item))
        for change in listed
        if standing.get(change.item) not in (change.before, change.after)
    ]


def standing_values(project: Project, items: Collection[Item]) -> dict[Item, Any]:
    """Return the values that some items have in a project; what is not there is left out."""
    found = {item: value for item, value in items_of(project).items() if item in items}
    for table, frame in project.tables.items():
        numbers = [int(item.key) for item in items if item.part == table]
        rows = rows_of(frame[frame.index.isin(numbers)])
        found |= {Item(table, item.key): row for item, row in rows.items()}
    return found


def settled(
    current: Project, changes: Iterable[Change], mine: Collection[Item], conflicts: Collection[Item]
) -> Project:
    """Return what stands now with the planner's changes, of the conflicts only those chosen.

    Parameters
    ----------
    current : Project
        As it stands in the store.
    changes : iterable of Change
        All that the planner wanted.
    mine : collection of Item
        Conflicts in which the planner's version wins.
    conflicts : collection of Item
        All conflicts; the others are made as they are.
    """
    kept = [c for c in changes if c.item not in conflicts or c.item in mine]
    return applied(current, kept)
