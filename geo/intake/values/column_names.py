"""Headings as planners write them, and the role each plays."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from geo.intake.values.heading_systems import without_system

CLOSE = 87
"""Likeness (rapidfuzz's ratio) from which a misspelt heading is taken for a known one."""
LONGEST = 60
SHORTEST = 5
"""Shorter headings must be spelt right: "stad" and "start" are alike."""

KEPT = 2**14
"""Headings and words whose meaning is remembered: the same few are asked about very often."""
COORDINATES = ("x", "y", "lat", "lon", "point")

GRID = {"e": "x", "n": "y", "o": "x"}
"""East and north in one letter, beside a system: "N" alone may be a number of anything."""
ASKED = {
    **{"naam": "name", "heet": "name", "name": "name", "organisatie": "name"},
    **{"adres": "address", "address": "address", "postcode": "postcode", "stad": "city"},
    **{"plaats": "city", "gemeente": "city", "city": "city", "website": "website"},
    **{"kvk": "kvk", "sbi": "sbi", "sector": "sector", "keten": "sector", "discipline": "sector"},
    **{"m2": "floor_area_m2", "oppervlakte": "floor_area_m2", "sinds": "year_from"},
}
"""What a question of a form asks for, by the word it holds."""

TABLE = Path(__file__).with_suffix(".csv")


@cache
def headings() -> dict[str, tuple[str, ...]]:
    """Map each role to the headings that mean it, in plain form, the likeliest first.

    Examples
    --------
    >>> headings()["lat"][:2]
    ('lat', 'latitude')
    """
    with TABLE.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return {row["role"]: tuple(row["headings"].split(", ")) for row in rows}


@lru_cache(KEPT)
def plain_name(heading: str) -> str:
    """Return a heading in lower case, without accents, signs and remarks in brackets.

    Examples
    --------
    >>> plain_name("X-coördinaat (RD)"), plain_name("hub_ID"), plain_name("Straat + nr.")
    ('x coordinaat', 'hub id', 'straat + nr')
    """
    split = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading)
    bare = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    outside = re.sub(r"\([^)]{0,400}\)|\[[^\]]{0,400}\]", " ", bare)
    return " ".join(re.sub(r"[^a-z0-9+/]+", " ", outside if outside.strip() else bare).split())


@cache
def known_names() -> dict[str, str]:
    """Map every known heading in plain form to its role."""
    return {name: role for role, names in headings().items() for name in names}


@cache
def _long_names() -> dict[str, str]:
    return {name: role for name, role in known_names().items() if len(name) >= SHORTEST}


@lru_cache(KEPT)
def role_of(heading: str) -> str:
    """Return the role a heading names, "" when none.

    Examples
    --------
    >>> role_of("X-coördinaat (RD)"), role_of("Huisnumer"), role_of("Kleur")
    ('x', 'house_number', '')
    >>> role_of("De coördinaat"), role_of("N (UTM31N)"), role_of("Wat is het adres?")
    ('', 'y', 'address')
    """
    plain = plain_name(heading)
    known = known_names()
    joined = plain.replace(" ", "")
    if beside := _beside_system(heading):
        return beside
    found = known.get(plain) or known.get(joined) or _asked(heading)
    if found or len(plain) < SHORTEST:
        return found or ""
    return _close_role(plain)


def _beside_system(heading: str) -> str:
    """Return the role of coordinates whose heading names their system as well: "x_rd_oud"."""
    bare = without_system(heading)
    role = GRID.get(bare) or known_names().get(bare, "") if bare != heading else ""
    return role if role in COORDINATES else ""


def _asked(heading: str) -> str:
    """Return the role that a question of a form asks for; "" for no question, none or several."""
    if "?" not in heading:
        return ""
    words = re.findall(r"[a-z0-9]+", plain_name(heading.replace("(", " ").replace(")", " ")))
    roles = {ASKED[word] for word in words if word in ASKED}
    return roles.pop() if len(roles) == 1 else ""


def _close_role(plain: str) -> str:
    """Return the role of the heading most like a misspelt one; "" for none or several."""
    known = _long_names()
    close = process.extract(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None)
    # "De coördinaat" is as like "x coördinaat" as "y coördinaat": no telling.
    roles = {known[name] for name, score, _ in close if score == close[0][1]}
    return roles.pop() if len(roles) == 1 else ""


def rank_of(heading: str, role: str) -> int:
    """Return how likely a heading is for its role: 0 is the likeliest."""
    names = headings()[role]
    plain = plain_name(heading)
    return names.index(plain) if plain in names else len(names)


def is_known(text: str | None) -> bool:
    """Say whether a cell reads like a known heading."""
    return text is not None and len(text) < LONGEST and plain_name(text) in known_names()
