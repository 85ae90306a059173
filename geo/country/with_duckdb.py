"""A register counted by DuckDB with its spatial extension, straight from the files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as arrow

from geo.country.duckdb_offline import spatial_connection
from geo.country.engine import Floats, in_order, nearest_metres
from geo.country.folder import CountryFolder

AREAS = """
CREATE OR REPLACE TEMP TABLE areas AS
SELECT file_row_number AS area, geometry::GEOMETRY AS outline
FROM read_parquet($areas, file_row_number = true)
"""
IN_AREAS = """
SELECT places."row" AS "row", areas.area::INTEGER AS area, places.mix::SMALLINT AS mix
FROM read_parquet($files, hive_partitioning = true) AS places
JOIN areas ON ST_Intersects(areas.outline, ST_Point(places.x, places.y))
"""
CELLS = """
SELECT floor(x / $size)::BIGINT AS "column", floor(y / $size)::BIGINT AS "row", mix, count(*) AS n
FROM read_parquet($files, hive_partitioning = true) GROUP BY ALL
"""
PLACES = "SELECT x, y FROM read_parquet($files, hive_partitioning = true)"

NOWHERE = np.iinfo(np.int32).max


class WithDuckDB:
    """The files of a register, asked in SQL.

    Parameters
    ----------
    folder : CountryFolder
    """

    def __init__(self, folder: CountryFolder) -> None:
        self._folder = folder
        self._connection = spatial_connection()

    def counts(self) -> pd.DataFrame:
        """Count rows by area and mix."""
        with self._connection.cursor() as asking:
            asking.execute(AREAS, {"areas": str(self._folder.areas_file)})
            found = asking.execute(IN_AREAS, {"files": self._files()})
            return _first_areas(found.to_arrow_reader(), self._folder.told.read + 1)

    def cells(self, size_m: float) -> pd.DataFrame:
        """Count rows by square and mix."""
        with self._connection.cursor() as asking:
            asked = {"files": self._files(), "size": size_m}
            return in_order(asking.execute(CELLS, asked).df())

    def nearest(self, tails: Sequence[int], heads: Sequence[int]) -> Floats:
        """Metres from each row of some mixes to the nearest of others, the shortest first.

        DuckDB knows no nearest: it reads the places, and a k-d tree finds it.
        """
        return nearest_metres(self._places(tails), self._places(heads))

    def _places(self, mixes: Sequence[int]) -> Floats:
        files = self._files(mixes)
        if not files:
            return np.empty((0, 2))
        with self._connection.cursor() as asking:
            found = asking.execute(PLACES, {"files": files}).fetchnumpy()
        return np.column_stack([found["x"], found["y"]])

    def _files(self, mixes: Sequence[int] | None = None) -> list[str]:
        return [str(file) for file in self._folder.files(mixes)]


def _first_areas(pieces: arrow.RecordBatchReader, rows: int) -> pd.DataFrame:
    """Count by area and mix, where a row on a border came with several areas: the first counts.

    Six bytes a row are held; to group by row DuckDB would hold ten times as much.
    """
    area, mix = np.full(rows, NOWHERE, dtype=np.int32), np.zeros(rows, dtype=np.int16)
    for piece in pieces:
        row = piece["row"].to_numpy()
        np.minimum.at(area, row, piece["area"].to_numpy())
        mix[row] = piece["mix"].to_numpy()
    placed = area < NOWHERE
    mixes = int(mix.max()) + 1
    found, n = np.unique(area[placed].astype(np.int64) * mixes + mix[placed], return_counts=True)
    return in_order(pd.DataFrame({"area": found // mixes, "mix": found % mixes, "n": n}))
