"""The kinds of column an own table may have, and their cells in SQLite and JSON.

A table is brought to these kinds once, when a project is made of it. From then on every way out
and back (GeoPackage, PostGIS) gives the same cells and the same types.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from geo.project.fault import ProjectError

KINDS = ("text", "whole", "number", "flag", "date", "moment", "moment_utc")
_DTYPES = {
    "text": "str",
    "whole": "Int64",
    "number": "float64",
    "flag": "boolean",
    "date": "object",
    "moment": "datetime64[ms]",
    "moment_utc": "datetime64[ms, UTC]",
}
_SQLITE_KINDS = {
    "TEXT": "text", "INTEGER": "whole", "INT": "whole", "MEDIUMINT": "whole", "SMALLINT": "whole",
    "TINYINT": "whole", "REAL": "number", "DOUBLE": "number", "FLOAT": "number", "BOOLEAN": "flag",
    "DATE": "date", "DATETIME": "moment_utc",
}  # fmt: skip


_BY_DTYPE: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (lambda dtype: isinstance(dtype, pd.StringDtype), "text"),
    (pd.api.types.is_bool_dtype, "flag"),
    (pd.api.types.is_integer_dtype, "whole"),
    (pd.api.types.is_float_dtype, "number"),
    (lambda dtype: isinstance(dtype, pd.DatetimeTZDtype), "moment_utc"),
    (pd.api.types.is_datetime64_dtype, "moment"),
)


def kind_of(column: pd.Series) -> str:
    """Return the kind a column has or will get; what is of no one kind becomes text.

    Examples
    --------
    >>> kind_of(pd.Series([1, None], dtype="Int64")), kind_of(pd.Series([1, "a"], dtype=object))
    ('whole', 'text')
    """
    for has_it, kind in _BY_DTYPE:
        if has_it(column.dtype):
            return kind
    return _kind_of_cells([cell for cell in column if not _missing(cell)])


def _kind_of_cells(cells: Sequence[object]) -> str:
    if not cells:
        return "text"
    if all(type(cell) is bool for cell in cells):
        return "flag"
    if all(type(cell) is int for cell in cells):
        return "whole"
    if all(type(cell) is date for cell in cells):
        return "date"
    if all(isinstance(cell, datetime) and cell.tzinfo is None for cell in cells):
        return "moment"
    return "text"


def kind_of_sqlite(declared: str) -> str:
    """Return the kind of a column that another program added, by its declared type.

    Examples
    --------
    >>> kind_of_sqlite("TEXT(40)"), kind_of_sqlite("BLOB")
    ('text', 'text')
    """
    return _SQLITE_KINDS.get(declared.upper().split("(")[0].strip(), "text")


def brought_to(kind: str, column: pd.Series) -> pd.Series:
    """Return a column in the type of its kind; missing cells stay missing, moments keep their ms.

    Text loses NUL characters and halves of surrogate pairs, which no database can hold.
    """
    if kind == "text":
        if _is_clean(column):
            return column.astype("str")
        cells = [None if _missing(cell) else clean(str(cell)) for cell in column]
        return pd.Series(cells, index=column.index, dtype="str")
    if kind == "date":
        cells = [None if _missing(cell) else cell for cell in column]
        return pd.Series(cells, index=column.index, dtype="object")
    if kind == "moment_utc" and isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.tz_convert("UTC").astype(_DTYPES[kind])
    return column.astype(_DTYPES[kind])


def _is_clean(column: pd.Series) -> bool:
    """Say whether a text column is sure to hold nothing that `clean` takes out; it is quick."""
    dtype = column.dtype
    if not isinstance(dtype, pd.StringDtype) or dtype.storage != "pyarrow":
        return False  # only Arrow is sure to hold no half of a surrogate pair
    return not column.str.contains("\x00", regex=False, na=False).any()


def clean(words: str) -> str:
    """Take out what no database can hold as text.

    Examples
    --------
    >>> clean("a\\x00b\\ud83d"), clean("🎨")
    ('ab', '🎨')
    """
    if words.isascii():
        return words.replace("\x00", "")
    return words.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def _missing(cell: object) -> bool:
    if isinstance(cell, float):
        return math.isnan(cell)
    return cell is None or cell is pd.NA or cell is pd.NaT


def json_cells(kind: str, column: pd.Series) -> list[Any]:
    """Return the cells of a column as JSON holds them; missing is None.

    Examples
    --------
    >>> json_cells("number", pd.Series([1.5, float("nan"), float("inf")]))
    [1.5, None, 'inf']
    """
    write = _WRITERS[kind]
    return [None if _missing(cell) else write(cell) for cell in column]


def _number_out(cell: Any) -> float | str:
    return float(cell) if math.isfinite(cell) else str(float(cell))


def _moment_out(cell: Any) -> str:
    return str(cell.isoformat(timespec="milliseconds").replace("+00:00", "")) + "Z"


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "whole": int,
    "number": _number_out,
    "flag": bool,
    "date": lambda cell: cell.isoformat(),
    "moment": _moment_out,
    "moment_utc": _moment_out,
}


def column_of(kind: str, cells: Sequence[Any], where: str) -> pd.Series:
    """Make a column of cells that come from SQLite or JSON.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    cells : sequence
    where : str
        Table and column, for the message.

    Raises
    ------
    ProjectError
        ``project_cell`` when a cell is not of this kind.

    Examples
    --------
    >>> column_of("flag", [1, None, True], "hubs.open").tolist()
    [True, <NA>, True]
    """
    read = _READERS[kind]
    made = []
    for number, cell in enumerate(cells, start=1):
        try:
            made.append(None if cell is None else read(cell))
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            raise ProjectError(
                "project_cell", where=where, row=number, value=str(cell)[:80]
            ) from error
    return pd.Series(made, dtype=_DTYPES[kind])


def _text_in(cell: Any) -> str:
    return "" if isinstance(cell, bytes) else str(cell)


def _whole_in(cell: Any) -> int:
    number = int(cell)
    if isinstance(cell, str) or number != cell or abs(number) >= 2**63:
        raise ValueError(cell)
    return number


def _number_in(cell: Any) -> float:
    return float(cell)


def _flag_in(cell: Any) -> bool:
    if cell not in (0, 1):
        raise ValueError(cell)
    return bool(cell)


def _moment_in(cell: Any) -> datetime:
    moment = datetime.fromisoformat(cell)
    return moment.replace(tzinfo=None)


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text_in,
    "whole": _whole_in,
    "number": _number_in,
    "flag": _flag_in,
    "date": date.fromisoformat,
    "moment": _moment_in,
    "moment_utc": datetime.fromisoformat,
}
