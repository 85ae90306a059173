"""The forms a project's settings have had, and the steps from each to the next.

A step takes all rows of the settings table of its form and returns those of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from geo.project.fault import ProjectError

Rows = dict[str, Any]
FORM = 2
"""The form that is written."""


def to_form_2(rows: Rows) -> Rows:
    """Filters become a mapping, and the one scenario a list of scenarios.

    Examples
    --------
    >>> to_form_2({"filters": "keten=fashion&jaar=2015", "scenario": "weg=ot301"})
    {'filters': {'keten': 'fashion', 'jaar': '2015'}, 'scenarios': ['weg=ot301']}
    """
    found = {key: value for key, value in rows.items() if key != "scenario"}
    if isinstance(found.get("filters"), str):
        found["filters"] = dict(parse_qsl(found["filters"], keep_blank_values=True))
    if rows.get("scenario"):
        found["scenarios"] = [rows["scenario"]]
    return found


STEPS: Mapping[int, Callable[[Rows], Rows]] = {1: to_form_2}
"""From each older form to the next."""


def migrated(rows: Mapping[str, Any], form: int, name: str) -> Rows:
    """Bring rows of an older form to the one of today.

    Raises
    ------
    ProjectError
        ``project_newer`` when a newer program wrote them, ``project_file`` for no form at all.
    """
    if form > FORM:
        raise ProjectError("project_newer", file=name, value=form, allowed=FORM)
    if form < 1:
        raise ProjectError("project_file", file=name)
    found = dict(rows)
    for number in range(form, FORM):
        found = STEPS[number](found)
    return found
