"""Sheets as PDF and SVG, read by programs that had no part in making them."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from views import NASTY_NAMES, crowd, nasty_view, points, view_of

from layers.paper.ground import no_ground
from layers.paper.ground_artists import grid_step
from layers.paper.map_frame import Frame
from layers.paper.map_sheet import MapSheetForm, map_sheet
from layers.paper.paper import PAPERS, Box, text_width
from layers.paper.paper_pdf import map_pdf
from layers.paper.paper_svg import map_svg
from layers.words.plain_text import one_line

SVG = "{http://www.w3.org/2000/svg}"
POINT_PER_MM = 72 / 25.4
BARE = MapSheetForm(base=no_ground())
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not there")


def read_pdf(tool: str, content: bytes, *options: str) -> str:
    answer = subprocess.run(
        [tool, *options, "-"] + (["-"] if tool == "pdftotext" else []),
        input=content,
        capture_output=True,
        check=True,
    )
    return answer.stdout.decode()


def letters_of(text: str) -> str:
    """A text without white space and marks of reading direction, for comparison."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


# ---- PDF


@pytest.mark.programs
@needs_poppler
@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_a_pdf_has_the_size_of_its_paper_and_is_tagged(paper: str, orientation: str) -> None:
    about = read_pdf(
        "pdfinfo", map_pdf(crowd(3), MapSheetForm(paper, orientation, base=no_ground()))
    )
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", about)
    assert found
    size = PAPERS[paper][:2] if orientation == "landscape" else PAPERS[paper][1::-1]
    assert [float(n) for n in found.groups()] == pytest.approx(
        [mm * POINT_PER_MM for mm in size], abs=0.5
    )
    assert re.search(r"Tagged: +yes", about)
    assert re.search(r"Pages: +2\b", about)  # the sheet, and its sources
    assert "Title:           Broedplaatsen en hun ketens" in about


@pytest.mark.programs
@needs_poppler
def test_the_second_page_lists_sources_and_licences_in_letters_one_can_read() -> None:
    content = map_pdf(crowd(3))
    said = read_pdf("pdftotext", content, "-f", "2", "-layout")
    for source in crowd(3).sources:
        assert one_line(source.licence).split()[0] in said
        assert one_line(source.url) in said.replace("\n", "")
    boxes = read_pdf("pdftotext", content, "-f", "2", "-bbox")
    heights = [
        float(low) - float(high)
        for high, low in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', boxes)
    ]
    assert min(heights) >= 9  # points, with the room of a line


def test_a_pdf_asks_to_be_printed_at_its_own_size() -> None:
    reader = PdfReader(io.BytesIO(map_pdf(crowd(3))))
    assert reader.root_object["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_a_scale_names_the_paper_it_holds_on() -> None:
    for paper in ("A4", "A3"):
        sheet = map_sheet(crowd(3), MapSheetForm(paper, base=no_ground()))
        scales = [line.words for line in sheet.paper.writings if line.words.startswith("1:")]
        assert len(scales) == 1
        assert scales[0].endswith(f"({paper})")
    slide = map_sheet(crowd(3), MapSheetForm("16:9", base=no_ground()))
    assert not [line for line in slide.paper.writings if "(A" in line.words]


@pytest.mark.programs
@needs_poppler
def test_every_font_of_a_pdf_is_embedded_and_its_text_can_be_searched() -> None:
    content = map_pdf(crowd(5))
    fonts = read_pdf("pdffonts", content).splitlines()[2:]
    assert len(fonts) >= 2
    # The columns emb, sub, uni.
    assert all(re.search(r" yes yes yes +\d+ +\d+$", font) for font in fonts)
    said = letters_of(read_pdf("pdftotext", content))
    for words in ("Broedplaatsen en hun ketens", "Afstanden over het stratennet", "Ateliernummer0"):
        assert letters_of(words) in said


@pytest.mark.programs
@needs_poppler
def test_the_alternative_text_of_the_sheet_is_its_caption() -> None:
    content = map_pdf(crowd(3), BARE)
    assert "Figure" in read_pdf("pdfinfo", content, "-struct")
    assert re.search(r"Subject: .*Gebouwen zonder plaats: 3", read_pdf("pdfinfo", content))


@pytest.mark.slow
@pytest.mark.programs
@needs_poppler
@pytest.mark.parametrize("name", [*NASTY_NAMES, "工作室", '#import "x"; $a$ *b* @c <d>'])
def test_a_name_is_only_text_in_pdf_and_svg(name: str) -> None:
    view = replace(nasty_view((name,)), title=name)
    said = letters_of(read_pdf("pdftotext", map_pdf(view, BARE)))
    # Hebrew is read from right to left, pictures and CJK may have no letter in the fonts.
    if name.isascii():
        assert letters_of(one_line(name))[:20] in said
    root = ElementTree.fromstring(map_svg(view, BARE))
    assert letters_of(one_line(name))[:12] in letters_of("".join(root.itertext()))
    assert root.find(f".//{SVG}script") is None


def test_a_pdf_of_a_sheet_is_light() -> None:
    view = view_of(extent=(115_000, 480_000, 128_000, 494_000))
    assert len(map_pdf(view, MapSheetForm("A3"))) < 5_000_000


# ---- SVG


def test_an_svg_has_the_size_of_its_paper_and_text_as_text() -> None:
    root = ElementTree.fromstring(map_svg(crowd(3)))
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(297 * POINT_PER_MM, 1e-3)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Broedplaatsen en hun ketens"
    assert "Gebouwen zonder plaats: 3" in root.find(f"{SVG}desc").text
    written = [node.text for node in root.iter(f"{SVG}text")]
    assert {"Broedplaatsen en hun ketens", "Atelier nummer 0", "gebouw (3)"} <= set(written)


def test_an_svg_asks_nothing_from_outside() -> None:
    content = map_svg(crowd(3)).decode()
    addresses = re.findall(r"(?:href|src)\s*=\s*\"([^\"]*)\"|url\(([^)]*)\)", content)
    found = {part for pair in addresses for part in pair if part}
    assert all(address.startswith(("#", "data:")) for address in found)


def test_an_svg_holds_every_letter_it_writes() -> None:
    content = map_svg(nasty_view(("שלום", "Zoë & Ångström")), BARE).decode()
    faces = re.findall(r"@font-face\{font-family:'([^']+)'.*?base64,([^)]+)\)", content)
    assert {name for name, _ in faces} == {"Open Sans", "DejaVu Sans"}
    held = {
        code
        for _, letters in faces
        for code in TTFont(io.BytesIO(base64.b64decode(letters))).getBestCmap()
    }
    root = ElementTree.fromstring(content)
    written = {ord(c) for node in root.iter(f"{SVG}text") for c in "".join(node.itertext())}
    assert written - held <= {0xA}


def test_the_same_view_gives_the_same_file() -> None:
    view = crowd(5)
    assert map_svg(view, BARE) == map_svg(view, BARE)
    assert map_pdf(view, BARE) == map_pdf(view, BARE)


# ---- grid of the Rijksdriehoeksmeting


def test_grid_numbers_stand_at_their_place() -> None:
    sheet = map_sheet(view_of(points(["a"], [(121_000, 487_000)])), BARE)
    frame = sheet.frames[0]
    step = grid_step(frame)
    across = {
        line.words.replace(".", ""): line.place[0]
        for line in sheet.paper.writings
        if re.fullmatch(r"1[12]\d\.\d{3}", line.words) and not line.turn
    }
    assert len(across) >= 2
    for metres, x in across.items():
        assert int(metres) % step == 0
        on_sheet = frame.on_sheet([[int(metres), 487_000]])[0][0]
        assert x == pytest.approx(on_sheet, abs=0.01)


@pytest.mark.parametrize("scale", [5_000, 10_000, 25_000, 100_000])
def test_grid_numbers_are_neat_and_do_not_touch(scale: int) -> None:
    step = grid_step(Frame(Box(0, 0, 200, 150), scale, (121_000, 487_000)))
    assert 24 <= step * 1000 / scale <= 60


def test_text_is_as_wide_as_matplotlib_draws_it() -> None:
    sheet = map_sheet(crowd(3), BARE)
    renderer = sheet.paper.figure.canvas.get_renderer()
    sheet.paper.add_text(sheet.paper.writings)
    for text in sheet.paper.page.texts:
        if len(text.get_text()) > 10 and not text.get_path_effects() and not text.get_rotation():
            drawn = text.get_window_extent(renderer).width / 300 * 25.4
            said = text_width(text.get_text(), text.get_fontsize(), text.get_weight())
            assert said == pytest.approx(drawn, rel=0.04)


@pytest.mark.programs
@needs_poppler
def test_one_emoji_does_not_turn_its_whole_line_into_boxes() -> None:
    content = map_pdf(nasty_view(("😀🎨 Atelier", "Bel Atelier")), BARE)
    used = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    assert "OpenSans" in used.stdout.decode()
    assert "LastResort" not in used.stdout.decode()
