"""Counts per district and neighbourhood, as hot spots and location quotients need them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.data.business_counts import counted_areas
from geo.data.selection import Selection
from geo.data.store import Dataset
from geo.data.tenant_count import organisation_shares
from geo.data.thresholds import FEW_BUSINESSES
from geo.evidence.hotspots import MoranAnswer, getis_ord, moran, queen_weights
from geo.evidence.location_quotient import location_quotient

SECTORS = ("culture_recreation", "business_services", "transport_information")
LEVELS = ("district", "neighbourhood")


def neighbourhood_tenants(dataset: Dataset, chosen: Selection, city: str) -> gpd.GeoDataFrame:
    """Named tenants per neighbourhood of one city.

    Buildings placed at the middle of their neighbourhood count; those known only to a postcode of
    four digits do not, for that may lie in several neighbourhoods.

    Returns
    -------
    GeoDataFrame
        ``code, name, district, value, n`` (both the number of tenants), one row a neighbourhood.

    Examples
    --------
    The buildings of the toy city know no neighbourhood:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> neighbourhood_tenants(toy, select(toy, Filters()), "Amsterdam")["value"].tolist()
    [0.0]
    """
    areas = dataset.neighbourhoods
    areas = areas[areas["city"].eq(city)]
    hubs = chosen.hubs[chosen.hubs["city"].eq(city) & chosen.hubs["precision"].ne("postcode4")]
    code = chosen.tenants["hub_id"].map(hubs.set_index("id")["neighbourhood_code"])
    counts = areas["code"].map(code.value_counts()).fillna(0).astype(float)
    return _areas(areas, counts, counts)


def business_share(dataset: Dataset, city: str, sector: str) -> gpd.GeoDataFrame:
    """Share of a sector among the business establishments of each neighbourhood.

    Neighbourhoods without a count, or with fewer than `FEW_BUSINESSES`, are left out.

    Returns
    -------
    GeoDataFrame
        ``code, name, district, value`` (0 to 1), ``n`` (establishments).

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> business_share(toy_dataset(), "Amsterdam", "culture_recreation")["value"].tolist()
    [0.2]
    """
    areas = dataset.neighbourhoods
    areas = areas[areas["city"].eq(city)]
    count = areas[f"businesses_{sector}"].astype("Float64").astype(float)
    total = areas["businesses"].astype("Float64").astype(float)
    known = count.notna() & total.ge(FEW_BUSINESSES)
    return _areas(areas[known], (count / total)[known], total[known])


def _areas(areas: gpd.GeoDataFrame, value: pd.Series, n: pd.Series) -> gpd.GeoDataFrame:
    columns = ["city", "code", "name", "district", "year", "geometry"]
    return areas[columns].assign(value=value, n=n).reset_index(drop=True)


def hot_spots(areas: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, MoranAnswer | None]:
    """Add Gi* to areas, and Moran's I of them all.

    Parameters
    ----------
    areas : GeoDataFrame
        With ``value``, none missing.

    Returns
    -------
    tuple
        The areas with ``z, p, q, verdict``, and Moran's I; no test, hence "too_few" and None,
        when there are fewer than two areas or all have the same value.
    """
    if areas["value"].nunique() < 2:  # noqa: PLR2004 - no spread, no test
        none = dict.fromkeys(("z", "p", "q"), float("nan"))
        return areas.assign(**none, verdict="too_few"), None
    values, weights = areas["value"].to_numpy(dtype=float), queen_weights(areas)
    tested = getis_ord(values, weights)
    answer = moran(values, weights)
    if answer.too_few:
        tested["verdict"] = "too_few"
    return areas.assign(**{name: tested[name].to_numpy() for name in tested}), answer


def sector_quotients(dataset: Dataset, city: str, sector: str, level: str) -> gpd.GeoDataFrame:
    """Location quotient of a business sector per district or neighbourhood of one city.

    Parameters
    ----------
    sector : str
        One of `SECTORS`.
    level : "district" or "neighbourhood"
        The second is the finest that the city counts: in Amsterdam its 22 areas.

    Returns
    -------
    GeoDataFrame
        ``city, code, name`` and the columns of `geo.evidence.location_quotient.location_quotient`;
        empty where the city has no counts. The whole is all counted areas of the one city: cities
        that count otherwise are never put together.
    """
    areas = counted_areas(dataset, city)
    counts = pd.DataFrame(
        {
            "code": areas["district_code"] if level == "district" else areas["code"],
            "x": areas[f"businesses_{sector}"],
            "n": areas["businesses"],
        }
    ).dropna()
    every = dataset.districts if level == "district" else areas
    return _quotients(every, city, counts.groupby("code", as_index=False).sum())


def chain_quotients(
    dataset: Dataset, chosen: Selection, city: str, chain: str, level: str
) -> gpd.GeoDataFrame:
    """Location quotient of a chain among the named tenants per district or neighbourhood.

    The whole is all named tenants of the city in a building with a place, whatever their chain;
    a tenant in two chains counts half in each. A building known only to a postcode of four digits
    counts in its district but in no neighbourhood.

    Returns
    -------
    GeoDataFrame
        As `sector_quotients`; only areas with a tenant.
    """
    hubs = chosen.hubs[chosen.hubs["city"].eq(city)]
    if level == "neighbourhood":
        hubs = hubs[hubs["precision"].ne("postcode4")]
    shares = organisation_shares(chosen)
    code = shares["hub_id"].map(hubs.set_index("id")[f"{level}_code"])
    weight = shares["weight"]
    counts = pd.DataFrame(
        {"code": code, "x": weight.where(shares["chain"].eq(chain), 0.0), "n": weight}
    ).dropna()
    every = dataset.districts if level == "district" else dataset.neighbourhoods
    return _quotients(every, city, counts.groupby("code", as_index=False).sum())


def _quotients(every: gpd.GeoDataFrame, city: str, counts: pd.DataFrame) -> gpd.GeoDataFrame:
    areas = every.loc[every["city"].eq(city), ["city", "code", "name", "geometry"]]
    areas = areas.merge(counts, on="code").reset_index(drop=True)
    whole, total = counts["x"].sum(), counts["n"].sum()
    if areas.empty or not whole:
        none = dict.fromkeys(("lq", "low", "high", "expected"), float("nan"))
        return areas.assign(**none, verdict="too_few")
    # Summed fractions may pass their whole by a last bit.
    table = location_quotient(areas["x"].round(9), areas["n"].round(9), round(whole, 9), total)
    return areas.assign(**{name: table[name] for name in table if name not in ("x", "n")})
