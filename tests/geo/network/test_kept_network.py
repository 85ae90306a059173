"""A network that was kept is the network that was read, and is mapped instead of copied."""

from __future__ import annotations

import mmap
from dataclasses import fields
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.data.kept_arrays import SETTING
from geo.data.travel_modes import MODES
from geo.network import kept_network
from geo.network.distances import city_distances
from geo.network.graph import StreetNetwork, Travel, snap
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StreetNetwork:
    """The toy network as a second start finds it: its file cannot be read any more."""
    monkeypatch.setenv(SETTING, str(tmp_path))
    monkeypatch.setattr(kept_network, "load_network", lambda _: toy_network())
    kept_network.kept_network("Amsterdam")
    monkeypatch.delattr(kept_network, "load_network")
    return kept_network.kept_network("Amsterdam")


def test_a_kept_network_is_the_one_that_was_read(kept: StreetNetwork) -> None:
    read = toy_network()
    for name in ("u", "v", "length", "kind"):
        assert getattr(kept, name).tolist() == getattr(read, name).tolist()
    assert shapely.equals_identical(kept.geometry, read.geometry).all()
    for mode in MODES:
        for each in fields(Travel):
            found, whole = (getattr(net.travel[mode], each.name) for net in (kept, read))
            assert np.array_equal(found, whole, equal_nan=each.name == "pace"), each.name
    place = gpd.GeoSeries.from_xy([30, 170], [-10, 60], crs=28992)
    assert snap(kept, place).equals(snap(read, place))
    toy = toy_dataset()
    ways = [city_distances(toy.hubs, toy.partners, net, "Amsterdam") for net in (kept, read)]
    assert np.array_equal(ways[0].metres, ways[1].metres, equal_nan=True)


def test_steps_of_a_kept_network_are_shared_with_other_processes(kept: StreetNetwork) -> None:
    for mode in MODES:
        for name in ("rows", "cols", "first", "seconds", "metres", "edge", "pace", "to_snap"):
            held = getattr(kept.travel[mode], name)
            assert type(held) is np.ndarray
            while isinstance(held, np.ndarray) and held.base is not None:
                held = held.base
            assert isinstance(held, mmap.mmap), name
            assert not getattr(kept.travel[mode], name).flags.writeable
