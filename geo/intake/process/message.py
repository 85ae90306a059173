"""What the two processes say to each other: parts of bytes, JSON and Arrow; never code."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from geo.intake.model.draft import Draft
from geo.intake.values.frames import BY_KEY

LENGTH = 8
"""Bytes of the number in front of each part of a message."""


def packed(part: bytes) -> bytes:
    """Put the length of a part in front of it."""
    return len(part).to_bytes(LENGTH, "big") + part


def unpacked(message: bytes) -> list[bytes]:
    """Cut a message into its parts.

    Raises
    ------
    ValueError
        When it breaks off.

    Examples
    --------
    >>> unpacked(packed(b"a") + packed(b""))
    [b'a', b'']
    """
    parts, at = [], 0
    while at < len(message):
        size = int.from_bytes(message[at : at + LENGTH], "big")
        at += LENGTH
        if at + size > len(message):
            raise ValueError("message breaks off")
        parts.append(message[at : at + size])
        at += size
    return parts


def message_of(kind: str, drafts: list[Draft]) -> dict[str, Any]:
    """Return everything but the rows as plain values (JSON)."""
    return {
        "kind": kind,
        "columns": {draft.layer.name: dict(draft.roles) for draft in drafts},
        "layers": {draft.layer.name: draft.n for draft in drafts},
        "encoding": drafts[0].layer.encoding,
        "delimiter": drafts[0].layer.delimiter,
        "crs": _systems(drafts),
        "notices": [asdict(x) for draft in drafts for x in draft.notices],
        "proposals": [asdict(x) for draft in drafts for x in draft.proposals],
        "rejections": [asdict(x) for draft in drafts for x in draft.rejections],
        "changes": [asdict(x) for draft in drafts for x in draft.changes],
    }


def _systems(drafts: list[Draft]) -> str:
    """Return the system that most rows are in, as EPSG code or as the file calls it."""
    found = Counter(key for draft in drafts for key in draft.numbers.frames if key)
    if not found:
        return ""
    key = found.most_common(1)[0][0]
    label = next((d.numbers.label for d in drafts if d.numbers.label), None)
    return label.code if key == "label" and label else BY_KEY[str(key)].crs
