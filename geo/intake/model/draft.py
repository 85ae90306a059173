"""What the rules work on: one layer of an upload on its way to rows on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.model.records import LOCATION, Change, Notice, Proposal, Rejection
from geo.intake.values.cells import is_written_empty, text_of
from geo.intake.values.frames import Label

Facts = Mapping[str, Mapping[str, str]]
"""What an opener found: code of a rule to the values of its sentence."""

SHOWN_ROWS = 100
MAX_CHANGES = 5000


@dataclass(frozen=True)
class Layer:
    """One sheet or map layer as it stands in the file.

    Attributes
    ----------
    name : str
    table : DataFrame
        Cells as found (text, numbers, dates, None); index from 0.
    lines : ndarray of int
        Line or sheet row of each data row, as the planner sees it.
    shapes : ndarray of shapely geometries or None
        In the file's own numbers; None when it is a table.
    label : str
        Coordinate system as the file names it; "" when it names none.
    facts : mapping
    encoding, delimiter : str
    """

    name: str
    table: pd.DataFrame
    lines: np.ndarray
    shapes: np.ndarray | None = None
    label: str = ""
    facts: Facts = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class Beside:
    """What further columns with places say of the rows.

    Attributes
    ----------
    first : tuple of str
        The columns that come first by their headings.
    lacking : ndarray of bool
        Rows of which these hold no place and others do.
    main : tuple of str
        The columns that most rows are read from.
    columns : tuple of tuple of str
        The others.
    taken : ndarray of int
        Position in ``columns`` of where a row was read from; -1 for ``main``.
    x, y : ndarray of float
        EPSG:28992: where another column puts the row, when that is further off than either is
        accurate; else NaN.
    """

    first: tuple[str, ...]
    lacking: np.ndarray
    main: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    taken: np.ndarray
    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Numbers:
    """The coordinates as numbers, before it is known what they mean.

    Attributes
    ----------
    a, b : ndarray of float
        First (x, longitude) and second (y, latitude) number; NaN where there is none.
    given : ndarray of bool
        Rows that hold anything at all where the place should stand.
    half : ndarray of bool
        Rows of which one of the two is empty.
    columns : tuple of str
        Where they stand; empty for geometry.
    source : str
        "shapes", "xy", "latlon" or "point".
    label : Label or None
    frames : ndarray of str
        Coordinate system of each row, "" where none fits.
    swapped : ndarray of bool
    settled : ndarray of bool
        Rows that a rule has rejected or made a proposal for.
    shapes : ndarray of shapely geometries or None
        Geometry of each row in the file's own numbers, None where it has none; None for a table
        without any.
    beside : Beside or None
        None when only one column, or pair, holds places.
    """

    a: np.ndarray
    b: np.ndarray
    given: np.ndarray
    half: np.ndarray
    columns: tuple[str, ...]
    source: str
    label: Label | None
    frames: np.ndarray
    swapped: np.ndarray
    settled: np.ndarray
    shapes: np.ndarray | None = None
    beside: Beside | None = None

    @property
    def by_main(self) -> np.ndarray:
        """Which rows were read from ``columns``, or from the geometry of a map file."""
        if self.beside is None:
            return np.ones(len(self.a), dtype=bool)
        return np.asarray(self.beside.taken < 0, dtype=bool)

    def columns_of(self, at: int) -> tuple[str, ...]:
        """Return the columns that a row was read from."""
        if self.beside is None or self.beside.taken[at] < 0:
            return self.columns
        return self.beside.columns[int(self.beside.taken[at])]

    def systems(self, among: np.ndarray | None = None) -> dict[str, int]:
        """Count the coordinate systems of the rows that have one, or of some of those rows."""
        rows = self.frames != "" if among is None else among & (self.frames != "")
        keys, counts = np.unique(self.frames[rows].astype(str), return_counts=True)
        return {str(key): int(n) for key, n in zip(keys, counts, strict=True)}

    def usual_system(self, among: np.ndarray | None = None) -> str:
        """Name the coordinate system of most rows, or of most of some; "" where none is known."""
        found = self.systems(among)
        return max(found, key=found.__getitem__, default="")


@dataclass(frozen=True)
class Draft:
    """A layer with what has been found out about it so far.

    Attributes
    ----------
    layer : Layer
    offset : int
        Data rows of the file before this layer.
    roles : mapping of role to column
    x, y : ndarray of float
        EPSG:28992, metres; NaN where not (yet) known.
    accuracy_m : ndarray of float
    placed_by : ndarray of str
    values : DataFrame
        Recognised values as text, None where missing; index from 0.
    numbers : Numbers
    notices, proposals, rejections, changes : tuple
    decided : tuple of str
        What the rows were taken for ("" when each says it itself), and by which sign.
    """

    layer: Layer
    offset: int
    roles: Mapping[str, str]
    x: np.ndarray
    y: np.ndarray
    accuracy_m: np.ndarray
    placed_by: np.ndarray
    values: pd.DataFrame
    numbers: Numbers
    notices: tuple[Notice, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    changes: tuple[Change, ...] = ()
    decided: tuple[str, str] = ("", "")

    @property
    def n(self) -> int:
        """Data rows."""
        return len(self.layer.table)

    @property
    def placed(self) -> np.ndarray:
        """Which rows have a place."""
        placed: np.ndarray = np.isfinite(self.x) & np.isfinite(self.y)
        return placed

    @property
    def open(self) -> np.ndarray:
        """Which rows are neither placed nor dealt with."""
        still_open: np.ndarray = ~self.placed & ~self.numbers.settled
        return still_open

    def settle(self, at: Sequence[int] | np.ndarray) -> Draft:
        """Return the draft with these rows marked as dealt with and off the map."""
        settled, x, y = self.numbers.settled.copy(), self.x.copy(), self.y.copy()
        settled[at], x[at], y[at] = True, np.nan, np.nan
        return replace(self, x=x, y=y, numbers=replace(self.numbers, settled=settled))

    def place_text(self, at: int) -> str:
        """What stands in the file where the place should be."""
        columns = self.numbers.columns_of(at)
        if not columns:
            a, b = self.numbers.a[at], self.numbers.b[at]
            # No "nan" for a planner: nothing stood there that is a number.
            return " / ".join("–" if np.isnan(number) else f"{number:.7g}" for number in (a, b))
        return " / ".join(_shown(self.cell(at, column)) for column in columns)

    def _place_texts(self, at: Sequence[int]) -> list[str]:
        """Return `place_text` of many rows; by column where one set of columns holds them all."""
        if self.numbers.beside is not None or not self.numbers.columns:
            return [self.place_text(i) for i in at]
        cells = [self.layer.table[column].tolist() for column in self.numbers.columns]
        return [" / ".join(_shown(text_of(column[i]) or "") for column in cells) for i in at]

    def cell(self, at: int, column: str) -> str:
        """Text of a cell as it stands in the file, "" when empty."""
        return text_of(self.layer.table[column].iloc[at]) or "" if column else ""

    def texts(self, column: str) -> list[str]:
        """Texts of a whole column as it stands in the file, "" where empty."""
        return [text_of(cell) or "" for cell in self.layer.table[column]]

    def tell(
        self,
        code: str,
        level: str,
        at: Sequence[int] | np.ndarray = (),
        column: str = "",
        value: str = "",
        **params: str,
    ) -> Draft:
        """Return the draft with one more notice, about the rows at these positions."""
        rows = tuple(int(i) + 1 + self.offset for i in at[:SHOWN_ROWS])
        notice = Notice(code, level, self.layer.name, column, value, rows, len(at), params)
        return replace(self, notices=(*self.notices, notice))

    def propose(self, proposals: Sequence[Proposal]) -> Draft:
        """Return the draft with more proposals."""
        return replace(self, proposals=(*self.proposals, *proposals))

    def proposal(self, code: str, at: int, column: str, suggestion: str, target: str) -> Proposal:
        """Make a proposal for a value of the row at a position."""
        row, line = at + 1 + self.offset, int(self.layer.lines[at])
        return Proposal(code, row, line, column, self.cell(at, column), suggestion, target)

    def place_proposal(self, code: str, at: int, value: str, x: float, y: float) -> Proposal:
        """Make a proposal for the place of the row at a position (EPSG:28992)."""
        row, line = at + 1 + self.offset, int(self.layer.lines[at])
        column = " / ".join(self.numbers.columns)
        return Proposal(code, row, line, column, value, f"{x:.1f} / {y:.1f}", LOCATION, x, y)

    def reject(self, code: str, at: np.ndarray, why: Sequence[str] = ()) -> Draft:
        """Return the draft with these rows rejected for what stands at their place.

        ``why`` says more of each, as `Rejection` has it.
        """
        column = " / ".join(self.numbers.columns)
        lines = self.layer.lines[at].tolist()
        texts = self._place_texts(at.tolist())
        found = tuple(
            Rejection(code, i + 1 + self.offset, line, column, text, why=told)
            for i, line, text, told in zip(
                at.tolist(), lines, texts, why or [""] * len(at), strict=True
            )
        )
        return replace(self.settle(at), rejections=(*self.rejections, *found))

    def mended(self, code: str, column: str, target: str, becomes: Mapping[int, str]) -> Draft:
        """Fill a value at some positions and remember what stood there."""
        if not becomes:
            return self
        values = self.values.copy()
        at = list(becomes)
        values.loc[at, target] = pd.Series(becomes, dtype="object")
        changes = tuple(
            Change(code, i + 1 + self.offset, column, self.cell(i, column), becomes[i])
            for i in at[:MAX_CHANGES]
        )
        return replace(self, values=values, changes=(*self.changes, *changes))

    def filled(self, role: str, texts: Sequence[str | None]) -> Draft:
        """Return the draft with a whole recognised column as given."""
        values = self.values.copy()
        values[role] = pd.Series(list(texts), index=values.index, dtype="object")
        return replace(self, values=values)

    def with_values(self, values: pd.DataFrame) -> Draft:
        """Return the draft with these recognised values."""
        return replace(self, values=values)

    def blank(self, role: str, at: Sequence[int]) -> Draft:
        """Return the draft with nothing in a recognised column at some positions."""
        gone = set(at)
        texts = self.values[role].tolist()
        return self.filled(role, [None if i in gone else text for i, text in enumerate(texts)])


def _shown(text: str) -> str:
    """Return a cell for a reason: what a program writes for nothing ("nan", "NULL") as a dash."""
    return "–" if text and is_written_empty(text) else text


def new_draft(layer: Layer, roles: Mapping[str, str], numbers: Numbers, offset: int) -> Draft:
    """Return a draft in which nothing is placed yet and the recognised columns are text."""
    n = len(layer.table)
    values = pd.DataFrame(
        {
            role: pd.Series([_said(cell) for cell in layer.table[column]], dtype="object")
            for role, column in roles.items()
        },
        index=range(n),
    )
    nowhere = np.full(n, np.nan)
    placed_by = np.full(n, "none", dtype=object)
    return Draft(layer, offset, roles, nowhere, nowhere, nowhere, placed_by, values, numbers)


def _said(cell: Any) -> str | None:
    """Return what a cell says: nothing where a program wrote that there is nothing."""
    text = text_of(cell)
    return None if is_written_empty(text) else text
