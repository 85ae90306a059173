"""What the sources could have seen, and how complete they are: the table ``data/coverage.csv``.

Nobody is missing where nobody looked. `seen` says of a city, chain and stage whether any source
looked there, whom it found, and of how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.data.chains import ChainModel
from geo.data.cities import CITIES
from geo.data.errors import ArgumentError, DataError, DataErrors
from geo.data.folders import DATA

Mask = npt.NDArray[np.bool_]
FILE = "coverage.csv"
EVERY = "*"
KIND, PART, NOBODY = "kind", "part", "nobody"
"""A source asked for all of one kind (museums) in the city; it chose some; no source looked."""
REACHES = (KIND, PART, NOBODY)
LEVELS = ("source", "cell", "total", "house")
LINKED = ("tenants", "partners")
"""Kinds of rows that have a chain and stage."""
KINDS = (*LINKED, "meeting_places", "hubs", "organisations")
FITS = ("same", "wider")
ADDITIONS = (
    *("house_list", "trade_register", "venue_list", "support_list", "studio_list", "permits"),
)
COLUMNS = {
    **dict.fromkeys(("level", "city", "kind", "source", "what", "hub_id", "chain", "stage"), "str"),
    **dict.fromkeys(("reach",), "str"),
    **dict.fromkeys(("listed", "published"), "Int64"),
    "at_least": "boolean",
    **dict.fromkeys(("fit", "date", "title", "url", "add"), "str"),
}
CODES = {
    **{"level": LEVELS, "city": CITIES, "kind": KINDS, "reach": REACHES},
    **{"fit": FITS, "add": ADDITIONS},
}
FILLED = {
    "source": ("city", "kind", "source", "what", "reach", "listed", "add"),
    "cell": ("city", "kind", "chain", "stage", "reach", "listed", "add"),
    "total": ("city", "kind", "what", "reach", "listed", "add"),
    "house": ("city", "kind", "hub_id", "listed", "add"),
}
WITH_TOTAL = ("fit", "title", "date", "url")
"""What a published number is never without; a page about a house may have no date or address."""


@dataclass(frozen=True)
class Sight:
    """What sources could see of one kind of rows in one city, chain and stage.

    Attributes
    ----------
    reach : str
        "kind", "part" or "nobody": how far the widest source looked.
    found : int
        Organisations known with this chain and stage; who has two stages counts in both.
    named, published : int or None
        n of N. Of partners those that the published total counts; of tenants all that are named
        in the city's houses with a published number, whatever their chain. None: not published.
    at_least : bool
        Whether N is "more than".
    sources : DataFrame
        The rows of the sources that looked here.
    total : DataFrame
        The rows that N comes from, each with ``date, title, url`` and, of partners, a ``reach`` of
        its own: museums may have been asked for where bookshops were not.
    """

    reach: str
    found: int
    named: int | None
    published: int | None
    at_least: bool
    sources: pd.DataFrame
    total: pd.DataFrame


@dataclass(frozen=True)
class Seen:
    """Whether any source could have seen a chain and stage in a city: tenants, and partners."""

    tenants: Sight
    partners: Sight

    @property
    def looked(self) -> bool:
        """Whether any source looked for partners here; tenants are seen house by house."""
        return self.partners.reach != NOBODY


def load_coverage(model: ChainModel, folder: Path = DATA) -> pd.DataFrame:
    """Read the table and check it; it is loaded where it is used, not at the start.

    Returns
    -------
    DataFrame
        ``level`` says what a row tells: "source" (a source in one cell), "cell" (a city, chain
        and stage), "total" (a published total of the city), "house" (the tenants of one house).
        Then ``city, kind, source, what, hub_id, chain, stage, reach, listed, published, at_least,
        fit, date, title, url, add``, as ``datapackage.json`` describes them.

    Raises
    ------
    DataErrors
        Each with file, row (the line in the file) and column.
    """
    path = folder / FILE
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=FILE)])
    try:
        raw = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise DataErrors([DataError("file_unreadable", file=FILE, reason=str(fault))]) from fault
    absent = [DataError("column_missing", file=FILE, column=c) for c in COLUMNS if c not in raw]
    if absent:
        raise DataErrors(absent)
    faults = list(coverage_faults(raw, model))
    if faults:
        raise DataErrors(faults)
    flags = raw["at_least"].map({"True": True, "False": False})
    return raw.assign(at_least=flags).astype(COLUMNS)[list(COLUMNS)]


def coverage_faults(raw: pd.DataFrame, model: ChainModel) -> Iterator[DataError]:
    """Yield every cell that says something no reader could use; cells are text, as in the file."""
    stages = (*model.stage_line, "support")
    for column, known in {**CODES, "chain": model.ten, "stage": stages}.items():
        wrong = raw[column].notna() & ~raw[column].isin(list(known))
        yield from _rows("code_unknown", raw, wrong, column)
    for column in ("listed", "published"):
        wrong = raw[column].notna() & ~raw[column].fillna("").str.fullmatch(r"\d+")
        yield from _rows("cell_type", raw, wrong, column)
    for level, columns in FILLED.items():
        for column in columns:
            yield from _rows("cell_empty", raw, raw["level"].eq(level) & raw[column].isna(), column)
    yield from _number_faults(raw)
    yield from _cell_faults(raw, model.ten, stages)


def _number_faults(raw: pd.DataFrame) -> Iterator[DataError]:
    """Yield published numbers without where they come from."""
    numbered = raw["published"].notna()
    for column in WITH_TOTAL:
        of_house = raw["level"].eq("house") & (column in ("date", "url"))
        yield from _rows("cell_empty", raw, numbered & ~of_house & raw[column].isna(), column)


def _cell_faults(
    raw: pd.DataFrame, chains: list[str], stages: tuple[str, ...]
) -> Iterator[DataError]:
    """Yield cells that stand twice or not at all: silence would read as nobody there."""
    key = ["city", "kind", "chain", "stage"]
    cells = raw[raw["level"].eq("cell")]
    yield from _rows(
        "id_twice", raw, cells.duplicated(key).reindex(raw.index, fill_value=False), "chain"
    )
    every = pd.MultiIndex.from_product([CITIES, LINKED, chains, stages])
    for absent in every.difference(pd.MultiIndex.from_frame(cells[key])):
        yield DataError("code_missing", file=FILE, column="chain", value=" ".join(absent))


def _rows(code: str, raw: pd.DataFrame, wrong: pd.Series, column: str) -> Iterator[DataError]:
    for row in raw.index[wrong.to_numpy(dtype=bool)]:
        value = raw.at[row, column]
        said = {} if pd.isna(value) else {"value": value}
        yield DataError(code, file=FILE, row=int(row) + 2, column=column, **said)


def seen(table: pd.DataFrame, city: str, chain: str, stage: str) -> Seen:
    """Say whether any source could have seen a chain and stage in a city, and how complete.

    Parameters
    ----------
    table : DataFrame
        As `load_coverage` gives it.
    city, chain, stage : str

    Raises
    ------
    ArgumentError
        When the table has no such cell.

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> shops = seen(load_coverage(load_chain_model()), "Amsterdam", "publishing", "public")
    >>> shops.partners.published, shops.partners.total["date"].tolist()
    (135, ['2018'])
    """
    mine = table[table["city"].eq(city)]
    here = mine[mine["chain"].eq(chain) & mine["stage"].eq(stage)]
    if not here["level"].eq("cell").any():
        value = f"{city} {chain} {stage}"
        raise ArgumentError("argument", argument="chain", value=value, allowed=FILE)
    return _seen(here, _whole(totals_of(mine)))


def all_seen(table: pd.DataFrame, city: str) -> dict[tuple[str, str], Seen]:
    """Return what `seen` says of every chain and stage of a city, by both codes.

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> table = load_coverage(load_chain_model())
    >>> len(all_seen(table, "Rotterdam"))
    50
    """
    mine = table[table["city"].eq(city)]
    houses = _whole(totals_of(mine))
    # In one order what is taken of it are parts of it, and no copies.
    order = ["chain", "stage", "kind", "level"]
    cells = mine.dropna(subset=order[:2]).sort_values(order, kind="stable")
    sizes = cells.groupby(order[:2]).size()
    ends = dict(zip(sizes.index, np.cumsum(sizes.to_numpy()), strict=True))
    return {
        (str(chain), str(stage)): _seen(cells.iloc[end - sizes[chain, stage] : end], houses)
        for (chain, stage), end in ends.items()
    }


@dataclass(frozen=True, eq=False)
class _Whole:
    """Rows with a published number, and their sums; None where there are no rows."""

    rows: pd.DataFrame
    named: int | None
    published: int | None
    at_least: bool


def _whole(rows: pd.DataFrame) -> _Whole:
    counted = len(rows) > 0
    return _Whole(
        rows,
        int(rows["listed"].sum()) if counted else None,
        int(rows["published"].sum()) if counted else None,
        bool(rows["at_least"].fillna(False).any()),
    )


def _seen(here: pd.DataFrame, houses: _Whole) -> Seen:
    """Tell tenants and partners of one cell apart; the houses are those of its city."""
    kind, level = here["kind"].to_numpy(dtype=object), here["level"].to_numpy(dtype=object)
    tenants, partners = (np.asarray(kind == each, dtype=bool) for each in LINKED)
    known = _part(here, partners & (level == "total") & here["published"].notna().to_numpy())
    return Seen(_sight(here, tenants, level, houses), _sight(here, partners, level, _whole(known)))


def _sight(here: pd.DataFrame, mine: Mask, level: npt.NDArray[np.object_], total: _Whole) -> Sight:
    """What is seen of one kind: the rows of ``here`` that are ``mine``."""
    cell = int(np.flatnonzero(mine & (level == "cell"))[0])
    return Sight(
        reach=str(here["reach"].iat[cell]),
        found=int(here["listed"].iat[cell]),
        named=total.named,
        published=total.published,
        at_least=total.at_least,
        sources=_part(here, mine & (level == "source")),
        total=total.rows,
    )


def _part(rows: pd.DataFrame, wanted: Mask) -> pd.DataFrame:
    """Return rows; those that follow each other are not copied."""
    at = np.flatnonzero(wanted)
    if len(at) and at[-1] - at[0] + 1 > len(at):
        return rows[wanted]
    return rows.iloc[at[0] : at[-1] + 1] if len(at) else rows.iloc[:0]


def totals_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the houses with a published number; who lists more than is published counts as whole.

    Examples
    --------
    >>> rows = pd.DataFrame({"level": ["house"] * 3, "listed": [3, 5, 2],
    ...                      "published": pd.array([10, 4, None], dtype="Int64")})
    >>> totals_of(rows)[["listed", "published"]].to_numpy().tolist()
    [[3, 10], [5, 5]]
    """
    houses = rows[rows["level"].eq("house") & rows["published"].notna()]
    whole = houses["published"].where(houses["published"].ge(houses["listed"]), houses["listed"])
    return houses.assign(published=whole)


def meeting_places_listed(table: pd.DataFrame, city: str) -> tuple[int, int] | None:
    """Say how many meeting places of a city are listed, of how many published; None: no number.

    Kinds with a published number alone: of the others nobody knows how many there are.

    Examples
    --------
    >>> rows = pd.DataFrame({"level": ["total"] * 3, "city": ["A", "A", "B"],
    ...                      "kind": ["meeting_places"] * 3, "listed": [2, 3, 0],
    ...                      "published": pd.array([10, None, None], dtype="Int64")})
    >>> meeting_places_listed(rows, "A"), meeting_places_listed(rows, "B")
    ((2, 10), None)
    """
    mine = table[table["level"].eq("total") & table["kind"].eq("meeting_places")]
    counted = mine[mine["city"].eq(city) & mine["published"].notna()]
    if counted.empty or not counted["listed"].sum():
        return None
    return int(counted["listed"].sum()), int(counted["published"].sum())
