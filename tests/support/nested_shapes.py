"""Geometries nested as deep as one likes, as hostile files hold them."""

from __future__ import annotations

import struct


def nested_wkb(depth: int, kind: int = 7, order: str = "<", flag: int = 0) -> bytes:
    """Well-known binary of a point in so many collections (or what else has parts)."""
    mark = struct.pack("B", order == "<")
    srid = struct.pack(f"{order}I", 28992) if flag == 0x20000000 else b""
    head = mark + struct.pack(f"{order}I", kind + flag) + srid + struct.pack(f"{order}I", 1)
    return head * depth + mark + struct.pack(f"{order}Idd", 1, 121_000.0, 487_000.0)


def nested_wkt(depth: int) -> str:
    """Well-known text of a point in so many collections."""
    return "GEOMETRYCOLLECTION(" * depth + "POINT(1 2)" + ")" * depth
