"""*Wat als*: the scenario of a session, from its controls and address, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.link_distances import links, with_new_hubs
from geo.proximity import routes
from geo.ranking import DEFAULT_WEIGHTS, Ranking, rank_hubs, ranking_terms
from geo.selection import Filters, Selection
from geo.store import Dataset
from geo.surroundings import Surroundings, surroundings
from geo.what_if import (
    Applied,
    NewHub,
    Scenario,
    apply,
    compare_links,
    compare_presence,
    presence,
    set_down,
)
from layers.scenario_address import LONGEST_NAME, Known, from_address, to_address
from pages.parts import session
from pages.parts.walks import around, distances

PARAMETER = "watals"
MIX_LINES = 3
MOST_WAYS = 25
FIRST_YEAR, LAST_YEAR = 2026, 2045
TERMS = (0, 5, 10, 15, 20)
Place = tuple[float, float, str]
POINT = "wi.point"  # x and y of the new building; no control holds it


@dataclass(frozen=True)
class Outcome:
    """What a scenario leads to.

    Attributes
    ----------
    applied : Applied
    changes : DataFrame
        As `geo.what_if.compare_links`, all cities.
    presence : DataFrame
        As `geo.what_if.compare_presence`.
    """

    applied: Applied
    changes: pd.DataFrame
    presence: pd.DataFrame


def known() -> Known:
    """What a scenario in the address may speak of."""
    data = session.dataset()
    model = data.chain_model
    return Known(
        frozenset(data.hubs["id"]),
        frozenset(model.chains["code"]),
        frozenset(model.stages["code"]),
        data.outline,
    )


@session.shared(64)
def applied(data: Dataset, filters: Filters, scenario: Scenario) -> Applied:
    """The rows after a scenario; shared between sessions and never changed."""
    return apply(scenario, session.selection(data, filters))


@session.shared(64)
def links_after(
    data: Dataset,
    filters: Filters,
    scenario: Scenario,
    city: str,
    mode: str,
    chains: tuple[str, ...],
) -> pd.DataFrame:
    """The links of a city after a scenario; shared between sessions and never changed."""
    rows = applied(data, filters, scenario).after
    known = distances(data, city, mode)
    ways = with_new_hubs(known, rows.hubs, session.network(city), mode)
    return links(rows, ways, data.chain_model.stage_line, chains)


@session.shared(64)
def outcome(
    data: Dataset,
    filters: Filters,
    scenario: Scenario,
    mode: str,
    chains: tuple[str, ...],
    limit_m: int,
) -> Outcome:
    """What a scenario leads to; shared between sessions and never changed."""
    bare = replace(scenario, name="")
    before = session.selection(data, filters)
    found = applied(data, filters, bare)
    changes = [
        compare_links(
            links_after(data, filters, Scenario(), city, mode, chains),
            links_after(data, filters, bare, city, mode, chains),
            limit_m,
        )
        for city in filters.cities
    ]
    tables = (presence(rows, filters.cities, chains) for rows in (before, found.after))
    return Outcome(found, pd.concat(changes, ignore_index=True), compare_presence(*tables))


@session.shared(64)
def ways(
    data: Dataset,
    filters: Filters,
    scenario: Scenario,
    city: str,
    mode: str,
    chains: tuple[str, ...],
    limit_m: int,
) -> gpd.GeoDataFrame:
    """The ways of changed links after a scenario, the largest changes first."""
    found = outcome(data, filters, scenario, mode, chains, limit_m)
    changed = found.changes[found.changes["city"].eq(city)]
    changed = changed[changed["change"].isin(["broken", "further", "mended", "nearer"])]
    changed = changed.assign(size=changed["extra_m"].abs()).sort_values("size", ascending=False)
    after = links_after(data, filters, replace(scenario, name=""), city, mode, chains)
    keys = ["hub_id", "chain", "stage", "next_stage"]
    rows = after.merge(changed[[*keys, "change", "size"]], on=keys)
    rows = rows[rows["reason"].eq("ok")].sort_values("size", ascending=False).head(MOST_WAYS)
    chosen = found.applied.after
    if rows.empty:
        return gpd.GeoDataFrame(rows.assign(geometry=None), geometry="geometry", crs=28992)
    return routes(session.network(city), chosen.hubs, chosen.partners, rows, mode)


@session.shared(32)
def rankings(
    data: Dataset, filters: Filters, scenario: Scenario, chain: str, stage: str
) -> tuple[Ranking, Ranking]:
    """The order of *Waar moet ik zijn?* before and after, with its default weights."""
    before = session.selection(data, filters)
    after = applied(data, filters, replace(scenario, name="")).after
    first = {city: around(data, city) for city in filters.cities}
    cities = {new.city for new in scenario.opened}
    second = {
        city: around_new(data, scenario.opened, city) if city in cities else first[city]
        for city in filters.cities
    }
    return (
        _ranked(data, before, first, chain, stage),
        _ranked(data, after, second, chain, stage),
    )


@session.shared(16)
def around_new(data: Dataset, opened: tuple[NewHub, ...], city: str) -> Surroundings:
    """What lies round every building of a city, new ones included."""
    network, grown = session.network(city), replace(data, hubs=set_down(data.hubs, opened))
    known = with_new_hubs(distances(data, city, "walk"), grown.hubs, network)
    return surroundings(grown, network, city, known)


def _ranked(
    data: Dataset, chosen: Selection, walks: dict[str, Surroundings], chain: str, stage: str
) -> Ranking:
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    terms = ranking_terms(data, chosen, walks, chain, stage)
    return rank_hubs(hubs, terms, DEFAULT_WEIGHTS)


def seed(hub_ids: list[str]) -> None:
    """Give the controls what the address says, when it came from outside or they were not drawn."""
    said = session.parameter(PARAMETER)
    if "wi.removed" not in st.session_state or st.session_state.get("wi.address") != said:
        asked, left_out = from_address(said, known())
        put(asked)
        st.session_state["wi.left_out"] = left_out
        st.session_state["wi.address"] = said
    kept = [hub for hub in st.session_state["wi.removed"] if hub in hub_ids]
    if kept != st.session_state["wi.removed"]:
        st.session_state["wi.removed"] = kept


def put(asked: Scenario) -> None:
    """Set every control to a scenario."""
    state = st.session_state
    state["wi.name"] = asked.name
    state["wi.removed"] = list(asked.removed)
    year = asked.ends_before
    state["wi.year"] = year if year and FIRST_YEAR <= year <= LAST_YEAR else None
    state["wi.term"] = asked.term_years if asked.term_years in TERMS else 0
    first = asked.opened[0] if asked.opened else None
    state[POINT] = (first.x, first.y, first.city) if first else None
    model = session.dataset().chain_model
    mix = list(first.mix[:MIX_LINES]) if first else []
    mix += [(model.ten[0], "make", 5 if not mix else 0)]
    for i in range(MIX_LINES):
        chain, stage, number = mix[i] if i < len(mix) else (model.ten[0], "make", 0)
        state[f"wi.chain.{i}"], state[f"wi.stage.{i}"] = chain, stage
        state[f"wi.number.{i}"] = number


def current() -> Scenario:
    """The scenario that the controls say; kept in the address."""
    state = st.session_state
    mix = tuple(
        (state[f"wi.chain.{i}"], state[f"wi.stage.{i}"], int(state[f"wi.number.{i}"]))
        for i in range(MIX_LINES)
        if state.get(f"wi.number.{i}")
    )
    point: Place | None = state.get(POINT)
    name = "".join(letter for letter in state["wi.name"] if letter.isprintable())
    asked = Scenario(
        name=name.strip()[:LONGEST_NAME],
        removed=tuple(state["wi.removed"]),
        ends_before=state["wi.year"],
        term_years=int(state["wi.term"] or 0) if state["wi.year"] else 0,
        opened=(NewHub(*point, mix),) if point and mix else (),
    )
    words = to_address(asked)
    session.set_parameter(PARAMETER, words)
    if words != state.get("wi.address"):
        state["wi.left_out"] = 0
    state["wi.address"] = words
    return asked


def set_point(lat: float, lon: float) -> bool:
    """Take a click on the map as the place of the new building, if it lies in a city."""
    point = gpd.GeoSeries.from_xy([lon], [lat], crs=4326).to_crs(28992).iloc[0]
    x, y = round(point.x), round(point.y)
    city = known().city_at(x, y)
    if city is None:
        return False
    st.session_state[POINT] = (float(x), float(y), city)
    return True
