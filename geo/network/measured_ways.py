"""The ways of all cities, measured in a process of its own while a server goes on answering.

The shortest-path search of SciPy lets no other thread of its process run; in another process it
costs a server nothing. Run as a program, this module writes what it measures to its output.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import BinaryIO

from geo.data.cities import CITIES
from geo.data.folders import ROOT
from geo.data.kept_arrays import find, keep
from geo.data.store import Dataset, load_dataset
from geo.data.travel_modes import MODES
from geo.network.distances import CityDistances, city_distances, of_city
from geo.network.kept_network import kept_network

NICENESS = 10  # who is being answered goes first


def shipped_ways(data: Dataset) -> Iterator[tuple[str, CityDistances]]:
    """Yield way of travelling and ways of each city of the shipped data, on foot first.

    Those of an earlier start are taken (`geo.data.kept_arrays`); without them they are measured in
    another process. Ends early when that does; what was not measured is measured when asked for.
    """
    kept = [_kept(data, mode, city) for mode in MODES for city in CITIES]
    if all(ways is not None for _, ways in kept):
        yield from ((mode, ways) for mode, ways in kept if ways is not None)
        return
    for mode, ways in measured_elsewhere():
        keep(_name(mode, ways.city), {"metres": ways.metres, "minutes": ways.minutes})
        yield mode, ways


def _name(mode: str, city: str) -> str:
    return f"ways.{mode}.{city}"


def _kept(data: Dataset, mode: str, city: str) -> tuple[str, CityDistances | None]:
    held = find(_name(mode, city))
    if held is None:
        return mode, None
    hubs, partners = of_city(data.hubs, city), of_city(data.partners, city)
    return mode, CityDistances(city, hubs, partners, held["metres"], held["minutes"])


def measured_elsewhere() -> Iterator[tuple[str, CityDistances]]:
    """Yield the same, measured in another process."""
    command = [sys.executable, "-m", "geo.network.measured_ways"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None, "it is asked for as a pipe"
        for _ in range(len(MODES) * len(CITIES)):
            try:
                # Our own process wrote it: nothing from outside is unpickled.
                yield pickle.load(process.stdout)
            except EOFError:
                return


def write_measured(output: BinaryIO) -> None:
    """Measure and write all ways, each as soon as it is known."""
    data = load_dataset()
    networks = {city: kept_network(city) for city in CITIES}
    for mode in MODES:
        for city in CITIES:
            ways = city_distances(data.hubs, data.partners, networks[city], city, mode)
            pickle.dump((mode, ways), output)
            output.flush()


if __name__ == "__main__":
    os.nice(NICENESS)
    write_measured(sys.stdout.buffer)
