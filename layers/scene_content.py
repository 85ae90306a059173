"""What one scene says beside its map: statement, figures, table, bars, sources and caption.

Slides, document and council screen are all made from one `SceneContent`, so that they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.selection import Selection
from layers.caption import CaptionLine, caption, source_line
from layers.chain_strip import number
from layers.drawn import MapView
from layers.map_picture import MapPictures, map_pictures
from layers.palette import Palette
from layers.plain_text import one_line, shortened
from layers.text import text

FEW = 5  # below this number of named tenants nothing is said about shares
MOST_ROWS = 5
LONGEST_STATEMENT = 200
LONGEST_NAME = 200


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
    """Named tenants by chain, or by stage where one chain is shown; a series a city.

    Attributes
    ----------
    title : str
        With unit and number of observations.
    categories : tuple of str
    series : tuple of (name, values)
        As many values as categories; sums of shares, a tenant weighs 1.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True)
class SceneContent:
    """One scene, ready to be put on a slide, a page or the screen.

    Attributes
    ----------
    headline : str
        The planner's statement, or one made from the numbers.
    note : str
        The planner's note, "" without.
    view : MapView
    pictures : MapPictures
    figures : tuple of KeyFigure
        Three.
    table : ContentTable
    bars : Bars
    caption : tuple of CaptionLine
    sources : str
    """

    headline: str
    note: str
    view: MapView
    pictures: MapPictures
    figures: tuple[KeyFigure, ...]
    table: ContentTable
    bars: Bars
    caption: tuple[CaptionLine, ...]
    sources: str

    @property
    def lang(self) -> str:
        """Language of all words."""
        return self.view.lang

    @property
    def credits(self) -> str:
        """Who is to be credited, each once; licences and dates stand in ``sources``."""
        said = [one_line(line.credit or line.title) for line in self.view.sources]
        names = dict.fromkeys(name.strip() for words in said for name in words.split(";"))
        return f"{text('scene.sources', self.lang)}: {'; '.join(name for name in names if name)}"

    @property
    def alt(self) -> str:
        """What the picture shows, for who cannot see it."""
        drawn = "; ".join(f"{line.heading}: {line.words}" for line in self.caption[:2])
        return text("scene.alt", self.lang, title=one_line(self.view.title), drawn=drawn)


def scene_content(
    view: MapView,
    chosen: Selection,
    look: Palette,
    headline: str = "",
    note: str = "",
    pictures: MapPictures | None = None,
) -> SceneContent:
    """Put together what a scene says.

    Parameters
    ----------
    view : MapView
        The map.
    chosen : Selection
        The rows the map is made from.
    look : Palette
        In the language of the view.
    headline, note : str
        The planner's own words; without a headline the numbers make one.
    pictures : MapPictures, optional
        Of the view, where they are drawn already.
    """
    return SceneContent(
        shortened(one_line(headline), LONGEST_STATEMENT) or statement(chosen, look, view.lang),
        note,
        view,
        pictures or map_pictures(view),
        key_figures(chosen, view.lang),
        largest_hubs(chosen, look, view.lang),
        tenant_bars(chosen, look, view.lang),
        caption(view),
        source_line(view),
    )


def statement(chosen: Selection, look: Palette, lang: str) -> str:
    """Say the main thing the rows say, as a sentence; too few rows are said to be too few.

    Examples
    --------
    >>> from geo.selection import Filters, select
    >>> from geo.toy import toy_dataset
    >>> from layers.palette import palette
    >>> toy = toy_dataset()
    >>> statement(select(toy, Filters(cities=())), palette(toy.chain_model, "nl"), "nl")
    'Te weinig om iets te zeggen: 0 huurders bij naam bekend'
    """
    n, cities = len(chosen.tenants), text("kaart.and", lang).join(chosen.filters.cities)
    if n < FEW:
        return text("scene.few", lang, n=n)
    chains = chosen.filters.chains
    if len(chains) == 1:
        hubs = chosen.tenants["hub_id"].nunique()
        name = look.chain(chains[0])
        return text("scene.one_chain", lang, chain=name, n=n, hubs=hubs, cities=cities)
    weights = chosen.shares.groupby("chain")["weight"].sum().drop([*look.beside], errors="ignore")
    if weights.empty or weights.max() == 0:
        return text("scene.no_chain", lang, n=n, cities=cities)
    largest = str(weights.idxmax())
    value = number(float(weights.max()), lang)
    return text("scene.largest", lang, chain=look.chain(largest), value=value, n=n, cities=cities)


def key_figures(chosen: Selection, lang: str) -> tuple[KeyFigure, ...]:
    """Return buildings, named tenants and partners; each says what part of it has no place.

    Examples
    --------
    >>> from geo.selection import Filters, select
    >>> from geo.toy import toy_dataset
    >>> [figure.label for figure in key_figures(select(toy_dataset(), Filters()), "nl")]
    ['gebouwen, waarvan 1 zonder plaats', 'huurders bij naam bekend', 'partners daarbuiten']
    """
    aside = len(chosen.hubs_without_place)
    hubs = len(chosen.hubs) + aside
    label = text("scene.hubs_aside", lang, n=aside) if aside else text("scene.hubs", lang)
    return (
        KeyFigure(str(hubs), label),
        KeyFigure(str(len(chosen.tenants)), text("scene.tenants", lang)),
        KeyFigure(str(len(chosen.partners)), text("scene.partners", lang)),
    )


def largest_hubs(chosen: Selection, look: Palette, lang: str) -> ContentTable:
    """Return the buildings with most named tenants, and the chain most of them are in."""
    hubs = pd.concat([pd.DataFrame(chosen.hubs), pd.DataFrame(chosen.hubs_without_place)])
    hubs = hubs[hubs["n_tenants"].gt(0)].sort_values(["n_tenants", "name"], ascending=[False, True])
    weights = chosen.shares.groupby(["hub_id", "chain"])["weight"].sum().reset_index()
    top = weights.sort_values("weight", ascending=False).drop_duplicates("hub_id")
    chain = top.set_index("hub_id")["chain"].to_dict()
    rows = tuple(
        (
            shortened(one_line(hub.label), LONGEST_NAME),
            one_line(hub.district) or one_line(hub.city),
            look.chain(chain.get(hub.id)),
            str(hub.n_tenants),
        )
        for hub in hubs.rename(columns={"name": "label"}).head(MOST_ROWS).itertuples()
    )
    names = ("column.hub_name", "scene.district", "scene.top_chain", "column.n_tenants")
    title = text("scene.table", lang, n=len(rows), total=len(hubs))
    return ContentTable(title, tuple(text(name, lang) for name in names), rows)


def tenant_bars(chosen: Selection, look: Palette, lang: str) -> Bars:
    """Return named tenants by chain and city; by stage where one chain is chosen."""
    by_stage = len(chosen.filters.chains) == 1
    column, names = ("stage", look.stage_names) if by_stage else ("chain", look.chain_names)
    city = pd.concat([chosen.hubs, chosen.hubs_without_place]).set_index("id")["city"]
    shares = chosen.shares.assign(city=chosen.shares["hub_id"].map(city))
    sums = shares.groupby([column, "city"])["weight"].sum().unstack(fill_value=0.0)
    codes = [code for code in names if code in sums.index]
    series = tuple(
        (name, tuple(round(float(value), 2) for value in sums.reindex(codes)[name]))
        for name in chosen.filters.cities
        if name in sums
    )
    key = "scene.bars_stage" if by_stage else "scene.bars_chain"
    title = text(key, lang, n=len(chosen.tenants))
    return Bars(title, tuple(one_line(names[code]) for code in codes), series)
