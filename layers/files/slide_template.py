"""Decks to put slides in: our own 16:9 one, and one made of a planner's template."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout
from pptx.util import Emu, Length, Mm, Pt

from geo.data.errors import DataError
from geo.data.reading_apart import NOT_THE_FILE, Limits, SandboxError, ask
from layers.files.template_sound import MOST_BYTES
from layers.paper.paper import Box
from layers.words import style

SLIDE_MM = (338.67, 190.5)
OFFICE_FONT = "Segoe UI"  # of the stack of the house style, the one every Office has
WORKER = "layers.files.template_worker"
LIMITS = Limits(60.0, 800 * 2**20, MOST_BYTES + 2**20)
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
TEXTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.SUBTITLE)
USUAL_TITLE_PT = 28.0
PICTURE_LAYOUT, TITLE_MM = 8, Box(11, 7, 317, 17)
EDGE, FOOT = 0.04, 0.09  # of the width and of the height of a slide


@dataclass(frozen=True)
class SlidePlan:
    """Which layouts and placeholders of a template serve, and what room they leave.

    Attributes
    ----------
    map_layout, title_layout : SlideLayout
    picture, text : int or None
        Index of the placeholder of ``map_layout``; None without.
    free : Box
        Below the title, above the foot; millimetres from the left and from the top.
    foot : Box
    """

    map_layout: SlideLayout
    title_layout: SlideLayout
    picture: int | None
    text: int | None
    free: Box
    foot: Box


def own_deck() -> Deck:
    """Return an empty 16:9 deck in the house style, with one layout: title and picture."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(SLIDE_MM[0]), Mm(SLIDE_MM[1])
    layouts = list(deck.slide_layouts)
    for order, layout in enumerate(layouts):
        if order != PICTURE_LAYOUT:
            deck.slide_layouts.remove(layout)
    layout = deck.slide_layouts[0]
    layout.name = "Ketenkaart"
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type not in (*TITLES, PP_PLACEHOLDER.PICTURE):
            shape._element.getparent().remove(shape._element)
    _lay_out(deck, layout)
    _set_theme(deck)
    return deck


def _lay_out(deck: Deck, layout: SlideLayout) -> None:
    wide = SLIDE_MM[0] / 254.0  # the master was made for 254 mm
    for shape in deck.slide_master.placeholders:
        shape.left, shape.width = Emu(round(shape.left * wide)), Emu(round(shape.width * wide))
    for shape in layout.placeholders:
        picture = shape.placeholder_format.type == PP_PLACEHOLDER.PICTURE
        box = Box(11, 27, 206, 100) if picture else TITLE_MM
        shape.left, shape.top = Mm(box.left), Mm(box.bottom)
        shape.width, shape.height = Mm(box.width), Mm(box.height)
        if not picture:
            _title_type(shape)


def _title_type(shape: BaseShape) -> None:
    """Set the type of titles: two lines fit, and PowerPoint shrinks what is longer."""
    body = shape.text_frame._txBody
    body.bodyPr.set("anchor", "ctr")
    for child in list(body.bodyPr):
        body.bodyPr.remove(child)
    body.bodyPr.insert(0, body.bodyPr.makeelement(f"{{{NS}}}normAutofit", {}))
    for level in body.findall(f".//{{{NS}}}lvl1pPr/{{{NS}}}defRPr"):
        level.set("sz", str(int(Pt(24).pt * 100)))
        level.set("b", "1")
        fill = level.makeelement(f"{{{NS}}}solidFill", {})
        fill.append(fill.makeelement(f"{{{NS}}}schemeClr", {"val": "tx2"}))
        level.insert(0, fill)


NS = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _set_theme(deck: Deck) -> None:
    """Give the theme the font and colours of the house style."""
    part = next(
        rel.target_part
        for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    theme = part.blob.decode("utf-8")
    theme = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{OFFICE_FONT}"/>', theme)
    accents = (style.TITLE, style.CLASSES[3], *style.TERM_COLOURS.values())
    for order, colour in enumerate((style.TITLE, *accents)):
        name = "dk2" if order == 0 else f"accent{order}"
        value = f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", value, theme, flags=re.DOTALL)
    part._blob = theme.encode("utf-8")


def planner_deck(content: bytes) -> tuple[Deck, SlidePlan]:
    """Open a planner's template, leave its example slides out, and find what serves.

    It is made anew in a process of its own first; the server opens what comes out of that.

    Parameters
    ----------
    content : bytes
        A ``.pptx`` or ``.potx``.

    Raises
    ------
    DataError
        ``template_size``, ``template_broken``, ``template_macro``, ``template_layout`` or
        ``reading_busy``.
    """
    deck = Presentation(BytesIO(_read_apart(content)))
    plan = _plan(deck)
    if plan is None:
        raise DataError("template_layout")
    return deck, plan


def _read_apart(content: bytes) -> bytes:
    """Have a template made anew in a process of its own, whatever it holds."""
    if len(content) > MOST_BYTES:
        raise DataError("template_size", value=len(content), allowed=MOST_BYTES)
    try:
        parts = ask(WORKER, [content], LIMITS)
    except SandboxError as error:
        if error.code in NOT_THE_FILE:
            raise
        if error.code == "not_readable":
            raise DataError("template_broken", reason="pptx") from error
        raise DataError("template_size", value=len(content), allowed=MOST_BYTES) from error
    wrong = json.loads(parts[0])
    if wrong:
        raise DataError(wrong["fault"], **wrong["params"])
    return parts[1]


def _plan(deck: Deck) -> SlidePlan | None:
    titled = [layout for layout in deck.slide_layouts if _first(layout, TITLES) is not None]
    if not titled:
        return None
    pictured = [layout for layout in titled if _picture(layout) is not None]
    # Nearest to title, picture and text: no more placeholders than needed.
    best = min(pictured or titled, key=lambda layout: (_text(layout) is None, _count(layout)))
    plain = min(titled, key=_count)
    free, foot = _rooms(deck, plain)
    if not pictured:
        best = plain
    text = _text(best) if pictured else None
    return SlidePlan(best, plain, _picture(best), text, free, foot)


def _count(layout: SlideLayout) -> int:
    wanted = (*TITLES, *TEXTS, PP_PLACEHOLDER.PICTURE)
    centred = _first(layout, (PP_PLACEHOLDER.CENTER_TITLE,)) is not None
    found = sum(shape.placeholder_format.type in wanted for shape in layout.placeholders)
    return found + (10 if centred else 0)


def _first(layout: SlideLayout, kinds: tuple[PP_PLACEHOLDER, ...]) -> int | None:
    for shape in layout.placeholders:
        if shape.placeholder_format.type in kinds:
            return int(shape.placeholder_format.idx)
    return None


def _picture(layout: SlideLayout) -> int | None:
    return _first(layout, (PP_PLACEHOLDER.PICTURE,))


def _text(layout: SlideLayout) -> int | None:
    return _first(layout, TEXTS)


def title_size(layout: SlideLayout) -> float:
    """Return the type of titles in points, as the layout or else its master sets it."""
    own = [
        size
        for shape in layout.placeholders
        if shape.placeholder_format.type in TITLES
        for size in shape._element.xpath(".//a:lvl1pPr/a:defRPr/@sz")
    ]
    master = "./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz"
    sizes = own or layout.slide_master._element.xpath(master)
    return int(sizes[0]) / 100 if sizes else USUAL_TITLE_PT


def place_of(shape: BaseShape) -> Box:
    """Return the place of a shape in millimetres from the left and from the top."""
    left, top = _mm(shape.left), _mm(shape.top)
    return Box(left, top, _mm(shape.width), _mm(shape.height))


def _mm(length: Length | int | None) -> float:
    return float(Emu(length or 0).mm)


def _rooms(deck: Deck, layout: SlideLayout) -> tuple[Box, Box]:
    """Return the room below the title of a layout, and the foot under it."""
    wide, high = _mm(deck.slide_width), _mm(deck.slide_height)
    title = next(s for s in layout.placeholders if s.placeholder_format.type in TITLES)
    top = min(place_of(title).top + 2, high * 0.4)
    foot = Box(wide * EDGE, high * (1 - FOOT - 0.06), wide * (1 - 2 * EDGE), high * FOOT)
    return Box(foot.left, top, foot.width, foot.bottom - 2 - top), foot
