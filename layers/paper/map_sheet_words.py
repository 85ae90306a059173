"""The words of a map sheet: title and subtitle above the map, caption and credits below it."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.patches import Rectangle

from layers.paper.map_sheet_layout import GAP_MM, MARGIN_MM
from layers.paper.paper import MM_PER_POINT, Paper, line_height, text_width, wrapped
from layers.view.caption import CaptionLine, caption, source_line
from layers.view.map_model import MapView
from layers.words import style
from layers.words.house_styles import HouseStyle
from layers.words.plain_text import one_line
from layers.words.text import text

TITLE_PT, SUBTITLE_PT = 18.0, 9.0
CAPTION_SIZES = (6.2, 5.8, 5.4, 5.0)
CAPTION_SHARE = 0.26  # of the height of the sheet, at most
BAR_MM = 2.5  # of a house style, along the top edge


@dataclass(frozen=True)
class Footer:
    """The words below the map, set in columns.

    Attributes
    ----------
    columns : tuple of tuple of (str, str)
        Lines of each column: bold heading or "", and the words behind it.
    size : float
        Points, enlargement included.
    width : float
        Of a column, in millimetres.
    """

    columns: tuple[tuple[tuple[str, str], ...], ...]
    size: float
    width: float

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return max(len(column) for column in self.columns) * line_height(self.size)


@dataclass(frozen=True)
class SheetFacts:
    """What only the sheet knows: rows outside its frames, names that found a place."""

    outside: int = 0
    names: int = 0
    names_wanted: int = 0
    ground: bool = True


def title_lines(sheet: Paper, view: MapView) -> list[tuple[str, float, str, str]]:
    """Return the lines above the map: words, points, weight and colour."""
    k, width = sheet.enlargement, sheet.width - 2 * MARGIN_MM
    titles = wrapped(one_line(view.title), width, TITLE_PT * k, "bold", 2)
    subtitles = wrapped(one_line(view.subtitle), width, SUBTITLE_PT * k, "normal", 2)
    return [
        *((line, TITLE_PT * k, "bold", style.TITLE) for line in titles if line),
        *((line, SUBTITLE_PT * k, "normal", style.INK_SOFT) for line in subtitles if line),
    ]


def title_height(sheet: Paper, view: MapView) -> float:
    """Return how much of the top of the sheet title and margin take, in millimetres."""
    lines = sum(line_height(size) for _, size, _, _ in title_lines(sheet, view))
    return MARGIN_MM + lines + 1.5


def write_title(sheet: Paper, view: MapView, house: HouseStyle) -> None:
    """Write title and subtitle, below the bar of a house style."""
    if house.accent:
        bar = Rectangle((0, sheet.height - BAR_MM), sheet.width, BAR_MM, zorder=40)
        bar.set(facecolor=house.accent, linewidth=0)
        sheet.page.add_artist(bar)
    top = sheet.height - MARGIN_MM
    for words, size, weight, colour in title_lines(sheet, view):
        base = top - 0.85 * size * MM_PER_POINT
        sheet.write((MARGIN_MM, base), words, size, _inked(colour, house), weight=weight)
        top -= line_height(size)


def _inked(colour: str, house: HouseStyle) -> str:
    return house.title if colour == style.TITLE else colour


def footer_of(view: MapView, sheet: Paper, facts: SheetFacts) -> Footer:
    """Return caption and credits, in the largest type in which they leave room for the map."""
    extra = [] if facts.ground else [text("export.no_ground", view.lang)]
    if facts.names < facts.names_wanted:
        extra.append(text("export.names_fit", view.lang, n=facts.names, total=facts.names_wanted))
    told = caption(view, facts.outside, tuple(extra))
    credit = CaptionLine(text("common.sources", view.lang), source_line(view))
    sources = (credit,) if view.sources else ()
    wide = sheet.width > sheet.height
    blocks = (told[:-1], (*sources, told[-1])) if wide else ((*told, *sources),)
    width = (sheet.width - 2 * MARGIN_MM - GAP_MM * (len(blocks) - 1)) / len(blocks)
    for size in CAPTION_SIZES:
        points = size * sheet.enlargement
        columns = tuple(_set(block, width, points) for block in blocks)
        footer = Footer(columns, points, width)
        if footer.height <= CAPTION_SHARE * sheet.height:
            return footer
    return _shortest(footer, sheet)


def _set(block: tuple[CaptionLine, ...], width: float, size: float) -> tuple[tuple[str, str], ...]:
    """Break the words of a column into lines; the first line of each carries its heading."""
    lines: list[tuple[str, str]] = []
    for heading, words in block:
        lead = f"{heading}: "
        # The words start behind their bold heading; room for it is left on the first line only.
        indent = text_width(lead, size, "bold")
        first, *rest = wrapped(words, width - indent, size)
        later = wrapped(" ".join(rest), width, size) if rest else []
        lines += [(lead, first), *(("", line) for line in later)]
    return tuple(lines)


def _shortest(footer: Footer, sheet: Paper) -> Footer:
    """Cut a caption that would crowd out the map; the data files carry it whole."""
    most = int(CAPTION_SHARE * sheet.height / line_height(footer.size))
    columns = tuple(
        column if len(column) <= most else (*column[: most - 1], ("", "…"))
        for column in footer.columns
    )
    return Footer(columns, footer.size, footer.width)


def write_footer(sheet: Paper, footer: Footer) -> None:
    """Write caption and credits at the foot of the sheet."""
    for number, column in enumerate(footer.columns):
        left = MARGIN_MM + number * (footer.width + GAP_MM)
        top = MARGIN_MM + footer.height
        for row, (lead, words) in enumerate(column):
            base = top - (row + 0.8) * line_height(footer.size)
            indent = text_width(lead, footer.size, "bold")
            if lead:
                sheet.write((left, base), lead, footer.size, style.INK, weight="bold")
            sheet.write((left + indent, base), words, footer.size, style.INK_SOFT)
