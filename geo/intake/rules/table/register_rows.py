from __future__ import annotations

import re

from geo.data.small_numbers import FLAG
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule

NUMBERS = {"kvk": r"\d{8}", "branch_number": r"\d{12}"}
"""Columns that only a register of persons and firms has, and the numbers in them."""
LONG = 50
"""Rows from which a list of firms with activity codes, and no building they are in, is a register;
a shorter one is a list that somebody made."""
HALF = 0.5


class RegisterRows(Rule):
    """Rows of a business register: persons and firms, of which small numbers may not be shown.

    Parameters
    ----------
    said : str
        What the planner says: "yes", "no", or "" to tell by the columns.
    """

    code = "register_rows"
    level = "note"

    def __init__(self, said: str = "") -> None:
        self.said = said

    def apply(self, draft: Draft) -> Draft:
        """Mark every row when the table is a register; else there is no such column."""
        columns = register_columns(draft)
        if self.said == "no" or not (columns or self.said == "yes"):
            return draft
        values = draft.values.assign(**{FLAG: True})
        words = ", ".join(columns) or "–"
        told = draft.tell(self.code, self.level, range(draft.n), columns=words)
        return told.with_values(values)


def register_columns(draft: Draft) -> list[str]:
    """Return the columns by which a table is told to be a register; none when it is not."""
    numbers = [role for role in NUMBERS if role in draft.roles and _filled(draft, role) >= HALF]
    if numbers:
        return [draft.roles[role] for role in numbers]
    firms = draft.n >= LONG and "sbi" in draft.roles and "hub" not in draft.roles
    tenants = firms and draft.values["entity"].eq("tenants").mean() >= HALF
    coded = tenants and draft.values["sbi"].notna().mean() >= HALF
    return [draft.roles["sbi"]] if coded else []


def _filled(draft: Draft, role: str) -> float:
    """Return the share of rows that hold a number of the register."""
    pattern = re.compile(NUMBERS[role])
    found = sum(isinstance(c, str) and bool(pattern.fullmatch(c)) for c in draft.values[role])
    return found / max(1, draft.n)
