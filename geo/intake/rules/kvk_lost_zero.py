from __future__ import annotations

import re
from collections.abc import Mapping

from geo.intake.draft import Draft
from geo.intake.rules.column_rule import MendingRule

LENGTHS = {"kvk": 8, "branch_number": 12}


class KvkLostZero(MendingRule):
    """A KvK or branch number that lost the zeros in front, because it was kept as a number."""

    code = "kvk_lost_zero"
    roles = ("kvk", "branch_number")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the whole number for cells that lack one or two digits or have signs in it."""
        column, length = draft.roles[role], LENGTHS[role]
        found = {}
        for i, text in enumerate(draft.texts(column)):
            digits = re.sub(r"[\s.\-]", "", text)
            if (
                re.fullmatch(rf"\d{{{length - 2},{length}}}", digits)
                and digits.zfill(length) != text
            ):
                found[i] = digits.zfill(length)
        return found
