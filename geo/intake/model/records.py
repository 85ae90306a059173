"""The single things an intake has to say: notices, proposals, rejections, changes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

LEVELS = ("refused", "rejected", "proposed", "mended", "note")
"""How grave a notice is: from a file that is not read to something that is good to know."""

PREFIX = "kk_"
"""Columns that the intake adds to the planner's own begin with this."""

ENTITIES = ("hubs", "tenants", "partners", "meeting_places")
LOCATION = "location"
OUTLINE = "outline"
"""What a row was before it became a point: well-known binary in hexadecimal, EPSG:28992."""


@dataclass(frozen=True)
class Notice:
    """One thing to tell about a file.

    Attributes
    ----------
    code, level : str
        Stable code of the rule and one of `LEVELS`.
    layer : str
        Sheet or layer it is about; "" for the whole file.
    column, value : str
        Where it was seen, and an example of what stood there.
    rows : tuple of int
        Data rows, counted from 1 over the whole file; the first hundred.
    n : int
        How many rows it is about; 0 when it is about the file.
    params : mapping
        Further values for the sentence.
    """

    code: str
    level: str
    layer: str = ""
    column: str = ""
    value: str = ""
    rows: tuple[int, ...] = ()
    n: int = 0
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A guess for one row that counts only when the planner says yes.

    Attributes
    ----------
    code : str
    row, line : int
        Data row from 1, and the line or sheet row it stands on.
    column, value : str
    suggestion : str
        What would stand there instead, readable.
    target : str
        `LOCATION`, or the name of the value (without `PREFIX`) that would be filled.
    x, y : float
        EPSG:28992 in metres for a location, else NaN.
    """

    code: str
    row: int
    line: int
    column: str
    value: str
    suggestion: str
    target: str
    x: float = math.nan
    y: float = math.nan

    @property
    def key(self) -> str:
        """Name of this proposal within its file."""
        return f"{self.row}.{self.target}"


@dataclass(frozen=True)
class Rejection:
    """A row that is not on the map: where it stands, what stood there, and why (``code``).

    ``where`` is latitude, longitude and the key of a city near it (``;`` between them) of a row
    that lies abroad, else "". ``why`` names what of its address is not known, as
    `geo.data.address_faults.address_faults` does (``;`` between them).
    """

    code: str
    row: int
    line: int
    column: str
    value: str
    where: str = ""
    why: str = ""


@dataclass(frozen=True)
class Change:
    """A cell that was mended: what stood there and what is used."""

    code: str
    row: int
    column: str
    value: str
    becomes: str


@dataclass(frozen=True)
class SourceFile:
    """The upload: ``name``, ``sha256``, ``size`` in bytes, ``read_on`` (ISO date), ``kind``."""

    name: str
    sha256: str
    size: int
    read_on: str
    kind: str = ""
