"""Geometries written by others: read as GEOS reads them, and never so deep that it ends."""

from __future__ import annotations

import struct
from itertools import product

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from nested_shapes import nested_wkb, nested_wkt

from geo.data.curved_shapes import DEEPEST
from geo.data.errors import ArgumentError
from geo.data.written_shapes import shape_of_wkt, shapes_of_wkb

FLAGS = {"plain": 0, "z": 1000, "m": 2000, "zm": 3000, "ewkb z": 0x80000000, "srid": 0x20000000}
# What GEOS 3.14 looks into for parts: multi kinds, collections, and curves that have parts.
KINDS = (4, 5, 6, 7, 9, 10, 11, 12)


@pytest.mark.parametrize(("kind", "order", "flag"), [*product(KINDS, "<>", FLAGS)])
def test_what_is_nested_deep_is_refused_in_every_form(kind: int, order: str, flag: str) -> None:
    deep = nested_wkb(150_000, kind, order, FLAGS[flag])
    for cell in (deep, deep.hex(), deep.hex().upper(), bytearray(deep), memoryview(deep)):
        with pytest.raises(ArgumentError, match="shape_nesting"):
            shapes_of_wkb([shapely.Point(1, 2).wkb, cell])
    assert shapes_of_wkb([deep], refuse=False).tolist() == [None]


def test_an_order_that_is_none_keeps_the_one_before_as_geos_does() -> None:
    deep = nested_wkb(150_000, 7, "<")
    with pytest.raises(ArgumentError, match="shape_nesting"):
        shapes_of_wkb([b"\x07" + deep[1:].replace(b"\x01\x07", b"\x09\x07")])


def test_depth_within_parts_that_follow_others_is_counted_too() -> None:
    point = shapely.Point(1, 2).wkb
    deep = struct.pack("<BII", 1, 7, 101) + point * 100 + nested_wkb(150_000, 7, "<")
    with pytest.raises(ArgumentError, match="shape_nesting"):
        shapes_of_wkb([deep])


@pytest.mark.parametrize("order", "<>")
def test_the_deepest_that_is_allowed_is_read(order: str) -> None:
    (shape,) = shapes_of_wkb([nested_wkb(DEEPEST, 7, order)])
    assert shape.equals(shapely.from_wkb(nested_wkb(DEEPEST, 7, order)))
    with pytest.raises(ArgumentError):
        shapes_of_wkb([nested_wkb(DEEPEST + 40, 7, order)])


def test_text_is_bounded_by_its_brackets() -> None:
    assert shape_of_wkt(nested_wkt(DEEPEST - 1)) is not None
    with pytest.raises(ArgumentError, match="shape_nesting"):
        shape_of_wkt(nested_wkt(150_000))


def many() -> list[shapely.Geometry]:
    """Geometries of every kind, each longer than what is read without a look."""
    rng = np.random.default_rng(3)
    points = rng.uniform(0, 100, (60, 2))
    flat = [
        shapely.LineString(points),
        shapely.MultiPoint(points),
        shapely.MultiLineString([points[:30], points[30:]]),
        shapely.Polygon(points, [points[:5] / 2]),
        shapely.MultiPolygon([shapely.box(i, 0, i + 0.5, 1) for i in range(40)]),
    ]
    return [*flat, shapely.GeometryCollection(flat), *(shapely.force_3d(s, 7) for s in flat)]


@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("order", [0, 1])
def test_what_honest_programs_write_is_read(flavor: str, order: int) -> None:
    shapes = many()
    srid = flavor == "extended"
    written = [
        shapely.to_wkb(
            shapely.set_srid(s, 28992), flavor=flavor, byte_order=order, include_srid=srid
        )
        for s in shapes
    ]
    assert shapely.equals_exact(shapes_of_wkb(written), shapes).all()
    digits = [wkb.hex() for wkb in written]
    assert shapely.equals_exact(shapes_of_wkb(digits), shapes).all()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_scribbled_bytes_are_read_as_geos_reads_them(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([shape.wkb for shape in many()]))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, min(len(content), 200) - 1))] = data.draw(
            st.integers(0, 255)
        )
    content = content[: data.draw(st.integers(1, len(content)))]
    (found,) = shapes_of_wkb([bytes(content)])
    (expected,) = [shapely.from_wkb(bytes(content), on_invalid="ignore")]
    # What we leave out GEOS refuses too, but for kinds that it knows and we need not.
    assert (found is None) == (expected is None)
