"""What is asked about a piece of ground is drawn of that ground, not of the whole city."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from shapely import Point, box

from geo.data.store import Dataset
from layers.paper.map_sheet import MapSheetForm, map_alone, map_sheet
from layers.view.map_model import MapView
from layers.view.scenes import Place, shown_at
from layers.view.state import ViewState
from pages.views import page_views
from pages.views.scene_views import Shown

pytestmark = pytest.mark.slow
DAY = "2026-11-25"
SLIDE = ((212.0, 122.0), 1.25, 50)
DAM = Point(121_394, 487_383)  # RD, published
DE_HALLEN = Point(119_560, 486_620)  # RD of Hannie Dankbaarpassage 47, to some ten metres
# Amsterdam is over twenty kilometres wide; a quarter of an hour on foot is well within two.
WIDEST_M = 9_000


def view_of(data: Dataset, page: str, chosen: str = "", **parameters: str) -> MapView:
    state = ViewState(cities=("Amsterdam",), selected=chosen)
    asked: Mapping[str, str] = parameters
    return page_views.view_of(page, data, state, asked, DAY)


def windows(view: MapView) -> list[tuple[float, float, float, float]]:
    """The ground of the picture of a scene, and of a sheet."""
    sheets = (map_alone(view, *SLIDE), map_sheet(view, MapSheetForm(), dpi=50))
    return [sheet.frames[0].window for sheet in sheets]


def test_a_reach_is_drawn_round_its_building(shipped: Dataset) -> None:
    for window in windows(view_of(shipped, "bereik", pand="de-hallen")):
        assert window[2] - window[0] < WIDEST_M
        # All that can be walked to in ten minutes at four and a half kilometres an hour.
        assert box(*window).contains(DE_HALLEN.buffer(600))


def test_a_scene_of_the_map_is_drawn_where_it_was_looked_at(shipped: Dataset) -> None:
    view = shown_at(view_of(shipped, "kaart"), Place(52.3731, 4.8932, 15.0))  # the Dam
    for window in windows(view):
        assert window[2] - window[0] < WIDEST_M
        assert box(*window).contains(DAM)


def test_a_pin_is_drawn_with_its_reach(shipped: Dataset) -> None:
    for window in windows(view_of(shipped, "kaart", "pin:2xbo40g0")):
        assert window[2] - window[0] < WIDEST_M


def test_what_a_scenario_changes_is_named_on_the_map(shipped: Dataset) -> None:
    asked = {"watals": "nieuw=119900,486900,music.make.4,Kade!weg=ot301"}
    view = page_views.view_of("wat_als", shipped, ViewState(cities=("Amsterdam",)), asked, DAY)
    named = [layer for layer in view.layers if layer.labelled and layer.kind == "points"]
    labels = {label for layer in named for label in layer.frame["label"]}
    assert {"Kade", "OT301 (Vereniging EHBK)"} <= labels
    # Dozens of buildings that stay as they were are not.
    assert not {"same"} & {change for layer in named for change in layer.frame["change"]}
    words = [name.name.lines[0] for name in map_alone(view, *SLIDE).names]
    assert "Kade" in words


def scene_of(data: Dataset, chosen: str, place: Place | None = None) -> MapView:
    query = f"stad=Amsterdam&kies={chosen}"
    return Shown("kaart", query, place, "nl", DAY, data.key, data).view


def test_a_scene_without_a_place_is_drawn_round_what_was_chosen(shipped: Dataset) -> None:
    for window in windows(scene_of(shipped, "hub:de-hallen")):
        assert window[2] - window[0] < WIDEST_M
        assert box(*window).contains(DE_HALLEN.buffer(300))
    # Where it was looked at goes before it, and what is not there changes nothing.
    for window in windows(scene_of(shipped, "hub:de-hallen", Place(52.3731, 4.8932, 17.0))):
        assert not box(*window).contains(DE_HALLEN)
    assert not scene_of(shipped, "hub:keilewerf-1").framed


# Districts of Amsterdam (the municipality's own list), the largest and the farthest.
DISTRICTS = {"Noord", "Nieuw-West", "Zuidoost"}


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("wat_als", {"watals": "weg=ot301"}),
        ("nabijheid", {"vraag": "local"}),
        ("nabijheid", {"vraag": "hot"}),
        ("nabijheid", {"vraag": "quotient"}),
    ],
)
def test_a_picture_of_a_city_names_its_districts(
    shipped: Dataset, page: str, asked: Mapping[str, str]
) -> None:
    view = page_views.view_of(page, shipped, ViewState(cities=("Amsterdam",)), asked, DAY)
    named = {line for name in map_alone(view, *SLIDE).names for line in name.name.lines}
    assert named >= DISTRICTS
