"""Where the words of charts stand: inside the picture, beside what they name, on no other word.

The places that are expected are worked out here from the figures and from the marks of the drawing
(bars, dots, cells, axes); widths are those of the letters themselves.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import ImageFont
from shapely import Point, Polygon, affinity, box

import layers
from geo.answers.chain_line import ChainLine
from geo.answers.comparison import Comparison, load_policy_figures
from geo.data.store import Dataset, load_dataset
from geo.evidence.turnover import Turnover, turnover
from geo.toy.city import toy_dataset
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.comparison_chart import mix_svg, stay_svg, timeline_svg, years_svg
from layers.figures.curve_chart import curve_svg
from layers.figures.matrix_chart import matrix_svg
from layers.figures.svg_pieces import Piece, document, lettered_bar, lettered_swatch
from layers.view.state import ViewState
from layers.words import style
from layers.words.palette import palette
from pages.widgets import figure_choice

FONTS = next(Path(layers.__file__).parent.rglob("OpenSans-Regular.ttf")).parent
BOLD_FROM = 600
FINE = 20  # letters are measured this many times as large: no rounding to whole pixels
DAY = "2026-11-25"
BOTH = ("Amsterdam", "Rotterdam")
OWN = {
    "waar": {"ik": "fashion.make"},
    "ketens": {"toon": "music"},
    "vergelijken": {"panden": "a-lab.de-hallen.ndsm-kunststad.zoho.worm.acta"},
}
LINE = ("conceive", "make", "distribute", "public")
NEAR = 0.06  # the drawings are written to a tenth


# ---- reading a drawing


@dataclass(frozen=True)
class Words:
    """A text of a drawing: its words, anchor place, size, and the ink of its letters."""

    words: str
    x: float
    y: float
    size: float
    anchor: str
    ink: Polygon


@dataclass(frozen=True)
class Mark:
    """A rectangle or circle of a drawing, with where it stands."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    fill: str

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


Matrix = tuple[float, float, float, float, float, float]
NO_SHIFT: Matrix = (1, 0, 0, 1, 0, 0)


def turned(by: Matrix, how: str) -> Matrix:
    """The transformation of an element inside that of its parents (shapely's order a b d e x y)."""
    a, b, d, e, x, y = by
    for name, numbers in re.findall(r"(translate|rotate)\(([^)]*)\)", how):
        given = [float(n) for n in numbers.split(",")]
        if name == "translate":
            x, y = x + a * given[0] + b * given[1], y + d * given[0] + e * given[1]
        else:
            c, s = math.cos(math.radians(given[0])), math.sin(math.radians(given[0]))
            a, b, d, e = a * c + b * s, -a * s + b * c, d * c + e * s, -d * s + e * c
    return (a, b, d, e, x, y)


def elements(svg: str) -> Iterator[tuple[ElementTree.Element, Matrix]]:
    def inside(
        node: ElementTree.Element, by: Matrix
    ) -> Iterator[tuple[ElementTree.Element, Matrix]]:
        if node.tag.endswith(("defs", "pattern")):
            return
        by = turned(by, node.get("transform", ""))
        if node.tag.endswith("svg"):
            by = turned(by, f"translate({node.get('x', '0')},{node.get('y', '0')})")
        yield node, by
        for child in node:
            yield from inside(child, by)

    yield from inside(ElementTree.fromstring(svg), NO_SHIFT)


@lru_cache(maxsize=64)
def font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    name = "OpenSans-Bold.ttf" if bold else "OpenSans-Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), round(size * FINE))


def ink_of(words: str, x: float, y: float, size: float, bold: bool, anchor: str) -> Polygon:
    letters = font(size, bold)
    left, top, right, bottom = (n / FINE for n in letters.getbbox(words, anchor="ls"))
    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * letters.getlength(words) / FINE
    return box(x + left - back, y + top, x + right - back, y + bottom)


def words_of(svg: str) -> list[Words]:
    found = []
    for node, by in elements(svg):
        if not node.tag.endswith("text") or not (node.text or "").strip():
            continue
        x, y, size = (float(node.get(name, "0")) for name in ("x", "y", "font-size"))
        anchor = node.get("text-anchor", "start")
        weight = {"bold": "700"}.get(node.get("font-weight", ""), node.get("font-weight", "400"))
        ink = ink_of(node.text or "", x, y, size, int(weight) >= BOLD_FROM, anchor)
        a, b, d, e, left, top = by
        at = (a * x + b * y + left, d * x + e * y + top)
        found.append(Words(node.text or "", *at, size, anchor, affinity.affine_transform(ink, by)))
    return found


def marks_of(svg: str) -> list[Mark]:
    found = []
    for node, by in elements(svg):
        left, top = by[4], by[5]
        if node.tag.endswith("rect"):
            x, y, w, h = (float(node.get(name, "0")) for name in ("x", "y", "width", "height"))
            found.append(Mark("rect", x + left, y + top, w, h, node.get("fill", "")))
        if node.tag.endswith("circle"):
            x, y, r = (float(node.get(name, "0")) for name in ("cx", "cy", "r"))
            found.append(
                Mark("circle", x - r + left, y - r + top, 2 * r, 2 * r, node.get("fill", ""))
            )
    return found


def size_of(svg: str) -> tuple[float, float]:
    _, _, width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split())
    return width, height


# ---- the drawings


@cache
def shipped() -> Dataset:
    return load_dataset()


def figure(name: str, lang: str, cities: tuple[str, ...]) -> str:
    kind = figure_choice.KINDS[name]
    own = {"vraag": kind.question} if kind.question else OWN[kind.page]
    made = kind.figure_of(shipped(), ViewState(lang=lang, cities=cities), own, DAY)
    assert made is not None
    return made.svg


# A made list: who came when and left when, thirty years long and two years long.
LONG = pd.DataFrame(
    {
        "hub_id": "h1",
        "label": [f"T{i}" for i in range(40)],
        "year_from": [1990 + i % 30 for i in range(40)],
        "year_to": [1993 + i % 30 + i // 8 if i % 3 else None for i in range(40)],
        "is_total": False,
    }
)
SHORT = LONG.assign(year_from=[2019 + i % 2 for i in range(40)], year_to=[2020] * 20 + [None] * 20)


@cache
def turnovers() -> dict[str, Turnover]:
    return {"long": turnover(LONG, as_of=2026), "short": turnover(SHORT, as_of=2020)}


def curve(radii: int = 20) -> pd.DataFrame:
    radius = np.arange(1, radii + 1) * 50.0
    return pd.DataFrame(
        {"radius": radius, "k": 5.0 * radius, "expected": 2.0 * radius, "low": 0.0, "high": 9e3}
    )


DRAWN = {
    **{
        f"{name} {lang} {'+'.join(cities)}": (figure, name, lang, cities)
        for name in figure_choice.KINDS
        for lang, cities in itertools.product(("nl", "en"), (("Rotterdam",), BOTH))
    },
    **{
        f"timeline {lang}": (lambda at: timeline_svg(load_policy_figures(), at), lang)
        for lang in ("nl", "en")
    },
    **{
        f"{kind.__name__} {how} {lang}": (
            lambda draw, which, at: draw(turnovers()[which], at),
            kind,
            how,
            lang,
        )
        for kind in (years_svg, stay_svg)
        for how in ("long", "short")
        for lang in ("nl", "en")
    },
}


@pytest.fixture(scope="module", params=list(DRAWN))
def drawing(request: pytest.FixtureRequest) -> str:
    make, *how = DRAWN[request.param]
    return make(*how)


@pytest.mark.slow
def test_every_word_stands_inside_the_picture(drawing: str) -> None:
    width, height = size_of(drawing)
    page = box(0, 0, width, height)
    found = words_of(drawing)
    assert found
    assert [w.words for w in found if not page.buffer(0.5).covers(w.ink)] == []


@pytest.mark.slow
def test_no_word_lies_on_another(drawing: str) -> None:
    found = words_of(drawing)
    over = [
        (one.words, other.words)
        for one, other in itertools.combinations(found, 2)
        if one.ink.intersection(other.ink).area > 0.5
    ]
    assert over == []


# ---- beside the right mark


def one(found: list[Words], words: str) -> Words:
    (only,) = [w for w in found if w.words == words]
    return only


def middle_of(words: Words) -> tuple[float, float]:
    """Middle of the ink."""
    minx, miny, maxx, maxy = words.ink.bounds
    return (minx + maxx) / 2, (miny + maxy) / 2


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "widths",
    [(120, 90, 60, 40, 30, 20, 18, 16, 14, 12), (3, 4, 3, 90, 2, 2, 2, 2, 60, 5), (9,) * 10],
)
def test_each_letter_of_a_bar_stands_in_or_above_its_own_piece(
    widths: tuple[float, ...], lang: str
) -> None:
    letters = list(palette(toy_dataset().chain_model, lang).letters.values())[:10]
    pieces = [Piece(w, "#332288", x) for w, x in zip(widths, letters, strict=True)]
    svg = document(700, 90, lettered_bar(10, 40, 28, pieces), "x")
    found, marks = {w.words: w for w in words_of(svg)}, marks_of(svg)
    assert [*found] == letters
    before = 10.0  # end of the letter before, above the bar; at first where the bar begins
    for mark, letter, width in zip(marks, letters, widths, strict=True):
        words = found[letter]
        left, top, right, bottom = words.ink.bounds
        if top > 40:
            assert words.x == pytest.approx(mark.middle[0], abs=NEAR)
            assert (top + bottom) / 2 == pytest.approx(54, abs=0.6)
            assert mark.x <= left and right <= mark.x + mark.width
        else:
            # Ten units of type need about ten of width: only narrower pieces send theirs up.
            assert width < 12
            assert 34 < bottom < 37
            pushed = words.x - mark.middle[0]
            assert pushed >= -NEAR
            # It stands aside only as far as the letter before makes it.
            assert pushed <= NEAR or left - before < 4
            assert left >= before
            before = right


def test_the_square_of_a_legend_stands_on_the_line_of_its_words() -> None:
    svg = document(200, 60, lettered_swatch(20, 40, Piece(18, "#332288", "A")), "x")
    (mark,), (letter,) = marks_of(svg), words_of(svg)
    assert (mark.x, mark.width, mark.height) == (20, 18, 18)
    # The capitals of words of 14 on that line reach from 30 to 40; the square is round them.
    assert mark.y < 30 and mark.y + 18 > 40
    assert middle_of(letter) == pytest.approx(mark.middle, abs=0.6)


@pytest.mark.parametrize("how", ["long", "short"])
def test_years_stand_below_their_bars_and_numbers_beside_their_height(how: str) -> None:
    answer = turnovers()[how]
    svg = years_svg(answer, "nl")
    years = answer.years.reset_index(drop=True)
    bars = [m for m in marks_of(svg) if m.width != m.height][: 2 * len(years)]
    found = words_of(svg)
    floor = max(m.y + m.height for m in bars)
    step = bars[2].x - bars[0].x
    told = [w for w in found if re.fullmatch(r"(19|20)\d\d", w.words)]
    assert len(told) >= min(4, len(years))
    for words in told:
        at = int(years.index[years["year"].eq(int(words.words))][0])
        pair = bars[2 * at : 2 * at + 2]
        assert words.anchor == "middle"
        assert words.x == pytest.approx(pair[0].x - 0.1 * step + step / 2, abs=0.2)
        assert words.ink.bounds[1] > floor
    most = int(years[["entries", "exits", "present"]].to_numpy().max())
    per_one = max(m.height for m in bars) / int(years[["entries", "exits"]].to_numpy().max())
    for value in (0, most):
        words = one(found, str(value))
        assert middle_of(words)[1] == pytest.approx(floor - value * per_one, abs=1)
        assert words.ink.bounds[2] < bars[0].x


@pytest.mark.parametrize("how", ["long", "short"])
def test_shares_and_years_of_staying_stand_at_their_place_on_the_axes(how: str) -> None:
    answer = turnovers()[how]
    svg = stay_svg(answer, "nl")
    (line,) = [n for n, _ in elements(svg) if n.tag.endswith("polyline")]
    points = np.array([[float(n) for n in p.split(",")] for p in line.get("points", "").split()])
    longest, last = float(answer.curve["years"].max()), float(answer.curve["share"].iloc[-1])
    start, end = points[0], points[-1]
    found = words_of(svg)
    floor = start[1] + (end[1] - start[1]) / (1 - last) if last < 1 else math.nan
    for share in (0, 50, 100):
        words = one(found, f"{share} %")
        expected = floor + (start[1] - floor) * share / 100
        assert middle_of(words)[1] == pytest.approx(expected, abs=1)
        assert words.ink.bounds[2] < start[0]
    ticks = [w for w in found if w.words.isdecimal()]
    assert len(ticks) >= 2
    for words in ticks:
        x = start[0] + (end[0] - start[0]) * int(words.words) / longest
        assert words.x == pytest.approx(x, abs=0.2)
        assert words.ink.bounds[1] > floor


def test_figures_on_the_timeline_stand_in_their_dots_above_their_year() -> None:
    figures = load_policy_figures()
    svg = timeline_svg(figures, "nl")
    found = words_of(svg)
    dots = [m for m in marks_of(svg) if m.kind == "circle"]
    inside = {}
    for dot in dots:
        (words,) = [
            w for w in found if math.dist(middle_of(w), dot.middle) < 1.5 and w.words.isdecimal()
        ]
        assert Polygon(words.ink).within(box(dot.x, dot.y, dot.x + dot.width, dot.y + dot.height))
        inside[int(words.words)] = dot
    dated = figures[figures["year_from"].notna()].set_index("number")
    assert set(inside) == set(dated.index)
    cities = list(dict.fromkeys(dated["city"]))
    axes = [w for w in found if re.fullmatch(r"(19|20)\d\d", w.words)]
    for city in cities:
        mine = dated[dated["city"].eq(city)]
        own = [inside[number] for number in mine.index]
        lowest = max(dot.middle[1] for dot in own)
        words = one(found, city)
        assert middle_of(words)[1] == pytest.approx(lowest, abs=4)
        assert words.ink.bounds[2] < min(dot.x for dot in own)
        below = min({w.y for w in axes if w.y > lowest})
        years = {int(w.words): w.x for w in axes if w.y == below}
        (one_year, one_x), (other_year, other_x) = min(years.items()), max(years.items())
        for number, year in mine["year_from"].items():
            x = one_x + (other_x - one_x) * (year - one_year) / (other_year - one_year)
            assert inside[number].middle[0] == pytest.approx(x, abs=0.2)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_name_score_and_place_stand_on_the_line_of_their_bar(lang: str) -> None:
    svg = figure("ranking", lang, BOTH)
    found = words_of(svg)
    grounds = [m for m in marks_of(svg) if m.fill == style.LAND]
    assert len(grounds) == 12
    scores, ranks = [], []
    for bar in grounds:
        line = [w for w in found if bar.y <= middle_of(w)[1] <= bar.y + bar.height]
        outside = [w for w in line if not bar.x <= middle_of(w)[0] <= bar.x + bar.width]
        rank, name, score, known = sorted(outside, key=lambda w: w.x)
        middle, low, high = map(int, re.fullmatch(r"(\d+) \((\d+)–(\d+)\)", rank.words).groups())
        assert low <= middle <= high
        ranks.append(middle)
        assert rank.ink.bounds[2] < name.ink.bounds[0]
        assert name.ink.bounds[2] < bar.x
        assert bar.x + bar.width < score.ink.bounds[0] < score.ink.bounds[2] < known.ink.bounds[0]
        scores.append(float(score.words.replace(",", ".")))
        drawn = [
            m
            for m in marks_of(svg)
            if m.y == bar.y and m.height == bar.height and m.fill != style.LAND
        ]
        *parts, unknown = drawn
        said = int(re.split("[ %]", known.words)[0]) / 100
        assert unknown.width / bar.width == pytest.approx(1 - said, abs=0.006)
        shown = sum(m.width for m in parts) / bar.width
        # The score lies between what is known alone and all that may be added.
        assert shown - 0.006 <= scores[-1] <= shown + 1 - said + 0.006
    assert ranks == sorted(ranks)


def named_of(mix: pd.DataFrame) -> pd.DataFrame:
    """The figures of houses whose named tenants are all organisations."""
    n = mix.groupby("hub_id")["weight"].sum().astype(int)
    return pd.DataFrame({"key": "tenants_named", "hub_id": n.index, "n": n.to_numpy()})


def test_the_longest_name_ends_before_its_bar() -> None:
    toy = toy_dataset()
    hubs = toy.hubs.head(3).assign(name=["W" * 60, "BROEDPLAATS WATERGRAAFSMEER OOST", "il" * 40])
    mix = pd.DataFrame({"hub_id": ["h1", "h2", "h3"], "chain": "music", "weight": 6.0})
    stages = mix.assign(stage="make")
    none = mix.iloc[:0]
    found = Comparison(hubs, named_of(mix), none, mix, stages, none, none)
    svg = mix_svg(found, palette(toy.chain_model, "nl"), "nl")
    bars = [m for m in marks_of(svg) if m.width > 100]
    assert len(bars) == 3
    names = [w for w in words_of(svg) if w.x == 0 and w.size == 17]
    # One word that is too long is cut; of several the second line takes the rest.
    assert [w.words for w in names if w.words.startswith("BROED") or "WATER" in w.words] == [
        "BROEDPLAATS", "WATERGRAAFSMEER OOST"
    ]  # fmt: skip
    assert [w.words.endswith("…") for w in names] == [True, False, False, True]
    for name, bar in zip(names, [bars[0], bars[1], bars[1], bars[2]], strict=True):
        assert bar.y - 3 < middle_of(name)[1] < bar.y + bar.height + 3
        assert name.ink.bounds[2] < bar.x


def test_bars_of_buildings_stand_beside_their_names_with_their_number_below() -> None:
    toy = toy_dataset()
    look = palette(toy.chain_model, "nl")
    hubs = toy.hubs.head(3)
    mix = pd.DataFrame(
        [("h1", "fashion", 6.0), ("h1", "music", 2.0), ("h2", "design", 5.0), ("h3", "music", 7.0)],
        columns=["hub_id", "chain", "weight"],
    )
    stages = pd.DataFrame(
        [("h1", "fashion", "make"), ("h2", "design", "public"), ("h3", "music", "conceive")],
        columns=["hub_id", "chain", "stage"],
    )
    none = mix.iloc[:0]
    svg = mix_svg(Comparison(hubs, named_of(mix), none, mix, stages, none, none), look, "nl")
    found, marks = words_of(svg), marks_of(svg)
    heads = {code: one(found, look.stage(code)) for code in LINE}
    lefts = []
    for hub_id, name, total in (
        ("h1", "Pand 1", "8"),
        ("h2", "Pand 2", "5"),
        ("h3", "Pand 3", "7"),
    ):
        words = one(found, name)
        (first, *more) = [
            m
            for m in marks
            if m.kind == "rect" and m.y < middle_of(words)[1] < m.y + m.height and m.width > 50
        ]
        below = min(
            (w for w in found if w.y > first.y + first.height and w.x == first.x), key=lambda w: w.y
        )
        assert re.search(rf"\b{re.escape(total)}\b", below.words)
        assert below.ink.bounds[1] > first.y + first.height
        assert len(more) + 1 == len(mix[mix["hub_id"].eq(hub_id)])
        lefts.append(first.x)
        # A dash below the sign of every stage the house lacks, in the column of that stage.
        lacks = [c for c in LINE if c not in set(stages[stages["hub_id"].eq(hub_id)]["stage"])]
        dashes = [w for w in found if w.words == "–" and first.y < w.y < first.y + 50]
        assert [d.x for d in dashes] == pytest.approx([heads[c].x for c in lacks], abs=NEAR)
    assert len(set(lefts)) == 1
    for chain in ("fashion", "music", "design"):
        words = one(found, look.chain(chain))
        (swatch,) = [
            m
            for m in marks
            if m.width == m.height == 18 and m.fill == look.fill(chain) and m.y < words.y < m.y + 18
        ]
        assert 0 < words.x - (swatch.x + 18) < 10
        (letter,) = [
            w
            for w in found
            if w.words == look.letter(chain)
            and w.y == pytest.approx(words.y, abs=8)
            and w.x < words.x
            and w.x > swatch.x
        ]
        assert middle_of(letter) == pytest.approx(swatch.middle, abs=0.8)


def test_distances_and_multiples_stand_at_their_place_beside_the_curve() -> None:
    svg = curve_svg(curve(), "x", "nl", 4.0)
    (line,) = [n for n, _ in elements(svg) if n.tag.endswith("polyline")]
    points = np.array([[float(n) for n in p.split(",")] for p in line.get("points", "").split()])
    found = words_of(svg)
    for radius in (250, 500, 750, 1000):  # points at 50, 100 ... 1000 m
        words = one(found, f"{radius:,}".replace(",", "."))
        assert words.x == pytest.approx(points[radius // 50 - 1][0], abs=NEAR)
        assert words.ink.bounds[1] > points[:, 1].max()
    heights = {
        float(w.words[:-1].replace(",", ".")): middle_of(w)[1]
        for w in found
        if re.fullmatch(r"[\d,]+×", w.words)
    }
    assert {0.0, 1.0, 2.0, 4.0} <= set(heights)
    # k is 2.5 times what chance gives, at every distance.
    per_one = heights[0] - heights[1]
    assert points[:, 1] == pytest.approx(heights[0] - 2.5 * per_one, abs=1)
    for value, height in heights.items():
        assert height == pytest.approx(heights[0] - value * per_one, abs=0.6)
    (dashed,) = [n.get("d", "") for n, _ in elements(svg) if n.get("stroke-dasharray")]
    assert float(re.findall(r"[\d.]+", dashed)[1]) == pytest.approx(heights[1], abs=1)


def test_each_quotient_stands_in_the_cell_of_its_row_and_column() -> None:
    codes = ("p", "q", "r")
    numbers = {
        pair: 0.1 * (i + 11)
        for i, pair in enumerate(itertools.combinations_with_replacement(codes, 2))
    }
    rows = [
        {
            "a": a,
            "b": b,
            "ratio": ratio,
            "q": 0.5,
            "n_a": 10 + codes.index(a),
            "verdict": "attracts",
        }
        for (a, b), ratio in numbers.items()
    ]
    told = pd.DataFrame(rows).assign(borderline=False)
    svg = matrix_svg(told, codes, lambda code: f"naam {code}", "Stad", "nl")
    found = words_of(svg)
    cells = [m for m in marks_of(svg) if m.width > 40]
    assert len(cells) == 6
    turned_names = {w.words: w for w in found if w.words.startswith("naam") and w.anchor == "start"}
    names = {w.words: w for w in found if w.words.startswith("naam") and w.anchor == "end"}
    sizes = {w.words: w for w in found if w.words.startswith("n = ")}
    for (a, b), ratio in numbers.items():
        words = one(found, f"{ratio:.1f}".replace(".", ","))
        (cell,) = [
            m for m in cells if box(m.x, m.y, m.x + m.width, m.y + m.height).covers(words.ink)
        ]
        assert middle_of(words)[0] == pytest.approx(cell.middle[0], abs=1.5)
        # Name and number of the row stand to the left, above and below its middle.
        # The lower half: the later of both is the row.
        row, n = names[f"naam {b}"], sizes[f"n = {10 + codes.index(b)}"]
        assert row.ink.bounds[3] < n.ink.bounds[1]
        assert (row.ink.bounds[1] + n.ink.bounds[3]) / 2 == pytest.approx(cell.middle[1], abs=4)
        assert max(row.ink.bounds[2], n.ink.bounds[2]) < min(m.x for m in cells)
        # The name of the column leans to the right from above its middle.
        column = turned_names[f"naam {a}"]
        assert column.x == pytest.approx(cell.middle[0], abs=1)
        assert column.ink.bounds[3] < min(m.y for m in cells)
        (sign,) = [
            w
            for w in found
            if w.words == "▲"
            and box(cell.x, cell.y, cell.x + cell.width, cell.y + cell.height).contains(
                Point(w.x, w.y)
            )
        ]
        assert sign.x == pytest.approx(cell.middle[0], abs=NEAR)
        assert sign.y < words.ink.bounds[1]


def line_of(city: str, tenants: tuple[float, ...], metres: tuple[float, ...]) -> ChainLine:
    stages = pd.DataFrame(
        {
            "stage": [*LINE, "support", "unknown"],
            "tenants": tenants,
            "hubs": 1,
            "partners": [10, 20, 30, 40, 0, 0],
        }
    )
    steps = pd.DataFrame(
        {
            "stage": LINE[:3],
            "next_stage": LINE[1:],
            "n": [6, 7, 8],
            "median_m": metres,
            "median_min": [m / 80 for m in metres],
            "in_house": 0,
        }
    )
    return ChainLine(city, "music", stages, steps, pd.DataFrame(), ())


LINES = (
    line_of("Amsterdam", (101, 102, 103, 104, 5, 6), (310, 320, 330)),
    line_of("Rotterdam", (201, 202, 203, 204, 7, 8), (410, 420, 430)),
)


@pytest.mark.parametrize("order", [LINES, LINES[::-1]])
def test_counts_stand_in_the_box_of_their_stage_and_city(order: tuple[ChainLine, ...]) -> None:
    look = palette(toy_dataset().chain_model, "nl")
    svg = chain_strip_svg(order, look, "nl")
    found = words_of(svg)
    boxes = sorted((m for m in marks_of(svg) if m.height == 130), key=lambda m: (m.y, m.x))
    assert len(boxes) == 8
    for i, line in enumerate(order):
        mine = boxes[4 * i : 4 * i + 4]
        city = one(found, line.city)
        assert mine[0].y < middle_of(city)[1] < mine[0].y + mine[0].height
        assert city.ink.bounds[2] < mine[0].x
        for place, row in zip(mine, line.stages.itertuples(), strict=False):
            ground = box(place.x, place.y, place.x + place.width, place.y + place.height)
            inside = {w.words for w in found if ground.covers(w.ink)}
            told = {f"{row.tenants + row.partners:g}", f"{row.tenants} + {row.partners}"}
            assert told | {look.stage(row.stage)} <= inside
            bars = [m for m in marks_of(svg) if m.height == 14 and ground.contains(Point(m.middle))]
            tenants, partners = sorted(bars, key=lambda m: m.x)[-2:]
            assert tenants.width / partners.width == pytest.approx(
                row.tenants / row.partners, rel=0.02
            )
            assert tenants.x + tenants.width == pytest.approx(partners.x, abs=0.2)
        for left, right, step in zip(mine, mine[1:], line.steps.itertuples(), strict=False):
            words = one(found, f"{step.median_m:.0f} m")
            assert middle_of(words)[0] == pytest.approx((left.x + left.width + right.x) / 2, abs=1)
            assert left.x + left.width < words.ink.bounds[0] < words.ink.bounds[2] < right.x
            assert left.y < words.y < left.y + left.height
        (beside,) = [w for w in found if f": {line.stages['tenants'].iloc[4]:g}" in w.words]
        assert beside.ink.bounds[1] > mine[0].y + mine[0].height
        assert i + 1 == len(order) or beside.ink.bounds[3] < boxes[4].y
