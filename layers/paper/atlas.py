"""Fact sheets set in pages: one A4 a sheet, many as an atlas with contents, or as a zip.

What a sheet says reaches Typst as data, never as markup: a name with ``#`` or ``$`` is a name.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import FactSheet, FactTable
from layers.paper.figure_file import annotated
from layers.paper.map_sheet import map_figure
from layers.paper.paper_pdf import typeset
from layers.paper.paper_svg import paper_svg
from layers.words import style
from layers.words.house_styles import NEUTRAL, HouseStyle
from layers.words.numbers import UNKNOWN, map_scale
from layers.words.text import text

OnSheet = Callable[[int, int], None]
PAPER = "A4"  # of the pages below
LONGEST_FILE = 60
ONE_COLUMN = 55  # lines of contents that fit below each other on a page
NUMBER = re.compile(r"[\d\s.,]+")
PAGES = """
#let book = json("sheet.json")
#let ink = rgb(book.ink)
#let soft = rgb(book.soft)
#let accent = rgb(book.title_colour)
#set document(title: book.title, author: "Ketenkaart")
#set text(lang: book.lang, font: book.fonts, size: 8pt, fill: ink)
#set par(leading: 0.5em, spacing: 0.7em)
#set page(
  paper: "a4",
  margin: (x: 14mm, top: 12mm, bottom: 14mm),
  background: if book.bar == "" { none } else {
    place(top, rect(width: 100%, height: 2.5mm, fill: rgb(book.bar)))
  },
  footer: context {
    set text(6.5pt, fill: soft)
    book.footer
    h(1fr)
    str(counter(page).get().first()) + " / " + str(counter(page).final().first())
  },
)
#show heading.where(level: 1): set text(18pt, fill: accent)
#show heading.where(level: 2): set text(9pt, fill: ink)
#show heading.where(level: 1): set block(above: 2.2mm, below: 5mm)
#show heading.where(level: 2): set block(above: 3mm, below: 1.5mm)
#set table(stroke: none, inset: (x: 1mm, y: 0.7mm), fill: (_, y) => if y == 0 { rgb(book.head) })
#let rows(headings, lines, wide, numbers) = table(
  columns: headings.enumerate().map(((i, _)) => if i == wide { 1fr } else { auto }),
  align: (x, _) => if x in numbers { right } else { left },
  table.header(..headings.map(word => strong(word))),
  ..lines.flatten(),
)
#if book.contents != "" [
  #text(24pt, weight: "bold", fill: accent, book.title)

  #text(10pt, fill: soft, book.subtitle)
  #v(6mm)
  #heading(level: 1, outlined: false, bookmarked: false, text(12pt, book.contents))
  #show outline.entry: it => block(breakable: false, above: 0mm, below: 0mm, height: 4mm, link(
    it.element.location(), it.indented(it.prefix(), it.inner()),
  ))
  #let lines = calc.ceil(book.sheets.len() / book.columns)
  // Even columns on one page; a longer list runs on by itself.
  #let even = book.columns > 1 and lines <= book.most_lines
  #block(height: if even { lines * 4mm + 1mm } else { auto }, columns(
    book.columns, gutter: 8mm, outline(title: none, depth: 1),
  ))
]
#for (i, sheet) in book.sheets.enumerate() {
  if i > 0 or book.contents != "" { pagebreak() }
  text(8pt, fill: soft, sheet.kicker)
  heading(level: 1, sheet.title)
  grid(
    columns: sheet.figures.map(_ => 1fr),
    column-gutter: 4mm,
    ..sheet.figures.map(((value, words)) => [
      #text(17pt, weight: "bold", value) #linebreak() #text(7.5pt, fill: soft, words)
    ]),
  )
  v(0.5mm)
  image("map" + str(i) + ".svg", width: 182mm, alt: sheet.map_words)
  text(6.5pt, fill: soft, sheet.map_note)
  if sheet.strip == none { par(text(9pt, sheet.no_strip)) }
  if sheet.strip != none {
    heading(level: 2, bookmarked: false, sheet.strip)
    image("strip" + str(i) + ".svg", width: 182mm, alt: sheet.strip_words)
    v(-4mm)  // the drawing brings an edge of its own
  }
  set terms(hanging-indent: 0mm, spacing: 0.4em)
  let said(lines) = terms(..lines.map(((name, value)) => terms.item(name + ":", value)))
  let tall(lines) = measure(block(width: 88mm, said(lines))).height
  if sheet.facts.len() > 0 {
    context {
      // Two columns as even as they can be: a fact may take one line or four.
      let halves = range(sheet.facts.len() + 1).map(n => (
        sheet.facts.slice(0, n), sheet.facts.slice(n),
      ))
      let (left, right) = halves.sorted(key: both => calc.max(..both.map(tall)).pt()).first()
      grid(columns: (88mm, 88mm), column-gutter: 6mm, said(left), said(right))
    }
  }
  text(7pt, said((sheet.mix,)))
  if sheet.table.rows.len() > 0 {
    heading(level: 2, bookmarked: false, sheet.table.title)
    text(7.5pt, rows(sheet.table.headings, sheet.table.rows, sheet.table.wide, sheet.numbers))
  }
  v(1fr)
  set text(5.8pt, fill: soft)
  for note in sheet.notes { par(note) }
  par(strong(book.sources + ": ") + sheet.sources)
}
"""


def _silent(done: int, total: int) -> None:
    """Say nothing of the progress."""


def fact_sheet_pdf(maker: FactSheetMaker, ref: str, house: HouseStyle = NEUTRAL) -> bytes:
    """Return the fact sheet of a hub, cluster or district as one A4 in a PDF file.

    Parameters
    ----------
    maker : FactSheetMaker
    ref : str
        E.g. "hub:a-lab", "cluster:Rotterdam-2", "district:Amsterdam:A".
    house : HouseStyle

    Raises
    ------
    KeyError
        When nothing of the selection has that reference.
    """
    sheet = maker.sheet(ref)
    return _book([sheet], sheet.title, "", "", house, _silent)


def fact_sheet_png(
    maker: FactSheetMaker, ref: str, house: HouseStyle = NEUTRAL, dpi: int = 300
) -> bytes:
    """Return the fact sheet as a picture; parameters as for `fact_sheet_pdf`."""
    sheet = maker.sheet(ref)
    return _book([sheet], sheet.title, "", "", house, _silent, kind="png", dpi=dpi)


def atlas_pdf(
    maker: FactSheetMaker,
    refs: Sequence[str],
    title: str,
    house: HouseStyle = NEUTRAL,
    on_sheet: OnSheet = _silent,
) -> bytes:
    """Return fact sheets as one PDF with contents page, bookmarks and page numbers.

    Parameters
    ----------
    maker : FactSheetMaker
    refs : sequence of str
        As `FactSheetMaker.refs` gives them.
    title : str
    house : HouseStyle
    on_sheet : callable
        Called with (sheets done, sheets in all) before each sheet and at the end; what it raises
        stops the work.
    """
    lang = maker.asked.context.lang
    sheets = []
    for i, ref in enumerate(refs):
        on_sheet(i, len(refs))
        sheets.append(maker.sheet(ref))
    cities = list(dict.fromkeys(city for sheet in sheets for city in sheet.view.cities))
    if len(cities) > 1:
        # Both cities have a district *Noord*: contents and bookmarks must tell them apart.
        sheets = [replace(x, title=f"{x.title} · {x.view.cities[0]}") for x in sheets]
    subtitle = text("atlas.subtitle", lang, cities=" · ".join(cities), n=len(sheets))
    return _book(sheets, title, subtitle, text("atlas.contents", lang), house, on_sheet)


def atlas_zip(
    maker: FactSheetMaker,
    refs: Sequence[str],
    house: HouseStyle = NEUTRAL,
    on_sheet: OnSheet = _silent,
) -> bytes:
    """Return fact sheets as a zip with one PDF each; parameters as for `atlas_pdf`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for i, ref in enumerate(refs):
            on_sheet(i, len(refs))
            sheet = maker.sheet(ref)
            name = f"{i + 1:03d}_{file_name(sheet.title)}.pdf"
            archive.writestr(name, _book([sheet], sheet.title, "", "", house, _silent))
    on_sheet(len(refs), len(refs))
    return stream.getvalue()


def file_name(title: str) -> str:
    """Write a title as a file name that every system takes.

    Examples
    --------
    >>> file_name("NDSM-werf / Kunststad"), file_name("../..")
    ('ndsm-werf-kunststad', 'blad')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_FILE] or "blad"


def _book(
    sheets: Sequence[FactSheet],
    title: str,
    subtitle: str,
    contents: str,
    house: HouseStyle,
    on_sheet: OnSheet,
    *,
    kind: str = "pdf",
    dpi: int = 300,
) -> bytes:
    """Draw the maps and set the pages."""
    files: dict[str, bytes] = {}
    pages = []
    for i, sheet in enumerate(sheets):
        pages.append(_page(sheet, i, files))
    view = sheets[0].view
    footer = text(
        "factsheet.footer", view.lang, version=view.version, date=view.made_on, mark=view.mark
    )
    about = {
        "title": title or "Ketenkaart",
        "subtitle": subtitle,
        "contents": contents,
        "most_lines": ONE_COLUMN,
        "columns": 1 if len(sheets) <= ONE_COLUMN else 2,
        "sheets": pages,
        "lang": view.lang,
        "footer": footer,
        "sources": text("common.sources", view.lang),
        "ink": style.INK,
        "soft": style.INK_SOFT,
        "head": style.HEAD_FILL,
        "title_colour": house.title,
        "bar": house.accent,
    }
    made = typeset(PAGES, about, files, kind, dpi, view.made_on)
    on_sheet(len(sheets), len(sheets))
    return made


def number_columns(table: FactTable) -> list[int]:
    """Return the places of the columns that hold nothing but numbers: they stand to the right."""
    columns = zip(*table.rows, strict=True)
    return [
        i
        for i, cells in enumerate(columns)
        if any(cells) and all(NUMBER.fullmatch(cell) for cell in cells if cell)
    ]


def _page(sheet: FactSheet, i: int, files: dict[str, bytes]) -> dict[str, object]:
    """Return what Typst needs of one sheet; its pictures go into ``files``."""
    drawn = map_figure(sheet.view, sheet.map_size, paper=PAPER)
    files[f"map{i}.svg"] = paper_svg(drawn.paper)
    if sheet.strip:
        files[f"strip{i}.svg"] = annotated(sheet.strip).encode()
    lang = sheet.view.lang
    scale = map_scale(drawn.frames[0].scale, lang, PAPER)
    return {
        "title": sheet.title or UNKNOWN,
        "kicker": sheet.kicker,
        "figures": sheet.figures,
        "map_words": drawn.words,
        "map_note": text("factsheet.map_note", lang, scale=scale),
        "strip": sheet.strip.title if sheet.strip else None,
        "strip_words": sheet.strip.words if sheet.strip else "",
        "facts": sheet.facts,
        "mix": sheet.mix,
        "no_strip": text("factsheet.no_strip", lang),
        "table": asdict(sheet.table),
        "numbers": number_columns(sheet.table),
        "notes": sheet.notes,
        "sources": sheet.sources,
    }
