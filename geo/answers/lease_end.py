"""The end of a lease: whether it lies behind us, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class LeaseEnd:
    """When a lease ends by what is published.

    Attributes
    ----------
    year : int
    past : bool
        It lies behind us and the building is still there: the lease may have been extended since.
    sources : tuple of (title, date, day it was read)
        A date or day that is not known is None.
    """

    year: int
    past: bool
    sources: tuple[tuple[str, str | None, str | None], ...]


def lease_end(hub: pd.Series, terms: pd.DataFrame, year: int) -> LeaseEnd | None:
    """Say when the lease of a building ends; None where nobody tells.

    Parameters
    ----------
    hub : Series
        ``id, lease_end``.
    terms : DataFrame
        As `geo.answers.comparison.load_terms` gives them: those that name the year, else all.
    year : int
        This year.

    Examples
    --------
    >>> terms = pd.DataFrame({"hub_id": ["a"], "subject": ["term"], "nl": ["tot 2019"],
    ...                       "source_title": ["Krant"], "source_date": ["2015"],
    ...                       "source_read": ["2026-11-25"]})
    >>> lease_end(pd.Series({"id": "a", "lease_end": 2019}), terms, 2026)
    LeaseEnd(year=2019, past=True, sources=(('Krant', '2015', '2026-11-25'),))
    """
    if pd.isna(hub["lease_end"]):
        return None
    ends = int(hub["lease_end"])
    mine = terms[terms["hub_id"].eq(hub["id"]) & terms["subject"].eq("term")]
    named = mine[mine["nl"].fillna("").str.contains(str(ends), regex=False)]
    told = named if len(named) else mine
    columns = ["source_title", "source_date", "source_read"]
    cells = told[columns].astype(object).where(told[columns].notna(), None)
    sources = dict.fromkeys(cells.itertuples(index=False, name=None))
    return LeaseEnd(ends, ends < year and hub.get("status") != "ended", tuple(sources))
