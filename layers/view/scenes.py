"""Scenes of a presentation: saved views with a headline and a note, in a list and in a file.

A scene holds the address of a view and not its rows: it is drawn anew from the data. A file of
scenes comes from outside, so that everything in it is checked and every fault is named.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from geo.data.crs import point_at
from geo.data.errors import ArgumentError, DataError, DataErrors
from layers.view.map_model import MapView
from layers.words.plain_text import cell_text, one_line, shortened

MOST_SCENES = 12  # of a presentation
LONGEST = {"headline": 200, "note": 500, "page": 40, "query": 8000}
MOST_BYTES = 200_000
FORMAT = 1
SCENE_KEYS = ("headline", "note", "page", "query", "place")
FILE_KEYS = ("ketenkaart_scenes", "title", "scenes")
PLACE_KEYS = ("lat", "lon", "zoom")
PLACE_RANGES = {"lat": (50.0, 54.0), "lon": (3.0, 8.0), "zoom": (8.0, 20.0)}
# Metres round what was chosen: of a point what is seen of the streets round it.
ROUND_POINT_M, ROUND_AREA_M = 450.0, 250.0
SCREEN = (900, 600)  # pixels of the map a place was chosen on
EQUATOR_M_PER_PIXEL = 156_543.034  # of a web map at zoom 0


@dataclass(frozen=True)
class Place:
    """Centre and zoom of a web map."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True)
class Scene:
    """A saved view.

    Attributes
    ----------
    headline : str
        One line; "" lets the numbers speak.
    note : str
    page : str
        The page it was made on.
    query : str
        Query string of the view.
    place : Place or None
        Where the map was looked at; None shows all that is drawn.
    """

    headline: str
    note: str
    page: str
    query: str
    place: Place | None = None


def scene(headline: str, note: str, page: str, query: str, place: Place | None = None) -> Scene:
    """Make a scene of what a planner typed: unwritable characters out, and no longer than allowed.

    Examples
    --------
    >>> scene(" Muziek\\n blijft ", "a\\x07b", "kaart", "keten=music").headline
    'Muziek blijft'
    """
    return Scene(
        shortened(one_line(headline), LONGEST["headline"]),
        shortened(cell_text(note).strip(), LONGEST["note"]),
        one_line(page)[: LONGEST["page"]],
        one_line(query)[: LONGEST["query"]],
        place,
    )


def added(scenes: Sequence[Scene], new: Scene) -> tuple[Scene, ...]:
    """Return the scenes with a new last one.

    Raises
    ------
    ArgumentError
        When there are twelve already.
    """
    if len(scenes) >= MOST_SCENES:
        raise ArgumentError(
            "scenes_full", argument="scenes", value=len(scenes) + 1, allowed=MOST_SCENES
        )
    return (*scenes, new)


def removed(scenes: Sequence[Scene], at: int) -> tuple[Scene, ...]:
    """Return the scenes without the one at a place.

    Examples
    --------
    >>> [s.headline for s in removed([scene(h, "", "", "") for h in "abc"], 1)]
    ['a', 'c']
    """
    return tuple(one for order, one in enumerate(scenes) if order != at)


def moved(scenes: Sequence[Scene], at: int, steps: int) -> tuple[Scene, ...]:
    """Return the scenes with one of them further on, or back; never past either end.

    Examples
    --------
    >>> [s.headline for s in moved([scene(h, "", "", "") for h in "abc"], 0, 1)]
    ['b', 'a', 'c']
    """
    rest = list(removed(scenes, at))
    rest.insert(max(0, min(len(rest), at + steps)), scenes[at])
    return tuple(rest)


def reworded(scenes: Sequence[Scene], at: int, headline: str, note: str) -> tuple[Scene, ...]:
    """Return the scenes with another headline and note for one of them."""
    old = scenes[at]
    new = replace(scene(headline, note, old.page, old.query), place=old.place)
    return tuple(new if order == at else one for order, one in enumerate(scenes))


def shown_at(view: MapView, place: Place | None) -> MapView:
    """Return a view of one city with the ground a planner looked at; others as they are.

    Examples
    --------
    >>> view = MapView("nl", "", "", "", (), (), (), (), (0, 0, 1, 1), ("Amsterdam",), "", "")
    >>> minx, miny, maxx, maxy = shown_at(view, Place(52.37, 4.9, 14.0)).extent
    >>> round(maxx - minx), round(maxy - miny)
    (5250, 3500)
    """
    if place is None or len(view.cities) != 1:
        return view
    point = point_at(place.lon, place.lat)
    metres = EQUATOR_M_PER_PIXEL * math.cos(math.radians(place.lat)) / 2**place.zoom
    half_x, half_y = (side / 2 * metres for side in SCREEN)
    ground = shapely.box(point.x - half_x, point.y - half_y, point.x + half_x, point.y + half_y)
    return replace(view, extent=ground.bounds, framed=True)


def shown_round(view: MapView, ref: str) -> MapView:
    """Return a view of one city with the ground round a thing on it; as it is without that thing.

    Examples
    --------
    >>> view = MapView("nl", "", "", "", (), (), (), (), (0, 0, 1, 1), ("Amsterdam",), "", "")
    >>> shown_round(view, "hub:none").extent
    (0, 0, 1, 1)
    """
    if not ref or view.framed or len(view.cities) != 1:
        return view
    for layer in view.layers:
        rows = layer.frame[layer.frame["ref"].eq(ref)] if len(layer.frame) else layer.frame
        if len(rows):
            room = ROUND_POINT_M if layer.kind == "points" else ROUND_AREA_M
            ground = shapely.box(*rows.total_bounds).buffer(room, join_style="mitre")
            return replace(view, extent=ground.bounds, framed=True)
    return view


def to_file(scenes: Sequence[Scene], title: str = "") -> bytes:
    """Return scenes as a JSON file that `from_file` opens again."""
    content = {
        "ketenkaart_scenes": FORMAT,
        "title": shortened(one_line(title), LONGEST["headline"]),
        "scenes": [_plain(one) for one in scenes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8")


def _plain(one: Scene) -> dict[str, object]:
    words: dict[str, object] = {
        "headline": one.headline,
        "note": one.note,
        "page": one.page,
        "query": one.query,
    }
    if one.place is None:
        return words
    place = {name: getattr(one.place, name) for name in PLACE_KEYS}
    return {**words, "place": place}


def from_file(content: bytes, name: str = "") -> tuple[str, tuple[Scene, ...]]:
    """Open a file of scenes.

    Parameters
    ----------
    content : bytes
    name : str
        What the file is called in the words of a fault.

    Returns
    -------
    (str, tuple of Scene)
        Title of the presentation, and its scenes.

    Raises
    ------
    DataErrors
        With every fault: too large, no JSON, another format, unknown or missing keys, something
        that is not text, text that is too long, a place outside the country, too many scenes.
    """
    faults: list[DataError] = []
    file = one_line(name)
    found = _parsed(content, file)
    title = found.get("title", "")
    if not isinstance(title, str):
        faults.append(DataError("scene_text", file=file, row="-", column="title"))
    unknown = [key for key in found if key not in FILE_KEYS]
    faults += [
        DataError("scene_key", file=file, row="-", column=shortened(key, 60)) for key in unknown
    ]
    rows = found.get("scenes")
    if not isinstance(rows, list) or len(rows) > MOST_SCENES:
        n = len(rows) if isinstance(rows, list) else 0
        raise DataErrors(
            [*faults, DataError("scene_count", file=file, value=n, allowed=MOST_SCENES)]
        )
    for order, row in enumerate(rows, start=1):
        faults += _faults(row, file, order)
    if faults:
        raise DataErrors(faults)
    return one_line(title), tuple(_scene(row) for row in rows)


def _parsed(content: bytes, file: str) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise DataErrors(
            [DataError("scene_file_size", file=file, value=len(content), allowed=MOST_BYTES)]
        )
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise DataErrors([DataError("scene_file_json", file=file)]) from fault
    if not isinstance(found, dict) or found.get("ketenkaart_scenes") != FORMAT:
        raise DataErrors([DataError("scene_file_format", file=file)])
    return found


def _faults(row: object, file: str, order: int) -> list[DataError]:
    if not isinstance(row, dict):
        return [DataError("scene_text", file=file, row=order, column="-")]
    where = {"file": file, "row": order}
    found = [
        DataError("scene_key", **where, column=shortened(one_line(key), 60))
        for key in row
        if key not in SCENE_KEYS
    ]
    for key, longest in LONGEST.items():
        value = row.get(key)
        if not isinstance(value, str):
            found.append(DataError("scene_text", **where, column=key))
        elif len(value) > longest:
            found.append(
                DataError("scene_long", **where, column=key, value=len(value), allowed=longest)
            )
    if "place" in row and place_of(row["place"]) is None:
        found.append(DataError("scene_place", **where, column="place"))
    return found


def place_of(value: object) -> Place | None:
    """Return a place of three numbers in the Netherlands; None when it is anything else."""
    if not isinstance(value, dict) or set(value) != set(PLACE_KEYS):
        return None
    for key, (low, high) in PLACE_RANGES.items():
        number = value[key]
        if isinstance(number, bool) or not isinstance(number, int | float):
            return None
        if not low <= number <= high:
            return None
    return Place(*(float(value[key]) for key in PLACE_KEYS))


def _scene(row: dict[str, Any]) -> Scene:
    place = place_of(row["place"]) if "place" in row else None
    return scene(row["headline"], row["note"], row["page"], row["query"], place)
