"""Which engine counts a register: by its size, or as the server is told."""

from __future__ import annotations

from geo.country.engine import Engine
from geo.country.folder import CountryFolder
from geo.country.in_memory import InMemory
from geo.data.errors import ArgumentError

ENGINES = ("memory", "duckdb", "dask")
IN_MEMORY = 200_000
"""Rows up to which everything is simply held in memory."""


def engine_for(folder: CountryFolder, name: str = "", scheduler: str = "") -> Engine:
    """Choose the engine of a register: by name, or else by its size.

    Parameters
    ----------
    folder : CountryFolder
    name : str, optional
        One of `ENGINES`; "memory" for a city, "duckdb" for a country where nothing is said.
    scheduler : str, optional
        Address of a scheduler of Dask; without one it works on this machine.

    Raises
    ------
    ArgumentError
        When there is no such engine.
    DataError
        When Dask is asked for and not installed.
    """
    if name not in ("", *ENGINES):
        raise ArgumentError("argument", argument="engine", value=name, allowed=", ".join(ENGINES))
    chosen = name or ("memory" if folder.rows <= IN_MEMORY else "duckdb")
    if chosen == "dask":
        from geo.country.with_dask import WithDask

        return WithDask(folder, scheduler)
    if chosen == "duckdb":
        # Half a second of loading that a city need not wait for.
        from geo.country.with_duckdb import WithDuckDB

        return WithDuckDB(folder)
    return InMemory(folder)
