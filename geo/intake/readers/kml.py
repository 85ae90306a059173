"""KML: placemarks with their data, read as plain XML; links to other files are not followed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.limits import MAX_DEPTH
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.decoding import decode
from geo.intake.readers.salvage import whole_placemarks
from geo.intake.readers.wide import refuse_sparse
from geo.intake.readers.xml_features import bare_tag, groups_of

TAGS = re.compile(r"<[^>]{0,500}>")
LISTED = re.compile(
    r"<tr[^>]{0,300}>\s*<t[dh][^>]{0,300}>([^<]{1,80})</t[dh]>\s*"
    r"<td[^>]{0,300}>((?:[^<]|<(?!/td>)){0,2000})</td>\s*</tr>",
    re.I,
)
LONGEST_DESCRIPTION = 100_000
AMPERSAND = re.compile(r"&(?!#?\w{1,30};)")
"""One that was typed as it is, and not as XML wants it."""
LABEL = "OGC:CRS84"
MIN_RING = 4


def read_kml(name: str, content: bytes) -> list[Layer]:
    """Read the placemarks of a KML file.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``no_rows``, ``too_many_columns``, or ``only_links`` when it only points
        to files elsewhere.

    Examples
    --------
    >>> text = "<kml><Placemark><name>A</name><Point><coordinates>4.9,52.4,0</coordinates></Point>"
    >>> layer = read_kml("a.kml", (text + "</Placemark></kml>").encode())[0]
    >>> layer.table["naam"].tolist(), layer.shapes.tolist()
    (['A'], [<POINT (4.9 52.4)>])
    """
    root, facts = _parse(name, content)
    links = sum(bare_tag(node) == "NetworkLink" for node in root.iter())
    marks = list(_placemarks(root))
    if not marks:
        raise FileRefused("only_links" if links else "no_rows", file=name)
    facts = {**facts, "links_not_followed": {"n": str(links)}} if links else facts
    records = [_record(mark, folder) for mark, folder in marks]
    refuse_sparse(len(set().union(*records)), len(records), len(content), name)
    table = pd.DataFrame(records, index=range(len(marks)), dtype=object)
    shapes = np.empty(len(marks), dtype=object)
    shapes[:] = [_place(mark) for mark, _ in marks]
    table = table.astype(object).where(table.notna(), None)
    return [Layer("", table, np.arange(1, len(marks) + 1), shapes, LABEL, facts, "utf-8")]


def _parse(name: str, content: bytes) -> tuple[Xml.Element, Facts]:
    """Read the XML; of a text that breaks off what stands before the cut."""
    try:
        return Xml.parse(BytesIO(content)).getroot(), {}  # noqa: S314 - document types were refused
    except (Xml.ParseError, ValueError, LookupError):
        text = AMPERSAND.sub("&amp;", decode(content).text)
    try:
        return Xml.fromstring(text), {}  # noqa: S314 - as above
    except (Xml.ParseError, ValueError) as error:
        saved = _saved(text)
        if saved is None:
            raise FileRefused("file_damaged", file=name, damage="xml") from error
        return saved


def _saved(text: str) -> tuple[Xml.Element, Facts] | None:
    """Read a text up to its last whole placemark; None when there is none."""
    cut = whole_placemarks(text)
    if cut is None:
        return None
    whole, rest = cut
    parser: Xml.XMLPullParser[Xml.Element] = Xml.XMLPullParser(events=("start",))
    try:
        parser.feed(whole)
        nodes = [node for _, node in parser.read_events()]  # type: ignore[misc]
    except (Xml.ParseError, ValueError):
        return None
    root = nodes[0] if nodes else None
    if not isinstance(root, Xml.Element):
        return None
    n = len(list(_placemarks(root)))
    return root, {"file_cut": {"n": str(n), "lost": str(len(rest.encode()))}}


def _placemarks(root: Xml.Element) -> Iterator[tuple[Xml.Element, str]]:
    """Yield the placemarks in their order, each with the folders it lies in."""
    waiting = [(root, "")]
    while waiting:
        node, folder = waiting.pop()
        if bare_tag(node) == "Placemark":
            yield node, folder
            continue
        if bare_tag(node) == "Folder":
            own = _text(_child(node, "name"))
            folder = " / ".join(filter(None, (folder, own)))
        waiting += [(child, folder) for child in reversed(node)]


def _child(node: Xml.Element, tag: str) -> Xml.Element | None:
    return next((child for child in node if bare_tag(child) == tag), None)


def _text(node: Xml.Element | None) -> str | None:
    text = "".join(node.itertext()) if node is not None else ""
    return text.strip() or None


def _record(mark: Xml.Element, folder: str) -> dict[str, Any]:
    """Return name, folder, description without mark-up and extended data of a placemark."""
    described = _text(_child(mark, "description"))
    name = _text(_child(mark, "name"))
    record: dict[str, Any] = {"naam": name} if name else {}
    listed = _listed(described or "")
    if described and not listed:
        record["omschrijving"] = _bare(described)
    for tag, label in (("address", "adres"), ("phoneNumber", "telefoon")):
        if found := _text(_child(mark, tag)):
            record[label] = found
    extended = _child(mark, "ExtendedData")
    if extended is not None:
        for key, value in _data(extended):
            record.setdefault(key, value)
    for key, value in listed.items():
        record.setdefault(key, value)
    if folder:
        record.setdefault("map", folder)
    return record


def _bare(words: str) -> str:
    return " ".join(unescape(TAGS.sub(" ", words)).split())


def _listed(described: str) -> dict[str, str | None]:
    """Read the table of names and values that desktop programs put in a description.

    Examples
    --------
    >>> _listed("<table><tr><td>sbi</td><td>9003</td></tr><tr><td>wijk</td><td>A &amp; B</td></tr>")
    {'sbi': '9003', 'wijk': 'A & B'}
    """
    found = LISTED.findall(described[:LONGEST_DESCRIPTION])
    return {_bare(key): _bare(value) or None for key, value in found if _bare(key)}


def _data(extended: Xml.Element) -> Iterator[tuple[str, str | None]]:
    for node in extended.iter():
        key = node.get("name")
        if key and bare_tag(node) == "Data":
            yield key, _text(_child(node, "value"))
        elif key and bare_tag(node) == "SimpleData":
            yield key, _text(node)


def _place(mark: Xml.Element) -> Any:
    """Return the geometry of a placemark: an empty one where there is none, None when broken."""
    try:
        found = [shape for child in mark for shape in _shapes(child, 0)]
    except ValueError:
        return None
    return found[0] if len(found) == 1 else shapely.GeometryCollection(found)


def _shapes(node: Xml.Element, depth: int) -> Iterator[Any]:
    """Yield points, lines and areas of an element.

    Raises
    ------
    ValueError
        When geometries lie within each other deeper than in any honest file.
    """
    kind = bare_tag(node)
    if depth > MAX_DEPTH:
        raise ValueError(depth)
    if kind in ("MultiGeometry", "MultiTrack"):
        for child in node:
            yield from _shapes(child, depth + 1)
    elif kind == "Point":
        yield from (shapely.Point(pair) for pair in _pairs(node)[:1])
    elif kind in ("LineString", "LinearRing", "Track"):
        pairs = _walked(node) if kind == "Track" else _pairs(node)
        if len(pairs) > 1:
            yield shapely.LineString(pairs)
    elif kind == "Polygon":
        outer = next((n for n in node if bare_tag(n) == "outerBoundaryIs"), None)
        holes = [_pairs(n) for n in node if bare_tag(n) == "innerBoundaryIs"]
        ring = _pairs(outer) if outer is not None else []
        if len(ring) >= MIN_RING:
            yield shapely.Polygon(ring, [hole for hole in holes if len(hole) >= MIN_RING])


def _pairs(node: Xml.Element) -> list[tuple[float, float]]:
    """Read "lon,lat[,height] lon,lat ..." below a node; what is no number is left out."""
    cells = next((n.text for n in node.iter() if bare_tag(n) == "coordinates"), None) or ""
    return _numbers(groups_of(cells))


def _walked(track: Xml.Element) -> list[tuple[float, float]]:
    """Read the places of a track as Google writes them: "lon lat height", each an element."""
    return _numbers(",".join((n.text or "").split()) for n in track if bare_tag(n) == "coord")


def _numbers(triples: Iterable[str]) -> list[tuple[float, float]]:
    found = []
    for triple in triples:
        numbers = triple.split(",")
        try:
            found.append((float(numbers[0]), float(numbers[1])))
        except (ValueError, IndexError):
            continue
    return found
