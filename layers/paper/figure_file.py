"""A figure of a page as a file: SVG, PDF or PNG, each with the same drawing, notes and source.

The drawing is the one on the page. Below it come the notes that the page shows beside it, so that
a figure in a report still says what it rests on. PDF and PNG are made from that one SVG.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from xml.sax.saxutils import escape

from layers.figures.figure import Figure
from layers.figures.svg_pieces import size_of
from layers.paper.map_picture import MapPictures, picture_of
from layers.paper.paper import MM_PER_POINT, wrapped
from layers.paper.paper_pdf import typeset
from layers.paper.paper_svg import described, font_rules
from layers.words import style
from layers.words.machine_numbers import dotted
from layers.words.plain_text import one_line

FORMATS = ("svg", "pdf", "png")
NOTE_SHARE = 1 / 78  # size of the notes, of the width of the drawing
LEAST_NOTE, MOST_NOTE = 11.0, 15.0
LINE = 1.4
WIDTH_MM = 180.0  # of the page of a PDF: the width of the text on an A4
PAGE = """
#let sheet = json("sheet.json")
#set document(title: sheet.title, author: "Ketenkaart")
#set text(lang: sheet.lang, font: sheet.fonts)
#set page(width: sheet.width * 1mm, height: auto, margin: 0mm, fill: white)
#image("figure.svg", width: sheet.width * 1mm, alt: sheet.words)
"""


def figure_file(figure: Figure, kind: str, dpi: int = 300) -> bytes:
    """Return a figure as a file.

    Parameters
    ----------
    figure : Figure
    kind : "svg", "pdf" or "png"
    dpi : int
        Of a PNG, at a width of 180 mm.

    Returns
    -------
    bytes
        SVG with its letters embedded, PDF/UA-1, or PNG.
    """
    svg = annotated(figure)
    if kind == "svg":
        letters = {letter for letter in unescape(re.sub(r"<[^>]*>", "", svg)) if letter > " "}
        rules = "".join(
            rule for weight in ("normal", "bold") for rule in font_rules(letters, weight, "normal")
        )
        whole = svg.replace("</svg>", f"<style>{rules}</style></svg>") if rules else svg
        return described(whole.encode(), one_line(figure.title), one_line(figure.words))
    about = {
        "title": one_line(figure.title) or "Ketenkaart",
        "words": one_line(figure.words),
        "lang": figure.lang,
        "width": WIDTH_MM,
    }
    files = {"figure.svg": svg.encode()}
    return typeset(PAGE, about, files, kind, dpi, figure.made_on)


def figure_pictures(figure: Figure) -> MapPictures:
    """Return a figure as it stands in the place of a map: without its notes, legend included."""
    bare = replace(figure, notes=())
    return MapPictures(picture_of(figure_file(bare, "png")), None, one_line(figure.words))


def annotated(figure: Figure) -> str:
    """Return the drawing with its notes written below it, as one SVG document."""
    width, whole_height = size_of(figure.svg)
    height = whole_height - figure.cut
    size = min(max(width * NOTE_SHARE, LEAST_NOTE), MOST_NOTE)
    lines = [
        line
        for note in figure.notes
        for line in wrapped(one_line(note), width * MM_PER_POINT, size)
        if line
    ]
    top = height + (size * LINE if lines else 0)
    words = "".join(
        f'<text x="0" y="{dotted(top + i * size * LINE)}" font-size="{dotted(size)}" '
        f'fill="{style.INK_SOFT}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    whole = top + len(lines) * size * LINE
    edge = width * 0.02
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{dotted(width + 2 * edge, digits=0)}" '
        f'height="{dotted(whole + 2 * edge, digits=0)}" '
        f'viewBox="{dotted(-edge, -edge, width + 2 * edge, whole + 2 * edge)}" '
        f'font-family="{escape(style.FONT_STACK)}">'
        f'<rect x="{dotted(-edge)}" y="{dotted(-edge)}" width="100%" height="100%" '
        f'fill="{style.WHITE}"/>'
        f"{_placed(figure, width, height)}{words}</svg>"
    )


def _placed(figure: Figure, width: float, height: float) -> str:
    """Return a drawing as part of another, at its own size."""
    svg = figure.svg
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return (
        f'<svg x="0" y="0" width="{dotted(width)}" height="{dotted(height)}" '
        f'viewBox="{dotted(0, figure.cut, width, height)}">{inside}</svg>'
    )
