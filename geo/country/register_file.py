"""A national register as it comes, CSV or Parquet, read a piece at a time.

Its columns are known by the headings of `geo.intake.values.column_names`. The file is the
administrator's, named in a command: what planners upload is read elsewhere, in a process apart.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as arrow
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from geo.data.errors import DataError
from geo.intake.values.column_names import rank_of, role_of
from geo.intake.values.frames import FRAMES, Frame

BLOCK = 8 * 2**20
"""Bytes of a CSV that are in memory at once."""
BATCH = 100_000
"""Rows of a Parquet file that are in memory at once."""
SAMPLE = 64 * 2**10
DELIMITERS = (";", "\t", ",", "|")
NEEDED = {"id": ("id", "branch_number", "kvk"), "sbi": ("sbi",)}
"""What is asked of a register, and the roles of the headings that give it, the best first."""
PLACES = (("x", "y"), ("lon", "lat"))
FITTING = 0.5
"""Share of the first rows that must lie in one window round the country."""


@dataclass
class RegisterFile:
    """A register and how it is read.

    Attributes
    ----------
    path : Path
    columns : mapping
        "id", "sbi", "x" and "y" to the column of each.
    torn : list of (int, str)
        Rows of a CSV with more or fewer cells than headings: how many cells, and how they begin.
    """

    path: Path
    columns: Mapping[str, str]
    torn: list[tuple[int, str]] = field(default_factory=list)

    def batches(self) -> Iterator[pd.DataFrame]:
        """Yield its rows as texts ``id, sbi, x, y``, a piece at a time.

        Raises
        ------
        DataError
            When it cannot be read on.
        """
        names = {column: name for name, column in self.columns.items()}
        try:
            for batch in _batches(self.path, list(names), self.torn):
                texts = arrow.Table.from_batches([batch]).select(list(names))
                yield texts.to_pandas().astype("object").rename(columns=names)
        except (arrow.ArrowException, OSError, UnicodeError) as fault:
            raise DataError(
                "country_unreadable", file=self.path.name, reason=str(fault)[:200]
            ) from fault


def open_register(path: Path, chosen: Mapping[str, str] | None = None) -> RegisterFile:
    """Find out how a register is read.

    Parameters
    ----------
    path : Path
        CSV (any usual delimiter and encoding) or Parquet.
    chosen : mapping, optional
        "id", "sbi", "x" and "y" to columns that are not to be guessed.

    Raises
    ------
    DataError
        When the file is not there, or a column is not found.
    """
    if not path.is_file():
        raise DataError("country_no_file", file=str(path))
    try:
        headings = _headings(path)
    except (arrow.ArrowException, OSError, UnicodeError) as fault:
        raise DataError("country_unreadable", file=path.name, reason=str(fault)[:200]) from fault
    named = {name: column for name, column in (chosen or {}).items() if column}
    columns = {**columns_of(headings), **named}
    for name in ("id", "sbi", "x", "y"):
        if columns.get(name) not in headings:
            raise DataError(
                "country_column",
                file=path.name,
                column=columns.get(name, name),
                allowed=", ".join(headings[:30]),
            )
    return RegisterFile(path, columns)


def columns_of(headings: list[str]) -> dict[str, str]:
    """Find the columns of id, SBI and place among headings; what is not there is left out.

    Examples
    --------
    >>> columns_of(["Vestigingsnummer", "Naam", "SBI-code", "X-coord", "Y-coord"])
    {'id': 'Vestigingsnummer', 'sbi': 'SBI-code', 'x': 'X-coord', 'y': 'Y-coord'}
    >>> columns_of(["id", "sbi", "lat", "lon"])
    {'id': 'id', 'sbi': 'sbi', 'x': 'lon', 'y': 'lat'}
    """
    roles: dict[str, list[str]] = {}
    for heading in headings:
        roles.setdefault(role_of(heading), []).append(heading)
    best = {role: min(each, key=lambda h: rank_of(h, role)) for role, each in roles.items() if role}
    found: dict[str, str] = {}
    for name, wanted in NEEDED.items():
        known = [best[role] for role in wanted if role in best]
        found |= {name: known[0]} if known else {}
    for across, up in PLACES:
        if across in best and up in best and "x" not in found:
            found |= {"x": best[across], "y": best[up]}
    return found


def frame_of(x: np.ndarray, y: np.ndarray) -> Frame | None:
    """Find the coordinate system that numbers come in; None when most fit none.

    Parameters
    ----------
    x, y : array of float
        Longitudes and latitudes, or metres; missing ones are passed over.

    Examples
    --------
    >>> frame_of(np.array([121230.0]), np.array([490467.0])).key
    'rd'
    """
    known = np.isfinite(x) & np.isfinite(y)
    shares = [frame.holds(x[known], y[known]).mean() if known.any() else 0.0 for frame in FRAMES]
    best = int(np.argmax(shares))
    return FRAMES[best] if shares[best] >= FITTING else None


def numbers_of(texts: pd.Series) -> np.ndarray:
    """Read numbers with a decimal point or comma; NaN for what is none.

    Parameters
    ----------
    texts : Series of str

    Examples
    --------
    >>> numbers_of(pd.Series(["121230,5", " 4.89", "", "x"])).tolist()
    [121230.5, 4.89, nan, nan]
    """
    made = pd.to_numeric(texts, errors="coerce")
    odd = made.isna() & texts.notna()
    if odd.any():
        with_point = texts[odd].astype(str).str.strip().str.replace(",", ".", regex=False)
        made[odd] = pd.to_numeric(with_point, errors="coerce")
    numbers: np.ndarray = made.to_numpy(dtype=float, na_value=np.nan)
    return numbers


def in_country(x: np.ndarray, y: np.ndarray, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs in metres of RD New; NaN for what lies outside the window of the country.

    Parameters
    ----------
    x, y : array of float
    frame : Frame

    Examples
    --------
    >>> from geo.intake.values.frames import DEGREES
    >>> in_country(np.array([4.891, 13.4]), np.array([52.401, 52.5]), DEGREES)[0].round().tolist()
    [121230.0, nan]
    """
    inside = frame.holds(x, y)
    made = frame.to_rd(np.where(inside, x, np.nan), np.where(inside, y, np.nan))
    return np.asarray(made[0], dtype=float), np.asarray(made[1], dtype=float)


# ---- the two kinds of file


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def _headings(path: Path) -> list[str]:
    if _is_parquet(path):
        return list(parquet.ParquetFile(path).schema_arrow.names)
    with _csv(path, None, []) as reader:
        return list(reader.schema.names)


def _batches(
    path: Path, columns: list[str], torn: list[tuple[int, str]]
) -> Iterator[arrow.RecordBatch]:
    if _is_parquet(path):
        for batch in parquet.ParquetFile(path).iter_batches(BATCH, columns=columns):
            texts = [batch.column(name).cast(arrow.string()) for name in columns]
            yield arrow.record_batch(texts, names=columns)
        return
    with _csv(path, columns, torn) as reader:
        yield from reader


def _csv(
    path: Path, columns: list[str] | None, torn: list[tuple[int, str]]
) -> arrow_csv.CSVStreamingReader:
    """Open a CSV whose cells are all read as texts."""

    def left_out(row: arrow_csv.InvalidRow) -> str:
        torn.append((row.actual_columns, row.text[:80]))
        return "skip"

    encoding = _encoding(path)
    kinds = dict.fromkeys(columns or [], arrow.string())
    return arrow_csv.open_csv(
        path,
        arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, encoding=encoding),
        arrow_csv.ParseOptions(
            delimiter=_delimiter(path, encoding),
            newlines_in_values=True,
            invalid_row_handler=left_out,
        ),
        arrow_csv.ConvertOptions(column_types=kinds, include_columns=columns),
    )


def _encoding(path: Path) -> str:
    """UTF-8 where all of it is; letters matter only in headings, so else the plainest of all."""
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8"


def _delimiter(path: Path, encoding: str) -> str:
    """What stands most often in the line of headings."""
    with path.open(encoding=encoding, errors="replace") as stream:
        line = stream.readline(SAMPLE)
    return max(DELIMITERS, key=line.count)
