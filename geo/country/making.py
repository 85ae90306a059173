"""A national register file becomes a folder of Parquet files, in memory that does not grow with it.

The folder holds what the questions ask and no more: number, place and mix of every row, in a file
or more a mix. Names are not taken along. A row without a place in the country, and the second of
two rows with one number, is left out and stands in `REJECTED` with its reason.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from geo.country.duckdb_offline import sorting
from geo.country.folder import AREAS, MIXES, REGISTER, REJECTED, ROWS, Told, file_hash
from geo.country.mixes import Mixes
from geo.country.register_file import RegisterFile, frame_of, in_country, numbers_of
from geo.data.chains import ChainModel
from geo.data.errors import DataError
from geo.data.version import app_version
from geo.intake.values.frames import Frame

SCHEMA = arrow.schema(
    [
        ("row", arrow.int32()),
        ("id", arrow.string()),
        ("x", arrow.float64()),
        ("y", arrow.float64()),
        ("mix", arrow.int16()),
    ]
)
IN_ORDER = """
COPY (
    SELECT * FROM read_parquet({from})
    ORDER BY mix, floor(x / 2000), floor(y / 2000), "row"
) TO {to} (FORMAT parquet, PARTITION_BY (mix), ROW_GROUP_SIZE 100000)
"""
FORMULA = ("=", "+", "-", "@", "\t")
Say = Callable[[str], str]


@dataclass
class _Making:
    """What is known of a register while it is read."""

    file: RegisterFile
    mixes: Mixes
    rejected: TextIO
    say: Say
    frame: Frame | None = None
    seen: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint64))
    read: int = 0
    kept: int = 0
    without_code: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def batches(self) -> Iterator[arrow.RecordBatch]:
        """Yield what is kept, and write down what is not."""
        for rows in self.file.batches():
            kept = self._kept(rows)
            self.read += len(rows)
            self.kept += len(kept)
            yield arrow.RecordBatch.from_pandas(kept, SCHEMA, preserve_index=False)
        for cells, text in self.file.torn:
            self._reject("", text, f"{cells}", "torn")
        self.read += len(self.file.torn)

    def _kept(self, rows: pd.DataFrame) -> pd.DataFrame:
        across, up = numbers_of(rows["x"]), numbers_of(rows["y"])
        if self.frame is None:
            self.frame = frame_of(across, up)
            if self.frame is None:
                raise DataError("country_no_place", file=self.file.path.name)
        x, y = in_country(across, up, self.frame)
        ids = rows["id"].fillna("").astype(str).str.strip()
        reason = np.select(
            [ids.eq(""), ~np.isfinite(across) | ~np.isfinite(up), np.isnan(x) | np.isnan(y)],
            ["no_id", "no_place", "outside"],
            default="",
        )
        reason[self._twice(ids.to_numpy(dtype=str), reason == "")] = "twice"
        for at in np.flatnonzero(reason != ""):
            cells = rows.iloc[at]
            where = f"{cells['x']} {cells['y']}"
            self._reject(str(self.read + at + 1), ids.iloc[at], where, str(reason[at]))
        keep = reason == ""
        mix, known = self.mixes.of(rows["sbi"][keep])
        self.without_code += int((~known).sum())
        row = self.read + 1 + np.flatnonzero(keep)
        return pd.DataFrame({"row": row, "id": ids[keep], "x": x[keep], "y": y[keep], "mix": mix})

    def _twice(self, ids: np.ndarray, sound: np.ndarray) -> np.ndarray:
        """Which of the sound rows have a number that stood before; eight bytes a row are kept."""
        keys = pd.util.hash_array(ids.astype(object))
        fresh = np.flatnonzero(sound)
        _, first = np.unique(keys[fresh], return_index=True)
        again = np.ones(len(fresh), dtype=bool)
        again[first] = False
        again |= _among(keys[fresh], self.seen)
        self.seen = np.union1d(self.seen, keys[fresh])
        return fresh[again]

    def _reject(self, row: str, number: str, where: str, reason: str) -> None:
        self.reasons[reason] += 1
        cells = (row, _plain(number), _plain(where), self.say(reason))
        csv.writer(self.rejected, delimiter=";").writerow(cells)


def _among(keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which keys are among sorted ones."""
    at = np.searchsorted(known, keys)
    inside = at < len(known)
    found = np.zeros(len(keys), dtype=bool)
    found[inside] = known[at[inside]] == keys[inside]
    return found


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def make_folder(
    file: RegisterFile,
    folder: Path,
    model: ChainModel,
    areas: gpd.GeoDataFrame | None = None,
    said: dict[str, str] | None = None,
    say: Say = str,
) -> Told:
    """Make the folder of a register; an earlier one with this name is replaced when all is well.

    Parameters
    ----------
    file : RegisterFile
    folder : Path
        Is made; it may hold an earlier register, nothing else.
    model : ChainModel
        From SBI code to chain and stage.
    areas : GeoDataFrame, optional
        ``code, name`` and outlines in EPSG:28992: the areas that are asked about.
    said : dict, optional
        "title", "date" and "areas": what is said of the sources.
    say : callable, optional
        From the code of a reason to words for the file of rejected rows.

    Returns
    -------
    Told
        How many rows were read, kept and left out, and of what.

    Raises
    ------
    DataError
        When the file cannot be read, has no places in the country, or the folder holds other files.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / REGISTER).is_file():
        raise DataError("country_folder_taken", file=folder.name)
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        told = _made(file, new, model, said or {}, say)
        if areas is not None:
            areas.to_parquet(new / AREAS, index=False)
        text = json.dumps(asdict(told), ensure_ascii=False, indent=1)
        (new / REGISTER).write_text(text + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return told


def _made(file: RegisterFile, new: Path, model: ChainModel, said: dict[str, str], say: Say) -> Told:
    with (new / REJECTED).open("w", encoding="utf-8-sig", newline="") as rejected:
        csv.writer(rejected, delimiter=";").writerow(
            say(name) for name in ("row", "id", "place", "reason")
        )
        making = _Making(file, Mixes(model), rejected, say)
        _write(making.batches(), new / ROWS)
    if not making.kept:
        raise DataError("country_no_place", file=file.path.name)
    making.mixes.table().to_csv(new / MIXES, index=False)
    changed = datetime.fromtimestamp(file.path.stat().st_mtime, UTC).date()
    return Told(
        title=said.get("title") or file.path.name,
        date=said.get("date") or changed.isoformat(),
        areas=said.get("areas", ""),
        file=file.path.name,
        sha256=file_hash(file.path),
        made_on=date.today().isoformat(),
        version=app_version(),
        columns=dict(file.columns),
        crs=making.frame.crs if making.frame else "",
        read=making.read,
        kept=making.kept,
        without_code=making.without_code,
        rejected=dict(making.reasons.most_common()),
    )


def _write(batches: Iterator[arrow.RecordBatch], folder: Path) -> None:
    """Write a file as the rows come, then put them in order: by mix, and within it by place.

    Rows that lie together are counted together, which halves the time of the question by area. The
    sorting goes over the disk where memory does not hold it.
    """
    raw = folder.with_suffix(".raw")
    with parquet.ParquetWriter(raw, SCHEMA) as writer:
        for batch in batches:
            writer.write_batch(batch)
    with sorting(folder.with_suffix(".work")) as connection:
        connection.execute(IN_ORDER.format(**{"from": _quoted(raw), "to": _quoted(folder)}))
    raw.unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
