"""What fact sheets are made of: what is asked, what a sheet is about, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import shapely

from geo.answers.house_measures import CityLists, city_lists
from geo.answers.hub_profile import city_suppliers
from geo.data.tenant_count import organisation_shares, tenant_count
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Cell
from geo.network.graph import StreetNetwork
from layers.figures.figure import Figure
from layers.map.layer_context import LayerContext
from layers.sentences.count_words import with_rooms
from layers.view.map_model import MapView
from layers.words.numbers import whole

T = TypeVar("T")
MOST_ROWS = 8
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetsAsked:
    """What fact sheets are asked of.

    Attributes
    ----------
    context : LayerContext
        With the selection: a sheet counts what the filters leave.
    networks : mapping of city to StreetNetwork
    clusters : GeoDataFrame
        As `pages.views.kaart_view.clusters` gives them.
    travel : "walk" or "cycle"
    link : str
        Query string that reopens the view.
    made_on : str
        ISO date.
    known : mapping of city to mapping of (chain, stage) to Knowledge
        What is known in each city as a whole; without it a sheet says only that nobody is known.
    """

    context: LayerContext
    networks: Mapping[str, StreetNetwork]
    clusters: gpd.GeoDataFrame
    travel: str = "walk"
    link: str = ""
    made_on: str = ""
    known: Mapping[str, Mapping[Cell, Knowledge]] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year that tenant lists hold for."""
        return int((self.made_on or date.today().isoformat())[:4])

    def lists_of(self, city: str) -> CityLists:
        """What all houses of a city are held against, worked out once."""
        return self._once("lists", city, lambda: city_lists(self.context.dataset, city, self.year))

    def suppliers_of(self, city: str) -> gpd.GeoDataFrame:
        """Who can supply a link in a city, worked out once."""
        return self._once("suppliers", city, lambda: city_suppliers(self.context.dataset, city))

    @cached_property
    def _found(self) -> dict[tuple[str, str], Any]:
        return {}

    def _once(self, what: str, city: str, find: Callable[[], T]) -> T:
        if (what, city) not in self._found:
            self._found[what, city] = find()
        found: T = self._found[what, city]
        return found

    def shares_of(self, subject: Subject) -> pd.DataFrame:
        """Shares of the tenants of a subject: ``hub_id, chain, stage, weight``; what is there."""
        shares = self.context.selection.shares
        return shares[shares["hub_id"].isin(subject.hubs["id"])]

    def organisations_of(self, subject: Subject) -> pd.DataFrame:
        """Take of those shares the ones by which a chain may lead."""
        shares = organisation_shares(self.context.selection)
        return shares[shares["hub_id"].isin(subject.hubs["id"])]

    def tenants_of(self, subject: Subject) -> pd.DataFrame:
        """Named tenants of a subject."""
        tenants = self.context.selection.tenants
        return tenants[tenants["hub_id"].isin(subject.hubs["id"])]

    def tenant_figure(self, subject: Subject) -> tuple[str, str]:
        """The number of tenants that the filters leave, and its label; all known where it differs.

        The screen says the same two numbers, by the same count.
        """
        hub_ids = list(subject.hubs["id"])
        found = tenant_count(self.context.dataset, self.context.selection, hub_ids)
        lang = self.context.lang
        label = self.context.text("scene.tenants", all=found.shown)
        if found.differ:
            label = self.context.text("factsheet.tenants_filtered", known=found.known)
        return whole(found.shown, self.context.lang), with_rooms(label, found.rooms, lang)


@dataclass(frozen=True)
class Subject:
    """What a sheet is about: its name, its ground, and the rows that are its own.

    Attributes
    ----------
    kind : "hub", "cluster" or "district"
    key : str
        What its reference says after the kind.
    title, kicker, city : str
    shape : Geometry
        EPSG:28992: the point of a hub, the outline of an area.
    extent : (minx, miny, maxx, maxy)
        Ground that its map shows.
    hubs, partners : GeoDataFrame
        Of the selection.
    own_source : str
        Note on where a hub comes from; "" for an area, of which the rows come from many.
    """

    kind: str
    key: str
    title: str
    kicker: str
    city: str
    shape: shapely.Geometry
    extent: tuple[float, float, float, float]
    hubs: gpd.GeoDataFrame
    partners: gpd.GeoDataFrame
    own_source: str = ""


@dataclass(frozen=True)
class FactTable:
    """A small table: title, headings, rows of plain text, and the column that takes the room."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 0


@dataclass(frozen=True)
class Content:
    """What a sheet says of its subject: large numbers and what they count, facts, a table."""

    figures: Pairs
    facts: Pairs
    table: FactTable


@dataclass(frozen=True)
class FactSheet:
    """One sheet as it is set.

    Attributes
    ----------
    title, kicker : str
    view : MapView
        Of one city, its layers cut to the ground of the sheet's map.
    map_size : (float, float)
        Of the map with its legend, in millimetres: larger where there is no strip.
    figures : tuple of (str, str)
        Large numbers and what they count.
    strip : Figure or None
        The largest chain of which a stage is known, stage by stage; None where no tenant of the
        ten chains is known.
    facts : tuple of (str, str)
    mix : (str, str)
        Chains and stages of the tenants, which take the width of the sheet.
    table : FactTable
    notes : tuple of str
        Method and filters, one paragraph each.
    sources : str
    """

    title: str
    kicker: str
    view: MapView
    map_size: tuple[float, float]
    figures: Pairs
    strip: Figure | None
    facts: Pairs
    mix: tuple[str, str]
    table: FactTable
    notes: tuple[str, ...]
    sources: str


def by_name(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by city and name as a reader looks names up: small letters beside capitals."""
    return rows.sort_values(["city", "name"], key=lambda column: column.str.casefold())


def with_rest(
    rows: list[tuple[str, ...]], n: int, context: LayerContext
) -> tuple[tuple[str, ...], ...]:
    """Return the first `MOST_ROWS` of ``n`` rows, and a last one that says how many more."""
    if n <= MOST_ROWS:
        return tuple(rows)
    rest = (context.text("factsheet.more", n=n - MOST_ROWS), *("" for _ in rows[0][1:]))
    return (*rows, rest)
