"""Word files, opened again and read part by part."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image
from scenes_of import nasty_scene, toy_scene, toy_scene_kept, toy_selection
from views import NASTY_NAMES

from geo.data.errors import ArgumentError
from layers.files.document import document
from layers.sentences.explanation import ContentTable
from layers.words.plain_text import cell_text, one_line


def opened(content: bytes):
    return Document(io.BytesIO(content))


def headings(made, level: int) -> list[str]:
    return [p.text for p in made.paragraphs if p.style.name == f"Heading {level}"]


def everything(made) -> str:
    cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


@pytest.mark.slow
def test_each_scene_is_a_chapter_with_its_picture_caption_and_tables() -> None:
    made = opened(document([toy_scene("Een", "Noot\ntwee"), toy_scene("Twee")], "Ketens"))
    assert made.paragraphs[0].text == "Ketens"
    assert headings(made, 1) == ["Een", "Twee", "Toelichting en methode", "Bronnen"]
    captions = [p.text for p in made.paragraphs if p.style.name == "Caption"]
    assert captions[0].startswith("Figuur 1. Broedplaatsen en hun ketens. Filters: Amsterdam")
    assert [c[:10] for c in captions[1:4]] == ["Tabel 1.1.", "Tabel 1.2.", "Tabel 1.3."]
    said = everything(made)
    for words in ("Noot", "Gebouwen zonder plaats", "Afstanden over het stratennet.", "ODbL 1.0"):
        assert words in said
    assert f"{len(toy_selection().tenants)} huurders bij naam bekend" in said


def test_every_table_says_what_is_in_it_before_its_cells() -> None:
    made = opened(document([toy_scene_kept()]))
    for table in made.tables:
        said = [
            table._tbl.tblPr.find(qn(tag)).get(qn("w:val"))
            for tag in ("w:tblCaption", "w:tblDescription")
        ]
        assert all(said)
        assert f"{len(table.rows) - 1} " in said[1]
        assert table.rows[0].cells[-1].text in said[1]


def test_an_address_that_opens_the_view_again_stands_in_the_document() -> None:
    address = "https://kaart.voorbeeld.nl/schakels?stad=Rotterdam"
    assert address in everything(opened(document([replace(toy_scene_kept(), address=address)])))


def test_pictures_keep_their_ratio_fit_the_page_and_say_what_they_show() -> None:
    made = opened(document([toy_scene_kept()]))
    section = made.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    shapes = list(made.inline_shapes)
    assert len(shapes) == 2
    for shape in shapes:
        image = made.part.related_parts[
            shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        ].blob
        width, height = Image.open(io.BytesIO(image)).size
        assert shape.width / shape.height == pytest.approx(width / height, rel=0.01)
        assert shape.width <= room
        assert len(shape._inline.docPr.get("descr")) > 5
    assert shapes[0]._inline.docPr.get("descr").startswith("Kaart: Broedplaatsen")


def test_tables_repeat_their_heading_on_the_next_page() -> None:
    for table in opened(document([toy_scene_kept()])).tables:
        marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table.rows]
        assert [mark is not None for mark in marks] == [True] + [False] * (len(marks) - 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY_NAMES)
def test_any_name_is_written_letter_for_letter_in_a_file_that_parses(name: str) -> None:
    content = document([nasty_scene(name)], name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for path in archive.namelist():
            if path.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(path))
    made = opened(content)
    assert headings(made, 1)[0] == one_line(name)
    cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
    assert cell_text(name) in cells
    assert "_x0007_" not in everything(made)


def test_nothing_left_makes_a_document_that_says_so() -> None:
    made = opened(document([toy_scene(cities=())]))
    assert headings(made, 1)[0].startswith("Te weinig om iets te zeggen: 0")
    assert "Geen rijen." in everything(made)


def test_english_is_english_to_the_spelling_checker() -> None:
    made = opened(document([toy_scene(lang="en")]))
    assert "Notes and method" in headings(made, 1)
    assert {t.get(qn("w:val")) for t in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_no_scenes_is_no_file() -> None:
    with pytest.raises(ArgumentError):
        document([])


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_finds_the_names(tmp_path) -> None:
    path = tmp_path / "k.docx"
    path.write_bytes(document([nasty_scene("Ca$$a {{ 7*7 }}")]))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run(
        [*command, "--outdir", tmp_path, path], check=True, timeout=180, capture_output=True
    )
    assert "Ca$$a {{ 7*7 }}" in (tmp_path / "k.txt").read_text(encoding="utf-8-sig")


def test_every_chapter_but_the_first_begins_a_page_and_numbers_stand_to_the_right() -> None:
    made = opened(document([toy_scene("Een"), toy_scene("Twee")]))
    breaks = [
        bool(p.paragraph_format.page_break_before)
        for p in made.paragraphs
        if p.text in ("Een", "Twee")
    ]
    # The first headline is the title of the whole as well.
    assert breaks == [False, False, True]
    counts = [row.cells[-1].paragraphs[0] for row in made.tables[1].rows[1:]]
    assert counts
    assert all(p.alignment == WD_ALIGN_PARAGRAPH.RIGHT for p in counts if p.text.isdecimal())


def test_a_year_among_periods_stands_to_the_left_as_they_do() -> None:
    cells = (("Water", "2020–2022", "1.866"), ("Parken", "2026", "–"), ("Spoor", "", "62 %"))
    table = ContentTable("Bronnen", ("Titel", "Datum", "Aantal"), cells)
    (rows,) = (
        found.rows[1:]
        for found in opened(document([replace(toy_scene("Een"), table=table)])).tables
        if found.rows[0].cells[1].text == "Datum" and found.rows[1].cells[0].text == "Water"
    )
    sides = [[cell.paragraphs[0].alignment for cell in row.cells] for row in rows]
    right = WD_ALIGN_PARAGRAPH.RIGHT
    assert sides == [[None, None, right], [None, None, None], [None, None, right]]
