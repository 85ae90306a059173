"""Two to six hubs side by side: every figure with its number, its source and its rows.

What the data does not have has the reason "absent" and no value: never 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.meeting_gaps import cities_with_cafes
from geo.answers.surroundings import FIVE_MINUTES_M, Surroundings, fine_enough, soonest
from geo.data.chains import stage_shares
from geo.data.coarseness import coarse_rows, too_coarse_for
from geo.data.errors import ArgumentError, DataError, DataErrors
from geo.data.folders import DATA
from geo.data.row_kinds import organisations, there
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.selection import split_codes
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.data.thresholds import FEWEST_COMPARED, MOST_COMPARED
from geo.evidence.unseen import wholly_listed
from geo.network.graph import StreetNetwork
from geo.network.proximity import nearest

STATIONS = ("train", "metro")
TERMS_FILE = "hub_terms.parquet"
SUBJECTS = ("rent", "selection", "term")
FIGURES = (
    *("floor_area", "studios", "rent", "tenants_named", "tenants_published"),
    *("meeting_places", "station", "selection", "term"),
)
ROW_COLUMNS = ["hub_id", "key", "table", "id", "label", "weight", "metres"]
TERM_COLUMNS = ["hub_id", "subject", "number", "unit", "nl", "en", "year", *SOURCE_COLUMNS]
NEXT_COLUMNS = [
    *("hub_id", "chain", "stage", "next_stage", "target_table", "target_id", "target_name"),
    *("metres", "minutes", "reason"),
]


@dataclass(frozen=True)
class Comparison:
    """The figures of some hubs, in the order asked for.

    Attributes
    ----------
    hubs : GeoDataFrame
        Their rows.
    figures : DataFrame
        One row a hub and figure of `FIGURES`: ``hub_id, key, value`` (m², number or metres; missing
        where unknown), ``minutes`` and ``label`` (of a distance), ``n`` (rows behind it),
        ``reason`` ("ok", "absent", "outside" the cities with streets, or as in
        `geo.network.proximity.nearest`) and `geo.data.schemas.SOURCE_COLUMNS`. Rent, selection and
        term have their content in ``terms``.
    terms : DataFrame
        ``hub_id, subject, number, unit, nl, en, year`` and the source, as published.
    mix : DataFrame
        ``hub_id, chain, weight``: named tenants that are an organisation, by chain.
    stages : DataFrame
        ``hub_id, chain, stage, weight`` of the ten chains and the stages of the line: what is
        present; a stage that is not in it is missing from the house.
    next_stage : DataFrame
        For each chain of the house and each step from a stage it holds, the nearest supplier of the
        next stage on foot: ``hub_id, chain, stage, next_stage, target_table, target_id,
        target_name, metres, minutes, reason`` ("ok", "in_house", "too_coarse", "no_place",
        "outside" or "farther").
    rows : DataFrame
        The rows behind the figures: ``hub_id, key, table, id, label, weight, metres``; for
        `geo.data.row_sources.with_sources`.
    registered : frozenset of str
        Hubs that the planner's own register lists wholly: there a stage nobody has is absent, and
        elsewhere it is not seen.
    """

    hubs: gpd.GeoDataFrame
    figures: pd.DataFrame
    terms: pd.DataFrame
    mix: pd.DataFrame
    stages: pd.DataFrame
    next_stage: pd.DataFrame
    rows: pd.DataFrame
    registered: frozenset[str] = frozenset()

    def organisations(self, hub_id: str) -> int:
        """Count the named tenants of a hub that are an organisation; ``mix`` is of these."""
        return round(float(self.mix.loc[self.mix["hub_id"].eq(hub_id), "weight"].sum()))

    def named(self, hub_id: str) -> int:
        """Count all named tenants of a hub, rooms and programmes of the house among them."""
        rows = self.figures
        mine = rows["key"].eq("tenants_named") & rows["hub_id"].eq(hub_id)
        return int(rows.loc[mine, "n"].sum())


def load_terms(folder: Path = DATA) -> pd.DataFrame:
    """Read what is published of rent, selection and term.

    Raises
    ------
    DataErrors
        "file_missing" or "column_missing".

    Examples
    --------
    >>> terms = load_terms()
    >>> mine = terms["hub_id"].eq("ndsm-kunststad") & terms["subject"].eq("rent")
    >>> terms.loc[mine, ["number", "unit", "year"]].values.tolist()
    [[35.0, 'eur_m2_year', '2010–2012']]
    """
    path = folder / TERMS_FILE
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=TERMS_FILE)])
    terms = pd.read_parquet(path)
    absent = [name for name in TERM_COLUMNS if name not in terms]
    if absent:
        raise DataErrors([DataError("column_missing", file=TERMS_FILE, column=c) for c in absent])
    return terms[TERM_COLUMNS]


def station_walks(dataset: Dataset, network: StreetNetwork, city: str) -> pd.DataFrame:
    """Walk from every hub of a city to its nearest train or metro station.

    Returns
    -------
    DataFrame
        Indexed by ``hub_id``: ``target_id, target_name, metres, minutes, reason`` as in
        `geo.network.proximity.nearest`.
    """
    hubs = dataset.hubs[dataset.hubs["city"].eq(city)]
    stops = dataset.stops[dataset.stops["city"].eq(city) & dataset.stops["mode"].isin(STATIONS)]
    # Stops are given as points of the timetable.
    found = nearest(network, hubs, stops.assign(accuracy_m=0.0), "walk")
    names = stops.drop_duplicates("id").set_index("id")["name"]
    found = found.assign(target_name=found["target_id"].map(names))
    columns = ["target_id", "target_name", "metres", "minutes", "reason"]
    return found.set_index("origin_id").rename_axis("hub_id")[columns]


def compare_hubs(
    dataset: Dataset,
    hub_ids: Sequence[str],
    terms: pd.DataFrame,
    around: Mapping[str, Surroundings],
    stations: pd.DataFrame,
) -> Comparison:
    """Put the figures of some hubs side by side.

    Parameters
    ----------
    dataset : Dataset
    hub_ids : sequence of str
        Two to six, each once.
    terms : DataFrame
        As `load_terms` gives them.
    around : mapping of city to Surroundings
        At least one; of a hub in another city no distance is given.
    stations : DataFrame
        As `station_walks` gives them, of the same cities.

    Raises
    ------
    ArgumentError
        "hubs_to_compare" when there are not two to six different hubs of the data.

    Examples
    --------
    >>> from geo.answers.surroundings import surroundings
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy, net = toy_dataset(), toy_network()
    >>> around = {"Amsterdam": surroundings(toy, net, "Amsterdam")}
    >>> stations = station_walks(toy, net, "Amsterdam")
    >>> found = compare_hubs(toy, ["h1", "h2"], load_terms().head(0), around, stations)
    >>> figures = found.figures.set_index(["key", "hub_id"])
    >>> figures.loc["tenants_named", ["value", "n", "reason"]].values.tolist()
    [[3.0, 3, 'ok'], [1.0, 1, 'ok']]
    >>> figures.loc[("tenants_published", "h2"), "reason"]
    'absent'
    """
    known = dataset.hubs.drop_duplicates("id").set_index("id", drop=False)
    right = FEWEST_COMPARED <= len(hub_ids) <= MOST_COMPARED and len(set(hub_ids)) == len(hub_ids)
    if not right or not set(hub_ids) <= set(known.index):
        raise ArgumentError(
            "hubs_to_compare",
            value=", ".join(hub_ids),
            allowed=f"{FEWEST_COMPARED}-{MOST_COMPARED}",
        )
    dataset, _ = guarded_dataset(dataset)
    hubs = known.loc[list(hub_ids)].reset_index(drop=True)
    now = dataset.tenants[there(dataset.tenants)]
    tenants = now[now["hub_id"].isin(hub_ids)]
    named = tenants[~tenants["is_total"].astype(bool)]
    shares = stage_shares(tenants, dataset.chain_model)
    who = shares[shares["tenant_id"].isin(named.loc[organisations(named), "id"])]
    mine = terms[terms["hub_id"].isin(hub_ids)].reset_index(drop=True)
    meeting = _meeting(dataset, hubs, around)
    parts = [
        *(_published(hubs, key, column) for key, column in _PUBLISHED.items()),
        *(_of_terms(hubs, mine, subject) for subject in SUBJECTS),
        _named(hubs, named),
        _counted_places(hubs, meeting, around, cities_with_cafes(dataset.meeting_places)),
        _station(hubs, stations),
    ]
    figures = pd.concat(parts, ignore_index=True)
    line = dataset.chain_model.stage_line
    of_line = shares["chain"].isin(dataset.chain_model.ten) & shares["stage"].isin(line)
    return Comparison(
        hubs=hubs,
        figures=_in_order(figures, hub_ids),
        terms=mine,
        mix=_sums(who, ["hub_id", "chain"]),
        stages=_sums(shares[of_line], ["hub_id", "chain", "stage"]),
        next_stage=_next_stage(dataset, hubs, shares[of_line], around),
        rows=_rows(hubs, named, tenants, meeting, figures, stations),
        registered=wholly_listed(tenants) & frozenset(hub_ids),
    )


_PUBLISHED = {
    "floor_area": "floor_area_m2",
    "studios": "studios",
    "tenants_published": "tenants_published",
}


def _figure(hubs: gpd.GeoDataFrame, key: str, **columns: object) -> pd.DataFrame:
    empty = {"value": np.nan, "minutes": np.nan, "n": 0, "reason": "absent", "label": None}
    source = dict.fromkeys(SOURCE_COLUMNS)
    return pd.DataFrame({"hub_id": hubs["id"], "key": key}).assign(**{**empty, **source, **columns})


def _published(hubs: gpd.GeoDataFrame, key: str, column: str) -> pd.DataFrame:
    """Give a figure that the source of the building gives as it is."""
    known = hubs[column].notna()
    return _figure(
        hubs,
        key,
        value=hubs[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan),
        n=known.astype(int),
        reason=np.where(known, "ok", "absent"),
        **{name: hubs[name].where(known) for name in SOURCE_COLUMNS},
    )


def _of_terms(hubs: gpd.GeoDataFrame, terms: pd.DataFrame, subject: str) -> pd.DataFrame:
    facts = terms[terms["subject"].eq(subject)]
    n = hubs["id"].map(facts["hub_id"].value_counts()).fillna(0).astype(int)
    first = facts.drop_duplicates("hub_id").set_index("hub_id")
    return _figure(
        hubs,
        subject,
        value=hubs["id"].map(first["number"]).to_numpy(dtype=float),
        n=n,
        reason=np.where(n.gt(0), "ok", "absent"),
        **{name: hubs["id"].map(first[name]) for name in SOURCE_COLUMNS},
    )


def _named(hubs: gpd.GeoDataFrame, named: pd.DataFrame) -> pd.DataFrame:
    n = hubs["id"].map(named["hub_id"].value_counts()).fillna(0).astype(int)
    return _figure(
        hubs,
        "tenants_named",
        value=n.where(n.gt(0)).astype(float),
        n=n,
        reason=np.where(n.gt(0), "ok", "absent"),
        source_title=hubs["id"].map(_joined(named, "source_title")),
        source_url=hubs["id"].map(_joined(named, "source_url")),
        source_date=hubs["id"].map(named.groupby("hub_id")["source_date"].agg(_span)),
        source_read=hubs["id"].map(named.groupby("hub_id")["source_read"].agg(_last)),
    )


def _joined(rows: pd.DataFrame, column: str) -> pd.Series:
    """All different values of each hub in one cell, as the tables write several addresses."""
    return rows.groupby("hub_id")[column].agg(lambda cells: " | ".join(cells.dropna().unique()))


def _span(dates: pd.Series) -> str | None:
    years = dates.dropna().astype(str).str[:4]
    if years.empty:
        return None
    first, last = str(years.min()), str(years.max())
    return first if first == last else f"{first}–{last}"


def _last(days: pd.Series) -> str | None:
    known = days.dropna().astype(str)
    return None if known.empty else str(known.max())


def _meeting(
    dataset: Dataset, hubs: gpd.GeoDataFrame, around: Mapping[str, Surroundings]
) -> pd.DataFrame:
    """Walks of at most five minutes from these hubs, both ends placed that finely."""
    every = pd.concat([each.meeting_places for each in around.values()])
    fine = hubs.loc[_place_reason(hubs, around) == "ok", "id"]
    walks = every[every["hub_id"].isin(fine) & fine_enough(every, FIVE_MINUTES_M)]
    places = dataset.meeting_places.drop_duplicates("id").set_index("id")
    return walks.assign(
        label=walks["target_id"].map(places["name"]), date=walks["target_id"].map(places["updated"])
    )


def _place_reason(hubs: gpd.GeoDataFrame, around: Mapping[str, Surroundings]) -> np.ndarray:
    coarse = coarse_rows(hubs) | too_coarse_for(hubs, FIVE_MINUTES_M)
    reason = np.where(coarse, "too_coarse", "ok")
    reason = np.where(hubs.geometry.notna(), reason, "no_place")
    return np.where(hubs["city"].isin(list(around)), reason, "outside")


def _counted_places(
    hubs: gpd.GeoDataFrame,
    meeting: pd.DataFrame,
    around: Mapping[str, Surroundings],
    counted: Collection[str],
) -> pd.DataFrame:
    reason = _place_reason(hubs, around)
    # Where no list names cafés, none near is no answer: few on the map is not few in the street.
    reason = np.where((reason == "ok") & ~hubs["city"].isin(list(counted)), "no_source", reason)
    n = hubs["id"].map(meeting["hub_id"].value_counts()).fillna(0).astype(int)
    dates = meeting.rename(columns={"date": "source_date"}).groupby("hub_id")["source_date"]
    return _figure(
        hubs,
        "meeting_places",
        value=n.astype(float).where(reason == "ok"),
        n=n.where(reason == "ok", 0),
        reason=reason,
        source_date=hubs["id"].map(dates.agg(_span)) if len(meeting) else None,
    )


def _station(hubs: gpd.GeoDataFrame, stations: pd.DataFrame) -> pd.DataFrame:
    mine = stations.reindex(hubs["id"]).reset_index()
    return _figure(
        hubs,
        "station",
        value=mine["metres"].astype(float),
        minutes=mine["minutes"].astype(float),
        n=mine["reason"].eq("ok").astype(int),
        reason=mine["reason"].fillna("outside"),
        label=mine["target_name"],
    )


def _in_order(figures: pd.DataFrame, hub_ids: Sequence[str]) -> pd.DataFrame:
    place = {key: i for i, key in enumerate(FIGURES)}
    of_hub = {hub_id: i for i, hub_id in enumerate(hub_ids)}
    order = figures.assign(a=figures["key"].map(place), b=figures["hub_id"].map(of_hub))
    return order.sort_values(["a", "b"], ignore_index=True).drop(columns=["a", "b"])


def _sums(shares: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return shares.groupby(by, as_index=False)["weight"].sum()


def _next_stage(
    dataset: Dataset,
    hubs: gpd.GeoDataFrame,
    shares: pd.DataFrame,
    around: Mapping[str, Surroundings],
) -> pd.DataFrame:
    """Nearest supplier of the stage after each stage that a hub holds, chain by chain."""
    line = dataset.chain_model.stage_line
    after = dict(zip(line, line[1:], strict=False))
    held = _sums(shares, ["hub_id", "chain", "stage"])
    steps = held[held["stage"].isin(after)].assign(next_stage=held["stage"].map(after))
    if steps.empty:
        return pd.DataFrame(columns=NEXT_COLUMNS)
    supply = _supply(dataset, set(steps["chain"]))
    walks = pd.concat([_all_walks(each) for each in around.values()])
    walks = walks[walks["hub_id"].isin(hubs["id"])].merge(supply, on=["target_table", "target_id"])
    # One question a hub, chain and stage: the three together stand where `soonest` expects a hub.
    best = soonest(walks.assign(hub_id=_key(walks, "stage")))
    found = steps.join(best[NEXT_COLUMNS[4:]], on=_key(steps, "next_stage").rename("key"))
    found["reason"] = found["reason"].fillna("farther")
    own_names = found["hub_id"].map(hubs.set_index("id")["name"])
    placed = found["hub_id"].map(dict(zip(hubs["id"], _place_reason(hubs, around), strict=True)))
    unknown = placed.isin(["no_place", "outside"])
    found["reason"] = found["reason"].mask(unknown, placed)
    at_home = _key(found, "next_stage").isin(_key(held, "stage"))
    own = {"target_table": "hubs", "target_id": found["hub_id"], "target_name": own_names}
    own |= {"metres": 0.0, "minutes": 0.0, "reason": "in_house"}
    for column, value in own.items():
        found[column] = found[column].mask(at_home, value)
    return found[NEXT_COLUMNS].reset_index(drop=True)


def _key(rows: pd.DataFrame, stage: str) -> pd.Series:
    return rows["hub_id"] + "/" + rows["chain"] + "/" + rows[stage]


def _supply(dataset: Dataset, chains: set[str]) -> pd.DataFrame:
    """Who supplies which chain and stage: open partners, and hubs with a named tenant in it."""
    shares = stage_shares(dataset.tenants[there(dataset.tenants)], dataset.chain_model)
    in_use = dataset.hubs[~dataset.hubs["status"].eq("ended")].set_index("id")["name"]
    held = shares[shares["hub_id"].isin(in_use.index)][["hub_id", "chain", "stage"]]
    held = held.drop_duplicates().rename(columns={"hub_id": "target_id"})
    partners = dataset.partners[dataset.partners["likely_open"].fillna(False).astype(bool)]
    outside = pd.DataFrame(
        {
            "target_id": partners["id"],
            "target_name": partners["name"],
            "chain": split_codes(partners["chain"]),
            "stage": split_codes(partners["stage"]),
        }
    )
    parts = [
        held.assign(target_table="hubs", target_name=held["target_id"].map(in_use)),
        outside.explode("chain").explode("stage").assign(target_table="partners"),
    ]
    supply = pd.concat(parts, ignore_index=True)
    return supply[supply["chain"].isin(chains)]


def _all_walks(around: Surroundings) -> pd.DataFrame:
    return pd.concat(
        [around.hubs.assign(target_table="hubs"), around.partners.assign(target_table="partners")]
    )


def _rows(
    hubs: gpd.GeoDataFrame,
    named: pd.DataFrame,
    tenants: pd.DataFrame,
    meeting: pd.DataFrame,
    figures: pd.DataFrame,
    stations: pd.DataFrame,
) -> pd.DataFrame:
    """Gather the rows behind every figure but the terms, which are rows themselves."""
    names = hubs.set_index("id")["name"]
    of_hub = figures[figures["key"].isin(_PUBLISHED) & figures["reason"].eq("ok")]
    totals = tenants[tenants["is_total"].astype(bool)]
    stops = stations[stations.index.isin(hubs["id"]) & stations["reason"].eq("ok")].reset_index()
    parts = [
        of_hub.assign(
            table="hubs", id=of_hub["hub_id"], label=of_hub["hub_id"].map(names), weight=1.0
        ),
        named.assign(key="tenants_named", table="tenants", weight=1.0),
        totals.assign(
            key="tenants_published", table="tenants", weight=totals["count"].astype("Float64")
        ),
        meeting.assign(
            key="meeting_places", table="meeting_places", id=meeting["target_id"], weight=1.0
        ),
        stops.assign(
            key="station",
            table="stops",
            id=stops["target_id"],
            label=stops["target_name"],
            weight=1.0,
        ),
    ]
    return pd.concat(
        [part.reindex(columns=ROW_COLUMNS).astype(object) for part in parts], ignore_index=True
    )


def load_policy_figures(folder: Path = DATA) -> pd.DataFrame:
    """Read the published policy figures of both cities, numbered, with the years they hold for.

    Returns
    -------
    DataFrame
        ``number`` (from 1), ``city, figure, value, year, year_from, year_to, source_url``, by city
        and year; a figure without a year stands last of its city.

    Raises
    ------
    DataErrors
        "file_missing".

    Examples
    --------
    >>> load_policy_figures()[["number", "city", "year_from"]].head(2).values.tolist()
    [[1, 'Amsterdam', 2000], [2, 'Amsterdam', 2000]]
    """
    path = folder / "policy_figures.parquet"
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=path.name)])
    return dated_figures(pd.read_parquet(path))


def dated_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Number figures by city and year, and read their years.

    Parameters
    ----------
    figures : DataFrame
        ``city, year`` (text: "2018", "2023/2024", "2015-2020" or missing).

    Examples
    --------
    >>> rows = pd.DataFrame({"city": ["A", "A", "A"], "year": ["2023/2024", None, "2018"]})
    >>> dated_figures(rows)[["number", "year_from", "year_to"]].values.tolist()
    [[1, 2018, 2018], [2, 2023, 2024], [3, <NA>, <NA>]]
    """
    years = figures["year"].fillna("").astype(str).str.findall(r"\d{4}")
    table = figures.assign(
        year_from=pd.array([int(each[0]) if each else None for each in years], dtype="Int64"),
        year_to=pd.array([int(each[-1]) if each else None for each in years], dtype="Int64"),
    )
    table = table.sort_values(["city", "year_from", "year_to"], kind="stable", ignore_index=True)
    return table.assign(number=range(1, len(table) + 1))
