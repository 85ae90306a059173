"""Sectors as planners write them, and the chain each belongs to."""

from __future__ import annotations

import re
from functools import cache

from geo.intake.values.cells import is_nothing
from geo.intake.values.column_names import plain_name

UNKNOWN = "unknown"
WORDS: dict[str, str] = {
    "architecture": "architectuur|architect|architecten|architecture|stedenbouw|bouwkunst|"
    "interieurarchitectuur|landschapsarchitectuur|ruimtelijk ontwerp",
    "fashion": "mode|fashion|kleding|textiel|modeontwerp|mode en textiel|schoenen|sieraden en mode",
    "visual_art": "beeldende kunst|beeldend|kunst beeldend|visual art|visual arts|schilderkunst|"
    "beeldhouwen|kunstenaar|kunstenaars|galerie|galeries|beeldende kunsten|fine art|atelier",
    "music": "muziek|music|pop|popmuziek|band|componist|muziekproductie|muziekstudio|geluid|dj",
    "film_media": "film|film/tv|film tv|film en tv|film and tv|tv|televisie|media|radio|video|"
    "audiovisueel|av|film en media|film and media|fotografie|photography|animatie|podcast|omroep",
    "games_digital": "games|gaming|game|digitaal|digital|software|ict|vr|games en digitaal|"
    "games and digital|apps|webdesign|nieuwe media|new media|interactief",
    "design": "design|ontwerp|vormgeving|grafisch ontwerp|grafische vormgeving|productontwerp|"
    "industrieel ontwerp|graphic design|interieur|reclame|communicatie|advertising|grafisch",
    "performing_arts": "podiumkunst|podiumkunsten|theater|theatre|dans|dance|toneel|circus|opera|"
    "performing arts|cabaret|performance|muziektheater",
    "publishing": "uitgeverij|uitgeverijen|publishing|literatuur|boeken|schrijver|schrijven|"
    "drukwerk|drukkerij|printing|tijdschriften|letteren|journalistiek|pers",
    "crafts": "ambacht|ambachten|crafts|craft|keramiek|hout|meubels|meubelmaker|meubelmakers|"
    "edelsmid|sieraden|goudsmid|glas|metaal|maakindustrie|houtbewerking|ceramics",
    "food": "eten en drinken|horeca|food|eten|voedsel|cafe|restaurant|catering|food and drink|"
    "brouwerij|bakkerij",
    "other": "overig|overige|anders|other|divers|diversen|gemengd|misc",
}
"""Chain to the words that mean it, in plain form."""
GENERAL = frozenset(
    ("kunst", "kunsten", "kunst en cultuur", "cultuur", "creatief", "art", "arts", "culture")
)
"""Words that could mean several chains."""


def chains_of(value: str | None) -> tuple[list[str], str]:
    """Return the chains a cell names and how certain that is.

    Returns
    -------
    list of str
        Codes of chains, `UNKNOWN` when the cell says nothing.
    str
        "plain", "missing", "several", "vague" (a word that could mean several: ask), or "unlisted".

    Examples
    --------
    >>> chains_of("MUZIEK "), chains_of("Muziek (live)"), chains_of("n.v.t.")
    ((['music'], 'plain'), (['music'], 'plain'), (['unknown'], 'missing'))
    >>> chains_of("muziek; film"), chains_of("film & tv"), chains_of("123")
    ((['music', 'film_media'], 'several'), (['film_media'], 'plain'), (['unknown'], 'unlisted'))
    >>> chains_of("kunsten;film")
    (['visual_art', 'film_media'], 'vague')
    """
    if value is None or is_nothing(value):
        return [UNKNOWN], "missing"
    whole = _chain(value)
    if whole:
        return [whole], "plain"
    parts = [part for part in re.split(r"[;,/|+&\n]|\s(?:en|and)\s", value[:200]) if part.strip()]
    found = [_chain(part) for part in parts]
    vague = [plain_name(part) in GENERAL for part in parts]
    codes = list(
        dict.fromkeys(c or "visual_art" for c, v in zip(found, vague, strict=True) if c or v)
    )
    if not codes:
        return [UNKNOWN], "unlisted"
    if any(vague):
        return codes, "vague"
    return codes, "several" if len(codes) > 1 else "plain"


def _chain(text: str) -> str:
    plain = plain_name(text)
    known = _known()
    return known.get(plain) or known.get(plain.replace("/", " ")) or ""


@cache
def _known() -> dict[str, str]:
    found = {word: code for code, words in WORDS.items() for word in words.split("|")}
    return {**found, **{code.replace("_", " "): code for code in WORDS}, **{c: c for c in WORDS}}
