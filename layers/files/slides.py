"""Scenes as PowerPoint slides: map, statement, key figures, native table and chart, sources.

Without a template a scene is one 16:9 slide in the house style. With the template of a planner it
is two: the map in the template's own title, picture and text placeholders, and the numbers on its
"title only" layout; the theme stays theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from lxml.etree import XMLSyntaxError
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.table import _Cell as Cell
from pptx.text.text import TextFrame
from pptx.util import Emu, Mm, Pt

from geo.data.errors import ArgumentError, DataError
from layers.files.data_export import harmless
from layers.files.scene_content import SceneContent
from layers.files.slide_template import (
    SlidePlan,
    own_deck,
    place_of,
    planner_deck,
    title_size,
)
from layers.files.template_sound import NOT_SOUND
from layers.paper.map_picture import Picture, fitted
from layers.paper.paper import Box, line_height, text_width, wrapped
from layers.sentences.explanation import Bars, ContentTable
from layers.view.caption import made_words
from layers.words import style
from layers.words.numbers import is_figure, number
from layers.words.plain_text import cell_text, one_line
from layers.words.text import text

# Millimetres from the left and from the top of a 16:9 slide of 338.67 by 190.5.
MAP_ROOM = Box(11, 27, 206, 100)
LEGEND_ROOM = Box(11, 130, 206, 38)
WHOLE_ROOM = Box(11, 27, 206, 141)  # of a figure, which has its legend in it
FIGURES_ROOM = Box(224, 27, 104, 25)
CHART_ROOM = Box(224, 54, 104, 62)
TABLE_ROOM = Box(224, 118, 104, 50)
FOOT_ROOM = Box(11, 170, 317, 17)
TITLE_SIZES = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
FOOT_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
FIGURE_PT, LABEL_SIZES = 28.0, (10.0, 9.0, 8.0, 7.0, 6.0)
# A value stands on one line; what is bold is wider than it is measured.
VALUE_SIZES, VALUE_MARGIN = (FIGURE_PT, 24.0, 20.0, 17.0, 14.0), 4.0
OFFICE_SHARE = 0.88  # of the room: Office draws its fonts up to an eighth wider than ours
CELL_PT, CELL_LINES = 7.0, 2
CELL_MARGIN, MOST_LETTERS = 1.0, 40  # millimetres; beyond these a long cell gets no more room
SHORT = 9  # letters of a cell, such as "3 (2–10)", that stand on one line
VALUE_DECIMALS = 2  # at a bar
MOST_LABELS = 16  # bars that have their value written at them
SERIES_COLOURS = (style.TITLE, style.CLASSES[3])


def slide_set(
    scenes: Sequence[SceneContent], title: str = "", template: bytes | None = None
) -> bytes:
    """Return scenes as a PowerPoint file.

    Parameters
    ----------
    scenes : sequence of SceneContent
        At least one; in the order of the slides.
    title : str
        Name of the whole, in the properties of the file.
    template : bytes, optional
        A planner's ``.pptx`` or ``.potx``. Its example slides are left out.

    Returns
    -------
    bytes
        A ``.pptx``; pictures keep their ratio and carry alt text, tables and charts are native.

    Raises
    ------
    ArgumentError
        Without scenes.
    DataError
        For a template that is too large, broken, locked, has macros, or lacks a title layout.
    """
    if not scenes:
        raise ArgumentError("no_scenes", argument="scenes", value=0, allowed=">= 1")
    if template is None:
        deck = own_deck()
        for scene in scenes:
            _one_slide(deck, scene)
    else:
        deck = _in_template(template, scenes)
    _say_what_it_is(deck, scenes[0], title)
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _in_template(template: bytes, scenes: Sequence[SceneContent]) -> Deck:
    try:
        deck, plan = planner_deck(template)
        for scene in scenes:
            _map_slide(deck, plan, scene)
            _numbers_slide(deck, plan, scene)
    except (*NOT_SOUND, XMLSyntaxError, PythonPptxError) as fault:
        raise DataError("template_broken", reason=type(fault).__name__) from fault
    return deck


def _say_what_it_is(deck: Deck, first: SceneContent, title: str) -> None:
    about = deck.core_properties
    about.title = one_line(title or first.headline)[:255]
    about.author = f"Ketenkaart {first.view.version}"
    about.subject = one_line(first.view.filters)[:255]
    about.language = {"nl": "nl-NL", "en": "en-GB"}[first.lang]


def _one_slide(deck: Deck, scene: SceneContent) -> None:
    """Make a slide in the house style: everything of a scene."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    _set_title(slide, scene)
    if scene.pictures.legend is None:
        _fill_picture(slide, scene, scene.pictures.map, WHOLE_ROOM)
    else:
        _fill_picture(slide, scene, scene.pictures.map, MAP_ROOM)
        _add_picture(slide, scene.pictures.legend, LEGEND_ROOM, text("scene.legend", scene.lang))
    _add_figures(slide, scene, FIGURES_ROOM)
    _add_chart(slide, scene.bars, CHART_ROOM, scene.lang)
    _add_table(slide, scene.table, TABLE_ROOM, scene.lang)
    _add_foot(slide, scene, FOOT_ROOM)
    _speak(slide, scene)


def _map_slide(deck: Deck, plan: SlidePlan, scene: SceneContent) -> None:
    """Make the slide with the map in a planner's template."""
    slide = deck.slides.add_slide(plan.map_layout)
    _set_title(slide, scene)
    room = plan.free if plan.picture is None else place_of(slide.placeholders[plan.picture])
    _fill_picture(slide, scene, scene.pictures.together, room)
    if plan.text is None:
        _add_foot(slide, scene, plan.foot)
    else:
        _write_beside(slide.placeholders[plan.text], scene)
    _drop_empty(slide)
    _speak(slide, scene)


def _write_beside(shape: SlidePlaceholder, scene: SceneContent) -> None:
    """Put note and figures in a text placeholder, in its own type; the sources small below."""
    figures = [f"{figure.value} {figure.label}" for figure in scene.figures]
    words_told = [line for line in (*cell_text(scene.note).split("\n"), *figures) if line]
    _write(shape.text_frame, [*words_told, *_foot_lines(scene)], scene.lang)
    shape.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    for paragraph in shape.text_frame.paragraphs[len(words_told) :]:
        for run in paragraph.runs:
            run.font.size = Pt(FOOT_SIZES[-1])


def _numbers_slide(deck: Deck, plan: SlidePlan, scene: SceneContent) -> None:
    """Make the slide with figures, chart and table in a planner's template."""
    slide = deck.slides.add_slide(plan.title_layout)
    _set_title(slide, scene)
    free, half = plan.free, plan.free.width / 2 - 2
    high = min(25.0, free.height / 4)
    _add_figures(slide, scene, Box(free.left, free.bottom, free.width, high))
    below, rest = free.bottom + high + 3, free.height - high - 3
    _add_chart(slide, scene.bars, Box(free.left, below, half, rest), scene.lang)
    right = free.left + half + 4
    _add_table(slide, scene.table, Box(right, below, half, rest), scene.lang)
    _add_foot(slide, scene, plan.foot)
    _drop_empty(slide)


def _drop_empty(slide: Slide) -> None:
    """Take out placeholders that nothing was put in: they would say "click to add"."""
    for shape in list(slide.placeholders):
        if shape.has_text_frame and not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)


def _set_title(slide: Slide, scene: SceneContent) -> None:
    """Write the headline in the type of the layout, smaller only where it would not fit."""
    shape, words = slide.shapes.title, one_line(scene.headline)
    _write(shape.text_frame, [words], scene.lang)
    usual, room = title_size(slide.slide_layout), place_of(shape)
    inside = Box(room.left, room.bottom, room.width - 5, room.height - 2.5)
    fits = _largest([words], inside, (usual, *(size for size in TITLE_SIZES if size < usual)))
    if fits < usual:
        for run in shape.text_frame.paragraphs[0].runs:
            run.font.size = Pt(fits)


def _fill_picture(slide: Slide, scene: SceneContent, picture: Picture, room: Box) -> None:
    """Put the map in the picture placeholder, or free where there is none; never cropped."""
    empty = [p for p in slide.placeholders if hasattr(p, "insert_picture")]
    if not empty:
        _add_picture(slide, picture, room, scene.alt)
        return
    shape = empty[0].insert_picture(BytesIO(picture.content))
    # The placeholder fills itself and cuts off what does not fit; a map is shown whole.
    shape.crop_left = shape.crop_right = shape.crop_top = shape.crop_bottom = 0
    _place(shape, fitted(picture.ratio, room))
    _describe(shape, scene.alt)


def _add_picture(slide: Slide, picture: Picture, room: Box, alt: str) -> None:
    shape = slide.shapes.add_picture(BytesIO(picture.content), 0, 0)
    _place(shape, fitted(picture.ratio, room))
    _describe(shape, alt)


def _place(shape: BaseShape, box: Box) -> None:
    shape.left, shape.top = Mm(box.left), Mm(box.bottom)
    shape.width, shape.height = Mm(box.width), Mm(box.height)


def _describe(shape: BaseShape, alt: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", one_line(alt))


def _add_box(slide: Slide, room: Box) -> Shape:
    shape = slide.shapes.add_textbox(
        Mm(room.left), Mm(room.bottom), Mm(room.width), Mm(room.height)
    )
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    return shape


def _write(frame: TextFrame, lines: Sequence[str], lang: str) -> None:
    """Set plain text, a paragraph a line, in a language for the spelling checker."""
    frame.text = cell_text("\n".join(lines))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", {"nl": "nl-NL", "en": "en-GB"}[lang])


def _size(frame: TextFrame, points: Sequence[float], colour: str, bold: bool = False) -> None:
    """Set the type of each paragraph; the last size holds for all that follow."""
    for order, paragraph in enumerate(frame.paragraphs):
        for run in paragraph.runs:
            run.font.size = Pt(points[min(order, len(points) - 1)])
            run.font.bold = bold and order == 0
            run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def _add_figures(slide: Slide, scene: SceneContent, room: Box) -> None:
    width = room.width / len(scene.figures)
    for order, figure in enumerate(scene.figures):
        place = Box(room.left + order * width, room.bottom, width - 2, room.height)
        frame, label = _add_box(slide, place).text_frame, one_line(figure.label)
        _write(frame, [one_line(figure.value), label], scene.lang)
        one = Box(place.left, 0, place.width - VALUE_MARGIN, line_height(FIGURE_PT))
        value = _largest([one_line(figure.value)], one, VALUE_SIZES)
        below = Box(place.left, 0, place.width, place.height - line_height(FIGURE_PT))
        _size(frame, (value, _largest([label], below, LABEL_SIZES)), style.TITLE, bold=True)


def _add_chart(slide: Slide, bars: Bars, room: Box, lang: str) -> None:
    if not bars.title:
        return
    if not bars.categories or not bars.series:
        frame = _add_box(slide, room).text_frame
        _write(frame, [bars.title, text("scene.nothing", lang)], lang)
        _size(frame, (11,), style.INK_SOFT, bold=True)
        return
    data = CategoryChartData(number_format="General")
    # From the top down as they are listed, and never a formula in the workbook behind the chart.
    data.categories = [harmless(one_line(name)) for name in reversed(bars.categories)]
    for name, values in reversed(bars.series):
        data.add_series(harmless(one_line(name)), tuple(reversed(values)))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Mm(1), Mm(1), data)
    _place(frame, room)
    words_told = "; ".join(_series_words(bars, lang))
    _describe(frame, text("scene.chart_alt", lang, title=bars.title, values=words_told))
    _style_chart(frame.chart, bars, lang)
    if frame.chart.plots[0].has_data_labels:
        _write_values(frame.chart, bars, lang)


def _series_words(bars: Bars, lang: str) -> list[str]:
    return [
        f"{name}: "
        + ", ".join(
            f"{category} {number(value, lang)}"
            for category, value in zip(bars.categories, values, strict=True)
        )
        for name, values in bars.series
    ]


def _style_chart(chart: Chart, bars: Bars, lang: str) -> None:
    chart.font.size = Pt(7)
    chart.has_title = True
    _write(chart.chart_title.text_frame, [bars.title], lang)
    _size(chart.chart_title.text_frame, (10,), style.INK, bold=True)
    chart.has_legend = len(bars.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    crowded = len(bars.categories) * len(bars.series) > MOST_LABELS
    chart.value_axis.has_major_gridlines = crowded
    if crowded:
        grid = chart.value_axis.major_gridlines.format.line
        grid.width, grid.color.rgb = Pt(0.5), RGBColor.from_string("D9D9D9")
    chart.value_axis.minimum_scale = 0
    # Every category has its name, also where Office would leave half of them out.
    skip = chart.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    chart.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 0
    plot.has_data_labels = not crowded
    for colour, series in zip(SERIES_COLOURS, reversed(list(plot.series)), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def _write_values(chart: Chart, bars: Bars, lang: str) -> None:
    """Write what Office would write with the signs of its own language, not of the slide's.

    No number format says which sign stands before decimals. The axis, which has such numbers too,
    is not needed where each bar has its value.
    """
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    for series, (_, values) in zip(chart.plots[0].series, reversed(bars.series), strict=True):
        for point, value in zip(series.points, reversed(values), strict=False):
            words = number(value, lang, VALUE_DECIMALS)
            if not words.isdigit():
                label = point.data_label.text_frame
                _write(label, [words], lang)
                _size(label, (7,), style.INK)


def _add_table(slide: Slide, table: ContentTable, room: Box, lang: str) -> None:
    title = Box(room.left, room.bottom, room.width, 5)
    frame = _add_box(slide, title).text_frame
    _write(frame, [table.title], lang)
    _size(frame, (9,), style.INK, bold=True)
    empty = (text("scene.nothing", lang), *[""] * (len(table.headings) - 1))
    rows = [table.headings, *(table.rows or (empty,))]
    high = min(7.0, (room.height - 5.5) / len(rows))
    shape = slide.shapes.add_table(len(rows), len(table.headings), 0, 0, Mm(1), Mm(1))
    _place(shape, Box(room.left, room.bottom + 5.5, room.width, high * len(rows)))
    _describe(shape, text("scene.table_alt", lang, title=table.title))
    shares = _shares(rows, room.width)
    for column, share in zip(shape.table.columns, shares, strict=True):
        column.width = Mm(room.width * share)
    for order, cells in enumerate(rows):
        shape.table.rows[order].height = Mm(high)
        for place, words in enumerate(cells):
            _fill_cell(
                shape.table.cell(order, place), words, room.width * shares[place], lang, order == 0
            )


def _shares(rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Give each column its longest word whole, and of what is left by its longest cell."""
    columns = list(zip(*rows, strict=True))
    least = [max(map(_word_width, column)) for column in columns]
    if sum(least) >= room:
        return [each / sum(least) for each in least]
    longest = [min(max(map(len, column)), MOST_LETTERS) for column in columns]
    left = (room - sum(least)) / sum(longest)
    return [(each + left * n) / room for each, n in zip(least, longest, strict=True)]


def _word_width(cell: str) -> float:
    """Millimetres that a cell takes so that no word of it is broken, nor a short cell at all."""
    words = [cell] if len(cell) <= SHORT else cell.split()
    widest = max((text_width(word, CELL_PT, "bold") for word in words), default=0.0)
    return widest / OFFICE_SHARE + 2 * CELL_MARGIN


def _fill_cell(cell: Cell, words: str, width: float, lang: str, heading: bool) -> None:
    # A row grows with its words and the table with its rows: what is too long is cut.
    line, room = one_line(words), (width - 2 * CELL_MARGIN) * OFFICE_SHARE
    while line and len(wrapped(line, room, CELL_PT, most=CELL_LINES + 1)) > CELL_LINES:
        line = line.removesuffix("…")[:-1].rstrip() + "…"
    _write(cell.text_frame, [line], lang)
    _size(cell.text_frame, (CELL_PT,), style.WHITE if heading else style.INK, bold=heading)
    cell.margin_top = cell.margin_bottom = Mm(0.4)
    cell.margin_left = cell.margin_right = Mm(CELL_MARGIN)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if is_figure(words):
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _foot_lines(scene: SceneContent) -> list[str]:
    n = "; ".join(f"{figure.value} {figure.label}" for figure in scene.figures)
    words_told = (scene.view.filters, n, made_words(scene.view))
    return [scene.credits, " · ".join(one_line(words) for words in words_told if words)]


def _add_foot(slide: Slide, scene: SceneContent, room: Box) -> None:
    frame = _add_box(slide, room).text_frame
    lines = _foot_lines(scene)
    _write(frame, lines, scene.lang)
    _size(frame, (_largest(lines, room, FOOT_SIZES),), style.INK_SOFT)


def _largest(lines: Sequence[str], room: Box, sizes: Sequence[float]) -> float:
    """Return the largest type in which the lines fit a room, else the smallest there is."""
    for points in sizes:
        rows = sum(len(wrapped(line, room.width * OFFICE_SHARE, points)) for line in lines)
        if rows * line_height(points) <= room.height:
            return points
    return sizes[-1]


def _speak(slide: Slide, scene: SceneContent) -> None:
    """Put the planner's note, and what the map says of itself, in the notes of the speaker."""
    words_told = [f"{line.heading}: {line.words}" for line in scene.caption]
    words_told.append(f"{text('common.sources', scene.lang)}: {scene.sources}")
    note = cell_text(scene.note)
    _write(slide.notes_slide.notes_text_frame, [*([note] if note else []), *words_told], scene.lang)
