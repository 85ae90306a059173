"""The one exception tree of Ketenkaart.

An error carries a stable ``code`` and ``params``; the sentence a planner reads is made from them
by the translation table (key ``error.<code>``), so ``geo`` needs no language. ``str(error)`` is an
English line for logs.
"""

from __future__ import annotations

from collections.abc import Sequence


class KetenkaartError(Exception):
    """Base of every error this project raises on purpose.

    Parameters
    ----------
    code : str
        Stable name of the fault, the key of its sentence in the translation table.
    **params : object
        Values the sentence names: ``file``, ``row``, ``column``, ``value``, ``allowed``, ...
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}: {details}" if details else self.code


class DataError(KetenkaartError):
    """One fault in a data file: names file, row, column and value."""


class DataErrors(KetenkaartError):  # noqa: N818 - many errors at once
    """Every fault found while loading; nothing has been loaded.

    Attributes
    ----------
    errors : list of DataError
    """

    def __init__(self, errors: Sequence[DataError]) -> None:
        self.errors = list(errors)
        super().__init__("data_errors", count=len(self.errors))

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class ArgumentError(KetenkaartError, ValueError):
    """An argument outside what is allowed: names the argument, its value and what is allowed."""
