"""How complete the sources are: a bar a city, chain and stage, and a bar a published total.

A bar is filled where a total is published, striped where a source looked and no total is known, and
an empty dashed outline where no source looked: nothing can be read off there, and it looks so.
"""

from __future__ import annotations

import pandas as pd

from geo.data.coverage import NOBODY, Seen, Sight, all_seen, totals_of
from layers.figures.figure import Drawing
from layers.figures.svg_pieces import document, hatch, rectangle, written
from layers.words import style
from layers.words.letter_widths import fitted
from layers.words.machine_numbers import dotted
from layers.words.numbers import whole
from layers.words.palette import Palette
from layers.words.text import text

CELL, ROW, LABEL, HEAD, FOOT = 206, 66, 150, 74, 46
BAR, BAR_HEIGHT = 184, 11
STRIPES = "coverage"
TOTAL_ROW, TOTAL_LABEL, TOTAL_BAR = 34, 330, 380
WIDTH = LABEL + 5 * CELL
Cells = dict[tuple[str, str], Seen]


def cells_drawing(table: pd.DataFrame, city: str, look: Palette, lang: str) -> Drawing:
    """Draw who is known in a city, a row a chain and a column a stage.

    Parameters
    ----------
    table : DataFrame
        As `geo.data.coverage.load_coverage` gives it.
    city : str
    look : Palette
    lang : "nl" or "en"
    """
    cells = all_seen(table, city)
    chains, stages = _codes(cells, look)
    title = text("volledig.cells_title", lang, city=city)
    parts = [
        hatch(STRIPES, style.UNKNOWN),
        written(0, 22, title, size=20, weight="700", fill=style.TITLE),
    ]
    for j, stage in enumerate(stages):
        parts.append(written(LABEL + j * CELL, 54, look.stage(stage), size=15, weight="700"))
    for i, chain in enumerate(chains):
        top = HEAD + i * ROW
        parts.append(written(0, top + 18, look.chain(chain), size=15, weight="600"))
        for j, stage in enumerate(stages):
            parts.append(_cell(cells[chain, stage], LABEL + j * CELL, top, lang))
    bottom = HEAD + len(chains) * ROW
    parts.append(_legend(bottom + 22, lang))
    words = _cells_words(cells, title, look, lang)
    return Drawing(title, document(WIDTH, bottom + FOOT, "".join(parts), words), words)


def _cells_words(cells: Cells, title: str, look: Palette, lang: str) -> str:
    """Say the drawing in words: how many cells no source saw, and each n of N."""
    told = [
        f"{look.chain(chain)}, {look.stage(stage)}: {of_words(sight, lang)}."
        for (chain, stage), found in cells.items()
        if (sight := found.partners).published is not None
    ]
    return text(
        "volledig.cells_words",
        lang,
        title=title,
        all=len(cells),
        nobody=sum(not found.looked for found in cells.values()),
        empty=sum(found.looked and not found.partners.found for found in cells.values()),
        told=" ".join(told),
    )


def _codes(cells: Cells, look: Palette) -> tuple[list[str], list[str]]:
    """Return chains and stages of the cells in the order of the chain model."""
    chains, stages = {chain for chain, _ in cells}, {stage for _, stage in cells}
    return [c for c in look.chain_names if c in chains], [
        s for s in look.stage_names if s in stages
    ]


def of_words(sight: Sight, lang: str) -> str:
    """Say n of N of what a published total counts, and its date; n only where a source looked."""
    total = sight.total.iloc[0]
    values = {"what": text(f"volledig.what_{total['what']}", lang), "date": total["date"]}
    if total["reach"] == NOBODY:
        return text("volledig.of_nobody", lang, all=_whole_words(total, lang), **values)
    n = whole(float(total["listed"]), lang)
    return text("volledig.of_what", lang, n=n, all=_whole_words(total, lang), **values)


def _whole_words(total: pd.Series, lang: str) -> str:
    number = whole(float(total["published"]), lang)
    more = pd.notna(total["at_least"]) and bool(total["at_least"])
    return text("volledig.more_than", lang, n=number) if more else number


def _cell(found: Seen, x: float, top: float, lang: str) -> str:
    partners = found.partners
    first = [text("volledig.tenants", lang, n=found.tenants.found)]
    if found.looked:
        first.insert(0, text("volledig.partners", lang, n=partners.found))
    total = None if partners.published is None else partners.total.iloc[0]
    third = of_words(partners, lang) if total is not None else looked_words(partners, lang)
    looked = found.looked if total is None else total["reach"] != NOBODY
    share = None if total is None else _share(total)
    return (
        written(x, top + 17, ", ".join(first), size=14, weight="600")
        + _bar(x, top + 24, BAR, share, looked=looked)
        + written(x, top + 50, fitted(third, CELL - 12, 12), size=12, fill=style.INK_SOFT)
    )


def _share(total: pd.Series) -> float:
    return min(1.0, float(total["listed"]) / max(1.0, float(total["published"])))


def looked_words(sight: Sight, lang: str) -> str:
    """Say what the sources of a cell looked for, those that asked for all of it first."""
    if sight.reach == NOBODY:
        return text("volledig.no_source", lang)
    widest = sight.sources.sort_values("reach", kind="stable")  # "kind" before "part"
    return ", ".join(text(f"volledig.what_{what}", lang) for what in dict.fromkeys(widest["what"]))


def _bar(x: float, y: float, width: float, share: float | None, *, looked: bool) -> str:
    """Draw a bar: filled to the share, striped where there is none, dashed where nobody looked."""
    if not looked:
        return (
            f'<rect x="{dotted(x)}" y="{dotted(y)}" width="{dotted(width)}" '
            f'height="{BAR_HEIGHT}" fill="none" stroke="{style.SWATCH_EDGE}" '
            'stroke-dasharray="4 4"/>'
        )
    if share is None:
        return rectangle(x, y, width, BAR_HEIGHT, f"url(#{STRIPES})", style.SWATCH_EDGE)
    return rectangle(x, y, width, BAR_HEIGHT, style.WHITE, style.SWATCH_EDGE) + rectangle(
        x, y, width * share, BAR_HEIGHT, style.TITLE
    )


def _legend(y: float, lang: str) -> str:
    kinds = (
        ("legend_of", 0.4, True),
        ("legend_unknown", None, True),
        ("legend_nobody", None, False),
    )
    parts = []
    for i, (key, share, looked) in enumerate(kinds):
        x = i * 300 + 90 * (i > 1)
        parts.append(_bar(x, y - 10, 60, share, looked=looked))
        parts.append(written(x + 70, y, text(f"volledig.{key}", lang), size=14))
    return "".join(parts)


def city_totals(table: pd.DataFrame, city: str) -> pd.DataFrame:
    """Return the published totals of a city, its houses together as the first of them."""
    mine = table[table["city"].eq(city)]
    houses = totals_of(mine)
    together = {
        "kind": "tenants",
        "what": "houses",
        "reach": "part",
        "fit": "same",
        "listed": int(houses["listed"].sum()),
        "published": int(houses["published"].sum()),
        "add": "house_list",
    }
    totals = mine[mine["level"].eq("total")]
    return pd.concat([pd.DataFrame([together]), totals], ignore_index=True)


def totals_drawing(table: pd.DataFrame, city: str, lang: str) -> Drawing:
    """Draw what is known of each published total of a city.

    Parameters
    ----------
    table : DataFrame
        As `geo.data.coverage.load_coverage` gives it.
    city : str
    lang : "nl" or "en"
    """
    rows = city_totals(table, city)
    title = text("volledig.totals_title", lang, city=city)
    parts = [
        hatch(STRIPES, style.UNKNOWN),
        written(0, 22, title, size=20, weight="700", fill=style.TITLE),
    ]
    words = []
    for i, (_, row) in enumerate(rows.iterrows()):
        y = 52 + i * TOTAL_ROW
        name, said = total_name(row, lang), total_words(row, lang)
        share = None if pd.isna(row["published"]) else _share(row)
        parts.append(written(0, y + 11, fitted(name, TOTAL_LABEL - 12, 15), size=15))
        parts.append(_bar(TOTAL_LABEL, y, TOTAL_BAR, share, looked=row["reach"] != NOBODY))
        parts.append(written(TOTAL_LABEL + TOTAL_BAR + 16, y + 11, said, size=14))
        words.append(f"{name}: {said}.")
    bottom = 52 + len(rows) * TOTAL_ROW
    parts.append(_legend(bottom + 20, lang))
    told = f"{title}. {' '.join(words)}"
    return Drawing(title, document(WIDTH, bottom + FOOT, "".join(parts), told), told)


def total_name(row: pd.Series, lang: str) -> str:
    """Name what a total counts, beginning with a capital."""
    houses = row["what"] == "houses"
    name = text("volledig.houses" if houses else f"volledig.what_{row['what']}", lang)
    return name[0].upper() + name[1:]


def total_words(row: pd.Series, lang: str) -> str:
    """Say n of N with its date, or that nobody looked, or that nobody publishes N."""
    looked, n = row["reach"] != NOBODY, whole(float(row["listed"]), lang)
    if pd.isna(row["published"]):
        if looked:
            return text("volledig.not_published", lang, n=n)
        return text("volledig.not_looked", lang)
    every, date = _whole_words(row, lang), row["date"]
    if not looked:
        said = text("volledig.nobody_looked", lang, all=every, date=date)
    elif pd.isna(date):
        said = text("volledig.n_of_undated", lang, n=n, all=every)
    else:
        said = text("volledig.n_of", lang, n=n, all=every, date=date)
    wider = row["fit"] == "wider"
    return f"{said}, {text('volledig.wider', lang)}" if wider else said
