"""What the reading process says of an upload beside its rows: plain values, never code."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from geo.intake.model.draft import Draft
from geo.intake.values.frames import BY_KEY


def message_of(kind: str, drafts: list[Draft]) -> dict[str, Any]:
    """Return everything but the rows as plain values (JSON)."""
    return {
        "kind": kind,
        "columns": {draft.layer.name: dict(draft.roles) for draft in drafts},
        "layers": {draft.layer.name: draft.n for draft in drafts},
        "encoding": drafts[0].layer.encoding,
        "delimiter": drafts[0].layer.delimiter,
        "crs": _systems(drafts),
        "decided": list(max(drafts, key=lambda draft: draft.n).decided),
        "notices": [asdict(x) for draft in drafts for x in draft.notices],
        # One for each row: of plain values only, which need no copies all the way down.
        "proposals": [vars(x) for draft in drafts for x in draft.proposals],
        "rejections": [vars(x) for draft in drafts for x in draft.rejections],
        "changes": [vars(x) for draft in drafts for x in draft.changes],
    }


def _systems(drafts: list[Draft]) -> str:
    """Return the system that most rows are in, as EPSG code or as the file calls it."""
    found = Counter(key for draft in drafts for key in draft.numbers.frames if key)
    if not found:
        return ""
    key = found.most_common(1)[0][0]
    label = next((d.numbers.label for d in drafts if d.numbers.label), None)
    return label.code if key == "label" and label else BY_KEY[str(key)].crs
