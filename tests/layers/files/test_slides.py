"""PowerPoint files, opened again by another reader than the one that wrote them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Mm
from scenes_of import nasty_scene, renamed, toy_scene, toy_scene_kept, toy_selection
from views import NASTY_NAMES, points, view_of

from geo.data.errors import ArgumentError, DataError
from geo.toy.city import toy_dataset
from layers.files.slides import slide_set
from layers.paper.map_frame import frames, regions
from layers.paper.map_picture import Picture, fitted, map_pictures
from layers.paper.paper import Box
from layers.sentences.explanation import Bars, largest_hubs, statement, tenant_bars
from layers.words.palette import palette
from layers.words.plain_text import one_line

MACRO = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
POTX = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def slides_of(content: bytes):
    return list(Presentation(io.BytesIO(content)).slides)


def words_on(slide) -> str:
    """All text of a slide as the XML parser reads it, tables included, charts not."""
    return "\n".join(t.text or "" for t in slide._element.iter(f"{DRAWING}t"))


def pictures_on(slide):
    # A picture put into a placeholder counts as a placeholder.
    return [s for s in slide.shapes if hasattr(s, "image")]


def template(**types: str) -> bytes:
    """A planner's template: 4:3, another title colour, one example slide."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Voorbeeld van ons bureau"
    stream = io.BytesIO()
    deck.save(stream)
    return with_type(stream.getvalue(), types["main"]) if types else stream.getvalue()


def with_type(content: bytes, main: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts(content).items():
            archive.writestr(name, part.replace(PLAIN.encode(), main.encode()))
    return stream.getvalue()


# ---- one scene, our own layout


def test_a_scene_is_one_wide_slide_with_everything_on_it() -> None:
    content = slide_set([toy_scene("Muziek blijft", "Let op de brug")])
    deck = Presentation(io.BytesIO(content))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=0.001)
    (slide,) = deck.slides
    assert slide.shapes.title.text_frame.text == "Muziek blijft"
    assert sum(s.has_chart for s in slide.shapes) == 1
    assert sum(s.has_table for s in slide.shapes) == 1
    assert len(pictures_on(slide)) == 2  # map and legend
    said = words_on(slide)
    for words in ("gebouwen", "huurders bij naam bekend", "partners daarbuiten", "Bronnen:"):
        assert words in said
    for words in ("© OpenStreetMap-bijdragers", "Amsterdam · keten muziek", "2026-11-25", "0.1.0"):
        assert words in said
    assert slide.notes_slide.notes_text_frame.text.startswith("Let op de brug\n")


def test_the_chart_holds_the_numbers_of_the_data() -> None:
    (slide,) = slides_of(slide_set([toy_scene_kept()]))
    chart = next(s.chart for s in slide.shapes if s.has_chart)
    # By hand: every named tenant of the toy city weighs 1, whatever its chains.
    tenants = toy_selection().tenants
    assert sum(sum(series.values) for series in chart.plots[0].series) == pytest.approx(
        len(tenants), abs=0.05
    )
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == list(
        chart.plots[0].categories
    )


@pytest.mark.parametrize(
    ("lang", "written"), [("nl", ["4,5", "0,25", "1.200"]), ("en", ["4.5", "0.25", "1,200"])]
)
def test_a_bar_has_its_number_in_the_signs_of_the_slide(lang: str, written: list[str]) -> None:
    """Whatever the language of the Office it is opened in; a whole number is alike in all."""
    bars = Bars("Organisaties", ("a", "b", "c", "d"), (("n", (4.5, 0.25, 1200.0, 3.0)),))
    scene = toy_scene_kept()
    scene = replace(scene, bars=bars, view=replace(scene.view, lang=lang))
    (slide,) = slides_of(slide_set([scene]))
    chart = next(s.chart for s in slide.shapes if s.has_chart)
    labels = chart._chartSpace.xpath(".//c:dLbl//a:t/text()")
    assert labels == written[::-1]  # from the foot up, as Office draws them
    assert list(chart.plots[0].series[0].values) == [3.0, 1200.0, 0.25, 4.5]
    # An axis would say the same numbers in the other signs.
    assert chart.value_axis.tick_label_position == XL_TICK_LABEL_POSITION.NONE


@pytest.mark.slow
def test_everything_lies_within_the_slide_and_pictures_keep_their_ratio() -> None:
    square, wide = (picture(1000, 1000), picture(3000, 1000))
    for shown in (square, wide):
        scene = with_picture(shown)
        for content in (slide_set([scene]), slide_set([scene], template=template())):
            deck = Presentation(io.BytesIO(content))
            for slide in deck.slides:
                for shape in slide.shapes:
                    assert shape.left >= 0
                    assert shape.top >= 0
                    assert shape.left + shape.width <= deck.slide_width + 1
                    assert shape.top + shape.height <= deck.slide_height + 1
                for shape in pictures_on(slide):
                    pixels = shape.image.size
                    assert shape.width / shape.height == pytest.approx(
                        pixels[0] / pixels[1], rel=0.01
                    )
                    crops = (shape.crop_left, shape.crop_right, shape.crop_top, shape.crop_bottom)
                    assert crops == (0, 0, 0, 0)


def picture(width: int, height: int) -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#cc0000").save(stream, "PNG")
    return Picture(stream.getvalue(), width, height)


def with_picture(shown: Picture):
    scene = toy_scene_kept()
    return replace(scene, pictures=replace(scene.pictures, map=shown))


def test_pictures_chart_and_table_say_in_words_what_they_show() -> None:
    (slide,) = slides_of(slide_set([toy_scene_kept()]))
    said = {}
    for shape in slide.shapes:
        if hasattr(shape, "image") or shape.has_chart or shape.has_table:
            said[shape.shape_id] = shape._element.xpath(".//p:cNvPr")[0].get("descr")
    assert len(said) == 4
    assert all(words and len(words) > 6 for words in said.values())
    assert any(words.startswith("Kaart: Broedplaatsen en hun ketens") for words in said.values())
    assert any("Staafdiagram" in words and "muziek" in words for words in said.values())


def test_the_scale_bar_in_the_picture_is_as_long_as_it_says() -> None:
    # Two buildings 1 km apart, and a frame in which the bar is 500 m or more.
    layer = points(["west", "oost"], [(121_000.0, 487_000.0), (122_000.0, 487_000.0)])
    view = view_of(layer, extent=(120_900.0, 486_500.0, 122_100.0, 487_500.0))
    shown = map_pictures(view, dpi=150).map
    pixels = np.asarray(Image.open(io.BytesIO(shown.content)).convert("RGB")).astype(int)
    red = (np.abs(pixels - (204, 0, 0)) <= 6).all(axis=2)
    columns = np.flatnonzero(red.any(axis=0))
    halves = np.split(columns, np.flatnonzero(np.diff(columns) > 20) + 1)
    per_metre = (halves[-1].mean() - halves[0].mean()) / 1000
    # The lower edge of the bar: the longest dark run in the strip below the frame. At this width
    # of the ground the bar says 200 m.
    strip = (pixels[-60:] < 90).all(axis=2)
    longest = max(
        len(run) for row in strip for run in "".join("x" if v else " " for v in row).split()
    )
    assert longest / per_metre == pytest.approx(200, rel=0.02)


def test_no_scale_in_figures_stands_on_a_picture_of_any_size() -> None:
    (slide,) = slides_of(slide_set([toy_scene_kept()]))
    assert not re.search(r"1:\d", words_on(slide))
    assert frames(regions(view_of()), [Box(0, 0, 200, 100)])[0].scale > 0


# ---- text is text


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY_NAMES)
def test_any_name_is_shown_letter_for_letter_in_a_file_that_parses(name: str) -> None:
    for content in (slide_set([nasty_scene(name)]), slide_set([nasty_scene(name)], "", template())):
        for path, part in parts(content).items():
            if path.endswith((".xml", ".rels")):
                etree.fromstring(part)
        assert slides_of(content)[0].shapes.title.text_frame.text == one_line(name)
        everything = b"".join(parts(content).values()).decode("utf-8", "replace")
        assert "_x0007_" not in everything


def test_no_name_becomes_a_formula_in_the_workbook_of_a_chart() -> None:
    (slide,) = slides_of(slide_set([nasty_scene("=1+1")]))
    chart = next(s.chart for s in slide.shapes if s.has_chart)
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    assert "'=1+1" in list(chart.plots[0].categories)


def test_names_of_buildings_in_the_table_are_literal() -> None:
    chosen = renamed(toy_selection())
    table = largest_hubs(chosen, palette(toy_dataset().chain_model, "nl"), "nl")
    wanted = {one_line(name) for name in chosen.hubs["name"]}
    assert {row[0] for row in table.rows} <= wanted
    assert len(table.rows) == 5


# ---- few and nothing


def test_nothing_left_still_makes_a_file_that_says_so() -> None:
    (slide,) = slides_of(slide_set([toy_scene(cities=())]))
    assert "Te weinig om iets te zeggen: 0" in slide.shapes.title.text_frame.text
    assert "Geen huurder bij naam bekend" in words_on(slide)
    assert not any(s.has_chart for s in slide.shapes)


def test_the_statement_follows_from_the_rows() -> None:
    look = palette(toy_dataset().chain_model, "nl")
    chosen = toy_selection()
    by_chain = chosen.shares.groupby("chain")["weight"].sum()
    ten = by_chain.drop([c for c in by_chain.index if c in look.beside])
    words = statement(chosen, look, "nl")
    assert look.chain(ten.idxmax()) in words
    assert f"van {len(chosen.tenants)} huurders die een organisatie zijn" in words


def test_a_room_of_the_house_and_a_group_are_no_part_of_the_largest_chain() -> None:
    # Those of the largest chain become rooms and groups: of the others the rest is told.
    look, chosen = palette(toy_dataset().chain_model, "nl"), toy_selection()
    weights = chosen.shares.groupby("chain")["weight"].sum().drop([*look.beside], errors="ignore")
    largest = weights.idxmax()
    gone = chosen.shares.loc[chosen.shares["chain"].eq(largest), "tenant_id"].unique()
    kinds = dict(zip(gone, ("programme", "group") * len(gone), strict=False))
    kind = chosen.tenants["id"].map(kinds).fillna("organisation")
    fewer = replace(chosen, tenants=chosen.tenants.assign(row_kind=kind))
    words, bars = statement(fewer, look, "nl"), tenant_bars(fewer, look, "nl")
    n = len(chosen.tenants) - len(gone)
    assert look.chain(largest) not in words
    assert f"van {n} huurders die een organisatie zijn" in words
    assert f"(n = {n})" in bars.title
    assert look.chain(largest) not in bars.categories


def test_one_chain_is_shown_by_stage() -> None:
    look = palette(toy_dataset().chain_model, "en")
    bars = tenant_bars(toy_selection(chains=("music",)), look, "en")
    assert set(bars.categories) <= set(look.stage_names.values())
    assert "by stage" in bars.title


# ---- a planner's template


@pytest.mark.slow
def test_the_template_keeps_its_theme_and_loses_its_example_slides() -> None:
    ours = slide_set([toy_scene("Een", "Noot"), toy_scene("Twee")], template=template())
    before, after = parts(template()), parts(ours)
    assert after["ppt/theme/theme1.xml"] == before["ppt/theme/theme1.xml"]
    slides = slides_of(ours)
    assert [s.shapes.title.text_frame.text for s in slides] == ["Een", "Een", "Twee", "Twee"]
    assert not any("Voorbeeld" in words_on(s) for s in slides)
    first, numbers = slides[:2]
    assert first.slide_layout.name == "Picture with Caption"
    (shown,) = pictures_on(first)
    assert shown.shape_type == MSO_SHAPE_TYPE.PLACEHOLDER
    assert "Noot" in words_on(first)
    assert any(s.has_chart for s in numbers.shapes)
    assert any(s.has_table for s in numbers.shapes)


@pytest.mark.slow
def test_an_office_template_file_opens_too() -> None:
    content = slide_set([toy_scene_kept()], template=template(main=POTX))
    assert PLAIN.encode() in parts(content)["[Content_Types].xml"]
    assert len(slides_of(content)) == 2


@pytest.mark.slow
def test_a_template_with_nothing_but_titles_gets_a_free_picture() -> None:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Title Only":
            deck.slide_layouts.remove(layout)
    stream = io.BytesIO()
    deck.save(stream)
    first, _ = slides_of(slide_set([toy_scene_kept()], template=stream.getvalue()))
    (shown,) = pictures_on(first)
    assert shown.shape_type == MSO_SHAPE_TYPE.PICTURE
    assert shown.width > Mm(100)


def no_title() -> bytes:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def broken_inside() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts(template()).items():
            archive.writestr(name, part[:100] if name == "ppt/presentation.xml" else part)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "template_broken"),
        (b"geen zip", "template_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "template_broken"),  # a password
        (template()[:5000], "template_broken"),
        (broken_inside(), "template_broken"),
        (template(main=MACRO), "template_macro"),
        (no_title(), "template_layout"),
    ],
)
def test_an_unfit_template_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(DataError) as caught:
        slide_set([toy_scene_kept()], template=content)
    assert caught.value.code == code


def test_no_scenes_is_no_file() -> None:
    with pytest.raises(ArgumentError):
        slide_set([])


def test_a_picture_is_never_stretched_to_its_room() -> None:
    # By hand: 3:1 in a room of 90 by 60 is 90 by 30, 15 from the bottom.
    assert fitted(3.0, Box(10, 20, 90, 60)) == Box(10.0, 35.0, 90, 30.0)
    with pytest.raises(ArgumentError):
        fitted(0.0, Box(0, 0, 1, 1))


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_makes_as_many_pages(tmp_path) -> None:
    path = tmp_path / "set.pptx"
    path.write_bytes(slide_set([nasty_scene(NASTY_NAMES[0]), toy_scene_kept()]))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    pages = (tmp_path / "set.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 2
