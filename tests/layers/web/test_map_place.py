"""Where a map opens, and how much nearer a larger one may come."""

from __future__ import annotations

import geopandas as gpd
import pytest

from layers.web.folium_map import base_map
from layers.web.map_place import around, fitting


def test_what_is_left_of_a_step_is_kept_for_a_larger_map() -> None:
    # 6,700 m over 520 pixels is 12.88 m a pixel; 96,400 / 12.88 is 2 to the power 12.87.
    points = gpd.GeoSeries.from_xy([88_000, 94_700], [436_000, 437_000], crs=28992)
    centre, zoom = fitting(points, "Rotterdam")
    assert zoom == pytest.approx(12.87, abs=0.01)
    assert centre == pytest.approx((51.913, 4.462), abs=0.001)
    assert around(gpd.GeoDataFrame(geometry=points), 520) == (centre, 12)
    html = base_map(centre, zoom, "nl").get_root().render()
    assert '"zoom": 12' in html
    assert "null, 0.87" in html


def test_ground_wider_than_a_city_opens_on_the_city() -> None:
    points = gpd.GeoSeries.from_xy([60_000, 120_000], [436_000, 437_000], crs=28992)
    assert fitting(points, "Rotterdam")[1] == 12
