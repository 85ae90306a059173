"""What can be saved of a file that breaks off: the whole objects that stand before the cut."""

from __future__ import annotations

import json
import re
from typing import Any

FEATURES = re.compile(r'"features"\s*:\s*\[')
MARKS = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[{}\[\]]', re.S)
GAP = " \t\r\n,"
LAST_COMMA = re.compile(r",(?=\s*[\]}])")
PLACEMARK_END = re.compile(r"</(?:\w+:)?Placemark\s*>")


def before_the_cut(body: str) -> tuple[Any, str] | None:
    """Return the whole features of a JSON text that breaks off, and what is left of it.

    Parameters
    ----------
    body : str
        A feature collection, Esri's answer or a list of objects.

    Returns
    -------
    tuple or None
        The collection with its whole features, and the text behind them; None when the text does
        not break off but is wrong further up, or when no feature is whole.

    Examples
    --------
    >>> before_the_cut('{"type": "FeatureCollection", "features": [{"id": 1}, {"id": 2')
    ({'type': 'FeatureCollection', 'features': [{'id': 1}]}, '{"id": 2')
    >>> before_the_cut('[{"id": 1}, {"id": 2,,}, {"id": 3}]')
    """
    listed = FEATURES.search(body)
    start = listed.end() if listed else 1 if body.startswith("[") else 0
    items, end = _whole_items(body, start) if start else ([], 0)
    if not items or _closes(body[end:]):
        return None
    if listed is None:
        return items, body[end:]
    try:
        head = json.loads(body[:start] + "]}")
    except json.JSONDecodeError:
        return None
    return {**head, "features": items}, body[end:]


def _whole_items(body: str, at: int) -> tuple[list[Any], int]:
    """Read the items of a list from a position on, and say where the first broken one begins."""
    decoder = json.JSONDecoder()
    items: list[Any] = []
    while True:
        while at < len(body) and body[at] in GAP:
            at += 1
        try:
            item, at = decoder.raw_decode(body, at)
        except json.JSONDecodeError:
            return items, at
        items.append(item)


def _closes(rest: str) -> bool:
    """Say whether the item a text begins with comes to an end: then something else is wrong."""
    depth = 0
    for found in MARKS.finditer(rest):
        mark = found.group()
        depth += (mark in "{[") - (mark in "}]") if len(mark) == 1 else 0
        if depth < 0:
            return False
        if depth == 0 and mark in ("}", "]"):
            return True
    return False


def without_last_commas(text: str) -> str:
    """Leave out commas behind the last item of a list; those inside strings stay.

    Examples
    --------
    >>> without_last_commas('{"a": [1, 2, ], "b": ",]", }')
    '{"a": [1, 2 ], "b": ",]" }'
    """
    # Quotes that are part of a string written as something else of the same length.
    plain = text.replace("\\\\", "__").replace('\\"', "__")
    kept, begin, inside = [], 0, 0
    for comma in LAST_COMMA.finditer(plain):
        at = comma.start()
        inside = (inside + plain.count('"', begin, at)) % 2
        kept.append(text[begin : at + inside])
        begin = at + 1
    return "".join((*kept, text[begin:]))


def whole_lines(text: str) -> tuple[list[Any], list[int]] | None:
    """Return the objects of a text with one a line, and the lines that hold none.

    None when fewer than half of the lines hold an object: then it is no such text.

    Examples
    --------
    >>> whole_lines('{"id": 1}\\n{"id": 2}\\n{"id"')
    ([{'id': 1}, {'id': 2}], [3])
    """
    found, lost = [], []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip("\x1e \t\r,")
        if not bare:
            continue
        try:
            item = json.loads(bare)
        except (json.JSONDecodeError, RecursionError):
            item = None
        if isinstance(item, dict):
            found.append(item)
        else:
            lost.append(number)
    return (found, lost) if len(found) > len(lost) else None


def whole_placemarks(text: str) -> tuple[str, str] | None:
    """Cut a KML text behind its last whole placemark; None when it has none.

    Examples
    --------
    >>> whole_placemarks("<kml><Placemark>A</Placemark><Placemark>B")
    ('<kml><Placemark>A</Placemark>', '<Placemark>B')
    """
    ends = [found.end() for found in PLACEMARK_END.finditer(text)]
    return (text[: ends[-1]], text[ends[-1] :]) if ends else None
