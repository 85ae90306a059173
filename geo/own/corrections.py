"""What a planner knows better than a shipped row: closed, moved, wrongly coded, or not there yet.

A correction names one row of a shipped table, what is wrong, what is so instead, and the source of
that. It is kept in the project and leaves as one CSV, which ``python -m data.prepare`` reads to
mend the shipped tables (`geo.own.corrected` does the mending in both).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

import numpy as np

from geo.data.chains import ChainModel
from geo.data.cities import CITIES
from geo.data.errors import DataError
from geo.data.schemas import FIRST_YEAR, HUB_KINDS, LAST_YEAR
from geo.intake.values.frames import RD
from geo.own.rows import TABLES

CLOSED, MOVED, RECODED, MISSING = "closed", "moved", "recoded", "missing"
KINDS = (CLOSED, MOVED, RECODED, MISSING)
SETTING = "correction_"
"""Each correction is a setting of the project of its own, whose name begins so."""
LONGEST = 300
LETTERS = 24
FILE = "corrections.csv"
_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_GUARD = re.compile(r"'(?=\s*[=+\-@])")


@dataclass(frozen=True)
class Correction:
    """One thing that is not as the shipped tables say.

    Attributes
    ----------
    table : str
        One of `TABLES`.
    id, label : str
        The row and its name there; ``id`` is empty of what is missing.
    kind : str
        One of `KINDS`.
    source : str
        Where the planner knows it from: a web address, a document, a visit with its date.
    noted : str
        ISO date of the day it was written down.
    year : int or None
        Last year of what closed.
    city, address, postcode : str
        Where it is now.
    x, y : int or None
        The point that was shown on the map, whole metres in EPSG:28992; goes before an address.
    within_m : int or None
        Metres that the point may be off, shown from afar; None where it is as fine as a door.
    hub_id : str
        The building a tenant lives in now.
    chain, stage, category : str
        Codes as they should be; several split by ``;``. ``category`` is the kind of a building,
        partner or meeting place.
    """

    table: str
    id: str
    label: str
    kind: str
    source: str
    noted: str
    year: int | None = None
    city: str = ""
    address: str = ""
    postcode: str = ""
    hub_id: str = ""
    chain: str = ""
    stage: str = ""
    category: str = ""
    x: int | None = None
    y: int | None = None
    within_m: int | None = None

    @property
    def setting(self) -> str:
        """Name of the setting it is kept under: the same for the same row and kind.

        Examples
        --------
        >>> from dataclasses import replace
        >>> old = Correction("hubs", "acta", "Broedplaats ACTA", "closed", "brief", "2026-11-29")
        >>> old.setting.startswith(SETTING), old.setting == replace(old, year=2025).setting
        (True, True)
        """
        said = "\x1f".join((self.table, self.id or self.label.casefold(), self.kind))
        digest = sha256(said.encode()).hexdigest().translate(_AS_LETTERS)
        return f"{SETTING}{digest[:LETTERS]}"


COLUMNS = tuple(field.name for field in fields(Correction))
_NEEDED = ("table", "label", "kind", "source")
_NUMBERS = ("year", "x", "y", "within_m")
MOST_WITHIN_M = 2_000


def record(correction: Correction) -> dict[str, Any]:
    """Return a correction as a setting of a project keeps it: what is empty is left out."""
    return {name: value for name, value in asdict(correction).items() if value not in ("", None)}


def read(value: object) -> Correction | None:
    """Read a correction from a record with no trust in it; None when it is none.

    Examples
    --------
    >>> read({"table": "hubs", "id": "acta", "label": "ACTA", "kind": "gone"}) is None
    True
    """
    if not isinstance(value, Mapping):
        return None
    cells = {name: _cell(value.get(name)) for name in COLUMNS if name not in _NUMBERS}
    known = cells["table"] in TABLES and cells["kind"] in KINDS
    if not known or not all(cells[name] for name in _NEEDED):
        return None
    x, y = _point(value.get("x"), value.get("y"))
    within = None if x is None else _within(value.get("within_m"))
    return Correction(**cells, year=_year(value.get("year")), x=x, y=y, within_m=within)


def _cell(value: object) -> str:
    words = value if isinstance(value, str) else ""
    return "".join(letter for letter in words if letter.isprintable()).strip()[:LONGEST]


def _year(value: object) -> int | None:
    words = str(value).strip()[:4] if value not in (None, "") else ""
    year = int(words) if words.isascii() and words.isdigit() else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _point(x: object, y: object) -> tuple[int, int] | tuple[None, None]:
    """Both coordinates, or none where one is no number of metres in the Netherlands."""
    east, north = _metres(x), _metres(y)
    if east is None or north is None:
        return None, None
    inside = RD.holds(np.array([east]), np.array([north]))[0]
    return (east, north) if inside else (None, None)


def _metres(value: object) -> int | None:
    # A spreadsheet writes whole metres as 121393.0.
    found = re.fullmatch(r"([0-9]{1,6})(?:[.,]0*)?", str(value).strip()[:9], re.ASCII)
    return int(found[1]) if found else None


def _within(value: object) -> int | None:
    metres = _metres(value)
    return metres if metres and metres <= MOST_WITHIN_M else None


def corrections_in(settings: Mapping[str, object]) -> tuple[Correction, ...]:
    """Return the corrections among the settings of a project, in the order they were noted.

    Examples
    --------
    >>> one = Correction("hubs", "acta", "ACTA", "closed", "brief", "2026-11-29", 2025)
    >>> corrections_in({one.setting: record(one), "filters": {}}) == (one,)
    True
    """
    found = [read(value) for name, value in settings.items() if name.startswith(SETTING)]
    known = [each for each in found if each is not None]
    return tuple(sorted(known, key=lambda each: (each.noted, each.table, each.label, each.kind)))


# ---- as a file


def to_rows(corrections: Iterable[Correction]) -> list[dict[str, object]]:
    """Return corrections as rows of `COLUMNS`, an empty cell where nothing is said."""
    return [
        {name: "" if value is None else value for name, value in asdict(each).items()}
        for each in corrections
    ]


def from_csv(content: bytes) -> tuple[Correction, ...]:
    """Read the CSV that *Mijn project* gives, whichever of ``;`` and ``,`` divides its cells.

    Raises
    ------
    DataError
        ``correction_row`` names the row (the headings are row 1) that is no correction.

    Examples
    --------
    >>> from_csv(b"table,id,label,kind,source\\nhubs,acta,ACTA,closed,brief\\n")[0].id
    'acta'
    """
    words = content.decode("utf-8-sig")
    divider = ";" if ";" in words.partition("\n")[0] else ","
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(words), delimiter=divider), start=2):
        cells = {name: _GUARD.sub("", cell) for name, cell in row.items() if isinstance(cell, str)}
        correction = read(cells)
        if correction is None:
            raise DataError("correction_row", file=FILE, row=number)
        found.append(correction)
    return tuple(found)


# ---- what is wrong with what was filled in


def fault_of(correction: Correction, model: ChainModel) -> str:
    """Tell what a correction lacks, as a code; empty when it can be kept.

    Returns
    -------
    str
        "name", "source", "place", "building", "code" or "".

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> old = Correction("hubs", "acta", "ACTA", "moved", "brief", "2026-11-29")
    >>> fault_of(old, load_chain_model())
    'place'
    """
    if not correction.label:
        return "name"
    if not correction.source:
        return "source"
    return _place_fault(correction) or _code_fault(correction, model)


def _place_fault(correction: Correction) -> str:
    """A place is needed of what moved or is missing; of a tenant it is a building."""
    if correction.kind not in (MOVED, MISSING):
        return ""
    if correction.table == "tenants":
        gone = correction.kind == MOVED and bool(correction.address)
        return "" if correction.hub_id or gone else "building"
    addressed = bool(correction.address or correction.postcode or correction.x is not None)
    return "" if addressed and correction.city in ("", *CITIES) else "place"


def _code_fault(correction: Correction, model: ChainModel) -> str:
    allowed = {
        "chain": set(model.chains["code"]),
        "stage": set(model.stages["code"]),
        "category": set(HUB_KINDS) if correction.table == "hubs" else set(),
    }
    said = {name: set(filter(None, getattr(correction, name).split(";"))) for name in allowed}
    strange = any(said[name] - allowed[name] for name in ("chain", "stage"))
    strange |= correction.table == "hubs" and bool(said["category"] - allowed["category"])
    needed = correction.kind == RECODED and not any(said.values())
    return "code" if strange or needed else ""
