"""Own rows, or a table of counts that was brought, added up with its margins.

Rows of a register, and counts, are shown only where nothing below the least number follows.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.data.count_guard import counts_in, guarded_counts
from geo.data.small_numbers import holds_register
from geo.data.thresholds import LEAST_SHOWN
from geo.intake.model.result import Intake
from geo.intake.values.amounts import in_numbers
from layers.files.intake_report import table_csv
from layers.sentences.intake_notices import own_columns
from layers.tables.count_tables import counted_rows, counts_table, with_withheld
from pages.own.file import OwnFile
from pages.session import planner
from pages.session.planner import t
from pages.widgets import data_table
from pages.widgets.segments import one_of

WAYS = ("chain", "kind", "hub", "postcode", "year_from")
MOST_LINES = 200
KEPT = ("name", "count")
"""Roles that a column of names or of counts may have been given."""


def show(own: OwnFile) -> None:
    """The counts, with a word on what is withheld, and as a file."""
    brought = counts_in(in_numbers(own.intake.rows[_free_columns(own.intake)]))
    values = own.intake.values
    ways = [name for name in WAYS if name in values and values[name].nunique() <= MOST_LINES]
    choices = [*(["file"] if brought is not None else []), *ways]
    key, names = f"eigen.count_by.{own.intake.source.sha256[:8]}", planner.worded("eigen.count_")
    way = one_of(t("eigen.count_by"), choices, key, names)
    by_file = way == "file" and brought is not None
    counts = brought if by_file else counted_rows(values, way, planner.looks())
    guard = by_file or holds_register(values)
    shown = guarded_counts(counts, LEAST_SHOWN if guard else 0)
    st.caption(
        t("eigen.count_guarded" if guard else "eigen.count_open", k=LEAST_SHOWN, n=len(values))
    )
    table = counts_table(shown, planner.state().lang)
    data_table.show(with_withheld(table), hide_index=True)
    st.download_button(
        t("eigen.count_download"),
        partial(table_csv, table.astype("object"), planner.state().lang),
        file_name="ketenkaart_telling.csv",
        on_click="ignore",
    )


def _free_columns(intake: Intake) -> list[str]:
    """The planner's columns that were not recognised as a place, a code or a year."""
    roles = {c for found in intake.columns.values() for r, c in found.items() if r not in KEPT}
    return [name for name in own_columns(intake) if name not in roles]
