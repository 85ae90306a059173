"""Own rows of the project beside shipped ones: the hubs of tenants, and rows that are double."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from geo.project.kept_settings import choices_of
from geo.project.project_store import Stored
from pages.own import joining, project_session
from pages.own.project_rows import chosen_table


def show_joining(kept: Stored) -> None:
    """Links and doubles of one table; what is chosen is saved with the project."""
    table = chosen_table(kept, "project.join_table")
    if table is None:
        return
    values = project_session.rows_of(kept, table).values.assign(entity=table)

    def keep(said: Mapping[str, str]) -> None:
        project_session.run(partial(project_session.choose, table, said))

    joining.show_joining(
        joining.Joining(
            values,
            choices_of(kept.project, table),
            f"{kept.key[:6]}.{table}",
            keep,
            () if table == "tenants" else (table,),
        )
    )
