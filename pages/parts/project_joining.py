"""Own rows of the project beside shipped ones: the hubs of tenants, and rows that are double."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from geo.project.store import Stored
from pages.parts import own_data, own_join
from pages.parts.project_rows import chosen_table


def show_joining(kept: Stored) -> None:
    """Links and doubles of one table; what is chosen is saved with the project."""
    table = chosen_table(kept, "project.join_table")
    if table is None:
        return
    values = own_data.as_intake(kept, table).values.assign(entity=table)

    def keep(said: Mapping[str, str]) -> None:
        own_data.run(partial(own_data.choose, table, said))

    own_join.show_joining(
        own_join.Joining(
            values,
            own_data.choices_of(kept.project, table),
            f"{kept.key[:6]}.{table}",
            keep,
            () if table == "tenants" else (table,),
        )
    )
