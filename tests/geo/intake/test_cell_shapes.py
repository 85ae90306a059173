"""Geometry written in the cells of a table ends as that of a map file does."""

from __future__ import annotations

import csv
import io
import json

import pytest
import shapely
from intakes import read_here

from geo.intake.values.cell_shapes import shape_in
from geo.intake.values.frames import DEGREES

# A block of 100 by 20 m in Amsterdam with a court: its centre lies in the court.
COURT = shapely.box(122_500, 485_200, 122_600, 485_220) - shapely.box(
    122_510, 485_205, 122_590, 485_221
)
TWO = shapely.MultiPoint([(122_500, 485_200), (122_600, 485_300)])
LINE = shapely.LineString([(122_500, 485_200), (122_600, 485_200)])


def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """The same in longitude and latitude, by the inverse of what the intake uses."""
    from pyproj import Transformer

    back = Transformer.from_crs("EPSG:28992", DEGREES.crs, always_xy=True)
    return shapely.transform(
        shape, lambda p: list(zip(*back.transform(p[:, 0], p[:, 1]), strict=True))
    )


def written(shape: shapely.Geometry) -> dict[str, str]:
    degrees = in_degrees(shape)
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": json.loads(shapely.to_geojson(degrees)),
    }
    turned = shapely.transform(degrees, lambda p: p[:, ::-1])
    return {
        "wkt": shape.wkt,
        "ewkt": f"SRID=28992;{shape.wkt}",
        "wkt z": shapely.force_3d(shape, 3.0).wkt,
        "wkb": shape.wkb_hex,
        "geojson": shapely.to_geojson(degrees),
        "feature": json.dumps(feature),
        "python": str(json.loads(shapely.to_geojson(degrees))),
        "latitude first": turned.wkt,
    }


def table(cells: list[str]) -> bytes:
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter=";")
    rows.writerows([["naam", "geometrie"], *[[f"Loods {i}", cell] for i, cell in enumerate(cells)]])
    return stream.getvalue().encode()


@pytest.mark.parametrize("how", list(written(LINE)))
@pytest.mark.parametrize("shape", [COURT, TWO, LINE], ids=lambda s: s.geom_type)
def test_each_row_gets_one_point_on_what_is_written(shape: shapely.Geometry, how: str) -> None:
    intake = read_here("a.csv", table([written(shape)[how]] * 3))
    (told,) = [n for n in intake.notices if n.code == "geometry_to_point"]
    assert (intake.n_on_map, told.n) == (3, 3)
    middle = shapely.Point(122_550, 485_250)
    for point, outline in zip(intake.rows.geometry, intake.rows["kk_outline"], strict=True):
        # The middle of two points is no point of them; of the others the point lies on it.
        assert point.distance(middle if shape is TWO else shape) < 0.1
        assert shapely.from_wkb(outline).normalize().equals_exact(shape.normalize(), 0.1)


def test_a_point_needs_no_word_however_it_is_written() -> None:
    point, one = shapely.Point(122_550, 485_250), shapely.MultiPoint([(122_550, 485_250)])
    cells = [shape.wkt for shape in (point, one)] + [shapely.to_geojson(in_degrees(one))]
    intake = read_here("a.csv", table(cells))
    assert [p.distance(point) < 0.1 for p in intake.rows.geometry] == [True] * 3
    assert "geometry_to_point" not in {n.code for n in intake.notices}


def test_a_broken_cell_loses_its_own_row_only() -> None:
    cells = [
        COURT.wkt,
        COURT.wkt[:40],
        '{"type": "Polygon", "coordinates": [[[4.89',
        "onbekend",
        "",
    ]
    intake = read_here("a.csv", table([COURT.wkt, *cells]))
    assert intake.n_on_map == 2
    assert [r.row for r in intake.rejections] == [3, 4, 5, 6]


def test_what_is_nested_deep_is_no_geometry() -> None:
    deep = '{"type": "GeometryCollection", "geometries": [' * 100_000
    assert shape_in(deep[:900_000]) is None
    assert shape_in("GEOMETRYCOLLECTION(" * 10_000) is None
    assert shape_in("01070000000100000001" * 5_000) is None
