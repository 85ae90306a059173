"""Lines and outlines are points on the map, and leave the program again as they came."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from intakes import read_here
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.data.selection import Filters, select
from geo.intake.model.result import Intake
from geo.project.editing import moved
from geo.project.package import from_bytes, to_bytes
from geo.project.project import Project
from geo.toy.city import toy_dataset
from layers.files.data_export import to_geojson, to_geopackage
from layers.files.intake_report import rows_table
from layers.map.layer_context import LayerContext
from layers.map.own_layer import data_view, forms_brought
from layers.words.palette import palette

COURTYARD = Polygon(
    box(122500, 485200, 122600, 485300).exterior, [box(122520, 485220, 122580, 485280).exterior]
)
BROUGHT = {
    "Punt": Point(121230.5, 490467.0),
    "Hof": COURTYARD,
    "Twee delen": MultiPolygon(
        [box(121000, 487000, 121020, 487020), box(121050, 487000, 121060, 487010)]
    ),
    "Steiger": LineString([(121000, 488000), (121100, 488000), (121100, 488050)]),
    "Twee punten": MultiPoint([(121000, 486000), (121010, 486000)]),
    "Nergens": None,
}
FRAME = gpd.GeoDataFrame({"naam": list(BROUGHT)}, geometry=list(BROUGHT.values()), crs=28992)


def parquet(frame: gpd.GeoDataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return stream.getvalue()


@pytest.fixture(params=[28992, 4326, 3857])
def intake(request: pytest.FixtureRequest) -> Intake:
    return read_here("vormen.parquet", parquet(FRAME.to_crs(request.param)))


def context() -> LayerContext:
    toy = toy_dataset()
    return LayerContext(toy, select(toy, Filters()), palette(toy.chain_model, "nl"), "nl")


def written(intake: Intake) -> dict[str, BaseGeometry]:
    """What another program reads from the GeoPackage, by name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "eigen.gpkg")
        path.write_bytes(to_geopackage(data_view(context(), intake)))
        names = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        frames = [gpd.read_file(path, layer=name) for name in names]
    assert sorted(names) == ["own", "own_lines", "own_polygons"]
    return {row.naam: row.geometry for frame in frames for row in frame.itertuples()}


@pytest.mark.slow
def test_every_form_is_written_as_it_was_brought(intake: Intake) -> None:
    found = written(intake)
    assert set(found) == set(BROUGHT) - {"Nergens"}
    for name in ("Punt", "Hof", "Twee delen", "Steiger"):
        # The way from RD to other systems and back keeps a centimetre.
        assert found[name].hausdorff_distance(BROUGHT[name]) < 0.02
        assert found[name].area == pytest.approx(BROUGHT[name].area, rel=1e-3)
    assert found["Twee punten"].geom_type == "Point"


def test_rows_of_several_forms_come_as_several_files(intake: Intake) -> None:
    assert forms_brought(intake) == {"points", "lines", "polygons"}
    assert to_geojson(data_view(context(), intake)).startswith(b"PK")
    points = intake.rows[intake.rows["naam"].eq("Punt")]
    alone = Intake(intake.source, points)
    assert forms_brought(alone) == {"points"}
    assert to_geojson(data_view(context(), alone)).startswith(b"{")


def test_geojson_holds_the_outlines(intake: Intake) -> None:
    content = to_geojson(data_view(context(), intake))
    assert "Polygon" in content.decode("latin-1") or content.startswith(b"PK")
    if not content.startswith(b"PK"):
        features = json.loads(content)["features"]
        assert {f["geometry"]["type"] for f in features} >= {"Point", "LineString", "Polygon"}


@pytest.mark.slow
def test_a_project_keeps_the_outlines(intake: Intake) -> None:
    project = from_bytes(to_bytes(Project("Vormen", {"hubs": intake.rows})), "vormen.gpkg")
    again = Intake(intake.source, project.tables["hubs"])
    assert written(again)["Hof"].equals_exact(written(intake)["Hof"], 1e-6)


@pytest.mark.slow
def test_a_row_that_was_moved_is_a_point_from_then_on(intake: Intake) -> None:
    project = Project("Vormen", {"hubs": intake.rows})
    rows = moved(project.tables["hubs"], 2, 121300.0, 487300.0)
    assert written(Intake(intake.source, rows))["Hof"] == Point(121300.0, 487300.0)


def test_outlines_stand_in_no_table_of_words(intake: Intake) -> None:
    assert "kk_outline" in intake.rows
    assert "kk_outline" not in rows_table(intake)


def test_points_alone_have_no_column_of_outlines() -> None:
    assert "kk_outline" not in read_here("punten.parquet", parquet(FRAME.head(1))).rows
