"""Recognise the columns of a table: by their headings, and where those say nothing by content."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.data.cities import CITIES
from geo.intake.meaning.denied import is_denied
from geo.intake.values.cell_shapes import is_written_shape
from geo.intake.values.cells import degrees_of, is_blank, number_of, text_of
from geo.intake.values.city_names import city_name
from geo.intake.values.column_names import headings, plain_name, rank_of, role_of
from geo.intake.values.frames import FRAMES
from geo.intake.values.pairs import pair_of

ROLES = tuple(headings())
SAMPLE = 200
MOST_FREE = 200
"""Columns without a known heading whose content is looked at for what they may hold."""
MOST = 0.8
HALF = 0.5
HOUSES = ("broedplaats", "naam broedplaats")
NUMBERS = ("nr", "nummer", "no", "num")
PLACES = ("x", "y", "lat", "lon", "point")
DAY = re.compile(r"\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
"""A moment, such as a form puts before each answer: no name."""
NUMBERED = re.compile(r"\s*[^\d,;]{3,60}\s\d{1,5}\b[^;]{0,60}")
STREET = re.compile(
    r"[^\d,;]{1,60}(?:straat|str\.?|weg|laan|kade|plein|gracht|dijk|singel|park|hof|pad|steeg|haven|"
    r"markt|wal|dam|toom|hout|baan|dreef|plantsoen)\s\d",
    re.I,
)
"""How most streets end, and a house number."""
POSTCODE = re.compile(r"\s*[1-9]\d{3}\s?[A-Za-z]{2}\s*")


def recognise(
    table: pd.DataFrame, chosen: Mapping[str, str] | None = None, has_shapes: bool = False
) -> tuple[dict[str, str], list[str]]:
    """Give each role the column that most likely holds it.

    Parameters
    ----------
    table : DataFrame
    chosen : mapping of role to column, optional
        What the planner corrected; "" means no column. Columns that are not there are left aside.
    has_shapes : bool
        The layer has geometry of its own: columns with coordinates are ordinary ones.

    Returns
    -------
    dict
        Role to column.
    list of str
        Roles that were found by content, not by heading.

    Examples
    --------
    >>> table = pd.DataFrame({"Naam": ["A"], "X-coord": ["121230"], "Y-coord": ["490467"]})
    >>> recognise(table)
    ({'name': 'Naam', 'x': 'X-coord', 'y': 'Y-coord'}, [])
    """
    roles = _with_number(_with_house(_by_heading(table), table), table)
    fixed = {r: c for r, c in (chosen or {}).items() if r in ROLES and (not c or c in table)}
    roles = {r: c for r, c in roles.items() if r not in fixed and c not in fixed.values()}
    roles |= {role: column for role, column in fixed.items() if column}
    for role in ("x", "y", "lat", "lon", "point"):
        if role not in fixed and role in roles and not _fits(table[roles[role]], role):
            del roles[role]
    roles = _whole_pairs(roles)
    guessed: dict[str, str] = {}
    if not has_shapes and not any(r in fixed for r in PLACES) and _has_place(roles):
        guessed = _shapes_by_content(table, set(roles.values())) if "point" not in roles else {}
    elif not has_shapes and not any(r in fixed for r in PLACES):
        # A link to a map on the web holds its place.
        others = {column for role, column in roles.items() if role != "website"}
        guessed = _places_by_content(table, others)
    if "postcode" not in roles and "postcode" not in fixed:
        guessed |= _postcode_by_content(table, {*roles.values(), *guessed.values()})
    if "city" not in roles and "city" not in fixed:
        guessed |= _city_by_content(table, {*roles.values(), *guessed.values()})
    if "hub" not in fixed and "name" not in fixed:
        roles = _with_name(roles, table)
    if not {"address", "street"} & {*roles, *fixed}:
        guessed |= _address_by_content(table, {*roles.values(), *guessed.values()})
    if "name" not in roles and "name" not in fixed:
        guessed |= _name_by_content(table, {*roles.values(), *guessed.values()})
    roles |= guessed
    order = {role: i for i, role in enumerate(ROLES)}
    return dict(sorted(roles.items(), key=lambda item: order[item[0]])), sorted(guessed)


def _by_heading(table: pd.DataFrame) -> dict[str, str]:
    """Give each role the column whose heading is likeliest; the first of equals."""
    found: dict[str, tuple[int, str]] = {}
    for column in map(str, table.columns):
        role = role_of(column)
        if role and not is_denied(role, _sample(table[column])):
            rank = rank_of(column, role)
            if role not in found or rank < found[role][0]:
                found[role] = (rank, column)
    return {role: column for role, (_, column) in found.items()}


def denied_columns(table: pd.DataFrame, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns whose cells deny their heading, but those that the planner points out.

    Examples
    --------
    >>> denied_columns(pd.DataFrame({"Naam": ["Loods"], "Gemeente": ["Ja"]}), {})
    ['Gemeente']
    """
    columns = [c for c in map(str, table.columns) if c not in chosen.values()]
    return [c for c in columns if (role := role_of(c)) and is_denied(role, _sample(table[c]))]


def _with_house(roles: dict[str, str], table: pd.DataFrame) -> dict[str, str]:
    """Take "Broedplaats" beside a column of names for the building of the named one."""
    if "hub" in roles or "name" not in roles:
        return roles
    taken = set(roles.values())
    of = (c for c in map(str, table.columns) if c not in taken and plain_name(c) in HOUSES)
    found = next(of, None)
    return {**roles, "hub": found} if found else roles


def _with_number(roles: dict[str, str], table: pd.DataFrame) -> dict[str, str]:
    """Take "Nr" right behind a street for its house number, and not for a number of the row."""
    columns = list(map(str, table.columns))
    street = next((roles[role] for role in ("street", "address") if role in roles), "")
    behind = columns[columns.index(street) + 1 : columns.index(street) + 2] if street else []
    if "house_number" in roles or not behind or plain_name(behind[0]) not in NUMBERS:
        return roles
    if any(re.search(r"\d", text_of(cell) or "") for cell in _sample(table[street])):
        return roles
    kept = {r: c for r, c in roles.items() if c != behind[0] and c != street}
    return {**kept, "street": street, "house_number": behind[0]}


def _with_name(roles: dict[str, str], table: pd.DataFrame) -> dict[str, str]:
    """Take "Pand" or "Gebouw" for the name of the rows where nothing else names them.

    Buildings that repeat are those that several rows are in.
    """
    if "name" in roles or "hub" not in roles:
        return roles
    houses = [text_of(cell) for cell in table[roles["hub"]]]
    if len(set(houses)) <= MOST * len(houses):
        return roles
    return {("name" if role == "hub" else role): column for role, column in roles.items()}


def _sample(cells: pd.Series) -> list[object]:
    filled = [cell for cell in cells if not is_blank(cell)]
    step = max(1, len(filled) // SAMPLE)
    return filled[::step][:SAMPLE]


def _fits(cells: pd.Series, role: str) -> bool:
    """Say whether a column holds what its heading promises: "Locatie" may be a name as well."""
    sample = _sample(cells)
    if not sample:
        return True
    if role == "point":
        # A geometry that is broken off counts as well: its column is no other for it.
        places = sum(is_written_shape(c) or pair_of(c) is not None for c in sample)
        return places >= HALF * len(sample)
    numbers = sum(_is_number(cell) for cell in sample)
    return numbers > 0


def _is_number(cell: object) -> bool:
    return bool(np.isfinite(number_of(cell))) or degrees_of(cell) is not None


def _whole_pairs(roles: dict[str, str]) -> dict[str, str]:
    """Mend halves: longitude under "x" beside latitude; a half without its other is no place."""
    if "lat" in roles and "lon" not in roles and "x" in roles and "y" not in roles:
        roles = {**roles, "lon": roles["x"]}
    if "lon" in roles and "lat" not in roles and "y" in roles and "x" not in roles:
        roles = {**roles, "lat": roles["y"]}
    for one, other in (("x", "y"), ("lat", "lon")):
        if (one in roles) != (other in roles):
            roles = {role: c for role, c in roles.items() if role not in (one, other)}
    return roles


def _has_place(roles: Mapping[str, str]) -> bool:
    return {"x", "y"} <= set(roles) or {"lat", "lon"} <= set(roles) or "point" in roles


def _free(table: pd.DataFrame, taken: set[str]) -> list[str]:
    """Return the columns whose content may be looked at: the first that have no role yet."""
    return [c for c in map(str, table.columns) if c not in taken][:MOST_FREE]


def _places_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    """Find two neighbouring columns, or one, whose numbers lie in a known system."""
    free = _free(table, taken)
    for column in free:
        sample = _sample(table[column])
        if sample and sum(_is_place(pair_of(c)) for c in sample) >= MOST * len(sample):
            return {"point": column}
    for one, other in zip(free, free[1:], strict=False):
        pairs = list(zip(table[one], table[other], strict=True))[:SAMPLE]
        numbers = [(number_of(a), number_of(b)) for a, b in pairs]
        known = [p for p in numbers if np.isfinite(p).all()]
        if known and sum(map(_is_place, known)) >= MOST * len(known):
            return {"x": one, "y": other}
    return {}


def _shapes_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    """Find a column of geometries beside columns of coordinates, which may be empty in part."""
    for column in _free(table, taken):
        sample = _sample(table[column])
        if sample and sum(is_written_shape(c) for c in sample) >= MOST * len(sample):
            return {"point": column}
    return {}


def _is_place(pair: tuple[float, float] | None) -> bool:
    if pair is None:
        return False
    x, y = np.array([pair[0]]), np.array([pair[1]])
    return any(bool(f.holds(x, y)[0] or f.holds(y, x)[0]) for f in FRAMES)


def _postcode_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    for column in _free(table, taken):
        sample = _sample(table[column])
        if sample and sum(bool(POSTCODE.fullmatch(str(c))) for c in sample) >= MOST * len(sample):
            return {"postcode": column}
    return {}


def _address_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    """Find a column of words with a number behind, of which half end as streets do."""
    for column in _free(table, taken):
        sample = _sample(table[column])
        texts = [c for c in sample if isinstance(c, str)]
        numbered = sum(bool(NUMBERED.fullmatch(c)) for c in texts)
        streets = sum(bool(STREET.match(c)) for c in texts)
        if streets and numbered >= MOST * len(sample) and streets >= HALF * len(sample):
            return {"address": column}
    return {}


def _city_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    for column in _free(table, taken):
        sample = _sample(table[column])
        if sample and sum(city_name(text_of(c)) in CITIES for c in sample) >= MOST * len(sample):
            return {"city": column}
    return {}


def _is_day(text: str) -> bool:
    return bool(DAY.match(text))


def _name_by_content(table: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    """Take the first column of words that hardly repeat."""
    for column in _free(table, taken):
        sample = _sample(table[column])
        words = [c for c in sample if isinstance(c, str) and not _is_number(c) and not _is_day(c)]
        if words and len(words) >= MOST * len(sample) and len(set(words)) >= HALF * len(words):
            return {"name": column}
    return {}
