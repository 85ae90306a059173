"""Whether a word is still held by anything that can be reached in this process."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as arrow

PLAIN = {str, bytes, bytearray}
COLUMNS = (arrow.ChunkedArray, arrow.Array, pd.api.extensions.ExtensionArray)


def held_by(word: str) -> list[str]:
    """What holds a word: the kinds of the objects, each with how it begins."""
    gc.unfreeze()  # what a server has set apart is not among what the collector names
    for _ in range(3):
        gc.collect()
    searched = Searched()
    found = []
    for holder in gc.get_objects():
        # No expression with a scope of its own: that would hold the word itself.
        for each in gc.get_referents(holder):
            if searched[type(each)] and _holds(each, word):
                found.append(
                    f"{type(holder).__module__}.{type(holder).__name__}: {str(holder)[:160]}"
                )
                break
    return found


class Searched(dict[type, bool]):
    """Whether values of a kind can hold a word themselves; told once for each kind."""

    def __missing__(self, kind: type) -> bool:
        able = issubclass(kind, (*PLAIN, np.ndarray, *COLUMNS))
        self[kind] = able
        return able


def _holds(value: object, word: str) -> bool:
    if isinstance(value, str):
        return word in value
    if isinstance(value, bytes | bytearray):
        return word.encode() in value
    if isinstance(value, np.ndarray):
        return value.dtype == object and any(isinstance(x, str) and word in x for x in value.flat)
    # As text a long column shows its ends alone.
    return any(isinstance(x, str) and word in x for x in _cells(value))


def _cells(column: Any) -> list[object]:
    if isinstance(column, arrow.ChunkedArray | arrow.Array):
        return list(column.to_pylist())
    return list(column)
