"""A planner's own rows laid beside the shipped tables, so that they take part in every answer.

Own rows stay recognisable: each has ``own`` True, an id that begins with ``own-``, and names its
file as its source; the data package gets one more resource for each table they come into. Rows of
a register pass the small-number guard before anything is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.intake.meaning.joining import link_to_hubs
from geo.own.forms import OWN, table_with
from geo.own.meanings import texts
from geo.own.standing import nearest_building, within_of

OWN_ID = "own-"
TABLES = ("hubs", "tenants", "partners", "meeting_places")
TAKES_PART, IN_BUILDING, OWN_PLACE = "takes_part", "in_building", "own_place"
COUNTING = (TAKES_PART, IN_BUILDING, OWN_PLACE)
"""Outcomes of rows that take part: as they say, by where they stand, as a place of their own."""
HUB_CHOICE = "hub:"
TOLD = ("hub", "address", "city", "in_city")
MARK_LENGTH = 8
BESIDE = ["file", "number", "name", "hub_id", "metres", "joined"]
NOBODY = ("entity", "table", "outcome", "file", "number", "name", "beside", "metres", "geometry")
HASH_SHOWN = 16


@dataclass(frozen=True, eq=False)
class OwnRows:
    """The rows of one file or one table of a project.

    Attributes
    ----------
    name, sha256, day : str
        What the planner calls it, its hash, and the ISO date it was read or changed.
    values : GeoDataFrame
        As `geo.intake.model.result.Intake.values`: EPSG:28992, the index is the row's number,
        ``entity`` one of `TABLES`.
    choices : mapping
        What the planner said: "<row>:<shipped id>" to "both", "keep_own" or "keep_shipped" for two
        rows that are one thing, "hub:<row>" to the id of the hub a tenant lives in, and
        `geo.own.standing.WITHIN_CHOICE` to the metres within which a row is in the building beside
        it.
    """

    name: str
    sha256: str
    day: str
    values: gpd.GeoDataFrame
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """Shipped tables with own rows in them.

    Attributes
    ----------
    dataset : Dataset
        `Dataset.key` tells it from the shipped one and from other own rows.
    counts : DataFrame
        ``table, outcome, n``: what became of every own row. ``outcome`` is one of `COUNTING`, or
        "double", "outside" (of both cities), "no_building" (and no place), "several_buildings" or
        "small_number".
    beside : DataFrame
        Tenants that name no building and stand in or beside one: ``file, number, name, hub_id,
        metres`` and ``joined``, whether they count there.
    corrections : tuple of str
        What became of each correction (`geo.own.corrected`): "takes_part", "gone" (no such row),
        "renamed" (the row has another name now), "no_place" or "no_building".
    """

    dataset: Dataset
    counts: pd.DataFrame
    beside: pd.DataFrame
    corrections: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Own rows that take part."""
        return int(self.counts.loc[self.counts["outcome"].isin(COUNTING), "n"].sum())


def with_own(shipped: Dataset, brought: Sequence[OwnRows]) -> Joined:
    """Lay own rows beside the shipped ones.

    A tenant takes part in the building that it names for certain
    (`geo.intake.meaning.joining.link_to_hubs`) or that is chosen; else in the one that it stands in
    or beside (`geo.own.standing.nearest_building`); else, where it has a place, as one outside
    buildings, among the partners. A building, partner or meeting place takes part when it lies in
    one of the two cities.

    Parameters
    ----------
    shipped : Dataset
    brought : sequence of OwnRows
        In their order; tenants may live in buildings of an earlier or later one.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> hub = str(toy.hubs["name"].iloc[0])
    >>> rows = gpd.GeoDataFrame(
    ...     {"entity": ["tenants"], "name": ["Atelier Zus"], "hub": [hub], "chain": ["music"]},
    ...     geometry=[None], index=[1], crs=28992)
    >>> joined = with_own(toy, [OwnRows("lijst.csv", "ab" * 32, "2026-01-01", rows)])
    >>> joined.n, len(joined.dataset.tenants) - len(toy.tenants)
    (1, 1)
    """
    made = _gathered(shipped, brought)
    if made.empty:
        return Joined(shipped, _counts(made), _beside(made))
    part = made[made["outcome"].isin(COUNTING)]
    tables = {name: table_with(shipped, part[part["entity"].eq(name)], name) for name in TABLES}
    joined = replace(
        _without_replaced(shipped, made, tables),
        package=_package(shipped.package, made),
        key=_key(shipped, brought),
    )
    guarded, _ = guarded_dataset(joined)
    return Joined(guarded, _counts(_withheld(made, joined, guarded)), _beside(made))


def fingerprint(frame: gpd.GeoDataFrame) -> str:
    """SHA-256 of the columns, cells and places of a table of own rows.

    Examples
    --------
    >>> rows = gpd.GeoDataFrame({"name": ["A"]}, geometry=[None])
    >>> fingerprint(rows) == fingerprint(rows.rename(columns={"name": "address"}))
    False
    """
    bare = pd.DataFrame(frame.drop(columns="geometry"))
    cells = pd.util.hash_pandas_object(bare.astype("str")).to_numpy().tobytes()
    places = b"".join(wkb or b"-" for wkb in shapely.to_wkb(frame.geometry.to_numpy()))
    return sha256(repr(list(bare)).encode() + cells + places).hexdigest()


def _key(shipped: Dataset, brought: Sequence[OwnRows]) -> str:
    said = [(fingerprint(each.values), sorted(each.choices.items())) for each in brought]
    names = [(each.name, each.sha256, each.day) for each in brought]
    return sha256(repr((shipped.key, names, said)).encode()).hexdigest()


# ---- what becomes of each row


def _gathered(shipped: Dataset, brought: Sequence[OwnRows]) -> gpd.GeoDataFrame:
    """All own rows in one table, each with its id, its city, its hub and its outcome."""
    rows = [_marked(each) for each in brought if len(each.values)]
    if not rows:
        return gpd.GeoDataFrame(columns=list(NOBODY), geometry="geometry", crs=RD_NEW)
    made = gpd.GeoDataFrame(pd.concat(rows, ignore_index=True), geometry="geometry", crs=RD_NEW)
    made["geometry"] = _points(made.geometry)
    made = made[made["entity"].isin(TABLES)].reset_index(drop=True)
    made["city"] = _cities(made)
    made = _standing(_with_hubs(made, shipped), shipped)
    made = made.assign(outcome=_outcomes(made), table=made["entity"])
    # Who is in no building is to every question what a partner outside buildings is.
    return made.assign(entity=made["entity"].mask(made["outcome"].eq(OWN_PLACE), "partners"))


def _marked(own: OwnRows) -> pd.DataFrame:
    mark = sha256(f"{own.name} {own.sha256}".encode()).hexdigest()[:MARK_LENGTH]
    rows = own.values
    said = _twins_by_choice(own.choices)
    return rows.assign(
        number=rows.index,
        own_id=[f"{OWN_ID}{mark}-{row}" for row in rows.index],
        file=own.name,
        digest=own.sha256,
        day=own.day,
        same_as=["".join(said["keep_shipped"].get(str(row), [])[:1]) for row in rows.index],
        replaces=[said["keep_own"].get(str(row), []) for row in rows.index],
        chosen_hub=[own.choices.get(f"{HUB_CHOICE}{row}", "") for row in rows.index],
        within_m=within_of(own.choices),
    )


def _twins_by_choice(choices: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """Shipped ids by what the planner chose and by the number of the own row."""
    found: dict[str, dict[str, list[str]]] = {"keep_shipped": {}, "keep_own": {}}
    for pair, choice in choices.items():
        row, _, twin = pair.partition(":")
        if choice in found and not pair.startswith(HUB_CHOICE):
            found[choice].setdefault(row, []).append(twin)
    return found


def _points(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Points as they are; of an outline or a line a point on it; nothing stays nothing."""
    kinds = shapes.geom_type
    return shapes.where(kinds.eq("Point") | shapes.isna(), shapes.representative_point())


def _cities(made: gpd.GeoDataFrame) -> pd.Series:
    """The city a row lies in, else the one it names; missing when it is neither of the two."""
    lies, says = texts(made, "in_city"), texts(made, "city")
    city = lies.where(made.geometry.notna(), says)
    return city.where(city.isin(CITIES))


def _with_hubs(made: gpd.GeoDataFrame, shipped: Dataset) -> gpd.GeoDataFrame:
    """Find the building of every own tenant; the city of a tenant is that of its building."""
    links = _links(made, shipped)
    several = {row for row, found in links.items() if len(found) > 1}
    certain = {row: found[0] for row, found in links.items() if len(found) == 1}
    found = made.index.to_series().map(certain).astype("str")
    found = found.mask(made["chosen_hub"].ne(""), made["chosen_hub"])
    kept = made["entity"].eq("hubs") & made["same_as"].ne("")
    # An own building that is a shipped one: who lives in it lives in the shipped one.
    same = dict(zip(made.loc[kept, "own_id"], made.loc[kept, "same_as"], strict=True))
    hub = found.map(lambda each: same.get(each, each), na_action="ignore").astype("str")
    hubs = made[made["entity"].eq("hubs")]
    cities = {
        **dict(zip(shipped.hubs["id"], shipped.hubs["city"], strict=True)),
        **dict(zip(hubs["own_id"], hubs["city"], strict=True)),
    }
    tenant = made["entity"].eq("tenants")
    city = made["city"].mask(tenant & hub.notna(), hub.map(cities)).astype("str")
    return made.assign(hub_id=hub, several=made.index.isin(several), city=city)


def _standing(made: gpd.GeoDataFrame, shipped: Dataset) -> gpd.GeoDataFrame:
    """Find the building that tenants without one stand in or beside; join those within reach."""
    homeless = made["entity"].eq("tenants") & made["hub_id"].isna() & ~made["several"]
    beside = nearest_building(made[homeless], _buildings(made, shipped)).reindex(made.index)
    joins = beside["sure"].eq(True) | beside["metres"].le(made["within_m"])
    return made.assign(
        hub_id=made["hub_id"].mask(joins, beside["hub_id"]).astype("str"),
        beside=beside["hub_id"],
        metres=beside["metres"],
        by_place=joins,
    )


def _buildings(made: gpd.GeoDataFrame, shipped: Dataset) -> gpd.GeoDataFrame:
    """Shipped buildings in use and own ones, as `nearest_building` takes them."""
    columns = ["id", "precision", "accuracy_m", "geometry"]
    used = shipped.hubs.loc[shipped.hubs["status"].ne("ended"), columns]
    own = made[made["entity"].eq("hubs") & made["same_as"].eq("") & made["city"].notna()]
    accuracy = own.get("accuracy_m", 0.0)
    mine = own[["own_id", "geometry"]].rename(columns={"own_id": "id"})
    mine = mine.assign(precision="address", accuracy_m=accuracy)[columns]
    return gpd.GeoDataFrame(pd.concat([used, mine], ignore_index=True), crs=shipped.hubs.crs)


def _beside(made: gpd.GeoDataFrame) -> pd.DataFrame:
    """The rows that stand in or beside a building, farthest last."""
    near = pd.DataFrame(made[made["beside"].notna()])
    near = near.assign(name=texts(near, "name"), joined=near["outcome"].eq(IN_BUILDING))
    near = near.assign(hub_id=near["beside"]).sort_values("metres", kind="stable")
    return near[BESIDE].reset_index(drop=True)


def _links(made: gpd.GeoDataFrame, shipped: Dataset) -> dict[int, list[str]]:
    """Ids of the certain or ambiguous buildings of every row; only likeness proves nothing."""
    own_ids = {f"own:{row}": own_id for row, own_id in made["own_id"].items()}
    tenants = made[made["entity"].eq("tenants")]
    asked = pd.DataFrame({name: texts(tenants, name).fillna("") for name in TOLD})
    # Rows that say the same live in the same building: each saying is looked up once.
    alike = asked.groupby(list(TOLD), sort=False).ngroup()
    first = alike[~alike.duplicated()]
    found: dict[int, list[str]] = {}
    for link in link_to_hubs(made.drop(tenants.index.difference(first.index)), shipped.hubs):
        if link.by != "like":
            hub_id = own_ids.get(link.hub_id, link.hub_id)
            found.setdefault(int(first[link.row]), []).append(hub_id)
    return {int(row): found[group] for row, group in alike.items() if group in found}


def _outcomes(made: gpd.GeoDataFrame) -> np.ndarray:
    tenant = made["entity"].eq("tenants")
    tests = {
        "double": made["same_as"].ne(""),
        "several_buildings": tenant & made["hub_id"].isna() & made["several"],
        "no_building": tenant & made["hub_id"].isna() & made.geometry.isna(),
        "outside": made["city"].isna(),
        OWN_PLACE: tenant & made["hub_id"].isna(),
        IN_BUILDING: made["by_place"],
    }
    return np.select(
        [test.to_numpy(dtype=bool) for test in tests.values()], list(tests), default=TAKES_PART
    )


def _counts(made: pd.DataFrame) -> pd.DataFrame:
    counted = made.groupby(["table", "outcome"], as_index=False).size()
    return counted.rename(columns={"size": "n"})


def _withheld(made: gpd.GeoDataFrame, joined: Dataset, guarded: Dataset) -> gpd.GeoDataFrame:
    """Say of the rows that the small-number guard left out that it did."""
    gone: set[str] = set()
    for name in ("tenants", "partners"):
        before, after = getattr(joined, name), getattr(guarded, name)
        gone |= set() if before is after else set(before["id"]) - set(after["id"])
    return made.assign(outcome=made["outcome"].mask(made["own_id"].isin(gone), "small_number"))


def _without_replaced(
    shipped: Dataset, made: gpd.GeoDataFrame, tables: Mapping[str, pd.DataFrame]
) -> Dataset:
    """Take out the shipped rows that an own row stands for; who lived in one lives in the own."""
    mine = made[made["outcome"].isin(COUNTING)]
    gone = {
        shipped_id: own_id
        for own_id, replaced in zip(mine["own_id"], mine["replaces"], strict=True)
        for shipped_id in replaced
    }
    kept = {
        name: frame[~frame["id"].isin(gone)].reset_index(drop=True)
        for name, frame in tables.items()
    }
    tenants = kept["tenants"]
    lives = tenants["hub_id"].map(lambda hub: gone.get(hub, hub), na_action="ignore")
    kept["tenants"] = tenants.assign(hub_id=lives.astype("str"))
    return replace(shipped, **kept)


def _package(package: dict[str, Any], made: gpd.GeoDataFrame) -> dict[str, Any]:
    """The data package with a resource for every file and table own rows come from."""
    part = made[made["outcome"].isin(COUNTING)]
    resources = [
        own_resource(f"{OWN}-{table}-{digest[:MARK_LENGTH]}", table, (file, digest, day), len(rows))
        for (table, file, digest, day), rows in part.groupby(["entity", "file", "digest", "day"])
    ]
    return {**package, "resources": [*package["resources"], *resources]}


def own_resource(name: str, table: str, said: tuple[str, str, str], rows: int) -> dict[str, Any]:
    """Describe what a planner brought to one table as a resource of the data package.

    Parameters
    ----------
    name : str
        Of the resource, its own in the package.
    table : str
        One of `TABLES`.
    said : (str, str, str)
        What the planner calls it, its SHA-256 and its ISO date.
    rows : int

    Examples
    --------
    >>> own_resource("own-hubs", "hubs", ("lijst.csv", "ab" * 32, "2026-03-01"), 3)["credit"]
    'lijst.csv (sha256 abababababababab)'
    """
    title, digest, day = said
    return {
        "name": name,
        "table": table,
        OWN: True,
        "path": title,
        "title": title,
        # Wherever sources are named, a sheet, a figure or a slide, the hash goes with the name.
        "credit": f"{title} (sha256 {digest[:HASH_SHOWN]})",
        "date": day,
        "rows": rows,
        "hash": f"sha256:{digest}",
        "sources": [{"title": title, "date": day}],
        "licenses": [],
        "schema": {"fields": []},
    }
