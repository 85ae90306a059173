"""What a scene says of a plan area: what lies in it, its largest houses and its chains."""

from __future__ import annotations

from dataclasses import replace

from geo.answers.area_profile import AreaProfile
from geo.data.selection import Selection
from layers.sentences.area_words import area_words
from layers.sentences.explanation import Explanation, explanation_of_rows
from layers.words.palette import Palette
from layers.words.text import text


def explanation_of_area(
    found: AreaProfile, chosen: Selection, square_metres: float, look: Palette, lang: str
) -> Explanation:
    """Say of the rows in a plan area what a scene says of all rows.

    Parameters
    ----------
    found : AreaProfile
        What lies in it.
    chosen : Selection
        What it was gathered from.
    square_metres : float
        Of the area.
    look : Palette
    lang : str
    """
    inside = replace(
        chosen,
        hubs=found.hubs,
        hubs_without_place=chosen.hubs_without_place.iloc[:0],
        tenants=found.tenants,
        shares=found.shares,
        partners=found.partners,
        meeting_places=found.meeting_places,
        left_out=chosen.left_out.iloc[:0],
    )
    holds = area_words(found, square_metres, lang)[0].removesuffix(".")
    said = text("area.scene", lang, holds=holds)
    return replace(explanation_of_rows(inside, look, lang), statement=said)
