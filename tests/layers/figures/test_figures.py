"""Figures as files, read by programs that had no part in making them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from geo.answers.chain_line import ChainLine, chain_line
from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.curve_chart import curve_svg
from layers.figures.figure import Figure
from layers.figures.matrix_chart import matrix_svg
from layers.figures.svg_pieces import size_of
from layers.paper.figure_file import FORMATS, figure_file
from layers.sentences.chain_words import strip_words
from layers.words.palette import palette

SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'Studio $100$ #a[b] & <i> "x"'
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not there")


def strip() -> tuple[ChainLine, str, str]:
    data = toy_dataset()
    line = chain_line(data, select(data, Filters()), toy_network(), "Amsterdam", "fashion", "walk")
    look = palette(data.chain_model, "nl")
    return line, chain_strip_svg([line], look, "nl"), strip_words(line, look, "nl")


def drawings() -> dict[str, str]:
    curve = pd.DataFrame(
        {"radius": [50.0, 500.0], "k": [6.0, 8.0], "expected": [2.0, 4.0], "low": 1.0, "high": 5.0}
    )
    cells = pd.DataFrame(
        [
            {"a": a, "b": b, "ratio": 2.5, "q": 0.01, "n_a": 12.0, "verdict": "attracts"}
            for a, b in ("xx", "xy", "yy")
        ]
    ).assign(borderline=False)
    return {
        "strip": strip()[1],
        "curve": curve_svg(curve, NASTY, "nl"),
        "matrix": matrix_svg(cells, "xy", lambda code: f"{code} & <b>", NASTY, "nl"),
    }


def figure_of(context: str) -> Figure:
    notes = ("Alle ketens · " + NASTY, "Bron: " + "een lange bron " * 30)
    return Figure("Een figuur", context, "De figuur in woorden", notes, "nl", "2026-11-25")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["strip", "curve", "matrix"])
def test_an_svg_keeps_its_words_and_embeds_its_letters(name: str) -> None:
    context = drawings()[name]
    content = figure_file(figure_of(context), "svg").decode()
    root = ElementTree.fromstring(content)
    before = [t.text for t in ElementTree.fromstring(context).iter(f"{SVG}text") if t.text]
    after = [t.text for t in root.iter(f"{SVG}text") if t.text]
    assert after[: len(before)] == before
    assert NASTY in " ".join(after)
    assert root.find(f"{SVG}desc").text == "De figuur in woorden"
    assert content.count("@font-face") >= 2
    assert not re.search(r"(?:href|src)=\"(?!data:|#)", content)


@pytest.mark.programs
@needs_poppler
@pytest.mark.parametrize("name", ["strip", "curve", "matrix"])
def test_a_pdf_is_vector_text_with_embedded_fonts_and_tags(name: str) -> None:
    content = figure_file(figure_of(drawings()[name]), "pdf")
    for tool, found in (("pdffonts", r"OpenSans.* yes yes yes "), ("pdfinfo", r"Tagged: +yes")):
        said = subprocess.run([tool, "-"], input=content, capture_output=True, check=True)
        assert re.search(found, said.stdout.decode())
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    assert "Studio $100$ #a[b] & <i>" in said.stdout.decode()


def test_a_png_is_as_wide_as_asked_and_shows_the_colours_of_the_drawing() -> None:
    line, context, _ = strip()
    content = figure_file(figure_of(context), "png", dpi=100)
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert picture.width == pytest.approx(180 / 25.4 * 100, abs=2)
    pixels = np.asarray(picture)
    colour = palette(toy_dataset().chain_model, "nl").colours[line.chain]
    wanted = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    assert (np.abs(pixels.astype(int) - wanted).max(axis=2) < 8).sum() > 100
    assert (pixels[:3, :3] == 255).all()


def test_every_format_is_made_of_every_drawing_without_notes_too() -> None:
    for kind in FORMATS:
        content = figure_file(Figure("", drawings()["curve"], "", (), "en"), kind, dpi=60)
        assert content[:4] in (b"<svg", b"%PDF", b"\x89PNG")


def test_a_drawing_must_say_its_size() -> None:
    with pytest.raises(ValueError, match="view box"):
        size_of("<svg></svg>")
