"""What is said of an area, from its profile: what lies in it, how much is known, what is unsure."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import pandas as pd

from geo.answers.area_profile import AreaProfile
from geo.evidence.knowledge import PRESENT, Knowledge
from geo.evidence.unseen import Cell
from geo.intake.meaning.plan_outline import PlanOutline
from layers.sentences.knowledge_words import cell_words
from layers.words.numbers import decimal
from layers.words.palette import Palette
from layers.words.text import text

HECTARE_M2 = 10_000


def area_words(found: AreaProfile, square_metres: float, lang: str) -> list[str]:
    """Say what lies in an area, how many tenants are known of how many, and what is unsure."""
    said = [
        text(
            "area.holds",
            lang,
            hectares=decimal(square_metres / HECTARE_M2, lang, 1),
            hubs=len(found.hubs),
            tenants=len(found.tenants),
            partners=len(found.partners),
            meeting=len(found.meeting_places),
        )
    ]
    told = found.published
    if told.published:
        counts = {"known": told.known, "published": told.published}
        houses = {"houses": told.houses, "all_houses": told.all_houses}
        said.append(text("kaart.known_of_published", lang, **counts, **houses))
    elif told.all_houses:
        said.append(text("area.none_published", lang))
    if len(found.unsure):
        said.append(text("area.unsure", lang, n=len(found.unsure)))
    return said


def outline_words(outline: PlanOutline, name: str, lang: str) -> str:
    """Say how an area was taken from a file: what was left out, and how far off the edge is."""
    n = len(outline.corners)
    if n == outline.given:
        said = text("area.from_file", lang, file=name, n=n)
    else:
        off = max(1, ceil(outline.off_m))
        said = text("area.from_file_fewer", lang, file=name, given=outline.given, n=n, metres=off)
    return said + (text("area.holes", lang, n=outline.holes) if outline.holes else "")


def stage_table(known: Mapping[Cell, Knowledge], look: Palette, lang: str) -> pd.DataFrame:
    """Write chains by stages: how many are known, and where nobody is, what that means.

    Chains of which nobody at all is known are left out.
    """
    chains = [
        chain
        for chain in look.chain_names
        if any(each.found for (other, _stage), each in known.items() if other == chain)
    ]
    cells = {
        look.stage(stage): [_cell(known.get((chain, stage)), lang) for chain in chains]
        for stage in look.stage_line
    }
    return pd.DataFrame(cells, index=[look.chain(chain) for chain in chains])


def _cell(known: Knowledge | None, lang: str) -> str:
    if known is None:
        return ""
    return str(known.found) if known.state == PRESENT else cell_words(known, lang)
