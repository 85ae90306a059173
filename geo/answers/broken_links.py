"""Places where a link of a chain is missing, and who supplies it nearest by.

A stage is present in a hub when a tenant in the house has it, or another hub or a partner within
the band on foot; in an area also when it lies inside. Bands of 250, 500 and 1000 m after
Coll-Martínez (2019), *Creativity and the city*. A hub that is placed less finely than the band
takes no part in distances (`geo.answers.surroundings`), but it does count for the area it lies in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.surroundings import LIMIT_MIN, Surroundings, fine_enough, soonest
from geo.data.coarseness import coarse_rows, too_coarse_for
from geo.data.errors import ArgumentError
from geo.data.selection import Selection, split_codes
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M, FEW_OF_CHAIN
from geo.network.proximity import SUPPLIER_COLUMNS

KINDS = ("hub", "cluster", "neighbourhood", "district")
SUPPLY = [
    "hub_id",
    "chain",
    "stage",
    "table",
    "id",
    "label",
    "metres",
    "minutes",
    "hub_accuracy_m",
    "target_accuracy_m",
]
ROWS = ["place_id", "stage", "table", "id", "label", "metres", "minutes"]
MISSING = [
    *("place_id", "name", "city", "stage", "n_missing", "n_tenants", "few", "undecided"),
    *("hub_id", *SUPPLIER_COLUMNS),
]


@dataclass(frozen=True)
class Places:
    """The places of one kind, and what lies in each.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    names : DataFrame
        Indexed by place id: ``name, city``.
    hubs, partners : DataFrame
        ``place_id, id``: what lies inside.
    left_out : int
        Hubs that lie in no place: without one, or placed too coarsely for it.
    """

    kind: str
    names: pd.DataFrame
    hubs: pd.DataFrame
    partners: pd.DataFrame
    left_out: int


@dataclass(frozen=True)
class BrokenLinks:
    """Stages present and missing in every place with a tenant in the chain.

    Attributes
    ----------
    kind, chain : str
    band_m : int
    places : DataFrame
        Indexed by place id: ``name, city, n_hubs, n_coarse`` (hubs that take no part in the
        band), ``n_tenants`` (known tenants of the chain), ``few`` (under `FEW_OF_CHAIN`),
        ``present, missing`` (tuples of stages), ``n_missing``.
    missing : DataFrame
        One row a place and missing stage, in the columns `MISSING`: places that miss one first,
        then by how near the supplier is; those with too few tenants last. ``hub_id`` is the hub
        the way begins at; ``reason`` is "ok", "too_coarse", "far" (measured, beyond
        `geo.answers.surroundings.LIMIT_MIN`), "no_target" (none in the city), "unreachable" (no
        way to any) or "all_coarse" (no hub of the place is placed finely enough); ``undecided``
        counts suppliers that may lie within the band but are placed too coarsely to tell.
    rows : DataFrame
        What makes a stage present: ``place_id, stage, table, id, label, metres, minutes``;
        no metres where it lies inside.
    left_out : mapping of reason to int
        Hubs that take no part ("too_coarse", "no_place"), places without a tenant of the chain
        ("no_tenants").
    stages : DataFrame
        Every place and stage, with ``found`` and what is known of it, where
        `geo.answers.link_knowledge.with_knowledge` has told; else empty.
    """

    kind: str
    chain: str
    band_m: int
    places: pd.DataFrame
    missing: pd.DataFrame
    rows: pd.DataFrame = field(repr=False)
    left_out: Mapping[str, int]
    stages: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)


def hub_places(chosen: Selection) -> Places:
    """Every hub of a selection as a place of its own."""
    hubs = chosen.hubs
    return Places(
        "hub",
        hubs.set_index("id")[["name", "city"]].rename_axis("place_id"),
        pd.DataFrame({"place_id": hubs["id"], "id": hubs["id"]}),
        _nobody(),
        len(chosen.hubs_without_place),
    )


def area_places(chosen: Selection, areas: gpd.GeoDataFrame, kind: str) -> Places:
    """Districts or neighbourhoods as places.

    Parameters
    ----------
    chosen : Selection
    areas : GeoDataFrame
        ``city, code, name``.
    kind : "neighbourhood" or "district"
        A hub at a four-digit postcode lies in a district, but in no neighbourhood for certain.
    """
    column = f"{kind}_code"
    hubs = chosen.hubs
    if kind == "neighbourhood":
        hubs = hubs[hubs["precision"].ne("postcode4")]
    names = areas.assign(place_id=areas["city"] + ":" + areas["code"])
    names = names.drop_duplicates("place_id").set_index("place_id")[["name", "city"]]
    inside, partners = _inside(hubs, column), _inside(chosen.partners, column)
    every = len(chosen.hubs) + len(chosen.hubs_without_place)
    return Places(kind, pd.DataFrame(names), inside, partners, every - len(inside))


def cluster_places(chosen: Selection, clusters: gpd.GeoDataFrame) -> Places:
    """Clusters as places.

    Parameters
    ----------
    chosen : Selection
    clusters : GeoDataFrame
        ``cluster, city, hub_ids`` and the hull, as `geo.evidence.clusters.describe_clusters` gives
        them.
    """
    names = pd.DataFrame({"name": clusters["cluster"], "city": clusters["city"]})
    names.index = pd.Index(clusters["cluster"], name="place_id")
    hubs = clusters[["cluster", "hub_ids"]].explode("hub_ids").dropna()
    hubs = pd.DataFrame(hubs.set_axis(["place_id", "id"], axis=1))
    fine = chosen.partners[~coarse_rows(chosen.partners)]
    found = gpd.sjoin(fine[["id", "geometry"]], clusters[["cluster", "geometry"]])
    partners = pd.DataFrame({"place_id": found["cluster"], "id": found["id"]})
    every = len(chosen.hubs) + len(chosen.hubs_without_place)
    return Places("cluster", names, hubs, partners, every - hubs["id"].nunique())


def broken_links(
    dataset: Dataset,
    chosen: Selection,
    around: Mapping[str, Surroundings],
    places: Places,
    chains: Sequence[str],
    band_m: int,
) -> list[BrokenLinks]:
    """Find the missing stages of several chains in every place, all in one pass.

    Parameters
    ----------
    dataset : Dataset
    chosen : Selection
        Hubs, tenants and partners that count; no chain or stage may be filtered away.
    around : mapping of city to Surroundings
    places : Places
    chains : sequence of str
    band_m : int
        One of `geo.data.thresholds.BANDS_M`.

    Returns
    -------
    list of BrokenLinks
        One a chain, in the order asked.

    Raises
    ------
    ArgumentError
        For another band or an unknown chain.

    Examples
    --------
    The shop lies 300 m from Pand 3, over the ferry:

    >>> from geo.data.selection import Filters, select
    >>> from geo.answers.surroundings import surroundings
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> chosen = select(toy, Filters())
    >>> around = {"Amsterdam": surroundings(toy, toy_network(), "Amsterdam")}
    >>> found = broken_links(toy, chosen, around, hub_places(chosen), ["fashion"], 250)
    >>> found[0].missing[["place_id", "stage", "target_name", "metres"]].values.tolist()
    [['h3', 'public', 'Winkel', 300.0]]
    """
    _check(dataset, chains, band_m)
    line = dataset.chain_model.stage_line
    supply = _supply(dataset, chosen, around, chains, line)
    coarse = set(chosen.hubs.loc[too_coarse_for(chosen.hubs, band_m), "id"])
    rows = _present(supply, places, coarse, band_m)
    every = _describe(supply, places, rows, coarse, chains, line)
    frame = every[every["n_tenants"].gt(0)]
    if places.kind == "hub":
        frame = frame[frame["n_coarse"].eq(0)]
    missing = _missing(frame, supply, places, coarse, band_m)
    rows = frame[["chain", "place_id"]].merge(rows, on=["chain", "place_id"])
    no_tenants = every.loc[every["n_tenants"].eq(0), "chain"].value_counts()
    in_places, in_missing, in_rows = (_by_chain(table) for table in (frame, missing, rows))
    return [
        BrokenLinks(
            kind=places.kind,
            chain=chain,
            band_m=band_m,
            places=in_places(chain).set_index("place_id"),
            missing=in_missing(chain)[MISSING],
            rows=in_rows(chain)[ROWS],
            left_out={
                "too_coarse": len(coarse),
                "no_place": places.left_out,
                "no_tenants": int(no_tenants.get(chain, 0)),
            },
        )
        for chain in chains
    ]


def _by_chain(table: pd.DataFrame) -> Callable[[str], pd.DataFrame]:
    """From chain to its rows, in their order."""
    rows = table.groupby("chain").indices
    bare = table.drop(columns="chain")
    return lambda chain: bare.iloc[rows.get(chain, [])].reset_index(drop=True)


def _check(dataset: Dataset, chains: Sequence[str], band_m: int) -> None:
    if band_m not in BANDS_M:
        allowed = ", ".join(str(band) for band in BANDS_M)
        raise ArgumentError("argument", argument="band_m", value=band_m, allowed=allowed)
    codes = dataset.chain_model.chain_codes
    for chain in set(chains) - set(codes):
        raise ArgumentError("argument", argument="chain", value=chain, allowed=", ".join(codes))


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({"place_id": pd.Series(dtype=object), "id": pd.Series(dtype=object)})


def _inside(rows: gpd.GeoDataFrame, column: str) -> pd.DataFrame:
    known = rows[rows[column].notna()]
    return pd.DataFrame({"place_id": known["city"] + ":" + known[column], "id": known["id"]})


def _supply(
    dataset: Dataset,
    chosen: Selection,
    around: Mapping[str, Surroundings],
    chains: Sequence[str],
    line: Sequence[str],
) -> pd.DataFrame:
    """Whoever has a stage of a chain, seen from every hub: in house, other hubs, partners."""
    shares = chosen.shares[chosen.shares["chain"].isin(chains) & chosen.shares["stage"].isin(line)]
    labels = dataset.tenants.set_index("id")["label"]
    house = shares.rename(columns={"tenant_id": "id"}).assign(table="tenants", metres=0.0)
    house = house.assign(
        label=house["id"].map(labels), minutes=0.0, hub_accuracy_m=0.0, target_accuracy_m=0.0
    )
    names = chosen.hubs.set_index("id")["name"]
    held = shares[["hub_id", "chain", "stage"]].drop_duplicates()
    held = held.rename(columns={"hub_id": "target_id"})
    held = held.assign(table="hubs", label=held["target_id"].map(names))
    outside = _partner_stages(chosen.partners, chains, line)
    parts = [house[SUPPLY].assign(in_house=True)]
    for city in around.values():
        to_hubs, to_partners = (city.hubs, city.far_hubs), (city.partners, city.far_partners)
        for walks, targets in [*product(to_hubs, [held]), *product(to_partners, [outside])]:
            found = walks.merge(targets, on="target_id").rename(columns={"target_id": "id"})
            parts.append(found[SUPPLY].assign(in_house=False))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return table[table["label"].notna()]


def _partner_stages(
    partners: gpd.GeoDataFrame, chains: Sequence[str], line: Sequence[str]
) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "target_id": partners["id"],
            "label": partners["name"],
            "chain": split_codes(partners["chain"]),
            "stage": split_codes(partners["stage"]),
        }
    )
    rows = rows.explode("chain").explode("stage")
    rows = rows[rows["chain"].isin(chains) & rows["stage"].isin(line)]
    return rows.assign(table="partners")


def _present(supply: pd.DataFrame, places: Places, coarse: set[str], band_m: int) -> pd.DataFrame:
    """What makes a stage present in every place, each supplier once, at its nearest."""
    near = supply["metres"].le(band_m) & fine_enough(supply, band_m)
    near &= supply["in_house"] | ~supply["hub_id"].isin(coarse)
    of_hubs = places.hubs.rename(columns={"id": "hub_id"}).merge(supply[near], on="hub_id")
    once = supply[supply["table"].eq("partners")].drop_duplicates(["id", "chain", "stage"])
    inside = places.partners.merge(once, on="id").assign(metres=np.nan, minutes=np.nan)
    columns = ["chain", *ROWS]
    parts = [part[columns] for part in (inside, of_hubs) if len(part)]
    rows = pd.concat(parts or [of_hubs[columns]], ignore_index=True)
    # A hub inside the area stands there with its tenants already.
    inner = set(zip(places.hubs["place_id"], places.hubs["id"], strict=True))
    twice = [
        table == "hubs" and (place, name) in inner
        for place, table, name in zip(rows["place_id"], rows["table"], rows["id"], strict=True)
    ]
    rows = rows[~np.array(twice, dtype=bool)]
    rows = rows.sort_values(["metres", "id"], kind="stable", na_position="first")
    return rows.drop_duplicates(["chain", "place_id", "stage", "table", "id"])


def _describe(
    supply: pd.DataFrame,
    places: Places,
    rows: pd.DataFrame,
    coarse: set[str],
    chains: Sequence[str],
    line: Sequence[str],
) -> pd.DataFrame:
    """Every place for every chain: whom it has, and which stages are present and missing."""
    hubs = places.hubs.rename(columns={"id": "hub_id"})
    house = supply[supply["in_house"]].drop_duplicates(["chain", "id"])
    known = hubs.merge(house[["hub_id", "chain"]], on="hub_id")
    tenants = known.groupby(["chain", "place_id"]).size().to_dict()
    has = rows.groupby(["chain", "place_id"])["stage"].agg(set).to_dict()
    one = places.names.assign(
        n_hubs=_count(places, hubs), n_coarse=_count(places, hubs[hubs["hub_id"].isin(coarse)])
    )
    frame = pd.concat(
        [one.assign(chain=chain).rename_axis("place_id").reset_index() for chain in chains],
        ignore_index=True,
    )
    keys = list(zip(frame["chain"], frame["place_id"], strict=True))
    stages = [has.get(key, set()) for key in keys]
    return frame.assign(
        n_tenants=[int(tenants.get(key, 0)) for key in keys],
        few=lambda known: known["n_tenants"].lt(FEW_OF_CHAIN),
        present=_told(tuple(s for s in line if s in each) for each in stages),
        missing=_told(tuple(s for s in line if s not in each) for each in stages),
        n_missing=[len(line) - len(each) for each in stages],
    )


def _told(stages: Iterable[tuple[str, ...]]) -> pd.Series:
    return pd.Series(list(stages), dtype=object)


def _count(places: Places, rows: pd.DataFrame) -> pd.Series:
    counts = rows["place_id"].value_counts()
    return counts.reindex(places.names.index).fillna(0).astype(int)


def _missing(
    frame: pd.DataFrame, supply: pd.DataFrame, places: Places, coarse: set[str], band_m: int
) -> pd.DataFrame:
    gaps = frame.explode("missing").dropna(subset="missing").rename(columns={"missing": "stage"})
    found = _nearest(supply[~supply["in_house"]], places, coarse)
    table = gaps.merge(found, on=["chain", "place_id", "stage"], how="left")
    table["reason"] = table["reason"].fillna(_why_none(table, supply, places, coarse))
    table = table.assign(undecided=_undecided(table, supply, places, band_m))
    return table.sort_values(
        ["few", "n_missing", "metres", "name", "stage"], kind="stable", na_position="last"
    )


def _nearest(walks: pd.DataFrame, places: Places, coarse: set[str]) -> pd.DataFrame:
    """Nearest supplier of every stage from every place, over its finely placed hubs."""
    hubs = places.hubs[~places.hubs["id"].isin(coarse)].rename(columns={"id": "hub_id"})
    near = soonest(walks.rename(columns={"id": "target_id"}), ("chain", "stage")).reset_index()
    far = near["reason"].eq("ok") & near["minutes"].gt(LIMIT_MIN)
    near = near.assign(
        target_name=near["label"],
        target_kind=near["table"].map({"hubs": "hub", "partners": "partner"}),
        reason=near["reason"].mask(far, "far"),
    )
    mine = hubs.merge(near, on="hub_id").sort_values("minutes", kind="stable")
    mine = mine.drop_duplicates(["chain", "place_id", "stage"])
    return mine[["chain", "place_id", "stage", "hub_id", *SUPPLIER_COLUMNS]]


def _why_none(
    table: pd.DataFrame, supply: pd.DataFrame, places: Places, coarse: set[str]
) -> pd.Series:
    """Say why no supplier was found: none in the city, no way to one, or no place to start at."""
    hubs = places.hubs[~places.hubs["id"].isin(coarse)]
    fine = set(hubs["place_id"])
    city_of = places.hubs["place_id"].map(places.names["city"]).set_axis(places.hubs["id"])
    city_of = city_of[~city_of.index.duplicated()]
    seen = supply[["hub_id", "chain", "stage"]].drop_duplicates()
    there = set(zip(seen["hub_id"].map(city_of), seen["chain"], seen["stage"], strict=True))
    keys = zip(table["place_id"], table["city"], table["chain"], table["stage"], strict=True)
    reasons = [
        "no_target"
        if (city, chain, stage) not in there
        else "unreachable"
        if place in fine
        else "all_coarse"
        for place, city, chain, stage in keys
    ]
    return pd.Series(reasons, index=table.index, dtype=object)


def _undecided(table: pd.DataFrame, supply: pd.DataFrame, places: Places, band_m: int) -> list[int]:
    """Count suppliers that seem within the band but are placed too coarsely to tell."""
    unsure = supply[supply["metres"].le(band_m) & ~fine_enough(supply, band_m)]
    pairs = places.hubs.rename(columns={"id": "hub_id"}).merge(unsure, on="hub_id")
    key = ["chain", "place_id", "stage"]
    sizes = pairs.drop_duplicates([*key, "table", "id"]).groupby(key).size().to_dict()
    return [int(sizes.get(each, 0)) for each in zip(*(table[name] for name in key), strict=True)]
