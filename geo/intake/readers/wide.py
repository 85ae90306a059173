"""Tables of so many columns that their cells take more than they can say."""

from __future__ import annotations

from geo.intake.model.limits import CELLS_TO_A_BYTE, FEW_CELLS, MAX_CELLS, MAX_COLUMNS, WIDE
from geo.intake.model.refusal import FileRefused

LEAST = min(most for _, most in WIDE)


def refuse_wide(columns: int, cells: int, name: str) -> None:
    """Refuse a table that is wide and has too many cells for one.

    Examples
    --------
    >>> refuse_wide(30, 6_000_000, "a.csv")
    >>> refuse_wide(2_000, 1_200_000, "a.csv")
    Traceback (most recent call last):
    geo.intake.model.refusal.FileRefused: too_many_columns: file='a.csv', limit='1000'
    """
    if cells <= LEAST:
        return
    for wide, most in WIDE:
        if columns > wide and cells > most:
            raise FileRefused("too_many_columns", file=name, limit=str(wide))


def refuse_many(columns: int, rows: int, name: str) -> None:
    """Refuse a table of more columns than anybody fills, or a wide one of many rows.

    Examples
    --------
    >>> refuse_many(30, 400_000, "a.parquet")
    >>> refuse_many(20_000, 1, "a.parquet")
    Traceback (most recent call last):
    geo.intake.model.refusal.FileRefused: too_many_columns: file='a.parquet', limit='2000'
    """
    if columns > MAX_COLUMNS:
        raise FileRefused("too_many_columns", file=name, limit=str(MAX_COLUMNS))
    refuse_wide(columns, columns * rows, name)


def refuse_sparse(columns: int, rows: int, size: int, name: str) -> None:
    """Refuse features that have so many properties of their own that nearly all cells are empty.

    Examples
    --------
    >>> refuse_sparse(30, 100_000, 9_000_000, "a.geojson")
    >>> refuse_sparse(5_000, 5_000, 500_000, "a.geojson")
    Traceback (most recent call last):
    geo.intake.model.refusal.FileRefused: too_many_columns: file='a.geojson', limit='200'
    """
    if columns * rows > min(MAX_CELLS, FEW_CELLS + CELLS_TO_A_BYTE * size):
        raise FileRefused("too_many_columns", file=name, limit=str(FEW_CELLS // rows))
