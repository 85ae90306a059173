"""Whether a word is still held by anything that can be reached in this process."""

from __future__ import annotations

import gc

import numpy as np
import pandas as pd
import pyarrow as arrow


def held_by(word: str) -> list[str]:
    """What holds a word: the kinds of the objects, each with how it begins."""
    for _ in range(3):
        gc.collect()
    found = []
    for holder in gc.get_objects():
        # No expression with a scope of its own: that would hold the word itself.
        for each in gc.get_referents(holder):
            if _holds(each, word):
                found.append(
                    f"{type(holder).__module__}.{type(holder).__name__}: {str(holder)[:160]}"
                )
                break
    return found


def _holds(value: object, word: str) -> bool:
    if isinstance(value, str):
        return word in value
    if isinstance(value, bytes | bytearray):
        return word.encode() in value
    if isinstance(value, np.ndarray) and value.dtype == object:
        return any(isinstance(cell, str) and word in cell for cell in value.ravel())
    if isinstance(value, arrow.ChunkedArray | arrow.Array | pd.api.extensions.ExtensionArray):
        return word in str(value)
    return False
