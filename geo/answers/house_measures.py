"""How mixed one house is beside the others of its city, and how long tenants stay there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.data.row_kinds import organisations_now
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.evidence.house_mix import FEW, HouseMix, house_mix, rarefied_hill
from geo.evidence.turnover import StayTest, Turnover, stay_test, turnover

COMMON = 1
"""Order of the Hill number that counts the common chains."""


@dataclass(frozen=True)
class HouseMeasures:
    """What the tenant list of one house says of mix and of coming and going.

    Attributes
    ----------
    mix : HouseMix
        At the number of tenants of the shortest list of the city that is long enough.
    others : int
        Other houses of the city with a list that is long enough.
    middle : float or None
        Common chains of the middle one of those, at the same number; None without any.
    stay : Turnover
    test : StayTest
        Whether the houses of the city with enough dates differ.
    """

    mix: HouseMix
    others: int
    middle: float | None
    stay: Turnover
    test: StayTest


def first_codes(tenants: pd.DataFrame, chains: Collection[str]) -> pd.DataFrame:
    """Return the organisations that are there now by the first of their chains and stages.

    Parameters
    ----------
    tenants : DataFrame
    chains : collection of str
        Who is first of another takes no part.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> first_codes(toy_dataset().tenants, ["music"]).values.tolist()
    [['h5', 'music', 'make'], ['h6', 'music', 'public']]
    """
    rows = tenants[organisations_now(tenants)]
    first = rows[["hub_id", "chain", "stage"]].assign(
        **{name: rows[name].fillna("").str.split(";").str[0] for name in ("chain", "stage")}
    )
    return first[first["chain"].isin(list(chains))]


@dataclass(frozen=True)
class CityLists:
    """The tenant lists of all houses of a city, as each of them is held against the others.

    Attributes
    ----------
    tenants : DataFrame
        Of all its houses.
    codes : DataFrame
        Their `first_codes`.
    size : int
        Organisations of the shortest list that is long enough; 0 without any.
    common : mapping of hub id to float
        Common chains of the houses with such a list, at that number.
    closed : mapping of hub id to int
        Year each house closed that did.
    test : StayTest
    """

    tenants: pd.DataFrame
    codes: pd.DataFrame
    size: int
    common: Mapping[str, float]
    closed: Mapping[str, int]
    test: StayTest


def city_lists(dataset: Dataset, city: str, year: int) -> CityLists:
    """Gather the tenant lists of the houses of one city.

    Parameters
    ----------
    dataset : Dataset
    city : str
    year : int
        Year the lists hold for.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> lists = city_lists(toy_dataset(), "Amsterdam", 2026)
    >>> lists.size, lists.test.p
    (0, None)
    """
    dataset, _ = guarded_dataset(dataset)
    houses = dataset.hubs.loc[dataset.hubs["city"].eq(city), "id"]
    tenants = dataset.tenants[dataset.tenants["hub_id"].isin(houses)]
    closed = closing_years(dataset.hubs)
    codes = first_codes(tenants, dataset.chain_model.ten)
    counts = {
        str(house): rows["chain"].value_counts().to_numpy()
        for house, rows in codes.groupby("hub_id")
        if len(rows) >= FEW
    }
    size = min((int(each.sum()) for each in counts.values()), default=0)
    common = {house: rarefied_hill(each, size, COMMON) for house, each in counts.items()}
    return CityLists(tenants, codes, size, common, closed, stay_test(tenants, year, closed))


def house_measures(
    dataset: Dataset, hub_id: str, year: int, lists: CityLists | None = None
) -> HouseMeasures:
    """Measure one house beside the others of its city.

    Parameters
    ----------
    dataset : Dataset
    hub_id : str
    year : int
        Year the tenant list holds for.
    lists : CityLists, optional
        `city_lists` of its city and that year, for who asks after many houses; gathered when not
        given.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> found = house_measures(toy_dataset(), "h1", 2026)
    >>> found.mix.n, found.mix.hill, found.others, found.middle
    (2, (), 0, None)
    """
    if lists is None:
        lists = city_lists(dataset, dataset.hubs.set_index("id").at[hub_id, "city"], year)
    others = [common for house, common in lists.common.items() if house != hub_id]
    codes, tenants = (rows[rows["hub_id"].eq(hub_id)] for rows in (lists.codes, lists.tenants))
    return HouseMeasures(
        house_mix(codes, lists.size),
        len(others),
        float(pd.Series(others).median()) if others else None,
        turnover(tenants, year, lists.closed.get(hub_id)),
        lists.test,
    )


def closing_years(hubs: pd.DataFrame) -> dict[str, int]:
    """Return the year each house closed that did.

    Parameters
    ----------
    hubs : DataFrame
        ``id, closed``.

    Examples
    --------
    >>> closing_years(pd.DataFrame({"id": ["a", "b"], "closed": ["2020-05", None]}))
    {'a': 2020}
    """
    shut = hubs[hubs["closed"].notna()]
    years = pd.to_numeric(shut["closed"].astype(str).str[:4])
    return dict(zip(shut["id"].astype(str), years.astype(int).tolist(), strict=True))
