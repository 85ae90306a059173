"""Without colour: every chain is told apart by its letter, on sheets, in charts and in legends."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from views import areas, lines, points, view_of

from geo.answers.chain_line import chain_line
from geo.answers.comparison import Comparison
from geo.data.chains import load_chain_model, stage_shares
from geo.data.selection import Filters, select
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.comparison_chart import mix_svg
from layers.figures.svg_pieces import Piece, document, lettered_bar
from layers.map.finding_layers import VERDICT_SIGN
from layers.paper.artists import LEAST_LETTER_PT, POINT_PER_PIXEL, add_glyphs, symbol_glyphs
from layers.paper.ground import no_ground
from layers.paper.letter_outlines import centred
from layers.paper.map_sheet import MapSheet, MapSheetForm, map_sheet
from layers.paper.paper import sheet_of
from layers.paper.paper_pixels import pixels
from layers.view.legend_groups import legend_groups
from layers.view.map_model import LegendEntry, MapLayer
from layers.view.symbol_svg import symbol_svg
from layers.web.embedding import layer_content
from layers.words import style
from layers.words.palette import ink_on, palette

MODEL = load_chain_model()
LANGS = ("nl", "en")
STAGES = MODEL.stages["shape"].tolist()
ALIKE = 0.05  # of the light of white: greys nearer than this look alike in print
TENANT_PX = 5.0
STRIP = ("Amsterdam", "fashion", "walk")


def luminance(colour: str) -> float:
    """How light grey print shows a colour, 0 black to 1 white (Rec. 709)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grey(shape: str, colour: str, stroke: str, letter: str) -> np.ndarray:
    """A symbol as a laser printer puts it on paper: 600 dpi, in levels of grey."""
    paper = sheet_of(5.0, 5.0, 1.0, 600)
    marks = symbol_glyphs(shape, colour, stroke, TENANT_PX * POINT_PER_PIXEL, letter=letter)
    places = np.full((len(marks), 2), 2.5)
    add_glyphs(paper.page, places, marks, paper.page.transData, 1)
    return pixels(paper).astype(float) @ (0.2126, 0.7152, 0.0722)


def test_some_chains_fall_together_in_grey_without_their_letter() -> None:
    light = MODEL.chains.set_index("code")["colour"][MODEL.ten].map(luminance)
    alike = [
        pair
        for pair in itertools.combinations(MODEL.ten, 2)
        if abs(light[pair[0]] - light[pair[1]]) < ALIKE
    ]
    assert alike == [
        ("fashion", "film_media"),
        ("games_digital", "design"),
        ("performing_arts", "crafts"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shape", STAGES)
def test_every_pair_of_chains_differs_in_grey_by_its_letter_alone(shape: str, lang: str) -> None:
    # The worst case: all in one grey, so that nothing but the letter is left.
    look = palette(MODEL, lang)
    drawn = {
        code: grey(shape, "#777777", "#ffffff", look.letter(code)) for code in MODEL.chain_codes
    }
    bare = grey(shape, "#777777", "#ffffff", "")
    for code, picture in drawn.items():
        assert (np.abs(picture - bare) > 60).sum() > 20, code
    for one, other in itertools.combinations(drawn, 2):
        apart = (np.abs(drawn[one] - drawn[other]) > 60).sum()
        ink = min((np.abs(drawn[code] - bare) > 60).sum() for code in (one, other))
        assert apart > 0.25 * ink, (one, other)


def test_letters_are_as_high_as_can_be_read() -> None:
    look = palette(MODEL, "nl")
    for shape, letter in itertools.product(STAGES, look.letters.values()):
        marks = symbol_glyphs(shape, "#332288", "", TENANT_PX * POINT_PER_PIXEL, letter=letter)
        assert len(marks) == 2
        assert marks[1].radius >= LEAST_LETTER_PT
    assert len(symbol_glyphs("circle", "#332288", "", 0.8, letter="M")) == 1


def test_a_piece_of_a_pie_carries_its_letter_where_there_is_room() -> None:
    parts = [("#332288", 3.0, "Z"), ("#CC6677", 1.0, "B"), ("#117733", 0.1, "M")]
    marks = symbol_glyphs("pie", "", "#000000", 4.0, parts)
    lettered = [mark for mark in marks if not mark.width]
    # Three quarters, begun at twelve o'clock: below right. The last quarter: above left.
    places = [mark.outline.get_extents().get_points().mean(axis=0) for mark in lettered]
    assert len(lettered) == 2
    assert places[0][0] > 0 > places[0][1]
    assert places[1][0] < 0 < places[1][1]


def test_an_unknown_stage_is_a_ring_and_no_disc() -> None:
    disc, ring = (grey(shape, "#332288", "#ffffff", "") for shape in ("circle", "ring"))
    middle = tuple(side // 2 for side in disc.shape)
    assert disc[middle] < 60
    assert ring[middle] == pytest.approx(255, abs=1)


def chain_layer(key: str, letters: str, counts: tuple[int, ...]) -> MapLayer:
    """A layer whose legend has chains of these letters and one stage."""
    layer = points(["a"], [(121_000, 487_000)])
    chains = tuple(
        LegendEntry(f"keten {x}", "circle", "#117733", count=n, letter=x)
        for x, n in zip(letters, counts, strict=True)
    )
    stage = LegendEntry("maken", "square", "#4a4a4a", count=sum(counts))
    return replace(layer, key=key, legend=(*chains, stage), legend_title=key)


def test_chains_stand_once_in_the_printed_legend_with_their_counts() -> None:
    view = view_of(chain_layer("partners", "BMZ", (1, 2, 3)), chain_layer("tenants", "AM", (4, 5)))
    found = legend_groups(view)
    assert [group.heading for group in found] == [
        "Keten: kleur en letter (organisaties + partners)",
        "Schakel: vorm (organisaties + partners)",
    ]
    assert [entry.label for entry in found[0].entries] == [
        "keten A (4+0)",
        "keten B (0+1)",
        "keten M (5+2)",
        "keten Z (0+3)",
    ]
    assert [entry.letter for entry in found[0].entries] == ["A", "B", "M", "Z"]
    assert [entry.label for entry in found[1].entries] == ["maken (9+6)"]


def test_lines_of_several_chains_carry_their_letters_on_map_and_legend() -> None:
    base = lines()
    entries = tuple(LegendEntry(x, "line", "", "#117733", 3.0, "6 5", 1, letter=x) for x in "MZ")
    both = replace(base, frame=base.frame.assign(letter=["M", "Z"]), legend=entries)
    one = replace(base, frame=base.frame.assign(letter="M"), legend=entries[:1])
    for layer, letters, count in ((both, "MZ", 2), (one, "M", 1)):
        sheet = map_sheet(view_of(layer), MapSheetForm(base=no_ground()))
        for letter in letters:
            # With one chain only, the legend alone says which.
            assert outlines(sheet).count(centred(letter).vertices.shape) == count
    assert symbol_svg(entries[0]).count("<text") == 1


def test_areas_that_stand_out_say_so_by_a_sign() -> None:
    base = areas()
    entries = (LegendEntry("meer", "area", "#fdb863", "#000000", 0.7, count=1, letter="+"),)
    frame = base.frame.assign(letter=["+", ""], colour=["#fdb863", "#5e3c99"], opacity=0.75)
    layer = replace(base, frame=frame, legend=entries)
    sheet = map_sheet(view_of(layer), MapSheetForm(base=no_ground()))
    assert outlines(sheet).count(centred("+").vertices.shape) == 1
    assert [line.words for line in sheet.paper.writings].count("+") == 1
    assert re.search(r"<text [^>]*>\+</text>", symbol_svg(entries[0]))
    content = layer_content(layer, 0)
    assert len(content["letter_at"]) == 2
    # The verdicts of *Nabijheid* that look alike in grey have different signs.
    assert len(set(VERDICT_SIGN.values())) == len(VERDICT_SIGN)


def outlines(sheet: MapSheet) -> list[tuple[int, ...]]:
    """How many vertices each outline on a sheet has."""
    return [
        path.vertices.shape
        for axes in sheet.paper.figure.axes
        for collection in axes.collections
        for path in collection.get_paths()
    ]


def test_the_letters_of_map_and_legend_are_on_the_sheet() -> None:
    layer = chain_layer("partners", "B", (1,))
    frame = layer.frame.assign(letter="B", colour="#CC6677", size=6.0)
    sheet = map_sheet(view_of(replace(layer, frame=frame)), MapSheetForm(base=no_ground()))
    # The same outline, once in the symbol on the map and once in the legend.
    assert outlines(sheet).count(centred("B").vertices.shape) == 2


# ---- charts


def texts_of(svg: str) -> list[tuple[float, float, float, str]]:
    """Middle, base line, size and words of every text of a drawing that is set in the middle."""
    root = ElementTree.fromstring(svg)
    return [
        (float(t.get("x")), float(t.get("y")), float(t.get("font-size")), t.text or "")
        for t in root.iter("{http://www.w3.org/2000/svg}text")
        if t.get("text-anchor") == "middle"
    ]


def test_every_piece_of_a_bar_has_its_letter_and_narrow_ones_do_not_cover_each_other() -> None:
    widths = (120.0, 4.0, 4.0, 3.0, 90.0)
    pieces = [Piece(w, "#332288", x) for w, x in zip(widths, "ABCDE", strict=True)]
    found = texts_of(document(400, 100, lettered_bar(10, 40, 28, pieces), "proef"))
    assert [letter for *_, letter in found] == list("ABCDE")
    inside = [letter for _, base, _, letter in found if 40 < base < 68]
    assert inside == ["A", "E"]
    above = [x for x, base, _, _ in found if base < 40]
    assert all(b - a > 7 for a, b in itertools.pairwise(above))


def test_bars_of_hubs_say_each_chain_by_letter_and_so_does_their_legend() -> None:
    toy = toy_dataset()
    look = palette(toy.chain_model, "nl")
    shares = stage_shares(toy.tenants, toy.chain_model)
    mix = shares.groupby(["hub_id", "chain"])["weight"].sum().reset_index()
    hubs = toy.hubs[toy.hubs["id"].isin(mix["hub_id"])].head(4)
    mix = mix[mix["hub_id"].isin(hubs["id"])]
    stages = shares[["hub_id", "chain", "stage"]].drop_duplicates()
    none = mix.iloc[:0]
    n = mix.groupby("hub_id")["weight"].sum().astype(int)
    named = pd.DataFrame({"key": "tenants_named", "hub_id": n.index, "n": n.to_numpy()})
    found = Comparison(hubs, named, none, mix, stages, none, none)
    letters = [words for *_, words in texts_of(mix_svg(found, look, "nl")) if len(words) == 1]
    for chain, rows in mix.groupby("chain"):
        # Once in each bar that has the chain, once in the legend.
        assert letters.count(look.letter(chain)) == len(rows) + 1


def test_partners_are_striped_beside_tenants() -> None:
    line = chain_line(toy_dataset(), select(toy_dataset(), Filters()), toy_network(), *STRIP)
    svg = chain_strip_svg([line], palette(MODEL, "nl"), "nl")
    assert svg.count('<pattern id="partners"') == 1
    assert svg.count("url(#partners)") == 4 + 1  # four stages and the legend
    assert svg.count(f">{palette(MODEL, 'nl').letter(STRIP[1])}</text>") == 4


@pytest.mark.parametrize("fill", [*MODEL.chains["colour"], *style.TERM_COLOURS.values()])
def test_letters_contrast_with_their_fill(fill: str) -> None:
    # WCAG 2.2, success criterion 1.4.11: at least 3:1 for graphics.
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        flat = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * flat[0] + 0.7152 * flat[1] + 0.0722 * flat[2]

    low, high = sorted((light(fill), light(ink_on(fill))))
    assert (high + 0.05) / (low + 0.05) >= 3.9
