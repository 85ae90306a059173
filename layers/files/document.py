"""Scenes as a Word document that a policy writer goes on from: pictures, tables, notes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table

from geo.data.errors import ArgumentError
from layers.files.scene_content import SceneContent
from layers.files.slide_template import OFFICE_FONT
from layers.paper.map_picture import Picture, fitted
from layers.paper.paper import Box
from layers.sentences.explanation import ContentTable
from layers.view.caption import made_words
from layers.view.map_model import MapView
from layers.words import style
from layers.words.numbers import UNKNOWN, is_figure, number
from layers.words.plain_text import cell_text, one_line
from layers.words.text import text

PAGE_MM, MARGIN_MM = (210.0, 297.0), 22.0
PICTURE_ROOM = Box(0, 0, PAGE_MM[0] - 2 * MARGIN_MM, 150.0)
LEGEND_ROOM = Box(0, 0, PAGE_MM[0] - 2 * MARGIN_MM, 60.0)
TABLE_STYLE = "Light List Accent 1"
EMPTY = ("", UNKNOWN)
LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}


def document(scenes: Sequence[SceneContent], title: str = "") -> bytes:
    """Return scenes as a Word file.

    Parameters
    ----------
    scenes : sequence of SceneContent
        At least one; each becomes a chapter.
    title : str
        "" takes the headline of the first scene.

    Returns
    -------
    bytes
        A ``.docx`` with heading styles, pictures with alt text, numbered captions, tables with
        repeated heading rows, method notes and a table of sources.

    Raises
    ------
    ArgumentError
        Without scenes.
    """
    if not scenes:
        raise ArgumentError("no_scenes", argument="scenes", value=0, allowed=">= 1")
    made, first = Document(), scenes[0]
    _lay_out(made, first.lang)
    heading = one_line(title) or one_line(first.headline)
    made.add_heading(heading, level=0)
    made.add_paragraph(one_line(made_words(first.view)), style="Subtitle")
    for order, scene in enumerate(scenes, start=1):
        _chapter(made, scene, order)
    _method(made, scenes)
    _sources(made, [scene.view for scene in scenes])
    about = made.core_properties
    about.title, about.author = heading[:255], f"Ketenkaart {first.view.version}"
    about.language, about.comments = LANGUAGE[first.lang], ""
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _lay_out(made: WordDocument, lang: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = OFFICE_FONT, Pt(10)
    colour = RGBColor.from_string(style.TITLE.lstrip("#").upper())
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        _set_font(made, name, colour)
    # A caption says much here: in bold it would shout.
    made.styles["Caption"].font.bold = False
    for tag in made.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), LANGUAGE[lang])


def _set_font(made: WordDocument, name: str, colour: RGBColor) -> None:
    look = made.styles[name]
    look.font.name, look.font.color.rgb = OFFICE_FONT, colour
    fonts = look.element.rPr.rFonts
    # The font of the theme would win over the name.
    for key in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[key]


def _chapter(made: WordDocument, scene: SceneContent, order: int) -> None:
    lang = scene.lang
    heading = made.add_heading(one_line(scene.headline), level=1)
    heading.paragraph_format.page_break_before = order > 1
    for line in cell_text(scene.note).split("\n"):
        if line.strip():
            made.add_paragraph(line.strip())
    _picture(made, scene.pictures.map, PICTURE_ROOM, scene.alt)
    if scene.pictures.legend:
        _picture(made, scene.pictures.legend, LEGEND_ROOM, text("scene.legend", lang))
    told = ". ".join(f"{line.heading}: {line.words.rstrip('.')}" for line in scene.caption)
    words = text("document.figure", lang, n=order, title=one_line(scene.view.title), said=told)
    made.add_paragraph(words, style="Caption")
    made.add_heading(text("document.numbers", lang), level=2)
    for figure in scene.figures:
        line = f"{one_line(figure.value)} {one_line(figure.label)}"
        made.add_paragraph(line, style="List Bullet")
    bars = (_bars_as_table(scene),) if scene.bars.title else ()
    tables = (*bars, scene.table, _not_drawn(scene.view))
    for place, table in enumerate(tables, start=1):
        _table(made, table, text("document.table", lang, n=f"{order}.{place}"), lang)


def _picture(made: WordDocument, picture: Picture, room: Box, alt: str) -> None:
    box = fitted(picture.ratio, room)
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run()
    shape = run.add_picture(BytesIO(picture.content), width=Mm(box.width), height=Mm(box.height))
    shape._inline.docPr.set("descr", one_line(alt))


def _bars_as_table(scene: SceneContent) -> ContentTable:
    bars, lang = scene.bars, scene.lang
    headings = ("", *(name for name, _ in bars.series))
    rows = [
        (category, *(number(values[order], lang) for _, values in bars.series))
        for order, category in enumerate(bars.categories)
    ]
    return ContentTable(bars.title, headings, tuple(rows))


def _not_drawn(view: MapView) -> ContentTable:
    rows = tuple((reason, number(n, view.lang)) for reason, n in view.not_drawn if n)
    headings = (text("kaart.reason", view.lang), text("kaart.n", view.lang))
    return ContentTable(text("document.not_drawn", view.lang), headings, rows)


def _table(made: WordDocument, content: ContentTable, lead: str, lang: str) -> None:
    """Write a caption and, under it, a table; an empty one says that there is nothing."""
    caption = made.add_paragraph(f"{lead} {one_line(content.title)}", style="Caption")
    caption.paragraph_format.keep_with_next = True
    if not content.rows:
        made.add_paragraph(text("document.none", lang))
        return
    columns = zip(*content.rows, strict=True)
    figures = [all(is_figure(cell) for cell in each if cell not in EMPTY) for each in columns]
    table = made.add_table(1 + len(content.rows), len(content.headings), style=TABLE_STYLE)
    for order, cells in enumerate((content.headings, *content.rows)):
        for cell, words, right in zip(table.rows[order].cells, cells, figures, strict=True):
            cell.text = cell_text(words)
            cell.paragraphs[0].runs[0].font.size = Pt(9)
            if right and is_figure(words):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat_heading(table)
    _describe(table, content, lang)
    made.add_paragraph()


def _describe(table: Table, content: ContentTable, lang: str) -> None:
    """Give a table the title and words that a screen reader says before its cells."""
    title = one_line(content.title) or text("document.sources", lang)
    columns = ", ".join(filter(None, map(one_line, content.headings)))
    words = text("document.table_alt", lang, n=len(content.rows), columns=columns)
    for tag, said in (("w:tblCaption", title), ("w:tblDescription", words)):
        part = OxmlElement(tag)
        part.set(qn("w:val"), said)
        table._tbl.tblPr.append(part)


def _repeat_heading(table: Table) -> None:
    for order, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if order == 0:
            properties.append(OxmlElement("w:tblHeader"))
        properties.insert(0, OxmlElement("w:cantSplit"))


def _method(made: WordDocument, scenes: Sequence[SceneContent]) -> None:
    lang, views = scenes[0].lang, [scene.view for scene in scenes]
    made.add_heading(text("document.method", lang), level=1)
    notes = dict.fromkeys(one_line(note) for view in views for note in view.notes)
    for note in notes:
        made.add_paragraph(note, style="List Bullet")
    made.add_paragraph(text("document.reopen", lang))
    for scene in scenes:
        address = one_line(scene.address) or f"?{one_line(scene.view.link).lstrip('?')}"
        if address != "?":
            made.add_paragraph(f"{one_line(scene.view.title)}: {address}")


def _sources(made: WordDocument, views: list[MapView]) -> None:
    lang = views[0].lang
    made.add_heading(text("common.sources", lang), level=1)
    sources = dict.fromkeys(source for view in views for source in view.sources)
    names = ("export.title", "export.credit", "export.licence", "export.date", "export.url")
    rows = tuple((s.title, s.credit, s.licence, s.date, s.url) for s in sources)
    table = ContentTable("", tuple(text(name, lang) for name in names), rows)
    _table(made, table, text("document.sources", lang), lang)
