"""What the browser gets: the figure, the layers, the legend and the saved page, without a browser.

How it looks and behaves there is in tests/browser.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import shutil
import zlib
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from streamlit_folium import _get_feature_group_string, _get_header, _get_map_string

from data.prepare import vendor
from geo.data.folders import ROOT
from layers.view.map_model import LegendEntry, MapLayer, MapView, SourceLine
from layers.view.symbol_svg import symbol_svg
from layers.view.symbols import OUTLINES, letter_rooms
from layers.web import folium_map
from layers.web.embedding import as_base64, layer_content
from layers.web.folium_map import Click, base_map, clicked_in, encoded_layers, feature_groups
from layers.web.legend_html import legend_html
from layers.web.map_scripts import JOINED, SCRIPTS
from layers.web.standalone_page import standalone_html

# The tower of Our Lady in Amersfoort, origin of the Dutch grid: RD and WGS84 as published.
AMERSFOORT_RD = (155000.0, 463000.0)
AMERSFOORT_LONLAT = (5.38720621, 52.15517440)


def names_of(file: str) -> list[str]:
    with (ROOT / "tests" / "support" / "files" / file).open(encoding="utf-8", newline="") as stream:
        return [row["naam"] for row in csv.DictReader(stream, delimiter=";")]


NAMES = names_of("110-html-and-js-names.csv") + names_of("114-curly-brace-names.csv")


def points(names: list[str], **columns: object) -> gpd.GeoDataFrame:
    looks = {
        "shape": "circle",
        "colour": "#ffffff",
        "stroke": "#000000",
        "size": 6.0,
        "parts": None,
    }
    frame = {"ref": [f"hub:{i}" for i in range(len(names))], "label": names, "tip": names}
    places = [shapely.Point(AMERSFOORT_RD)] * len(names)
    return gpd.GeoDataFrame(frame | looks | columns, geometry=places, crs=28992)


def layer_of(frame: gpd.GeoDataFrame, **fields: object) -> MapLayer:
    about = {"key": "hubs", "title": "Gebouwen", "kind": "points", "frame": frame}
    return MapLayer(**(about | fields))  # type: ignore[arg-type]


def view_of(*layers: MapLayer, title: str = "Kaart") -> MapView:
    source = SourceLine("k", NAMES[0], NAMES[1], "ODbL", "2024", "javascript:alert(1)")
    extent = (120000.0, 486000.0, 122000.0, 488000.0)
    return MapView(
        "nl", title, NAMES[12], NAMES[13], layers, ((NAMES[4], 3),), (source,), (NAMES[5],),
        extent, ("Amsterdam",), "2026-01-02", "0.1",
    )  # fmt: skip


def decoded(text: str) -> dict[str, list]:
    return json.loads(base64.b64decode(text))


class Tags(HTMLParser):
    """What a browser makes of a page: its tags, what they ask for, and the texts by tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.texts: dict[str, str] = defaultdict(str)
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.texts[self._open] += data


# ---- the figure


def test_figure_is_the_same_in_every_rerun() -> None:
    first, second = (base_map((52.37, 4.89), 12, "nl") for _ in range(2))
    for figure in (first, second):
        figure.get_root().render()
    assert _get_header(first) == _get_header(second)
    assert _get_map_string(first) == _get_map_string(second)


def test_figure_asks_only_the_app_itself() -> None:
    page = base_map((52.37, 4.89), 12, "nl").get_root().render()
    asked = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(asked) == 1 + len(folium_map.STYLES)
    assert all(address.startswith("../../app/static/") for address in asked)
    assert "http://" not in page.replace('http-equiv="content-type"', "")
    assert "https://" not in page


def test_folium_itself_is_left_as_it_was() -> None:
    base_map((52.37, 4.89), 12, "nl")
    assert any("cdn" in address for _, address in folium.Map.default_js)


def test_every_served_file_is_there_with_its_fingerprint() -> None:
    files = (*folium_map.STYLES, *folium_map.BASE_MAPS)
    assert all((folium_map.STATIC / name).is_file() for name in (*SCRIPTS, *files))
    for name in (JOINED, *files):
        assert re.fullmatch(
            rf"\.\./\.\./app/static/{name}\?v=[0-9a-f]{{12}}", folium_map.address(name)
        )


def test_vendored_libraries_are_the_pinned_ones_with_their_licences() -> None:
    assert vendor.check(vendor.VENDOR) == []
    assert {"leaflet.LICENSE.txt", "protomaps-leaflet.LICENSE.txt"} <= set(vendor.pinned())


def test_a_changed_library_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(vendor.VENDOR, tmp_path, dirs_exist_ok=True)
    (tmp_path / "leaflet.js").write_text("alert(1)")
    assert vendor.check(tmp_path) == ["leaflet.js"]


@pytest.mark.parametrize("city", ["Amsterdam", "Rotterdam"])
def test_base_map_covers_the_city(city: str) -> None:
    outline = gpd.read_parquet(ROOT / "data" / "outline.parquet")
    wanted = outline[outline["city"].eq(city)].to_crs(4326).total_bounds
    west, south, east, north = folium_map.pmtiles_bounds(
        folium_map.STATIC / "basemap" / f"{city.lower()}.pmtiles"
    )
    # A tile of the highest zoom is 0.022 degree wide; the head of the file holds the data itself.
    assert west <= wanted[0] + 0.001
    assert south <= wanted[1] + 0.001
    assert east >= wanted[2] - 0.001
    assert north >= wanted[3] - 0.001


def test_another_file_is_no_base_map(tmp_path: Path) -> None:
    (tmp_path / "a.pmtiles").write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match=r"a\.pmtiles"):
        folium_map.pmtiles_bounds(tmp_path / "a.pmtiles")


# ---- the layers


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_of_a_name_reaches_a_script(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", as_base64([name]))
    assert decoded(as_base64([name])) == [name]


def test_names_pass_streamlit_folium_letter_for_letter() -> None:
    card = {f"hub:{i}": (("Naam", name),) for i, name in enumerate(NAMES)}
    view = view_of(layer_of(points(NAMES), title=NAMES[12], card=card))
    group = feature_groups(view)[0]
    script = _get_feature_group_string(group, base_map((52.37, 4.89), 12, "nl"))
    assert not re.search(r"\{\{|\{%|\{#|xss|<", script)
    content = decoded(re.search(r'"([A-Za-z0-9+/=]{100,})"', script)[1])
    assert [content["words"][number] for number in content["columns"]["label"]] == NAMES
    assert content["title"] == NAMES[12]


def test_a_point_lands_within_a_decimetre() -> None:
    content = layer_content(layer_of(points(["a"])), 0)
    lon, lat = (value / content["unit"] for value in content["geometry"][0])
    metre = 1 / 111_000
    # The published pair is for the older transformation; the exact one differs by centimetres.
    assert lat == pytest.approx(AMERSFOORT_LONLAT[1], abs=0.3 * metre)
    assert lon == pytest.approx(AMERSFOORT_LONLAT[0], abs=0.5 * metre)


def test_a_ring_comes_back_from_its_steps() -> None:
    square = shapely.box(155000, 463000, 155400, 463300)
    hole = shapely.box(155100, 463100, 155200, 463200)
    frame = gpd.GeoDataFrame(
        {
            "ref": ["a"], "label": ["a"], "tip": ["a"], "colour": ["#ff0000"], "opacity": [0.5],
            "stroke": [""], "size": [1.0], "dash": [""],
        },
        geometry=[square.difference(hole)],
        crs=28992,
    )  # fmt: skip
    content = layer_content(layer_of(frame, kind="polygons", labelled=True), 0)
    rings = []
    for run in content["geometry"][0]:
        steps = pd.DataFrame({"x": run[::2], "y": run[1::2]}).cumsum() / content["unit"]
        rings.append(shapely.Polygon(steps.to_numpy()))
    back = gpd.GeoSeries([rings[0].difference(rings[1])], crs=4326).to_crs(28992)
    # 400 x 300 less 100 x 100; a step is half a metre.
    assert back.area[0] == pytest.approx(110_000, abs=500)
    assert content["opacity"] == [0.5]
    label = gpd.GeoSeries.from_xy(
        *([v / content["unit"]] for v in content["label_at"][0]), crs=4326
    ).to_crs(28992)
    assert label.within(frame.geometry[0])[0]


def test_missing_text_is_empty_and_pies_keep_their_shares() -> None:
    parts = [[("#cc6677", 2.0, "B"), ("#332288", 1.0, "Z")], None]
    frame = points(["a", "b"], shape="pie", parts=parts, tip=[None, float("nan")])
    content = layer_content(layer_of(frame), 0)
    words = content["words"]
    assert [words[number] for number in content["columns"]["tip"]] == ["", ""]
    assert [(words[n], weight, words[m]) for n, weight, m in content["parts"][0]] == parts[0]
    assert content["parts"][1] is None


def test_a_layer_without_its_drawing_columns_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'hubs' lacks .*'shape'"):
        layer_content(layer_of(points(["a"]).drop(columns="shape")), 0)


def test_frames_are_left_as_they_were() -> None:
    frame = points(["a"])
    before = frame.copy(deep=True)
    encoded_layers(view_of(layer_of(frame)))
    pd.testing.assert_frame_equal(frame, before)


def test_a_choice_changes_only_the_last_group() -> None:
    view = view_of(layer_of(points(["a"])))
    plain, chosen = feature_groups(view), feature_groups(view, "hub:0", encoded_layers(view))
    scripts = [
        [_get_feature_group_string(g, base_map((52, 5), 12, "nl"), i) for i, g in enumerate(groups)]
        for groups in (plain, chosen)
    ]
    assert scripts[0][0] == scripts[1][0]
    assert scripts[0][1] != scripts[1][1]


def test_a_view_without_layers_still_clears_the_map() -> None:
    assert len(feature_groups(view_of())) == 1


@pytest.mark.parametrize(
    ("said", "click"),
    [
        (None, None),
        ("", None),
        ("hub:a", None),
        ("17 hub:a", Click("17", "hub:a")),
        ("17 tenant:a b", Click("17", "tenant:a b")),
    ],
)
def test_a_click_is_read_from_the_answer(said: str | None, click: Click | None) -> None:
    assert clicked_in({"last_object_clicked_popup": said}) == click


def test_no_answer_is_no_click() -> None:
    assert clicked_in(None) is None


# ---- the legend


def test_legend_shows_names_and_counts_as_text() -> None:
    entries = tuple(LegendEntry(name, "circle", "#cc6677", count=7) for name in NAMES)
    html = legend_html(view_of(layer_of(points(["a"]), legend=entries, legend_title=NAMES[0])))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;window.__ketenkaart_xss=1&lt;/script&gt; (7)" in html
    assert "{{ 7*7 }} (7)" in html


@pytest.mark.parametrize("symbol", OUTLINES)
def test_legend_symbol_has_the_corners_of_the_map_symbol(symbol: str) -> None:
    drawn = re.search(r'points="([^"]*)"', symbol_svg(LegendEntry("a", symbol, "#cc6677", size=5)))[
        1
    ]
    corners = [tuple(float(v) for v in pair.split(",")) for pair in drawn.split()]
    for corner, (x, y) in zip(corners, OUTLINES[symbol], strict=True):
        assert corner == pytest.approx((5 * x, 5 * y), abs=0.006)


def test_a_letter_goes_with_its_symbol_to_legend_and_map() -> None:
    drawn = symbol_svg(LegendEntry("muziek", "circle", "#332288", letter="Z"))
    assert re.search(r'<text [^>]*fill="#ffffff">Z</text>', drawn)
    assert "<script>" not in symbol_svg(LegendEntry("a", "circle", letter="<script>"))
    content = layer_content(layer_of(points(["a", "b"]).assign(letter=["Z", None])), 0)
    assert [content["words"][n] for n in content["columns"]["letter"]] == ["Z", ""]
    assert "letter" not in layer_content(layer_of(points(["a"])), 0)["columns"]


@pytest.mark.parametrize("shape", ["circle", *OUTLINES])
def test_a_letter_stays_inside_its_symbol(shape: str) -> None:
    symbol = (
        shapely.Polygon(OUTLINES[shape]) if shape in OUTLINES else shapely.Point(0, 0).buffer(1)
    )
    room = letter_rooms()[shape]
    half_height, half_width = room["height"] / 2, room["height"] * 0.82 / 2
    low, high = room["down"] + half_height, room["down"] - half_height
    letter = shapely.box(-half_width, high, half_width, low)
    # The corners of a letter are round or empty; a plus lets it run over its cross-beam.
    assert letter.buffer(-0.12 * room["height"]).difference(symbol).area < 0.02 * letter.area


@pytest.mark.parametrize("symbol", OUTLINES)
def test_symbols_weigh_about_as_much_as_a_circle(symbol: str) -> None:
    # A circle of radius 1 has an area of 3.14; within a third of it none looks bigger.
    assert 2.1 < shapely.Polygon(OUTLINES[symbol]).area < 4.2


def test_a_hollow_symbol_has_no_fill_and_a_dash_stays_a_dash() -> None:
    assert 'fill="none"' in symbol_svg(LegendEntry("a", "ring", "", "#0b3c5d"))
    coloured = symbol_svg(LegendEntry("a", "ring", "#cc6677", "#ffffff"))
    assert 'fill="none" stroke="#cc6677"' in coloured
    assert 'stroke-dasharray="6 5"' in symbol_svg(LegendEntry("a", "line", "", "#000000", 2, "6 5"))


# ---- the saved page


def test_saved_page_holds_all_and_asks_nothing() -> None:
    card = {f"hub:{i}": (("Naam", name),) for i, name in enumerate(NAMES)}
    page = standalone_html(view_of(layer_of(points(NAMES), card=card), title=NAMES[0])).decode()
    assert len(page) < 6_000_000
    assert "sourceMappingURL" not in page
    reader = Tags()
    reader.feed(page)
    assert reader.addresses == []  # the only source has no http address
    assert not {"img", "svg onload", "iframe", "link", "b"} & reader.tags
    assert reader.texts["title"] == NAMES[0]
    assert reader.texts["h1"] == NAMES[0]
    assert NAMES[4] in reader.texts["li"]


def test_saved_page_has_the_rows_of_the_screen() -> None:
    view = view_of(layer_of(points(["a", "b"])))
    page = standalone_html(view).decode()
    packed = re.search(r'\],"([A-Za-z0-9+/=]+)"\);</script>', page)[1]
    layers = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert layers == json.loads(json.dumps([layer_content(view.layers[0], 0)]))


def test_saved_page_is_the_same_for_the_same_view() -> None:
    view = view_of(layer_of(points(["a"])))
    assert standalone_html(view) == standalone_html(view)
