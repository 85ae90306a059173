"""What is told of one hub on the screen: nothing here draws, so that it is loaded at the start."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.answers.house_measures import CityLists, HouseMeasures, city_lists, house_measures
from geo.answers.hub_profile import HubProfile, city_suppliers, hub_profile
from geo.answers.lease_end import LeaseEnd, lease_end
from geo.data.store import Dataset
from pages.session import server


@server.shared(256)
def profile_of(data: Dataset, hub_id: str, city: str, mode: str) -> HubProfile:
    """The figures of one hub; shared between sessions and never changed."""
    return hub_profile(data, server.network(city), hub_id, mode, _suppliers(data, city))


@server.shared(256)
def measures_of(data: Dataset, hub_id: str, year: int) -> HouseMeasures:
    """Mix, and coming and going, of one hub; shared between sessions and never changed."""
    city = str(data.hubs.set_index("id").at[hub_id, "city"])
    return house_measures(data, hub_id, year, _lists(data, city, year))


@server.shared(4)
def _suppliers(data: Dataset, city: str) -> gpd.GeoDataFrame:
    return city_suppliers(data, city)


@server.shared(4)
def _lists(data: Dataset, city: str, year: int) -> CityLists:
    return city_lists(data, city, year)


def lease_of(hub: pd.Series, year: int) -> LeaseEnd | None:
    """When the lease of a hub ends, and who says so."""
    return lease_end(hub, server.terms(), year)
