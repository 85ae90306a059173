"""Everything known of one hub, each figure with the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.answers.meeting_gaps import cities_with_cafes
from geo.answers.surroundings import FIVE_MINUTES_M
from geo.data.chains import stage_shares
from geo.data.coarseness import finest_accuracy, is_coarse
from geo.data.row_kinds import there
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.data.suppliers import suppliers
from geo.network.graph import StreetNetwork
from geo.network.proximity import nearest_each, within

PARTNER_COLUMNS = ["chain", "stage", "target_id", "target_name", "metres", "minutes", "reason"]


@dataclass(frozen=True)
class HubProfile:
    """The figures of one hub.

    Attributes
    ----------
    hub : Series
        Its row.
    tenants, totals : DataFrame
        Named tenants, and published totals (which overlap them and are never added up).
    matrix : DataFrame
        Chains × stages, sums of tenant shares.
    next_partner : DataFrame
        For each chain of the house and each stage of the line the nearest supplier, the house
        itself first: ``chain, stage, target_id, target_name, metres, minutes, reason``.
    meeting_places : DataFrame
        Meeting places within five minutes' walk: ``id, name, category, updated, metres``.
    meeting_reason : str
        "ok", or why nothing can be said about them.
    """

    hub: pd.Series
    tenants: pd.DataFrame
    totals: pd.DataFrame
    matrix: pd.DataFrame
    next_partner: pd.DataFrame
    meeting_places: pd.DataFrame
    meeting_reason: str


def hub_profile(
    dataset: Dataset,
    network: StreetNetwork,
    hub_id: str,
    mode: str = "walk",
    every: gpd.GeoDataFrame | None = None,
) -> HubProfile:
    """Gather what the data says of a hub.

    Parameters
    ----------
    dataset : Dataset
    network : StreetNetwork
        Network of the hub's city.
    hub_id : str
    mode : "walk" or "cycle"
        How the partners are reached; meeting places are always on foot.
    every : GeoDataFrame, optional
        `city_suppliers` of its city, for who asks after many hubs; worked out when not given.

    Raises
    ------
    KeyError
        When there is no such hub.
    """
    hubs = dataset.hubs[dataset.hubs["id"].eq(hub_id)]
    if hubs.empty:
        raise KeyError(hub_id)
    dataset, _ = guarded_dataset(dataset)
    now = dataset.tenants[there(dataset.tenants)]
    rows = now[now["hub_id"].eq(hub_id)]
    is_total = rows["is_total"].astype(bool)
    shares = stage_shares(rows, dataset.chain_model)
    matrix = shares.pivot_table("weight", "chain", "stage", aggfunc="sum", fill_value=0.0)
    places, reason = meeting_nearby(dataset, network, hubs)
    return HubProfile(
        hub=hubs.iloc[0],
        tenants=rows[~is_total],
        totals=rows[is_total],
        matrix=matrix,
        next_partner=_partners(dataset, network, hubs, matrix, mode, every),
        meeting_places=places,
        meeting_reason=reason,
    )


def city_suppliers(dataset: Dataset, city: str) -> gpd.GeoDataFrame:
    """List who can supply a link in a city now: its hubs with such a tenant, its open partners.

    Parameters
    ----------
    dataset : Dataset
    city : str

    Returns
    -------
    GeoDataFrame
        As `geo.data.suppliers.suppliers` gives them, of the chains and stages of the line alone.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> found = city_suppliers(toy_dataset(), "Amsterdam")
    >>> sorted(found.loc[found["chain"].eq("fashion") & found["stage"].eq("make"), "id"])
    ['h2', 'h3']
    """
    dataset, _ = guarded_dataset(dataset)
    model, partners = dataset.chain_model, dataset.partners
    shares = stage_shares(dataset.tenants[there(dataset.tenants)], model)
    open_now = partners["likely_open"].astype(bool) & partners["city"].eq(city)
    every = suppliers(dataset.hubs[dataset.hubs["city"].eq(city)], shares, partners[open_now])
    return every[every["chain"].isin(model.ten) & every["stage"].isin(model.stage_line)]


def _partners(
    dataset: Dataset,
    network: StreetNetwork,
    hub: gpd.GeoDataFrame,
    matrix: pd.DataFrame,
    mode: str,
    every: gpd.GeoDataFrame | None,
) -> pd.DataFrame:
    """Nearest supplier of every stage of every chain of the house, the house itself first."""
    chains = [chain for chain in matrix.index if chain in dataset.chain_model.ten]
    wanted = pd.MultiIndex.from_product(
        [chains, dataset.chain_model.stage_line], names=["chain", "stage"]
    ).to_frame(index=False)
    if every is None:
        every = city_suppliers(dataset, hub["city"].iloc[0])
    itself = every["target_kind"].eq("hub") & every["id"].eq(hub["id"].iloc[0])
    every = every[every["chain"].isin(chains) & ~itself]
    if every.empty:
        none = wanted.assign(**dict.fromkeys(PARTNER_COLUMNS[2:], None)).assign(reason="no_target")
        return _in_house_first(none, matrix, hub.iloc[0])
    found = nearest_each(network, hub, every, ["chain", "stage"], mode)
    names = every.drop_duplicates("id").set_index("id")["name"]
    found = found.assign(target_name=found["target_id"].map(names))
    table = wanted.merge(found, on=["chain", "stage"], how="left")
    table["reason"] = table["reason"].fillna("no_target")
    return _in_house_first(table[PARTNER_COLUMNS], matrix, hub.iloc[0])


def _in_house_first(table: pd.DataFrame, matrix: pd.DataFrame, hub: pd.Series) -> pd.DataFrame:
    at_home = [
        row.stage in matrix.columns and matrix.at[row.chain, row.stage] > 0
        for row in table.itertuples()
    ]
    changed = table.copy()
    changed.loc[at_home, ["metres", "minutes"]] = 0.0
    changed.loc[at_home, "reason"] = "in_house"
    changed.loc[at_home, "target_id"] = hub["id"]
    changed.loc[at_home, "target_name"] = hub["name"]
    return changed


def meeting_nearby(
    dataset: Dataset, network: StreetNetwork, hub: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, str]:
    """Meeting places within five minutes' walk of one hub, or the reason why not."""
    columns = ["id", "name", "category", "updated", "metres"]
    row = hub.iloc[0]
    if hub.geometry.isna().iloc[0]:
        return pd.DataFrame(columns=columns), "no_place"
    if is_coarse(row["precision"]) or row["accuracy_m"] > finest_accuracy(FIVE_MINUTES_M):
        return pd.DataFrame(columns=columns), "too_coarse"
    places = dataset.meeting_places[dataset.meeting_places["city"].eq(row["city"])]
    if places.empty:
        return pd.DataFrame(columns=columns), "no_target"
    pairs = within(network, hub, places, FIVE_MINUTES_M)
    table = places.drop(columns="geometry").merge(
        pairs[["target_id", "metres"]], left_on="id", right_on="target_id"
    )
    counted = row["city"] in cities_with_cafes(places)
    return table.sort_values("metres")[columns], "ok" if counted else "no_source"
