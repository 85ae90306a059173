"""Who and what lies in one area: a neighbourhood, a district, or a plan area that was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.answers.known_around import found_of
from geo.data.chains import spread_codes
from geo.data.coarseness import accuracy_of, coarse_rows
from geo.data.selection import Selection
from geo.data.store import Dataset
from geo.data.tenant_count import KnownOfPublished, known_of_published
from geo.evidence.knowledge import Knowledge, known_here, partner_share
from geo.evidence.unseen import Cell, Unseen


@dataclass(frozen=True)
class AreaProfile:
    """What lies in an area.

    Attributes
    ----------
    hubs, partners, meeting_places : GeoDataFrame
        Those inside.
    tenants, shares : DataFrame
        Named tenants of those hubs, and their chains and stages.
    unsure : DataFrame
        ``table, id, name`` of rows placed so coarsely that they lie inside or beside it; they are
        in none of the others.
    published : KnownOfPublished
        Of the hubs inside.
    """

    hubs: gpd.GeoDataFrame
    tenants: pd.DataFrame
    shares: pd.DataFrame
    partners: gpd.GeoDataFrame
    meeting_places: gpd.GeoDataFrame
    unsure: pd.DataFrame
    published: KnownOfPublished


def area_profile(
    dataset: Dataset, chosen: Selection, shape: shapely.Polygon | shapely.MultiPolygon
) -> AreaProfile:
    """Gather what lies in an area.

    Parameters
    ----------
    dataset : Dataset
    chosen : Selection
        What the filters leave of it.
    shape : Polygon or MultiPolygon
        In metres (EPSG:28992).

    Examples
    --------
    The south-west block of the toy city holds Pand 1 and 2, a shop and an eatery:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> block = shapely.box(-10, -10, 110, 90)
    >>> found = area_profile(toy, select(toy, Filters()), block)
    >>> found.hubs["id"].tolist(), len(found.tenants), found.published.published
    (['h1', 'h2'], 4, 40)
    >>> len(found.partners), found.meeting_places["name"].tolist()
    (0, ['Eetcafé'])
    """
    tables = {
        "hubs": chosen.hubs,
        "partners": chosen.partners,
        "meeting_places": chosen.meeting_places,
    }
    lies = {name: _lies(rows, shape) for name, rows in tables.items()}
    inside = {name: rows[lies[name] == INSIDE] for name, rows in tables.items()}
    unsure = [
        rows.loc[lies[name] == UNSURE, ["id", "name"]].assign(table=name)
        for name, rows in tables.items()
    ]
    ids = inside["hubs"]["id"]
    return AreaProfile(
        inside["hubs"],
        chosen.tenants[chosen.tenants["hub_id"].isin(ids)],
        chosen.shares[chosen.shares["hub_id"].isin(ids)],
        inside["partners"],
        inside["meeting_places"],
        pd.concat(unsure, ignore_index=True)[["table", "id", "name"]],
        known_of_published(dataset, list(ids)),
    )


OUTSIDE, UNSURE, INSIDE = 0, 1, 2


def _lies(rows: gpd.GeoDataFrame, shape: shapely.Geometry) -> np.ndarray:
    """Say of each row where it lies; a coarse one whose circle crosses the border is unsure."""
    points = rows.geometry.to_numpy()
    within = shapely.within(points, shape)
    to_border = shapely.distance(points, shapely.boundary(shape))
    crosses = coarse_rows(rows).to_numpy() & (to_border < accuracy_of(rows))
    return np.select([crosses, within], [UNSURE, INSIDE], OUTSIDE)


def known_in_area(found: AreaProfile, chosen: Selection, basis: Unseen) -> Mapping[Cell, Knowledge]:
    """Say of every chain and stage what is known in an area.

    Parameters
    ----------
    found : AreaProfile
    chosen : Selection
        What it was made from; no chain or stage may be filtered away.
    basis : Unseen
        Of the city of the area.

    Examples
    --------
    In the block of Pand 1 and 2 somebody makes fashion, and nobody known sells it:

    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import unseen_in
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> chosen = select(toy, Filters())
    >>> found = area_profile(toy, chosen, shapely.box(-10, -10, 110, 90))
    >>> basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    >>> told = known_in_area(found, chosen, basis)
    >>> told["fashion", "make"].found, told["fashion", "public"].state
    (1, 'not_seen')
    """
    cells = found_of(basis, found.shares, spread_codes(found.partners))
    every = int(chosen.partners["city"].eq(basis.city).sum())
    share = partner_share(len(found.partners), every)
    houses = found.hubs.loc[found.hubs["city"].eq(basis.city), "id"]
    return known_here(basis, houses, share, cells)
