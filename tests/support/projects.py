"""A project that holds everything that may go wrong on the way to a file and back."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Point

from geo.project.people import Person
from geo.project.project import Project

ALONE = Person("")  # a planner on their own machine or with their own secret address
NASTY = ['O\'Brien "atelier"', "🎨 {naam} {{7*7}}", None, "=1+1", '"; DROP TABLE hubs; --']


def nasty_table() -> gpd.GeoDataFrame:
    moments = ["2026-03-29T02:30:00.123", None, "1999-12-31T23:59:59.999", None, None]
    zoned = ["2026-01-01T10:00:00.5+01:00", None, "1899-12-31T00:00:00+00:00", None, None]
    frame = gpd.GeoDataFrame(
        {
            "Naam": NASTY,
            "naam": ["a", "b", "c", "d", "e"],
            "fid": ["x", None, "y", "", "nan"],
            "oppervlakte (m²) {0}": pd.array([1, None, 2**60, -(2**62), 0], dtype="Int64"),
            "geopend": [date(2020, 2, 29), None, date(1901, 1, 1), None, None],
            "gewijzigd": pd.to_datetime(moments, format="ISO8601"),
            "gezien": pd.to_datetime(zoned, format="ISO8601", utc=True),
            "open": pd.array([True, None, False, None, None], dtype="boolean"),
            "huur": [0.1, None, float("inf"), -0.0, 1e-300],
            "leeg": [None] * 5,
            "gemengd": [1, "twee", 3.5, None, date(2020, 1, 1)],
        },
        geometry=[Point(121000.123456789, 487000.1), None, Point(92000, 437000), None, Point(0, 0)],
        crs="EPSG:28992",
    )
    frame.index = pd.Index([12, 3, 2_000_000_000, 7, 1], name="fid")
    return frame


def nasty_project() -> Project:
    table = nasty_table()
    settings = {
        "mapping": {"bestand.xlsx": {"name": 'Naam "x" {y}'}},
        "filters": {"keten": "fashion,music", "jaar": "2015"},
        "scenarios": ["heet=Zonder%20OT!weg=ot301"],
        "scenes": [{"title": "🎬", "view": "stad=Rotterdam"}],
        "weights": {"waar": [3, 1.5, None, True]},
    }
    tables = {"hubs": table, "tenants": table.iloc[:0], "partners": table[["Naam", "geometry"]]}
    return Project("Verkenning 🎨 {2026} 'Oost'", tables, settings)


def same_content(one: Project, other: Project) -> bool:
    """Say whether name, tables and settings are equal, cell by cell and type by type."""
    return (
        one.name == other.name
        and one.settings == other.settings
        and one.tables.keys() == other.tables.keys()
        and all(_same_table(one.tables[n], other.tables[n]) for n in one.tables)
    )


def _same_table(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> bool:
    if one is other:
        return True
    if list(one.columns) != list(other.columns) or not one.dtypes.equals(other.dtypes):
        return False
    bare = [pd.DataFrame(frame.drop(columns="geometry")) for frame in (one, other)]
    if not one.index.equals(other.index) or not bare[0].equals(bare[1]):
        return False
    wkb = [shapely.to_wkb(frame.geometry.to_numpy()) for frame in (one, other)]
    return bool(np.array_equal(*wkb))
