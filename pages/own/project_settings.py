"""What a planner set on other pages, kept in the project and taken up again from it."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from geo.data.errors import DataErrors
from geo.project.kept_settings import SCENARIOS, SCENES, scenarios_of
from layers.view.scenes import from_file, to_file
from layers.view.state import to_query
from pages.own import project_session
from pages.session import planner, scene_list, server
from pages.views import address, scene_views, wat_als_view

FILTERS, WEIGHTS = "filters", "weights"


def settings_now() -> dict[str, Any]:
    """Filters, pages' own values (weights among them), scenario and scenes as they are now."""
    parameters, scenes = planner.parameters(), scene_list.scenes()
    scenario = parameters.pop(wat_als_view.SCENARIO, "")
    found: dict[str, Any] = {FILTERS: to_query(planner.state()), WEIGHTS: parameters}
    if scenario:
        found[SCENARIOS] = [scenario]
    if scenes:
        found[SCENES] = json.loads(to_file(scenes))
    return found


def keep_settings() -> None:
    """Put the settings of now in the project; earlier scenarios stay beside the new one."""
    project, found = project_session.opened().project, settings_now()
    if SCENARIOS in found:
        both = [*scenarios_of(project), *found[SCENARIOS]]
        found[SCENARIOS] = list(dict.fromkeys(both))
    for name, value in found.items():
        project = project.with_setting(name, value)
    project_session.commit(project)


def take_up_settings(scenario: str = "") -> None:
    """Set the controls of all pages to what the project holds; called before they are drawn.

    ``scenario`` is one of those of the project, as its words in the address.
    """
    kept = project_session.opened()
    filters, weights = (kept.project.settings.get(name) for name in (FILTERS, WEIGHTS))
    query = {
        **{str(k): str(v) for k, v in (filters.items() if isinstance(filters, dict) else ())},
        **{str(k): str(v) for k, v in (weights.items() if isinstance(weights, dict) else ())},
        **({wat_als_view.SCENARIO: scenario} if scenario else {}),
    }
    found = address.read(query, server.shipped())
    planner.put(found.state)
    for name, value in {wat_als_view.SCENARIO: "", **found.parameters}.items():
        planner.set_parameter(name, value)
    planner.set_parameter(planner.PROJECT, kept.key)
    planner.tell_dropped("address.dropped_project", found.dropped)
    _take_up_scenes(kept.project.settings.get(SCENES))


def _take_up_scenes(kept: object) -> None:
    if not kept:
        return
    try:
        _, scenes = from_file(json.dumps(kept).encode("utf-8"), SCENES)
    except DataErrors as faults:
        st.session_state[project_session.FAULT] = faults.errors[0]
        return
    scene_list.keep(scene_views.told_sound(scenes))
