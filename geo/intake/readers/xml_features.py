"""XML of many like parts: the whole ones are kept when the text breaks off."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections.abc import Callable

from geo.intake.model.draft import Facts
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.decoding import decode

CHUNK = 2**20
DIGIT_FIRST = re.compile(r"<(/?(?:[A-Za-z_][\w.-]{0,60}:)?)(?=\d)")
"""A tag that begins with a digit, as GDAL names it after a layer or column: XML knows none."""
DEEPEST = 500
"""Elements within elements: features have some twenty."""
LISTS = 2
"""Wanted elements within each other: a list of members may hold single ones again."""


def parts_of(
    name: str, content: bytes, wanted: Callable[[str], bool]
) -> tuple[Xml.Element, list[Xml.Element], Facts]:
    """Return the root, the elements of which the bare tag is wanted, and what was lost.

    Parameters
    ----------
    name : str
        File name, for the message.
    content : bytes
        Without a document type: inspection refuses those.
    wanted : callable of str to bool

    Raises
    ------
    FileRefused
        ``file_damaged`` when not one wanted element is whole, or when they lie within each other.

    Examples
    --------
    >>> _, parts, facts = parts_of("a", b"<r><p>1</p><p>2</p><p>3</", lambda tag: tag == "p")
    >>> len(parts), facts["file_cut"]["n"]
    (2, '2')
    """
    parser: Xml.XMLPullParser[Xml.Element] = Xml.XMLPullParser(events=("start", "end"))
    whole: list[Xml.Element] = []
    root: Xml.Element | None = None
    broken, depth, within = False, 0, 0
    text = decode(content).text
    # A declaration names the encoding that the bytes had: the text has none.
    body = text.lstrip("\ufeff \r\n\t")
    body = body.partition("?>")[2] if body.startswith("<?xml") else body
    for begins in set(DIGIT_FIRST.findall(body)):
        body = re.sub(rf"<{re.escape(begins)}(?=\d)", f"<{begins}_", body)
    for at in range(0, len(body), CHUNK):
        try:
            parser.feed(body[at : at + CHUNK])
        except (Xml.ParseError, ValueError):
            broken = True
        try:
            for event, node in parser.read_events():  # type: ignore[misc]
                if not isinstance(node, Xml.Element):
                    continue
                root = node if root is None else root
                step = 1 if event == "start" else -1
                depth += step
                if wanted(bare_tag(node)):
                    within += step
                    whole += [node] if event == "end" else []
                if depth > DEEPEST or within > LISTS:
                    raise FileRefused("file_damaged", file=name, damage="xml")
        except (Xml.ParseError, ValueError):
            broken = True
        if broken:
            break
    try:
        parser.close()
    except (Xml.ParseError, ValueError):
        broken = True
    if root is None or (broken and not whole):
        raise FileRefused("file_damaged", file=name, damage="xml")
    lost = body.encode()[-1:] if not broken else _rest(body, whole)
    facts: Facts = {"file_cut": {"n": str(len(whole)), "lost": str(len(lost))}} if broken else {}
    return root, whole, facts


def _rest(body: str, whole: list[Xml.Element]) -> bytes:
    """Return what stands behind the last whole part."""
    at = body.rfind(f"{bare_tag(whole[-1])}>")
    return body[max(at, 0) :].encode()


def bare_tag(node: Xml.Element) -> str:
    """Return a tag without its namespace.

    Examples
    --------
    >>> bare_tag(Xml.Element("{http://www.opengis.net/gml}Point"))
    'Point'
    """
    return str(node.tag).rpartition("}")[2]


def groups_of(text: str) -> list[str]:
    """Cut positions as KML and GML 2 write them, blanks round a comma left out.

    Examples
    --------
    >>> groups_of("4.9 , 52.4 4.8,52.3")
    ['4.9,52.4', '4.8,52.3']
    """
    # Part by part: a pattern would go through a long run of blanks once for each of them.
    return ",".join(part.strip() for part in text.split(",")).split()


def words_of(node: Xml.Element | None) -> str | None:
    """Return all text below a node; None when there is none."""
    text = " ".join("".join(node.itertext()).split()) if node is not None else ""
    return text or None
