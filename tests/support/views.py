"""Small views on hand-made rows, for the tests of everything that leaves the app."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import LineString, Point, Polygon

from layers.view.map_model import LegendEntry, MapLayer, MapView, SourceLine

FILES = Path(__file__).parent / "files"

# What planners, mail merges and attackers write in the cell of a name.
NASTY_NAMES = (
    "Ca$$a Loods",
    "Studio $100$",
    r"a $\frac$ b",
    "{{ 7*7 }}{% raw %}",
    "<script>window.__ketenkaart_xss=1</script>",
    "</script>`${1}`",
    'O\'Brien & Zn. "De Pers"',
    r"C:\map\2019\1kaart",
    "Bel\x07 \x00Atelier\x1b",
    "שלום סטודיו",
    "😀🎨 Atelier ﷽",
    "halve \ud800 surrogaat",
    "regel1\u2028regel2",
    "=1+1",
    "W" * 200,
    "lang " * 40,
)

MUSEUM_SOURCE = SourceLine(
    "partners",
    "Musea {x} & $y$",
    "© OpenStreetMap-bijdragers",
    "ODbL 1.0",
    "2026-03-17",
    "https://www.openstreetmap.org/copyright",
)
HUB_SOURCE = SourceLine(
    "hubs", "Broedplaatsen", "Bureau Broedplaatsen", "niet vermeld", "2026", "https://example.org"
)


def points(names: list[str], places: list[tuple[float, float]], **columns: object) -> MapLayer:
    """A layer of hubs with the given names at RD places; extra columns become data columns."""
    frame = gpd.GeoDataFrame(
        {
            "id": [f"h{i}" for i in range(len(names))],
            "name": pd.Series(names, dtype=object),
            **columns,
            "ref": [f"hub:h{i}" for i in range(len(names))],
            "label": pd.Series(names, dtype=object),
            "tip": pd.Series(names, dtype=object),
            "shape": "circle",
            "colour": "#cc0000",
            "stroke": "#ffffff",
            "size": 8.0,
            "parts": None,
        },
        geometry=[Point(place) for place in places],
        crs=28992,
    )
    legend = (LegendEntry("gebouw", "circle", "#cc0000", "#ffffff", 8.0, count=len(names)),)
    return MapLayer(
        "hubs",
        "Gebouwen",
        "points",
        frame,
        legend,
        "Gebouwen",
        ("id", "name", *columns),
        source_keys=("hubs",),
    )


def lines() -> MapLayer:
    """Two chain links, one dashed."""
    frame = gpd.GeoDataFrame(
        {
            "hub_id": ["h0", "h1"],
            "metres": [141.4, 812.0],
            "ref": ["link:0", "link:1"],
            "label": ["a", "b"],
            "tip": ["a", "b"],
            "colour": ["#117733", "#117733"],
            "size": [2.5, 2.5],
            "dash": ["", "6 5"],
        },
        geometry=[
            LineString([(121_000, 487_000), (121_100, 487_100)]),
            LineString([(121_000, 487_000), (121_000, 487_812)]),
        ],
        crs=28992,
    )
    legend = (LegendEntry("verbinding", "line", "", "#117733", 2.5, count=2),)
    return MapLayer(
        "links", "Verbindingen", "lines", frame, legend, "Verbindingen", ("hub_id", "metres")
    )


def areas() -> MapLayer:
    """Two clusters; the second crosses itself, as drawn hulls sometimes do."""
    frame = gpd.GeoDataFrame(
        {
            "cluster": [1, 2],
            "ref": ["cluster:1", "cluster:2"],
            "label": ["1 · muziek", "2 · mode"],
            "tip": ["1", "2"],
            "colour": ["#0b3c5d", ""],
            "opacity": [0.06, 0.0],
            "stroke": "#0b3c5d",
            "size": 2.0,
            "dash": "",
        },
        geometry=[
            Polygon([(121_000, 487_000), (121_000, 487_300), (121_300, 487_300)]),
            Polygon(
                [(121_500, 487_000), (121_700, 487_200), (121_700, 487_000), (121_500, 487_200)]
            ),
        ],
        crs=28992,
    )
    legend = (LegendEntry("cluster", "area", "", "#0b3c5d", 2.0, count=2),)
    return MapLayer(
        "clusters", "Clusters", "polygons", frame, legend, "Clusters", ("cluster",), labelled=True
    )


def view_of(*layers: MapLayer, **changes: object) -> MapView:
    """A view of Amsterdam with these layers; anything else can be changed by name."""
    view = MapView(
        lang="nl",
        title="Broedplaatsen en hun ketens",
        subtitle="Vier gebouwen",
        filters="Amsterdam · keten muziek",
        layers=layers,
        not_drawn=(("Gebouwen zonder plaats", 3), ("Gebouwen in de andere stad", 0)),
        sources=(HUB_SOURCE, MUSEUM_SOURCE),
        notes=("Afstanden over het stratennet.",),
        extent=(120_000.0, 486_000.0, 122_000.0, 488_000.0),
        cities=("Amsterdam",),
        made_on="2026-11-25",
        version="0.1.0",
        link="?stad=Amsterdam",
    )
    return replace(view, **changes)


def nasty_view(names: tuple[str, ...] = NASTY_NAMES) -> MapView:
    """A view in which every text is nasty: names, titles, notes and sources."""
    places = [(121_000.0 + 60 * (i % 5), 487_000.0 + 60 * (i // 5)) for i in range(len(names))]
    layer = replace(points(list(names), places), title=names[0], legend_title=names[-1])
    source = SourceLine("x", names[-1], names[0], "{{ 7*7 }}", "$1", "javascript:alert(1)")
    return view_of(
        layer,
        title=names[2 % len(names)],
        subtitle=names[-1],
        filters=" ".join(names),
        notes=names,
        sources=(source,),
        not_drawn=tuple((name, 1) for name in names),
    )


def layer_of_file(name: str, delimiter: str = ";", encoding: str = "utf-8-sig") -> MapLayer:
    """A layer of hubs read from a file of ``tests/files`` with columns naam, x and y."""
    table = pd.read_csv(FILES / name, sep=delimiter, encoding=encoding, decimal=",", dtype=str)
    x, y = (table[axis].str.replace(",", ".").astype(float) for axis in "xy")
    others = {column: table[column] for column in table if column not in ("naam", "x", "y")}
    return points(table["naam"].tolist(), list(zip(x, y, strict=True)), **others)


def crowd(n: int = 80) -> MapView:
    """Many hubs with names at random places, and two clusters."""
    random = np.random.default_rng(8)
    places = random.uniform((120_200, 486_300), (121_800, 487_700), (n, 2))
    return view_of(points([f"Atelier nummer {i}" for i in range(n)], places.tolist()), areas())
