"""Curves become lines of short pieces, by the geometry of circles."""

from __future__ import annotations

import math
import struct

import pytest
import shapely

from geo.data.curved_shapes import DEEPEST, STEPS, of_binary, of_text
from geo.data.written_shapes import shape_of_wkt, shapes_of_wkb


def binary(kind: int, *points: tuple[float, ...]) -> bytes:
    numbers = [n for point in points for n in point]
    return struct.pack(f"<BII{len(numbers)}d", 1, kind, len(points), *numbers)


# A polygon of 64 corners in a circle of radius 1.
AREA = STEPS / 2 * math.sin(2 * math.pi / STEPS)


@pytest.mark.parametrize(
    ("words", "area", "length"),
    [
        ("CIRCULARSTRING (-1 0, 0 1, 1 0)", 0, math.pi),
        ("CIRCULARSTRING (1 0, 0 1, -1 0)", 0, math.pi),
        ("CIRCULARSTRING (0 0, 1 1, 2 2)", 0, math.hypot(2, 2)),
        ("CIRCULARSTRING Z (-1 0 5, 0 1 5, 1 0 5, 2 -1 5, 3 0 5)", 0, 2 * math.pi),
        ("COMPOUNDCURVE ((-2 0, -1 0), CIRCULARSTRING (-1 0, 0 1, 1 0))", 0, 1 + math.pi),
        ("CURVEPOLYGON (CIRCULARSTRING (-1 0, 1 0, -1 0))", math.pi, 2 * math.pi),
        ("CURVEPOLYGON (CIRCULARSTRING (-1 0, 0 1, 1 0, 0 -1, -1 0))", math.pi, 2 * math.pi),
        ("MULTICURVE ((0 0, 1 0), CIRCULARSTRING (-1 0, 0 1, 1 0))", 0, 1 + math.pi),
        ("MULTISURFACE (((0 0, 1 0, 1 1, 0 1, 0 0)))", 1, 4),
        ("GEOMETRYCOLLECTION (POINT (5 5), CIRCULARSTRING (-1 0, 0 1, 1 0))", 0, math.pi),
        (
            "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (CIRCULARSTRING (-1 0, 1 0, -1 0)))",
            0,
            2 * math.pi,
        ),
    ],
)
def test_well_known_text(words: str, area: float, length: float) -> None:
    shape = shape_of_wkt(words)
    assert shape is not None
    # Chords of 64 pieces a circle are 0.16 per cent off in area and 0.04 in length.
    assert shape.area == pytest.approx(area, rel=0.002)
    assert shape.length == pytest.approx(length, rel=0.001)
    # Of what still holds a curve GEOS finds no middle.
    assert shape.distance(shape.centroid) < 2


def test_well_known_binary_among_plain_ones() -> None:
    circle = binary(8, (-1, 0), (1, 0), (-1, 0))
    surface = struct.pack("<BII", 1, 10, 1) + circle
    half = binary(1008, (-1, 0, 9), (0, 1, 9), (1, 0, 9))
    found = shapes_of_wkb([circle, surface, half, shapely.Point(1, 2).wkb, b"\x01\x63\x00", None])
    assert found[0].length == pytest.approx(2 * math.pi, rel=0.001)
    assert found[1].area == pytest.approx(AREA)
    assert found[2].length == pytest.approx(math.pi, rel=0.001)
    assert found[3].equals(shapely.Point(1, 2))
    assert found[4] is found[5] is None


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_what_breaks_off_is_none(cut: int) -> None:
    assert of_binary(binary(8, (-1, 0), (0, 1), (1, 0))[:cut]) is None
    assert of_text("CURVEPOLYGON (CIRCULARSTRING (-1 0, 0 1, 1 0, 0 -1, -1 0))"[:cut]) is None


def test_a_lying_count_or_deep_nesting_is_none() -> None:
    assert of_binary(struct.pack("<BII", 1, 8, 2**31)) is None
    assert of_binary(struct.pack("<BII", 1, 11, 1) * 1_000) is None
    assert of_text("MULTICURVE (" * 1_000) is None


def test_a_curve_may_lie_as_deep_as_a_plain_shape_and_no_deeper() -> None:
    half = binary(8, (-1, 0), (0, 1), (1, 0))
    collection = struct.pack("<BII", 1, 7, 1)
    (found,) = shapes_of_wkb([collection * DEEPEST + half])
    assert found.length == pytest.approx(math.pi, rel=0.001)
    assert of_binary(collection * DEEPEST + half).equals(found)
    for too_deep in (DEEPEST + 1, DEEPEST + 2, 32):
        assert of_binary(collection * too_deep + half) is None
        assert shapes_of_wkb([collection * too_deep + half], refuse=False).tolist() == [None]
