"""A scenario as one short text in the address, and back: what comes in is checked bit by bit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

import geopandas as gpd
import shapely

from geo.answers.what_if import MOST_NEW, MOST_TENANTS, NewHub, Scenario
from layers.words.machine_numbers import dotted
from layers.words.plain_text import cell_text

LONGEST_NAME = 60
LONGEST_SHOWN = 80  # of a scenario without a name, in a list
MIX_LINES = 3  # chains and stages in one new building
YEARS = range(2026, 2046)  # what the control offers and the address may say
TERMS = (0, 5, 10, 15, 20)  # years a lease is taken to last


@dataclass(frozen=True)
class Known:
    """What a scenario may speak of: ids of buildings, codes, and the ground of each city."""

    hub_ids: Collection[str]
    chains: Collection[str]
    stages: Collection[str]
    outline: gpd.GeoDataFrame = field(repr=False)

    def city_at(self, x: float, y: float) -> str | None:
        """City in which a point (EPSG:28992) lies, or None."""
        inside = self.outline[self.outline.contains(shapely.Point(x, y))]
        return str(inside["city"].iloc[0]) if len(inside) else None


def to_address(scenario: Scenario) -> str:
    """Write a scenario; "" when it changes nothing and has no name.

    Examples
    --------
    >>> to_address(Scenario("Zonder OT", ("ot301",), 2030, 10))
    'heet=Zonder%20OT!weg=ot301!jaar=2030-10'
    """
    parts = []
    if scenario.name:
        parts.append("heet=" + quote(scenario.name, safe=""))
    if scenario.removed:
        parts.append("weg=" + ",".join(quote(hub, safe="") for hub in scenario.removed))
    if scenario.ends_before is not None:
        parts.append(f"jaar={scenario.ends_before}-{scenario.term_years}")
    for new in scenario.opened:
        mix = "+".join(f"{chain}.{stage}.{n}" for chain, stage, n in new.mix)
        name = "," + quote(new.name, safe="") if new.name else ""
        parts.append(f"nieuw={dotted(new.x, new.y, digits=0)},{mix}{name}")
    return "!".join(parts)


def from_address(words: str, known: Known) -> tuple[Scenario, int]:
    """Read a scenario; what cannot be read or does not exist is left out and counted.

    Returns
    -------
    tuple of Scenario and int
        The scenario, and how many parts of it were left out.
    """
    pairs = [part.partition("=") for part in words.split("!") if part]
    names = [plain_name(value) for kind, _, value in pairs if kind == "heet"]
    asked = [
        unquote(hub) for kind, _, value in pairs if kind == "weg" for hub in value.split(",") if hub
    ]
    removed = tuple(dict.fromkeys(hub for hub in asked if hub in known.hub_ids))
    years = [_year(value) for kind, _, value in pairs if kind == "jaar"]
    year, term = next((found for found in years if found), (None, 0))
    places = [_new_hub(value, known) for kind, _, value in pairs if kind == "nieuw"]
    opened = tuple(place for place in places if place)[:MOST_NEW]
    understood = ("heet", "weg", "jaar", "nieuw")
    left_out = (
        len(set(asked)) - len(removed)
        + years.count(None)
        + len(places) - len(opened)
        + sum(kind not in understood for kind, _, _ in pairs)
    )  # fmt: skip
    return Scenario(next(iter(names), ""), removed, year, term, opened), left_out


def name_in(words: str) -> str:
    """The name of a scenario in the address, else its words; never empty.

    Examples
    --------
    >>> name_in("heet=De%20Kade!weg=ot301"), name_in("weg=ot301"), name_in("")
    ('De Kade', 'weg=ot301', '-')
    """
    named = [part for part in words.split("!") if part.startswith("heet=")]
    shown = unquote(named[0].removeprefix("heet=")) if named else words
    return cell_text(shown)[:LONGEST_SHOWN] or "-"


def plain_name(value: str) -> str:
    """A name from outside, quoted or not, without what cannot be printed and not too long.

    Examples
    --------
    >>> plain_name("De%20Kade%0A")
    'De Kade'
    """
    words = "".join(letter for letter in unquote(value) if letter.isprintable())
    return words.strip()[:LONGEST_NAME]


def _year(value: str) -> tuple[int, int] | None:
    year, _, term = value.partition("-")
    if not _is_number(year) or not _is_number(term or "0"):
        return None
    if int(year) not in YEARS or int(term or 0) not in TERMS:
        return None
    return int(year), int(term or 0)


def _new_hub(value: str, known: Known) -> NewHub | None:
    x, _, rest = value.partition(",")
    y, _, rest = rest.partition(",")
    mix, _, name = rest.partition(",")
    if not (_is_number(x) and _is_number(y)):
        return None
    city = known.city_at(float(x), float(y))
    lines = tuple(_mix(mix, known))[:MIX_LINES]
    return NewHub(float(x), float(y), city, lines, plain_name(name)) if city and lines else None


def _mix(words: str, known: Known) -> Iterator[tuple[str, str, int]]:
    for part in words.replace(" ", "+").split("+"):
        chain, _, rest = part.partition(".")
        stage, _, number = rest.partition(".")
        if chain in known.chains and stage in known.stages and _is_number(number):
            yield chain, stage, min(max(int(number), 1), MOST_TENANTS)


def _is_number(words: str) -> bool:
    longest = 6
    return words.isascii() and words.isdigit() and len(words) <= longest
