"""Tables of *Mijn project*: its settings, its versions, who changed what, and two versions."""

from __future__ import annotations

from collections.abc import Sequence, Sized

import pandas as pd

from geo.intake.model.records import PREFIX
from geo.own.corrections import corrections_in
from geo.project.changes import Conflict
from geo.project.kept_settings import MAPPING, choices_of, count_scenes, scenarios_of
from geo.project.project import ROW, TABLES, Project
from geo.project.project_store import AuditEntry, Revision
from layers.sentences.project_words import item_cells, item_words, moment_words
from layers.words.plain_text import cell_text
from layers.words.text import table as texts
from layers.words.text import text_in


def settings_table(project: Project, lang: str) -> pd.DataFrame:
    """Count what a project keeps beside its rows."""
    t = text_in(lang)
    counts = {
        "filters": _size(project.settings.get("filters")),
        "weights": _size(project.settings.get("weights")),
        "scenarios": len(scenarios_of(project)),
        "scenes": count_scenes(project),
        "mapping": _size(project.settings.get(MAPPING)),
        "choices": sum(len(choices_of(project, name)) for name in TABLES),
        "corrections": len(corrections_in(project.settings)),
    }
    return pd.DataFrame(
        {
            t("project.setting"): [t(f"project.setting_{name}") for name in counts],
            t("project.how_many"): list(counts.values()),
        }
    )


def _size(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 0


def versions_table(revisions: Sequence[Revision], lang: str) -> pd.DataFrame:
    """Write the saved states; whose they are only where that is known."""
    t = text_in(lang)
    columns: dict[str, object] = {
        t("project.version"): [one.number for one in revisions],
        t("project.moment"): [moment_words(one.at) for one in revisions],
    }
    if any(one.who for one in revisions):
        columns[t("project.who")] = [cell_text(one.who) for one in revisions]
    return pd.DataFrame({**columns, t("project.changes"): [one.changes for one in revisions]})


def audit_table(entries: Sequence[AuditEntry], lang: str) -> pd.DataFrame:
    """Write who changed what and when, with the values before and after."""
    t, changes = text_in(lang), [entry.change for entry in entries]
    what = [f"{t(f'project.part_{each.item.part}')} {each.item.key}" for each in changes]
    return pd.DataFrame(
        {
            t("project.moment"): [moment_words(entry.at) for entry in entries],
            t("project.who"): [cell_text(entry.who) for entry in entries],
            t("project.what"): what,
            t("project.before"): [item_words(each.before) for each in changes],
            t("project.after"): [item_words(each.after) for each in changes],
        }
    )


def conflict_table(conflict: Conflict, lang: str) -> pd.DataFrame:
    """Write the versions of an item side by side; lines that are the same in all are left out.

    All lines stay where they are all the same.
    """
    t = text_in(lang)
    versions = {
        t("project.base"): item_cells(conflict.base),
        t("project.mine"): item_cells(conflict.mine),
        t("project.theirs"): item_cells(conflict.theirs),
    }
    table = pd.DataFrame(versions).fillna("")
    same = table.nunique(axis=1) == 1
    return table[~same] if not same.all() else table


def column_headings(rows: pd.DataFrame, lang: str) -> dict[str, str]:
    """What stands above the columns: the planner's own names, and words for recognised values."""
    t, known = text_in(lang), texts()
    found = {ROW: t("project.number")}
    for name in rows.columns:
        role = name.removeprefix(PREFIX)
        if name.startswith(PREFIX):
            for key in (f"intake.role.{role}", f"project.column_{role}"):
                if key in known:
                    found[name] = f"{t(key)} {t('project.recognised')}"
    return found
