"""What a project keeps beside its rows: choices, scenarios and scenes, read with no trust in them.

Settings come from a file or a store that others write too: what has another form than it should is
taken not to be there.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.project.project import Project

CHOICES, MAPPING, SCENARIOS, SCENES = "choices", "mapping", "scenarios", "scenes"
"""Names of settings."""


def choices_of(project: Project, table: str) -> dict[str, str]:
    """What was chosen for the rows of a table that the shipped data hold too, and their hubs."""
    every = project.settings.get(CHOICES)
    found = every.get(table) if isinstance(every, dict) else None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def with_choices(project: Project, table: str, choices: Mapping[str, str]) -> Project:
    """The project with other choices for one of its tables.

    Examples
    --------
    >>> project = with_choices(Project("Oost"), "hubs", {"1:a-lab": "both"})
    >>> choices_of(project, "hubs"), choices_of(project, "partners")
    ({'1:a-lab': 'both'}, {})
    """
    every = project.settings.get(CHOICES)
    both = {**(every if isinstance(every, dict) else {}), table: dict(choices)}
    return project.with_setting(CHOICES, {name: each for name, each in both.items() if each})


def with_mapping(project: Project, file: str, columns: Mapping[str, Mapping[str, str]]) -> Project:
    """The project with how the columns of a file were recognised, by layer and role."""
    before = project.settings.get(MAPPING)
    found = {layer: dict(roles) for layer, roles in columns.items()}
    return project.with_setting(
        MAPPING, {**(before if isinstance(before, dict) else {}), file: found}
    )


def scenarios_of(project: Project) -> list[str]:
    """The scenarios of a project, as their words in the address.

    Examples
    --------
    >>> scenarios_of(Project("Oost").with_setting(SCENARIOS, ["weg=ot301", 7]))
    ['weg=ot301']
    """
    found = project.settings.get(SCENARIOS)
    return [words for words in found if isinstance(words, str)] if isinstance(found, list) else []


def count_scenes(project: Project) -> int:
    """How many scenes a project holds."""
    found = project.settings.get(SCENES)
    rows = found.get("scenes") if isinstance(found, dict) else None
    return len(rows) if isinstance(rows, list) else 0
