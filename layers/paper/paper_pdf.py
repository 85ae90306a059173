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
from typing import Any

import typst
from matplotlib.font_manager import findfont

from layers.paper.map_sheet import MapSheetForm, map_sheet
from layers.paper.paper import FALLBACK_FONT, families, font_properties
from layers.paper.paper_svg import paper_svg
from layers.view.map_model import MapView
from layers.words.letter_widths import FONTS
from layers.words.plain_text import one_line

STANDARD: Any = "ua-1"
SHEET = """
#let sheet = json("sheet.json")
#set document(title: sheet.title, author: "Ketenkaart", description: sheet.words)
#set text(lang: sheet.lang, font: sheet.fonts)
#set page(width: sheet.width * 1mm, height: sheet.height * 1mm, margin: 0mm)
#image("sheet.svg", width: sheet.width * 1mm, alt: sheet.words)
"""


def map_pdf(view: MapView, form: MapSheetForm | None = None) -> bytes:
    """Return the map as a sheet in a PDF/UA-1 file of one page, its text searchable.

    Parameters and faults as for `layers.paper.map_sheet.map_png`.
    """
    sheet = map_sheet(view, form)
    about = {
        "title": one_line(view.title) or "Ketenkaart",
        "words": sheet.words,
        "lang": view.lang,
        "width": sheet.paper.width,
        "height": sheet.paper.height,
    }
    svg = paper_svg(sheet.paper)
    return typeset(SHEET, about, {"sheet.svg": svg}, made_on=view.made_on)


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
    return bytes(made)
