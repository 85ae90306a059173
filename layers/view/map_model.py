"""What is drawn: one description of the map, from which screen, sheet and file are all made.

A page makes one `MapView`; the web map, the legend, the PNG, the standalone HTML and the data
files take everything from it, so they cannot differ from each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend.

    Attributes
    ----------
    label : str
        Text in the user's language, plain text.
    symbol : str
        "circle", "square", "triangle", "diamond", "plus", "ring", "hatched", "pie", "line" or
        "area".
    colour, stroke : str
        Fill and outline as ``#rrggbb``; an empty fill means hollow.
    size : float
        Radius of a point or width of a line in screen pixels.
    dash : str
        Leaflet dash pattern of a line or outline, "" for solid.
    count : int or None
        How many drawn rows the line stands for; None where counting makes no sense.
    letter : str
        Letter in the symbol, "" for none: the chain, for who sees or prints no colour.
    """

    label: str
    symbol: str
    colour: str = ""
    stroke: str = ""
    size: float = 6.0
    dash: str = ""
    count: int | None = None
    letter: str = ""


@dataclass(frozen=True)
class MapLayer:
    """One map layer, ready to be drawn.

    Attributes
    ----------
    key : str
        Stable name: "hubs", "tenants", "partners", "meeting_places", "clusters", "links",
        "districts", "neighbourhoods", "stops".
    title : str
        Name in the user's language.
    kind : str
        "points", "lines" or "polygons".
    frame : GeoDataFrame
        EPSG:28992, one row a drawn thing, geometry never empty, drawn in row order. Beside the
        data columns named in ``data_columns`` it has the drawing columns

        - all: ``ref`` (unique, e.g. "hub:a-lab"), ``label`` (name), ``tip`` (one line);
        - points: ``shape`` (as LegendEntry.symbol), ``colour`` ("" = hollow), ``stroke``,
          ``size`` (radius, px), ``parts`` (list of ``(colour, weight, letter)`` of a pie, else
          None), and if it has letters ``letter``;
        - lines: ``colour``, ``size`` (width, px), ``dash``, and if it has letters ``letter``;
        - polygons: ``colour`` (fill, "" = none), ``opacity`` (0-1), ``stroke``, ``size``, ``dash``,
          and if it has signs ``letter``, if it has stripes ``hatch`` (their colour, "" for none).
    card : mapping of ref to lines
        What a click shows: for each ``ref`` the ``(heading, value)`` lines, plain text.
    legend : tuple of LegendEntry
    legend_title : str
    data_columns : tuple of str
        Columns of ``frame`` that go into data exports, in this order.
    labelled : bool
        Whether ``label`` is written on the map itself.
    source_keys : tuple of str
        Names of the ``datapackage.json`` resources the layer comes from.
    alpha : float
        How opaque the whole layer is, 0 to 1.
    counted : MapLayer or None
        The layer of single rows that this one shows as counts: words count those, files hold them.
    """

    key: str
    title: str
    kind: str
    frame: gpd.GeoDataFrame
    legend: tuple[LegendEntry, ...] = ()
    legend_title: str = ""
    data_columns: tuple[str, ...] = ()
    card: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    labelled: bool = False
    source_keys: tuple[str, ...] = ()
    alpha: float = 1.0
    counted: MapLayer | None = None

    @property
    def single(self) -> MapLayer:
        """The layer with its rows one by one."""
        return self.counted or self

    @property
    def n_rows(self) -> int:
        """How many rows the layer stands for, drawn one by one or as counts."""
        return len(self.single.frame)


@dataclass(frozen=True, eq=False)
class PointCrowd:
    """The single rows of a layer that counts them, and how each kind of them is drawn from near.

    Attributes
    ----------
    key, title : str
        Of the layer.
    frame : GeoDataFrame
        EPSG:28992, one row a point: ``ref``, ``label`` and ``kind``, the number of a row of kinds.
    kinds : DataFrame
        The drawing columns of points of that kind, in ``tip`` without a name; ``ring`` (colour, ""
        for none) and ``ring_room`` (px) of a ring round them; ``card``, what a click shows.
    """

    key: str
    title: str
    frame: gpd.GeoDataFrame
    kinds: pd.DataFrame


@dataclass(frozen=True)
class SourceLine:
    """One source as it is credited: title, credit line, licence, date and address."""

    key: str
    title: str
    credit: str
    licence: str
    date: str
    url: str


@dataclass(frozen=True)
class MapView:
    """Everything a map says, on screen and on paper.

    Attributes
    ----------
    lang : str
    title, subtitle : str
    filters : str
        The filters in words.
    layers : tuple of MapLayer
        Bottom to top.
    not_drawn : tuple of (str, int)
        Reason in words and number of rows that are not on the map for it.
    sources : tuple of SourceLine
    notes : tuple of str
        Rules in words: distance rule, accuracy, few observations.
    extent : tuple of float
        ``(minx, miny, maxx, maxy)`` in EPSG:28992 that the map shows.
    cities : tuple of str
        Cities whose base map is drawn.
    made_on : str
        Date of making, ISO.
    version : str
    link : str
        Query string that reopens this view.
    mark : str
        Short hash of data, state and version: two sheets with the same mark show the same.
    framed : bool
        Whether the extent is the ground that is asked about: it is shown, however much of the rows
        lies outside it.
    """

    lang: str
    title: str
    subtitle: str
    filters: str
    layers: tuple[MapLayer, ...]
    not_drawn: tuple[tuple[str, int], ...]
    sources: tuple[SourceLine, ...]
    notes: tuple[str, ...]
    extent: tuple[float, float, float, float]
    cities: tuple[str, ...]
    made_on: str
    version: str
    link: str = ""
    mark: str = ""
    framed: bool = False
