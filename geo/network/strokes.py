"""Street pieces strung together into strokes: long lines that go straight on at every crossing.

After Thomson and Richardson (1999), *The 'good continuation' principle of perceptual organization
applied to the generalization of road networks*. A stroke here serves geometry only: a buffer round
one long line costs far less to join with others than buffers round its ten pieces.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.network.graph import unique_pairs

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Lines = npt.NDArray[np.object_]

MOST_PIECES = 8  # a longer stroke crosses so many others that joining it costs more again
CM = 2  # ends that are equal in metres to this many decimals meet
NOBODY = -1


def strokes(lines: Lines, most: int = MOST_PIECES) -> Lines:
    """String lines together end to end, straight on where several meet.

    Parameters
    ----------
    lines : array of LineString
        EPSG:28992, metres, two coordinates or more.
    most : int
        Pieces in one stroke.

    Returns
    -------
    array of LineString
        Every piece lies in one of them.

    Examples
    --------
    >>> cross = ["LINESTRING (0 0, 5 0)", "LINESTRING (9 0, 5 0)", "LINESTRING (5 0, 5 7)"]
    >>> [line.wkt for line in strokes(shapely.from_wkt(cross))]
    ['LINESTRING (0 0, 5 0, 5 0, 9 0)', 'LINESTRING (5 0, 5 7)']
    """
    if not len(lines):
        return lines
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    begin = np.searchsorted(owner, np.arange(len(lines) + 1))
    piece, turned, stroke = _strung(_straight_on(xy, begin[:-1], begin[1:] - 1), most)
    size = np.diff(begin)[piece]
    # Vertices of each piece in turn, from its last to its first where it is walked backwards.
    step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    back = np.repeat(turned, size)
    index = np.repeat(begin[piece], size) + np.where(back, np.repeat(size, size) - 1 - step, step)
    strung: Lines = shapely.linestrings(xy[index], indices=np.repeat(stroke, size))
    return strung


def _straight_on(xy: Floats, first: Ints, last: Ints) -> list[int]:
    """For every end, begins and then ends of lines: the end that goes straight on, else -1."""
    at = np.concatenate([xy[first], xy[last]])
    away = np.concatenate([xy[first + 1], xy[last - 1]]) - at
    away /= np.maximum(np.hypot(*away.T), 1e-9)[:, None]
    node = unique_pairs(*np.round(at, CM).T)[2]
    one, other = _pairs(node)
    straight = -(away[one] * away[other]).sum(axis=1)  # 1 is straight on, below 0 turns back
    keep = (straight > 0) & (one % len(first) != other % len(first))
    one, other, straight = one[keep], other[keep], straight[keep]
    return _wed(len(node), *(column[np.argsort(-straight)] for column in (one, other)))


def _pairs(node: Ints) -> tuple[Ints, Ints]:
    """All pairs of ends that lie at one node."""
    order = np.argsort(node, kind="stable")
    pairs = []
    for apart in range(1, int(np.bincount(node).max())):
        same = node[order[:-apart]] == node[order[apart:]]
        pairs.append((order[:-apart][same], order[apart:][same]))
    if not pairs:
        return order[:0], order[:0]
    one, other = (np.concatenate(column) for column in zip(*pairs, strict=True))
    return one, other


def _wed(n: int, one: Ints, other: Ints) -> list[int]:
    """Give every end the first partner in the list that is still free, and -1 without one."""
    partner = [NOBODY] * n
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        if partner[a] == NOBODY and partner[b] == NOBODY:
            partner[a], partner[b] = b, a
    return partner


def _strung(partner: list[int], most: int) -> tuple[Ints, npt.NDArray[np.bool_], Ints]:
    """Walk from end to end: the pieces in order, whether each is walked backwards, its stroke."""
    n = len(partner) // 2
    used, walked, stroke, number = [False] * n, [], [], 0
    # Strokes that begin at a free end first; what is left then goes round.
    for start in [*(end for end in range(2 * n) if partner[end] == NOBODY), *range(n)]:
        end, count = start, 0
        while end != NOBODY and not used[end % n]:
            used[end % n] = True
            number += count % most == 0
            walked.append(end)
            stroke.append(number - 1)
            count += 1
            end = partner[(end + n) % (2 * n)]
    ends = np.array(walked)
    return ends % n, ends >= n, np.array(stroke)
