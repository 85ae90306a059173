"""The choice of columns as a small file, to be used again next year."""

from __future__ import annotations

import json
from collections.abc import Mapping

from geo.data.errors import ArgumentError
from geo.intake.meaning.columns import ROLES
from geo.intake.model.result import ENTITIES, Intake
from geo.intake.process.pipeline import Options

KIND = "ketenkaart-kolommen"
VERSION = 1
MOST_BYTES = 100_000
LONGEST = 500
REGISTER = ("", "yes", "no")
"""Told by the columns, or what the planner says."""


def save_mapping(columns: Mapping[str, str], entity: str = "", register: str = "") -> bytes:
    """Return a choice of columns as JSON.

    Parameters
    ----------
    columns : mapping of role to column
        "" for a role that no column has.
    entity : str
        One of `geo.intake.model.result.ENTITIES` or "".
    register : str
        Whether the rows are of a business register: one of `REGISTER`.

    Examples
    --------
    >>> load_mapping(save_mapping({"name": "Organisatie"})).columns
    {'name': 'Organisatie'}
    """
    content = {
        "kind": KIND,
        "version": VERSION,
        "entity": entity,
        "register": register,
        "columns": dict(columns),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def load_mapping(content: bytes) -> Options:
    """Read a saved choice of columns.

    Raises
    ------
    ArgumentError
        ``mapping_unknown`` when the file is no such choice.
    """
    try:
        found = json.loads(content[:MOST_BYTES].decode("utf-8-sig"))
        columns = found["columns"]
        sound = found["kind"] == KIND and found["version"] <= VERSION
        chosen = {str(role): str(name)[:LONGEST] for role, name in columns.items() if role in ROLES}
        entity, register = str(found.get("entity", "")), str(found.get("register", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArgumentError("mapping_unknown", value=str(content[:40])) from error
    if not sound:
        raise ArgumentError("mapping_unknown", value=str(content[:40]))
    return Options(
        columns=chosen,
        entity=entity if entity in ENTITIES else "",
        register=register if register in REGISTER else "",
    )


def recognised_roles(intake: Intake) -> dict[str, str]:
    """Return the column of each role, the first layer of several speaking for all."""
    found: dict[str, str] = {}
    for roles in intake.columns.values():
        found = {**dict(roles), **found}
    return found


def layer_names(intake: Intake) -> list[str]:
    """Return sheets and layers of a file, those that were left out as well."""
    told = [n.params.get("sheets", n.params.get("layers", "")) for n in intake.notices]
    others = [part.rpartition(" (")[0] for words in told for part in words.split(", ")]
    return [name for name in dict.fromkeys([*intake.layers, *others]) if name]
