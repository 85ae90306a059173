"""What lies round every hub of a city on foot, measured once for ranking and broken links.

A question about a distance ("within 250 m?") is asked only of ends that are both placed at least
as finely as that distance; a distance itself is told only when it is no shorter than the accuracy
of both ends together, as in `geo.network.proximity`. Distances follow the streets (Dijkstra 1959).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.coarseness import accuracy_of, below_accuracy, finest_accuracy
from geo.data.store import Dataset
from geo.data.travel_modes import SPEED
from geo.evidence.catchments import per_head
from geo.network.distances import CityDistances, Floats, city_distances
from geo.network.graph import StreetNetwork
from geo.network.proximity import distance_matrix

FIVE_MINUTES_M = round(5 * 60 * SPEED["walk"], 1)
LIMIT_MIN = 60.0  # farther on foot is told as "farther"
LIMIT_KM = round(LIMIT_MIN * 60 * SPEED["walk"] / 1000, 1)
SHORT_MIN = 8.0  # finds every 400 m, also where a ferry makes them last longer
STOPS_MIN = 15.0  # a stop farther away counts for less than an eighth
COLUMNS = ["hub_id", "target_id", "metres", "minutes", "hub_accuracy_m", "target_accuracy_m"]


@dataclass(frozen=True)
class Surroundings:
    """Walks from every hub of one city.

    Attributes
    ----------
    city : str
    hubs, partners : DataFrame
        To the other hubs and to the partners within `LIMIT_MIN` on foot: ``hub_id, target_id,
        metres, minutes, hub_accuracy_m, target_accuracy_m``, soonest first within each hub.
    far_hubs, far_partners : DataFrame
        The same of those beyond it, as far as the network goes.
    meeting_places : DataFrame
        The same columns, within `FIVE_MINUTES_M`, and ``per_head``: places per thousand residents
        that the place is to those round it.
    stops : DataFrame
        The same columns, within `STOPS_MIN`.
    per_head : Series
        By hub, the same of a place in the hub itself.
    on_network : frozenset of str
        Hubs that have a place on the street network.
    """

    city: str
    hubs: pd.DataFrame
    partners: pd.DataFrame
    far_hubs: pd.DataFrame
    far_partners: pd.DataFrame
    meeting_places: pd.DataFrame
    stops: pd.DataFrame
    per_head: pd.Series
    on_network: frozenset[str]


def surroundings(
    dataset: Dataset, network: StreetNetwork, city: str, known: CityDistances | None = None
) -> Surroundings:
    """Measure what lies round every hub of a city.

    Parameters
    ----------
    dataset : Dataset
        All its hubs and partners take part; filters come later.
    network : StreetNetwork
        Of ``city``.
    city : str
    known : CityDistances, optional
        The ways on foot between hubs and partners, where they are measured already.

    Examples
    --------
    Pand 2 lies 100 m from Pand 1; Pand 5 across the river takes the ferry:

    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> walks = surroundings(toy_dataset(), toy_network(), "Amsterdam").hubs
    >>> walks[walks["hub_id"].eq("h1")][["target_id", "metres", "minutes"]].values.tolist()[:2]
    [['h5', 100.0, 1.0], ['h2', 100.0, 1.25]]
    """
    known = known or city_distances(dataset.hubs, dataset.partners, network, city)
    n = len(known.hubs)
    to_hubs = _table(known.hubs, known.hubs, known.metres[:, :n], known.minutes[:, :n])
    to_partners = _table(known.hubs, known.partners, known.metres[:, n:], known.minutes[:, n:])
    itself = to_hubs["hub_id"].eq(to_hubs["target_id"])
    near, far = _parted(to_hubs[~itself])
    near_partners, far_partners = _parted(to_partners)
    hubs = _of_city(dataset.hubs, city)
    places = _of_city(dataset.meeting_places, city)
    met = _around(network, hubs, places, SHORT_MIN)
    heads = per_head(places, dataset.neighbourhoods, FIVE_MINUTES_M)
    met = met.assign(per_head=met["target_id"].map(heads[~heads.index.duplicated()]))
    return Surroundings(
        city=city,
        hubs=near,
        partners=near_partners,
        far_hubs=far,
        far_partners=far_partners,
        meeting_places=met[met["metres"].le(FIVE_MINUTES_M)].reset_index(drop=True),
        stops=_around(network, hubs, _of_city(dataset.stops, city), STOPS_MIN),
        per_head=per_head(hubs, dataset.neighbourhoods, FIVE_MINUTES_M),
        on_network=frozenset(to_hubs.loc[itself, "hub_id"]),
    )


def _parted(walks: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part walks at `LIMIT_MIN`."""
    near = walks["minutes"].le(LIMIT_MIN)
    return walks[near].reset_index(drop=True), walks[~near].reset_index(drop=True)


def fine_enough(walks: pd.DataFrame, distance_m: float | pd.Series) -> pd.Series:
    """Tell which walks may be held against a distance: both ends placed to half of it or finer.

    Examples
    --------
    >>> walks = pd.DataFrame({"hub_accuracy_m": [15.0, 126.0], "target_accuracy_m": [15.0, 15.0]})
    >>> fine_enough(walks, 250).tolist()
    [True, False]
    """
    radius = walks[["hub_accuracy_m", "target_accuracy_m"]].max(axis=1)
    return radius.le(finest_accuracy(1.0) * distance_m)


def soonest(walks: pd.DataFrame, apart: Sequence[str] = ()) -> pd.DataFrame:
    """Keep the soonest target of each hub and say whether its distance can be told.

    Parameters
    ----------
    walks : DataFrame
        Rows of a table of `Surroundings`; other columns are kept.
    apart : sequence of str
        Columns of ``walks``: the soonest of each of their values is kept.

    Returns
    -------
    DataFrame
        One row a hub (and value of ``apart``), indexed by ``hub_id``; ``reason`` is "ok", or
        "too_coarse" where the distance lies below the accuracy of both ends together (``metres``
        and ``minutes`` are then withheld). Of targets equally soon the first by id.
    """
    order = walks.sort_values(["minutes", "target_id"], kind="stable")
    first = order.drop_duplicates([*apart, "hub_id"]).set_index("hub_id")
    ends = (first[end].to_numpy() for end in ("hub_accuracy_m", "target_accuracy_m"))
    told = ~below_accuracy(first["metres"].to_numpy(), *ends)
    return first.assign(
        metres=first["metres"].where(told),
        minutes=first["minutes"].where(told),
        reason=np.where(told, "ok", "too_coarse"),
    )


def _of_city(rows: gpd.GeoDataFrame, city: str) -> gpd.GeoDataFrame:
    return rows[rows["city"].eq(city) & rows.geometry.notna()]


def _around(
    network: StreetNetwork, hubs: gpd.GeoDataFrame, targets: gpd.GeoDataFrame, limit_min: float
) -> pd.DataFrame:
    if hubs.empty or targets.empty:
        return pd.DataFrame(columns=COLUMNS)
    return _table(hubs, targets, *distance_matrix(network, hubs, targets, "walk", limit_min))


def _table(
    hubs: gpd.GeoDataFrame, targets: gpd.GeoDataFrame, metres: Floats, minutes: Floats
) -> pd.DataFrame:
    """The walks of a matrix, hubs × targets, that there are: soonest first within each hub."""
    hub, target = np.nonzero(np.isfinite(metres))
    far = metres[hub, target], minutes[hub, target]
    table = pd.DataFrame(
        {
            "hub_id": hubs["id"].to_numpy(dtype=object)[hub],
            "target_id": targets["id"].to_numpy(dtype=object)[target],
            "metres": far[0],
            "minutes": far[1],
            "hub_accuracy_m": accuracy_of(hubs)[hub],
            "target_accuracy_m": accuracy_of(targets)[target],
        }
    )
    return table.iloc[np.lexsort((far[1], hub))].reset_index(drop=True)
