"""Words about a project: moments, and the values of items that changed."""

from __future__ import annotations

from datetime import UTC, datetime

from geo.data.written_shapes import shapes_of_wkb
from geo.intake.values.moments import HERE
from layers.words.machine_numbers import dotted
from layers.words.plain_text import cell_text

SPACE = "\u00a0"
LONGEST_ITEM = 300


def moment_words(moment: str) -> str:
    """Say a moment (ISO 8601) to the minute, as the clock in the Netherlands has it.

    Examples
    --------
    >>> moment_words("2026-11-25T14:03:22.120+00:00").replace(SPACE, " ")
    '2026-11-25 15:03'
    >>> moment_words("2026-07-25T23:30:00+00:00").replace(SPACE, " ")
    '2026-07-26 01:30'
    >>> moment_words("onbekend")
    'onbekend'
    """
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment[:16]
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at.astimezone(HERE).isoformat(timespec="minutes")[:16].replace("T", SPACE)


def item_cells(value: object) -> dict[str, str]:
    """The cells of one version of an item, as text by heading.

    Examples
    --------
    >>> item_cells({"cells": {"naam": "a"}, "geometry": None}), item_cells("x"), item_cells(None)
    ({'naam': 'a'}, {'': 'x'}, {})
    """
    if value is None:
        return {}
    if isinstance(value, dict) and set(value) == {"cells", "geometry"}:
        cells = {str(name): cell_text(cell) for name, cell in value["cells"].items()}
        if value["geometry"]:
            (shape,) = shapes_of_wkb([value["geometry"]], refuse=False)
            if shape is not None and not shape.is_empty:
                middle = shape.centroid
                cells["RD"] = f"{dotted(middle.x, digits=1)} {dotted(middle.y, digits=1)}"
        return cells
    return {"": cell_text(value)}


def item_words(value: object) -> str:
    """Say one version of an item on one line."""
    cells = item_cells(value).items()
    return "; ".join(f"{name} {cell}".strip() for name, cell in cells)[:LONGEST_ITEM]
