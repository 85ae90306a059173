"""What if a building closes, its leases end, or a new one opens: which links break or mend.

A scenario changes the rows a set of filters leaves; nothing else is assumed. Who loses a building
is gone: where tenants would move to, nobody knows. A link runs from a building with a tenant in a
stage of a chain to the nearest supplier of the next stage (a partner, another building, or the
house itself); it is whole when that lies within a chosen distance over the streets.

Distances do not depend on a scenario: they are measured once for a city, and only those of a new
building are added (`geo.network.distances`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.data.chains import spread_codes
from geo.data.selection import Selection, with_counts
from geo.network.distances import KEY

MOST_NEW = 5
MOST_TENANTS = 500
SAME_MIN = 0.01  # nearer together than this, two travel times are the same
WHEN = ("before", "after")
UNSURE, WHOLE, LOOSE = "unknown", "whole", "loose"
CHANGES = ("broken", "gone", "further", "unknown", "nearer", "mended", "new", "same")


@dataclass(frozen=True)
class NewHub:
    """A building to set down: where (EPSG:28992), in which city, and who would be in it.

    Attributes
    ----------
    mix : tuple of (chain, stage, number of tenants)
    name : str
        As the planner calls it; "" is called by its number.
    """

    x: float
    y: float
    city: str
    mix: tuple[tuple[str, str, int], ...]
    name: str = ""


@dataclass(frozen=True)
class Scenario:
    """What would change.

    Attributes
    ----------
    name : str
        As the planner calls it.
    removed : tuple of str
        Ids of buildings that close.
    ends_before : int or None
        Every building or tenant that ends before this year is gone.
    term_years : int
        Years a lease is taken to last where only its begin is known; 0 takes nothing.
    opened : tuple of NewHub
    """

    name: str = ""
    removed: tuple[str, ...] = ()
    ends_before: int | None = None
    term_years: int = 0
    opened: tuple[NewHub, ...] = ()

    @property
    def of_one_planner(self) -> bool:
        """Whether it holds what only its planner thought of: a name, or a place to build."""
        return bool(self.name or self.opened)

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to compare."""
        return not (self.removed or self.ends_before or self.opened)


@dataclass(frozen=True)
class Applied:
    """The rows after a scenario.

    Attributes
    ----------
    after : Selection
    hubs_gone, tenants_gone : DataFrame
        The rows that are gone.
    undecided_hubs, undecided_tenants : int
        Rows that stay because neither begin nor end of their lease is known (0 when no year is
        asked for). A permanent house stays for certain.
    """

    after: Selection
    hubs_gone: pd.DataFrame
    tenants_gone: pd.DataFrame
    undecided_hubs: int
    undecided_tenants: int


def apply(scenario: Scenario, before: Selection) -> Applied:
    """Return the rows as they would be; what is given is not changed.

    Parameters
    ----------
    scenario : Scenario
    before : Selection

    Examples
    --------
    Without Pand 1 its three named tenants are gone, and nobody else:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> before = select(toy_dataset(), Filters())
    >>> applied = apply(Scenario(removed=("h1",)), before)
    >>> applied.tenants_gone["id"].tolist(), len(before.tenants) - len(applied.after.tenants)
    (['t1', 't4', 't10'], 3)
    """
    year, term = scenario.ends_before, scenario.term_years
    every = pd.concat([before.hubs, before.hubs_without_place])
    hub_end = _hub_ends(every, term)
    tenant_end = _ends(before.tenants, "year_from", "year_to", term)
    open_ended = hub_end.isna() & every["tenure"].ne("permanent")
    closing = every["id"].isin(scenario.removed)
    leaving = pd.Series(False, index=before.tenants.index)
    if year is not None:
        closing |= hub_end.lt(year).fillna(False).astype(bool)
        leaving |= tenant_end.lt(year).fillna(False).astype(bool)
    gone = set(every.loc[closing, "id"])
    leaving |= before.tenants["hub_id"].isin(gone)
    after = _without(before, gone, set(before.tenants.loc[leaving, "id"]))
    return Applied(
        after=_with_new(after, scenario.opened),
        hubs_gone=pd.DataFrame(every[closing].drop(columns="geometry")),
        tenants_gone=before.tenants[leaving],
        undecided_hubs=int((open_ended & ~closing).sum()) if year else 0,
        undecided_tenants=int((tenant_end.isna() & ~leaving).sum()) if year else 0,
    )


def _ends(rows: pd.DataFrame, begin: str, end: str, term: int) -> pd.Series:
    """Year in which a lease ends: the known one, else its begin and the term, else missing."""
    known = rows[end].astype("Int64")
    return known.fillna(rows[begin].astype("Int64") + term) if term else known


def _hub_ends(hubs: pd.DataFrame, term: int) -> pd.Series:
    """Year in which a house ends: closed, or the end of its lease by a source, else by its term.

    A permanent house has no term.
    """
    told = hubs["closed"].astype("Int64").fillna(hubs["lease_end"].astype("Int64"))
    taken = _ends(hubs, "opened", "closed", term).where(hubs["tenure"].ne("permanent"))
    return told.fillna(taken)


def _without(before: Selection, hub_ids: set[str], tenant_ids: set[str]) -> Selection:
    tenants = before.tenants[~before.tenants["id"].isin(tenant_ids)]
    hubs, off_map = (
        with_counts(frame[~frame["id"].isin(hub_ids)], tenants)
        for frame in (before.hubs, before.hubs_without_place)
    )
    return replace(
        before,
        hubs=hubs,
        hubs_without_place=off_map,
        tenants=tenants,
        shares=before.shares[~before.shares["tenant_id"].isin(tenant_ids)],
        totals=before.totals[~before.totals["hub_id"].isin(hub_ids)],
    )


def set_down(hubs: gpd.GeoDataFrame, opened: Sequence[NewHub]) -> gpd.GeoDataFrame:
    """Put the new buildings of a scenario under a frame of buildings, in its columns and types.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> new = NewHub(150, 0, "Amsterdam", (("music", "public", 3),))
    >>> set_down(toy_hubs(), (new,))["id"].tolist()[-2:]
    ['h12', 'new:1']
    """
    rows = gpd.GeoDataFrame(
        {
            "id": [new_id(i) for i in range(len(opened))],
            "name": [new_name(new, i) for i, new in enumerate(opened)],
            "city": [new.city for new in opened],
            "status": "planned",
            "kind": "broedplaats",
            "tenure": "unknown",
            "precision": "address",
            "accuracy_m": 0.0,
            "n_tenants": [sum(n for _, _, n in new.mix) for new in opened],
            "n_rooms": 0,
        },
        geometry=[shapely.Point(new.x, new.y) for new in opened],
        crs=hubs.crs,
    )
    return gpd.GeoDataFrame(_stacked(hubs, rows), geometry="geometry", crs=hubs.crs)


def _with_new(after: Selection, opened: Sequence[NewHub]) -> Selection:
    if not opened:
        return after
    shares = pd.DataFrame(
        [
            (f"{new_id(i)}:{chain}:{stage}:{k}", new_id(i), chain, stage, 1.0)
            for i, new in enumerate(opened)
            for chain, stage, number in new.mix
            for k in range(number)
        ],
        columns=["tenant_id", "hub_id", "chain", "stage", "weight"],
    )
    city = {new_id(i): new.city for i, new in enumerate(opened)}
    tenants = shares.rename(columns={"tenant_id": "id"}).drop(columns="weight")
    tenants = tenants.assign(city=tenants["hub_id"].map(city), label="+", is_total=False)
    return replace(
        after,
        hubs=set_down(after.hubs, opened),
        tenants=_stacked(after.tenants, tenants),
        shares=_stacked(after.shares, shares),
    )


def new_id(position: int) -> str:
    """Id of the building that a scenario sets down at a position of its list.

    Examples
    --------
    >>> new_id(0)
    'new:1'
    """
    return f"new:{position + 1}"


def new_name(new: NewHub, position: int) -> str:
    """What a new building is called: its name, else its number in the list.

    Examples
    --------
    >>> new_name(NewHub(0, 0, "Amsterdam", ()), 1), new_name(NewHub(0, 0, "A", (), "De Kade"), 1)
    ('+2', 'De Kade')
    """
    return new.name or f"+{position + 1}"


def _stacked(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Put rows under a frame; its columns and types stay, what they do not have is missing."""
    filled = more.reindex(columns=rows.columns)
    for name, kind in rows.dtypes.items():
        if name != "geometry" and filled[name].isna().all():
            filled[name] = pd.Series([None] * len(filled), dtype="object").astype(kind)
    return pd.concat([rows, filled], ignore_index=True)


def compare_links(
    before: pd.DataFrame,
    after: pd.DataFrame,
    limit_m: float = 500,
    coarse: Collection[str] = frozenset(),
) -> pd.DataFrame:
    """Set the links before and after a scenario against each other.

    A link is whole when its supplier is in the house or within ``limit_m`` over the streets, and
    loose when it is farther or does not exist. Where the place of either end is too coarse to
    tell, the change is unknown. "Further" and "nearer" go by travel time, as "nearest" does.

    Parameters
    ----------
    before, after : DataFrame
        As `geo.network.distances.links` gives them.
    limit_m : float
        Metres.
    coarse : collection of str
        Ids of houses and partners placed too coarsely for the limit.

    Returns
    -------
    DataFrame
        `KEY`, ``hub_name``, and ``tenants, target_id, target_name, metres, minutes, reason`` each
        with ``_before`` and ``_after``, ``extra_m, extra_min``, ``link_before, link_after``
        ("whole", "loose", "unknown"; None where there is none) and ``change``, one of `CHANGES`:
        "gone" is a link whose building or whose tenants in it are gone, "new" one of a new
        building.
    """
    shown = ["hub_name", "tenants", "target_id", "target_name", "metres", "minutes", "reason"]
    both = before[[*KEY, *shown]].merge(
        after[[*KEY, *shown]], on=KEY, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    both["hub_name"] = both["hub_name_before"].fillna(both["hub_name_after"])
    both["extra_m"] = both["metres_after"].astype(float) - both["metres_before"].astype(float)
    both["extra_min"] = both["minutes_after"].astype(float) - both["minutes_before"].astype(float)
    for when in WHEN:
        both[f"link_{when}"] = _state(both, when, limit_m, coarse)
    both["change"] = _change(both)
    return both.drop(columns=["hub_name_before", "hub_name_after", "_merge"])


def _change(both: pd.DataFrame) -> npt.NDArray[np.str_]:
    was, now = both["link_before"], both["link_after"]
    slower, faster = both["extra_min"].gt(SAME_MIN), both["extra_min"].lt(-SAME_MIN)
    # A supplier that is beyond the limit and then nowhere at all is a step further away.
    lost = both["metres_before"].notna() & both["metres_after"].isna()
    found = both["metres_before"].isna() & both["metres_after"].notna()
    # From a house placed too coarsely for the limit a way is still longer or shorter.
    untold = [both[f"reason_{when}"].isin(["too_coarse", "no_place"]) for when in WHEN]
    unknown = untold[0] | untold[1]
    moved = both["reason_before"].ne(both["reason_after"])
    tests = {
        "gone": both["_merge"].eq("left_only"),
        "new": both["_merge"].eq("right_only"),
        "same": unknown & ~moved,
        "unknown": unknown,
        # The soonest is not always the shortest (a ferry): a way that takes longer never mends.
        "broken": (was == WHOLE) & (now == LOOSE) & ~faster,
        "mended": (was == LOOSE) & (now == WHOLE) & ~slower,
        "further": lost | slower,
        "nearer": found | faster,
    }
    return np.select([test.to_numpy(dtype=bool) for test in tests.values()], list(tests), "same")


def _state(both: pd.DataFrame, when: str, limit_m: float, coarse: Collection[str]) -> pd.Series:
    reason, metres = both[f"reason_{when}"], both[f"metres_{when}"].astype(float)
    near = reason.eq("ok") & metres.le(limit_m)
    # A supplier that is surely farther than the limit is so wherever in its postcode it stands.
    unsure = near & both[f"target_id_{when}"].isin(coarse)
    unsure |= reason.isin(["ok", "no_target", "unreachable"]) & both["hub_id"].isin(coarse)
    unsure |= reason.isin(["too_coarse", "no_place"])
    tests = [reason.isna(), unsure, reason.eq("in_house") | near]
    state = pd.Series(np.select(tests, ["", UNSURE, WHOLE], LOOSE), index=both.index, dtype=object)
    return state.where(reason.notna(), None)


def presence(chosen: Selection, cities: Sequence[str], chains: Sequence[str]) -> pd.DataFrame:
    """Count tenants and partners of every chain and stage per city.

    Returns
    -------
    DataFrame
        Indexed by ``city, chain, stage``: ``tenants`` and ``partners`` (sums of shares); only what
        occurs.
    """
    every = pd.concat([chosen.hubs, chosen.hubs_without_place]).set_index("id")["city"]
    shares = chosen.shares.assign(city=chosen.shares["hub_id"].map(every))
    partners = spread_codes(chosen.partners[["city", "chain", "stage"]])
    keys = ["city", "chain", "stage"]
    table = pd.DataFrame(
        {
            "tenants": shares.groupby(keys)["weight"].sum(),
            "partners": partners.groupby(keys)["weight"].sum(),
        }
    ).fillna(0.0)
    table = table.round(9)  # thirds may differ in a last bit
    kept = table.index.get_level_values("city").isin(cities)
    return table[kept & table.index.get_level_values("chain").isin(chains)]


def compare_presence(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Set presence before and after against each other; only what changed.

    Returns
    -------
    DataFrame
        ``city, chain, stage, tenants_before, tenants_after, partners, change``: "lost" (nobody
        left), "found" (somebody where nobody was), "fewer" or "more".
    """
    names = before.index.names
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer")
    both = both.fillna(0.0).rename_axis(names).reset_index()
    was = both["tenants_before"] + both["partners_before"]
    now = both["tenants_after"] + both["partners_after"]
    both["change"] = np.select(
        [was.gt(0) & now.eq(0), was.eq(0) & now.gt(0), now.lt(was), now.gt(was)],
        ["lost", "found", "fewer", "more"],
        default="same",
    )
    both = both.rename(columns={"partners_after": "partners"})
    columns = ["city", "chain", "stage", "tenants_before", "tenants_after", "partners", "change"]
    return both.loc[both["change"].ne("same"), columns].reset_index(drop=True)


@dataclass(frozen=True)
class Tally:
    """The numbers a sentence is made from.

    Attributes
    ----------
    broken, mended, further, nearer, unknown : int
        Links of buildings that stay.
    tenants_hit : float
        Tenants (sum of shares) with a link that breaks or gets longer.
    extra_m, extra_min : float
        Mean extra metres and minutes of those whose new way is known, weighted by tenants; NaN if
        there are none.
    tenants_helped : float
        Tenants with a link that mends or gets shorter.
    less_min : float
        Mean change in minutes of those (below 0); NaN if none was known before.
    """

    broken: int
    mended: int
    further: int
    nearer: int
    unknown: int
    tenants_hit: float
    extra_m: float
    extra_min: float
    tenants_helped: float
    less_min: float


def tally(changes: pd.DataFrame) -> Tally:
    """Count the changes of `compare_links`."""
    counts = changes["change"].value_counts()
    broken, mended, further, nearer, unknown = (
        int(counts.get(name, 0)) for name in ("broken", "mended", "further", "nearer", "unknown")
    )
    hit, extra_m, extra_min = _tenants_of(changes, ("broken", "further"))
    helped, _, less_min = _tenants_of(changes, ("mended", "nearer"))
    return Tally(
        broken, mended, further, nearer, unknown, hit, extra_m, extra_min, helped, less_min
    )


def _tenants_of(changes: pd.DataFrame, kinds: Sequence[str]) -> tuple[float, float, float]:
    """Tenants with a link of these changes, and their mean extra metres and minutes."""
    rows = changes[changes["change"].isin(kinds)]
    known = rows[rows["extra_min"].notna()]
    weight = known["tenants_after"].astype(float)
    if not weight.sum():
        return float(rows["tenants_after"].sum()), float("nan"), float("nan")
    metres, minutes = (
        float((known[name] * weight).sum() / weight.sum()) for name in ("extra_m", "extra_min")
    )
    return float(rows["tenants_after"].sum()), metres, minutes
