"""A sheet of paper in millimetres: sizes, fonts, and text that is never anything but text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.patheffects import Stroke

from geo.data.errors import ArgumentError
from layers.words import style
from layers.words.letter_widths import FONTS

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72.0
WIDEST = 1.0  # of the size: room for a letter that no font has
LINE_HEIGHT = 1.32  # of the font size
FALLBACK_FONT = "DejaVu Sans"  # ships with matplotlib; has Hebrew, Greek, Cyrillic, some emoji

# Width and height lying, and how much larger type and symbols are than on A4.
PAPERS: dict[str, tuple[float, float, float]] = {
    "A4": (297.0, 210.0, 1.0),
    "A3": (420.0, 297.0, 1.25),
    "16:9": (338.67, 190.5, 1.25),
}
ORIENTATIONS = ("landscape", "portrait")
MIN_DPI, MAX_DPI = 50, 600
TEXT_ORDER = 50.0
HALO = 0.28  # of the size of the type
HALO_COLOUR = f"{style.WHITE}d8"


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet: left, bottom, width and height in millimetres."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge in millimetres."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Top edge in millimetres."""
        return self.bottom + self.height


@dataclass(frozen=True)
class Writing:
    """One line of text on a sheet.

    Attributes
    ----------
    words : str
        Plain text: ``$`` and backslashes mean nothing.
    place : (float, float)
        Millimetres from the left and from the bottom, of the base line.
    size : float
        Points, enlargement included.
    colour : str
    align : str
        What of the line stands at its place: "left", "center" or "right".
    weight : "normal" or "bold"
    slant : "normal" or "italic"
    turn : int
        Degrees to the left, round its place: 0 or 90.
    halo : bool
        Whether a white edge lies under the letters.
    """

    words: str
    place: tuple[float, float]
    size: float
    colour: str = style.INK
    align: str = "left"
    weight: str = "normal"
    slant: str = "normal"
    turn: int = 0
    halo: bool = False


@dataclass(frozen=True)
class Paper:
    """A sheet: its figure, the axes in millimetres that cover it, and its enlargement of type.

    What is written on it is kept in ``writings``, above all that is drawn: letters are set into
    pixels in another way than into vectors (`layers.paper.paper_pixels`, `layers.paper.paper_svg`).
    """

    figure: Figure
    page: Axes
    width: float
    height: float
    enlargement: float
    writings: list[Writing] = field(default_factory=list)
    stands_on: str = ""  # name of the paper that a figure is put on at its size

    @property
    def format(self) -> str:
        """Name of the paper it is made for, "A4" or "A3"; "" of a slide or a loose figure."""
        if self.stands_on:
            return self.stands_on
        sides = {tuple(sorted(size[:2])): name for name, size in PAPERS.items()}
        name = sides.get(tuple(sorted((self.width, self.height))), "")
        return name if name.startswith("A") else ""

    def write(
        self,
        place: tuple[float, float],
        words: str,
        size: float,
        colour: str = style.INK,
        **how: Any,
    ) -> None:
        """Write one line of plain text; ``how`` is ``align``, ``weight`` and so on of `Writing`."""
        self.writings.append(Writing(words, place, size, colour, **how))

    def add_text(self, writings: Iterable[Writing]) -> None:
        """Put lines on the figure as texts of matplotlib."""
        for line in writings:
            how: dict[str, Any] = {
                "ha": line.align,
                "va": "baseline",
                "fontsize": line.size,
                "fontfamily": list(families()),
                "weight": line.weight,
                "fontstyle": line.slant,
                "rotation": line.turn,
                "rotation_mode": "anchor",
                "parse_math": False,
                "zorder": TEXT_ORDER,
            }
            if line.halo:
                # A stroke of its own: with the effect on the text itself, vector files would
                # get outlines instead of letters.
                edge = [Stroke(linewidth=HALO * line.size, foreground=HALO_COLOUR)]
                self.page.text(*line.place, line.words, color="white", path_effects=edge, **how)
            self.page.text(*line.place, line.words, color=line.colour, **how)


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Return the fonts that are there, the best first; the shipped ones are made known."""
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)
    known = set(fontManager.get_font_names())
    return tuple(name for name in (style.FONT, FALLBACK_FONT) if name in known)


def paper_size(paper: str, orientation: str) -> tuple[float, float, float]:
    """Return width and height in millimetres and the enlargement of type.

    Raises
    ------
    ArgumentError
        For a paper or an orientation that does not exist.

    Examples
    --------
    >>> paper_size("A4", "portrait")
    (210.0, 297.0, 1.0)
    """
    if paper not in PAPERS:
        raise ArgumentError("unknown_paper", argument="paper", value=paper, allowed=list(PAPERS))
    if orientation not in ORIENTATIONS:
        raise ArgumentError(
            "unknown_orientation",
            argument="orientation",
            value=orientation,
            allowed=list(ORIENTATIONS),
        )
    width, height, enlargement = PAPERS[paper]
    if orientation == "portrait":
        width, height = height, width
    return width, height, enlargement


def blank_paper(paper: str, orientation: str, dpi: int) -> Paper:
    """Return an empty white sheet.

    Raises
    ------
    ArgumentError
        For an unknown paper or orientation, or a resolution outside 50-600 dpi.
    """
    return sheet_of(*paper_size(paper, orientation), dpi)


def sheet_of(width: float, height: float, enlargement: float, dpi: int) -> Paper:
    """Return an empty white sheet of any size in millimetres.

    Raises
    ------
    ArgumentError
        For a resolution outside 50-600 dpi.
    """
    if not MIN_DPI <= dpi <= MAX_DPI:
        raise ArgumentError("unfit_dpi", argument="dpi", value=dpi, allowed=f"{MIN_DPI}-{MAX_DPI}")
    figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)
    page = bare_axes(figure, Box(0, 0, width, height), width, height)
    page.set_xlim(0, width)
    page.set_ylim(0, height)
    page.patch.set_visible(False)
    page.set_zorder(10)
    return Paper(figure, page, width, height, enlargement)


def bare_axes(figure: Figure, box: Box, width: float, height: float) -> Axes:
    """Return axes without ticks, names or frame that cover ``box`` of the sheet."""
    place = (box.left / width, box.bottom / height, box.width / width, box.height / height)
    axes = figure.add_axes(place)
    # Not without ticks: to be taken away, they would first be made.
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.autoscale(False)
    return axes


def font_properties(family: str, weight: str, slant: Any = "normal") -> FontProperties:
    """Return what matplotlib finds a font by."""
    return FontProperties(family=family, weight=weight, style=slant)


@lru_cache(maxsize=8)
def advances(family: str, weight: str, slant: str = "normal") -> dict[int, float]:
    """Return how far each letter of a font moves the next one on, as a share of the size."""
    font = TTFont(findfont(font_properties(family, weight, slant)))
    widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


class _LetterWidths(dict[str, float]):
    """Room for each letter, and for one that no font has."""

    def __missing__(self, letter: str) -> float:
        return WIDEST


@lru_cache(maxsize=4)
def _letter_widths(weight: str) -> _LetterWidths:
    """Return the same of every letter that any of the fonts has, the best font first."""
    found = _LetterWidths()
    for family in reversed(families()):
        found.update((chr(code), width) for code, width in advances(family, weight).items())
    return found


def text_width(words: str, size: float, weight: str = "normal") -> float:
    """Return the width of one line of text in millimetres; kerning may make it a hair narrower.

    Of letters is remembered how wide they are, of words nothing: they may be a planner's own.

    Examples
    --------
    >>> text_width("", 10) == 0, text_width("NN", 10) > text_width("N", 10)
    (True, True)
    """
    return sum(map(_letter_widths(weight).__getitem__, words)) * size * MM_PER_POINT


def line_height(size: float) -> float:
    """Return the distance between two lines in millimetres."""
    return LINE_HEIGHT * size * MM_PER_POINT


def wrapped(
    words: str, width: float, size: float, weight: str = "normal", most: int = 1000
) -> list[str]:
    """Break text into lines of at most ``width`` millimetres, the last one cut with an ellipsis.

    Examples
    --------
    >>> wrapped("een twee", 200, 10)
    ['een twee']
    >>> wrapped("een twee drie", 9.5, 8, most=2)
    ['een', 'twee…']
    >>> wrapped("Botlek-Europoort-Maasvlakte", 27, 6.6)
    ['Botlek-Europoort-', 'Maasvlakte']
    """
    lines: list[str] = []
    current = ""
    for word in words.split(" "):
        longer = f"{current} {word}" if current else word
        if text_width(longer, size, weight) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *full, current = _broken(word, width, size, weight)
        lines += full
    lines.append(current)
    return lines if len(lines) <= most else _cut(lines[:most], width, size, weight)


def _broken(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break one word that is wider than a line: behind a hyphen or slash, or else anywhere."""
    pieces = [""]
    for part in re.split(r"(?<=[-/])", word):
        if pieces[-1] and text_width(pieces[-1] + part, size, weight) > width:
            pieces.append("")
        first, *rest = _cut_up(pieces[-1] + part, width, size, weight)
        pieces[-1:] = [first, *rest]
    return pieces


def _cut_up(word: str, width: float, size: float, weight: str) -> list[str]:
    """Break a word between any two letters."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(lines: list[str], width: float, size: float, weight: str) -> list[str]:
    last = lines[-1]
    while last and text_width(last + "…", size, weight) > width:
        last = last[:-1]
    return [*lines[:-1], last.rstrip() + "…"]
