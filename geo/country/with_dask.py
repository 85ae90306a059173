"""A register counted by dask-geopandas: on this machine, or on the workers of a scheduler.

Workers read the folder of the register themselves and import this project: both must be where they
can reach them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyarrow import parquet

from geo.country.engine import Floats, in_order, nearest_metres
from geo.country.folder import CountryFolder
from geo.country.in_memory import cells_of, mix_of
from geo.data.crs import RD_NEW
from geo.data.errors import DataError

WORKERS = 2
Piece = tuple[str, int]
"""A file and the number of a group of its rows."""


class WithDask:
    """The files of a register, spread over workers.

    Parameters
    ----------
    folder : CountryFolder
    scheduler : str
        Address; without one workers are started here, and end with this process.
    """

    def __init__(self, folder: CountryFolder, scheduler: str = "") -> None:
        self._folder = folder
        self._client = _client(scheduler)

    def counts(self) -> pd.DataFrame:
        """Count rows by area and mix."""
        outlines = gpd.read_parquet(self._folder.areas_file, columns=["geometry"])
        areas = outlines.rename_axis("area").reset_index()
        joined = self._rows().sjoin(areas, how="inner", predicate="intersects")
        counted = joined.map_partitions(_by_area, meta=_columns("area", "mix", "n"))
        return self._summed(counted)

    def cells(self, size_m: float) -> pd.DataFrame:
        """Count rows by square and mix."""
        meta = _columns("column", "row", "mix", "n")
        return self._summed(self._rows().map_partitions(_by_cell, size_m, meta=meta))

    def nearest(self, tails: Sequence[int], heads: Sequence[int]) -> Floats:
        """Metres from each row of some mixes to the nearest of others, the shortest first.

        The workers read the places; one tree over all of them is built here.
        """
        return nearest_metres(self._places(tails), self._places(heads))

    def close(self) -> None:
        """End the workers that were started here."""
        started = self._client.cluster
        self._client.close()
        if started is not None:
            started.close()

    def _rows(self, mixes: Sequence[int] | None = None) -> Any:
        from dask.dataframe import from_map

        files = self._folder.files(mixes)
        pieces = [
            (str(file), group)
            for file in files
            for group in range(parquet.ParquetFile(file).num_row_groups)
        ]
        return from_map(_read, pieces, meta=_placed(pd.DataFrame({"x": [0.0], "y": [0.0]}), 0))

    def _places(self, mixes: Sequence[int]) -> Floats:
        if not self._folder.files(mixes):
            return np.empty((0, 2))
        rows = self._client.compute(self._rows(mixes)[["x", "y"]], sync=True)
        found: Floats = np.asarray(rows, dtype=float)
        return found

    def _summed(self, parts: Any) -> pd.DataFrame:
        """Add up what each piece counted, in order."""
        found = pd.DataFrame(self._client.compute(parts, sync=True))
        keys = [name for name in found if name != "n"]
        return in_order(found.groupby(keys)["n"].sum().reset_index())


def _client(scheduler: str) -> Any:
    try:
        import dask_geopandas  # noqa: F401  # teaches Dask what a table with places is
        from distributed import Client
        from distributed.deploy.subprocess import SubprocessCluster
    except ModuleNotFoundError as fault:
        raise DataError("country_no_dask", reason=str(fault)) from fault
    if scheduler:
        return Client(scheduler)
    # No page of its own on a port, and workers that hold no more than the machine has. Processes
    # that begin anew: those of a LocalCluster first run once more what this one began with.
    no_page: Any = None
    cluster = SubprocessCluster(
        host="127.0.0.1", n_workers=WORKERS, threads_per_worker=1, dashboard_address=no_page
    )
    return Client(cluster)


def _read(piece: Piece) -> gpd.GeoDataFrame:
    path, group = piece
    rows = parquet.ParquetFile(path).read_row_group(group, columns=["x", "y"]).to_pandas()
    return _placed(rows, mix_of(Path(path)))


def _placed(rows: pd.DataFrame, mix: int) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(rows["x"], rows["y"])
    return gpd.GeoDataFrame(rows.assign(mix=mix), geometry=points, crs=RD_NEW)


def _by_area(joined: pd.DataFrame) -> pd.DataFrame:
    """A row on a border was joined to several areas: the first of them counts."""
    first = joined.groupby(level=0).agg({"area": "min", "mix": "first"})
    return first.groupby(["area", "mix"]).size().reset_index(name="n")


def _by_cell(rows: pd.DataFrame, size_m: float) -> pd.DataFrame:
    return cells_of(rows, size_m)


def _columns(*names: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in names})
