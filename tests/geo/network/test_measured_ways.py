"""Ways measured in another process are those measured here."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from geo.data.kept_arrays import SETTING
from geo.network import measured_ways
from geo.network.distances import CityDistances, city_distances
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from pages.session import server


def test_what_is_written_is_what_is_measured_here(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = toy_dataset()
    monkeypatch.setattr(measured_ways, "load_dataset", lambda: toy)
    monkeypatch.setattr(measured_ways, "kept_network", lambda _: toy_network())
    monkeypatch.setattr(measured_ways, "CITIES", ("Amsterdam",))
    output = io.BytesIO()
    measured_ways.write_measured(output)
    output.seek(0)
    for mode in ("walk", "cycle"):
        said, ways = pickle.load(output)
        here = city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam", mode)
        assert (said, ways.city) == (mode, "Amsterdam")
        assert np.array_equal(ways.minutes, here.minutes)
        assert ways.hubs["id"].tolist() == here.hubs["id"].tolist()


def test_pages_find_the_ways_that_were_measured_elsewhere() -> None:
    toy = toy_dataset()
    ways = city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam")
    server.distances.clear()
    assert server.distances(toy, "Amsterdam", "walk", ways) is ways
    assert server.distances(toy, "Amsterdam", "walk") is ways
    server.distances.clear()


def test_a_process_that_ends_early_leaves_the_rest_unmeasured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measured_ways.sys, "executable", "true")
    assert list(measured_ways.measured_elsewhere()) == []


def test_ways_of_an_earlier_start_are_taken_and_none_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    toy = toy_dataset()
    measured: list[str] = []

    def elsewhere() -> Iterator[tuple[str, CityDistances]]:
        for mode in ("walk", "cycle"):
            measured.append(mode)
            yield mode, city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam", mode)

    monkeypatch.setenv(SETTING, str(tmp_path / "cache"))
    monkeypatch.setattr(measured_ways, "CITIES", ("Amsterdam",))
    monkeypatch.setattr(measured_ways, "measured_elsewhere", elsewhere)
    first, again = (dict(measured_ways.shipped_ways(toy)) for _ in range(2))
    assert measured == ["walk", "cycle"]
    for mode, ways in first.items():
        assert np.array_equal(again[mode].metres, ways.metres)
        assert np.array_equal(again[mode].minutes, ways.minutes)
        assert again[mode].hubs.equals(ways.hubs)
        assert again[mode].partners.equals(ways.partners)
