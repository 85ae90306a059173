"""What is known of every link of a place: there, absent, or not seen among so many of so many.

`geo.answers.broken_links` says which stages nobody known has; here `geo.evidence.knowledge` says
what that means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.answers.broken_links import BrokenLinks, Places
from geo.answers.surroundings import Surroundings, fine_enough
from geo.data.coarseness import too_coarse_for
from geo.data.selection import Selection
from geo.evidence.knowledge import ABSENT, COLUMNS, NOT_SEEN, Within, known, partner_share
from geo.evidence.unseen import Unseen

KEY = ["place_id", "stage"]


def with_knowledge(
    found: Sequence[BrokenLinks],
    chosen: Selection,
    around: Mapping[str, Surroundings],
    places: Places,
    bases: Mapping[str, Unseen],
) -> list[BrokenLinks]:
    """Add to the links of some chains what is known of each.

    Parameters
    ----------
    found : sequence of BrokenLinks
        Of one kind of place within one band.
    chosen, around, places
        What they were made from.
    bases : mapping of city to Unseen

    Returns
    -------
    list of BrokenLinks
        With ``stages``, and in ``missing`` the columns of `geo.evidence.knowledge.known`; in
        ``places`` ``n_absent`` and ``n_unseen``.

    Examples
    --------
    >>> from geo.answers.broken_links import broken_links, hub_places
    >>> from geo.answers.surroundings import surroundings
    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import cells_of, unseen
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> chosen, cells = select(toy, Filters()), cells_of(toy.chain_model)
    >>> around = {"Amsterdam": surroundings(toy, toy_network(), "Amsterdam")}
    >>> places, coverage = hub_places(chosen), load_coverage(toy.chain_model)
    >>> links = broken_links(toy, chosen, around, places, ["fashion"], 250)
    >>> bases = {"Amsterdam": unseen(chosen, toy.hubs, coverage, cells, "Amsterdam")}
    >>> told = with_knowledge(links, chosen, around, places, bases)[0]
    >>> told.missing[["place_id", "stage", "state", "n_known", "n_published"]].values.tolist()
    [['h3', 'public', 'not_seen', 3, 40]]
    """
    if not found:
        return []
    within = within_band(chosen, around, places, found[0].band_m)
    asked = pd.concat([_asked(each, chosen) for each in found], ignore_index=True)
    rows = [
        asked[["place_id", "chain", "stage", "found"]]
        .iloc[at]
        .join(known(bases[city], mine, within))
        for city, at in asked.groupby("city").indices.items()
        for mine in [asked.iloc[at]]
    ]
    told = pd.concat(rows) if rows else asked.reindex(columns=["chain", *KEY, "found", *COLUMNS])
    by_chain = told.groupby("chain").indices
    return [_told(each, told.iloc[by_chain.get(each.chain, [])]) for each in found]


def within_band(
    chosen: Selection, around: Mapping[str, Surroundings], places: Places, band_m: int
) -> Within:
    """Find the houses and the share of the known partners in a place or within the band of it.

    Parameters
    ----------
    chosen, around, places
    band_m : int
    """
    coarse = set(chosen.hubs.loc[too_coarse_for(chosen.hubs, band_m), "id"])
    own = places.hubs.rename(columns={"id": "hub_id"})
    fine = own[~own["hub_id"].isin(coarse)]
    near = [_near(fine, city.hubs, band_m) for city in around.values()]
    houses = pd.concat([own, *near])[["place_id", "hub_id"]]
    houses = houses[houses["hub_id"].isin(set(chosen.hubs["id"]))]
    outside = [_near(fine, city.partners, band_m) for city in around.values()]
    inside = places.partners.rename(columns={"id": "hub_id"})
    partners = pd.concat([inside, *outside])[["place_id", "hub_id"]].drop_duplicates()
    partners = partners[partners["hub_id"].isin(set(chosen.partners["id"]))]
    every = chosen.partners["city"].value_counts().to_dict()
    counts = partners["place_id"].value_counts().to_dict()
    shares = {
        str(place): partner_share(counts.get(place, 0), every.get(city, 0))
        for place, city in places.names["city"].items()
    }
    return Within(houses.drop_duplicates(), shares)


def _near(fine: pd.DataFrame, walks: pd.DataFrame, band_m: int) -> pd.DataFrame:
    """Pairs of a place and what is within the band on foot, both placed finely enough to tell."""
    near = walks[walks["metres"].le(band_m) & fine_enough(walks, band_m)]
    pairs = fine.merge(near[["hub_id", "target_id"]], on="hub_id")
    return pairs[["place_id", "target_id"]].rename(columns={"target_id": "hub_id"})


def _asked(links: BrokenLinks, chosen: Selection) -> pd.DataFrame:
    """Every place and stage of a chain, with how many organisations are known to have it."""
    city = links.places["city"]
    has = links.places["present"].explode().dropna().rename("stage").reset_index()
    lacks = links.missing[[*KEY, "undecided"]]
    rows = pd.concat([has.assign(undecided=0), lacks], ignore_index=True)
    found = _found(links, chosen)
    return rows.assign(
        chain=links.chain,
        city=rows["place_id"].map(city),
        found=[found.get(key, 0) for key in zip(rows["place_id"], rows["stage"], strict=True)],
    )


def _found(links: BrokenLinks, chosen: Selection) -> dict[tuple[str, str], int]:
    """Count organisations: a house that is near counts as many as it has with the stage."""
    shares = chosen.shares[chosen.shares["chain"].eq(links.chain)]
    held = shares.drop_duplicates(["tenant_id", "stage"]).groupby(["hub_id", "stage"]).size()
    sizes = held.to_dict()
    rows = links.rows
    counts = [
        sizes.get((name, stage), 1) if table == "hubs" else 1
        for table, name, stage in zip(rows["table"], rows["id"], rows["stage"], strict=True)
    ]
    sums = rows.assign(n=counts).groupby(KEY)["n"].sum()
    return {(str(place), str(stage)): int(n) for (place, stage), n in sums.items()}


def _told(links: BrokenLinks, stages: pd.DataFrame) -> BrokenLinks:
    """The links of one chain with what is known of each."""
    columns = [*KEY, *COLUMNS]
    stages = stages.drop(columns="chain").reset_index(drop=True)
    missing = links.missing.merge(stages[columns], on=KEY, how="left")
    counts = {
        f"n_{name}": stages[stages["state"].eq(state)]["place_id"].value_counts()
        for name, state in (("absent", ABSENT), ("unseen", NOT_SEEN))
    }
    index = links.places.index
    counted = {
        name: np.asarray(count.reindex(index).fillna(0), dtype=int)
        for name, count in counts.items()
    }
    return replace(links, missing=missing, stages=stages, places=links.places.assign(**counted))
