"""Where must I be? Every hub ranked for one who works in a chain at a stage.

A composite indicator in the sense of the OECD/JRC *Handbook on Constructing Composite Indicators*
(2008): named terms, each scaled to 0-1, and their weighted mean. What is not known of a hub is
neither 0 nor left out of the mean, which would favour the hub of which least is known: it is drawn
from what is known of others, so that a rank is an interval (`geo.answers.rank_draws`). A hub
without a place has no rank, nor has one of which less of the weight is known than the planner asks.

Counts are scaled by the largest among the hubs compared. What is farther counts for less, half
after each five minutes on foot (`geo.evidence.catchments`); bands of distance are for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.answers.meeting_gaps import cities_with_cafes
from geo.answers.rank_draws import DRAWS, SEED, Floats, Known, rank_draws
from geo.answers.surroundings import FIVE_MINUTES_M, Surroundings, fine_enough, soonest
from geo.data.coarseness import too_coarse_for
from geo.data.errors import ArgumentError
from geo.data.selection import Selection, split_codes
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M, FEW_STAYS
from geo.evidence.catchments import decay

TERMS = (
    "in_house",
    "near_stages",
    "next_partner",
    "meeting",
    "transit",
    "focus",
    "starters",
    "turnover",
)
DEFAULT_WEIGHTS = dict(zip(TERMS, (3, 3, 3, 2, 1, 1, 1, 1), strict=True))
MIN_CONFIDENCE = 0.5
HOSPITALITY = "food"
ROW_COLUMNS = ["hub_id", "table", "id", "label", "weight", "metres", "minutes"]


@dataclass(frozen=True)
class Term:
    """One term of the score for every hub compared.

    Attributes
    ----------
    key : str
        One of `TERMS`.
    unit : str
        Of ``raw``: "tenants", "weighted_tenants", "metres", "places", "stops", "yes_no", "share"
        or "per_year" (entries and exits per tenant per year).
    sources : tuple of str
        Names of the ``datapackage.json`` resources it comes from.
    values : DataFrame
        Indexed by hub id: ``raw``, ``scaled`` (0-1; missing is not known), ``n`` (rows it rests
        on) and ``reason`` ("ok", "in_house", "far", or why it is not known: "no_place",
        "unreachable", "too_coarse", "no_tenants", "no_target", "no_source", "no_focus",
        "no_dates", "no_next"). Some terms have further columns.
    rows : DataFrame
        The rows behind: ``hub_id, table, id, label, weight, metres, minutes``.
    applies : bool
        False where the question has no meaning, as the next stage of the public.
    """

    key: str
    unit: str
    sources: tuple[str, ...]
    values: pd.DataFrame = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    applies: bool = True


@dataclass(frozen=True)
class Ranking:
    """Hubs in order.

    Attributes
    ----------
    table : DataFrame
        Indexed by hub id, best first: ``name, city``, ``confidence`` (0-1, share of the weight
        that is known), ``enough`` (it has a rank), ``without`` ("" or why it has none:
        "no_place" or "too_little"), and of those with a rank the columns of
        `geo.answers.rank_draws.rank_draws`; ``decisive`` is the key of the term, "" for none.
    parts : DataFrame
        Hub × term: what each known term adds to the score; missing is not known.
    terms : tuple of Term
        Those that apply.
    weights : mapping of str to float
    draws : int
    """

    table: pd.DataFrame
    parts: pd.DataFrame
    terms: tuple[Term, ...]
    weights: Mapping[str, float]
    draws: int = DRAWS


def ranking_terms(
    dataset: Dataset, chosen: Selection, around: Mapping[str, Surroundings], chain: str, stage: str
) -> tuple[Term, ...]:
    """Work out every term for every hub of a selection.

    Parameters
    ----------
    dataset : Dataset
    chosen : Selection
        Hubs to compare (placed or not), and the tenants, partners and meeting places that count.
        No chain or stage may be filtered away.
    around : mapping of city to Surroundings
        One for every city of the selection.
    chain, stage : str
        What the one who asks is; ``stage`` is one of the line.

    Raises
    ------
    ArgumentError
        For a chain that is not of the model or a stage that is not of the line.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.answers.surroundings import surroundings
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> around = {"Amsterdam": surroundings(toy, toy_network(), "Amsterdam")}
    >>> terms = ranking_terms(toy, select(toy, Filters()), around, "fashion", "make")
    >>> terms[1].values.loc["h4", ["within_250", "within_500", "raw"]].round(3).tolist()
    [0.0, 2.0, 1.189]
    """
    _check(dataset, chain, stage)
    every = pd.concat([chosen.hubs, chosen.hubs_without_place]).set_index("id", drop=False)
    # A plain table: every step on one with geometry takes twice as long.
    every = pd.DataFrame(every.assign(placed=every.geometry.notna())).drop(columns="geometry")
    ask = _Question(dataset, chosen, every, around, chain, stage)
    return (
        _in_house(ask),
        _near_stages(ask),
        _next_partner(ask),
        _meeting(ask),
        _transit(ask),
        _focus(ask),
        _starters(ask),
        _turnover(ask),
    )


def rank_hubs(
    hubs: gpd.GeoDataFrame,
    terms: tuple[Term, ...],
    weights: Mapping[str, float],
    min_confidence: float = MIN_CONFIDENCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Ranking:
    """Rank hubs by the weighted mean of their terms, as intervals.

    Parameters
    ----------
    hubs : GeoDataFrame
        ``id, name, city`` and a place or none.
    terms : tuple of Term
        As `ranking_terms` gives them.
    weights : mapping of str to float
        By term, 0 or more; a term that is not named has weight 0.
    min_confidence : float
        Share of the total weight that must be known for a place in the order.
    draws, seed : int
        The same seed gives the same answer.

    Raises
    ------
    ArgumentError
        When a weight is negative or all are 0.
    """
    used = tuple(term for term in terms if term.applies)
    weight = np.array([float(weights.get(term.key, 0)) for term in used])
    if (weight < 0).any() or not weight.sum() > 0:
        raise ArgumentError(
            "argument", argument="weights", value=dict(weights), allowed="0 or more, not all 0"
        )
    scaled = _scaled(used, hubs["id"].to_numpy(dtype=object))
    parts = scaled * weight / weight.sum()
    table = pd.DataFrame(hubs[["id", "name", "city"]]).set_index("id").rename_axis("hub_id")
    table["confidence"] = (np.isfinite(scaled) @ weight / weight.sum()).round(9)
    table["without"] = np.select(
        [hubs.geometry.isna(), table["confidence"].lt(min_confidence)],
        ["no_place", "too_little"],
        "",
    )
    table["enough"] = table["without"].eq("")
    known = Known(
        scaled, table["city"].to_numpy(dtype=object), weight, table["enough"].to_numpy(dtype=bool)
    )
    drawn = rank_draws(known, draws, seed)
    drawn["decisive"] = drawn["decisive"].map(dict(enumerate(term.key for term in used))).fillna("")
    table = table.join(drawn.set_index(table.index[drawn.index]))
    whole = ["rank", "rank_low", "rank_high", "with_high", "with_low"]
    table[whole] = table[whole].astype("Int64")
    order = table.sort_values(["rank", "rank_mean", "name"], kind="stable").index
    frame = pd.DataFrame(parts, index=table.index, columns=[term.key for term in used])
    return Ranking(table.loc[order], frame.loc[order], used, dict(weights), draws)


def strengths(ranking: Ranking, hub_id: str, n: int = 2) -> list[tuple[Term, float]]:
    """Return the terms that add most to the score of a hub, the largest first."""
    parts = ranking.parts.loc[hub_id].dropna()
    best = parts[parts.gt(0)].sort_values(ascending=False, kind="stable").head(n)
    by_key = {term.key: term for term in ranking.terms}
    return [(by_key[str(key)], float(value)) for key, value in best.items()]


def shortfall(ranking: Ranking, hub_id: str) -> tuple[Term, float] | None:
    """Return the term on which a hub falls farthest behind the first, None when on none.

    Only terms that are known of both are compared.
    """
    behind = (ranking.parts.iloc[0] - ranking.parts.loc[hub_id]).dropna()
    if not behind.gt(0).any():
        return None
    key = str(behind.idxmax())
    return next(term for term in ranking.terms if term.key == key), float(behind.max())


@dataclass(frozen=True)
class _Question:
    dataset: Dataset
    chosen: Selection
    hubs: pd.DataFrame
    around: Mapping[str, Surroundings]
    chain: str
    stage: str

    @property
    def ids(self) -> pd.Index:
        return pd.Index(self.hubs["id"].to_numpy(dtype=object), name="hub_id")

    @cached_property
    def _known_ids(self) -> set[str]:
        return set(self.hubs["id"])

    def walks(self, table: str, targets: Iterable[str], within_m: float = np.inf) -> pd.DataFrame:
        """Walks of at most a distance from the hubs compared to some targets."""
        wanted = set(targets)
        parts = []
        for each in self.around.values():
            rows = getattr(each, table)
            rows = rows[rows["metres"].le(within_m) & rows["target_id"].isin(wanted)]
            parts.append(rows[rows["hub_id"].isin(self._known_ids)])
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def tenants(self, chain: str, stages: tuple[str, ...] = ()) -> pd.DataFrame:
        """Shares of a chain (and stages), a row a tenant, with its label."""
        rows = self.chosen.shares[self.chosen.shares["chain"].eq(chain)]
        if stages:
            rows = rows[rows["stage"].isin(stages)]
        rows = rows.groupby(["hub_id", "tenant_id"], sort=False, as_index=False)["weight"].sum()
        labels = self.dataset.tenants.set_index("id")["label"]
        rows = rows.rename(columns={"tenant_id": "id"})
        return rows.assign(label=rows["id"].map(labels), table="tenants", metres=0.0, minutes=0.0)

    def not_measured(self, distance_m: float = np.inf) -> pd.Series:
        """Why no distance of a hub can be told: ``None`` where it can."""
        on = set[str]().union(*(each.on_network for each in self.around.values()))
        placed = self.hubs["placed"].to_numpy()
        reasons = np.select(
            [~placed, ~self.ids.isin(list(on)), too_coarse_for(self.hubs, distance_m)],
            ["no_place", "unreachable", "too_coarse"],
            "",
        )
        return pd.Series(reasons, index=self.ids, dtype=object).replace("", None)


def _check(dataset: Dataset, chain: str, stage: str) -> None:
    model = dataset.chain_model
    for name, value, allowed in (
        ("chain", chain, model.chain_codes),
        ("stage", stage, model.stage_line),
    ):
        if value not in allowed:
            raise ArgumentError("argument", argument=name, value=value, allowed=", ".join(allowed))


def _scaled(terms: tuple[Term, ...], ids: npt.NDArray[np.object_]) -> Floats:
    columns = [term.values["scaled"].reindex(ids).to_numpy(dtype=float) for term in terms]
    return np.column_stack(columns)


def _values(
    ask: _Question, raw: pd.Series, n: pd.Series, reason: pd.Series | None = None
) -> pd.DataFrame:
    """Raw values with their reason; what has another reason than measured has no value."""
    table = pd.DataFrame(index=ask.ids)
    why = pd.Series(None, index=ask.ids, dtype=object) if reason is None else reason
    table["raw"] = raw.reindex(ask.ids).fillna(0.0).astype(float).where(why.isna())
    table["scaled"] = np.nan
    table["n"] = n.reindex(ask.ids).fillna(0).astype(int)
    table["reason"] = why.fillna("ok")
    return table


def _by_largest(values: pd.DataFrame) -> pd.DataFrame:
    """Scale by the largest raw value; all 0 where nobody has any."""
    largest = values["raw"].max()
    scaled = values["raw"] / largest if largest > 0 else values["raw"] * 0.0
    return values.assign(scaled=scaled)


def _rows(*parts: pd.DataFrame) -> pd.DataFrame:
    filled = [part[ROW_COLUMNS] for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=ROW_COLUMNS)


def _in_house(ask: _Question) -> Term:
    rows = ask.tenants(ask.chain)
    named = ask.chosen.tenants["hub_id"].value_counts()
    nobody = pd.Series(None, index=ask.ids, dtype=object)
    nobody[~ask.ids.isin(named.index)] = "no_tenants"
    values = _values(ask, rows.groupby("hub_id")["weight"].sum(), named, nobody)
    return Term("in_house", "tenants", ("tenants",), _by_largest(values), _rows(rows))


def _beside(ask: _Question) -> tuple[str, ...]:
    """Stages before and after that of the question."""
    line = ask.dataset.chain_model.stage_line
    at = line.index(ask.stage)
    return tuple(line[max(at - 1, 0) : at] + line[at + 1 : at + 2])


def _near_stages(ask: _Question) -> Term:
    tenants = ask.tenants(ask.chain, _beside(ask))
    walks = ask.walks("hubs", tenants["hub_id"], BANDS_M[-1]).merge(
        tenants.drop(columns=["metres", "minutes"]).rename(columns={"hub_id": "target_id"}),
        on="target_id",
    )
    at_home = tenants.assign(hub_accuracy_m=0.0, target_accuracy_m=0.0)
    both = pd.concat([part for part in (at_home, walks) if len(part)] or [at_home])
    counts = {
        f"within_{band}": both[both["metres"].le(band) & fine_enough(both, band)]
        .groupby("hub_id")["weight"]
        .sum()
        for band in BANDS_M
    }
    table = pd.DataFrame(counts).reindex(ask.ids).fillna(0.0).astype(float)
    why = ask.not_measured(FIVE_MINUTES_M)
    sure = both[_told_apart(both)]
    raw = (sure["weight"] * decay(sure["minutes"])).groupby(sure["hub_id"]).sum()
    values = _by_largest(_values(ask, raw, sure["hub_id"].value_counts(), why))
    # What is there but placed too coarsely to say how near is said, not counted.
    unsure = both[~_told_apart(both)].groupby("hub_id")["weight"].sum()
    values = values.join(table.where(why.isna(), axis=0)).assign(
        undecided=unsure.reindex(ask.ids).fillna(0.0)
    )
    return Term(
        "near_stages", "weighted_tenants", ("tenants", "hubs", "network"), values, _rows(both)
    )


def _told_apart(walks: pd.DataFrame) -> pd.Series:
    """Tell which walks are known to half their length, or to half of five minutes."""
    longest = pd.Series(np.maximum(walks["metres"].astype(float), FIVE_MINUTES_M), walks.index)
    return fine_enough(walks, longest)


def _next_partner(ask: _Question) -> Term:
    after = ask.dataset.chain_model.next_stage(ask.stage)
    sources = ("partners", "tenants", "network")
    if after is None:
        none, why = pd.Series(dtype=float), pd.Series("no_next", index=ask.ids, dtype=object)
        empty = _values(ask, none, none, why).assign(minutes=np.nan)
        return Term("next_partner", "metres", sources, empty, _rows(), applies=False)
    at_home = ask.tenants(ask.chain, (after,))
    walks = _suppliers(ask, after, at_home["hub_id"])
    near = soonest(walks)
    reason = near["reason"].reindex(ask.ids).astype(object)
    supplied = set(ask.hubs.loc[ask.hubs["id"].isin(near.index), "city"])
    elsewhere = ask.hubs["city"].isin(supplied).to_numpy()
    reason = reason.fillna(pd.Series(np.where(elsewhere, "far", "no_target"), index=ask.ids))
    reason = ask.not_measured().fillna(reason)
    reason[ask.ids.isin(at_home["hub_id"])] = "in_house"
    raw = near["metres"].reindex(ask.ids).where(reason.eq("ok"))
    raw[reason.eq("in_house")] = 0.0
    values = pd.DataFrame({"raw": raw.astype(float), "reason": reason}, index=ask.ids)
    minutes = near["minutes"].reindex(ask.ids).where(reason.eq("ok")).mask(raw.eq(0), 0.0)
    values["scaled"] = pd.Series(decay(minutes.astype(float)), ask.ids).mask(reason.eq("far"), 0.0)
    values = values.assign(n=values["scaled"].notna().astype(int), minutes=minutes)
    shown = near.reset_index() if len(near) else walks
    rows = _rows(at_home, shown[~shown["hub_id"].isin(at_home["hub_id"])])
    return Term("next_partner", "metres", sources, values, rows)


def _suppliers(ask: _Question, stage: str, holders: pd.Series) -> pd.DataFrame:
    """Walks to partners and to other hubs that supply a stage of the chain."""
    partners = ask.chosen.partners
    supply = split_codes(partners["chain"]).map(lambda codes: ask.chain in codes)
    supply &= split_codes(partners["stage"]).map(lambda codes: stage in codes)
    parts = [
        ask.walks("partners", partners.loc[supply.astype(bool), "id"]).assign(table="partners"),
        ask.walks("hubs", holders).assign(table="hubs"),
    ]
    walks = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    names = pd.concat([partners.set_index("id")["name"], ask.hubs["name"]])
    names = names[~names.index.duplicated()]
    labels = walks["target_id"].map(names)
    return walks.assign(id=walks["target_id"], label=labels, weight=1.0)


def _meeting(ask: _Question) -> Term:
    places = ask.chosen.meeting_places
    covered = cities_with_cafes(places)
    walks = _near(ask, "meeting_places", places, "name")
    walks = walks.assign(weight=walks["per_head"])
    at_home = ask.tenants(HOSPITALITY)
    heads = pd.concat([each.per_head for each in ask.around.values()])
    at_home["weight"] *= at_home["hub_id"].map(heads).fillna(0.0).to_numpy(dtype=float)
    why = ask.not_measured(FIVE_MINUTES_M)
    why[why.isna() & ~ask.hubs["city"].isin(list(covered)).to_numpy()] = "no_source"
    rows = _rows(at_home, walks)
    raw, n = rows.groupby("hub_id")["weight"].sum(), rows["hub_id"].value_counts()
    values = _by_largest(_values(ask, raw, n, why)).assign(near=n.reindex(ask.ids).fillna(0))
    return Term("meeting", "places", ("meeting_places", "tenants", "network"), values, rows)


def _transit(ask: _Question) -> Term:
    stops = ask.dataset.stops
    walks = _near(ask, "stops", stops, "name")
    walks = walks.assign(weight=decay(walks["minutes"]))
    why = ask.not_measured(FIVE_MINUTES_M)
    why[why.isna() & ~ask.hubs["city"].isin(set(stops["city"])).to_numpy()] = "no_source"
    by_hub = walks.groupby("hub_id")["weight"].sum()
    values = _by_largest(_values(ask, by_hub, walks["hub_id"].value_counts(), why))
    near = walks.loc[walks["metres"].le(FIVE_MINUTES_M), "hub_id"].value_counts()
    values = values.assign(near=near.reindex(ask.ids).fillna(0))
    return Term("transit", "stops", ("stops", "network"), values, _rows(walks))


def _near(ask: _Question, table: str, places: pd.DataFrame, label: str) -> pd.DataFrame:
    """Walks to the places given round each hub, both ends placed to half of five minutes."""
    walks = ask.walks(table, places["id"])
    walks = walks[fine_enough(walks, FIVE_MINUTES_M)]
    names = places.drop_duplicates("id").set_index("id")[label]
    return walks.assign(
        table=table, id=walks["target_id"], label=walks["target_id"].map(names), weight=1.0
    )


def _focus(ask: _Question) -> Term:
    codes = split_codes(ask.hubs["chains"])
    has = codes.map(lambda each: float(ask.chain in each)).set_axis(ask.ids)
    why = pd.Series(None, index=ask.ids, dtype=object)
    why[codes.map(len).eq(0).to_numpy()] = "no_focus"
    values = _values(ask, has, why.isna().astype(int), why)
    rows = ask.hubs[why.isna().to_numpy()].assign(table="hubs", weight=1.0, metres=0.0, minutes=0.0)
    rows = rows.assign(hub_id=rows["id"], label=rows["chains"])
    return Term("focus", "yes_no", ("hubs",), values.assign(scaled=values["raw"]), _rows(rows))


def _stays(ask: _Question, known: pd.Series) -> pd.DataFrame:
    rows = ask.chosen.tenants[known.to_numpy(dtype=bool)]
    return rows.assign(table="tenants", weight=1.0, metres=0.0, minutes=0.0)


def _starters(ask: _Question) -> Term:
    rows = _stays(ask, ask.chosen.tenants["starter"].notna())
    n = rows["hub_id"].value_counts()
    share = rows["starter"].astype(float).groupby(rows["hub_id"]).mean()
    values = _values(ask, share, n, _few(ask, n))
    return Term("starters", "share", ("tenants",), values.assign(scaled=values["raw"]), _rows(rows))


def _turnover(ask: _Question) -> Term:
    """Entries and exits per tenant per year, where both are on record."""
    rows = _stays(ask, ask.chosen.tenants["year_from"].notna())
    by_hub = rows.groupby("hub_id")
    ends = by_hub["year_to"].count()
    begin, last = by_hub["year_from"].min(), by_hub[["year_from", "year_to"]].max().max(axis=1)
    n = rows["hub_id"].value_counts()
    years = (last - begin + 1).astype(float)
    rate = (n.reindex(ends.index) + ends) / (n.reindex(ends.index) * years)
    # A list without a single exit was kept of who came only: it says nothing of moving on.
    values = _values(ask, rate, n, _few(ask, n.where(ends.reindex(n.index).gt(0), 0)))
    return Term("turnover", "per_year", ("tenants",), _by_largest(values), _rows(rows))


def _few(ask: _Question, n: pd.Series) -> pd.Series:
    enough = n.reindex(ask.ids).fillna(0).ge(FEW_STAYS)
    return pd.Series(np.where(enough, "", "no_dates"), index=ask.ids, dtype=object).replace(
        "", None
    )
