"""A drawn sheet as SVG: lines stay lines, text stays text, and its letters travel with it."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from io import BytesIO
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties, findfont

from layers.paper.map_sheet import MapSheetForm, map_sheet
from layers.paper.paper import MM_PER_POINT, Paper, Writing, families
from layers.paper.paper_pixels import add_halos
from layers.view.map_model import MapView
from layers.words.machine_numbers import dotted
from layers.words.plain_text import one_line

GROUND_DPI = 220  # of a base map too heavy for vectors
# Matplotlib takes these from its global settings only; two sessions must not change them at once.
SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "ketenkaart", "svg.id": None}
_WRITING = Lock()
_BEGIN = "<defs>"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def map_svg(view: MapView, form: MapSheetForm | None = None) -> bytes:
    """Return the map as a sheet in an SVG file, text as text, the caption as its description.

    The letters it uses are embedded (subset of Open Sans and DejaVu Sans). Parameters and faults
    as for `layers.paper.map_sheet.map_png`.
    """
    sheet = map_sheet(view, form)
    content = with_fonts(paper_svg(sheet.paper), sheet.paper.writings)
    return described(content, one_line(view.title), sheet.words)


def paper_svg(paper: Paper) -> bytes:
    """Return a sheet as SVG whose text is text; fonts are named, not embedded."""
    stream = BytesIO()
    about = {"Date": None, "Creator": "Ketenkaart"}
    add_halos(paper)
    with _WRITING, mpl.rc_context(SETTINGS):
        paper.figure.savefig(stream, format="svg", metadata=about, dpi=GROUND_DPI)
    svg, end, _ = stream.getvalue().rpartition(b"</svg>")
    return svg + _texts(paper).encode() + end


def _texts(paper: Paper) -> str:
    """Return the writing of a sheet as SVG, above the drawing.

    Matplotlib would measure each text anew, which takes longer than all the drawing.
    """
    lines = "".join(_text(line, paper.height) for line in paper.writings if line.words.strip())
    fonts = quoteattr(", ".join(f"'{family}'" for family in families()))
    return f"<g font-family={fonts}>{lines}</g>"


def _text(line: Writing, height: float) -> str:
    x, y = line.place[0] / MM_PER_POINT, (height - line.place[1]) / MM_PER_POINT
    turn = f' transform="rotate({-line.turn} {dotted(x, y)})"' if line.turn else ""
    weight = ' font-weight="bold"' if line.weight == "bold" else ""
    slant = f' font-style="{line.slant}"' if line.slant != "normal" else ""
    anchor = f' text-anchor="{ANCHORS[line.align]}"' if line.align != "left" else ""
    return (
        f'<text x="{dotted(x)}" y="{dotted(y)}" font-size="{dotted(line.size)}" '
        f'fill="{line.colour}"'
        f"{weight}{slant}{anchor}{turn}>{escape(line.words)}</text>"
    )


def described(svg: bytes, title: str, words: str) -> bytes:
    """Give an SVG a title and a description that a screen reader reads instead of the drawing.

    Examples
    --------
    >>> described(b"<svg ></svg>", "A & B", "one hub").decode()
    '<svg role="img" aria-label="A &amp; B"><title>A &amp; B</title><desc>one hub</desc></svg>'
    """
    before, mark, after = svg.partition(b"<svg ")
    attributes, close, inside = after.partition(b">")
    labels = f"<title>{escape(title)}</title><desc>{escape(words)}</desc>".encode()
    role = f'role="img" aria-label={quoteattr(title)} '.encode()
    return before + mark + (role + attributes).rstrip() + close + labels + inside


def with_fonts(svg: bytes, writings: Iterable[Writing]) -> bytes:
    """Put the letters that a sheet uses into its SVG, as subsets of the fonts."""
    used: dict[tuple[str, str], set[str]] = {}
    for line in writings:
        if line.words.strip():
            used.setdefault((line.weight, line.slant), set()).update(line.words)
    rules = [
        rule
        for (weight, slant), letters in used.items()
        for rule in font_rules(letters, weight, slant)
    ]
    return svg.replace(_BEGIN.encode(), f"{_BEGIN}<style>{''.join(rules)}</style>".encode(), 1)


def font_rules(letters: set[str], weight: str, slant: str) -> list[str]:
    """Return ``@font-face`` rules with the letters of each font that has any of them.

    Parameters
    ----------
    letters : set of str
    weight : "normal" or "bold"
    slant : "normal" or "italic"
    """
    rules, left = [], {ord(letter) for letter in letters}
    for family in families():
        how: Any = {"family": family, "weight": weight, "style": slant}
        font = TTFont(findfont(FontProperties(**how)), recalcTimestamp=False)
        held = left & set(font.getBestCmap())
        left -= held
        if held:
            address = f"data:font/woff;base64,{base64.b64encode(_subset(font, held)).decode()}"
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slant};"
                f"src:url({address}) format('woff')}}"
            )
    return rules


def _subset(font: TTFont, codes: set[int]) -> bytes:
    options = subset.Options(flavor="woff", layout_features=["kern", "liga", "mark", "ccmp"])
    options.notdef_outline = True
    maker = subset.Subsetter(options)
    maker.populate(unicodes=sorted(codes))
    maker.subset(font)
    font.flavor = "woff"
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()
