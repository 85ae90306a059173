"""Decay and places per head, each worked out by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, box

from geo.data.crs import RD_NEW
from geo.evidence.catchments import decay, per_head


def test_half_is_left_after_each_half_life() -> None:
    assert decay([0, 5, 10, 7.5]).tolist() == pytest.approx([1, 0.5, 0.25, 0.3535534])
    assert decay([30], half_life=10).tolist() == pytest.approx([0.125])
    assert np.isnan(decay([np.nan])).all()


def areas(*residents: int | None) -> gpd.GeoDataFrame:
    """Squares of a kilometre side by side, from x = 0 on."""
    shapes = [box(1000 * i, 0, 1000 * i + 1000, 1000) for i in range(len(residents))]
    return gpd.GeoDataFrame({"residents": list(residents)}, geometry=shapes, crs=RD_NEW)


def cafes(*points: tuple[float, float]) -> gpd.GeoDataFrame:
    ids = [f"c{i}" for i in range(len(points))]
    return gpd.GeoDataFrame({"id": ids}, geometry=[Point(*at) for at in points], crs=RD_NEW)


def test_a_place_is_shared_by_the_part_of_each_area_within_its_catchment() -> None:
    # On the border of two areas: half a circle of 400 m in each, 0.2513 square kilometres.
    half = np.pi * 400**2 / 2 / 1e6
    found = per_head(cafes((1000, 500), (500, 500)), areas(10_000, 30_000), 400)
    assert found["c0"] == pytest.approx(1000 / (half * 40_000), rel=0.01)
    assert found["c1"] == pytest.approx(1000 / (2 * half * 10_000), rel=0.01)


def test_the_two_steps_add_up_to_all_places_when_everybody_reaches_all() -> None:
    # Luo & Wang: the sum over people of what each can reach is the number of places.
    found = per_head(cafes((500, 500), (520, 500), (480, 490)), areas(5000), 2000)
    assert found.sum() * 5000 / 1000 == pytest.approx(3)


def test_hardly_anybody_counts_as_a_thousand_and_unknown_is_unknown() -> None:
    assert per_head(cafes((500, 500)), areas(20), 400)["c0"] == 1.0
    assert np.isnan(per_head(cafes((500, 500)), areas(None), 400)["c0"])
    assert np.isnan(per_head(cafes((500, 5000)), areas(5000), 400)["c0"])
