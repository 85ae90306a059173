"""What a run of the data step changed: the tables before and after, compared by id.

`entry` is what the step prints and `log_changes` puts on top of ``data/CHANGES.md``. A table
without ids is compared by its whole rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.prepare.write import GRID_M, write_text

ID = "id"
GEOMETRY = "geometry"
NAMES = ("name", "label")
KINDS = ("*.parquet", "*.csv")
OTHER_STEPS = ("network_", "base_", "ferries", "water_names")
"""Files that steps of their own make."""
CODES = (
    *("chain", "chains", "stage", "sbi", "kind", "category", "status", "tenure", "lease_end"),
    *("row_kind", "presence", "organisation", "hub_id", "precision", "likely_open"),
)
NUMBERED = ("stops",)
"""Tables whose ids only count the rows of a version: they say nothing of which row was which."""
ID_OF: Mapping[str, tuple[str, ...]] = {
    "postcode6": ("pc6",),
    "postcode4": ("pc4",),
    "street_names": ("city", "name", "neighbourhood"),
}
"""Tables without a column of ids, whose rows these columns tell apart."""
MOVED_M = GRID_M / 2
"""Tables keep places to a decimetre: less than half of that is no move."""
MOST_NAMED = 10
HEAD = """# What changed in the data (made by the data step)

Newest first, by the version of the data (`created` in `datapackage.json`). Rows are compared by
their id; a table without ids by whole rows. Streets' graphs and base map have steps of their own.
"""


@dataclass(frozen=True)
class TableChange:
    """What became of one table.

    Attributes
    ----------
    table : str
    n : int
        Rows after.
    added, removed : tuple of str
        Names and ids of the rows; of a table without ids nothing but `n_added` and `n_removed`.
    moved_m : mapping of str to float
        Metres, by id, of the points that lie elsewhere.
    got_place, lost_place : int
        Rows that had no place and have one now, and the other way.
    shapes : int
        Lines and areas that have another shape.
    cells : mapping of str to int
        By column, rows of which the cell is another one.
    codes : mapping of str to Counter
        By column of `CODES`, how often which code became which.
    columns_added, columns_removed : tuple of str
    """

    table: str
    n: int
    n_added: int = 0
    n_removed: int = 0
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved_m: Mapping[str, float] = field(default_factory=dict)
    got_place: int = 0
    lost_place: int = 0
    shapes: int = 0
    cells: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything changed."""
        places = self.moved_m or self.got_place or self.lost_place or self.shapes
        columns = self.columns_added or self.columns_removed
        return bool(self.n_added or self.n_removed or places or self.cells or columns)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of a version that this step makes, by their names; none of a new folder."""
    files = [path for kind in KINDS for path in sorted(folder.glob(kind))]
    return {path.stem: _read(path) for path in files if not path.stem.startswith(OTHER_STEPS)}


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
    table = pd.read_parquet(path)
    if GEOMETRY in table:
        table[GEOMETRY] = shapely.from_wkb(table[GEOMETRY].to_numpy())
    return table


def changes(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> list[TableChange]:
    """Compare two versions of the tables; only those that changed are told.

    Parameters
    ----------
    before, after : mapping of str to DataFrame
        As `read_tables` gives them; places in metres.
    """
    found = [
        _table_change(name, before.get(name, pd.DataFrame()), after.get(name, pd.DataFrame()))
        for name in dict.fromkeys([*after, *before])
    ]
    return [change for change in found if change.is_any]


def _table_change(name: str, before: pd.DataFrame, after: pd.DataFrame) -> TableChange:
    columns: dict[str, Any] = {"columns_added": _beyond(after.columns, before.columns)}
    columns["columns_removed"] = _beyond(before.columns, after.columns)
    if before.empty or after.empty:  # a new table, or one that is gone: its columns say nothing
        columns = {}
    if name in NUMBERED:
        before, after = (table.drop(columns=ID, errors="ignore") for table in (before, after))
    before, after = (_with_id(name, table) for table in (before, after))
    if any(ID not in table for table in (before, after) if len(table)):
        return _by_rows(name, before, after, columns)
    return _by_id(name, before, after, columns)


def _with_id(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Name the rows of a table without ids by what tells them apart; their places as points."""
    columns = list(ID_OF.get(name, ()))
    if not columns or not set(columns) <= set(table):
        return table
    ids = table[columns].fillna("").astype(str).agg(" ".join, axis=1).str.strip()
    places = {GEOMETRY: shapely.points(table["x"], table["y"])}
    return table.drop(columns=["x", "y"]).assign(**{ID: ids}, **places)


def _beyond(these: pd.Index, those: pd.Index) -> tuple[str, ...]:
    return tuple(str(column) for column in these if column not in those)


def _by_rows(
    name: str, before: pd.DataFrame, after: pd.DataFrame, columns: dict[str, Any]
) -> TableChange:
    """Compare whole rows, as many times as each is there, on the columns that both have."""
    shared = [column for column in after if column in before] or list(after) or list(before)
    was, now = (Counter(_rows(table, shared)) for table in (before, after))
    added, removed = (now - was).total(), (was - now).total()
    return TableChange(name, len(after), added, removed, **columns)


def _rows(table: pd.DataFrame, columns: list[str]) -> list[tuple[str, ...]]:
    if table.empty:
        return []
    return list(zip(*(_said(table[column]) for column in columns), strict=True))


def _said(cells: pd.Series) -> list[str]:
    """Cells as text: missing is "", a shape its coordinates to the decimetre, 12 as 12.0 is."""
    if cells.name == GEOMETRY:
        return [shapely.to_wkt(shape, rounding_precision=1) for shape in cells]
    number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    if number:
        cells = cells.astype("Float64")
        return ["" if pd.isna(cell) else f"{cell:.12g}" for cell in cells]
    return ["" if missing else str(cell) for cell, missing in zip(cells, cells.isna(), strict=True)]


def _by_id(
    name: str, before: pd.DataFrame, after: pd.DataFrame, columns: dict[str, Any]
) -> TableChange:
    was, now = (_keyed(table) for table in (before, after))
    added, removed = now.index.difference(was.index), was.index.difference(now.index)
    both = now.index.intersection(was.index)
    shared = [c for c in now if c in was and c != GEOMETRY]
    pairs = {c: (_said(was.loc[both, c]), _said(now.loc[both, c])) for c in shared}
    turned = {c: _turned(*pair) for c, pair in pairs.items()}
    return TableChange(
        name,
        len(now),
        len(added),
        len(removed),
        _named(now, added),
        _named(was, removed),
        **_places(was, now, both),
        cells={c: counter.total() for c, counter in turned.items() if counter},
        codes={c: counter for c, counter in turned.items() if counter and c in CODES},
        **columns,
    )


def _keyed(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table[ID].astype(str) if ID in table else table.index.astype(str)).drop(
        columns=ID, errors="ignore"
    )


def _turned(was: list[str], now: list[str]) -> Counter[tuple[str, str]]:
    return Counter(pair for pair in zip(was, now, strict=True) if pair[0] != pair[1])


def _named(table: pd.DataFrame, ids: pd.Index) -> tuple[str, ...]:
    name = next((column for column in NAMES if column in table), None)
    if name is None:
        return tuple(ids)
    return tuple(f"{table.at[row, name]} (`{row}`)" for row in ids)


def _places(was: pd.DataFrame, now: pd.DataFrame, both: pd.Index) -> dict[str, Any]:
    if GEOMETRY not in was or GEOMETRY not in now:
        return {}
    old, new = (
        gpd.GeoSeries(table.loc[both, GEOMETRY].to_numpy(), index=both) for table in (was, now)
    )
    had, has = (shapes.notna() & ~shapes.is_empty for shapes in (old, new))
    points = had & has & old.geom_type.eq("Point") & new.geom_type.eq("Point")
    metres = old[points].distance(new[points], align=False)
    other = had & has & ~points
    same = shapely.equals_exact(old[other].to_numpy(), new[other].to_numpy(), MOVED_M)
    return {
        "moved_m": metres[metres > MOVED_M].sort_values(ascending=False).to_dict(),
        "got_place": int((has & ~had).sum()),
        "lost_place": int((had & ~has).sum()),
        "shapes": int((~same).sum()),
    }


# ---- in words


def lines(change: TableChange) -> list[str]:
    """One table's changes as lines of Markdown."""
    said = [f"**{change.table}**: {change.n:,} rows; {change.n_added:,} added, "
            f"{change.n_removed:,} removed"]  # fmt: skip
    said += _list("added", change.added) + _list("removed", change.removed)
    said += _place_lines(change)
    said += [f"  - shapes changed: {change.shapes:,}"] if change.shapes else []
    for column, turns in change.codes.items():
        most = [f"{a or '–'} → {b or '–'} {n}" for (a, b), n in turns.most_common(MOST_NAMED)]
        rest = ["…"] if len(turns) > MOST_NAMED else []
        said.append(f"  - `{column}` of {turns.total():,}: {'; '.join([*most, *rest])}")
    other = [f"`{c}` {n:,}" for c, n in change.cells.items() if c not in change.codes]
    said += [f"  - other cells: {', '.join(other)}"] if other else []
    said += _list("columns added", change.columns_added)
    return said + _list("columns removed", change.columns_removed)


def _list(word: str, names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    rest = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return [f"  - {word}: {', '.join(names[:MOST_NAMED])}{rest}"]


def _place_lines(change: TableChange) -> list[str]:
    said = []
    if change.moved_m:
        metres = np.array(list(change.moved_m.values()))
        far = [f"`{row}` {m:,.0f} m" for row, m in list(change.moved_m.items())[:MOST_NAMED]]
        said.append(
            f"  - places moved: {len(metres):,}, median {np.median(metres):,.0f} m, "
            f"90th percentile {np.quantile(metres, 0.9):,.0f} m; furthest {', '.join(far)}"
        )
    if change.got_place or change.lost_place:
        said.append(
            f"  - places found: {change.got_place:,}; places no longer known: {change.lost_place:,}"
        )
    return said


def entry(found: list[TableChange]) -> str:
    """Changes as the body of an entry; "" when nothing changed."""
    return "\n".join("\n".join([f"- {first}", *rest]) for first, *rest in map(lines, found))


def log_changes(path: Path, version: str, body: str) -> None:
    """Put an entry on top of the log; nothing is written when nothing changed.

    Parameters
    ----------
    path : Path
        ``CHANGES.md``.
    version : str
        ISO date of the data. A second entry of one version is told apart by its number.
    body : str
        As `entry` makes it.
    """
    if not body:
        return
    earlier = path.read_text(encoding="utf-8").partition("\n## ")[2] if path.exists() else ""
    earlier = f"\n## {earlier}" if earlier else ""
    times = sum(line.startswith(f"## {version}") for line in earlier.splitlines())
    title = f"{version} ({times + 1})" if times else version
    write_text(f"{HEAD}\n## {title}\n\n{body}\n{earlier}", path)
