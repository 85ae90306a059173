"""The folder of a national register, as the command made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from pyarrow import parquet

from geo.data.crs import RD_NEW
from geo.data.errors import DataError

ROWS, AREAS, MIXES = "rows", "areas.parquet", "mixes.csv"
REGISTER, REJECTED = "register.json", "rejected.csv"
OF_MIX = "mix="
"""How the folder of a mix begins."""
CODES = ("code", "statcode", "gemeentecode", "gm_code", "identificatie", "id")
NAMES = ("name", "naam", "statnaam", "gemeentenaam", "gm_naam", "label")


@dataclass(frozen=True)
class Told:
    """What is known of a register, as it stands in `REGISTER`.

    Attributes
    ----------
    title, date, areas : str
        Of the source, its day, and the file of the boundaries.
    file, sha256 : str
        The register as it was read.
    made_on, version, crs : str
        When and by which version of the app, and the system its places came in.
    columns : dict
        What was read to the column it stood in.
    read, kept, without_code : int
        Rows of the file, rows that take part, and those of them without a known SBI code.
    rejected : dict
        How many rows were left out for each reason.
    """

    title: str
    date: str
    areas: str
    file: str
    sha256: str
    made_on: str
    version: str
    crs: str
    columns: dict[str, str]
    read: int
    kept: int
    without_code: int
    rejected: dict[str, int]


@dataclass(frozen=True)
class CountryFolder:
    """A register in a folder, and the areas that are asked about.

    Attributes
    ----------
    path : Path
    told : Told
    mixes : DataFrame
        ``mix, chain, stage, share``.
    areas : DataFrame
        ``code, name``; empty when none were given.
    """

    path: Path
    told: Told
    mixes: pd.DataFrame
    areas: pd.DataFrame

    @property
    def rows(self) -> int:
        """How many rows of the register take part."""
        return self.told.kept

    @property
    def areas_file(self) -> Path:
        """GeoParquet of the areas, in their order."""
        return self.path / AREAS

    def outlines(self) -> list[shapely.Geometry]:
        """Read the outlines of the areas, in metres (EPSG:28992)."""
        return list(gpd.read_parquet(self.areas_file, columns=["geometry"]).geometry)

    @property
    def sizes(self) -> dict[int, int]:
        """Rows of each mix."""
        found: dict[int, int] = {}
        for file in self.files():
            number = int(file.parent.name.removeprefix(OF_MIX))
            found[number] = found.get(number, 0) + parquet.read_metadata(file).num_rows
        return found

    def files(self, mixes: Iterable[int] | None = None) -> list[Path]:
        """Return the files with rows: all, or those of some mixes."""
        kept = None if mixes is None else {f"{OF_MIX}{number}" for number in mixes}
        found = sorted((self.path / ROWS).glob(f"{OF_MIX}*/*.parquet"))
        return [file for file in found if kept is None or file.parent.name in kept]


def open_folder(path: Path) -> CountryFolder:
    """Open the folder of a register.

    Parameters
    ----------
    path : Path

    Raises
    ------
    DataError
        When it was not made by the command, or a part of it is gone.
    """
    try:
        told = Told(**json.loads((path / REGISTER).read_text(encoding="utf-8")))
        mixes = pd.read_csv(path / MIXES)
        areas = pd.DataFrame({"code": [], "name": []}, dtype="str")
        if (path / AREAS).is_file():
            # Without the outlines, which only counting needs.
            areas = pd.read_parquet(path / AREAS, columns=["code", "name"])
    except (OSError, ValueError, TypeError) as fault:
        raise DataError("country_folder_broken", file=path.name, reason=str(fault)[:200]) from fault
    folder = CountryFolder(path, told, mixes, areas)
    there = sum(folder.sizes.values())
    if there != folder.rows:
        raise DataError("country_folder_broken", file=path.name, reason=f"{there} / {folder.rows}")
    return folder


def read_areas(path: Path, code: str = "", name: str = "") -> gpd.GeoDataFrame:
    """Read the areas of a GeoPackage, GeoJSON or GeoParquet of the administrator.

    Parameters
    ----------
    path : Path
    code, name : str, optional
        Columns with code and name; where not given, known by their headings.

    Returns
    -------
    GeoDataFrame
        ``code, name`` and outlines in EPSG:28992, in the order of the codes.

    Raises
    ------
    DataError
        When it is not there or cannot be read, a column is not found, there are no outlines, or
        codes stand twice.
    """
    if not path.is_file():
        raise DataError("country_no_file", file=str(path))
    try:
        rows = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
        if not isinstance(rows, gpd.GeoDataFrame):
            raise DataError("country_no_outlines", file=path.name)
        rows = rows.to_crs(RD_NEW)
    except (OSError, ValueError, RuntimeError) as fault:
        raise DataError("country_unreadable", file=path.name, reason=str(fault)[:200]) from fault
    found = {
        "code": code or _first(rows, CODES),
        "name": name or _first(rows, NAMES) or code or _first(rows, CODES),
    }
    for column in found.values():
        if column not in rows:
            raise DataError(
                "country_column",
                file=path.name,
                column=column or "code",
                allowed=", ".join(map(str, rows.columns[:30])),
            )
    shapes = rows.geometry.make_valid()
    kept = shapes.notna() & shapes.geom_type.isin(["Polygon", "MultiPolygon", "GeometryCollection"])
    areas = gpd.GeoDataFrame(
        {key: rows[column].astype(str) for key, column in found.items()}, geometry=shapes
    )[kept]
    if areas.empty:
        raise DataError("country_no_outlines", file=path.name)
    twice = areas["code"][areas["code"].duplicated()]
    if len(twice):
        raise DataError(
            "country_area_twice", file=path.name, column=found["code"], value=twice.iloc[0]
        )
    return areas.sort_values("code").reset_index(drop=True)


def _first(rows: pd.DataFrame, names: Iterable[str]) -> str:
    plain = {str(column).casefold(): str(column) for column in rows.columns}
    return next((plain[name] for name in names if name in plain), "")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read a piece at a time."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
