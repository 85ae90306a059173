"""A drawn sheet as PDF: vector, fonts embedded, tagged after PDF/UA-1 with the caption as its alt.

Matplotlib draws, Typst sets the drawing into the page: its PDF is tagged, which that of matplotlib
is not. Text from the data reaches Typst as data (JSON), never as markup.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import typst
from matplotlib.font_manager import findfont
from pypdf import PdfWriter
from pypdf.generic import NameObject

from layers.paper.map_sheet import MapSheetForm, map_sheet
from layers.paper.paper import FALLBACK_FONT, families, font_properties
from layers.paper.paper_svg import paper_svg
from layers.view.map_model import MapView
from layers.words import style
from layers.words.letter_widths import FONTS
from layers.words.plain_text import one_line
from layers.words.text import text

STANDARD: Any = "ua-1"
SHEET = """
#let sheet = json("sheet.json")
#set document(title: sheet.title, author: "Ketenkaart", description: sheet.words)
#set text(lang: sheet.lang, font: sheet.fonts)
#set page(width: sheet.width * 1mm, height: sheet.height * 1mm, margin: 0mm)
#image("sheet.svg", width: sheet.width * 1mm, alt: sheet.words)
#if sheet.sources.len() > 0 {
  page(margin: 14mm)[
    #set text(size: 9pt, fill: rgb(sheet.ink))
    #set par(leading: 0.5em)
    #show heading: set text(size: 16pt, fill: rgb(sheet.title_colour))
    #heading(level: 1, sheet.sources_title)
    #v(3mm)
    #table(
      columns: (2fr, 2fr, 2fr, auto, 3fr),
      stroke: (x, y) => if y > 0 { (top: 0.3pt + luma(200)) },
      inset: (x: 1mm, y: 1.4mm),
      table.header(..sheet.headings.map(word => strong(word))),
      ..sheet.sources.map(row => (
        ..row.slice(0, 4),
        if row.at(4).starts-with("http") { link(row.at(4)) } else { row.at(4) },
      )).flatten(),
    )
  ]
}
"""


def map_pdf(view: MapView, form: MapSheetForm | None = None) -> bytes:
    """Return the map as a sheet in a PDF/UA-1 file, its text searchable.

    A second page lists the sources with their licences, in type that can be read and with links.
    Parameters and faults as for `layers.paper.map_sheet.map_png`.
    """
    sheet = map_sheet(view, form)
    about = {
        "title": one_line(view.title) or "Ketenkaart",
        "words": sheet.words,
        "lang": view.lang,
        "width": sheet.paper.width,
        "height": sheet.paper.height,
        **_sources(view),
    }
    svg = paper_svg(sheet.paper)
    return typeset(SHEET, about, {"sheet.svg": svg}, made_on=view.made_on)


def _sources(view: MapView) -> dict[str, object]:
    """What the page of sources says, as cells."""
    names = ("title", "credit", "licence", "date", "url")
    rows = dict.fromkeys(
        tuple(one_line(getattr(source, name)) for name in names) for source in view.sources
    )
    return {
        "sources": [list(row) for row in rows],
        "headings": [text(f"export.{name}", view.lang) for name in names],
        "sources_title": text("common.sources", view.lang),
        "ink": style.INK,
        "title_colour": style.TITLE,
    }


@cache
def _fallback_fonts() -> str:
    """Return a folder with the fallback font alone; it lasts as long as the program.

    Beside it in the folder of matplotlib lies LastResort, which has a box for every letter there
    is: Typst would set a whole line in it for the sake of one emoji.
    """
    folder = tempfile.mkdtemp(prefix="ketenkaart_fonts_")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for weight in ("normal", "bold"):
        shutil.copy(findfont(font_properties(FALLBACK_FONT, weight)), folder)
    return folder


def typeset(
    markup: str,
    about: Mapping[str, object],
    files: Mapping[str, bytes],
    kind: str = "pdf",
    ppi: float = 300.0,
    made_on: str = "",
) -> bytes:
    """Set a page with Typst.

    Parameters
    ----------
    markup : str
        Typst of our own; it reads what it shows from ``sheet.json``.
    about : mapping
        The content of ``sheet.json``; ``fonts`` is added.
    files : mapping of name to bytes
        Pictures that the markup names.
    kind : "pdf", "svg" or "png"
        A PDF follows PDF/UA-1, unless a letter is in none of the fonts: then it is merely tagged.
    ppi : float
        Dots per inch of a PNG.
    made_on : str
        ISO date that the file bears, so that the same sheet is the same file; "" for now.

    Returns
    -------
    bytes
        PDF of all pages, or the first page as SVG or PNG.
    """
    content: Any = {  # a folder in memory; the type stubs do not know it
        "main.typ": markup.encode(),
        "sheet.json": json.dumps({**about, "fonts": list(families())}).encode(),
        **files,
    }
    how: dict[str, Any] = {
        "format": kind,
        "font_paths": [str(FONTS), _fallback_fonts()],
        "ignore_system_fonts": True,
        "timestamp": datetime.fromisoformat(f"{made_on}T00:00:00+00:00") if made_on else None,
    }
    made: Any
    if kind != "pdf":
        made = typst.compile(content, ppi=ppi, **how)
        return bytes(made[0] if isinstance(made, list) else made)
    try:
        made = typst.compile(content, pdf_standards=[STANDARD], **how)
    except typst.TypstError:
        made = typst.compile(content, **how)
    return at_true_size(bytes(made))


def at_true_size(content: bytes) -> bytes:
    """Have a PDF ask to be printed at its own size: a sheet that is shrunk to fit has no scale.

    Parameters
    ----------
    content : bytes
        A PDF; all in it stays what it is.
    """
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.pdf_header = content[:8].decode("ascii")
    about = dict(writer.metadata or {})
    wishes = writer.viewer_preferences or writer.create_viewer_preferences()
    wishes[NameObject("/PrintScaling")] = NameObject("/None")
    writer.add_metadata(about)  # the library puts its own name in the place of Typst's
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()
