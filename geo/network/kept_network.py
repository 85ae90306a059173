"""The street network of a city as it was made ready by an earlier start.

Steps, lengths and lines are plain arrays (`geo.data.kept_arrays`): kept under a mark of data and
code, mapped into memory, and so shared by all processes. The lines themselves are made of their
points anew, which takes less than reading and checking the file they come from.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import shapely

from geo.data.kept_arrays import Arrays, find, keep
from geo.data.travel_modes import MODES
from geo.network.graph import StreetNetwork, Travel, load_network, water_of

STEPS = tuple(each.name for each in fields(Travel))
EDGES = ("u", "v", "length")


def kept_network(city: str) -> StreetNetwork:
    """Return the network of a city of the shipped data: the kept one, else read from its file.

    Parameters
    ----------
    city : str
        "Amsterdam" or "Rotterdam".
    """
    name = f"network.{city}"
    held = find(name)
    if held is not None:
        return from_arrays(city, held)
    network = load_network(city)
    keep(name, as_arrays(network))
    return network


def as_arrays(network: StreetNetwork) -> Arrays:
    """Return what a network is made of, its water apart.

    Parameters
    ----------
    network : StreetNetwork

    Examples
    --------
    >>> from geo.toy.street_grid import toy_network
    >>> as_arrays(toy_network())["length"].shape
    (13,)
    """
    _, points, (ends,) = shapely.to_ragged_array(network.geometry, include_z=False)
    kinds, kind = np.unique(network.kind.astype(str), return_inverse=True)
    arrays = {name: getattr(network, name) for name in EDGES}
    arrays |= {"points": points, "ends": ends, "kinds": kinds, "kind": kind.astype(np.int8)}
    for mode in MODES:
        steps = network.travel[mode]
        arrays |= {f"{mode}.{name}": np.asarray(getattr(steps, name)) for name in STEPS}
    return arrays


def from_arrays(city: str, arrays: Arrays) -> StreetNetwork:
    """Return the network that such arrays are of, with the water of the shipped data.

    Parameters
    ----------
    city : str
    arrays : mapping of str to array
        From `as_arrays`.
    """
    # Without the class of a mapped file, which makes every later piece of it slower.
    plain = {name: np.asarray(array) for name, array in arrays.items()}
    lines = shapely.from_ragged_array(
        shapely.GeometryType.LINESTRING, plain["points"], (plain["ends"],)
    )
    kind = plain["kinds"].astype(object)[plain["kind"]]
    travel = {
        mode: Travel(
            **{name: plain[f"{mode}.{name}"] for name in STEPS if name != "steady"},
            steady=bool(plain[f"{mode}.steady"]),
        )
        for mode in MODES
    }
    u, v, length = (plain[name] for name in EDGES)
    return StreetNetwork(city, u, v, length, kind, lines, travel, water_of(city))
