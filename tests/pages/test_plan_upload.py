"""A plan area from a file, in the drawer of *Kaart*."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from app_pages import opened, said
from streamlit.testing.v1 import AppTest

from layers.view.plan_area import plan_shape

pytestmark = pytest.mark.slow

AREA = shapely.Polygon([(121_000, 487_000), (121_400, 487_100), (121_300, 487_500)])


def brought(name: str, shape: shapely.Geometry) -> AppTest:
    content = gpd.GeoSeries([shape], crs=28992).to_crs(4326).to_json().encode()
    test = opened(stad="Rotterdam", session={"kaart.panel": "sheet"})
    uploader = next(each for each in test.get("file_uploader") if each.key == "area.file")
    return uploader.set_value((name, content, "application/geo+json")).run()


def test_an_area_from_a_file_is_chosen_and_stands_in_the_address() -> None:
    test = brought("<b>plan.geojson", AREA)
    assert not test.exception
    ref = test.query_params["kies"]
    shape = plan_shape(ref)
    assert shape is not None
    # Corners of an address are whole hundred thousandths of a degree: a metre.
    assert shape.symmetric_difference(AREA).area < 1.5 * AREA.length
    assert "3 hoeken" in said(test)
    assert "stad" not in test.query_params  # both cities: its own beside the other
    assert "ha met" in said(test)


@pytest.mark.parametrize("shape", [shapely.Point(121_000, 487_000), AREA.exterior])
def test_a_file_without_an_area_says_so_and_what_to_do(shape: shapely.Geometry) -> None:
    test = brought("lijn.geojson", shape)
    assert not test.exception
    (told,) = [each.value for each in test.error]
    assert "lijn.geojson bevat geen vlak" in told.replace("\\", "")
    assert "QGIS" in told
    assert "kies" not in test.query_params
