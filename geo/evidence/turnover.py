"""Incubation and doorstroming: who came, who left, how long they stayed and where they went.

Years are calendar years. A stay lasts ``year_to - year_from`` years, which is right on average when
the days of coming and going are not known; a stay that began and ended in one year lasts 0. A stay
that has not ended counts up to the year it was last seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.data.thresholds import FEW_STAYS
from geo.evidence.survival import kaplan_meier, log_rank, median_stay

NEEDED = ("year_from", "year_to", "starter", "next_place")
EXAMPLE_YEAR = 2024
YEAR_COLUMNS = ["year", "entries", "exits", "present", "not_seen"]
CURVE_COLUMNS = ["years", "at_risk", "exits", "share", "low", "high"]


@dataclass(frozen=True)
class Turnover:
    """What a tenant list says of coming, staying and going.

    Attributes
    ----------
    n : int
        Named rows of the list; published totals are left out.
    n_undated : int
        Rows without ``year_from``: they take no part in entries, presence and length of stay.
    years : DataFrame
        One row a year without gaps: ``year, entries, exits, present`` (stays that touch the year)
        and ``not_seen``, those of them whose source is older than the year: nobody saw them leave,
        and nobody saw them there. An exit counts also where the begin is not known.
    n_stays, n_ended, n_closed : int
        Stays with a known begin, those of them that have ended, and those of these that ended
        because the house closed: of those it is not known how long they would have lasted.
    curve : DataFrame
        Kaplan-Meier, as `geo.evidence.survival.kaplan_meier` gives it; empty below
        `FEW_STAYS` stays.
    median_years : float or None
        None below `FEW_STAYS` stays, or while more than half of the stays go on.
    n_starter_known : int
        Rows that say whether the tenant was a starter.
    starter_share : float or None
        None below `FEW_STAYS` rows where it is known.
    n_exits, n_next_known : int
        Exits, and those of them whose next place is known.
    destinations : DataFrame
        ``next_place, exits, share``, most first; ``share`` is missing below `FEW_STAYS`.
    missing : tuple of str
        Columns of `NEEDED` that the list lacks or has nothing in.
    """

    n: int
    n_undated: int
    years: pd.DataFrame
    n_stays: int
    n_ended: int
    n_closed: int
    curve: pd.DataFrame
    median_years: float | None
    n_starter_known: int
    starter_share: float | None
    n_exits: int
    n_next_known: int
    destinations: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few stays to say how long one lasts."""
        return self.n_stays < FEW_STAYS


def turnover(tenants: pd.DataFrame, as_of: int, closed: int | None = None) -> Turnover:
    """Work out coming, staying and going from a tenant list.

    Kaplan & Meier (1958), *Nonparametric estimation from incomplete observations*, for the length
    of stay, since many stays have not ended.

    Parameters
    ----------
    tenants : DataFrame
        One row a stay, of one hub or of several together. ``year_from, year_to`` (years),
        ``starter`` (bool), ``next_place`` (text); any of them may be absent or empty. With
        ``is_total`` published totals are left out. With ``source_date`` a stay that goes on was
        last seen in the year of its source, not in ``as_of``.
    as_of : int
        Year the list holds for; a stay that goes on counts up to it.
    closed : int, optional
        Year the house closed. A stay that ends then, or later, was ended by the house: it counts
        as one that would have gone on (censored).

    Examples
    --------
    Five came in 2010; one left in 2011, one in 2012:

    >>> rows = pd.DataFrame({"year_from": [2010] * 5, "year_to": [2011, 2012, None, None, None]})
    >>> answer = turnover(rows, as_of=2013)
    >>> answer.years[["year", "entries", "exits", "present"]].values.tolist()
    [[2010, 5, 0, 5], [2011, 0, 1, 5], [2012, 0, 1, 4], [2013, 0, 0, 3]]
    >>> answer.curve["share"].round(2).tolist(), answer.median_years, answer.missing
    ([0.8, 0.6], None, ('starter', 'next_place'))
    """
    rows = stays(tenants, as_of)
    dated = rows[rows["years"].notna()]
    curve = pd.DataFrame(columns=CURVE_COLUMNS, dtype=float)
    left = _left(dated, closed)
    if len(dated) >= FEW_STAYS:
        curve = kaplan_meier(dated["years"], left)
    known = rows["starter"].dropna().astype(bool)
    gone = rows[rows["ended"]]
    return Turnover(
        n=len(rows),
        n_undated=int(rows["year_from"].isna().sum()),
        years=_by_year(rows),
        n_stays=len(dated),
        n_ended=int(dated["ended"].sum()),
        n_closed=int((dated["ended"] & ~left).sum()),
        curve=curve,
        median_years=median_stay(curve) if len(curve) else None,
        n_starter_known=len(known),
        starter_share=float(known.mean()) if len(known) >= FEW_STAYS else None,
        n_exits=len(gone),
        n_next_known=int(gone["next_place"].notna().sum()),
        destinations=_destinations(gone["next_place"]),
        missing=tuple(name for name in NEEDED if rows[name].isna().all()),
    )


def _left(stays_: pd.DataFrame, closed: int | None) -> pd.Series:
    """Tell which stays ended while the house was there to stay in."""
    if closed is None:
        return stays_["ended"]
    return stays_["ended"] & stays_["year_to"].lt(closed).fillna(False)


@dataclass(frozen=True)
class StayTest:
    """Whether houses differ in how long tenants stay.

    Attributes
    ----------
    houses, n, n_left : int
        Houses with enough stays, their stays, and those that ended while the house was there.
    p : float or None
        Log-rank; None below two houses, or where nobody left.
    """

    houses: int
    n: int
    n_left: int
    p: float | None


def stay_test(tenants: pd.DataFrame, as_of: int, closed: Mapping[str, int]) -> StayTest:
    """Test whether some houses differ in length of stay.

    Parameters
    ----------
    tenants : DataFrame
        As `turnover` takes them, with ``hub_id``.
    as_of : int
    closed : mapping of hub id to int
        Year each house closed that did.

    Examples
    --------
    >>> rows = pd.DataFrame({"hub_id": ["a"] * 5 + ["b"] * 5, "year_from": 2000,
    ...                      "year_to": [2001] * 5 + [2009] * 5})
    >>> found = stay_test(rows, 2020, {})
    >>> found.houses, found.n_left, found.p < 0.01, stay_test(rows, 2020, {"a": 2001}).n_left
    (2, 10, True, 5)
    """
    rows = stays(tenants, as_of)
    rows = rows[rows["years"].notna()]
    rows = rows[rows.groupby("hub_id")["years"].transform("size").ge(FEW_STAYS)]
    houses = rows["hub_id"].nunique()
    end = rows["hub_id"].map(dict(closed)).astype("Float64")
    left = rows["ended"] & ~rows["year_to"].ge(end).fillna(False)
    told = houses > 1 and bool(left.any())
    p = log_rank(rows["years"], left, rows["hub_id"]) if told else None
    return StayTest(houses, len(rows), int(left.sum()), p)


def example_list() -> pd.DataFrame:
    """Make an invented tenant list with every column, to show what a list with dates yields.

    Returns
    -------
    DataFrame
        24 rows: ``label, year_from, year_to, starter, next_place, synthetic`` (True throughout).

    Examples
    --------
    >>> turnover(example_list(), as_of=2024).missing
    ()
    """
    count = 24
    begin = [2008 + (7 * i) % 15 for i in range(count)]
    length = [1 + (5 * i) % 9 for i in range(count)]
    end = [a + b if a + b <= EXAMPLE_YEAR else None for a, b in zip(begin, length, strict=True)]
    places = ("A", "A", "B", None)
    return pd.DataFrame(
        {
            "label": [f"#{i + 1}" for i in range(count)],
            "year_from": pd.array(begin, dtype="Int64"),
            "year_to": pd.array(end, dtype="Int64"),
            "starter": [i % 3 != 0 for i in range(count)],
            "next_place": [None if e is None else places[i % 4] for i, e in enumerate(end)],
            "synthetic": True,
        }
    )


def stays(tenants: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Bring a tenant list to one row a stay, with its length.

    Parameters
    ----------
    tenants, as_of
        As in `turnover`.

    Returns
    -------
    DataFrame
        The rows without published totals and without stays that begin after ``as_of``, with every
        column of `NEEDED`, and ``ended`` (bool), ``last`` (year it ended or was last seen) and
        ``years`` (length; missing without a begin).

    Examples
    --------
    >>> rows = pd.DataFrame({"year_from": [2010, None], "year_to": [None, 2012]})
    >>> stays(rows, 2020)[["ended", "last", "years"]].values.tolist()
    [[False, 2020, 10.0], [True, 2012, <NA>]]
    """
    rows = tenants
    if "is_total" in rows:
        rows = rows[~rows["is_total"].astype(bool)]
    rows = rows.assign(**{name: None for name in NEEDED if name not in rows})
    begin, end = (pd.to_numeric(rows[name]).astype("Int64") for name in NEEDED[:2])
    # What is planned for after the year of the list has not happened yet.
    end = end.where(end.le(as_of).fillna(False))
    last = end.fillna(_last_seen(rows, begin, as_of))
    table = rows.assign(year_from=begin, year_to=end, ended=end.notna(), last=last)
    table["years"] = (last - begin).astype("Float64")
    return table[begin.le(as_of).fillna(True).to_numpy(dtype=bool)]


def _last_seen(rows: pd.DataFrame, begin: pd.Series, as_of: int) -> pd.Series:
    """Year a stay was last seen: that of its source where there is one, never before its begin."""
    seen = pd.Series(as_of, index=rows.index, dtype="Int64")
    if "source_date" in rows:
        found = rows["source_date"].astype("str").str.extract(r"^(\d{4})", expand=False)
        seen = pd.to_numeric(found).astype("Int64").fillna(as_of).clip(upper=as_of)
    return seen.where(seen.ge(begin).fillna(True), begin)


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    dated = rows[rows["year_from"].notna()]
    marks = pd.concat([dated["year_from"], rows.loc[rows["ended"], "year_to"], dated["last"]])
    if marks.empty:
        return pd.DataFrame(columns=YEAR_COLUMNS, dtype="int64")
    years = np.arange(int(marks.min()), int(marks.max()) + 1)
    entries, exits = dated["year_from"].value_counts(), rows["year_to"].value_counts()
    begin = np.sort(dated["year_from"].to_numpy(dtype=np.int64))
    end, seen = (
        np.sort(dated.loc[dated["ended"].eq(over), "last"].to_numpy(dtype=np.int64))
        for over in (True, False)
    )
    came, gone = np.searchsorted(begin, years, "right"), np.searchsorted(end, years, "left")
    return pd.DataFrame(
        {
            "year": years,
            "entries": entries.reindex(years).fillna(0).to_numpy(dtype=np.int64),
            "exits": exits.reindex(years).fillna(0).to_numpy(dtype=np.int64),
            "present": came - gone,
            "not_seen": np.searchsorted(seen, years, "left"),
        }
    )


def _destinations(places: pd.Series) -> pd.DataFrame:
    counts = places.dropna().value_counts(sort=False).rename("exits").rename_axis("next_place")
    table = counts.reset_index().sort_values(
        ["exits", "next_place"], ascending=[False, True], ignore_index=True
    )
    known = int(table["exits"].sum())
    share = table["exits"] / known if known >= FEW_STAYS else float("nan")
    return table.assign(share=share)
