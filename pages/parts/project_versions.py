"""What else is in a project: settings of other pages, earlier versions, and who changed what."""

from __future__ import annotations

from collections.abc import Sized
from functools import partial
from urllib.parse import unquote

import pandas as pd
import streamlit as st

from geo.project.package import to_bytes
from geo.project.project import TABLES
from geo.project.store import Stored
from layers.plain_text import cell_text
from pages.parts import own_data
from pages.parts.project_words import day, file_name, short
from pages.parts.session import t

MOST_ENTRIES = 200
MOST_NAME = 80


def show_settings(kept: Stored) -> None:
    """What else is in the project: filters, weights, scenarios and scenes."""
    settings = kept.project.settings
    scenarios = own_data.kept_scenarios(kept.project)
    counts = {
        "filters": _size(settings.get("filters")),
        "weights": _size(settings.get("weights")),
        "scenarios": len(scenarios),
        "scenes": own_data.count_scenes(kept.project),
        "mapping": _size(settings.get("mapping")),
        "choices": sum(len(own_data.choices_of(kept.project, name)) for name in TABLES),
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
    if own_data.may_edit():
        st.button(
            t("project.keep_settings"), on_click=own_data.guarded, args=(own_data.keep_settings,)
        )
    which = st.selectbox(t("project.scenario"), ["", *scenarios], format_func=_scenario_name)
    st.button(
        t("project.take_up"),
        on_click=own_data.guarded,
        args=(partial(own_data.take_up_settings, which or ""),),
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
    store, who = own_data.store(), own_data.person()
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
        if own_data.may_edit():
            st.button(
                t("project.back_to", n=chosen),
                on_click=own_data.guarded,
                args=(partial(own_data.back_to, chosen),),
            )
    show_audit(kept)
    st.divider()
    st.button(t("project.leave"), on_click=own_data.leave)
    if own_data.may_edit():
        with st.popover(t("project.remove")):
            st.text(t("project.remove_sure"))
            st.button(t("project.remove_now"), on_click=own_data.guarded, args=(own_data.remove,))


def show_audit(kept: Stored) -> None:
    """Who changed what and when, with the values before and after."""
    with st.expander(t("project.audit")):
        entries = own_data.store().audit(kept.key, own_data.person(), MOST_ENTRIES)
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
