"""One A4 about a hub, a cluster or a district: map, chain strip, figures, sources.

`FactSheetMaker` gathers what a sheet says from the data; `layers.paper.atlas` sets it in pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd
import shapely

from geo.answers.chain_line import ChainLine, chain_line, part_of_line
from geo.answers.hub_profile import hub_profile
from geo.data.chains import BESIDE, LINE
from geo.data.crs import RD_NEW
from geo.data.selection import Selection
from geo.data.thresholds import FEW_BUILDINGS
from geo.network.graph import StreetNetwork
from geo.network.proximity import MEASURED
from layers.figures.chain_strip import chain_strip_svg, strip_words
from layers.figures.figure import Figure
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view
from layers.map.layer_context import (
    HUB_FACTS,
    LayerContext,
    hub_fact,
    lines,
    place_words,
    plain,
    with_symbols,
)
from layers.map.point_layers import hubs_layer, partners_layer, sectors_layer
from layers.paper.map_sheet import FIGURE_MM, figure_frame
from layers.view.caption import source_line
from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.words import style
from layers.words.numbers import decimal, number, whole
from layers.words.plain_text import one_line

AROUND_HUB_M = (480.0, 330.0)  # half the ground shown round a hub: about 1:10 000
TALL_FIGURE_MM = (FIGURE_MM[0], 132.0)
NEAR_M = 500.0
MOST_ROWS = 8
STRIP_CUT = 40.0  # the room above a strip that has one city only


@dataclass(frozen=True)
class FactTable:
    """A small table: title, headings, rows of plain text, and the column that takes the room."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 0


@dataclass(frozen=True)
class Factsheet:
    """What one sheet says.

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
    table : FactTable
    notes : tuple of str
        Method and filters, one paragraph each.
    sources : str
    """

    title: str
    kicker: str
    view: MapView
    map_size: tuple[float, float]
    figures: tuple[tuple[str, str], ...]
    strip: Figure | None
    facts: tuple[tuple[str, str], ...]
    table: FactTable
    notes: tuple[str, ...]
    sources: str


@dataclass(frozen=True)
class _Subject:
    """What a sheet is about: its name, its outline on the map, and the rows that are its own."""

    kind: str
    title: str
    kicker: str
    city: str
    shape: shapely.Geometry
    hubs: gpd.GeoDataFrame
    partners: gpd.GeoDataFrame


@dataclass(frozen=True)
class FactSheetMaker:
    """Makes sheets from one selection.

    Attributes
    ----------
    context : LayerContext
    networks : mapping of city to StreetNetwork
    clusters : GeoDataFrame
        As `geo.evidence.clusters.describe_clusters` gives them, with ``stability``.
    travel : "walk" or "cycle"
    link : str
        Query string that reopens the view.
    made_on : str
        ISO date.
    """

    context: LayerContext
    networks: Mapping[str, StreetNetwork]
    clusters: gpd.GeoDataFrame
    travel: str = "walk"
    link: str = ""
    made_on: str = ""
    _lines: dict[tuple[str, str], ChainLine] = field(default_factory=dict, repr=False)

    def refs(self, kind: str) -> tuple[str, ...]:
        """References of everything of one kind ("hub", "cluster", "district") to make a sheet of.

        Hubs without a place have no map and so no sheet.
        """
        chosen = self.context.selection
        if kind == "hub":
            return tuple("hub:" + _by_name(chosen.hubs)["id"])
        if kind == "cluster":
            return tuple("cluster:" + self.clusters["cluster"].astype(str))
        rows = self.context.dataset.districts
        rows = _by_name(rows[rows["city"].isin(chosen.filters.cities)])
        return tuple("district:" + rows["city"] + ":" + rows["code"])

    def title_of(self, ref: str) -> str:
        """Name of what a reference points at."""
        return self._subject(ref).title

    def sheet(self, ref: str) -> Factsheet:
        """Gather the sheet of a reference.

        Raises
        ------
        KeyError
            When nothing of the selection has that reference.
        """
        subject = self._subject(ref)
        line = self._line(subject)
        size = FIGURE_MM if line else TALL_FIGURE_MM
        view = self._view(subject, size)
        figures, facts, table = self._content(subject, ref)
        return Factsheet(
            title=subject.title,
            kicker=subject.kicker,
            view=view,
            map_size=size,
            figures=figures,
            strip=self._strip(line, subject) if line else None,
            facts=(*facts, self._chains(subject)),
            table=table,
            notes=self._notes(view, subject),
            sources=source_line(view),
        )

    # ---- what it is about

    def _subject(self, ref: str) -> _Subject:
        kind, _, rest = ref.partition(":")
        makers = {"hub": self._hub, "cluster": self._cluster, "district": self._district}
        if kind not in makers:
            raise KeyError(ref)
        return makers[kind](rest)

    def _hub(self, hub_id: str) -> _Subject:
        chosen, t = self.context.selection, self.context.text
        hubs = chosen.hubs[chosen.hubs["id"].eq(hub_id)]
        if hubs.empty:
            raise KeyError(hub_id)
        hub = hubs.iloc[0]
        status = t(f"status.{hub['status']}")
        kicker = t(
            "factsheet.kicker_hub", kind=t(f"kind.{hub['kind']}"), status=status, city=hub["city"]
        )
        near = chosen.partners[chosen.partners.distance(hub.geometry).le(NEAR_M)]
        return _Subject("hub", one_line(hub["name"]), kicker, hub["city"], hub.geometry, hubs, near)

    def _cluster(self, key: str) -> _Subject:
        rows = self.clusters[self.clusters["cluster"].astype(str).eq(key)]
        if rows.empty:
            raise KeyError(key)
        row, t, chosen = rows.iloc[0], self.context.text, self.context.selection
        title = t(
            "cluster.name",
            number=int(row["number"]),
            chain=self.context.palette.chain(row["top_chain"]),
        )
        hubs = chosen.hubs[chosen.hubs["id"].isin(row["hub_ids"])]
        inside = chosen.partners[chosen.partners.within(row.geometry)]
        kicker = t("factsheet.kicker_cluster", city=row["city"])
        return _Subject("cluster", title, kicker, row["city"], row.geometry, hubs, inside)

    def _district(self, key: str) -> _Subject:
        city, _, code = key.partition(":")
        rows = self.context.dataset.districts
        rows = rows[rows["city"].eq(city) & rows["code"].eq(code)]
        if rows.empty:
            raise KeyError(key)
        row, chosen = rows.iloc[0], self.context.selection
        hubs = chosen.hubs[chosen.hubs.within(row.geometry)]
        partners = chosen.partners[chosen.partners.within(row.geometry)]
        kicker = self.context.text("factsheet.kicker_district", city=city)
        title = one_line(row["name"])
        return _Subject("district", title, kicker, city, row.geometry, hubs, partners)

    # ---- map

    def _view(self, subject: _Subject, size: tuple[float, float]) -> MapView:
        extent = subject.shape.bounds
        if subject.kind == "hub":
            wide, high = AROUND_HUB_M
            x, y = subject.shape.x, subject.shape.y
            extent = (x - wide, y - high, x + wide, y + high)
        blank = map_view(self.context, (), subject.title, subject.kicker, (), self.link)
        blank = replace(blank, extent=extent, cities=(subject.city,))
        window = shapely.box(*figure_frame(blank, size).window)
        layers = self._layers(subject, window)
        view = map_view(
            self.context, layers, subject.title, subject.kicker, (), self.link, self.made_on
        )
        # The rows of the layers are inside the frame by now: the extent alone sets the scale.
        return replace(view, extent=extent, cities=(subject.city,))

    def _layers(self, subject: _Subject, window: shapely.Polygon) -> tuple[MapLayer, ...]:
        part = _narrowed(self.context.selection, subject.city, window)
        context = replace(self.context, selection=part)
        return (
            districts_layer(context),
            partners_layer(context),
            _outline(context, subject),
            hubs_layer(context),
            sectors_layer(context),
        )

    # ---- chain strip

    def _shares(self, subject: _Subject) -> pd.DataFrame:
        shares = self.context.selection.shares
        return shares[shares["hub_id"].isin(subject.hubs["id"])]

    def _line(self, subject: _Subject) -> ChainLine | None:
        shares = self._shares(subject)
        ten = shares[~shares["chain"].isin(BESIDE)]
        if ten.empty:
            return None
        # A chain of which no stage is known would be a strip of noughts.
        told = ten["chain"].isin(ten.loc[ten["stage"].isin(LINE), "chain"])
        shown = ten[told] if told.any() else ten
        chain = str(shown.groupby("chain")["weight"].sum().idxmax())
        key = (subject.city, chain)
        if key not in self._lines:
            self._lines[key] = chain_line(
                self.context.dataset,
                self.context.selection,
                self.networks[subject.city],
                subject.city,
                chain,
                self.travel,
            )
        name = self.context.text(f"factsheet.this_{subject.kind}")
        return part_of_line(
            self._lines[key],
            name,
            shares[shares["chain"].eq(chain)],
            subject.partners[subject.partners["chain"].eq(chain)],
        )

    def _strip(self, line: ChainLine, subject: _Subject) -> Figure:
        look, lang, t = self.context.palette, self.context.lang, self.context.text
        title = t(
            "factsheet.strip", chain=look.chain(line.chain), travel=t(f"travel.{self.travel}")
        )
        scope = "hub" if subject.kind == "hub" else "area"
        svg = chain_strip_svg([line], look, lang)
        words = strip_words(line, look, lang)
        return Figure(title, svg, words, (t(f"factsheet.partners_{scope}"),), lang, cut=STRIP_CUT)

    # ---- figures, facts, table

    def _content(
        self, subject: _Subject, ref: str
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], FactTable]:
        if subject.kind == "hub":
            return self._hub_content(subject)
        t, lang = self.context.text, self.context.lang
        tenants = self._tenants(subject)
        figures = [
            (number(len(subject.hubs), lang), t("factsheet.hubs")),
            (number(len(tenants), lang), t("factsheet.tenants")),
            (number(len(subject.partners), lang), t("factsheet.partners")),
        ]
        if subject.kind == "cluster":
            row = self.clusters[("cluster:" + self.clusters["cluster"]).eq(ref)].iloc[0]
            figures.append((decimal(row["stability"], lang, 2), t("factsheet.stability")))
        else:
            figures += self._residents(ref)
        return tuple(figures), (), self._houses(subject, tenants)

    def _residents(self, ref: str) -> list[tuple[str, str]]:
        _, city, code = ref.split(":", 2)
        rows = self.context.dataset.neighbourhoods
        rows = rows[rows["city"].eq(city) & rows["district_code"].eq(code)]
        known = rows["residents"].dropna()
        if known.empty:
            return []
        year = plain(rows["year"].max())
        words = whole(known.sum(), self.context.lang)
        return [(words, self.context.text("factsheet.residents", year=year))]

    def _tenants(self, subject: _Subject) -> pd.DataFrame:
        tenants = self.context.selection.tenants
        return tenants[tenants["hub_id"].isin(subject.hubs["id"])]

    def _houses(self, subject: _Subject, tenants: pd.DataFrame) -> FactTable:
        t, look = self.context.text, self.context.palette
        hubs = subject.hubs.sort_values(["n_tenants", "name"], ascending=[False, True])
        shares = self._shares(subject).groupby(["hub_id", "chain"])["weight"].sum()
        rows = [
            (
                one_line(hub["name"]),
                t(f"status.{hub['status']}"),
                number(tenants["hub_id"].eq(hub["id"]).sum(), self.context.lang),
                _top(shares, hub["id"], look.chain),
            )
            for _, hub in hubs.head(MOST_ROWS).iterrows()
        ]
        if len(hubs) > MOST_ROWS:
            rows.append((t("factsheet.more", n=len(hubs) - MOST_ROWS), "", "", ""))
        headings = ("column.hub_name", "column.status", "column.n_tenants", "column.top_chain")
        return FactTable(t("factsheet.houses"), tuple(map(t, headings)), tuple(rows))

    def _hub_content(
        self, subject: _Subject
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], FactTable]:
        t, lang, hub = self.context.text, self.context.lang, subject.hubs.iloc[0]
        profile = hub_profile(
            self.context.dataset, self.networks[subject.city], hub["id"], self.travel
        )
        met = profile.meeting_reason == "ok"
        figures = (
            (number(len(self._tenants(subject)), lang), t("factsheet.tenants")),
            (number(len(subject.partners), lang), t("factsheet.partners_near")),
            (
                number(len(profile.meeting_places), lang) if met else t("factsheet.unknown"),
                t("factsheet.meeting")
                + ("" if met else f": {t(f'reason.{profile.meeting_reason}')}"),
            ),
        )
        facts = lines(
            *((t(f"column.{name}"), hub_fact(hub, name, lang)) for name in HUB_FACTS),
            (t("column.precision"), place_words(hub, lang)),
        )
        next_links = self._next(profile.next_partner, subject)
        return figures, facts, next_links if next_links.rows else self._around(subject)

    def _around(self, subject: _Subject) -> FactTable:
        """List the partners near a hub whose tenants are not known, the nearest first."""
        t, look, lang = self.context.text, self.context.palette, self.context.lang
        far = subject.partners.distance(subject.shape)
        found = subject.partners.assign(metres=far).sort_values(["metres", "name"])
        rows = [
            (
                one_line(row.name_),
                look.chain(row.chain),
                look.stage(row.stage),
                whole(row.metres, lang),
            )
            for row in found.rename(columns={"name": "name_"}).head(MOST_ROWS).itertuples()
        ]
        if len(found) > MOST_ROWS:
            rows.append((t("factsheet.more", n=len(found) - MOST_ROWS), "", "", ""))
        headings = tuple(t(f"column.{name}") for name in ("name", "chain", "stage", "metres"))
        return FactTable(t("factsheet.around"), headings, tuple(rows))

    def _next(self, found: pd.DataFrame, subject: _Subject) -> FactTable:
        t, look, lang = self.context.text, self.context.palette, self.context.lang
        mine = self._shares(subject).groupby("chain")["weight"].sum()
        # The largest chains first, as many as there is room for.
        order = found["chain"].map(mine).fillna(0)
        found = found.assign(order=-order).sort_values(["order", "chain"], kind="stable")
        rows = [
            (
                look.chain(row.chain),
                look.stage(row.stage),
                plain(row.target_name) or t(f"reason.{row.reason}"),
                *(
                    (whole(row.metres, lang), whole(row.minutes, lang))
                    if row.reason in MEASURED
                    else ("", "")
                ),
            )
            for row in found.head(MOST_ROWS).itertuples()
        ]
        headings = ("chain", "stage", "target_name", "metres", "minutes")
        title = t("factsheet.next", travel=t(f"travel.{self.travel}"))
        return FactTable(title, tuple(t(f"column.{name}") for name in headings), tuple(rows), 2)

    def _chains(self, subject: _Subject) -> tuple[str, str]:
        t, look, lang = self.context.text, self.context.palette, self.context.lang
        by_chain = self._shares(subject).groupby("chain")["weight"].sum()
        pieces = [
            t("factsheet.chain_row", chain=name, n=number(by_chain[code], lang))
            for code, name in look.chain_names.items()
            if by_chain.get(code, 0) > 0
        ]
        return t("factsheet.chains"), ", ".join(pieces) or t("factsheet.none")

    def _notes(self, view: MapView, subject: _Subject) -> tuple[str, ...]:
        t = self.context.text
        notes = [t("factsheet.filters", filters=view.filters)]
        notes.append(t("factsheet.method", travel=t(f"travel.{self.travel}"), k=FEW_BUILDINGS))
        if subject.kind == "hub":
            hub = subject.hubs.iloc[0]
            pieces = [
                part for part in (plain(hub["source_date"]), plain(hub["source_url"])) if part
            ]
            notes.append(
                t("factsheet.own_source", title=plain(hub["source_title"]), date=", ".join(pieces))
            )
        return tuple(notes)


def _by_name(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by city and name as a reader looks names up: small letters beside capitals."""
    return rows.sort_values(["city", "name"], key=lambda column: column.str.casefold())


def _top(shares: pd.Series, hub_id: str, name: object) -> str:
    if hub_id not in shares.index.get_level_values(0):
        return ""
    ten = shares[hub_id].drop([c for c in BESIDE if c in shares[hub_id].index])
    return str(name(ten.idxmax())) if len(ten) and callable(name) else ""


def _narrowed(chosen: Selection, city: str, window: shapely.Polygon) -> Selection:
    """Return the rows of a selection that lie on the ground of a map."""
    hubs = chosen.hubs[chosen.hubs["city"].eq(city) & chosen.hubs.within(window)]
    tenants = chosen.tenants[chosen.tenants["hub_id"].isin(hubs["id"])]
    return replace(
        chosen,
        filters=replace(chosen.filters, cities=(city,)),
        hubs=hubs,
        tenants=tenants,
        shares=chosen.shares[chosen.shares["hub_id"].isin(hubs["id"])],
        partners=chosen.partners[chosen.partners.within(window)],
        meeting_places=chosen.meeting_places[chosen.meeting_places.within(window)],
    )


def _outline(context: LayerContext, subject: _Subject) -> MapLayer:
    """Draw what a sheet is about with a thick red line, a hub with a ring round it."""
    t = context.text
    row = gpd.GeoDataFrame({"name": [subject.title]}, geometry=[subject.shape], crs=RD_NEW)
    # Of one id with the symbol of the hub, so that they stay together where several share a spot.
    hub = subject.kind == "hub"
    ref = f"subject:{subject.hubs['id'].iloc[0]}" if hub else "subject:area"
    looks = {"ref": ref, "label": subject.title, "tip": subject.title, "stroke": style.HIGHLIGHT}
    if hub:
        frame = with_symbols(row, **looks, shape="ring", colour="", size=20.0, parts=None)
        entry = LegendEntry(t("factsheet.chosen"), "ring", "", style.HIGHLIGHT, 6.0)
        kind = "points"
    else:
        frame = with_symbols(row, **looks, colour="", opacity=0.0, size=4.0, dash="")
        entry = LegendEntry(t("factsheet.chosen"), "area", "", style.HIGHLIGHT, 3.0)
        kind = "polygons"
    heading = t(f"factsheet.this_{subject.kind}")
    # An area is named by its own layer; a building's name must not be lost among the others.
    return MapLayer("subject", heading, kind, frame, (entry,), heading, labelled=hub)
