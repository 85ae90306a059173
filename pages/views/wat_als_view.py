"""What *Wat als* shows of a state: what a scenario leads to, on the map and in one sentence.

The page and its scene in a presentation are both made here, from the state and from the page's own
parameters, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.answers.changed_links import links_known, lost_known, too_coarse_ids
from geo.answers.harm import Harm, harm
from geo.answers.ranking import TERMS, Ranking, rank_hubs, ranking_terms
from geo.answers.surroundings import Surroundings, surroundings
from geo.answers.what_if import (
    Applied,
    Scenario,
    apply,
    compare_links,
    compare_presence,
    new_id,
    presence,
    set_down,
)
from geo.data.crs import RD_NEW
from geo.data.selection import Filters, Selection
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Unseen
from geo.network.distances import CityDistances, links, with_new_hubs
from geo.network.proximity import routes
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view, relinked
from layers.map.map_heading import known_note
from layers.map.point_layers import partners_layer
from layers.map.scenario_layers import changed_hubs_layers, new_ways_layer, worst_changes
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.scenario_words import (
    Told,
    before_after,
    before_after_lines,
    harm_figures,
    scenario_sentence,
)
from layers.view.map_model import MapView
from layers.view.scenario_address import Known, from_address
from layers.view.state import Parameters, ViewState, address_of
from layers.words.palette import palette
from pages.session import server
from pages.views import waar_view

SCENARIO, LIMIT = "watals", "binnen"  # the page's own parameters in the address
RANK_CHAIN, RANK_STAGE = "volgorde_keten", "volgorde_schakel"  # for whom, in the address
LIMITS = tuple(str(metres) for metres in BANDS_M)
DEFAULT_LIMIT = "500"
MOST_WAYS = 25  # in a city, the largest changes first


@dataclass(frozen=True)
class Asked:
    """What the page is asked.

    Attributes
    ----------
    filters : Filters
        Without chain and stage: links need all stages, and a building its whole mix.
    scenario : Scenario
    chains : tuple of str
        Whose links are compared.
    mode : "walk" or "cycle"
    limit_m : int
        Within which a link is whole.
    """

    filters: Filters
    scenario: Scenario
    chains: tuple[str, ...]
    mode: str
    limit_m: int

    @property
    def of_one_planner(self) -> bool:
        """Whether answers stay in the session; see `pages.session.server.shared`."""
        return self.scenario.of_one_planner

    @property
    def bare(self) -> Scenario:
        """The scenario without its name, which changes no number."""
        return replace(self.scenario, name="")


@dataclass(frozen=True)
class Outcome:
    """What a scenario leads to.

    Attributes
    ----------
    applied : Applied
    changes : DataFrame
        As `geo.answers.what_if.compare_links` with `geo.answers.changed_links.links_known`, all
        cities.
    presence : DataFrame
        As `geo.answers.what_if.compare_presence`.
    harm : Harm
        Who loses a place.
    lost : mapping of (city, chain, stage) to Knowledge
        What is known of those that nobody known has any more.
    """

    applied: Applied
    changes: pd.DataFrame
    presence: pd.DataFrame
    harm: Harm
    lost: Mapping[tuple[str, str, str], Knowledge]


def known(data: Dataset) -> Known:
    """What a scenario in the address may speak of."""
    model = data.chain_model
    return Known(
        frozenset(data.hubs["id"]),
        frozenset(model.chains["code"]),
        frozenset(model.stages["code"]),
        data.outline,
    )


def asked_of(data: Dataset, state: ViewState, parameters: Parameters) -> Asked:
    """Read what is asked; nonsense is left out or falls back."""
    scenario, _ = from_address(parameters.get(SCENARIO, ""), known(data))
    limit = parameters.get(LIMIT, "")
    return Asked(
        state.filters_for(),
        scenario,
        state.chains or tuple(data.chain_model.ten),
        state.travel,
        int(limit if limit in LIMITS else DEFAULT_LIMIT),
    )


@server.shared(64)
def _applied(data: Dataset, filters: Filters, scenario: Scenario) -> Applied:
    """The rows after a scenario; shared between sessions and never changed."""
    return apply(scenario, server.selection(data, filters))


@server.shared(64)
def _links_after(
    data: Dataset,
    filters: Filters,
    scenario: Scenario,
    city: str,
    mode: str,
    chains: tuple[str, ...],
) -> pd.DataFrame:
    """The links of a city after a scenario; shared between sessions and never changed."""
    rows, measured = _applied(data, filters, scenario).after, server.distances(data, city, mode)
    ways = with_new_hubs(measured, rows.hubs, server.network(city), mode)
    return links(rows, ways, data.chain_model.stage_line, chains)


def outcome(data: Dataset, asked: Asked) -> Outcome:
    """What a scenario leads to."""
    found: Outcome = _outcome(data, replace(asked, scenario=asked.bare))
    return found


@server.shared(64)
def _outcome(data: Dataset, asked: Asked) -> Outcome:
    """What a scenario leads to; shared between sessions and never changed."""
    filters, chains = asked.filters, asked.chains
    before = server.selection(data, filters)
    found = _applied(data, filters, asked.scenario)
    tables = (presence(rows, filters.cities, chains) for rows in (before, found.after))
    there = compare_presence(*tables)
    ways = {city: server.distances(data, city, asked.mode) for city in filters.cities}
    hit = harm(before, found, ways, asked.mode, tuple(data.chain_model.ten))
    bases = {city: server.unseen(data, filters, city) for city in filters.cities}
    lost = lost_known(there[there["change"].eq("lost")], found.after, bases)
    return Outcome(found, _changes(data, asked, found, bases), there, hit, lost)


def _changes(
    data: Dataset, asked: Asked, found: Applied, bases: Mapping[str, Unseen]
) -> pd.DataFrame:
    """The links before and after of all cities, with what is known of each."""
    ways = {city: _ways_after(data, asked, found, city) for city in asked.filters.cities}
    coarse = too_coarse_ids(ways, asked.limit_m)
    rest = (asked.mode, asked.chains)
    changes = [
        compare_links(
            _links_after(data, asked.filters, Scenario(), city, *rest),
            _links_after(data, asked.filters, asked.scenario, city, *rest),
            asked.limit_m,
            coarse,
        )
        for city in asked.filters.cities
    ]
    changed = pd.concat(changes, ignore_index=True)
    chosen = {"before": server.selection(data, asked.filters), "after": found.after}
    return changed.join(links_known(changed, chosen, ways, bases, asked.limit_m))


def _ways_after(data: Dataset, asked: Asked, found: Applied, city: str) -> CityDistances:
    """All ways of a city, those of new buildings among them."""
    measured, hubs = server.distances(data, city, asked.mode), found.after.hubs
    return with_new_hubs(measured, hubs, server.network(city), asked.mode)


@server.shared(64)
def _ways(data: Dataset, asked: Asked, city: str) -> gpd.GeoDataFrame:
    """The ways of changed links after a scenario, the largest changes first; never changed."""
    found = outcome(data, asked)
    changed = found.changes[found.changes["city"].eq(city)]
    changed = changed[changed["change"].isin(["broken", "further", "mended", "nearer"])]
    changed = changed.assign(size=changed["extra_m"].abs())
    after = _links_after(data, asked.filters, asked.bare, city, asked.mode, asked.chains)
    keys = ["hub_id", "chain", "stage", "next_stage"]
    told = ["change", "size", "state_after", "chance_after"]
    rows = after.merge(changed[[*keys, *told]], on=keys)
    rows = rows[rows["reason"].eq("ok")].sort_values("size", ascending=False).head(MOST_WAYS)
    chosen = found.applied.after
    if rows.empty:
        return gpd.GeoDataFrame(rows.assign(geometry=None), geometry="geometry", crs=RD_NEW)
    return routes(server.network(city), chosen.hubs, chosen.partners, rows, asked.mode)


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """What changes, in the cities of a state."""
    return city_map(data, state, parameters, day, state.cities)


def city_map(
    data: Dataset,
    state: ViewState,
    parameters: Parameters,
    day: str,
    cities: tuple[str, ...],
) -> MapView:
    """The same of some of the cities; what changes does not depend on which."""
    view = _drawn(data, asked_of(data, state, parameters), cities, (state.chains, state.lang), day)
    return relinked(view, data.package, address_of(state, parameters))


@server.shared(64)
def _drawn(
    data: Dataset,
    asked: Asked,
    cities: tuple[str, ...],
    look: tuple[tuple[str, ...], str],
    day: str,
) -> MapView:
    """The map of some cities after a scenario; shared between sessions and never changed."""
    (shown_chains, lang), found = look, outcome(data, asked)
    filters = replace(asked.filters, cities=cities, chains=shown_chains)
    context = server.context_of(data, filters, lang)
    both = pd.concat([server.selection(data, asked.filters).hubs, found.applied.after.hubs])
    hubs = both[both["city"].isin(cities)].drop_duplicates("id").reset_index(drop=True)
    gone = set(found.applied.hubs_gone["id"])
    opened = {new_id(i) for i in range(len(asked.scenario.opened))}
    worst = worst_changes(hubs, found.changes, gone, opened)
    ways = [rows for rows in (_ways(data, asked, city) for city in cities) if len(rows)]
    layers = (
        districts_layer(context),
        # All partners of all chains would hide what changes.
        *((partners_layer(context),) if shown_chains else ()),
        *((new_ways_layer(context, pd.concat(ways)),) if ways else ()),
        *changed_hubs_layers(context, hubs, worst, found.changes),
    )
    title = asked.scenario.name or context.text("watals.title")
    travel = context.text(f"travel.{asked.mode}")
    method = context.text("watals.method", travel=travel, limit=asked.limit_m)
    # Partners of the chosen chain are drawn; the scenario is about all that the filters leave.
    every = server.context_of(data, replace(asked.filters, cities=cities), lang)
    notes = (method, *_told_below(asked, found, lang), *known_note(every))
    return map_view(context, layers, title, " + ".join(cities), notes, "", day)


def _told_below(asked: Asked, found: Outcome, lang: str) -> tuple[str, ...]:
    """What stands before and after, for whoever has the map without the page; "" without change."""
    if asked.scenario.changes_nothing:
        return ()
    return before_after_lines(found.harm, found.changes, asked.limit_m, lang)


def sentence(data: Dataset, asked: Asked, lang: str) -> str:
    """What a scenario leads to, in one sentence made from the numbers."""
    found, model = outcome(data, asked), data.chain_model
    told = Told(
        asked.scenario,
        found.applied,
        found.harm,
        found.changes,
        found.presence,
        found.lost,
        asked.limit_m,
        asked.mode,
        tuple(model.stage_line),
    )
    return scenario_sentence(told, palette(model, lang), lang)


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """The sentence of a scenario, and what the map counts."""
    asked = asked_of(data, state, parameters)
    explanation = explanation_of_map(map_of(data, state, parameters, day))
    if asked.scenario.changes_nothing:
        return explanation
    found, lang = outcome(data, asked), state.lang
    return replace(
        explanation,
        statement=sentence(data, asked, lang),
        figures=harm_figures(found.harm, lang),
        # What each number rests on stands in the notes: a slide has no room for it.
        table=before_after(found.harm, found.changes, asked.limit_m, lang, whole=False),
    )


@server.shared(32)
def rankings(data: Dataset, asked: Asked, who: waar_view.Asked) -> tuple[Ranking, Ranking]:
    """The order of *Waar moet ik zijn?* before and after; never changed."""
    before = server.selection(data, asked.filters)
    after = _applied(data, asked.filters, asked.bare).after
    cities, grown = asked.filters.cities, {new.city for new in asked.scenario.opened}
    first = {city: server.around(data, city) for city in cities}
    second = {c: _around_new(data, asked.bare, c) if c in grown else first[c] for c in cities}
    return _ranked(data, before, first, who), _ranked(data, after, second, who)


@server.shared(16)
def _around_new(data: Dataset, scenario: Scenario, city: str) -> Surroundings:
    """What lies round every building of a city, new ones included."""
    network, grown = server.network(city), replace(data, hubs=set_down(data.hubs, scenario.opened))
    measured = with_new_hubs(server.distances(data, city, "walk"), grown.hubs, network)
    return surroundings(grown, network, city, measured)


def _ranked(
    data: Dataset,
    chosen: Selection,
    walks: dict[str, Surroundings],
    who: waar_view.Asked,
) -> Ranking:
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    terms = ranking_terms(data, chosen, walks, who.chain, who.stage)
    return rank_hubs(hubs, terms, dict(zip(TERMS, who.weights, strict=True)), who.least)
