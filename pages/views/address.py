"""What an address may say: every value has a kind, a range and a length; what has not is left out.

Addresses come from outside, also those kept in a project or a scene. What is left out is named, so
that the planner is told; the pages fall back on what they open with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from geo.answers import broken_links
from geo.data.cities import CITIES
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M
from geo.evidence.area_counts import LEVELS, SECTORS
from geo.evidence.association import BY
from geo.own.rows import OWN_ID
from geo.project.project_store import KEY
from layers.view.layer_look import LOOK, read_look
from layers.view.ranking_address import weights_from, weights_to
from layers.view.state import NAMES, Address, read_query
from layers.words.plain_text import UNWRITABLE, one_line, shortened
from pages.session import planner
from pages.views import (
    bereik_view,
    ketens_view,
    nabijheid_asked,
    schakels_view,
    vergelijken_view,
    waar_view,
    wat_als_view,
)

LONGEST_VALUE = 4000
"""A scenario of many buildings is the longest there is."""
LONGEST_NAME = 40
MOST_NAMES = 60
LONGEST_SHOWN = 24
LONGEST_CHOICE = 120  # of the address of one thing
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?")
PLACES = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "z": (0.0, 24.0)}
"""Wider than the maps: whoever moves one out of the country is told nothing."""
AMPERSAND = "amp;"
"""What stands before a name in an address that was copied out of HTML."""

Fits = Callable[[str], bool]


def read(query: Mapping[str, str], data: Dataset | None) -> Address:
    """Read an address that may come from anyone.

    Parameters
    ----------
    query : mapping of str
    data : Dataset or None
        What codes and buildings there are; None when the data could not be loaded.
    """
    if data is None:
        return Address(read_query(query, (), ())[0], {}, {}, ())
    sound, dropped = _short(_mended(query))
    rest = len(query) - MOST_NAMES
    model = data.chain_model
    codes = (tuple(model.chains["code"]), tuple(model.stages["code"]))
    own = {name: value for name, value in sound.items() if name in NAMES.values()}
    state, wrong = read_query(own, *codes)
    forms, parameters, place = _forms(data), {}, {}
    for name, value in sound.items():
        if name in own:
            continue
        if name not in forms or not forms[name](value):
            wrong[name] = value
        elif name in planner.PLACE:
            place[name] = value
        else:
            parameters[name] = value
    told = [*dropped, *(_shown(name, value) for name, value in wrong.items())]
    told += [f"+ {rest}"] if rest > 0 else []
    return Address(
        state, parameters, place if len(place) == len(planner.PLACE) else {}, tuple(told)
    )


def _mended(query: Mapping[str, str]) -> dict[str, str]:
    """Take off what HTML puts before a name, unless the name stands there by itself too."""
    every = [(name.removeprefix(AMPERSAND), name, value) for name, value in query.items()]
    return {bare: value for bare, name, value in every if bare == name or bare not in query}


def _short(query: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Leave out what is too long, too much, or cannot be written."""
    kept: dict[str, str] = {}
    dropped = []
    for name, value in islice(query.items(), MOST_NAMES):
        fits = len(name) <= LONGEST_NAME and len(value) <= LONGEST_VALUE
        if fits and not UNWRITABLE.search(name + value):
            kept[name] = value
        else:
            dropped.append(_shown(name, value))
    return kept, dropped


def _shown(name: str, value: str) -> str:
    parts = (one_line(part[: 4 * LONGEST_SHOWN]) for part in (name, value))
    return "=".join(shortened(part, LONGEST_SHOWN) for part in parts)


def _forms(data: Dataset) -> dict[str, Fits]:
    """What fits each parameter that only one page knows, by its name in the address."""
    model, hubs = data.chain_model, frozenset(data.hubs["id"])
    asked = nabijheid_asked
    codes = {*model.chains["code"], *model.stages["code"]}
    return {
        planner.PROJECT: _like(KEY),
        planner.OWN: _one_of(("1",)),
        planner.FRONT: _one_of(CITIES),
        planner.HERE: _one_of(("file", "scenes", "file.scenes")),
        **{name: _between(*bounds) for name, bounds in PLACES.items()},
        LOOK: lambda value: read_look(value) is not None,
        bereik_view.HUB: lambda value: _is_hub(value, hubs),
        bereik_view.WITHIN: _one_of(bereik_view.MINUTES_SHOWN),
        ketens_view.CHAIN: _one_of(model.ten),
        schakels_view.ASKED: _parts_of(
            (*model.ten, schakels_view.ALL),
            broken_links.KINDS,
            tuple(map(str, BANDS_M)),
        ),
        schakels_view.WAYS: _one_of(schakels_view.WAYS_DRAWN),
        waar_view.WHO: _parts_of(model.ten, model.stage_line),
        waar_view.LEAST: _one_of(waar_view.SHARES),
        waar_view.WEIGHTS: lambda value: weights_to(weights_from(value)) == value,
        asked.QUESTION: _one_of(asked.QUESTIONS),
        asked.PER: _one_of(BY),
        asked.POINTS: _one_of(asked.ALL_POINTS),
        asked.WHO: _one_of(codes),
        asked.NEAR: _one_of(codes),
        asked.VALUE: _one_of(asked.VALUES),
        asked.SHARE: _one_of((*SECTORS, *model.ten)),
        asked.LEVEL: _one_of(LEVELS),
        asked.KINDS: _one_of(asked.FAMILY),
        # What of these two is unknown the pages count and tell themselves.
        wat_als_view.SCENARIO: bool,
        vergelijken_view.HUBS: bool,
        wat_als_view.LIMIT: _one_of(wat_als_view.LIMITS),
        wat_als_view.RANK_CHAIN: _one_of(model.ten),
        wat_als_view.RANK_STAGE: _one_of(model.stage_line),
    }


def _one_of(allowed: Collection[str]) -> Fits:
    return lambda value: value in allowed


def _parts_of(*allowed: Collection[str]) -> Fits:
    """Fit what has a point between its parts, each one of those allowed in its place."""

    def fits(value: str) -> bool:
        parts = value.split(".")
        return len(parts) == len(allowed) and all(
            part in each for part, each in zip(parts, allowed, strict=True)
        )

    return fits


def _like(pattern: re.Pattern[str]) -> Fits:
    return lambda value: pattern.fullmatch(value) is not None


def _between(low: float, high: float) -> Fits:
    return lambda value: bool(NUMBER.fullmatch(value)) and low <= float(value) <= high


def _is_hub(value: str, hubs: Collection[str]) -> bool:
    """Say whether there is such a building; own ones may be laid beside the others later."""
    return value in hubs or (value.startswith(OWN_ID) and len(value) <= LONGEST_CHOICE)
