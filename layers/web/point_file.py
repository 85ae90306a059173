"""Many points on their way to the browser: places and kinds as plain numbers, names beside them.

One run of bytes: `SALT` that nobody can guess, two bytes a row for its longitude, its latitude and
its kind, and then the names in pieces. The browser asks for the part that it needs. Rows lie in
the order of a curve through the ground (Morton 1966), so that what is seen together lies together.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.data.crs import WGS84
from layers.view.levels import CROWD_NAMES, CROWD_NEAR, MOST_ON_A_SPOT, MOST_POINTS, level_of
from layers.view.map_model import PointCrowd
from layers.web.embedding import UNIT_POINTS, Words, as_text
from layers.words import style

SALT = 16
PIECE = 4_096
TILE_BITS = 16
"""A place within a tile takes two bytes: some seven by four kilometres."""
CURVE_BITS = 28
WORDS = ("shape", "colour", "stroke", "letter", "tip", "ring", "chain_words")
ON_TOP = 99
"""Place among the layers of a map: nothing is laid over single rows."""


@dataclass(frozen=True, eq=False)
class PointFile:
    """The rows of a crowd as bytes, and where in them what stands.

    Attributes
    ----------
    content : bytes
    n : int
        Rows.
    tiles : tuple of (x, y, first)
        Tiles of the ground in the order of the rows, and the first row of each.
    pieces : tuple of int
        Where each piece of names begins, and where the last one ends.
    """

    content: bytes
    n: int
    tiles: tuple[tuple[int, int, int], ...]
    pieces: tuple[int, ...]


def point_file(crowd: PointCrowd) -> PointFile:
    """Write the rows of a crowd as bytes.

    The salt is new each time: who has not been told the address of the file cannot work it out
    from rows that he knows.
    """
    degrees = crowd.frame.to_crs(WGS84).geometry.to_numpy()
    at = np.round(shapely.get_coordinates(degrees) * UNIT_POINTS).astype(np.int64)
    order = np.argsort(_along_curve(at), kind="stable")
    at, rows = at[order], crowd.frame.iloc[order]
    tile = at >> TILE_BITS
    first = np.flatnonzero(np.diff(tile, axis=0, prepend=tile[:1] - 1).any(axis=1))
    within = at & ((1 << TILE_BITS) - 1)
    numbers = np.vstack([within.T, rows["kind"].to_numpy()]).astype("<u2")
    head = secrets.token_bytes(SALT) + numbers.tobytes()
    texts = [[as_text(each) for each in rows[name].tolist()] for name in ("ref", "label")]
    names = [_piece(*(each[i : i + PIECE] for each in texts)) for i in range(0, len(rows), PIECE)]
    ends = len(head) + np.cumsum([0, *(len(each) for each in names)])
    return PointFile(
        head + b"".join(names),
        len(rows),
        tuple((int(x), int(y), int(i)) for (x, y), i in zip(tile[first], first, strict=True)),
        tuple(int(end) for end in ends),
    )


def near_content(
    crowd: PointCrowd, file: PointFile, shown: Sequence[bool], alpha: float = 1.0
) -> dict[str, object]:
    """Describe the points of a crowd for ``static/ketenkaart/crowd.js``.

    Parameters
    ----------
    crowd : PointCrowd
    file : PointFile
        Made of it.
    shown : sequence of bool
        For each kind whether its rows are drawn.
    alpha : float
        How opaque the layer is.
    """
    words, kinds = Words(), crowd.kinds
    look = {name: [words.number(value) for value in kinds[name]] for name in WORDS}
    cards = [[words.number(text) for line in card for text in line] for card in kinds["card"]]
    return {
        "key": crowd.key,
        "title": crowd.title,
        "kind": "points",
        "order": ON_TOP,
        "labelled": False,
        "alpha": round(alpha, 2),
        "level": level_of(crowd.key, file.n, CROWD_NAMES),
        "unit": UNIT_POINTS,
        "crowd": {
            "n": file.n,
            "tiles": file.tiles,
            "pieces": file.pieces,
            "piece": PIECE,
            "salt": SALT,
            "from": CROWD_NEAR,
            "most": MOST_POINTS,
            "most_on_a_spot": MOST_ON_A_SPOT,
            "pile_stroke": style.HUB_STROKE,
            "look": look,
            "card": cards,
            "size": [round(float(size), 2) for size in kinds["size"]],
            "room": [round(float(room), 2) for room in kinds["ring_room"]],
            "shown": [int(each) for each in shown],
        },
        "words": words.all(),
    }


def fetched_from(content: Mapping[str, Any], address: str) -> dict[str, object]:
    """Return what `near_content` gave, with the address where the browser finds the bytes."""
    return {**content, "crowd": {**content["crowd"], "address": address}}


def _piece(*names: Sequence[str]) -> bytes:
    """References, and names, of some rows."""
    return json.dumps(names, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _along_curve(at: np.ndarray) -> np.ndarray:
    """Number places along a curve that keeps together what lies together."""
    x, y = at.T
    along = np.zeros(len(at), dtype=np.int64)
    for bit in range(CURVE_BITS):
        along |= ((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1)
    return along
