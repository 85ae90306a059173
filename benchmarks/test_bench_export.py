"""How long the files of a real view take; the bar of the A4 sheet is 5 s on two cores."""

from __future__ import annotations

import geopandas as gpd
import pytest

from geo.data.folders import DATA
from layers.files.data_export import to_csv, to_geojson, to_geopackage, to_xlsx
from layers.paper.ground import load_ground
from layers.paper.map_sheet import map_png
from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.words import style

BAR_SECONDS = 5.0


def _layer(key: str, size: float) -> MapLayer:
    rows = gpd.read_parquet(DATA / f"{key}.parquet")
    rows = rows[rows.geometry.notna() & rows["city"].eq("Rotterdam")].reset_index(drop=True)
    frame = rows.assign(
        ref=key + ":" + rows["id"].astype(str),
        label=rows["name"],
        tip=rows["name"],
        shape="circle",
        colour=style.HUB_FILL,
        stroke=style.HUB_STROKE,
        size=size,
        parts=None,
    )
    legend = (LegendEntry(key, "circle", style.HUB_FILL, style.HUB_STROKE, size, count=len(rows)),)
    return MapLayer(key, key, "points", frame, legend, key, ("id", "name", "city"))


@pytest.fixture(scope="module")
def view() -> MapView:
    """All hubs and partners of Rotterdam."""
    layers = (_layer("partners", 4.5), _layer("hubs", 8.0))
    minx, miny, maxx, maxy = layers[1].frame.total_bounds
    return MapView(
        "nl",
        "Broedplaatsen en partners",
        "Rotterdam",
        "Rotterdam · alle ketens",
        layers,
        (),
        (),
        (),
        (minx, miny, maxx, maxy),
        ("Rotterdam",),
        "2026-11-25",
        "0.1.0",
    )


def test_a4_png(benchmark, view: MapView) -> None:
    load_ground()
    benchmark.extra_info["bar_s"] = BAR_SECONDS
    content = benchmark.pedantic(map_png, (view,), rounds=3, warmup_rounds=1)
    assert content[:4] == b"\x89PNG"


@pytest.mark.parametrize("make", [to_geopackage, to_geojson, to_csv, to_xlsx])
def test_data_file(benchmark, view: MapView, make) -> None:
    assert benchmark.pedantic(make, (view,), rounds=3, warmup_rounds=1)
