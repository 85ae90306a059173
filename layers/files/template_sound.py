"""A planner's template, looked through and made anew: what the reading process does with it.

Light on purpose: what is refused at a look must not wait for libraries to load.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from geo.data.errors import DataError

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

MOST_BYTES = 60_000_000
MOST_UNPACKED = 400_000_000
MOST_XML = 60_000_000
"""Of all that is XML in a template as it came, with its slides; XML takes ten times its size."""
MOST_KEPT_XML = 10_000_000
"""Of what is left without the slides, which the server itself opens."""
KEPT = ("ppt/presentation.xml", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/")
"""What surely stays."""
MOST_PARTS = 5_000
XML = (".xml", ".rels", ".vml")
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"

NOT_SOUND = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    AttributeError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What python-pptx raises on a file that is not sound, beside its own and those of its parser."""


def made_anew(content: bytes) -> bytes:
    """Return a template as python-pptx writes it, without slides: for the reading process.

    Parameters
    ----------
    content : bytes
        What `looked_through` returned.

    Raises
    ------
    DataError
        ``template_size``, ``template_broken`` or ``template_macro``.
    """
    from pptx import Presentation

    deck = Presentation(BytesIO(content))
    _without_slides(deck)
    stream = BytesIO()
    deck.save(stream)
    made = stream.getvalue()
    with zipfile.ZipFile(BytesIO(made)) as archive:
        if len(made) > MOST_BYTES or _size_of_xml(archive) > MOST_KEPT_XML:
            raise DataError("template_size", value=len(content), allowed=MOST_BYTES)
    return made


def _size_of_xml(archive: zipfile.ZipFile, within: tuple[str, ...] = ("",)) -> int:
    return sum(
        info.file_size
        for info in archive.infolist()
        if info.filename.lower().endswith(XML) and info.filename.startswith(within)
    )


def looked_through(content: bytes) -> bytes:
    """Return the file as a presentation, after a look at what is packed in it.

    Raises
    ------
    DataError
        ``template_size``, ``template_broken`` or ``template_macro``.
    """
    if len(content) > MOST_BYTES:
        raise DataError("template_size", value=len(content), allowed=MOST_BYTES)
    if not content.startswith(b"PK"):
        # An encrypted presentation is no zip either.
        raise DataError("template_broken", reason="zip")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        infos = archive.infolist()
        unpacked = sum(info.file_size for info in infos)
        crowded = len(infos) > MOST_PARTS or _size_of_xml(archive) > MOST_XML
        heavy = _size_of_xml(archive, KEPT) > MOST_KEPT_XML
        if unpacked > MOST_UNPACKED or crowded or heavy:
            raise DataError("template_size", value=len(content), allowed=MOST_BYTES)
        types = archive.read("[Content_Types].xml").decode("utf-8")
        if "macroEnabled" in types or any("vbaProject" in info.filename for info in infos):
            raise DataError("template_macro")
        return content if TEMPLATE not in types else _as_presentation(archive, types)


def _as_presentation(archive: zipfile.ZipFile, types: str) -> bytes:
    """Turn a ``.potx`` into a ``.pptx``: the same parts under another name of the main one."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in dict.fromkeys(archive.namelist()):
            is_types = name == "[Content_Types].xml"
            part = types.replace(TEMPLATE, PRESENTATION).encode() if is_types else None
            copy.writestr(name, archive.read(name) if part is None else part)
    return stream.getvalue()


def _without_slides(deck: Deck) -> None:
    root = deck.part._element
    for entry in list(root.sldIdLst) if root.sldIdLst is not None else []:
        deck.part.drop_rel(entry.rId)
        root.sldIdLst.remove(entry)
    # Sections and custom shows name slides that are gone; PowerPoint would want to repair that.
    for child in list(root):
        if child.tag.rpartition("}")[2] in ("custShowLst", "extLst"):
            root.remove(child)
