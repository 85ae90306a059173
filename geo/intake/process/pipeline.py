"""From the bytes of an upload to everything that is known about its rows.

Runs in the reading process; `geo.intake.process.sandbox` starts that process and makes the
`geo.intake.model.result.Intake`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from geo.data.chains import ChainModel, classify_sbi, load_chain_model
from geo.data.coarseness import GIVEN
from geo.intake.meaning.columns import denied_columns, recognise
from geo.intake.meaning.coordinates import find_places, read_numbers
from geo.intake.meaning.ground import city_of
from geo.intake.meaning.kind_of_rows import likely_kind
from geo.intake.meaning.sectors import UNKNOWN
from geo.intake.model.draft import Draft, Layer, new_draft
from geo.intake.model.limits import MAX_ROWS
from geo.intake.model.records import ENTITIES, PREFIX, SourceFile
from geo.intake.model.refusal import FileRefused
from geo.intake.process.opening import open_upload
from geo.intake.process.rule_list import (
    BEFORE_PLACING,
    LAST_RULES,
    PLACING_RULES,
    READING_RULES,
    VALUE_RULES,
)
from geo.intake.readers.wide import refuse_many
from geo.intake.rules.place.placed_by_address import PlacedByAddress
from geo.intake.rules.place.placed_by_building import PlacedByBuilding
from geo.intake.rules.place.street_in_full import StreetInFull
from geo.intake.rules.rule import Rule
from geo.intake.rules.table.register_rows import RegisterRows
from geo.intake.values.cells import text_of
from geo.intake.values.city_names import city_name

EXACT = 2**53
"""Larger whole numbers are no longer exact as floats."""
OURS = {f"{PREFIX}row", "rij *", "row *"}
"""The number of the row, which every table of ours has."""
KINDS = {
    "hubs": r"hubs?|pand|(?:gebouw|building)(?: \(hub\))?|broedplaats\w*|verzamelgebouw|vrijplaats"
    r"|locatie",
    "tenants": r"huurders?|tenants?|bedrijf|organisatie|gebruiker|ondernemer|atelierhouder",
    "partners": r"partners?|(?:keten|chain )partner|museum|galerie|podium|winkel|school|theater",
    "meeting_places": r"horeca|cafe|ontmoetingsplek\w*|restaurant|meeting place|bibliotheek",
}


@dataclass(frozen=True)
class Options:
    """What the planner says about a file; everything may be left out.

    Attributes
    ----------
    columns : mapping of role to column
        Corrections of what was recognised; "" means that no column has the role.
    layers : tuple of str
        Sheets or layers to read.
    entity : str
        One of `geo.intake.model.result.ENTITIES`; "" to tell by the columns.
    place_addresses : bool
        Look up addresses and buildings of rows without coordinates in the shipped tables.
    register : str
        Whether the rows are of a business register: "yes", "no", or "" to tell by the columns.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    entity: str = ""
    place_addresses: bool = True
    register: str = ""


def read_drafts(name: str, content: bytes, options: Options) -> tuple[str, list[Draft]]:
    """Read an upload and apply every rule to each of its layers.

    Parameters
    ----------
    name : str
        File name, never opened.
    content : bytes
    options : Options

    Returns
    -------
    str
        Kind of content.
    list of Draft
        One a layer, in which every row is placed, rejected or proposed.

    Raises
    ------
    FileRefused
    """
    kind, layers = open_upload(name, content, options.layers)
    for layer in layers:
        refuse_many(len(layer.table.columns), len(layer.table), name)
    if sum(len(layer.table) for layer in layers) > MAX_ROWS:
        raise FileRefused("too_many_rows", file=name, limit=str(MAX_ROWS))
    drafts: list[Draft] = []
    offset = 0
    for layer in layers:
        drafts.append(finish(start(layer, options, offset), options, name))
        offset += drafts[-1].n
    return kind, drafts


def start(layer: Layer, options: Options, offset: int) -> Draft:
    """Recognise the columns of a layer and read its numbers."""
    has_shapes = layer.shapes is not None
    roles, guessed = recognise(layer.table, options.columns, has_shapes)
    if added := added_by_us(layer.table):
        told = {"columns": ", ".join(added)[:200]}
        layer = replace(layer, facts={**layer.facts, "own_columns": told})
    if denied := denied_columns(layer.table, options.columns):
        value = next(filter(None, map(text_of, layer.table[denied[0]])), "")
        told = {"columns": ", ".join(denied), "value": value}
        layer = replace(layer, facts={**layer.facts, "heading_denied": told})
    if guessed:
        words = ", ".join(f"{roles[role]}" for role in guessed)
        layer = replace(layer, facts={**layer.facts, "columns_guessed": {"columns": words}})
    return new_draft(layer, roles, read_numbers(layer, roles), offset)


def added_by_us(table: pd.DataFrame) -> list[str]:
    """Return the columns that we added when these rows left before; none of another table.

    Examples
    --------
    >>> added_by_us(pd.DataFrame(columns=["naam", "kk_row", "kk_x_rd"]))
    ['kk_row', 'kk_x_rd']
    >>> added_by_us(pd.DataFrame(columns=["naam", "kk_x_rd"]))
    []
    """
    names = [str(column) for column in table.columns]
    if not OURS & set(names):
        return []
    return [name for name in names if name.startswith(PREFIX) or name.endswith(" *")]


def _applied(draft: Draft, rules: tuple[Rule, ...]) -> Draft:
    for rule in rules:
        draft = rule.apply(draft)
    return draft


def finish(draft: Draft, options: Options, name: str) -> Draft:
    """Apply the rules in their order: read, place, values, address, and what is left."""
    draft = _applied(draft, READING_RULES)
    draft = find_places(_applied(draft, BEFORE_PLACING))
    draft = _applied(draft, PLACING_RULES)
    placed_by = np.where(draft.placed, GIVEN, "none").astype(object)
    draft = replace(draft, placed_by=placed_by)
    draft = _applied(draft, VALUE_RULES)
    draft = _with_address(_with_city(draft))
    if options.place_addresses:
        draft = _applied(draft, (StreetInFull(), PlacedByAddress(), PlacedByBuilding()))
    draft = draft.filled("in_city", city_of(draft.x, draft.y).tolist())
    draft = _with_entity(_applied(draft, LAST_RULES), options, name)
    return _with_chain(RegisterRows(options.register).apply(draft))


def _with_city(draft: Draft) -> Draft:
    """Write the two cities alike, whatever they are called."""
    if "city" not in draft.values:
        return draft
    known = {text: city_name(text) for text in set(draft.values["city"])}
    return draft.filled("city", [known[text] for text in draft.values["city"]])


def _with_address(draft: Draft) -> Draft:
    """Join street, house number and addition to an address where no one cell holds it."""
    if "street" not in draft.values:
        return draft
    given = draft.values["address"].tolist() if "address" in draft.values else [None] * draft.n
    parts = [
        draft.values[c] for c in ("street", "house_number", "house_letter") if c in draft.values
    ]
    joined = [" ".join(filter(None, map(text_of, row))) for row in zip(*parts, strict=True)]
    either = zip(given, joined, strict=True)
    return draft.filled("address", [text_of(text) or made or None for text, made in either])


def _with_entity(draft: Draft, options: Options, name: str) -> Draft:
    """Say of each row what it is: as the planner says, by its own column, else for the file."""
    said = options.entity in ENTITIES
    whole, why = (options.entity, "said") if said else likely_kind(draft, name)
    kinds = draft.values["kind"] if "kind" in draft.values else [None] * draft.n
    known = {kind: _entity(kind) for kind in set(kinds)}
    entities = [known[kind] or whole for kind in kinds]
    every = not said and len(kinds) > 0 and all(known[kind] for kind in kinds)
    decided = ("", "column") if every else (whole, why)
    return replace(draft.filled("entity", entities), decided=decided)


def _entity(kind: object) -> str:
    plain = text_of(kind)
    if plain is None:
        return ""
    words = plain.strip().lower()[:40]
    return next((entity for entity, known in KINDS.items() if re.fullmatch(known, words)), "")


def _with_chain(draft: Draft) -> Draft:
    """Fill the chain from the SBI code where the sector does not tell it, else "unknown"."""
    given = draft.values["chain"] if "chain" in draft.values else [None] * draft.n
    codes = draft.values["sbi"] if "sbi" in draft.values else [None] * draft.n
    model = _chain_model()
    by_code = {code: _chains(code, model) for code in set(codes)}
    chains = [
        chain if isinstance(chain, str) and chain != UNKNOWN else by_code[code]
        for chain, code in zip(given, codes, strict=True)
    ]
    return draft.filled("chain", chains)


@cache
def _chain_model() -> ChainModel:
    """Read the chain model once: a file may have many layers."""
    return load_chain_model()


def _chains(codes: object, model: ChainModel) -> str:
    if not isinstance(codes, str):
        return UNKNOWN
    found = [chain for code in codes.split(";") for chain, _, _ in classify_sbi(code, model)]
    return ";".join(dict.fromkeys(c for c in found if c != UNKNOWN)) or UNKNOWN


def source_of(name: str, content: bytes, kind: str = "") -> SourceFile:
    """Return name, hash, size and today's date of an upload."""
    sha256 = hashlib.sha256(content).hexdigest()
    return SourceFile(name[:200], sha256, len(content), date.today().isoformat(), kind)


def table_of(drafts: list[Draft]) -> pd.DataFrame:
    """Join the layers to one table: the planner's columns, then the recognised values.

    Returns
    -------
    DataFrame
        Index from 1; ``kk_x, kk_y`` in EPSG:28992, NaN where not on the map.
    """
    tables = []
    for draft in drafts:
        own = draft.layer.table.drop(columns=added_by_us(draft.layer.table)).apply(_one_kind)
        own.columns = pd.Index([_own_name(str(c)) for c in own.columns])
        added = {
            "kk_row": range(draft.offset + 1, draft.offset + draft.n + 1),
            "kk_line": draft.layer.lines,
            "kk_layer": draft.layer.name,
            **{f"kk_{role}": draft.values[role].to_numpy() for role in draft.values},
            "kk_placed_by": draft.placed_by,
            "kk_accuracy_m": np.where(
                np.isnan(draft.accuracy_m) & draft.placed, 0, draft.accuracy_m
            ),
            "kk_frame": draft.numbers.frames,
            "kk_x": draft.x,
            "kk_y": draft.y,
        }
        tables.append(own.assign(**added))
    joined = pd.concat(tables, ignore_index=True)
    return joined.set_index(pd.RangeIndex(1, len(joined) + 1))


def _own_name(column: str) -> str:
    """Keep a planner's column apart from ours and from the geometry."""
    return f"{column}_2" if column == "geometry" or column.startswith("kk_") else column


def _one_kind(cells: pd.Series) -> pd.Series:
    """Keep a column of numbers as numbers; any other becomes text."""
    filled = [cell for cell in cells if cell is not None]
    if filled and all(_is_number(cell) for cell in filled):
        return pd.to_numeric(cells)
    return pd.Series([text_of(cell) for cell in cells], index=cells.index, dtype="object")


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return not isinstance(cell, int) or abs(cell) < EXACT
