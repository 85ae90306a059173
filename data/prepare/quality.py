"""How well places are: known doors placed as if they were not known, and what the hubs reach.

Every door of a set is placed by each way in turn, itself left out, and compared with where the set
puts it. `quality` is written to ``data/QUALITY.md`` by the data step.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from data.prepare.addresses import SAME_ADDRESS_M
from data.prepare.package import undated
from geo.data.cities import CITIES
from geo.data.coarseness import DERIVED, FINE, GIVEN, NUMBER_UNKNOWN, PRECISIONS, finest_accuracy
from geo.data.gazetteer import Gazetteer
from geo.data.placement import KNOWN_DOOR_M, Place, ways
from geo.data.street_words import address_keys

BAND_M = 1000.0
WAYS = ("partner_address", "door_range", "house_number", "postcode6", "street", "postcode4")
BARS = {
    "street or finer": 145,
    "within 250 m": 118,
    "within 100 m": 80,
    "at the door or a range of doors": 70,
}
MOST_LEFT_OUT = 30
FINE_M = 100.0
REASONS = (
    "no source gives an address or a place",
    "sources give only the neighbourhood",
    "the point of its source is stated no finer",
    "the source names the street and no house number",
    "house number known, but none of its street is placed (no set has those of Rotterdam)",
    "house number known, but its neighbours stand too far apart",
)
HEAD = """# How well places are (made by the data step)

Known doors, each placed as if its own point were not known: by a row of another set at the same
address (`partner_address`), by the range of house numbers (`door_range`), between two known numbers
(`house_number`), by six-character postcode, by street (its part chosen by postcode) and by
four-digit postcode. Error in metres; *within* is the share of doors within the stated `accuracy_m`.
A way is measured on every door that has what it needs, also where a finer one goes first.
"""
STATED = """
The same doors by the radius that was stated: a small radius is to hold as often as a large one.
"""
BEYOND = """
### What keeps hubs beyond 100 m

Each hub that is not placed within 100 m, by what its sources lack. The last row needs doors nearer
by in its streets: were all of it finer, {most} of {n} would be within 100 m. Its radii are not too
wide: the doors above with radii of 100 to 300 m stand within theirs nineteen times of twenty. For
the rest a source must say more, and for Rotterdam a set of house numbers must be found.
"""
UNDATED = """
## Rows whose source states no date

Their date is empty (`source_date`). Every row has the day its source was read (`source_read`): what
such a source tells is at least that old.

"""
RADII = (0.0, 60.0, 100.0, 150.0, 200.0, 300.0, 500.0, float("inf"))
"""Bounds between which stated radii are taken together."""


def errors(doors: gpd.GeoDataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Place every door by each way without itself: ``city, way, error_m, accuracy_m``.

    Parameters
    ----------
    doors : GeoDataFrame
        As `data.prepare.addresses.every_door` gives them.
    gazetteer : Gazetteer
    """
    blind = replace(gazetteer, doors={})
    rows = [
        (door["key"][0], _way(place), place.point.distance(door["geometry"]), place.accuracy_m)
        for door in doors.to_dict("records")
        for place in ways(_question(door), blind)
        if place.point is not None
    ]
    table = pd.DataFrame(rows, columns=["city", "way", "error_m", "accuracy_m"])
    return pd.concat([_of_other_sets(doors), table], ignore_index=True)


def _way(place: Place) -> str:
    """How a door was placed; with a number that its street has not it stands on that street."""
    return "street" if place.placed_by == NUMBER_UNKNOWN else place.placed_by


def _question(door: dict[str, object]) -> dict[str, object]:
    city = door["key"][0]  # type: ignore[index]
    asked = {"city": city, "address": door["address"], "postcode": door["postcode"]}
    return {**asked, "area": None, "point": None, "point_precision": "none"}


def _of_other_sets(doors: gpd.GeoDataFrame) -> pd.DataFrame:
    """Compare each door with the first other set that has its address."""
    once = doors.drop_duplicates(["key", "dataset"])
    pairs = once.merge(once, on="key", suffixes=("", "_other"))
    pairs = pairs[pairs["dataset"] < pairs["dataset_other"]].drop_duplicates("key")
    first, other = (gpd.GeoSeries(pairs[name]) for name in ("geometry", "geometry_other"))
    far = first.distance(other, align=False).to_numpy()
    told = far <= SAME_ADDRESS_M  # others contradict each other and are not used
    city = [key[0] for key in pairs["key"]]
    table = pd.DataFrame({"city": city, "way": "partner_address", "error_m": far})
    return table[told].assign(accuracy_m=KNOWN_DOOR_M)


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """By city and way: number of doors, median and nine tenths of the error, share within."""
    within = found["error_m"] <= found["accuracy_m"]
    groups = found.assign(within=within).groupby(["city", "way"])
    table = groups.agg(
        n=("error_m", "size"),
        median_m=("error_m", "median"),
        p90_m=("error_m", lambda cells: cells.quantile(0.9)),
        accuracy_m=("accuracy_m", "median"),
        within=("within", "mean"),
    )
    order = [(city, way) for city in CITIES for way in WAYS]
    return table.reindex([key for key in order if key in table.index]).reset_index()


def by_radius(found: pd.DataFrame) -> pd.DataFrame:
    """Share of doors within the stated radius, by how large that radius is: ``city, radius, n``."""
    bands = pd.cut(found["accuracy_m"], RADII)
    holds = found["error_m"] <= found["accuracy_m"]
    table = holds.groupby([found["city"], bands], observed=True).agg(["size", "mean"])
    share = (table["mean"] * 100).round().astype(int).astype(str) + " %"
    said = table.assign(within=share)[["size", "within"]].reset_index()
    words = said["accuracy_m"].map(_words_of).astype(str)
    return said.assign(accuracy_m=words).rename(columns={"accuracy_m": "radius", "size": "n"})


def _words_of(band: pd.Interval) -> str:
    if band.right == RADII[-1]:
        return f"over {band.left:.0f} m"
    return f"{band.left:.0f} to {band.right:.0f} m"


def bars(hubs: pd.DataFrame) -> list[tuple[str, int, int]]:
    """What the hubs reach against what was asked: words, number, bar."""
    accuracy = pd.to_numeric(hubs["accuracy_m"])
    numbers = [
        int(hubs["precision"].isin(FINE).sum()),
        int(accuracy.le(250).sum()),
        int(accuracy.le(100).sum()),
        int(hubs["precision"].isin(["address", "door_range"]).sum()),
    ]
    return list(zip(BARS, numbers, BARS.values(), strict=True))


def left_out(hubs: pd.DataFrame, tenants: pd.DataFrame, city: str, band_m: float = BAND_M) -> int:
    """Named tenants of a city whose building is placed too coarsely for a band, or not at all."""
    radius = tenants["hub_id"].map(hubs.set_index("id")["accuracy_m"])
    named = tenants["city"].eq(city) & ~tenants["is_total"].astype(bool)
    return int((named & ~radius.le(finest_accuracy(band_m))).sum())


def beyond(hubs: pd.DataFrame) -> pd.DataFrame:
    """What keeps hubs further than `FINE_M` from sure: ``why, Amsterdam, Rotterdam, together``.

    Parameters
    ----------
    hubs : DataFrame
        The table of the product.
    """
    coarse = hubs[~pd.to_numeric(hubs["accuracy_m"]).le(FINE_M)]
    why = pd.Series([_reason(row) for row in coarse.to_dict("records")], index=coarse.index)
    table = pd.crosstab(why, coarse["city"]).reindex(index=REASONS, columns=CITIES, fill_value=0)
    both = table.assign(together=why.value_counts().reindex(REASONS, fill_value=0))
    return both.rename_axis("why").reset_index()


def _reason(row: dict[str, object]) -> str:
    nowhere, area, given, no_number, rotterdam, coarse = REASONS
    if row["precision"] in ("none", "neighbourhood"):
        return nowhere if row["precision"] == "none" else area
    if row["placed_by"] in (GIVEN, DERIVED):
        return given
    if not address_keys(str(row["city"]), str(row["address"])):
        return no_number
    return rotterdam if row["placed_by"] == "street" else coarse


def said(hubs: pd.DataFrame, tenants: pd.DataFrame) -> list[str]:
    """The bars as lines to print."""
    lines = [f"{words}: {n} of {len(hubs)} (asked {bar})" for words, n, bar in bars(hubs)]
    lines += [
        f"{city} tenants left out of the {BAND_M:.0f} m band: {left_out(hubs, tenants, city)}"
        for city in CITIES
    ]
    return [*lines[:-1], f"{lines[-1]} (asked at most {MOST_LEFT_OUT})"]


def quality(found: pd.DataFrame, tables: dict[str, pd.DataFrame], placed: tuple[str, ...]) -> str:
    """The page ``QUALITY.md``: errors of every way, how finely each table is placed, the bars."""
    parts = [HEAD, _markdown(_rounded(summary(found))), STATED, _markdown(by_radius(found))]
    parts += ["\n## How finely rows are placed\n"]
    parts += [_markdown(_precisions(tables, placed)), "\n## Hubs against the bars\n"]
    parts += [f"- {line}" for line in said(tables["hubs"], tables["tenants"])]
    lacking = beyond(tables["hubs"])
    most = len(tables["hubs"]) - int(lacking["together"].iloc[:-1].sum())
    parts += [BEYOND.format(most=most, n=len(tables["hubs"])), _markdown(lacking)]
    parts += [UNDATED + "\n".join(undated_lines(tables))]
    return "\n".join(parts) + "\n"


def undated_lines(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Say of each table with sources of how many rows the source states no date.

    Examples
    --------
    >>> days = {"source_date": ["2020", None, None], "source_read": ["2026-11-25"] * 3}
    >>> undated_lines({"hubs": pd.DataFrame(days), "rail": pd.DataFrame()})
    ['- hubs: 2 rows of 3; read on 2026-11-25 (2)']
    """
    lines = []
    for name, table in tables.items():
        if "source_read" not in table:
            continue
        days = undated(table)
        read = ", ".join(f"{day} ({n})" for day, n in days.items())
        said = f"- {name}: {sum(days.values())} rows of {len(table)}"
        lines.append(f"{said}; read on {read}" if read else said)
    return lines


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    whole = table[["median_m", "p90_m", "accuracy_m"]].round().astype(int)
    share = (table["within"] * 100).round().astype(int).astype(str) + " %"
    return table.assign(**whole, within=share)


def _precisions(tables: dict[str, pd.DataFrame], placed: tuple[str, ...]) -> pd.DataFrame:
    rows = [
        {"table": name, "city": city, **group.value_counts().reindex(PRECISIONS, fill_value=0)}
        for name in placed
        for city, group in tables[name].groupby("city")["precision"]
    ]
    return pd.DataFrame(rows)


def _markdown(table: pd.DataFrame) -> str:
    head = [f"| {' | '.join(table.columns)} |", f"|{'---|' * len(table.columns)}"]
    cells = table.astype(str).to_numpy()
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in cells)])
