"""A small view of every kind of layer, made of nothing but this file and the two name files."""

from __future__ import annotations

import csv

import geopandas as gpd
import shapely

from geo.data.folders import ROOT
from layers.view.map_model import LegendEntry, MapLayer, MapView, SourceLine
from layers.words import style

FILES = ROOT / "tests" / "support" / "files"
COLOURS = ("#CC6677", "#332288", "#117733", "#88CCEE")
SHAPES = ("circle", "square", "triangle", "diamond", "plus", "ring")


def file_rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the name files, as they stand in it."""
    with (FILES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def named_points(name: str, key: str) -> MapLayer:
    """Points of a name file; a click shows the name and the web address."""
    rows = file_rows(name)
    frame = gpd.GeoDataFrame(
        {
            "ref": [f"{key}:{i}" for i in range(len(rows))],
            "label": [row["naam"] for row in rows],
            "tip": [row["naam"] for row in rows],
            "shape": "circle",
            "colour": style.HUB_FILL,
            "stroke": style.HUB_STROKE,
            "size": 8.0,
            "parts": None,
        },
        geometry=gpd.points_from_xy(*zip(*((r["x"], r["y"]) for r in rows), strict=True)),
        crs=28992,
    )
    card = {
        ref: (("Naam", row["naam"]), ("Website", row.get("website") or "-"))
        for ref, row in zip(frame["ref"], rows, strict=True)
    }
    entry = LegendEntry(
        rows[0]["naam"], "circle", style.HUB_FILL, style.HUB_STROKE, 7, "", len(rows)
    )
    return MapLayer(key, rows[0]["naam"], "points", frame, (entry,), rows[1]["naam"], (), card)


def tenants(colours: tuple[str, ...]) -> MapLayer:
    """Forty tenants in one building and a dozen in another, chains as colours."""
    rows = [
        (f"tenant:{i}", f"Huurder {i}", COLOURS[i % 4], SHAPES[i % 6], 121200 if i < 40 else 121900)
        for i in range(52)
    ]
    rows = [row for row in rows if row[2] in colours]
    refs, labels, fills, shapes, eastings = zip(*rows, strict=True) if rows else ((),) * 5
    frame = gpd.GeoDataFrame(
        {
            "ref": refs,
            "label": labels,
            "tip": labels,
            "shape": shapes,
            "colour": [
                "" if shape == "ring" else fill for shape, fill in zip(shapes, fills, strict=True)
            ],
            "stroke": [
                fill if shape == "ring" else "#ffffff"
                for shape, fill in zip(shapes, fills, strict=True)
            ],
            "size": 5.0,
            "parts": None,
        },
        geometry=[shapely.Point(x, 486300) for x in eastings],
        crs=28992,
    )
    card = dict.fromkeys(refs, (("Keten", "film"),))
    legend = tuple(
        LegendEntry(shape, shape, "#4a4a4a" if shape != "ring" else "", "#4a4a4a", 6)
        for shape in SHAPES
    )
    return MapLayer("tenants", "Huurders", "points", frame, legend, "Schakel", (), card)


def hubs() -> MapLayer:
    """Two buildings as pies, on the spot of their tenants."""
    frame = gpd.GeoDataFrame(
        {
            "ref": ["hub:a", "hub:b"],
            "label": ["Pand A", "Pand B"],
            "tip": ["Pand A: 40 huurders", "Pand B: 12 huurders"],
            "shape": "pie",
            "colour": "",
            "stroke": style.HUB_STROKE,
            "size": [16.0, 11.0],
            "parts": [[(COLOURS[0], 3.0, "A"), (COLOURS[1], 1.0, "M")], [(COLOURS[2], 1.0, "B")]],
        },
        geometry=[shapely.Point(121200, 486300), shapely.Point(121900, 486300)],
        crs=28992,
    )
    card = {"hub:a": (("Adres", "Dorpsstraat 1"),), "hub:b": (("Adres", "Dorpsstraat 2"),)}
    entry = LegendEntry("Gebouw", "pie", "", style.HUB_STROKE, 8, "", 2)
    return MapLayer("hubs", "Gebouwen", "points", frame, (entry,), "Gebouwen", (), card)


def links() -> MapLayer:
    """One way from building to building."""
    line = shapely.LineString([(121200, 486300), (121500, 486150), (121900, 486300)])
    frame = gpd.GeoDataFrame(
        {
            "ref": ["link:a:b"],
            "label": ["a-b"],
            "tip": ["van a naar b"],
            "colour": style.TITLE,
            "size": 2.5,
            "dash": "6 5",
        },
        geometry=[line],
        crs=28992,
    )
    entry = LegendEntry("Weg", "line", "", style.TITLE, 2.5, "6 5")
    card = {"link:a:b": (("Afstand", "762 m"),)}
    return MapLayer("links", "Wegen", "lines", frame, (entry,), "Wegen", (), card)


def clusters() -> MapLayer:
    """One cluster with its name, and a filled area."""
    frame = gpd.GeoDataFrame(
        {
            "ref": ["cluster:1", "area:1"],
            "label": ["1 Dorp", "Vlak"],
            "tip": ["cluster 1", "vlak 1"],
            "colour": ["", "#fdb55b"],
            "opacity": [0.0, 0.5],
            "stroke": style.CLUSTER,
            "size": 2.0,
            "dash": "",
        },
        geometry=[
            shapely.Point(121550, 486300).buffer(700),
            shapely.box(119500, 485000, 120300, 485700),
        ],
        crs=28992,
    )
    entry = LegendEntry("Cluster", "area", "", style.CLUSTER, 2.0, "", 1)
    card = {"cluster:1": (("Aantal", "2"),)}
    return MapLayer(
        "clusters", "Clusters", "polygons", frame, (entry,), "Clusters", (), card, labelled=True
    )


def demo_view(colours: tuple[str, ...] = COLOURS, lang: str = "nl") -> MapView:
    """Build the view; ``colours`` is what the demo filters on."""
    layers = (
        clusters(),
        links(),
        hubs(),
        tenants(colours),
        named_points("110-html-and-js-names.csv", "marks"),
        named_points("114-curly-brace-names.csv", "braces"),
    )
    first = layers[5].frame["label"]
    return MapView(
        lang,
        first[0],
        first[1],
        f"naam: {first[2]}",
        layers,
        ((first[3], 3),),
        (SourceLine("k", first[4], "Gemeente", "niet vermeld", "2024", "https://example.org/a"),),
        (first[5], layers[4].frame["label"][0]),
        (120800.0, 485900.0, 122300.0, 487600.0),
        ("Amsterdam",),
        "2026-01-02",
        "0.0",
    )
