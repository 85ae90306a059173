"""Scenes on the toy city and on nasty names, for the tests of slides, documents and screens."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import geopandas as gpd
from views import NASTY_NAMES, nasty_view, view_of

from geo.data.selection import Filters, Selection, select
from geo.toy.city import toy_dataset
from layers.files.scene_content import SceneContent, scene_content
from layers.paper.map_picture import MapPictures, map_pictures
from layers.sentences.explanation import Bars, ContentTable, explanation_of_rows
from layers.words.palette import palette


@cache
def pictures() -> MapPictures:
    """One map for every scene of the tests: drawing takes a second."""
    return map_pictures(view_of(), dpi=60)


def toy_selection(**filters: object) -> Selection:
    return select(toy_dataset(), Filters(**filters))


def toy_scene(headline: str = "", note: str = "", lang: str = "nl", **filters: object):
    look = palette(toy_dataset().chain_model, lang)
    view = view_of(lang=lang)
    explanation = explanation_of_rows(toy_selection(**filters), look, lang)
    return scene_content(view, explanation, headline, note, pictures())


def nasty_scene(name: str) -> SceneContent:
    """A scene in which everything that can hold text holds ``name``."""
    bars = Bars(name, (name, "b"), ((name, (2.5, 1.0)),))
    headings = (name, "Stad", "Keten", "n")
    table = ContentTable(name, headings, ((name, name, name, "3"),))
    plain = replace(toy_scene_kept(), view=nasty_view(), headline=name, note=name)
    return replace(plain, bars=bars, table=table, sources=name)


@cache
def toy_scene_kept() -> SceneContent:
    return toy_scene()


def renamed(chosen: Selection, names: tuple[str, ...] = NASTY_NAMES) -> Selection:
    """The same rows with nasty names of buildings."""
    hubs = gpd.GeoDataFrame(chosen.hubs.assign(name=[*names][: len(chosen.hubs)]), crs=28992)
    aside = chosen.hubs_without_place.iloc[:0]
    return replace(chosen, hubs=hubs, hubs_without_place=aside)
