"""What the rows of a table are, weighed from all that it shows: buildings, tenants, or others.

No single column decides: a list of buildings may well have activity codes, numbers of a register
or a column "hub". Each sign counts for one kind, with the weight it was given by hand; what weighs
most is said with its strongest sign, and the planner may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geo.data.street_words import plain_words
from geo.intake.model.draft import Draft
from geo.intake.values.cells import is_nothing
from geo.intake.values.column_names import plain_name

HALF = 0.5
SOME = 0.25
LONG = 50
"""Rows from which a list with codes of a register is one of firms; a shorter one may be any."""
LONGEST_NAME = 200
"""Characters of a name that are looked at."""
HEADINGS = {
    "hubs": r".*\b(?:hubs?|hubnaam|pand|gebouw|broedplaats|locatie|locatienaam|object|objectnaam|"
    r"complex|verzamelgebouw|atelier(?:gebouw|complex)|building|venue)\b.*",
    "tenants": r".*\b(?:huurder|tenant|bedrijf|bedrijfsnaam|handelsnaam|company|ondernemer|"
    r"ondernemi\w+|kunstenaar|gebruiker|organisatie|organisation|organization|firma)\b.*",
    "partners": r".*\b(?:partner|ketenpartner|museum|galerie|podium|theater|leverancier)\b.*",
    "meeting_places": r".*\b(?:cafe|horeca|ontmoetingsplek|restaurant)\b.*",
}
"""Words in the heading above the names."""
FILES = {
    "hubs": r"hubs?|panden|gebouwen|broedplaats\w*|vrijplaats\w*|locaties|verzamelgebouwen|"
    r"ateliers|ateliercomplex\w*|buildings",
    "tenants": r"huurders?|tenants?|bedrijven|vestigingen|ondernem\w+|kvk|handelsregister|register|"
    r"organisaties|kunstenaars|gebruikers|companies",
    "partners": r"partners|ketenpartners|musea|galeries|podia|leveranciers",
    "meeting_places": r"horeca|cafes|ontmoetingsplek\w*|restaurants",
}
"""Words in the name of a file or sheet."""
HOUSES = re.compile(
    r"loods|\bhal\b|hallen|hal$|pand\b|gebouw|broedplaats|atelier|complex|fabriek|kade\b|huis\b|"
    r"toren|school|kerk|hof\b|werf|depot|silo|kazerne|pakhuis|studio|kapel|garage|centrale|"
    r"building|kwartier|house\b|works\b",
    re.I,
)
FIRMS = re.compile(
    r"\b(?:b\.?v\.?|v\.?o\.?f\.?|n\.?v\.?|holding|stichting|vereniging|maatschap)(?=\W|$)|&|"
    r"\b(?:design|fotografie|producties|consultancy|advies)\b",
    re.I,
)
TENANT_ONLY = ("previous_hub", "next_place", "starter")


@dataclass(frozen=True)
class Sign:
    """Something that speaks for one kind: ``why`` is the key of its words."""

    kind: str
    weight: float
    why: str


def likely_kind(draft: Draft, file_name: str) -> tuple[str, str]:
    """Return what the rows most likely are, and the sign that says so most.

    Parameters
    ----------
    draft : Draft
        With its values read.
    file_name : str

    Returns
    -------
    str
        One of `geo.intake.model.records.ENTITIES`.
    str
        "heading", "file", "hub_column", "register", "firms", "houses", "measures", "outlines",
        "codes", or "nothing" when nothing speaks.
    """
    signs = [Sign("hubs", 1.5, "nothing"), *_signs(draft, file_name)]
    weights: dict[str, float] = {}
    for sign in signs:
        weights[sign.kind] = weights.get(sign.kind, 0.0) + sign.weight
    kind = max(weights, key=lambda each: weights[each])
    own = [sign for sign in signs if sign.kind == kind]
    named = [sign for sign in own if sign.why != "nothing"] or own
    return kind, max(named, key=lambda sign: sign.weight).why


def _signs(draft: Draft, file_name: str) -> Iterator[Sign]:
    yield from _of_names(draft, file_name)
    yield from _of_buildings(draft)
    if draft.layer.shapes is not None and _areas(draft.layer.shapes):
        yield Sign("hubs", 2.0, "outlines")
    for role in ("count", "floor_area_m2"):
        if _filled(draft, role) >= HALF:
            yield Sign("hubs", 1.0, "measures")
    coded = [r for r in ("kvk", "branch_number", "sbi", "sector") if _filled(draft, r) >= HALF]
    yield from (Sign("tenants", 0.5, "codes") for _ in coded)
    if draft.n >= LONG and set(coded) & {"kvk", "branch_number", "sbi"}:
        yield Sign("tenants", 2.5, "register")
    if {"kvk", "branch_number"} <= set(coded):
        yield Sign("tenants", 1.0, "register")
    yield from (Sign("tenants", 2.0, "codes") for role in TENANT_ONLY if role in draft.roles)


def _of_names(draft: Draft, file_name: str) -> Iterator[Sign]:
    """Yield what headings, the name of file and sheet, and the names themselves say."""
    heading = plain_name(draft.roles.get("name", ""))
    for kind, pattern in HEADINGS.items():
        if re.fullmatch(pattern, heading):
            yield Sign(kind, 3.0, "heading")
    stem = plain_name(f"{file_name.rpartition('.')[0] or file_name} {draft.layer.name}")
    for kind, pattern in FILES.items():
        if re.search(rf"\b(?:{pattern})\b", stem):
            yield Sign(kind, 2.0, "file")
    names = [name[:LONGEST_NAME] for name in _texts(draft, "name")]
    if names and sum(bool(HOUSES.search(name)) for name in names) >= HALF * len(names):
        yield Sign("hubs", 1.0, "houses")
    if names and sum(bool(FIRMS.search(name)) for name in names) >= SOME * len(names):
        yield Sign("tenants", 1.5, "firms")


def _of_buildings(draft: Draft) -> Iterator[Sign]:
    """Yield what a column "hub" says: the building a row is in, or the row itself once more."""
    hubs = _texts(draft, "hub")
    if "hub" in draft.roles and len(hubs) < HALF * max(1, draft.n):
        # Left open in most rows: who is in a building asks for it, a building does not.
        yield Sign("tenants", 2.0, "hub_column")
    if len(hubs) < HALF * max(1, draft.n):
        return
    named = zip(draft.values["hub"], draft.values.get("name", draft.values["hub"]), strict=True)
    same = sum(isinstance(a, str) and isinstance(b, str) and _alike(a, b) for a, b in named)
    if same >= HALF * len(hubs):
        yield Sign("hubs", 2.0, "hub_column")
    elif all(re.fullmatch(r"[\d.,]+|[A-Z]{0,3}-?\d+", hub) for hub in hubs) and len(
        set(hubs)
    ) == len(hubs):
        yield Sign("hubs", 1.0, "hub_column")  # a number of its own
    else:
        yield Sign("tenants", 3.0, "hub_column")


def _alike(one: str, other: str) -> bool:
    return plain_words(one) == plain_words(other)


def _texts(draft: Draft, role: str) -> list[str]:
    if role not in draft.values:
        return []
    return [t for t in draft.values[role] if isinstance(t, str) and not is_nothing(t)]


def _filled(draft: Draft, role: str) -> float:
    return len(_texts(draft, role)) / max(1, draft.n)


def _areas(shapes: np.ndarray) -> bool:
    return bool((shapely.get_dimensions(shapes) == 2).mean() >= HALF)  # noqa: PLR2004
