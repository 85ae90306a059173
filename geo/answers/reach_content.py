"""What lies within some minutes of a place: tenants, partners, meeting places and stops.

Counted by travel time over the streets, not by what the drawn ground covers. A row placed at the
middle of a neighbourhood or postcode may or may not lie within five minutes: it is counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.data.chains import spread_codes
from geo.data.coarseness import coarse_rows
from geo.data.errors import ArgumentError
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.selection import Selection
from geo.network.graph import StreetNetwork
from geo.network.proximity import distance_matrix

MINUTES = (5.0, 10.0, 15.0)
KINDS = ("hubs", "tenants", "partners", "meeting_places", "stops")
PLACE_COLUMNS = ["kind", "id", "name", "chain", "stage", "precision", *SOURCE_COLUMNS, "geometry"]
COLUMNS = ["kind", "id", "name", "place_name", "chain", "stage", "weight", "minutes"]


@dataclass(frozen=True)
class ReachContent:
    """What lies within the largest number of minutes.

    Attributes
    ----------
    rows : DataFrame
        ``kind`` (one of `KINDS`), ``id, name, place_name`` (the building of a tenant), ``chain,
        stage, weight`` (a tenant or partner of two stages has two rows of 0.5), ``minutes``, and
        the source.
    too_coarse : int
        Rows near enough by the middle of their area, of which nobody can tell.
    hub_id : str
        The building it is counted from, which is left aside itself; "" for any other place.
    """

    rows: pd.DataFrame
    too_coarse: int
    hub_id: str = ""

    def counts(self, minutes: Sequence[float] = MINUTES) -> pd.DataFrame:
        """Number of each kind within each number of minutes: `KINDS` × minutes."""
        table = {
            limit: self.rows[self.rows["minutes"].le(limit)].groupby("kind")["weight"].sum()
            for limit in minutes
        }
        return pd.DataFrame(table).reindex(KINDS).fillna(0.0)

    def by_chain_and_stage(self, limit: float) -> pd.DataFrame:
        """Tenants and partners of a chain within a number of minutes: chains × stages."""
        rows = self.rows[self.rows["kind"].isin(["tenants", "partners"])]
        rows = rows[rows["minutes"].le(limit)]
        return rows.pivot_table("weight", "chain", "stage", aggfunc="sum", fill_value=0.0)


def reach_content(
    chosen: Selection,
    stops: gpd.GeoDataFrame,
    network: StreetNetwork,
    hub_id: str,
    mode: str = "walk",
    limit: float = MINUTES[-1],
) -> ReachContent:
    """List what can be reached from a building, its own tenants left aside.

    Parameters
    ----------
    chosen : Selection
        What the filters leave.
    stops : GeoDataFrame
        ``id, name, city, mode``; stops of one name and mode count once.
    network : StreetNetwork
        Of the city of the building.
    hub_id : str
        A building of ``chosen.hubs``.
    mode : "walk" or "cycle"
    limit : float
        Minutes.

    Raises
    ------
    ArgumentError
        When the building is not among those that pass and have a place.

    Examples
    --------
    From h5 the shop on its corner, by ferry h1, and h6 and h9 a street away:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> found = reach_content(select(toy, Filters()), toy.stops, toy_network(), "h5", limit=1.25)
    >>> found.rows.loc[found.rows["kind"].isin(["hubs", "partners"]), "id"].tolist()
    ['p2', 'h1', 'h6', 'h9']
    """
    origin = chosen.hubs[chosen.hubs["id"].eq(hub_id)]
    if origin.empty:
        raise ArgumentError("argument", argument="hub_id", value=hub_id, allowed="placed hubs")
    return replace(content_around(chosen, stops, network, origin, mode, limit), hub_id=hub_id)


def content_around(
    chosen: Selection,
    stops: gpd.GeoDataFrame,
    network: StreetNetwork,
    place: gpd.GeoDataFrame,
    mode: str = "walk",
    limit: float = MINUTES[-1],
) -> ReachContent:
    """List what can be reached from any place; a building with the id of the place is left aside.

    Parameters
    ----------
    chosen : Selection
        What the filters leave.
    stops : GeoDataFrame
        ``id, name, city, mode``; stops of one name and mode count once.
    network : StreetNetwork
        Of the city of the place.
    place : GeoDataFrame
        One row: ``id, city`` and a Point in EPSG:28992.
    mode : "walk" or "cycle"
    limit : float
        Minutes.

    Examples
    --------
    Half way between h1 and h2, which are 75 s apart:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> place = {"id": ["here"], "city": ["Amsterdam"]}
    >>> place = gpd.GeoDataFrame(place, geometry=gpd.points_from_xy([50], [0]), crs=28992)
    >>> rows = content_around(select(toy, Filters()), toy.stops, toy_network(), place, limit=1).rows
    >>> rows.loc[rows["kind"].eq("hubs"), ["id", "minutes"]].values.tolist()
    [['h1', 0.625], ['h2', 0.625]]
    """
    things = _things(chosen, stops, str(place["city"].iloc[0]), str(place["id"].iloc[0]))
    minutes = distance_matrix(network, place, things, mode, limit)[1][0]
    found = things.assign(minutes=minutes)[minutes <= limit + 1e-9]
    coarse = coarse_rows(found)
    rows = _spread_partners(pd.DataFrame(found[~coarse]).assign(place_name=None))
    rows = pd.concat([rows, _tenants(chosen, rows[rows["kind"].eq("hubs")])], ignore_index=True)
    rows = rows.sort_values("minutes", kind="stable", ignore_index=True)
    return ReachContent(rows[[*COLUMNS, *SOURCE_COLUMNS]], int(coarse.sum()))


def _things(chosen: Selection, stops: gpd.GeoDataFrame, city: str, place: str) -> gpd.GeoDataFrame:
    """Everything that can be reached, one row each, in the same columns."""
    hubs = chosen.hubs[chosen.hubs["id"].ne(place)]
    frames = {
        "hubs": hubs.assign(chain=None, stage=None),
        "partners": chosen.partners,
        "meeting_places": chosen.meeting_places.assign(chain=None, stage=None),
        # Platforms of one stop are one stop.
        "stops": stops.drop_duplicates(["city", "name", "mode"]).assign(chain=None, stage=None),
    }
    parts = [
        frame[frame["city"].eq(city) & frame.geometry.notna()]
        .assign(kind=kind)
        .reindex(columns=PLACE_COLUMNS)
        for kind, frame in frames.items()
    ]
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return gpd.GeoDataFrame(rows.assign(id=rows["id"].astype(str)), crs=chosen.hubs.crs)


def _spread_partners(rows: pd.DataFrame) -> pd.DataFrame:
    """A partner of two stages stands in both, half in each; anything else counts once."""
    partners = rows["kind"].eq("partners")
    return pd.concat([rows[~partners].assign(weight=1.0), spread_codes(rows[partners])])


def _tenants(chosen: Selection, houses: pd.DataFrame) -> pd.DataFrame:
    named = chosen.tenants[["id", "label", *SOURCE_COLUMNS]].rename(columns={"label": "name"})
    rows = chosen.shares.merge(named, left_on="tenant_id", right_on="id")
    places = houses[["id", "name", "minutes"]].rename(
        columns={"id": "hub_id", "name": "place_name"}
    )
    return rows.merge(places, on="hub_id").assign(kind="tenants")
