"""Hubs side by side, their coming and going, and the policy figures, drawn as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from geo.answers.comparison import Comparison
from geo.data.thresholds import FEW_NAMED
from geo.evidence.turnover import Turnover
from layers.figures.svg_pieces import (
    Piece,
    document,
    lettered_bar,
    lettered_swatch,
    rectangle,
    written,
)
from layers.sentences.comparison_words import counted_words, stages_of_hub
from layers.view.map_model import LegendEntry
from layers.view.symbol_svg import symbol_svg
from layers.words import style
from layers.words.letter_widths import in_two_lines
from layers.words.machine_numbers import dotted
from layers.words.numbers import number, percent
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text

WIDTH, ROW, TOP = 1180, 58, 20
NAME, BAR = 300, 520  # where the bar begins, and its width
STAGES, STEP = 900, 58
BAR_HEIGHT = 28
PALE = 0.45  # of a bar of too few tenants
SWATCH = 18
NAME_SIZE, NAME_LINE = 17.0, 21.0
LEGEND_COLUMNS, LEGEND_ROW = 5, 24
CAME, LEFT_HOUSE = style.TERM_COLOURS["starters"], style.HIGHLIGHT
TIME_LEFT, TIME_RIGHT, DOT = 120, 30, 11
PANEL, PANEL_HEIGHT = 560, 250
MOST_TICKS = 8
FIVE = 5  # years between two written ones
Scale = Callable[[float], float]


def mix_svg(found: Comparison, look: Palette, lang: str) -> str:
    """Draw for each hub the chains of its organisations and which stages it has.

    A bar is the whole of the named organisations, whatever their number; below
    `geo.data.thresholds.FEW_NAMED` it is drawn pale and says so.
    """
    names = found.hubs["name"].tolist()
    rows = "".join(
        _hub_row(found, str(hub_id), names[i], look, lang, TOP + 26 + i * ROW)
        for i, hub_id in enumerate(found.hubs["id"])
    )
    top = TOP + 26 + len(names) * ROW + 20
    codes = [code for code in look.chain_names if code in set(found.mix["chain"])]
    height = top + LEGEND_ROW * -(-max(len(codes), 1) // LEGEND_COLUMNS)
    body = _stage_heads(look) + rows + _chain_legend(codes, look, top)
    return document(WIDTH, height, body, mix_words(found, look, lang))


def mix_words(found: Comparison, look: Palette, lang: str) -> str:
    """Say the drawing in words: of each hub its chains and the stages it has and misses."""
    return " ".join(
        text(
            "vergelijken.mix_alt",
            lang,
            hub=one_line(row.name_),
            mix=_mix_of(found, row.id, look, lang) or text("vergelijken.absent", lang),
            stages=", ".join(look.stage(s) for s in stages_of_hub(found, row.id, look))
            or text("common.none", lang),
        )
        for row in found.hubs.rename(columns={"name": "name_"}).itertuples()
    )


def _mix_of(found: Comparison, hub_id: str, look: Palette, lang: str) -> str:
    mine = found.mix[found.mix["hub_id"].eq(hub_id)].set_index("chain")["weight"]
    return ", ".join(
        f"{name} {number(mine[code], lang)}"
        for code, name in look.chain_names.items()
        if code in mine
    )


def _hub_row(found: Comparison, hub_id: str, name: str, look: Palette, lang: str, y: float) -> str:
    mine = found.mix[found.mix["hub_id"].eq(hub_id)].set_index("chain")["weight"]
    total = float(mine.sum())
    words = _name(name, y)
    below = counted_words(found, hub_id, lang)
    if not total:
        none = below or text("vergelijken.no_tenants", lang)
        return (
            words
            + written(NAME, y + 20, none, size=15, fill=style.INK_SOFT)
            + (_stage_glyphs(found, hub_id, look, y) if below else "")
        )
    pieces = [
        _piece(BAR * float(mine[code]) / total, code, look)
        for code in look.chain_names
        if mine.get(code, 0) > 0
    ]
    return (
        words
        + lettered_bar(NAME, y, BAR_HEIGHT, pieces, PALE if total < FEW_NAMED else 1.0)
        + written(NAME, y + BAR_HEIGHT + 16, below, size=13, fill=style.INK_SOFT)
        + _stage_glyphs(found, hub_id, look, y)
    )


def _name(name: str, y: float) -> str:
    """Write a name beside its bar, in two lines where one does not hold it."""
    held = in_two_lines(one_line(name), NAME - 12, NAME_SIZE, bold=True)
    first = y + 20 if len(held) == 1 else y + 10
    return "".join(
        written(0, first + i * NAME_LINE, line, size=NAME_SIZE, weight="700")
        for i, line in enumerate(held)
    )


def _stage_glyphs(found: Comparison, hub_id: str, look: Palette, y: float) -> str:
    present = stages_of_hub(found, hub_id, look)
    sign, edge = ("×", style.HIGHLIGHT) if hub_id in found.registered else ("–", style.UNKNOWN)
    parts = []
    for i, code in enumerate(look.stage_line):
        has = code in present
        entry = LegendEntry(
            "",
            look.shape(code),
            style.TITLE if has else "",
            style.TITLE if has else edge,
            8,
        )
        x = STAGES + i * STEP
        parts.append(f'<g transform="translate({x},{y + 3})">{symbol_svg(entry)}</g>')
        if not has:
            parts.append(
                written(
                    x + 10,
                    y + 40,
                    sign,
                    size=15,
                    weight="700",
                    fill=edge,
                    anchor="middle",
                )
            )
    return "".join(parts)


def _stage_heads(look: Palette) -> str:
    return "".join(
        written(
            STAGES + i * STEP + 10,
            TOP + (i % 2) * 16 - 4,
            look.stage(code),
            size=13,
            anchor="middle",
        )
        for i, code in enumerate(look.stage_line)
    )


def _chain_legend(codes: Sequence[str], look: Palette, top: float) -> str:
    parts = []
    for i, code in enumerate(codes):
        x = (i % LEGEND_COLUMNS) * (WIDTH / LEGEND_COLUMNS)
        y = top + (i // LEGEND_COLUMNS) * LEGEND_ROW
        parts.append(lettered_swatch(x, y, _piece(SWATCH, code, look)))
        parts.append(written(x + SWATCH + 6, y, look.chain(code), size=14))
    return "".join(parts)


def _piece(width: float, chain: str, look: Palette) -> Piece:
    fill = look.fill(chain)
    return Piece(
        width, fill or style.WHITE, look.letter(chain), style.WHITE if fill else style.UNKNOWN
    )


# ---- coming and going


def years_svg(answer: Turnover, lang: str) -> str:
    """Draw who came, who left and who was there in each year."""
    years = answer.years
    most = max(1, int(years[["entries", "exits", "present"]].to_numpy().max(initial=1)))
    floor, top, left = PANEL_HEIGHT - 58, 44, 40
    step = (PANEL - left - 10) / max(len(years), 1)
    unit = (floor - top) / most
    bars, line = [], []
    for i, row in enumerate(years.itertuples()):
        x = left + i * step
        for j, (n, fill) in enumerate(((row.entries, CAME), (row.exits, LEFT_HOUSE))):
            width = step * 0.36
            bars.append(
                rectangle(x + step * 0.1 + j * width, floor - n * unit, width, n * unit, fill)
            )
        line.append(dotted(x + step / 2, floor - row.present * unit))
    every = -(-len(years) // MOST_TICKS) if len(years) else 1
    ticks = "".join(
        written(left + (i + 0.5) * step, floor + 18, str(year), size=13, anchor="middle")
        for i, year in enumerate(years["year"])
        if i % every == 0
    )
    body = (
        written(0, 20, text("vergelijken.years_title", lang), size=16, weight="700")
        + _level(number(most, lang), floor - most * unit, left)
        + _level("0", floor, left)
        + "".join(bars)
        + f'<polyline points="{" ".join(line)}" fill="none" stroke="{style.TITLE}" '
        'stroke-width="3"/>'
        + ticks
        + _key(0, CAME, text("vergelijken.entries", lang))
        + _key(190, LEFT_HOUSE, text("vergelijken.exits", lang))
        + _key(370, style.TITLE, text("vergelijken.present", lang))
    )
    return document(PANEL, PANEL_HEIGHT, body, text("vergelijken.years_title", lang))


def stay_svg(answer: Turnover, lang: str) -> str:
    """Draw the share of tenants still there after each number of years, with its interval."""
    curve = answer.curve
    longest = max(1.0, float(curve["years"].max()) if len(curve) else 1.0)
    floor, top, left = PANEL_HEIGHT - 58, 44, 56

    def x(years: float) -> float:
        return left + (PANEL - left - 20) * years / longest

    def y(share: float) -> float:
        return floor - (floor - top) * share

    steps = {name: _stairs(curve, name, x, y, longest) for name in ("share", "low", "high")}
    band = " ".join([*steps["high"], *steps["low"][::-1]])
    every = max(1, round(longest / MOST_TICKS))
    ticks = "".join(
        written(x(n), floor + 18, str(n), size=13, anchor="middle")
        for n in range(0, int(longest) + 1, every)
    )
    levels = "".join(_level(percent(p, lang), y(p), left) for p in (0.0, 0.5, 1.0))
    body = (
        written(0, 20, text("vergelijken.stay_title", lang), size=16, weight="700")
        + f'<polygon points="{band}" fill="{style.NO_DATA}"/>'
        + levels
        + f'<polyline points="{" ".join(steps["share"])}" fill="none" stroke="{style.TITLE}" '
        'stroke-width="3"/>'
        + ticks
        + written(left, PANEL_HEIGHT - 10, text("vergelijken.stay_axis", lang), size=14)
    )
    return document(PANEL, PANEL_HEIGHT, body, text("vergelijken.stay_title", lang))


def _stairs(curve: pd.DataFrame, column: str, x: Scale, y: Scale, longest: float) -> list[str]:
    # An interval at a share of 0 or 1 is not defined: it then keeps the value before it.
    level, points = 1.0, [dotted(x(0), y(1.0))]
    for years, value in zip(curve["years"], curve[column].ffill(), strict=True):
        points.append(dotted(x(years), y(level)))
        level = level if pd.isna(value) else float(value)
        points.append(dotted(x(years), y(level)))
    return [*points, dotted(x(longest), y(level))]


# ---- policy figures


def timeline_svg(figures: pd.DataFrame, lang: str) -> str:
    """Draw policy figures on one time axis, a band a city; the numbers are those of the table.

    Parameters
    ----------
    figures : DataFrame
        ``number, city, year_from, year_to``, as `geo.answers.comparison.dated_figures` gives them;
        those without a year are not drawn.
    """
    dated = figures[figures["year_from"].notna()]
    first, last = int(dated["year_from"].min()), int(dated["year_to"].max())
    step = (WIDTH - TIME_LEFT - TIME_RIGHT) / max(last - first, 1)

    def x(year: float) -> float:
        return TIME_LEFT + (year - first) * step

    y, parts = 30.0, []
    for city in dated["city"].unique():
        mine = dated[dated["city"].eq(city)]
        stacked = mine.groupby("year_from").cumcount()
        height = (int(stacked.max()) + 1) * 2.1 * DOT + 16
        parts.append(
            written(0, y + height - 14, str(city), size=17, weight="700", fill=style.TITLE)
        )
        for row, level in zip(mine.itertuples(), stacked, strict=True):
            middle = y + height - 18 - level * 2.1 * DOT
            parts.append(_dot(x(row.year_from), x(row.year_to), middle, row.number))
        parts.append(_axis(x, first, last, y + height))
        y += height + 44
    return document(WIDTH, y - 6, "".join(parts), text("vergelijken.timeline_alt", lang))


def _dot(begin: float, end: float, y: float, label: object) -> str:
    span = f'<path d="M{dotted(begin, y)}H{dotted(end)}" stroke="{style.TITLE}" stroke-width="3"/>'
    return (
        (span if end > begin else "")
        + f'<circle cx="{dotted(begin)}" cy="{dotted(y)}" r="{DOT}" fill="{style.TITLE}"/>'
        + written(
            begin, y + 4.5, str(label), size=12, weight="700", fill=style.WHITE, anchor="middle"
        )
    )


def _axis(x: Scale, first: int, last: int, y: float) -> str:
    marks = "".join(
        f'<path d="M{dotted(x(year), y)}v5" stroke="{style.INK_SOFT}"/>'
        + (
            written(x(year), y + 22, str(year), size=14, anchor="middle")
            if year % FIVE == 0
            else ""
        )
        for year in range(first, last + 1)
    )
    line = f'<path d="M{dotted(x(first), y)}H{dotted(x(last))}" stroke="{style.INK_SOFT}"/>'
    return line + marks


# ---- pieces


def _level(words: str, y: float, left: float) -> str:
    line = f'<path d="M{left} {dotted(y)}H{PANEL - 10}" stroke="{style.STREET}"/>'
    return line + written(left - 6, y + 5, words, size=13, anchor="end")


def _key(x: float, fill: str, words: str) -> str:
    y = PANEL_HEIGHT - 12
    return rectangle(x, y - 11, 14, 14, fill) + written(x + 20, y, words, size=14)
