"""What is said beside a picture, and how it follows from the rows or from the map alone.

Pages whose point is something else than the map say it in a module of their own, as
`layers.sentences.ranking_explanation` does for *Waar moet ik zijn?*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.data.selection import Selection
from geo.data.tenant_count import leading_chains, organisation_shares, placed_counts
from geo.data.thresholds import FEW_NAMED
from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.words.numbers import UNKNOWN, number
from layers.words.palette import Palette
from layers.words.plain_text import one_line, shortened
from layers.words.text import text

MOST_ROWS = 5
MOST_FIGURES = 3
MOST_BARS = 12
CARD_LINES = 3  # of the card of a row, beside its name in the table
LONGEST_NAME = 200
# What lies below the answer of a page.
BACKGROUND = ("districts", "neighbourhoods", "stops")


@dataclass(frozen=True)
class KeyFigure:
    """A number as it is shown, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True)
class ContentTable:
    """A small table in words.

    Attributes
    ----------
    title : str
    headings : tuple of str
    rows : tuple of tuple of str
        Each as long as ``headings``.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Bars:
    """Numbers by category, a series a city or a kind.

    Attributes
    ----------
    title : str
        With unit and number of observations.
    categories : tuple of str
    series : tuple of (name, values)
        As many values as categories.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Explanation:
    """The words and numbers of a scene.

    Attributes
    ----------
    statement : str
        What the numbers say, as a sentence: the headline where the planner gave none.
    figures : tuple of KeyFigure
        One to three.
    table : ContentTable
    bars : Bars
    """

    statement: str
    figures: tuple[KeyFigure, ...]
    table: ContentTable
    bars: Bars


# ---- of the rows on *Kaart*


def explanation_of_rows(chosen: Selection, look: Palette, lang: str) -> Explanation:
    """Say what the rows that pass the filters come to."""
    return Explanation(
        statement(chosen, look, lang),
        key_figures(chosen, lang),
        largest_hubs(chosen, look, lang),
        tenant_bars(chosen, look, lang),
    )


def statement(chosen: Selection, look: Palette, lang: str) -> str:
    """Say the main thing the rows say, as a sentence; too few rows are said to be too few.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> from layers.words.palette import palette
    >>> toy = toy_dataset()
    >>> statement(select(toy, Filters(cities=())), palette(toy.chain_model, "nl"), "nl")
    'Te weinig om iets te zeggen: 0 huurders bij naam bekend'
    """
    counts = placed_counts(chosen)
    n = counts.tenants.all
    cities = text("kaart.and", lang).join(chosen.filters.cities)
    if n < FEW_NAMED:
        return text("scene.few", lang, n=n)
    chains = chosen.filters.chains
    if len(chains) == 1:
        hubs, every = counts.held, counts.hubs.all
        name = look.chain(chains[0])
        return text("scene.one_chain", lang, chain=name, n=n, hubs=hubs, all=every, cities=cities)
    shares = organisation_shares(chosen)
    lead = leading_chains(shares.assign(every=""), ["every"])
    if lead.empty:
        return text("scene.no_chain", lang, n=n, cities=cities)
    first, n = lead.iloc[0], shares["tenant_id"].nunique()
    value = number(float(shares.loc[shares["chain"].eq(first[0]), "weight"].sum()), lang)
    names = text("kaart.and", lang).join(map(look.chain, first))
    key = "scene.largest" if len(first) == 1 else "scene.largest_level"
    return text(key, lang, chain=names, value=value, n=n, cities=cities)


def key_figures(chosen: Selection, lang: str) -> tuple[KeyFigure, ...]:
    """Return buildings, named tenants and partners; each says what part of it has no place.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> hubs, tenants, _ = key_figures(select(toy_dataset(), Filters()), "nl")
    >>> hubs.label
    'gebouwen, waarvan 1 zonder plaats; van 3 is geen huurder bekend'
    >>> tenants.label
    'huurders bij naam bekend, waarvan 1 zonder plaats'
    """
    found = placed_counts(chosen)
    counts = {"hubs": found.hubs, "tenants": found.tenants, "partners": found.partners}
    labels = {
        name: text(f"scene.{name}_aside", lang, all=count.all, n=count.aside)
        if count.aside
        else text(f"scene.{name}", lang, all=count.all)
        for name, count in counts.items()
    }
    if found.empty:
        # The table and the statement count those with a known tenant: the difference has a name.
        key = "scene.hubs_empty_chain" if chosen.filters.chains else "scene.hubs_empty"
        labels["hubs"] = text(key, lang, words=labels["hubs"], n=found.empty)
    return tuple(KeyFigure(number(counts[name].all, lang), labels[name]) for name in counts)


def largest_hubs(chosen: Selection, look: Palette, lang: str) -> ContentTable:
    """Return the buildings with most named tenants, and the chain most of them are in."""
    hubs = pd.concat([pd.DataFrame(chosen.hubs), pd.DataFrame(chosen.hubs_without_place)])
    hubs = hubs[hubs["n_tenants"].gt(0)].sort_values(["n_tenants", "name"], ascending=[False, True])
    lead = leading_chains(organisation_shares(chosen), ["hub_id"])
    rows = tuple(
        (
            name_in_table(hub.label),
            one_line(hub.district) or one_line(hub.city),
            chain_names(lead.get(hub.id, ()), look),
            number(hub.n_tenants, lang),
        )
        for hub in hubs.rename(columns={"name": "label"}).head(MOST_ROWS).itertuples()
    )
    names = ("column.hub_name", "scene.district", "scene.top_chain", "column.n_tenants")
    title = text("scene.table", lang, n=len(rows), total=len(hubs))
    return ContentTable(title, tuple(text(name, lang) for name in names), rows)


def chain_names(codes: Sequence[str], look: Palette) -> str:
    """Name the chains that lead level; a dash where no organisation in the ten is known."""
    return ", ".join(map(look.chain, codes)) or UNKNOWN


def tenant_bars(chosen: Selection, look: Palette, lang: str) -> Bars:
    """Return tenants that are an organisation by chain and city, of one chain by stage."""
    by_stage = len(chosen.filters.chains) == 1
    column, names = ("stage", look.stage_names) if by_stage else ("chain", look.chain_names)
    city = pd.concat([chosen.hubs, chosen.hubs_without_place]).set_index("id")["city"]
    shares = organisation_shares(chosen)
    shares = shares.assign(city=shares["hub_id"].map(city))
    sums = shares.groupby([column, "city"])["weight"].sum().unstack(fill_value=0.0)
    codes = [code for code in names if code in sums.index]
    series = tuple(
        (name, tuple(round(float(value), 2) for value in sums.reindex(codes)[name]))
        for name in chosen.filters.cities
        if name in sums
    )
    key = "scene.bars_stage" if by_stage else "scene.bars_chain"
    title = text(key, lang, n=shares["tenant_id"].nunique())
    return Bars(title, tuple(one_line(names[code]) for code in codes), series)


def name_in_table(name: str) -> str:
    """Return a name as one line that a cell can hold."""
    return shortened(one_line(name), LONGEST_NAME)


# ---- of any map


def explanation_of_map(view: MapView) -> Explanation:
    """Say what a map shows: its title, the counts of its legend, the first rows of its answer.

    Examples
    --------
    >>> view = MapView("nl", "Bereik", "De Loods", "", (), (), (), (), (0, 0, 1, 1), (), "", "")
    >>> explanation_of_map(view).statement
    'Bereik: De Loods'
    """
    title, subtitle = one_line(view.title), one_line(view.subtitle)
    between = " " if title.endswith(("?", "!", ".", ":")) else ": "
    statement = between.join(part for part in (title, subtitle) if part)
    above = [layer for layer in reversed(view.layers) if layer.key not in BACKGROUND]
    # Ways lie over the places that they lead from; the places are what the page is about.
    told = sorted(above, key=lambda layer: layer.kind == "lines")
    answer = next((layer for layer in told if layer.card and len(layer.frame)), None)
    return Explanation(
        statement,
        _counts(told, view.lang),
        _first_rows(answer, view),
        _legend_bars(answer, view.lang),
    )


def _counted(layers: list[MapLayer]) -> list[LegendEntry]:
    return [entry for layer in layers for entry in layer.legend if entry.count is not None]


def _counts(layers: list[MapLayer], lang: str) -> tuple[KeyFigure, ...]:
    """Return the first counts of the legend from the top layer down, else of the layers."""
    found = [
        KeyFigure(number(entry.count or 0, lang), one_line(entry.label))
        for entry in _counted(layers)
    ]
    whole = [KeyFigure(number(layer.n_rows, lang), one_line(layer.title)) for layer in layers]
    none = [KeyFigure("0", text("scene.drawn", lang))]
    return tuple((found or whole or none)[:MOST_FIGURES])


def _first_rows(layer: MapLayer | None, view: MapView) -> ContentTable:
    """Return the rows that lie uppermost: their name and the first lines that every card has."""
    name = text("scene.name", view.lang)
    if layer is None:
        return ContentTable(one_line(view.title), (name,), ())
    shown = layer.frame.iloc[::-1].head(MOST_ROWS)
    cards = [dict(layer.card.get(ref, ())) for ref in shown["ref"]]
    # A heading that some cards lack would make a table of gaps.
    common = [h for h in (cards[0] if cards else ()) if all(h in card for card in cards)]
    headings = [heading for heading in common if heading != name][:CARD_LINES]
    rows = tuple(
        (name_in_table(label), *(one_line(str(card[heading])) for heading in headings))
        for label, card in zip(shown["label"], cards, strict=True)
    )
    title = text(
        "scene.first_rows", view.lang, title=layer.title, n=len(rows), total=len(layer.frame)
    )
    return ContentTable(one_line(title), (name, *map(one_line, headings)), rows)


def _legend_bars(layer: MapLayer | None, lang: str) -> Bars:
    """Return what the legend of a layer counts."""
    if layer is None:
        return Bars("", (), ())
    entries = _counted([layer])[:MOST_BARS]
    title = one_line(layer.legend_title or layer.title)
    counts = tuple(float(entry.count or 0) for entry in entries)
    names = tuple(one_line(entry.label) for entry in entries)
    whole = f"{title} (n = {number(layer.n_rows, lang)})"
    return Bars(whole, names, ((title, counts),) if names else ())
