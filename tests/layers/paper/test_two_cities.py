"""Two cities in one drawing: each frame, name, inset and picture shows its own city.

What is expected comes from the rows themselves (the column with the city) and from landmarks, never
from what the drawing says of itself.
"""

from __future__ import annotations

import io
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from scipy import ndimage
from shapely import Point, box
from views import points, view_of

from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.network.graph import load_network
from layers.map.layer_context import LayerContext
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.paper.ground import load_ground, no_ground
from layers.paper.ground_artists import city_outlines
from layers.paper.map_frame import regions
from layers.paper.map_picture import map_pictures
from layers.paper.map_sheet import MapSheet, MapSheetForm, map_alone, map_figure, map_sheet
from layers.paper.paper import Paper
from layers.paper.paper_pixels import pixels
from layers.view.map_model import MapView
from layers.view.state import ViewState
from layers.words.palette import palette
from layers.words.text import text
from pages.views import page_views as page_maps

BOTH = ("Amsterdam", "Rotterdam")
ORDERS = (BOTH, BOTH[::-1])
# Published RD of two landmarks of each: Dam and Olympisch Stadion, Stadhuis and Zuidplein.
LANDMARKS = {
    "Amsterdam": [(121_394, 487_383), (118_420, 484_300)],
    "Rotterdam": [(92_560, 437_565), (92_920, 433_360)],
}
# Unlike each other, so that an exchange is seen: three hubs in a triangle, and two in a line.
HUBS = {
    "Amsterdam": [(120_000.0, 486_000.0), (121_600.0, 486_400.0), (120_800.0, 488_000.0)],
    "Rotterdam": [(91_000.0, 436_000.0), (93_400.0, 437_000.0)],
}
RED = (204, 0, 0)


def two_cities(cities: tuple[str, ...] = BOTH, **changes: object) -> MapView:
    """Hubs of both cities, mixed, in a view that names the cities in an order."""
    order = [("Amsterdam", 0), ("Rotterdam", 0), ("Amsterdam", 1), ("Rotterdam", 1)]
    order.append(("Amsterdam", 2))
    layer = points([f"{city} {i}" for city, i in order], [HUBS[city][i] for city, i in order])
    return view_of(layer, cities=cities, **changes)


def bounds_of(city: str) -> tuple[float, ...]:
    xs, ys = zip(*HUBS[city], strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def sheet_of(view: MapView, **how: object) -> MapSheet:
    return map_sheet(view, MapSheetForm(**{"base": no_ground(), **how}), dpi=100)


# ---- which ground


@pytest.mark.parametrize("cities", ORDERS)
def test_a_region_is_round_what_lies_in_its_city(cities: tuple[str, ...]) -> None:
    found = regions(two_cities(cities))
    assert [region.city for region in found] == list(cities)
    assert [region.whole for region in found] == [bounds_of(city) for city in cities]


@pytest.mark.parametrize("cities", ORDERS)
def test_a_city_with_nothing_in_it_is_shown_round_its_middle(cities: tuple[str, ...]) -> None:
    for city in cities:
        layer = points(["a", "b"], HUBS[city][:2])
        shown = {region.city: region.whole for region in regions(view_of(layer, cities=cities))}
        (other,) = set(BOTH) - {city}
        assert box(*shown[other]).contains(Point(LANDMARKS[other][0]))
        xs, ys = zip(*HUBS[city][:2], strict=True)
        assert shown[city] == (min(xs), min(ys), max(xs), max(ys))


def test_one_city_is_shown_by_its_extent_and_no_other_place() -> None:
    view = two_cities(("Rotterdam",), extent=(91_000.0, 436_000.0, 93_000.0, 438_000.0))
    (region,) = regions(view)
    assert (region.city, region.whole) == ("Rotterdam", view.extent)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["kaart", "waar", "schakels", "wat_als", "ketens"])
@pytest.mark.parametrize("cities", ORDERS)
def test_every_row_lies_in_the_frame_of_the_city_it_names(
    page: str, cities: tuple[str, ...], shipped: Dataset
) -> None:
    view = page_maps.view_of(page, shipped, ViewState(cities=cities), {}, "2026-11-25")
    assert set(view.cities) == set(BOTH)
    windows = {region.city: box(*region.whole).buffer(1) for region in regions(view)}
    seen = dict.fromkeys(BOTH, 0)
    for layer in view.layers:
        if layer.kind == "points" and layer.key != "stops":
            for city, place in zip(layer.frame["city"], layer.frame.geometry, strict=True):
                assert windows[city].covers(place)
                seen[city] += 1
    assert min(seen.values()) > 3


# ---- which frame of the sheet


@pytest.mark.parametrize("cities", ORDERS)
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_frames_stand_in_the_order_of_the_cities(cities: tuple[str, ...], orientation: str) -> None:
    sheet = sheet_of(two_cities(cities), orientation=orientation)
    one, other = sheet.frames
    assert (one.city, other.city) == cities
    if orientation == "landscape":
        assert one.box.right < other.box.left
    else:
        assert one.box.bottom > other.box.top
    for frame in sheet.frames:
        window = box(*frame.window)
        assert window.covers(_places(frame.city)).all()
        assert not window.intersects(_places(_other(frame.city))).any()


def _places(city: str) -> gpd.array.GeometryArray:
    return gpd.points_from_xy(*zip(*HUBS[city], strict=True))


def _other(city: str) -> str:
    return BOTH[1 - BOTH.index(city)]


@pytest.mark.parametrize("cities", ORDERS)
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_the_name_of_a_city_stands_above_its_own_hubs(
    cities: tuple[str, ...], orientation: str
) -> None:
    sheet = sheet_of(two_cities(cities), orientation=orientation)
    headings = {line.words: line.place for line in sheet.paper.writings if line.words in HUBS}
    floor = min(frame.box.bottom for frame in sheet.frames)  # below it stands the legend
    middles = _red_spots(sheet.paper)
    for city, (left, base) in headings.items():
        other_left, other_base = headings[_other(city)]
        end = other_left if other_left > left else sheet.paper.width
        low = other_base if other_base < base else floor
        xs, ys = middles.T
        under = middles[(xs >= left) & (xs < end) & (ys < base) & (ys > low)]
        assert under - under[0] == pytest.approx(_on_paper(city, sheet.frames[0].scale), abs=0.5)


def _red_spots(paper: Paper) -> np.ndarray:
    """Middles of the red symbols of a sheet in mm, from left to right."""
    picture = pixels(paper).astype(int)
    red = (np.abs(picture - RED) <= 6).all(axis=2)
    labels, n = ndimage.label(red)
    rows, columns = np.array(ndimage.center_of_mass(red, labels, range(1, n + 1))).T
    step = picture.shape[1] / paper.width
    middles = np.stack([columns / step, paper.height - rows / step], axis=1)
    return middles[columns.argsort()]


def _on_paper(city: str, scale: int) -> np.ndarray:
    places = np.array(sorted(HUBS[city]))
    return (places - places[0]) * 1000 / scale


@pytest.mark.parametrize("cities", ORDERS)
def test_each_inset_shows_the_outline_of_the_city_of_its_frame(cities: tuple[str, ...]) -> None:
    ground = load_ground()
    sheet = sheet_of(two_cities(cities), base=ground)
    insets = []
    for axes in sheet.paper.figure.axes:
        (minx, maxx), (miny, maxy) = axes.get_xlim(), axes.get_ylim()
        window = box(minx, miny, maxx, maxy)
        held = [
            city
            for city in BOTH
            if window.covers(city_outlines(ground, city)[0])
            and window.covers(gpd.points_from_xy(*zip(*LANDMARKS[city], strict=True))).all()
        ]
        if held:
            insets.append((axes.get_position().x0, held))
    assert [held for _, held in sorted(insets)] == [[city] for city in cities]
    for city, (left, _) in zip(cities, sorted(insets), strict=True):
        words = text("export.inset", "nl", city=city)
        (line,) = [line for line in sheet.paper.writings if line.words == words]
        assert line.place[0] == pytest.approx(left * sheet.paper.width, abs=1)


def test_the_caption_names_both_cities_and_counts_what_neither_shows(shipped: Dataset) -> None:
    chosen = select(shipped, Filters(cities=BOTH))
    layer = points(["Utrecht"], [(136_000.0, 456_000.0)])
    both = two_cities()
    near = replace(
        both.layers[0],
        frame=gpd.GeoDataFrame(
            pd.concat([*[both.layers[0].frame] * 20, layer.frame], ignore_index=True), crs=28992
        ),
    )
    sheet = sheet_of(replace(both, layers=(near,)))
    windows = [box(*frame.window) for frame in sheet.frames]
    expected = sum(not any(w.intersects(p) for w in windows) for p in near.frame.geometry)
    assert sheet.facts.outside == expected
    words = map_sheet(
        view_of(cities=BOTH, filters=" + ".join(chosen.filters.cities)),
        MapSheetForm(base=no_ground()),
        dpi=60,
    ).words
    assert "Amsterdam + Rotterdam" in words


# ---- pictures and figures


@pytest.mark.parametrize("cities", ORDERS)
def test_the_map_alone_has_its_cities_in_order(cities: tuple[str, ...]) -> None:
    sheet = map_alone(two_cities(cities), (212.0, 122.0), 1.25, 100)
    assert [frame.city for frame in sheet.frames] == list(cities)
    for city in cities:
        (heading,) = [line for line in sheet.paper.writings if line.words == city]
        frame = next(f for f in sheet.frames if f.box.left <= heading.place[0] < f.box.right)
        assert box(*frame.window).covers(_places(city)).all()


@pytest.mark.parametrize("cities", ORDERS)
def test_a_picture_of_two_cities_has_the_hubs_of_the_first_on_the_left(
    cities: tuple[str, ...],
) -> None:
    made = map_pictures(two_cities(cities), dpi=100).map
    picture = np.asarray(Image.open(io.BytesIO(made.content)).convert("RGB")).astype(int)
    red = (np.abs(picture - RED) <= 6).all(axis=2)
    half = picture.shape[1] // 2
    found = [ndimage.label(part)[1] for part in (red[:, :half], red[:, half:])]
    assert found == [len(HUBS[city]) for city in cities]


@pytest.mark.parametrize("city", BOTH)
def test_a_figure_of_one_city_shows_that_city(city: str) -> None:
    minx, miny, maxx, maxy = bounds_of(city)
    view = two_cities((city,), extent=(minx - 50, miny - 50, maxx + 50, maxy + 50))
    (frame,) = map_figure(view, base=no_ground()).frames
    assert frame.city == city
    assert box(*frame.window).covers(_places(city)).all()


@pytest.mark.slow
@pytest.mark.parametrize("city", BOTH)
def test_a_fact_sheet_is_about_the_city_it_names(city: str, shipped: Dataset) -> None:
    # Both cities have a district called Noord; only the reference tells which.
    chosen = select(shipped, Filters(cities=BOTH))
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    drawing = LayerContext(shipped, chosen, palette(shipped.chain_model, "nl"), "nl")
    networks = {name: load_network(name) for name in BOTH}
    maker = FactSheetMaker(SheetsAsked(drawing, networks, none, made_on="2026-11-25"))
    rows = shipped.districts[shipped.districts["name"].eq("Noord")].set_index("city")
    sheet = maker.sheet(f"district:{city}:{rows.at[city, 'code']}")
    assert sheet.view.cities == (city,)
    assert city in sheet.kicker
    area = rows.geometry[city]
    assert box(*sheet.view.extent).covers(area)
    inside = chosen.hubs[chosen.hubs.within(area)]
    assert set(inside["city"]) == {city}
    assert sheet.figures[0][0] == str(len(inside))
    drawn = [layer for layer in sheet.view.layers if layer.kind == "points" and len(layer.frame)]
    assert {name for layer in drawn if "city" in layer.frame for name in layer.frame["city"]} == {
        city
    }
