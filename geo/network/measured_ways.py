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
from geo.data.store import load_dataset
from geo.data.travel_modes import MODES
from geo.network.distances import CityDistances, city_distances
from geo.network.graph import load_network

NICENESS = 10  # who is being answered goes first


def measured_elsewhere() -> Iterator[tuple[str, CityDistances]]:
    """Yield way of travelling and ways of each city of the shipped data, on foot first.

    Ends early when the other process does; what was not measured is then measured when asked for.
    """
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
    networks = {city: load_network(city) for city in CITIES}
    for mode in MODES:
        for city in CITIES:
            ways = city_distances(data.hubs, data.partners, networks[city], city, mode)
            pickle.dump((mode, ways), output)
            output.flush()


if __name__ == "__main__":
    os.nice(NICENESS)
    write_measured(sys.stdout.buffer)
