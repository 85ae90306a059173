"""What comes out of an upload: rows, notices, proposals, rejected rows, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.intake.model.records import (
    ENTITIES,
    LEVELS,
    LOCATION,
    PREFIX,
    Change,
    Notice,
    Proposal,
    Rejection,
    SourceFile,
)

__all__ = [
    "ENTITIES",
    "LEVELS",
    "LOCATION",
    "PREFIX",
    "Change",
    "Intake",
    "Notice",
    "Proposal",
    "Rejection",
    "SourceFile",
    "empty_rows",
]


@dataclass(frozen=True, eq=False)  # two readings of one file are two: tables are not compared
class Intake:
    """Everything an upload became.

    Attributes
    ----------
    source : SourceFile
    rows : GeoDataFrame
        EPSG:28992, one row a data row of the file, index from 1; the planner's columns under their
        own names, then the recognised values (`PREFIX`); geometry None where not on the map.
    columns : mapping of layer to (mapping of role to column)
    notices, proposals, rejections, changes : tuple
    refused : Notice or None
        Why nothing was read.
    crs, encoding, delimiter : str
        How the numbers and the text were read.
    layers : mapping of layer to number of rows
    accepted : frozenset of str
        Keys of the proposals that were agreed to.
    decided : tuple of str
        What the rows of the (largest) layer were taken for, one of `ENTITIES`, or "" when each row
        says it itself; and the sign by which, as `geo.intake.meaning.kind_of_rows` names it.
    """

    source: SourceFile
    rows: gpd.GeoDataFrame
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    changes: tuple[Change, ...] = ()
    refused: Notice | None = None
    crs: str = ""
    encoding: str = ""
    delimiter: str = ""
    layers: Mapping[str, int] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    decided: tuple[str, str] = ("", "")

    @property
    def n_rows(self) -> int:
        """Rows in the file."""
        return len(self.rows)

    @property
    def n_on_map(self) -> int:
        """Rows with a place."""
        return int(self.rows.geometry.notna().sum())

    @property
    def n_off_map(self) -> int:
        """Rows without a place; with `n_on_map` it is always `n_rows`."""
        return int(self.rows.geometry.isna().sum())

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """Proposals that wait for the planner."""
        return tuple(p for p in self.proposals if p.key not in self.accepted)

    @property
    def values(self) -> gpd.GeoDataFrame:
        """Return the recognised values alone, under their plain names, with the geometry."""
        own = [c for c in self.rows.columns if str(c).startswith(PREFIX)]
        frame = self.rows[[*own, "geometry"]]
        return frame.rename(columns={c: c.removeprefix(PREFIX) for c in own})

    def accept(self, keys: Iterable[str]) -> Intake:
        """Return the intake with these proposals agreed to.

        Parameters
        ----------
        keys : iterable of str
            `Proposal.key` of each; unknown ones are left aside.

        Returns
        -------
        Intake
            A proposed place is put on the map and its rejection goes; a proposed value is filled.
        """
        wanted = set(keys) - self.accepted
        agreed = [p for p in self.proposals if p.key in wanted]
        rows = self.rows.copy()
        for target in {p.target for p in agreed}:
            _fill(rows, target, [p for p in agreed if p.target == target])
        placed = {p.row for p in agreed if p.target == LOCATION}
        return replace(
            self,
            rows=rows,
            rejections=tuple(r for r in self.rejections if r.row not in placed),
            accepted=self.accepted | {p.key for p in agreed},
        )


def _fill(rows: gpd.GeoDataFrame, target: str, agreed: list[Proposal]) -> None:
    """Write the proposals for one target into ``rows`` (a copy that is ours)."""
    index = [p.row for p in agreed]
    if target == LOCATION:
        points = gpd.points_from_xy([p.x for p in agreed], [p.y for p in agreed], crs=rows.crs)
        rows.loc[index, "geometry"] = gpd.GeoSeries(points, index=index)
        rows.loc[index, f"{PREFIX}placed_by"] = GIVEN
        rows.loc[index, f"{PREFIX}accuracy_m"] = 0.0
        return
    column = f"{PREFIX}{target}"
    texts = pd.Series([p.suggestion for p in agreed], index=index, dtype="object")
    whole = pd.api.types.is_numeric_dtype(rows[column])
    rows.loc[index, column] = pd.to_numeric(texts).astype("Int64") if whole else texts


def empty_rows() -> gpd.GeoDataFrame:
    """Rows of a file that was not read."""
    return gpd.GeoDataFrame({"geometry": []}, geometry="geometry", crs=RD_NEW)
