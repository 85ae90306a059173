"""The printed map, measured in the pixels of the PNG or in the millimetres of the drawn sheet."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image
from scipy import ndimage
from shapely import LineString, box
from views import NASTY_NAMES, areas, crowd, layer_of_file, lines, nasty_view, points, view_of

from geo.data.errors import ArgumentError
from layers.paper.ground import Ground, load_ground, no_ground
from layers.paper.ground_artists import bar_length, ground_legend
from layers.paper.letter_outlines import set_line
from layers.paper.map_frame import SCALES, Region, frames, most_of
from layers.paper.map_sheet import (
    MapSheet,
    MapSheetForm,
    map_alone,
    map_figure,
    map_png,
    map_sheet,
)
from layers.paper.paper import Box, Writing, blank_paper, wrapped
from layers.paper.paper_pixels import pixels as paper_pixels
from layers.paper.spreading import offsets, spread
from layers.view.map_model import LegendEntry, MapView
from layers.view.scenes import Place, shown_at
from layers.words import style
from layers.words.plain_text import one_line

pytestmark = pytest.mark.slow

DPI = 150
RED = (204, 0, 0)


def form_of(**how: object) -> MapSheetForm:
    return MapSheetForm(**{"base": no_ground(), **how})


def pixels(view: MapView, dpi: int = DPI, **how: object) -> np.ndarray:
    content = map_png(view, form_of(**how), dpi)
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def sheet_of(view: MapView, **how: object) -> MapSheet:
    return map_sheet(view, form_of(**how))


def is_colour(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return (np.abs(picture.astype(int) - colour) <= 6).all(axis=2)


def spots(picture: np.ndarray, colour: tuple[int, int, int] = RED) -> np.ndarray:
    """Middles (x, y) of all patches of a colour left of the legend, from left to right."""
    mask = is_colour(picture, colour)
    mask[:, int(picture.shape[1] * 0.74) :] = False
    labels, n = ndimage.label(mask)
    middles = np.array(ndimage.center_of_mass(mask, labels, range(1, n + 1)))
    return middles[:, ::-1][middles[:, 1].argsort()]


def words(sheet: MapSheet) -> list[str]:
    """All texts of a sheet in the order of writing."""
    return [line.words for line in sheet.paper.writings]


def texts(sheet: MapSheet) -> list[Text]:
    """The texts of a sheet as matplotlib sets them in vector files, halos left out."""
    sheet.paper.add_text(sheet.paper.writings)
    return [t for t in sheet.paper.page.texts if not t.get_path_effects()]


def rectangles(sheet: MapSheet, names: list[str] | None = None) -> list[box]:
    """Where the renderer really puts texts, in pixels; halos left out."""
    renderer = sheet.paper.figure.canvas.get_renderer()
    return [
        box(*written.get_window_extent(renderer).extents)
        for written in texts(sheet)
        if written.get_text().strip() and (names is None or written.get_text() in names)
    ]


def hubs_at(*places: tuple[float, float]) -> MapView:
    layer = points([f"Hub {i}" for i in range(len(places))], list(places))
    xs, ys = zip(*places, strict=True)
    return view_of(layer, extent=(min(xs) - 100, min(ys) - 100, max(xs) + 100, max(ys) + 100))


# ---- size, scale, place


@pytest.mark.parametrize(
    ("paper", "orientation", "size"),
    [
        ("A4", "landscape", (3507, 2480)),
        ("A4", "portrait", (2480, 3507)),
        ("16:9", "landscape", (4000, 2250)),
    ],
)
def test_sheet_has_the_size_of_its_paper_at_300_dpi(paper, orientation, size) -> None:
    content = map_png(view_of(), form_of(paper=paper, orientation=orientation))
    picture = Image.open(io.BytesIO(content))
    assert picture.size == pytest.approx(size, abs=1)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert picture.info["Title"] == "Broedplaatsen en hun ketens"


def test_the_scale_bar_agrees_with_the_ground() -> None:
    # O19: two hubs 300 m apart, and the black half of the bar.
    view = hubs_at((121_000, 487_000), (121_300, 487_000))
    picture = pixels(view)
    (x0, y0), (x1, y1) = spots(picture)
    assert y0 == pytest.approx(y1, abs=1)
    black = is_colour(picture, (0x1A, 0x1A, 0x1A))
    runs = [len(list(g)) for row in black for key, g in itertools.groupby(row) if key]
    half_bar = bar_length(sheet_of(view).frames[0]) / 2
    assert max(runs) / half_bar == pytest.approx((x1 - x0) / 300, rel=0.02)


def test_hubs_stand_at_their_pixel_at_the_printed_scale() -> None:
    places = [(120_500, 486_500), (121_000, 487_600), (121_400, 486_900), (121_900, 487_300)]
    view = hubs_at(*places)
    found = spots(pixels(view))
    scale = sheet_of(view).frames[0].scale
    assert scale in SCALES
    assert f"1:{scale:,} (A4)".replace(",", ".") in words(sheet_of(view))
    per_metre = DPI / 0.0254 / scale
    expected = np.array(places) - places[0]
    measured = (found - found[0]) * (1, -1) / per_metre
    # Three pixels of 150 dpi, in metres on the ground.
    assert np.abs(measured - expected).max() <= 3 / per_metre


def test_the_middle_of_the_extent_is_the_middle_of_the_frame() -> None:
    frame = sheet_of(view_of(extent=(120_000, 486_000, 122_000, 487_000))).frames[0]
    minx, miny, maxx, maxy = frame.window
    assert ((minx + maxx) / 2, (miny + maxy) / 2) == pytest.approx((121_000, 486_500))
    assert minx <= 120_000 and maxx >= 122_000 and miny <= 486_000 and maxy >= 487_000


def test_a_larger_ground_gets_a_smaller_round_scale() -> None:
    def scale(half: float) -> int:
        extent = (121_000 - half, 487_000 - half, 121_000 + half, 487_000 + half)
        return sheet_of(view_of(extent=extent)).frames[0].scale

    found = [scale(half) for half in (100, 700, 1500, 3000, 5000)]
    assert found == sorted(found)
    assert found[0] == 5_000
    assert set(found) <= set(SCALES)


def test_two_cities_lie_side_by_side_at_one_scale() -> None:
    layer = points(["a", "b", "c"], [(121_000, 487_000), (122_500, 488_000), (92_000, 437_000)])
    view = view_of(layer, cities=("Amsterdam", "Rotterdam"))
    sheet = sheet_of(view)
    left, right = sheet.frames
    assert left.scale == right.scale
    assert left.box.right < right.box.left
    assert left.box.bottom == right.box.bottom
    assert (left.city, right.city) == ("Amsterdam", "Rotterdam")
    assert {"Amsterdam", "Rotterdam"} <= set(words(sheet))
    assert sheet.facts.outside == 0


def test_what_falls_outside_the_frame_is_counted() -> None:
    # Case 18: hubs in Utrecht and Antwerp do not stretch the map of both cities.
    layer = layer_of_file("18-water-and-outside.csv")
    sheet = sheet_of(view_of(layer, cities=("Amsterdam", "Rotterdam")))
    assert sheet.frames[0].scale <= 150_000
    shown = sum(layer.frame.intersects(box(*frame.window)).astype(int) for frame in sheet.frames)
    assert sheet.facts.outside == int((shown == 0).sum()) >= 1
    assert f"buiten het kader van dit blad: {sheet.facts.outside}" in " ".join(words(sheet))


def test_a_row_within_its_city_falls_off_no_sheet_and_a_city_seen_whole_is_whole() -> None:
    """Ground of Amsterdam from west to east 24 km, from north to south 17: by hand."""
    city = (110_000.0, 476_000.0, 134_000.0, 493_000.0)
    box_of = Box(0, 0, 208, 128)  # 200 by 120 mm within its edge: the city needs 1:141 667
    far = np.array([(111_000.0, 492_000.0), (130_000.0, 478_000.0)])
    centre = np.full((98, 2), (121_000.0, 487_000.0))
    rows = np.vstack([centre, far])
    region = Region("Amsterdam", (111_000, 478_000, 130_000, 492_000), most_of(rows), rows)
    # The rows need 14 km in 120 mm, 1:116 667, more than six tenths of what the city needs.
    (alone,) = frames([region], [box_of], {"Amsterdam": city})
    assert alone.scale == 150_000
    assert box(*alone.window).covers(box(*city))
    outlier = replace(region, whole=(111_000, 450_000, 160_000, 492_000))  # in another province
    assert frames([outlier], [box_of], {"Amsterdam": city})[0].scale == 150_000
    assert frames([outlier], [box_of])[0].scale < 100_000  # of an unknown city: most of it


# ---- symbols and lines as on the screen


def test_a_hollow_symbol_shows_the_ground() -> None:
    view = hubs_at((121_000, 487_000))
    frame = view.layers[0].frame.assign(colour="", stroke="#cc0000", shape="ring", size=20.0)
    picture = pixels(view_of(replace(view.layers[0], frame=frame), extent=view.extent))
    ring = is_colour(picture, RED)[:, : int(picture.shape[1] * 0.7)]
    y, x = (int(middle.mean()) for middle in np.nonzero(ring))
    land = tuple(int(style.LAND[i : i + 2], 16) for i in (1, 3, 5))
    assert is_colour(picture, land)[y, x]


def test_a_pie_shows_its_parts_in_their_shares() -> None:
    view = hubs_at((121_000, 487_000))
    frame = view.layers[0].frame.assign(shape="pie", colour="", stroke="#0b3c5d", size=40.0)
    frame["parts"] = [[("#cc0000", 3.0, ""), ("#0000cc", 1.0, "")]]
    layer = replace(view.layers[0], frame=frame, legend=())
    picture = pixels(view_of(layer, extent=view.extent))[:, :1200]
    red, blue = (int(is_colour(picture, c).sum()) for c in (RED, (0, 0, 204)))
    assert red / blue == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize(("dash", "share"), [("", 1.0), ("10 10", 0.5), ("30 10", 0.75)])
def test_a_dashed_line_is_dashed_as_on_the_screen(dash: str, share: float) -> None:
    base = lines()
    frame = gpd.GeoDataFrame(
        base.frame.iloc[:1].assign(colour="#cc0000", size=4.0, dash=dash),
        geometry=[LineString([(120_200, 487_000), (121_800, 487_000)])],
        crs=28992,
    )
    picture = pixels(view_of(replace(base, frame=frame, legend=())))
    mask = is_colour(picture, RED)[:, :1200]
    row = mask[mask.sum(axis=1).argmax()]
    first, last = np.flatnonzero(row)[[0, -1]]
    assert row[first : last + 1].mean() == pytest.approx(share, abs=0.06)


@pytest.mark.parametrize(("dash", "share"), [("", 1.0), ("4 4", 0.5)])
def test_the_outline_of_an_area_in_the_legend_is_dashed_as_on_the_map(
    dash: str, share: float
) -> None:
    entry = LegendEntry("groep", "area", "", "#cc0000", size=2.0, dash=dash)
    layer = replace(points(["a"], [(121_000, 487_000)]), legend=(entry,))
    layer = replace(layer, frame=layer.frame.assign(colour="#0000cc", stroke="#0000cc"))
    edge = is_colour(pixels(view_of(layer), dpi=300), RED)
    row = edge[edge.sum(axis=1).argmax()]
    first, last = np.flatnonzero(row)[[0, -1]]
    assert row[first : last + 1].mean() == pytest.approx(share, abs=0.15)


def test_symbols_on_one_spot_stand_side_by_side() -> None:
    view = view_of(points(["a", "b", "c"], [(121_000, 487_000)] * 3))
    assert len(spots(pixels(view))) == 3


def test_spread_discs_touch_nothing() -> None:
    radii = [14.0, 5, 5, 8, 5, 5, 6, 5, 5, 5]
    places = spread(radii)
    assert places[0] == (0.0, 0.0)
    for i, j in itertools.combinations(range(len(radii)), 2):
        apart = np.hypot(*np.subtract(places[i], places[j]))
        assert apart >= radii[i] + radii[j]


def test_a_hub_and_its_pie_stay_together() -> None:
    hubs = points(["a", "b"], [(121_000, 487_000)] * 2)
    pies = replace(hubs, key="sectors", frame=hubs.frame.assign(ref=["sector:h0", "sector:h1"]))
    moved = offsets(view_of(hubs, pies))
    assert moved["hubs"].tolist() == moved["sectors"].tolist()
    assert not np.allclose(moved["hubs"][0], moved["hubs"][1])


# ---- names


def test_no_name_covers_another_name_or_symbol() -> None:
    view = crowd()
    sheet = sheet_of(view)
    names = {line for found in sheet.names for line in found.name.lines}
    assert 20 < len(sheet.names) < 83
    found = rectangles(sheet, list(names))
    for a, b in itertools.combinations(found, 2):
        assert a.intersection(b).area == 0
    assert f"{sheet.facts.names} van {sheet.facts.names_wanted} namen" in " ".join(words(sheet))


def test_names_stay_inside_the_frame() -> None:
    sheet = sheet_of(crowd())
    frame = sheet.frames[0].box
    for found in sheet.names:
        assert frame.left <= found.left
        assert found.left + found.name.width <= frame.right
        assert frame.bottom <= found.bottom
        assert found.bottom + found.name.height <= frame.top


@pytest.mark.parametrize(
    "drawn",
    [map_sheet, map_figure, lambda view: map_alone(view, (212.0, 122.0), 1.25, 50)],
    ids=["sheet", "atlas", "slide"],
)
def test_no_name_is_cut_at_the_frame(drawn: Callable[[MapView], MapSheet]) -> None:
    """Buildings with long names all over the ground, and beyond it, as the renderer writes them."""
    places = [(x, y) for x in range(117_000, 125_001, 600) for y in range(483_000, 491_001, 150)]
    names = [f"Werkplaats aan de Overzijde {i}" for i in range(len(places))]
    sheet = drawn(shown_at(view_of(points(names, places)), Place(52.3731, 4.8932, 14.0)))
    frame = sheet.frames[0].box
    dots = sheet.paper.figure.dpi / 25.4
    ground = box(*(dots * np.array([frame.left, frame.bottom, frame.right, frame.top])))
    lines = {line for found in sheet.names for line in found.name.lines}
    found = rectangles(sheet, list(lines))
    assert found
    cut = [each.bounds for each in found if not ground.buffer(0.5).contains(each)]
    assert cut == []


def test_every_text_is_written_letter_for_letter() -> None:
    # O16, cases 110 and 114: dollars, braces and backslashes mean nothing.
    for name in ("110-html-and-js-names.csv", "114-curly-brace-names.csv"):
        layer = layer_of_file(name)
        # Far apart, so that each has its place.
        spaced = layer.frame.set_geometry(
            gpd.points_from_xy(
                [120_300 + 700 * (i % 2) for i in range(len(layer.frame))],
                [486_200 + 280 * (i // 2) for i in range(len(layer.frame))],
                crs=28992,
            )
        )
        sheet = sheet_of(view_of(replace(layer, frame=spaced)))
        written = "".join(words(sheet)).replace(" ", "")
        for label in layer.frame["label"]:
            assert one_line(label)[:24].replace(" ", "") in written


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_no_name_stops_the_sheet(name: str) -> None:
    view = nasty_view((name,))
    sheet = sheet_of(view)
    assert not any(found.get_parse_math() for found in texts(sheet))
    assert not any(ord(letter) < 32 for text in words(sheet) for letter in text)
    assert one_line(name)[:20] in " ".join(words(sheet))
    assert len(np.unique(pixels(view, dpi=50))) > 1


def test_long_words_are_broken_and_long_texts_end_in_an_ellipsis() -> None:
    lines_of_name = wrapped("W" * 200, 30.0, 6.0, most=2)
    assert len(lines_of_name) == 2
    assert lines_of_name[1].endswith("…")


def test_letters_in_pixels_stand_where_matplotlib_sets_them() -> None:
    # The sheet of pixels sets its letters itself; the same lines by matplotlib, on another sheet.
    line = Writing("Broedplaatsen: 71 (AV)", (30.0, 20.0), 24.0, "#000000", weight="bold")
    turned = replace(line, place=(20.0, 60.0), turn=90, align="center", weight="normal")
    drawn = []
    for own in (True, False):
        paper = blank_paper("A4", "landscape", 100)
        if own:
            paper.writings.extend((line, turned))
        else:
            paper.add_text((line, turned))
        drawn.append(paper_pixels(paper).min(axis=2) < 128)
    for axis in (0, 1):
        mine, theirs = (np.flatnonzero(ink.any(axis=axis))[[0, -1]] for ink in drawn)
        # Hinting by matplotlib may cost it a pixel or two at the end of a line.
        assert np.abs(mine - theirs).max() <= 3
    assert drawn[0].sum() == pytest.approx(drawn[1].sum(), rel=0.05)


def test_letters_that_need_a_layout_are_left_to_matplotlib() -> None:
    paper = blank_paper("A4", "landscape", 60)
    paper.write((30.0, 20.0), "שלום סטודיו", 24.0)
    assert set_line("שלום") is None
    assert (paper_pixels(paper).min(axis=2) < 128).sum() > 50


# ---- legend, caption, page


def long_legend(n: int) -> MapView:
    layer = points(["a"], [(121_000, 487_000)])
    entries = tuple(
        LegendEntry(f"Soort {i} met een omschrijving", "square", "#117733", count=i)
        for i in range(n)
    )
    return view_of(replace(layer, legend=entries))


@pytest.mark.parametrize(("paper", "orientation"), [("A4", "landscape"), ("A4", "portrait")])
@pytest.mark.parametrize("n", [1, 30, 90])
def test_the_legend_is_whole_and_nothing_leaves_the_page(n, paper, orientation) -> None:
    sheet = sheet_of(long_legend(n), paper=paper, orientation=orientation)
    written = " ".join(words(sheet))
    assert all(f"({i})" in written for i in range(n))
    page = box(*sheet.paper.figure.bbox.extents)
    found = rectangles(sheet)
    assert all(page.covers(text) for text in found)
    for a, b in itertools.combinations(found, 2):
        # Letters of neighbouring lines may touch by a hair; nothing may lie on anything.
        assert a.intersection(b).area <= 0.15 * min(a.area, b.area)


def test_the_legend_holds_what_is_drawn_and_no_more() -> None:
    empty = replace(lines(), frame=lines().frame.iloc[:0])
    sheet = sheet_of(view_of(areas(), empty, points(["a"], [(121_000, 487_000)])))
    written = words(sheet)
    assert "gebouw (1)" in written
    assert "cluster (2)" in written
    assert "verbinding (2)" not in written


def test_caption_and_credits_stand_on_the_sheet() -> None:
    said = " ".join(words(sheet_of(crowd(3))))
    for part in (
        "Amsterdam · keten muziek",
        "Gebouwen zonder plaats: 3",
        "© OpenStreetMap-bijdragers",
        "ODbL 1.0",
        "2026-11-25 met Ketenkaart 0.1.0",
        "RD New (EPSG:28992)",
        "Afstanden over het stratennet",
    ):
        assert part in said


def test_english_view_makes_an_english_sheet() -> None:
    said = " ".join(words(sheet_of(replace(crowd(3), lang="en"))))
    assert "Not on the map" in said
    assert "Niet op de kaart" not in said


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("cities", [(), ("Amsterdam",), ("Amsterdam", "Rotterdam")])
def test_few_rows_make_a_whole_sheet(rows: int, cities: tuple[str, ...]) -> None:
    layer = points(["a"], [(121_000, 487_000)])
    view = view_of(replace(layer, frame=layer.frame.iloc[:rows]), cities=cities)
    assert len(np.unique(pixels(view, dpi=60))) > 1


# ---- ground


def test_without_ground_the_sheet_says_so(tmp_path) -> None:
    assert not load_ground(tmp_path).available()
    view = view_of(points(["a"], [(121_000, 487_000)]))
    assert "achtergrondkaart niet beschikbaar" in " ".join(words(sheet_of(view)))


def test_the_shipped_ground_is_drawn_and_named() -> None:
    view = view_of(extent=(121_000, 487_500, 122_500, 489_000))
    picture = pixels(view, base=load_ground())
    water = tuple(int(style.WATER[i : i + 2], 16) for i in (1, 3, 5))
    assert is_colour(picture, water).mean() > 0.05
    said = words(sheet_of(view, base=load_ground()))
    assert {"IJ", "water", "hoofdweg", "Ligging in Amsterdam"} <= set(said)


def test_ground_is_in_metres() -> None:
    ground: Ground = load_ground()
    for layer in (ground.water, ground.parks, ground.rail, ground.outline, ground.streets):
        assert layer.crs == "EPSG:28992"
        assert set(layer["city"]) == {"Amsterdam", "Rotterdam"}


# ---- arguments and neighbours


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"paper": "A5"}, "unknown_paper"),
        ({"orientation": "sideways"}, "unknown_orientation"),
        ({"dpi": 6000}, "unfit_dpi"),
    ],
)
def test_an_impossible_sheet_is_refused(how, code) -> None:
    with pytest.raises(ArgumentError) as fault:
        pixels(view_of(), **how)
    assert fault.value.code == code


def test_drawing_changes_neither_the_view_nor_matplotlib() -> None:
    view, before = crowd(5), dict(mpl.rcParams)
    frame = view.layers[0].frame.copy()
    first = map_png(view, form_of(), 60)
    assert dict(mpl.rcParams) == before
    assert view.layers[0].frame.equals(frame)
    assert map_png(view, form_of(), 60) == first


@pytest.mark.parametrize(
    ("city", "lang", "name"),
    [
        # Open data of Amsterdam has lines of tram and metro alone, that of Rotterdam of trains too.
        ("Amsterdam", "nl", "metro"),
        ("Rotterdam", "nl", "spoor en metro"),
        ("Rotterdam", "en", "rail and metro"),
    ],
)
def test_the_legend_names_no_railway_that_is_not_there(city: str, lang: str, name: str) -> None:
    ground = load_ground()
    rail = ground.rail[ground.rail["city"].eq(city)]
    shown = [entry.label for entry in ground_legend(replace(ground, rail=rail), [], lang)]
    assert shown[-1] == name
    bare = replace(ground, rail=rail.iloc[:0])
    assert [entry.label for entry in ground_legend(bare, [], lang)] == shown[:-1]


def test_a_large_scale_names_the_streets_and_a_small_one_does_not() -> None:
    ground = load_ground()
    # Round WORM: half a kilometre of Rotterdam, and the whole centre.
    near = view_of(extent=(92_150, 436_600, 92_550, 436_950))
    said = set(words(sheet_of(near, base=ground)))
    assert {"Witte de Withstraat", "Boomgaardsstraat", "Eendrachtsstraat"} <= said
    far = view_of(extent=(90_000, 435_000, 95_000, 439_000))
    assert "Witte de Withstraat" not in words(sheet_of(far, base=ground))


def test_a_street_shorter_than_its_name_is_not_named_and_names_do_not_count() -> None:
    lines = gpd.GeoDataFrame(
        {"city": "Amsterdam", "name": ["Lange Kade", "Een heel lange naam voor een steegje"]},
        geometry=[
            LineString([(121_100, 487_100), (121_400, 487_100)]),
            LineString([(121_200, 487_150), (121_220, 487_150)]),
        ],
        crs="EPSG:28992",
    )
    view = view_of(extent=(121_000, 487_000, 121_500, 487_300))
    bare = no_ground()
    sheet = sheet_of(view, base=replace(bare, street_lines=lines))
    assert [found.name.lines for found in sheet.names if "Kade" in found.name.lines[0]] == [
        ("Lange Kade",)
    ]
    assert not any("steegje" in word for word in words(sheet))
    assert sheet.facts == sheet_of(view, base=bare).facts


def test_no_district_is_cut_where_the_whole_city_fits() -> None:
    city = load_ground().city_bounds["Amsterdam"]
    # Rows up to the northern border of the city and none in the south; their middle is not its own.
    extent = (109_000.0, city[3] - 14_000, 134_000.0, city[3])
    grid = list(itertools.product(*(np.linspace(*extent[i::2], 12) for i in (0, 1))))
    wide = view_of(points([""] * len(grid), grid), extent=extent)
    (frame,) = map_sheet(wide).frames
    (_, miny, _, maxy), middle = frame.window, city[3] - 7_000
    assert middle - (maxy - miny) / 2 > city[1]  # the rows alone would have cut the south
    assert box(*frame.window).covers(box(*city))
    assert box(*frame.window).covers(box(*extent))
    (near,) = map_sheet(crowd(3)).frames
    assert near.centre == (121_000.0, 487_000.0)
