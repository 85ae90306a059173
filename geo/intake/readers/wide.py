"""Tables of so many columns that their cells take more than they can say."""

from __future__ import annotations

from geo.intake.model.limits import WIDE
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
