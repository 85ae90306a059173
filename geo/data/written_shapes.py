"""Geometries written out, as well-known binary or text: looked at before GEOS reads them.

GEOS calls itself for every collection within a collection, before it looks whether that may be
there; some hundred thousand of them end the process. So the depth is counted first, in a loop.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable

import numpy as np
import shapely

from geo.data.curved_shapes import DEEPEST, of_binary, of_text
from geo.data.errors import ArgumentError

POINT, LINE, POLYGON, COLLECTION, CIRCULAR = 1, 2, 3, 7, 8
NESTING = {4, 5, 6, 7, 9, 10, 11, 12}
"""Kinds whose parts are geometries, to GEOS: the multi ones, collections and curves."""
SMALLEST_LEVEL = 9
"""Bytes of an order, a kind and a count: less room than that no level takes."""
WITH_Z, WITH_M, WITH_SRID = 0x80000000, 0x40000000, 0x20000000
"""Flags of the extended form; the ISO form adds thousands to the kind."""
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope in a GeoPackage by its code (OGC 12-128r18, 2.1.3)."""
HEADER = 8
HEX = re.compile(r"[0-9a-fA-F]*")
BRACKETS = re.compile(r"[()]")


def shapes_of_wkb(cells: Iterable[object], *, refuse: bool = True) -> np.ndarray:
    """Read well-known binary, as bytes or in hexadecimal digits.

    Parameters
    ----------
    cells : iterable
        Bytes, text, or anything else for no geometry.
    refuse : bool
        Whether one that is nested too deep is a fault; else it is no geometry.

    Returns
    -------
    ndarray of shapely.Geometry
        None where there is none, or none that can be read.

    Raises
    ------
    ArgumentError
        ``shape_nesting`` when one is nested deeper than ``DEEPEST`` and ``refuse``.

    Examples
    --------
    >>> shapes_of_wkb([shapely.Point(1, 2).wkb, shapely.Point(3, 4).wkb_hex, b"?", None]).tolist()
    [<POINT (1 2)>, <POINT (3 4)>, None, None]
    """
    sound = [_sound(cell, refuse) for cell in cells]
    made = np.empty(len(sound), dtype=object)
    made[:] = sound
    try:
        shapes = np.asarray(shapely.from_wkb(made, on_invalid="ignore"), dtype=object)
    except NotImplementedError:  # arcs among them
        made[:] = [_with_arcs(cell) for cell in sound]
        return made
    for i in np.flatnonzero(shapely.get_type_id(shapes) == COLLECTION):
        if _has_arcs(shapes[i]):
            shapes[i] = of_binary(sound[i] or b"")
    return shapes


def _with_arcs(cell: bytes | None) -> shapely.Geometry | None:
    """Read one geometry, curves as lines."""
    try:
        shape: shapely.Geometry | None = shapely.from_wkb(cell, on_invalid="ignore")
    except NotImplementedError:
        return of_binary(cell) if cell else None
    return of_binary(cell) if cell and _has_arcs(shape) else shape


def _has_arcs(shape: shapely.Geometry | None) -> bool:
    """Say whether a collection holds curves: GEOS can do nothing with such a one."""
    if not isinstance(shape, shapely.GeometryCollection):
        return False
    try:
        return any(map(_has_arcs, shapely.get_parts(shape)))
    except NotImplementedError:
        return True


def package_shape(blob: object) -> bytes | None:
    """Cut the header off a geometry of a GeoPackage; None when it is none.

    Examples
    --------
    >>> package_shape(b"GP" + bytes([0, 1]) + bytes(4) + shapely.Point(1, 2).wkb)[:2]
    b'\\x01\\x01'
    """
    if not isinstance(blob, bytes) or len(blob) < HEADER or not blob.startswith(b"GP"):
        return None
    return blob[HEADER + ENVELOPES.get((blob[3] >> 1) & 7, 0) :]


def shape_of_wkt(words: str) -> shapely.Geometry | None:
    """Read well-known text; None when it cannot be read.

    Raises
    ------
    ArgumentError
        ``shape_nesting`` when its brackets are nested deeper than ``DEEPEST``.

    Examples
    --------
    >>> shape_of_wkt("POINT (1 2)"), shape_of_wkt("POINT (1")
    (<POINT (1 2)>, None)
    """
    depth = 0
    for bracket in BRACKETS.finditer(words):
        depth += 1 if bracket.group() == "(" else -1
        if depth > DEEPEST:
            raise _too_deep()
    try:
        shape: shapely.Geometry | None = shapely.from_wkt(words, on_invalid="ignore")
    except NotImplementedError:  # arcs
        return of_text(words)
    return of_text(words) if _has_arcs(shape) else shape


def _too_deep() -> ArgumentError:
    return ArgumentError("shape_nesting", allowed=DEEPEST)


def _sound(cell: object, refuse: bool) -> bytes | None:
    """Return the bytes of a geometry that GEOS may be given."""
    if isinstance(cell, str):
        even = len(cell) % 2 == 0 and HEX.fullmatch(cell) is not None
        cell = bytes.fromhex(cell) if even else None
    if not isinstance(cell, bytes | bytearray | memoryview):
        return None
    cell = bytes(cell)
    # Most are points: too short to be nested deep.
    if len(cell) <= SMALLEST_LEVEL * DEEPEST:
        return cell
    try:
        return cell if _is_whole(cell) else None
    except ArgumentError:
        if refuse:
            raise
        return None


def _is_whole(content: bytes) -> bool:
    """Say whether a geometry has all its parts, going through them as GEOS does.

    Raises
    ------
    ArgumentError
        ``shape_nesting``, as soon as it goes too deep.
    """
    order, at = "<", 0
    waiting = [1]  # parts still to come, of each level
    try:
        while waiting:
            if waiting[-1] == 0:
                waiting.pop()
                continue
            waiting[-1] -= 1
            # What is neither 0 nor 1 keeps the order there was.
            order = {0: ">", 1: "<"}.get(content[at], order)
            (kind,) = struct.unpack_from(f"{order}I", content, at + 1)
            at += 9 if kind & WITH_SRID else 5
            bare = kind & 0xFFFF
            if bare % 1000 in NESTING:
                waiting += struct.unpack_from(f"{order}I", content, at)
                at += 4
                if len(waiting) > DEEPEST + 1:
                    raise _too_deep()
            else:
                at = _behind(content, at, order, bare % 1000, 8 * _dimensions(kind))
    except (struct.error, IndexError):
        return False
    return at <= len(content)


def _dimensions(kind: int) -> int:
    thousands = (kind & 0xFFFF) // 1000
    with_z = bool(kind & WITH_Z) or thousands in (1, 3)
    with_m = bool(kind & WITH_M) or thousands in (2, 3)
    return 2 + with_z + with_m


def _behind(content: bytes, at: int, order: str, kind: int, size: int) -> int:
    """Return where a geometry without parts of its own ends.

    Raises
    ------
    struct.error
        When its counts stand behind the end.
    IndexError
        When its kind is unknown.
    """
    if kind == POINT:
        return at + size
    if kind in (LINE, CIRCULAR):
        (n,) = struct.unpack_from(f"{order}I", content, at)
        return int(at + 4 + n * size)
    if kind != POLYGON:
        raise IndexError(kind)
    (rings,) = struct.unpack_from(f"{order}I", content, at)
    at += 4
    for _ in range(rings):
        (n,) = struct.unpack_from(f"{order}I", content, at)
        at += 4 + n * size
    return at
