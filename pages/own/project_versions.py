"""What else is in a project: settings of other pages, earlier versions, and who changed what."""

from __future__ import annotations

from collections.abc import Sized
from functools import partial
from urllib.parse import unquote

import pandas as pd
import streamlit as st

from geo.project.package import to_bytes
from geo.project.project import TABLES
from geo.project.project_store import Stored
from layers.words.plain_text import cell_text
from pages.own import project_session
from pages.own.project_words import day, file_name, short
from pages.session.planner import t

MOST_ENTRIES = 200
MOST_NAME = 80


def show_settings(kept: Stored) -> None:
    """What else is in the project: filters, weights, scenarios and scenes."""
    settings = kept.project.settings
    scenarios = project_session.kept_scenarios(kept.project)
    counts = {
        "filters": _size(settings.get("filters")),
        "weights": _size(settings.get("weights")),
        "scenarios": len(scenarios),
        "scenes": project_session.count_scenes(kept.project),
        "mapping": _size(settings.get("mapping")),
        "choices": sum(len(project_session.choices_of(kept.project, name)) for name in TABLES),
    }
    st.dataframe(
        pd.DataFrame(
            {
                t("project.setting"): [t(f"project.setting_{name}") for name in counts],
                t("project.how_many"): list(counts.values()),
            }
        ),
        hide_index=True,
    )
    if project_session.may_edit():
        st.button(
            t("project.keep_settings"),
            on_click=project_session.guarded,
            args=(project_session.keep_settings,),
        )
    which = st.selectbox(t("project.scenario"), ["", *scenarios], format_func=_scenario_name)
    st.button(
        t("project.take_up"),
        on_click=project_session.guarded,
        args=(partial(project_session.take_up_settings, which or ""),),
    )


def _size(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 0


def _scenario_name(words: str) -> str:
    """The name a planner gave a scenario, else its words."""
    named = [part for part in words.split("!") if part.startswith("heet=")]
    said = unquote(named[0].removeprefix("heet=")) if named else words
    return cell_text(said)[:MOST_NAME] or "-"


def show_versions(kept: Stored) -> None:
    """The saved states and who changed what; each state can be opened or brought back."""
    store, who = project_session.store(), project_session.person()
    revisions = store.revisions(kept.key, who)
    table = {
        t("project.version"): [one.number for one in revisions],
        t("project.moment"): [day(one.at) for one in revisions],
    }
    if any(one.who for one in revisions):
        table[t("project.who")] = [cell_text(one.who) for one in revisions]
    table[t("project.changes")] = [one.changes for one in revisions]
    st.dataframe(pd.DataFrame(table), hide_index=True)
    earlier = [one.number for one in revisions if one.number < kept.revision]
    chosen = st.selectbox(
        t("project.earlier"),
        earlier,
        index=None,
        key="project.revision",
        placeholder=t("project.choose"),
    )
    if chosen:
        old = store.load(kept.key, who, chosen).project
        st.download_button(
            t("project.download_version", n=chosen),
            partial(to_bytes, old),
            file_name=f"{chosen}_{file_name(old)}",
            on_click="ignore",
        )
        if project_session.may_edit():
            st.button(
                t("project.back_to", n=chosen),
                on_click=project_session.guarded,
                args=(partial(project_session.back_to, chosen),),
            )
    show_audit(kept)
    st.divider()
    st.button(t("project.leave"), on_click=project_session.leave)
    if project_session.may_edit():
        with st.popover(t("project.remove")):
            st.text(t("project.remove_sure"))
            st.button(
                t("project.remove_now"),
                on_click=project_session.guarded,
                args=(project_session.remove,),
            )


def show_audit(kept: Stored) -> None:
    """Who changed what and when, with the values before and after."""
    with st.expander(t("project.audit")):
        entries = project_session.store().audit(kept.key, project_session.person(), MOST_ENTRIES)
        st.dataframe(
            pd.DataFrame(
                {
                    t("project.moment"): [day(entry.at) for entry in entries],
                    t("project.who"): [cell_text(entry.who) for entry in entries],
                    t("project.what"): [
                        f"{t(f'project.part_{entry.change.item.part}')} {entry.change.item.key}"
                        for entry in entries
                    ],
                    t("project.before"): [short(entry.change.before) for entry in entries],
                    t("project.after"): [short(entry.change.after) for entry in entries],
                }
            ),
            hide_index=True,
        )
