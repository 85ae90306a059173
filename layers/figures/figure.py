"""A figure of a page and what is said beside it; `layers.paper.figure_file` makes a file of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.figures.svg_pieces import side_by_side
from layers.view.caption import made_words, source_line
from layers.view.map_model import MapView
from layers.words.text import text


@dataclass(frozen=True)
class Figure:
    """A drawing with what must be said beside it.

    Attributes
    ----------
    title : str
        What a document reader calls it; the drawing has its own heading.
    svg : str
        An SVG document of our own, with ``viewBox="0 0 width height"``.
    words : str
        The drawing in words.
    notes : tuple of str
        Filters, method, source, version: one paragraph each.
    lang : str
    made_on : str
        ISO date.
    cut : float
        How much empty room to take off the top of the drawing, in its own units.
    """

    title: str
    svg: str
    words: str
    notes: tuple[str, ...]
    lang: str
    made_on: str = ""
    cut: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """A drawing of one thing, of which several may stand side by side in a figure.

    Attributes
    ----------
    title : str
    svg : str
        An SVG document of our own, with ``viewBox="0 0 width height"``.
    words : str
        The drawing in words.
    """

    title: str
    svg: str
    words: str


def figure_beside(
    drawings: Sequence[Drawing], notes: tuple[str, ...], lang: str, made_on: str
) -> Figure:
    """Return several drawings as one figure, from left to right."""
    title = " + ".join(drawing.title for drawing in drawings)
    svg = side_by_side([drawing.svg for drawing in drawings], title)
    words = " ".join(drawing.words for drawing in drawings)
    return Figure(title, svg, words, notes, lang, made_on)


def notes_of(view: MapView, method: str) -> tuple[str, ...]:
    """Return what stands below a figure: filters, method, sources and making of its view."""
    made = text("uitvoer.made_short", view.lang, made=made_words(view), mark=view.mark)
    sources = f"{text('common.sources', view.lang)}: {source_line(view)}"
    filters = text("factsheet.filters", view.lang, filters=view.filters)
    return (filters, method, sources, made)
