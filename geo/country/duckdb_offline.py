"""DuckDB that fetches nothing and holds little; its spatial extension is a package beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import duckdb
import duckdb_extension_spatial

MEMORY = "300MB"
"""What it may hold; beyond it goes to disk."""


def spatial_file() -> Path:
    """Return the file of the spatial extension that fits the DuckDB which is installed."""
    package = Path(str(duckdb_extension_spatial.__file__)).parent
    return package / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"


def spatial_connection() -> duckdb.DuckDBPyConnection:
    """Return a connection that knows places; nothing of it is kept."""
    connection = _offline(temp_directory="")
    connection.load_extension(str(spatial_file()))
    return connection


@contextmanager
def sorting(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a connection that keeps the order of rows, and what memory does not hold in a folder.

    Parameters
    ----------
    work : Path
        Is made and removed.
    """
    connection = _offline(temp_directory=str(work), threads=1)
    try:
        yield connection
    finally:
        connection.close()
        rmtree(work, ignore_errors=True)


def _offline(**more: str | int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "memory_limit": MEMORY,
            **more,
        }
    )
